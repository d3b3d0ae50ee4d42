package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/catalog"
)

// Rerate rates a page of stored policies again from what is stored with them and names those whose premium, sum
// insured or steps come out otherwise (F2): there must be none. It goes on after a key and answers the last key it
// looked at; a page that looked at nothing is the end.
func (o *Office) Rerate(ctx context.Context, after, until int64, page int) (last int64, looked int, wrong []string, err error) {
	rows, err := o.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.IDGT(after), insurancepolicy.IDLT(until)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).All(ctx)
	if err != nil {
		return after, 0, nil, fmt.Errorf("rerate: %w", err)
	}
	last = after
	for _, row := range rows {
		same, err := o.ratesTheSame(ctx, row)
		if err != nil {
			return last, looked, wrong, err
		}
		if !same {
			wrong = append(wrong, row.Number)
		}
		last, looked = row.ID, looked+1
	}
	return last, looked, wrong, nil
}

func (o *Office) ratesTheSame(ctx context.Context, row *ent.InsurancePolicy) (bool, error) {
	p := birth(o, row)
	if err := p.load(ctx); err != nil {
		return false, err
	}
	u := p.sold
	stored, err := recall(row, u.product)
	if err != nil {
		return false, err
	}
	u.facts, u.ratedAt = stored.Factors, row.RatedAt
	if u.terms, err = o.directory.Terms(u.product, stored.Plan, u.agreement); err != nil {
		return false, err
	}
	var asked *PeriodInput
	if stored.Start != nil {
		asked = &PeriodInput{*stored.Start, *stored.End}
	}
	c, err := u.rated(rule.Issue, stored.Plan, stored.Payer, asked, len(stored.Insureds))
	if err != nil {
		return false, err
	}
	if row.Renews != nil { // its period went on from another's
		c = u.caseOf(rule.Renew, stored.Plan, stored.Payer, row.StartAt, row.EndAt, len(stored.Insureds))
	}
	var again worksheets
	if again.Premium, err = u.product.Premium(c); err != nil {
		return false, err
	}
	if again.SumInsured, err = u.product.SumInsured(c); err != nil {
		return false, err
	}
	before, err := p.worksheets()
	if err != nil {
		return false, err
	}
	left, err := json.Marshal(before)
	if err != nil {
		return false, err
	}
	right, err := json.Marshal(again)
	return bytes.Equal(left, right), err
}

// RatedAs is what the policy would have cost and covered with a plan of its product over its whole period: by the
// product version, agreement, facts and instant that its own price was made of, never by those of today. It fails with
// a fault where the plan has no price for it: RULE_REFUSED.
func (p *Policy) RatedAs(plan string) (premium, sumInsured money.Amount, err error) {
	terms, err := p.office.directory.Terms(p.sold.product, plan, p.sold.agreement)
	if err != nil {
		return premium, sumInsured, err
	}
	stored, err := recall(p.row, p.sold.product)
	if err != nil {
		return premium, sumInsured, err
	}
	act := rule.Issue
	if p.row.Renews != nil {
		act = rule.Renew
	}
	c := &catalog.Case{
		Act: act, Plan: plan, Payer: p.row.Payer, Now: p.row.RatedAt, Start: p.row.StartAt, End: p.row.EndAt,
		Insureds: len(stored.Insureds), Facts: stored.Factors, Terms: terms,
	}
	cost, err := p.sold.product.Premium(c)
	if err != nil {
		return premium, sumInsured, declined(err)
	}
	limit, err := p.sold.product.SumInsured(c)
	if err != nil {
		return premium, sumInsured, declined(err)
	}
	return cost.Result, limit.Result, nil
}
