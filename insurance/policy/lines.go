package policy

import (
	"iter"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/catalog"
)

// Line is what one version of a policy moves for one coverage, one payer and one layer of premium (保费明细). A layer (保费层)
// is premium that was charged once, by the issue or by an endorsement; a cancellation gives back of each layer to who paid it.
// A product has one coverage today, named as the product. A change that adds coverages changes Lines, and nothing that reads
// them.
type Line struct {
	Coverage string
	Payer    Payer
	Layer    int // version of the policy that charged the layer
	// Premium and SumInsured are changes: negative where something is given back or reduced.
	Premium    money.Amount
	SumInsured money.Amount
	Commission money.Decimal // owed to the channel on the premium: exact, in major units
	From, To   time.Time     // cover that the line is for
}

// Period is the cover that the line is for.
func (l Line) Period() Period { return Period{Start: l.From, End: l.To} }

// Lines are what a version of the policy moved, by what is known of it: version 1 is the policy as it was bound. A version
// that moved no money, such as a renewal's mark on the old policy, has none.
func (p *Policy) Lines(version int) []Line {
	if version == 1 {
		return []Line{p.bound()}
	}
	for _, e := range p.known {
		if e.Version == version {
			return p.LinesOf(e)
		}
	}
	return nil
}

// LinesOf are what an endorsement of the policy moved.
func (s *sale) LinesOf(e *ent.Endorsement) []Line {
	lines := make([]Line, len(e.PremiumLines))
	for i, stored := range e.PremiumLines {
		lines[i] = s.line(Line{
			Coverage: stored.Coverage, Payer: Payer(stored.Payer), Layer: stored.Layer, Premium: s.money(stored.Premium),
			SumInsured: s.money(stored.SumInsured), From: stored.From, To: stored.To,
		})
	}
	return lines
}

// line completes a line by the commission that follows from its premium.
func (s *sale) line(l Line) Line {
	l.Commission = l.Premium.Decimal().Mul(s.agreement.Commission)
	return l
}

// RecordedLines are those of all versions on record, also of those that take effect later.
func (p *Policy) RecordedLines() iter.Seq[Line] { return p.linesOf(p.known) }

// linesOf are those of the policy as it was bound and of endorsements.
func (p *Policy) linesOf(lists ...[]*ent.Endorsement) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if !yield(p.bound()) {
			return
		}
		for _, endorsements := range lists {
			for _, e := range endorsements {
				for _, line := range p.LinesOf(e) {
					if !yield(line) {
						return
					}
				}
			}
		}
	}
}

// HoldingLines are those of the policy as it was bound and of the endorsements that hold: they add up to Premium.
func (p *Policy) HoldingLines() []Line { return slices.Collect(p.linesOf(p.changes, p.spent)) }

// Premium after the endorsements that hold. After a cancellation it is the sum of all that was ever charged and given back,
// also of changes that were to take effect later.
func (p *Policy) Premium() money.Amount {
	total := p.money(0)
	for l := range p.linesOf(p.changes, p.spent) {
		total.Minor += l.Premium.Minor
	}
	return total
}

// SumInsured after the endorsements that hold; of a cancelled policy as it was when it ended.
func (p *Policy) SumInsured() money.Amount {
	total := p.bound().SumInsured
	for _, e := range p.changes {
		if e.Kind == endorsement.KindCancellation {
			continue
		}
		for _, l := range p.LinesOf(e) {
			total.Minor += l.SumInsured.Minor
		}
	}
	return total
}

// Commission owed to the channel, after the endorsements that hold: the exact commission of its lines, rounded once, half up.
// It is for display: sums are taken of the lines.
func (p *Policy) Commission() money.Amount {
	total := money.FromInt(0)
	for l := range p.linesOf(p.changes, p.spent) {
		total = total.Add(l.Commission)
	}
	shown, err := total.Round(p.Currency().Digits(), money.HalfUp).In(p.Currency())
	if err != nil {
		panic(err) // a share of a premium, which is an amount, is one
	}
	return shown
}

// Coverage is what a policy covers, with its part of premium and sum insured.
type Coverage struct {
	Code       string
	Name       rule.Text
	Premium    money.Amount
	SumInsured money.Amount
}

// CoveragesOf are those of a product with their parts of premium and sum insured: one has all of them today.
func CoveragesOf(product *catalog.Version, premium, sumInsured money.Amount) []Coverage {
	c := product.Coverage()
	return []Coverage{{c.Code, c.Name, premium, sumInsured}}
}

// Coverages of the policy, after the endorsements that hold.
func (p *Policy) Coverages() []Coverage {
	return CoveragesOf(p.product, p.Premium(), p.SumInsured())
}

// Currency of all amounts of the policy.
func (s *sale) Currency() money.Currency { return money.Currency(s.row.Currency) }

// Share is what one payer pays of lines, or gets back where it is negative.
type Share struct {
	Payer   Payer
	Premium money.Amount
}

// ByPayer adds the premium of lines for each payer, in the order of the lines.
func ByPayer(lines []Line) []Share {
	shares := make([]Share, 0, len(lines))
	for _, l := range lines {
		i := slices.IndexFunc(shares, func(s Share) bool { return s.Payer == l.Payer })
		if i < 0 {
			shares, i = append(shares, Share{l.Payer, money.Amount{Currency: l.Premium.Currency}}), len(shares)
		}
		shares[i].Premium.Minor += l.Premium.Minor
	}
	return shares
}

// PremiumOf is the sum of the premium of lines.
func PremiumOf(lines []Line, currency money.Currency) money.Amount {
	total := money.Amount{Currency: currency}
	for _, l := range lines {
		total.Minor += l.Premium.Minor
	}
	return total
}

func (s *sale) money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: s.Currency()}
}

func (s *sale) bound() Line {
	return s.line(Line{
		Coverage: s.product.Coverage().Code, Payer: Payer(s.row.Payer), Layer: 1, Premium: s.money(s.row.Premium),
		SumInsured: s.money(s.row.SumInsured), From: s.row.StartAt, To: s.row.EndAt,
	})
}

// Payer of the premium.
func (s *sale) Payer() Payer { return Payer(s.row.Payer) }
