package servicing

import (
	"cmp"
	"slices"
	"time"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/schema"
	"baodan/insurance/policy"
)

// Ways in which premium comes back, or a difference is charged, by the terms.
const (
	none   = "none"
	whole  = "whole"
	byDays = "byDays"
)

// refundRule is the way in which premium comes back.
func refundRule(p *policy.Policy, terms *rule.Terms) (string, error) {
	if p.PaidClaims() > 0 {
		return terms.String("cancel.afterPaidClaim", nil)
	}
	return terms.String("cancel.refund", nil)
}

// giveBack writes what comes back of a policy, to who paid it, into the row of its cancellation: a line for each layer of
// premium, with the cover that the layer loses.
func giveBack(p *policy.Policy, e *ent.Endorsement, how string) error {
	layers := layersOf(p)
	refund := rating.Refund{Layers: make([]int64, len(layers))}
	refund.Result = inMinor(p, 0)
	refund.Steps = []rating.Step{{Rule: "comes back", Value: refund.Result.Decimal()}}
	if how != none {
		priced := make([]rating.Layer, len(layers))
		for i, l := range layers {
			priced[i] = rating.Layer{Name: nameOf(p, l), Payer: string(l.Payer), Amount: l.Premium, Whole: how == whole}
			priced[i].DaysLeft, priced[i].Days = daysLeft(p, e.EffectiveAt, l.From)
		}
		var err error
		if refund, err = rating.RefundOf(priced); err != nil {
			return err
		}
	}
	for i, l := range layers {
		from := l.From
		if e.EffectiveAt.After(from) {
			from = e.EffectiveAt
		}
		e.PremiumLines = append(e.PremiumLines, schema.PremiumLine{
			Coverage: l.Coverage, Payer: string(l.Payer), Layer: l.Layer, Premium: -refund.Layers[i], SumInsured: -l.SumInsured.Minor,
			From: from, To: l.To,
		})
	}
	return explain(e, refund.Worksheet)
}

// layersOf are the layers of premium of a policy: that of its issue, and those of its changes of plan, the older first.
func layersOf(p *policy.Policy) []policy.Line {
	layers := slices.Collect(p.RecordedLines())
	slices.SortStableFunc(layers, func(a, b policy.Line) int { return cmp.Compare(a.Layer, b.Layer) })
	return layers
}

// nameOf is how a worksheet calls a layer.
func nameOf(p *policy.Policy, l policy.Line) string {
	for _, e := range p.Recorded() {
		if e.Version == l.Layer {
			return "endorsement " + e.Number
		}
	}
	return "policy"
}

// daysLeft is how many whole days from an instant until the end of a policy are left, of those from a start on. What
// has not started is left whole, also where it is shorter than a day.
func daysLeft(p *policy.Policy, from, start time.Time) (left, days int64) {
	end, zone := p.Period().End, p.Product().Location()
	days = max(rule.WholeDays(start, end, zone), 1)
	if !from.After(start) {
		return days, days
	}
	return min(rule.WholeDays(from, end, zone), days), days
}
