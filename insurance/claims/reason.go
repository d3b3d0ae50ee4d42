package claims

import (
	"context"
	"slices"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// Reasons that a claim of any product can have besides those of its product's decision.
const (
	NoAnswer     = "NO_ANSWER"     // declined: nobody corrected or completed it in time
	PayoutFailed = "PAYOUT_FAILED" // open: the bank declined
	ClaimMost    = "CLAIM_MOST"    // refused when it is submitted: the policy has as many claims as its terms permit
	AboveLimits  = "ABOVE_LIMITS"  // refused: a person named a higher amount than limits leave
)

// Reasons by which people decide claims of any product.
const (
	ApprovedByReview     = "APPROVED_BY_REVIEW"
	EvidenceInsufficient = "EVIDENCE_INSUFFICIENT"
	NotCovered           = "NOT_COVERED"
	FraudProven          = "FRAUD_PROVEN"
	Other                = "OTHER"
)

var reasons = []catalog.ClaimReason{
	{Code: NoAnswer, Sentence: rule.Text{Zh: "未在期限内更正或补充材料", En: "It was not corrected or completed in time"}},
	{Code: PayoutFailed, Sentence: rule.Text{Zh: "付款失败", En: "The payout failed"}},
	{Code: ClaimMost, Sentence: rule.Text{
		Zh: "该保单的理赔次数已达上限；未结的赔案请用 updateClaim 更正",
		En: "The policy has as many claims as its terms permit; correct an open one with updateClaim",
	}},
	{Code: AboveLimits, Sentence: rule.Text{Zh: "金额超过索赔金额或限额所余", En: "The amount is above what was asked or what the limits leave"}},
	{Code: ApprovedByReview, Sentence: rule.Text{Zh: "经人工复核，属于保险责任", En: "A person found that it is covered"}},
	{Code: EvidenceInsufficient, Sentence: rule.Text{Zh: "提供的材料不足以证明损失", En: "The evidence does not prove the loss"}},
	{Code: NotCovered, Sentence: rule.Text{Zh: "经人工复核，不属于保险责任", En: "A person found that it is not covered"}},
	{Code: FraudProven, Sentence: rule.Text{Zh: "经核实为欺诈索赔", En: "The claim was found to be a fraud"}},
	{Code: Other, Sentence: rule.Text{Zh: "其他原因，见处理记录", En: "Another reason, which is on record"}},
}

// Reason is a reason by which a person may decide.
type Reason struct {
	Code     string
	Sentence rule.Text
	Outcome  *catalog.Outcome // what it is a reason for; nil: for either
}

// Codes by which a person may decide beside those of the product's own.
var (
	approving = []string{ApprovedByReview}
	declining = []string{
		EvidenceInsufficient, NotCovered, FraudProven, NoAnswer, catalog.NoCover, catalog.ClaimLate, catalog.LimitReached, catalog.NothingPayable,
	}
)

// ReasonsOf are all reasons by which a person may decide claims of a product: those of this list, and the product's own
// reasons to decline.
func ReasonsOf(product *catalog.Version) []*Reason {
	approve, decline := catalog.Approve, catalog.Decline
	var list []*Reason
	for _, code := range approving {
		list = append(list, &Reason{code, sentence(code), &approve})
	}
	for _, code := range declining {
		list = append(list, &Reason{code, sentence(code), &decline})
	}
	for _, own := range product.DeclineReasons() {
		list = append(list, &Reason{own.Code, own.Sentence, &decline})
	}
	return append(list, &Reason{Other, sentence(Other), nil})
}

// ReasonsFor are those of a product by its code: of the version on sale, or of its newest where none is. Faults: INVALID_VALUE,
// NOT_FOUND.
func ReasonsFor(ctx context.Context, products *catalog.Service, code string) ([]*Reason, error) {
	product, err := products.SoldOrNewest(ctx, code)
	if err != nil {
		return nil, err
	}
	return ReasonsOf(product), nil
}

// reasonFor finds the reason for an outcome by its code; nil where a person may not use it.
func reasonFor(product *catalog.Version, code string, outcome catalog.Outcome) *Reason {
	list := ReasonsOf(product)
	i := slices.IndexFunc(list, func(r *Reason) bool { return r.Code == code && (r.Outcome == nil || *r.Outcome == outcome) })
	if i < 0 {
		return nil
	}
	return list[i]
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
