package check

import (
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	entevent "baodan/ent/event"
	"baodan/ent/payout"
	"baodan/insurance/work"
)

// claimsPage are a page of claims with what hangs on each.
type claimsPage struct {
	rows      []*ent.Claim
	policies  map[int64]*ent.InsurancePolicy
	revisions map[int64][]*ent.ClaimRevision
	payouts   map[int64][]*ent.Payout
	events    map[string][]*ent.Event  // by number, in order
	keys      map[string]int           // rows of a payment key
	bookings  map[int64][]*ent.Booking // by policy
}

// claimWalk looks at claims and what hangs on them.
type claimWalk struct{ *run }

// walkClaims looks at claims with all that hangs on them.
func (r claimWalk) walkClaims() error {
	return r.walk("claims", func(after int64) (int64, int, error) {
		rows, err := r.Store.Client.Claim.Query().Where(claim.IDGT(after)).Order(ent.Asc(claim.FieldID)).Limit(pageRows).All(r.ctx)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		c := &claimsPage{rows: rows}
		if err := r.readClaims(c); err != nil {
			return after, 0, err
		}
		for _, row := range rows {
			r.paidOnce(c, row)
			r.claimApart(c, row)
			r.claimWaits(row)
			r.claimWhole(c, row)
			r.claimRebuilt(c, row)
			r.claimBooked(c, row)
		}
		for _, of := range []Invariant{PaidOnce, Apart, NothingWaits, Whole, Rebuilt, Booked} {
			r.lookedAt(of, len(rows))
		}
		return rows[len(rows)-1].ID, len(rows), nil
	})
}

func (r claimWalk) readClaims(c *claimsPage) error {
	var ids, channels, above []int64
	var numbers []string
	for _, row := range c.rows {
		ids, channels, above, numbers = append(ids, row.ID), append(channels, row.ChannelID), append(above, row.PolicyID), append(numbers, row.Number)
	}
	client := r.Store.Client
	var err error
	if c.policies, err = r.Policies.Rows(r.ctx, above); err != nil {
		return err
	}
	if c.bookings, err = r.bookingsOf(above); err != nil {
		return err
	}
	revisions, err := client.ClaimRevision.Query().Where(claimrevision.ClaimIDIn(ids...)).Order(ent.Asc(claimrevision.FieldVersion)).All(r.ctx)
	if err != nil {
		return err
	}
	c.revisions = work.Group(revisions, func(v *ent.ClaimRevision) int64 { return v.ClaimID })
	payouts, err := client.Payout.Query().Where(payout.ChannelIDIn(channels...), payout.ClaimIDIn(ids...)).Order(ent.Asc(payout.FieldAttempt)).All(r.ctx)
	if err != nil {
		return err
	}
	c.payouts = work.Group(payouts, func(p *ent.Payout) int64 { return p.ClaimID })
	var keys []string
	for _, p := range payouts {
		keys = append(keys, p.PaymentKey)
	}
	same, err := client.Payout.Query().Where(payout.PaymentKeyIn(keys...)).Select(payout.FieldPaymentKey).All(r.ctx)
	if err != nil {
		return err
	}
	c.keys = map[string]int{}
	for _, p := range same {
		c.keys[p.PaymentKey]++
	}
	events, err := client.Event.Query().Where(entevent.SubjectIn(numbers...)).Order(ent.Asc(entevent.FieldSubject, entevent.FieldSeq)).All(r.ctx)
	c.events = work.Group(events, func(e *ent.Event) string { return e.Subject })
	return err
}
