package policy

import (
	"iter"
	"time"

	"baodan/engine/money"
	"baodan/ent"
)

// Line is what one version of a policy moves for one coverage and one payer (保费明细). A product has one coverage today,
// named as the product, and a policy one payer, so each version has at most one line. A change that adds coverages or payers
// changes Lines, and nothing that reads them.
type Line struct {
	Coverage string
	Payer    Payer
	// Premium, SumInsured and Commission are changes: negative where something is given back or reduced.
	Premium    money.Amount
	SumInsured money.Amount
	Commission money.Amount // owed to the channel on the premium
	From, To   time.Time    // cover that the line is for
}

// Lines are what a version of the policy moved, by what is known of it: version 1 is the policy as it was bound. A version
// that moved no money, such as a renewal's mark on the old policy, has none.
func (p *Policy) Lines(version int) []Line {
	if version == 1 {
		return []Line{p.bound()}
	}
	for _, e := range p.known {
		if e.Version == version {
			return []Line{p.changed(e)}
		}
	}
	return nil
}

// RecordedLines are those of all versions on record, also of those that take effect later.
func (p *Policy) RecordedLines() iter.Seq[Line] { return p.linesOf(p.known) }

// linesOf are those of the policy as it was bound and of endorsements.
func (p *Policy) linesOf(endorsements []*ent.Endorsement) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if !yield(p.bound()) {
			return
		}
		for _, e := range endorsements {
			if !yield(p.changed(e)) {
				return
			}
		}
	}
}

// Premium after the endorsements that hold.
func (p *Policy) Premium() money.Amount {
	return p.total(func(l Line) int64 { return l.Premium.Minor })
}

// SumInsured after the endorsements that hold.
func (p *Policy) SumInsured() money.Amount {
	return p.total(func(l Line) int64 { return l.SumInsured.Minor })
}

// Commission owed to the channel, after the endorsements that hold.
func (p *Policy) Commission() money.Amount {
	return p.total(func(l Line) int64 { return l.Commission.Minor })
}

func (p *Policy) total(of func(Line) int64) money.Amount {
	total := p.money(0)
	for l := range p.linesOf(p.changes) {
		total.Minor += of(l)
	}
	return total
}

func (s *sale) money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: money.Currency(s.row.Currency)}
}

func (s *sale) bound() Line {
	return Line{
		Coverage: s.product.Code(), Payer: Payer(s.row.Payer), Premium: s.money(s.row.Premium), SumInsured: s.money(s.row.SumInsured),
		Commission: s.money(s.row.Commission), From: s.row.StartAt, To: s.row.EndAt,
	}
}

func (s *sale) changed(e *ent.Endorsement) Line {
	return Line{
		Coverage: s.product.Code(), Payer: Payer(e.Payer), Premium: s.money(e.PremiumChange), SumInsured: s.money(e.SumInsuredChange),
		Commission: s.money(e.CommissionChange), From: e.EffectiveAt, To: s.row.EndAt,
	}
}

// Payer of the premium.
func (s *sale) Payer() Payer { return s.bound().Payer }
