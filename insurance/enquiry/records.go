package enquiry

import "baodan/engine/rule"

// records are sentences of what people did to a policy, its claims and its service requests, by the action on record.
var records = map[string]rule.Text{
	"policy.endorse": {Zh: "代客户批改", En: "Changed the policy on the customer's behalf"},
	"policy.renew":   {Zh: "代客户续保", En: "Renewed the policy on the customer's behalf"},
	"policy.cancel":  {Zh: "代客户退保", En: "Cancelled the policy on the customer's behalf"},

	"claim.submit":           {Zh: "代客户报案", En: "Entered the claim on the customer's behalf"},
	"claim.update":           {Zh: "代客户更正赔案", En: "Corrected the claim on the customer's behalf"},
	"claim.withdraw":         {Zh: "代客户撤案", En: "Took the claim back on the customer's behalf"},
	"claim.take":             {Zh: "领取赔案", En: "Took the claim to work on"},
	"claim.assign":           {Zh: "分派赔案", En: "Gave the claim to somebody to work on"},
	"claim.open_file":        {Zh: "查看了理赔材料", En: "Opened a file of the claim"},
	"claim.note":             {Zh: "添加备注", En: "Wrote a note"},
	"claim.request_evidence": {Zh: "要求补充材料", En: "Asked for evidence"},
	"claim.decide":           {Zh: "作出核赔决定", En: "Decided the claim"},
	"claim.retry_payout":     {Zh: "重新支付赔款", En: "Had the payment tried again"},
	"claim.resolve_dispute":  {Zh: "处理支付金额不符", En: "Resolved a payout in dispute"},
	"claim.reopen":           {Zh: "重开赔案", En: "Reopened the claim"},
	"claim.recover":          {Zh: "登记追偿", En: "Noted that money came back"},

	"service_request.open":        {Zh: "创建服务单", En: "Opened the service request"},
	"service_request.take":        {Zh: "领取服务单", En: "Took the service request to work on"},
	"service_request.attach":      {Zh: "附上文件", En: "Attached what was asked for"},
	"service_request.open_file":   {Zh: "查看了文件", En: "Opened a file of the service request"},
	"service_request.mail":        {Zh: "用邮件发出", En: "Had it sent by e-mail"},
	"service_request.sent":        {Zh: "邮件已送出", En: "The e-mail went out"},
	"service_request.mail_failed": {Zh: "邮件发送失败", En: "The e-mail could not be sent"},
	"service_request.post":        {Zh: "已寄出", En: "Posted it"},
	"service_request.close":       {Zh: "完成服务单", En: "Closed the service request"},
	"service_request.cancel":      {Zh: "取消服务单", En: "Cancelled the service request"},

	"personal.reveal": {Zh: "查看了个人信息原文", En: "Saw personal data in clear"},
	"personal.erase":  {Zh: "删除了个人信息", En: "Erased personal data for good"},

	"approval.request":  {Zh: "提交审批", En: "Asked for approval"},
	"approval.approve":  {Zh: "审批通过", En: "Approved"},
	"approval.reject":   {Zh: "审批拒绝", En: "Refused"},
	"approval.withdraw": {Zh: "撤回审批", En: "Took the request for approval back"},
	"approval.comment":  {Zh: "审批评论", En: "Commented on the request for approval"},
	"approval.void":     {Zh: "审批失效", En: "The request for approval became void"},
}
