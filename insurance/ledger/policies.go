package ledger

import (
	"context"
	"fmt"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/schema"
	"baodan/ent/settlementaccount"
)

// segment is premium that was charged once, as it was booked.
type segment struct {
	schema.PremiumLine
	plan string
	earning.Segment
}

// policyBooking is a booking with the dimensions of a policy.
func (f *folding) policyBooking(p *source, kind Kind) (*Booking, error) {
	b, err := f.add(kind)
	if err != nil {
		return nil, err
	}
	d, coverage := p.dimensions, p.product.Coverage()
	b.Currency, b.AgreementID, b.ProductVersionID, b.PolicyID, b.OrderNo = p.Currency, p.AgreementID, p.ProductVersionID, p.ID, p.OrderNo
	b.Merchant, b.Region, b.Category, b.Band1, b.Band2, b.Band3 = d.Merchant, d.Region, d.Category, d.Bands[0], d.Bands[1], d.Bands[2]
	b.Plan, b.Payer, b.Coverage = p.PlanCode, p.Payer, coverage.Code
	b.BoundDay, b.StartDay = dayOf(earning.DayOf(p.BoundAt, workday.Zone)), dayOf(earning.DayOf(p.StartAt, p.product.Location()))
	return b, nil
}

// charge books premium and commission of a line, due from the account of its payer, with its sum insured.
func (f *folding) charge(p *source, kind Kind, line schema.PremiumLine, plan string) (*Booking, error) {
	b, err := f.policyBooking(p, kind)
	if err != nil {
		return nil, err
	}
	b.Plan, b.Payer, b.Coverage = plan, line.Payer, line.Coverage
	b.Premium, b.Commission, b.SumInsured = line.Premium, line.Premium*p.rate, line.SumInsured
	code, account := f.account(p, line.Payer)
	b.Account, b.DueDay = code, dayOf(dueDay(account, earning.Day(b.Day)))
	f.due(p, b, account)
	return b, nil
}

// usualCreditDays are those of a channel whose account nobody wrote down.
const usualCreditDays = 30

// dueDay is when premium of an accounting day is due: at once where it is drawn from what was paid ahead, else some days after the month.
func dueDay(account *ent.SettlementAccount, day earning.Day) earning.Day {
	switch {
	case account == nil:
		return earning.MonthEnd(day.Month()) + usualCreditDays
	case account.Kind == settlementaccount.KindPrepaid:
		return day
	}
	return earning.MonthEnd(day.Month()) + earning.Day(account.CreditDays)
}

// issued books a policy as it was bound.
func (f *folding) issued(context.Context) error {
	p := f.byNumber[f.entry.Event.Subject]
	if p == nil {
		return fmt.Errorf("there is no such policy")
	}
	kind := Issue
	if p.Renews != nil {
		kind = Renewal
	}
	line := p.bound()
	b, err := f.charge(p, kind, line, p.PlanCode)
	if err != nil {
		return err
	}
	first, covered := p.segmentOf(line, p.PlanCode), &earning.Covered{}
	b.earns(first.Segment)
	b.Covers = covered.Add(first.piece())
	return nil
}

// endorsed books what a change of plan moves, a line for each payer; the cover that it changes is on its first line.
func (f *folding) endorsed(context.Context) error {
	p, e, err := f.endorsement()
	if err != nil || e.Kind != endorsement.KindPlanChange {
		return err
	}
	_, covered := p.history(e.Version)
	for i, line := range e.PremiumLines {
		b, err := f.charge(p, Endorsement, line, e.PlanCode)
		if err != nil {
			return err
		}
		s := p.segmentOf(line, e.PlanCode)
		b.earns(s.Segment)
		b.Document = e.RequestNo
		if i == 0 {
			b.Covers = covered.Add(s.piece())
		}
	}
	return nil
}

// cancelled books what comes back of each segment of premium, and the cover that ends with each.
func (f *folding) cancelled(context.Context) error {
	p, e, err := f.endorsement()
	if err != nil {
		return err
	}
	segments, covered := p.history(e.Version)
	if len(segments) != len(e.PremiumLines) {
		return fmt.Errorf("it gives back %d lines of %d", len(e.PremiumLines), len(segments))
	}
	zone := p.product.Location()
	on := earning.DayOf(e.EffectiveAt, zone)
	from := earning.DayOf(p.StartAt, zone)
	if e.EffectiveAt.After(p.StartAt) {
		from = earning.Left(e.EffectiveAt, p.EndAt, zone)
	}
	gone := covered.End(from)
	for i, s := range segments {
		line := e.PremiumLines[i]
		b, err := f.charge(p, Cancellation, line, s.plan)
		if err != nil {
			return err
		}
		b.earns(s.Ended(on, -line.Premium))
		b.Document, b.Reason = e.RequestNo, e.Reason
		for _, move := range gone {
			if move.Layer == s.Layer && (i == 0 || segments[i-1].Layer != s.Layer) {
				b.Covers = append(b.Covers, move)
			}
		}
	}
	return nil
}

// endorsement is the one that the event tells of.
func (f *folding) endorsement() (*source, *ent.Endorsement, error) {
	p := f.byNumber[f.entry.Event.Subject]
	if p == nil {
		return nil, nil, fmt.Errorf("there is no such policy")
	}
	for _, e := range p.endorsements {
		if e.Version == f.entry.Event.Seq {
			return p, e, nil
		}
	}
	return nil, nil, fmt.Errorf("there is no endorsement of version %d", f.entry.Event.Seq)
}

// bound is the line of the policy as it was bound.
func (p *source) bound() schema.PremiumLine {
	return schema.PremiumLine{
		Coverage: p.product.Coverage().Code, Payer: p.Payer, Layer: 1, Premium: p.Premium, SumInsured: p.SumInsured, From: p.StartAt, To: p.EndAt,
	}
}

func (p *source) segmentOf(line schema.PremiumLine, plan string) segment {
	return segment{line, plan, earning.Charged(line.Premium, earning.CoverOf(line.From, p.EndAt, p.product.Location()))}
}

func (s *segment) piece() earning.Piece {
	return earning.Piece{Plan: s.plan, Layer: s.Layer, Cover: earning.Cover{From: s.Segment.From, To: s.Segment.To}}
}

// history is what was charged before a version, the older first, and the cover that it brought.
func (p *source) history(before int) ([]segment, *earning.Covered) {
	covered := &earning.Covered{}
	segments := []segment{p.segmentOf(p.bound(), p.PlanCode)}
	covered.Add(segments[0].piece())
	for _, e := range p.endorsements {
		if e.Version >= before || e.Kind != endorsement.KindPlanChange {
			continue
		}
		for i, line := range e.PremiumLines {
			s := p.segmentOf(line, e.PlanCode)
			segments = append(segments, s)
			if i == 0 {
				covered.Add(s.piece())
			}
		}
	}
	return segments, covered
}
