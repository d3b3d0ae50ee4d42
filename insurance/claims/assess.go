package claims

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// assessor finds out what a decision depends on beside the claim's own facts: its parcel, its cover, other claims.
type assessor struct {
	store        *work.Store
	distribution *distribution.Service
	halves       *halves
	velocities   *velocities
}

// track asks the carrier about the parcel of a claim. It answers nil where the product does not ask for it, or the
// claim names no parcel.
func (s *assessor) track(ctx context.Context, row *ent.Claim, product *catalog.Version, facts rule.Facts) (rule.Facts, error) {
	carrierFact, numberFact, wanted := product.ClaimTracking()
	carrier, _ := facts[carrierFact].(string)
	number, _ := facts[numberFact].(string)
	if !wanted || number == "" {
		return nil, nil // nothing to ask
	}
	parcel, err := s.halves.tracker(row.ChannelID).Track(ctx, carrier, number)
	if err != nil {
		return nil, err
	}
	seen := rule.Facts{"found": parcel.Found}
	ahead := s.distribution.Now(row.ChannelID).Sub(s.store.Now()) // a sandbox's parcels move by its clock
	for name, at := range map[string]*time.Time{"shippedAt": parcel.ShippedAt, "deliveredAt": parcel.DeliveredAt} {
		if at != nil {
			seen[name] = at.Add(ahead).UTC().Truncate(time.Millisecond)
		}
	}
	if parcel.WeightKg != nil {
		seen["weightKg"] = *parcel.WeightKg
	}
	return seen, nil
}

// caseOf is a claim as rules and amounts of its product look at it; its parcel comes with track.
func (s *assessor) caseOf(row *ent.Claim, held *policy.Policy, facts rule.Facts) (*catalog.Case, error) {
	return claimCase(row, held, facts, s.distribution)
}

// standing is the situation of a claim: the cover it is under, the amount claimed, the counts of velocity rules. What
// was approved before is not in it; that is counted under the lock of the policy.
func (s *assessor) standing(ctx context.Context, f *caseFile) (catalog.Standing, error) {
	standing := standingOf(f.row, f.policy)
	var err error
	standing.Watched, err = s.velocities.count(ctx, f.velocities, f.policy.Product())
	return standing, err
}

// spent is what was approved under the policy before: in the policy year of the loss where the terms limit each year,
// else since the beginning.
func spent(ctx context.Context, tx *work.Tx, row *ent.Claim, policy *policy.Policy, c *catalog.Case) (money.Decimal, error) {
	from, to, err := countedPeriod(row, policy, c)
	if err != nil {
		return money.Decimal{}, err
	}
	return spentWithin(ctx, tx.Claim, row, from, to)
}

// countedPeriod is the time within which other losses count towards the limit of a claim: its policy year where the
// terms limit each year; nil: no bounds.
func countedPeriod(row *ent.Claim, policy *policy.Policy, c *catalog.Case) (from, to *time.Time, err error) {
	per, err := c.Terms.String("claim.limitPer", c.Facts)
	if err != nil || per != "year" {
		return nil, nil, err
	}
	start, end := policyYear(policy, row.OccurredAt)
	return &start, &end, nil
}

// paying are the states of claims that count towards a limit.
var paying = []claim.State{claim.StateApproved, claim.StatePayoutFailed, claim.StatePaid}

// spentWithin is what was approved for losses within a time; nil: without bounds.
func spentWithin(ctx context.Context, claims *ent.ClaimClient, row *ent.Claim, from, to *time.Time) (money.Decimal, error) {
	query := claims.Query().Where(claim.PolicyID(row.PolicyID), claim.IDNEQ(row.ID),
		claim.StateIn(paying...))
	if from != nil && to != nil {
		query.Where(claim.OccurredAtGTE(*from), claim.OccurredAtLT(*to))
	}
	rows, err := query.Select(claim.FieldPayable).All(ctx)
	if err != nil {
		return money.Decimal{}, err
	}
	return payables(rows, row.Currency).Decimal(), nil
}

// payables is what claims pay together.
func payables(rows []*ent.Claim, currency string) money.Amount {
	total := money.Amount{Currency: money.Currency(currency)}
	for _, other := range rows {
		if other.Payable != nil {
			total.Minor += *other.Payable
		}
	}
	return total
}

// policyYear is the year of cover that an instant lies in. Years are counted from the start of the cover, in the
// insurer's time zone.
func policyYear(policy *policy.Policy, at time.Time) (from, to time.Time) {
	start, zone := policy.Period().Start, policy.Product().Location()
	for n := 1; ; n++ {
		from, to = rule.Period{Years: n - 1}.AddTo(start, zone), rule.Period{Years: n}.AddTo(start, zone)
		if at.Before(to) {
			return from, to
		}
	}
}
