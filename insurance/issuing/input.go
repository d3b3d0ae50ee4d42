package issuing

import (
	"cmp"
	"regexp"
	"strconv"

	"baodan/engine/money"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// IssueInput asks for a policy. OrderNo makes it idempotent for ever.
type IssueInput struct {
	OrderNo         string
	Risk            RiskInput
	QuoteToken      *string
	ExpectedPremium *money.Input
}

// QuoteInput asks for a price.
type QuoteInput struct{ Risk RiskInput }

// RiskInput is what to cover.
type RiskInput struct {
	AgreementCode string
	PlanCode      string
	Period        *policy.Period
	Payer         policy.Payer // empty: the customer
	Applicant     *policy.PartyInput
	Insureds      []*InsuredInput
	Factors       map[string]any
}

// InsuredInput is an insured: an account, an order line.
type InsuredInput struct {
	Reference string
	Party     *policy.PartyInput
}

// payer is who pays: the customer, where it was left out.
func (in *RiskInput) payer() policy.Payer { return cmp.Or(in.Payer, policy.Customer) }

// references of the insureds, in the order they were sent.
func (in *RiskInput) references() []string {
	list := make([]string, len(in.Insureds))
	for i, insured := range in.Insureds {
		list[i] = insured.Reference
	}
	return list
}

const maxInsureds = 100

var codePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// check lists what is wrong with the form of a risk, without looking at any product.
func (in *RiskInput) check() fault.List {
	var faults fault.List
	bad := func(detail string, path ...string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, path...).At("risk"))
	}
	if !codePattern.MatchString(in.AgreementCode) {
		bad("a code is 1 to 32 letters, digits, _ and -", "agreementCode")
	}
	if !codePattern.MatchString(in.PlanCode) {
		bad("a code is 1 to 32 letters, digits, _ and -", "planCode")
	}
	if in.Period != nil && !in.Period.End.After(in.Period.Start) {
		bad("the end lies before the beginning", "period", "end")
	}
	if n := len(in.Insureds); n == 0 || n > maxInsureds {
		bad("1 to 100 insureds", "insureds")
	}
	seen := map[string]bool{}
	for i, insured := range in.Insureds[:min(len(in.Insureds), maxInsureds)] {
		at := strconv.Itoa(i)
		if !policy.ValidReference(insured.Reference) {
			bad(policy.BadReference, "insureds", at, "reference")
		} else if seen[insured.Reference] {
			bad("the same insured twice", "insureds", at, "reference")
		}
		seen[insured.Reference] = true
		insured.Party.Check(bad, "insureds", at, "party")
	}
	in.Applicant.Check(bad, "applicant")
	return faults
}

// Check lists what is wrong with the form of an insured, below a path. Fault: INVALID_VALUE.
func (in *InsuredInput) Check(path ...string) fault.List {
	var faults fault.List
	bad := func(detail string, at ...string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, at...).At(path...))
	}
	if !policy.ValidReference(in.Reference) {
		bad(policy.BadReference, "reference")
	}
	in.Party.Check(bad, "party")
	return faults
}
