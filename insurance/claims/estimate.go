package claims

import (
	"context"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// estimator says what a claim is about in money while nobody decided it: its limit, what is claimed, what the product would pay.
type estimator struct {
	store        *work.Store
	distribution *distribution.Service
}

// namedBy is the amount that a claimant names; nil: none. Fault: INVALID_VALUE.
func namedBy(in *money.Input, policy *policy.Policy) (*money.Amount, error) {
	if in == nil {
		return nil, nil //nolint:nilnil // none was named
	}
	currency := policy.SumInsured().Currency
	if in.Currency != string(currency) {
		return nil, fault.Newf(fault.CodeInvalidValue, "the policy is in %s", currency).At("claimed", "currency")
	}
	amount, err := in.Amount.In(currency)
	if err != nil || amount.Minor <= 0 {
		return nil, fault.New(fault.CodeInvalidValue, "an amount above zero, without fractions of the smallest unit", "claimed", "amount")
	}
	return &amount, nil
}

// estimate sets limit, claimed and computed of a claim by its facts. What other claims of the policy were approved for is
// counted without a lock: it may be a moment old, and the decision counts it anew.
func (s *estimator) estimate(ctx context.Context, row *ent.Claim, held *policy.Policy, facts rule.Facts) error {
	c, err := claimCase(row, held, facts, s.distribution)
	if err != nil {
		return err
	}
	standing := standingOf(row, held)
	if others := held.Row().Claims; others > 1 || others == 1 && row.Version == 1 {
		from, to, err := countedPeriod(row, held, c)
		if err != nil {
			return err
		}
		if standing.Spent, err = spentWithin(ctx, s.store.Client.Claim, row, from, to); err != nil {
			return err
		}
	}
	e, err := held.Product().Estimate(c, standing)
	if err != nil {
		return err
	}
	row.EventLimit, row.Claimed, row.Computed = e.Limit.Minor, minorOf(e.Claimed), minorOf(e.Computed)
	return nil
}

func minorOf(amount *money.Amount) *int64 {
	if amount == nil {
		return nil
	}
	return &amount.Minor
}

// claimCase is a claim as rules and amounts of its product look at it; its parcel comes with track.
func claimCase(row *ent.Claim, held *policy.Policy, facts rule.Facts, channels *distribution.Service) (*catalog.Case, error) {
	c, err := held.Case(rule.Claim)
	if err != nil {
		return nil, err
	}
	c.Now, c.Loss, c.Reported, c.Claim = channels.Now(row.ChannelID), row.OccurredAt, reportedAt(row), facts
	return c, nil
}

// standingOf is the cover that a claim is under, and the amount that the claimant named.
func standingOf(row *ent.Claim, held *policy.Policy) catalog.Standing {
	period := held.Period()
	standing := catalog.Standing{
		Limit:   held.SumInsured().Decimal(),
		InForce: held.CancelledFrom() == nil && !row.OccurredAt.Before(period.Start) && row.OccurredAt.Before(period.End),
	}
	if row.AmountGiven && row.Claimed != nil {
		claimed := money.Amount{Minor: *row.Claimed, Currency: money.Currency(row.Currency)}.Decimal()
		standing.Claimed = &claimed
	}
	return standing
}
