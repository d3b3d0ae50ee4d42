package enquiry

import (
	"fmt"
	"regexp"
	"strings"

	"baodan/engine/rule"
)

// sentences sum an entry up: for each kind, by its type. What stands in braces is taken from the details. A type that has
// no sentence here is its own summary.
var sentences = map[Kind]map[string]rule.Text{
	OfPolicy: {
		"policy.issued":    {Zh: "承保，计划 {planCode}，保费 {premium}", En: "The policy was bound: plan {planCode}, premium {premium}"},
		"policy.endorsed":  {Zh: "批改（{kind}），保费变动 {premiumChange}", En: "The policy was changed ({kind}); the premium moved by {premiumChange}"},
		"policy.cancelled": {Zh: "退保（{reason}），保费变动 {premiumChange}", En: "The policy was cancelled ({reason}); the premium moved by {premiumChange}"},
		"policy.renewed":   {Zh: "已续保，新保单 {renewedBy}", En: "The policy was renewed by {renewedBy}"},
		"policy.expiring":  {Zh: "即将到期", En: "The policy is about to end"},
		"policy.expired":   {Zh: "已到期", En: "The policy has ended"},
	},
	OfClaim: {
		"claim.submitted":         {Zh: "报案，索赔 {claimed}，按条款计算 {computed}", En: "A claim for {claimed} was stored; the product computes {computed}"},
		"claim.updated":           {Zh: "索赔人更正了赔案", En: "The claimant corrected the claim"},
		"claim.withdrawn":         {Zh: "索赔人撤案", En: "The claimant took the claim back"},
		"claim.correction_needed": {Zh: "需索赔人更正（{reason}）", En: "The claimant has something to correct ({reason})"},
		"claim.in_review":         {Zh: "转人工复核（{reason}）", En: "A person decides the claim ({reason})"},
		"claim.evidence_needed":   {Zh: "需补充理赔材料", En: "Evidence was asked for"},
		"claim.reopened":          {Zh: "赔案重开，由专人复核", En: "The claim was reopened; a person decides it"},
		"claim.recovered":         {Zh: "追偿到账 {recovery}", En: "Money came back: {recovery}"},
		"claim.approved":          {Zh: "核赔通过，应付 {payable}", En: "The claim was approved; {payable} is to be paid"},
		"claim.declined":          {Zh: "拒赔（{reason}）", En: "The claim was declined ({reason})"},
		"claim.paid":              {Zh: "已赔付 {payable}", En: "The claim was paid: {payable}"},
		"claim.payout_failed":     {Zh: "赔款支付失败（{payoutReason}）", En: "The bank declined the payment ({payoutReason})"},
	},
	OfNote: {
		"note.note":             {Zh: "添加了备注", En: "A note was written"},
		"note.evidence_request": {Zh: "要求补充材料", En: "Evidence was asked for"},
		"note.reopening":        {Zh: "说明了重开原因", En: "It was said why the claim is reopened"},
		"note.decision":         {Zh: "写下了处理意见", En: "A decision was explained"},
	},
	OfPayout: {
		"payout.ordered":  {Zh: "第 {attempt} 次支付 {amount} 已下达", En: "Payment {attempt} of {amount} was ordered"},
		"payout.unknown":  {Zh: "第 {attempt} 次支付 {amount} 结果未知", En: "What became of payment {attempt} of {amount} is not known"},
		"payout.paid":     {Zh: "第 {attempt} 次支付 {amount} 成功", En: "Payment {attempt} of {amount} was made"},
		"payout.declined": {Zh: "第 {attempt} 次支付 {amount} 被拒绝", En: "Payment {attempt} of {amount} was declined"},
		"payout.disputed": {Zh: "第 {attempt} 次支付金额不符，待人工处理", En: "The bank says that payment {attempt} had another amount; a person must look"},
	},
	OfDocument: {
		"file.stored":  {Zh: "收到文件（{mediaType}）", En: "A file arrived ({mediaType})"},
		"file.removed": {Zh: "收到文件，其内容已随个人信息删除", En: "A file arrived; its content was erased since, with personal data"},
	},
	OfRequest: {
		"service_request.opened":    {Zh: "服务单 {kind} 已创建", En: "A service request was opened: {kind}"},
		"service_request.sent":      {Zh: "服务单已发出（{delivery}）", En: "What was asked for was sent ({delivery})"},
		"service_request.closed":    {Zh: "服务单已完成", En: "The service request was closed"},
		"service_request.cancelled": {Zh: "服务单已取消", En: "The service request was cancelled"},
	},
	OfAudit: records,
}

// told is what a delivery says, by its state; its type is that of its event.
var told = map[string]rule.Text{
	"PENDING":   {Zh: "{type} 等待通知渠道（{endpoint}）", En: "{type} waits to be told to the channel ({endpoint})"},
	"DELIVERED": {Zh: "{type} 已通知渠道（{endpoint}），共 {attempts} 次", En: "{type} was told to the channel ({endpoint}), at attempt {attempts}"},
	"EXHAUSTED": {Zh: "{type} 通知渠道失败（{endpoint}），共 {attempts} 次", En: "{type} could not be told to the channel ({endpoint}) in {attempts} attempts"},
	"HELD":      {Zh: "{type} 暂缓通知渠道（{endpoint}）", En: "{type} is held back from the channel ({endpoint})"},
}

// Summary is the entry in one sentence, in a language ("zh", else English).
func (e *Entry) Summary(language string) string {
	text, known := sentences[e.Kind][e.Type]
	if e.Kind == OfDelivery {
		state, _ := e.Details["state"].(string)
		text, known = told[state]
	}
	if !known {
		return e.Type
	}
	sentence := text.En
	if language == "zh" {
		sentence = text.Zh
	}
	return braces.ReplaceAllStringFunc(sentence, func(name string) string { return e.value(strings.Trim(name, "{}")) })
}

var braces = regexp.MustCompile(`\{\w+\}`)

// value of a detail, as a sentence says it; a hyphen where there is none.
func (e *Entry) value(name string) string {
	if name == "type" {
		return e.Type
	}
	switch v := e.Details[name].(type) {
	case nil:
		return "-"
	case map[string]any: // an amount
		return fmt.Sprint(v["amount"], " ", v["currency"])
	default:
		return fmt.Sprint(v)
	}
}
