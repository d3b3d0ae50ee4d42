package catalog

import (
	"slices"

	"baodan/engine/rule"
)

// General reasons of decisions on claims. All other reasons are codes of the product's own rules and tables.
const (
	Approved            = "APPROVED"
	NoCover             = "NO_COVER"
	ClaimLate           = "CLAIM_LATE"
	PlanRequires        = "PLAN_REQUIRES" // also of a factor that a plan needs and a case lacks
	LimitReached        = "LIMIT_REACHED"
	NothingPayable      = "NOTHING_PAYABLE"
	FraudScore          = "FRAUD_SCORE"
	AboveAutomaticLimit = "ABOVE_AUTOMATIC_LIMIT"
	PayeeByHand         = "PAYEE_BY_HAND"
	FactByHand          = "FACT_BY_HAND"
	DeclinedBefore      = "DECLINED_BEFORE"
	NoAmountRule        = "NO_AMOUNT_RULE"
	EvaluationFailed    = rule.EvaluationFailed
)

// ClaimReason is a reason of a decision that claims of every product can have.
type ClaimReason struct {
	Code     string
	Sentence rule.Text
}

var claimReasons = []ClaimReason{
	{Approved, rule.Text{Zh: "属于保险责任，按计算结果赔付", En: "The claim is covered and paid as computed"}},
	{NoCover, rule.Text{Zh: "出险时保障未生效或已终止", En: "There was no cover when the loss happened"}},
	{ClaimLate, rule.Text{Zh: "已超过报案时限，由专人复核", En: "The claim came after the time allowed: a person decides"}},
	{PlanRequires, rule.Text{Zh: "缺少该方案必须提供的信息", En: "Something that this plan needs is missing"}},
	{LimitReached, rule.Text{Zh: "保险金额已经用完", En: "Nothing is left of the sum insured"}},
	{NothingPayable, rule.Text{Zh: "按条款计算没有应付金额", En: "By the terms there is nothing to pay"}},
	{FraudScore, rule.Text{Zh: "风险核查发现异常", En: "The risk check found something unusual"}},
	{AboveAutomaticLimit, rule.Text{Zh: "金额超过自动赔付限额，由专人复核", En: "The amount is above what is paid without a person"}},
	{PayeeByHand, rule.Text{Zh: "收款账户由工作人员录入，须由他人复核", En: "One of the insurer's people entered the account to pay to: another decides"}},
	{FactByHand, rule.Text{Zh: "应由渠道提供的信息由工作人员录入，由专人复核", En: "One of the insurer's people stated what only the channel states: a person decides without it"}},
	{DeclinedBefore, rule.Text{Zh: "该保单此前有赔案经人工拒赔；同一损失由专人复核", En: "A person declined an earlier claim of the policy; for the same loss a person decides"}},
	{NoAmountRule, rule.Text{Zh: "赔付金额须由专人核定", En: "A person decides the amount"}},
	{EvaluationFailed, rule.Text{Zh: "有规则无法计算，由专人复核", En: "A rule could not be computed: a person decides"}},
}

// ClaimReasons are the reasons that claims of every product can have, with their sentences.
func ClaimReasons() []ClaimReason { return slices.Clone(claimReasons) }

func generalSentence(code string) rule.Text {
	i := slices.IndexFunc(claimReasons, func(r ClaimReason) bool { return r.Code == code })
	return claimReasons[i].Sentence
}
