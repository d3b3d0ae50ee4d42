package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Rerating rates stored policies again: as they were sold, with another plan, or under another version of their product.
type Rerating struct {
	store        *work.Store
	background   *background.Service
	policies     *policy.Service
	distribution *distribution.Service
}

// Rerate rates a page of stored policies again from what is stored with them and names those whose premium, sum insured
// or steps differ (F2): there must be none. It starts after a key and answers the last key it looked at; a page that
// looked at nothing is the end.
func (s *Rerating) Rerate(ctx context.Context, after, until int64, page int) (last int64, looked int, wrong []string, err error) {
	rows, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.IDGT(after), insurancepolicy.IDLT(until)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).All(ctx)
	if err != nil {
		return after, 0, nil, fmt.Errorf("rerate: %w", err)
	}
	last = after
	for _, row := range rows {
		same, err := s.pricesTheSame(ctx, row)
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

func (s *Rerating) pricesTheSame(ctx context.Context, row *ent.InsurancePolicy) (bool, error) {
	p, err := s.policies.AsBound(ctx, row)
	if err != nil {
		return false, err
	}
	risk, err := p.Risk()
	if err != nil {
		return false, err
	}
	u, err := fromStored(p, risk.Plan)
	if err != nil {
		return false, err
	}
	if u.rated, err = u.storedPeriod(row, risk); err != nil {
		return false, err
	}
	if err := u.price(nil); err != nil {
		return false, err
	}
	before, err := p.Worksheets()
	if err != nil {
		return false, err
	}
	left, err := json.Marshal(before)
	if err != nil {
		return false, err
	}
	right, err := json.Marshal(policy.Worksheets{Premium: u.premium, SumInsured: u.sumInsured})
	return bytes.Equal(left, right), err
}

// PriceUnder is what a policy would have cost and covered with another plan of its product over its whole period, by
// the product version, agreement, facts and instant of its own price. Fault where the plan has no price for it:
// RULE_REFUSED.
func (s *Rerating) PriceUnder(p *policy.Policy, plan string) (premium, sumInsured money.Amount, err error) {
	u, err := fromStored(p, plan)
	if err != nil {
		return premium, sumInsured, err
	}
	if err := u.price(nil); err != nil {
		return premium, sumInsured, err
	}
	return u.premium.Result, u.sumInsured.Result, nil
}
