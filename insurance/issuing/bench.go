package issuing

import (
	"cmp"
	"context"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
)

// BenchInput is a sample risk that all rules of a version are tried on.
type BenchInput struct {
	PreviewInput
	Act                    rule.Act       // empty: quote
	Reason, PlanBefore     *string        // of a cancellation, of an endorsement
	Facts                  map[string]any // of a claim; nil: there is none
	OccurredAt, ReportedAt *time.Time     // of a claim, where its facts do not say them
}

// BenchedRule is what a rule says of a sample risk.
type BenchedRule struct {
	catalog.Weighed
	Holds   *bool       // nil: it could not be computed
	Problem fault.Error // why not
}

// Bench is what all rules of a version say of a sample risk.
type Bench struct {
	Rules      []*BenchedRule
	UserErrors []fault.Error // for the one who shows it
}

// Bench tries every rule of a version that may be a draft on a sample risk, by the evaluation of a real quote, and stores
// nothing. Faults: those of Preview, but of rules.
func (s *Previews) Bench(ctx context.Context, caller *access.Caller, in BenchInput) (*Bench, error) {
	b := &Bench{Rules: []*BenchedRule{}}
	product, err := s.catalog.CompileDraft(ctx, in.ProductCode, in.Version, in.File)
	if err != nil {
		return b, err
	}
	u, err := s.sampled(caller, in.PreviewInput, product)
	if err != nil {
		return b, withoutRisk(err)
	}
	caseOf, err := in.cases(u)
	if err != nil {
		return b, err
	}
	for _, w := range catalog.Weigh(product.Product, cmp.Or(in.Act, rule.Quote), caseOf) {
		one := &BenchedRule{Weighed: w, Holds: &w.Holds}
		if w.Err != nil {
			one.Holds, one.Problem = nil, unweighed(w)
		}
		b.Rules = append(b.Rules, one)
	}
	return b, nil
}

// cases are the sample risk in each act, made once.
func (in *BenchInput) cases(u *underwritten) (func(rule.Act) *catalog.Case, error) {
	if in.PlanBefore != nil {
		if _, known := u.product.Plan(*in.PlanBefore); !known {
			return nil, fault.New(fault.CodeInvalidValue, "the product has no such plan", "planBefore")
		}
	}
	claim, err := in.claim(u)
	if err != nil {
		return nil, err
	}
	made := map[rule.Act]*catalog.Case{rule.Claim: claim}
	return func(act rule.Act) *catalog.Case {
		c := made[act]
		if c == nil {
			c = u.caseOf(act)
			if in.Reason != nil && act == rule.Cancel {
				c.Reason = *in.Reason
			}
			if in.PlanBefore != nil && act == rule.Endorse {
				c.PlanBefore = *in.PlanBefore
			}
			made[act] = c
		}
		return c
	}, nil
}

// claim is the case of a claim on the policy that the sample risk would be.
func (in *BenchInput) claim(u *underwritten) (*catalog.Case, error) {
	c := u.caseOf(rule.Claim)
	if in.OccurredAt != nil {
		c.Loss = in.OccurredAt.UTC()
	}
	if in.ReportedAt != nil {
		c.Reported = in.ReportedAt.UTC()
	}
	if limit, err := u.product.SumInsured(u.caseOf(rule.Issue)); err == nil { // else it is not known, and rules that ask for it say so
		c.SumInsured = limit.Result.Decimal()
	}
	if in.Facts == nil {
		return c, nil
	}
	facts, violations := u.product.CheckClaimFacts(in.Facts)
	if len(violations) > 0 {
		var faults fault.List
		for _, v := range violations {
			faults = append(faults, fault.New(fault.Code(v.Code), v.Message, v.Path...).At("facts"))
		}
		return nil, faults
	}
	c.Claim = facts
	if at, _ := u.product.ClaimOccurred(facts); at != nil {
		c.Loss = *at
	}
	if at, _ := u.product.ClaimReported(facts); at != nil {
		c.Reported = *at
	}
	if !c.Reported.IsZero() {
		c.Now = c.Reported
	}
	return c, nil
}

// inputs that stand for variables of a case; others are factors.
var inputs = map[string]string{
	"claim": "facts", "reason": "reason", "planBefore": "planBefore", "occurred": "occurredAt", "reported": "reportedAt",
}

// unweighed says why a rule has no answer: an input is missing, or the condition fails.
func unweighed(w catalog.Weighed) fault.Error {
	root, rest, _ := strings.Cut(w.Absent, ".")
	path := []string{"factors"}
	if input, ofAct := inputs[root]; ofAct {
		path = []string{input}
	} else if w.Absent != "" {
		rest = w.Absent
	}
	if rest != "" {
		path = append(path, strings.Split(rest, ".")...)
	}
	if w.Absent == "" || root == "sumInsured" || root == "tracking" {
		return fault.New(fault.CodeInvalidValue, "the condition cannot be computed from these inputs", "factors")
	}
	return fault.New(fault.CodeRequired, "the condition asks for it", path...)
}
