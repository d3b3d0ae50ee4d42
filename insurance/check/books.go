package check

import (
	"fmt"
	"math/big"
	"time"

	"baodan/engine/earning"
	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/statement"
	"baodan/insurance/claims"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// The books: what stands in bookings is what policies, claims, accounts and statements say. What happened after the books were up to date for
// the last time is left out: a working system books it a moment later.

// bookedUntil waits until the books are up to date, some seconds at most, and answers that moment; zero: they are not.
func (r *run) bookedUntil() (time.Time, error) {
	for range 50 {
		now := r.Store.Now()
		settled, err := r.Events.Settled(r.ctx)
		if err != nil || settled {
			return now, err
		}
		select {
		case <-r.ctx.Done():
			return time.Time{}, r.ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return time.Time{}, nil
}

// sums of bookings.
type sums struct{ premium, commission, sumInsured, reserve, payable, paid, recovered int64 }

func (s *sums) add(b *ent.Booking) {
	s.premium += b.Premium
	s.commission += b.Commission
	s.sumInsured += b.SumInsured
	s.reserve += b.Reserve
	s.payable += b.Payable
	s.paid += b.Paid
	s.recovered += b.Recovered
}

// bookingsOf some policies.
func (r *run) bookingsOf(policies []int64) (map[int64][]*ent.Booking, error) {
	rows, err := r.Store.Client.Booking.Query().Where(booking.PolicyIDIn(policies...)).Select(
		booking.FieldKind, booking.FieldPolicyID, booking.FieldClaimID, booking.FieldPayer, booking.FieldPremium, booking.FieldCommission,
		booking.FieldSumInsured, booking.FieldReserve, booking.FieldPayable, booking.FieldPaid, booking.FieldRecovered, booking.FieldNum,
		booking.FieldNumNow, booking.FieldSegFrom, booking.FieldSegTo, booking.FieldDen, booking.FieldNowOn,
	).All(r.ctx)
	return work.Group(rows, func(b *ent.Booking) int64 { return b.PolicyID }), err
}

// policyBooked compares a policy with its bookings: by payer, and what is earned of it in the end.
func (r policyWalk) policyBooked(p *policies, row *ent.InsurancePolicy) {
	view := p.views[row.ID]
	for _, e := range p.events[row.Number] {
		if e.OccurredAt.After(r.booked) {
			return
		}
	}
	if view == nil || r.booked.IsZero() {
		return
	}
	expected, found := map[string]*sums{}, map[string]*sums{}
	of := func(all map[string]*sums, payer string) *sums {
		if all[payer] == nil {
			all[payer] = &sums{}
		}
		return all[payer]
	}
	for l := range view.RecordedLines() {
		s := of(expected, string(l.Payer))
		s.premium += l.Premium.Minor
		s.sumInsured += l.SumInsured.Minor
		if exact, whole := l.Commission.Mul(inMillionths(l.Premium.Currency)).Int64(); whole {
			s.commission += exact
		}
	}
	earned, premium := new(big.Rat), int64(0)
	for _, b := range p.bookings[row.ID] {
		if b.ClaimID == 0 {
			of(found, b.Payer).add(b)
			premium += b.Premium
		}
		if b.Den != nil {
			s := earning.Segment{Num: *b.Num, Den: *b.Den, From: earning.Day(*b.SegFrom), To: earning.Day(*b.SegTo)}
			if b.NowOn != nil {
				s.AtOnce, s.On, s.Now = true, earning.Day(*b.NowOn), *b.NumNow
			}
			earned.Add(earned, s.By(endOfTime))
		}
	}
	for payer := range found {
		of(expected, payer)
	}
	if row.Live {
		t := totalsOf(r.page, row.Currency)
		t.Bookings += premium
		for _, s := range expected {
			t.Policies += s.premium
		}
		t.Events += r.toldOf(p, row)
	}
	for payer, want := range expected {
		have := of(found, payer)
		object := row.Number + " " + payer
		r.wrong(Booked, object, "premium in the books", want.premium, have.premium)
		r.wrong(Booked, object, "commission in the books", want.commission, have.commission)
		r.wrong(Booked, object, "sum insured in the books", want.sumInsured, have.sumInsured)
	}
	r.wrong(Booked, row.Number, "earned in the end", new(big.Rat).SetInt64(premium).RatString(), earned.RatString())
}

// inMillionths is how many millionths of a minor unit a major unit has.
func inMillionths(c money.Currency) money.Decimal {
	n := int64(1_000_000)
	for range c.Digits() {
		n *= 10
	}
	return money.FromInt(n)
}

// endOfTime is a day after every cover.
const endOfTime earning.Day = 1 << 30

// claimBooked compares a claim with its bookings.
func (r claimWalk) claimBooked(c *claimsPage, row *ent.Claim) {
	for _, e := range c.events[row.Number] {
		if e.OccurredAt.After(r.booked) {
			return
		}
	}
	if r.booked.IsZero() {
		return
	}
	var have sums
	for _, b := range c.bookings[row.PolicyID] {
		if b.ClaimID == row.ID {
			have.add(b)
		}
	}
	want := claims.PositionOf(row)
	r.wrong(Booked, row.Number, "reserve in the books", want.Reserve, have.reserve)
	r.wrong(Booked, row.Number, "payable in the books", want.Payable, have.payable)
	r.wrong(Booked, row.Number, "paid in the books", want.Paid, have.paid)
	r.wrong(Booked, row.Number, "recovered in the books", want.Recovered, have.recovered)
}

// statements compares each statement that counts with its lines and bookings.
func (r *run) statements() error {
	return r.walk("statements", func(after int64) (int64, int, error) {
		rows, err := r.Store.Client.Statement.Query().Where(statement.IDGT(after)).Order(ent.Asc(statement.FieldID)).Limit(pageRows).All(r.ctx)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		for _, row := range rows {
			object := fmt.Sprintf("statement %s %d/%d", row.AgreementCode, row.Month, row.Revision)
			found, err := r.Statements.Recompute(r.ctx, row)
			if err != nil {
				return after, 0, err
			}
			r.wrong(Booked, object, "lines", row.Lines, found.Lines)
			r.wrong(Booked, object, "hash of its bookings", fmt.Sprintf("%x", row.Hash), fmt.Sprintf("%x", found.Hash))
			r.wrong(Booked, object, "hash of its lines", fmt.Sprintf("%x", row.Hash), fmt.Sprintf("%x", found.Frozen))
			r.wrong(Booked, object, "premium", row.Totals.Premium, found.Totals.Premium)
			r.wrong(Booked, object, "commission", row.Totals.Commission, found.Totals.Commission)
		}
		r.lookedAt(Booked, len(rows))
		return rows[len(rows)-1].ID, len(rows), nil
	})
}

// accounts compares what accounts owe with their bookings.
func (r *run) accounts() error {
	if r.booked.IsZero() {
		return nil
	}
	return r.look(func() error {
		list, err := r.Settlement.Compare(r.ctx)
		if err != nil {
			return err
		}
		for _, d := range list {
			r.wrong(Booked, "account "+d.Account, d.What, d.Booked, d.Stands)
		}
		r.lookedAt(Booked, len(list))
		return nil
	})
}

// toldOf is the premium that the events of a policy tell, in minor units.
func (r policyWalk) toldOf(p *policies, row *ent.InsurancePolicy) (sum int64) {
	for _, e := range p.events[row.Number] {
		payload, err := event.Decode(e.Type, e.Payload)
		if err != nil {
			r.broken(Booked, row.Number, "event %d cannot be read: %v", e.Seq, err)
			continue
		}
		var told event.Money
		switch of := payload.(type) {
		case event.PolicyIssued:
			told = of.Premium
		case event.PolicyEndorsed:
			told = of.PremiumChange
		case event.PolicyCancelled:
			told = of.PremiumChange
		default:
			continue
		}
		minor, err := told.Minor()
		if err != nil {
			r.broken(Booked, row.Number, "event %d tells no amount: %v", e.Seq, err)
		}
		sum += minor
	}
	return sum
}
