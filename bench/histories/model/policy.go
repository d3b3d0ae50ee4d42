package model

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Policy is what was sold, and its changes.
type Policy struct {
	Order, Plan, Payer string
	Risk               Risk
	BoundAt            time.Time
	Start, End         time.Time
	Agreement          *Agreement // the version that it was sold under
	Changes            []*Change  // in the order they were recorded
	RenewedBy          string     // order
	Renews             string     // order
	Claims             []*Claim

	ask    string // the whole request: the same again is answered again
	events []time.Time
	issue  Line
}

// Change is an endorsement or a cancellation.
type Change struct {
	Cancels               bool
	Plan, Reason          string
	Version               int
	RecordedAt, Effective time.Time
	Lines                 []Line

	ask string
}

// Line is premium that is charged to one payer, or given back, for one layer (保费层).
type Line struct {
	Payer      string
	Layer      int // version that charged it
	Premium    Fen
	SumInsured Fen
	From, To   time.Time
}

// Text of a line; commission is exact, in yuan.
func (l Line) text(rate string) string {
	return fmt.Sprintf("%s layer %d premium %s sum %s commission %s from %s to %s", l.Payer, l.Layer, l.Premium, l.SumInsured,
		Exact(mul(l.Premium.Yuan(), Rat(rate))), Instant(l.From), Instant(l.To))
}

// Instant writes a time.
func Instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// Version is 1 and one more for each change.
func (p *Policy) Version() int { return 1 + len(p.events) }

// CancelledBy is the cancellation on record; nil: none.
func (p *Policy) CancelledBy() *Change {
	for _, c := range p.Changes {
		if c.Cancels {
			return c
		}
	}
	return nil
}

// view is a policy as it holds at one instant by what was known at another.
type view struct {
	policy  *Policy
	asOf    time.Time
	version int
	known   []*Change // by the time that they take effect
	holding []*Change
	spent   []*Change // changes that were to take effect at or after the cancellation that holds: money, and nothing else
}

// at looks at a policy; nil where nobody knew of it yet.
func (p *Policy) at(asOf, knownAt time.Time) *view {
	if knownAt.Before(p.BoundAt) {
		return nil
	}
	v := &view{policy: p, asOf: asOf, version: 1}
	for _, event := range p.events {
		if !event.After(knownAt) {
			v.version++
		}
	}
	for _, c := range p.Changes {
		if !c.RecordedAt.After(knownAt) {
			v.known = append(v.known, c)
		}
	}
	slices.SortStableFunc(v.known, func(a, b *Change) int { return a.Effective.Compare(b.Effective) })
	cancelled := slices.IndexFunc(v.known, func(c *Change) bool { return c.Cancels && !c.Effective.After(asOf) })
	for _, c := range v.known {
		switch {
		case cancelled >= 0 && !c.Cancels && !c.Effective.Before(v.known[cancelled].Effective):
			v.spent = append(v.spent, c)
		case !c.Effective.After(asOf):
			v.holding = append(v.holding, c)
		}
	}
	return v
}

func (v *view) cancelled() bool {
	return slices.ContainsFunc(v.holding, func(c *Change) bool { return c.Cancels })
}

func (v *view) state() string {
	switch {
	case v.cancelled():
		return "CANCELLED"
	case v.asOf.Before(v.policy.Start):
		return "PENDING"
	case v.asOf.Before(v.policy.End):
		return "IN_FORCE"
	}
	return "EXPIRED"
}

func (v *view) plan() string {
	plan := v.policy.Plan
	for _, c := range v.holding {
		if !c.Cancels {
			plan = c.Plan
		}
	}
	return plan
}

// premium is the sum of all that holds; after a cancellation, of all that was ever charged and given back.
func (v *view) premium() (total Fen) {
	total = v.policy.issue.Premium
	for _, c := range slices.Concat(v.holding, v.spent) {
		for _, l := range c.Lines {
			total += l.Premium
		}
	}
	return total
}

// sumInsured of a cancelled policy is what it was when it ended.
func (v *view) sumInsured() (total Fen) {
	total = v.policy.issue.SumInsured
	for _, c := range v.holding {
		for _, l := range c.Lines {
			if !c.Cancels {
				total += l.SumInsured
			}
		}
	}
	return total
}

func (v *view) terms(p *Product) Layer { return p.termsOf(v.plan(), v.policy.Agreement) }

// facts are what a view says.
func (v *view) facts() []string {
	p := v.policy
	commission := mul(v.premium().Yuan(), Rat(p.Agreement.Rate))
	return []string{
		fmt.Sprintf("policy %s %s version %d plan %s payer %s", p.Order, v.state(), v.version, v.plan(), p.Payer),
		fmt.Sprintf("period %s %s agreement %d", Instant(p.Start), Instant(p.End), p.Agreement.Version),
		fmt.Sprintf("premium %s sum insured %s commission %d", v.premium(), v.sumInsured(), halfAway(mul(commission, big.NewRat(100, 1)))),
	}
}

// lines are those of all versions that are known.
func (v *view) lines() (list []string) {
	rate := v.policy.Agreement.Rate
	list = append(list, "1: "+v.policy.issue.text(rate))
	byVersion := slices.Clone(v.known)
	slices.SortFunc(byVersion, func(a, b *Change) int { return a.Version - b.Version })
	for _, c := range byVersion {
		for _, l := range c.Lines {
			list = append(list, number(c.Version)+": "+l.text(rate))
		}
	}
	return list
}

// layers are all lines that are on record, the older first.
func (p *Policy) layers() []Line {
	list := []Line{p.issue}
	for _, c := range p.Changes {
		list = append(list, c.Lines...)
	}
	return list
}

// charged is what was charged until now, of one payer; empty: of all.
func (p *Policy) charged(payer string) (total Fen) {
	for _, l := range p.layers() {
		if payer == "" || l.Payer == payer {
			total += l.Premium
		}
	}
	return total
}

// daysLeft are the whole days from an instant until the end, of all days of what began at start. What has not begun is left whole.
func (p *Policy) daysLeft(from, start time.Time, zone *time.Location) (left, days int64) {
	days = max(wholeDays(start, p.End, zone), 1)
	if !from.After(start) {
		return days, days
	}
	return min(wholeDays(from, p.End, zone), days), days
}
