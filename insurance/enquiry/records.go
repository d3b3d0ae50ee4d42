package enquiry

import "baodan/engine/rule"

// records are sentences of what people did to a policy, its claims and its service requests, by the action on record.
var records = map[string]rule.Text{
	"policy.endorse": {Zh: "代客户批改", En: "Changed the policy on the customer's behalf"},
	"policy.cancel":  {Zh: "代客户退保", En: "Cancelled the policy on the customer's behalf"},
}
