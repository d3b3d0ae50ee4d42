package issuing

import (
	"errors"
	"time"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// There is one way from a risk to a price. A risk is first underwritten: what is sold under which versions, on what terms,
// by which facts, for which period; then price judges and rates it. A quote, an order, a renewal and a row of a file are
// underwritten from what was sent (underwrite), a preview from a version that may be a draft (preview), a stored policy
// from what is stored with it, under its own version (fromStored) or another one (Repricer).

// underwritten is a risk with everything that its price depends on, and then with the price.
type underwritten struct {
	act        rule.Act
	agreement  *distribution.Agreement
	current    *distribution.Agreement // the newest version: its permissions and quotas count, whatever a quote was made under
	product    *catalog.Version
	terms      *rule.Terms
	plan       string
	payer      policy.Payer
	insureds   int
	facts      rule.Facts
	now        time.Time
	ratedAt    time.Time
	period     policy.Period // of cover
	rated      policy.Period // that the price is for: as of ratedAt, so that a stored policy is rated again with the same result
	premium    rating.Worksheet
	sumInsured rating.Worksheet
}

// price judges a risk by the product's rules and rates it. Refuse turns what the rules find into a refusal; nil: rules
// are not applied.
func (u *underwritten) price(refuse func([]rule.Finding) error) (err error) {
	c := u.caseOf(u.act)
	if refuse != nil {
		if err := refuse(u.product.Judge(c)); err != nil {
			return err
		}
	}
	if u.premium, err = u.product.Premium(c, u.agreement.Adjustment()); err != nil {
		return declined(err)
	}
	if u.sumInsured, err = u.product.SumInsured(c); err != nil {
		return declined(err)
	}
	return nil
}

// caseOf is the risk as rules and rating look at it in an act.
func (u *underwritten) caseOf(act rule.Act) *catalog.Case {
	return &catalog.Case{
		Act: act, Plan: u.plan, Payer: string(u.payer), Now: u.ratedAt, Start: u.rated.Start, End: u.rated.End,
		Insureds: u.insureds, Facts: u.facts, Terms: u.terms,
	}
}

// fromStored is a policy as it was bound, with everything that its price depended on, under a plan of its product.
func fromStored(p *policy.Policy, plan string) (*underwritten, error) {
	risk, err := p.Risk()
	if err != nil {
		return nil, err
	}
	row := p.Row()
	u := &underwritten{
		act: actOf(row), agreement: p.Agreement(), product: p.Product(), plan: plan, payer: policy.Payer(row.Payer),
		insureds: len(risk.Insureds), facts: risk.Factors, ratedAt: row.RatedAt, rated: policy.Period{Start: row.StartAt, End: row.EndAt},
	}
	u.terms, err = p.TermsOf(plan)
	return u, err
}

// actOf is the act that made a policy.
func actOf(row *ent.InsurancePolicy) rule.Act {
	if row.Renews != nil {
		return rule.Renew
	}
	return rule.Issue
}

// storedPeriod is the period that a stored policy was priced for: for an order as the terms give it at the instant of
// the price, for a renewal as it is stored.
func (u *underwritten) storedPeriod(row *ent.InsurancePolicy, asked policy.Risk) (policy.Period, error) {
	if u.act == rule.Renew {
		return policy.Period{Start: row.StartAt, End: row.EndAt}, nil
	}
	var period *policy.Period
	if asked.Start != nil {
		period = &policy.Period{Start: *asked.Start, End: *asked.End}
	}
	return coverPeriod(u.terms, u.facts, u.product.Location(), period, u.ratedAt)
}

// declined turns a cell of a table that says decline, and what gives no amount, into a fault.
func declined(err error) error {
	var d *rating.Decline
	if errors.As(err, &d) {
		return fault.RuleRefused{
			Fault: fault.New(fault.CodeRuleRefused, d.Sentence.En, "risk"),
			Rule:  d.Code, Sentence: d.Sentence, Facts: d.Facts,
		}
	}
	if errors.Is(err, rule.ErrEvaluation) {
		return fault.RuleRefused{
			Fault: fault.New(fault.CodeRuleRefused, err.Error(), "risk", "factors"), Rule: rule.EvaluationFailed,
			Sentence: rule.Text{Zh: "按所给要素无法计算", En: "it cannot be computed from these factors"},
		}
	}
	if errors.Is(err, rating.ErrResult) { // the same facts give it again: to ask again helps nobody
		return fault.RuleRefused{
			Fault: fault.New(fault.CodeRuleRefused, err.Error(), "risk", "factors"), Rule: rule.EvaluationFailed,
			Sentence: rule.Text{Zh: "按所给要素得不出有效金额", En: "no amount comes of these factors"},
		}
	}
	return err
}
