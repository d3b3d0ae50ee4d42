package claims

import (
	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// Reasons that a claim of any product can have besides those of its decision.
const (
	NoAnswer     = "NO_ANSWER"     // declined: nobody corrected or completed it in time
	PayoutFailed = "PAYOUT_FAILED" // open: the bank declined
	ClaimMost    = "CLAIM_MOST"    // refused at once: the policy has as many claims as its terms permit
)

var reasons = []catalog.ClaimReason{
	{Code: NoAnswer, Sentence: rule.Text{Zh: "未在期限内更正或补充材料", En: "It was not corrected or completed in time"}},
	{Code: PayoutFailed, Sentence: rule.Text{Zh: "付款失败", En: "The payout failed"}},
	{Code: ClaimMost, Sentence: rule.Text{
		Zh: "该保单的理赔次数已达上限；未结的赔案请用 updateClaim 更正",
		En: "The policy has as many claims as its terms permit; correct an open one with updateClaim",
	}},
}

// Reasons are all that claims of every product can have, with their sentences; others are codes of the product's own
// rules, tables and facts.
func Reasons() []catalog.ClaimReason { return append(catalog.ClaimReasons(), reasons...) }

func sentence(code string) rule.Text {
	for _, r := range Reasons() {
		if r.Code == code {
			return r.Sentence
		}
	}
	return rule.Text{Zh: code, En: code}
}
