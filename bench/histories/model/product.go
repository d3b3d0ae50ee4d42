package model

import (
	"math/big"
	"slices"
	"time"
)

// Product is a product of histories: its premium is that of a table by plan and class, times what its other steps say.
type Product struct {
	Zone  *time.Location
	Terms Layer
	Plans []Plan

	// Premium: set rate; times units; times the band of count; plus; times; round; bounds.
	TimesUnits bool
	Bands      []Band // of count, the first from 0; none: the step is left out
	Plus       string // yuan; empty: left out
	Times      string
	Digits     int
	Mode       string
	Bounds     [2]string // yuan; empty: left out
	// The sum insured, times units where it says so.
	SumTimesUnits bool
	UnitsMost     string

	// What was filed.
	FactorLeast, FactorMost   string // empty: agreements may not multiply
	PremiumLeast, PremiumMost string // empty: not bounded
	CommissionMost            string

	Claims ClaimRules
}

// Plan is a plan, with its row of the tables.
type Plan struct {
	Code       string
	Terms      Layer
	Rates      map[string]string // by class
	SumInsured string
}

// Band is a row of a table by count.
type Band struct {
	From  int
	Value string
}

// Agreement is one version of an agreement.
type Agreement struct {
	Version             int
	From                time.Time
	Until               *time.Time
	Plans, Operations   []string // none: all
	Rate                string   // of commission
	Factor, Least, Most string   // premium terms; empty: none
	Channel, Terms      Layer
}

func (a *Agreement) sells(plan string) bool {
	return len(a.Plans) == 0 || slices.Contains(a.Plans, plan)
}
func (a *Agreement) lets(operation string) bool {
	return len(a.Operations) == 0 || slices.Contains(a.Operations, operation)
}

func (p *Product) plan(code string) *Plan {
	for i := range p.Plans {
		if p.Plans[i].Code == code {
			return &p.Plans[i]
		}
	}
	return nil
}

func (p *Product) termsOf(plan string, a *Agreement) Layer {
	return merge(p.Terms, p.plan(plan).Terms, a.Channel, a.Terms)
}

// Over are the terms of a plan under this version.
func (a *Agreement) Over(p *Product, plan string) map[string]string { return p.termsOf(plan, a) }

// Risk is what to cover.
type Risk struct {
	Class string
	Units string // decimal
	Count int
}

// price is the premium and the sum insured of a risk under a plan. The factor of an agreement applies before the product rounds,
// its bounds after all steps; what was not filed is not sold, and nothing for nothing where a factor applies.
func (p *Product) price(plan string, r Risk, a *Agreement) (premium, sumInsured Fen, filed bool) {
	row := p.plan(plan)
	x := Rat(row.Rates[r.Class])
	if p.TimesUnits {
		x = mul(x, Rat(r.Units))
	}
	for i, band := range p.Bands {
		if r.Count >= band.From && (i == len(p.Bands)-1 || r.Count < p.Bands[i+1].From) {
			x = mul(x, Rat(band.Value))
		}
	}
	if p.Plus != "" {
		x = add(x, Rat(p.Plus))
	}
	if p.Times != "" {
		x = mul(x, Rat(p.Times))
	}
	if a.Factor != "" {
		x = mul(x, Rat(a.Factor))
	}
	x = within(round(x, p.Digits, p.Mode), p.Bounds[0], p.Bounds[1])
	x = within(x, a.Least, a.Most)
	filed = within(x, p.PremiumLeast, p.PremiumMost).Cmp(x) == 0 && (a.Factor == "" || x.Sign() > 0)
	sum := Rat(row.SumInsured)
	if p.SumTimesUnits {
		sum = round(mul(sum, Rat(r.Units)), 2, "down")
	}
	return inFen(x), inFen(sum), filed
}

// Corners are the least and the highest premium that no agreement adjusts, in yuan: it grows with units.
func (p *Product) Corners() (lowest, highest *big.Rat) {
	for _, plan := range p.Plans {
		for class := range plan.Rates {
			for _, units := range []string{"0.01", p.UnitsMost} {
				for _, band := range append([]Band{{}}, p.Bands...) {
					premium, _, _ := p.price(plan.Code, Risk{class, units, band.From}, &Agreement{})
					if lowest == nil {
						lowest, highest = premium.Yuan(), premium.Yuan()
					}
					lowest, highest = least(lowest, premium.Yuan()), most(highest, premium.Yuan())
				}
			}
		}
	}
	return lowest, highest
}

// within keeps a value between bounds; an empty one does not bound.
func within(x *big.Rat, low, high string) *big.Rat {
	if low != "" {
		x = most(x, Rat(low))
	}
	if high != "" {
		x = least(x, Rat(high))
	}
	return x
}
