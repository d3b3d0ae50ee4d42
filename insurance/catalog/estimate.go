package catalog

import (
	"baodan/engine/money"
)

// Estimate is what a claim is about in money, before anybody decides it. Limit, claimed and computed are three things; what is
// payable is a fourth, which a decision says.
type Estimate struct {
	Limit    money.Amount  // what the policy pays for one event at most
	Claimed  *money.Amount // the loss; nil: neither the claimant nor the product's tariff says it
	Computed *money.Amount // what the product would pay by the facts, limits applied; nil: it cannot say
}

// Estimate computes what a claim is about by its facts, whatever rules say of it. Claimed is the amount that the claimant named,
// else that of the fact that the product names, else what the product's tariff gives before limits. The case's SumInsured is
// taken from the standing.
func (p *Product) Estimate(c *Case, s Standing) (e Estimate, err error) {
	own := *c
	own.SumInsured = s.Limit
	if e.Limit, err = EventLimit(&own, s, p.currency); err != nil {
		return e, err
	}
	said := stated(p, &own, s)
	if said != nil {
		amount, err := inUnits(*said, p.currency)
		if err != nil {
			return e, err
		}
		e.Claimed = &amount
	}
	if p.amount == nil {
		return e, nil
	}
	w, err := p.amount.Rate(&own)
	if err != nil {
		return e, nil //nolint:nilerr // a fact is missing or a table declines: a rule or a person says so
	}
	if said == nil {
		tariff := w.Result
		e.Claimed = &tariff
	}
	if _, err := p.bound(&w, &own, s); err != nil {
		return e, err
	}
	if !s.InForce {
		w.Result.Minor = 0
	}
	e.Computed = &w.Result
	return e, nil
}

// stated is the amount that the claim itself says: named by the claimant, or the fact that the product names. Nobody is paid more.
func stated(p *Product, c *Case, s Standing) *money.Decimal {
	if s.Claimed != nil {
		return s.Claimed
	}
	loss, said := p.ClaimLoss(c.Plan, c.Claim)
	if !said {
		return nil
	}
	value := loss.Decimal()
	return &value
}

// EventLimit is what the policy pays for one event at most.
func EventLimit(c *Case, s Standing, currency money.Currency) (money.Amount, error) {
	limit, err := eventLimit(c)
	if err != nil {
		return money.Amount{}, err
	}
	if limit.Sign() == 0 || limit.Cmp(s.Limit) > 0 {
		limit = s.Limit
	}
	return inUnits(limit, currency)
}

// eventLimit is the term claim.eventLimit; 0: the sum insured.
func eventLimit(c *Case) (money.Decimal, error) {
	return c.Terms.Decimal("claim.eventLimit", c.Facts)
}

// inUnits cuts what is below the smallest unit: a limit with fractions is never exceeded.
func inUnits(value money.Decimal, currency money.Currency) (money.Amount, error) {
	return value.Round(currency.Digits(), money.Down).In(currency)
}
