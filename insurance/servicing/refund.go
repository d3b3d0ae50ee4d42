package servicing

import (
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent/endorsement"
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

// refunded is what comes back of a policy that ends at an instant, as a negative amount. Premium was paid in layers:
// that of the issue for the whole period, and the difference of each change of plan from when that takes effect.
func refunded(p *policy.Policy, how string, from time.Time) (rating.Worksheet, error) {
	w := rating.Worksheet{Result: inMinor(p, 0)}
	layers := layersOf(p, from)
	var err error
	switch how {
	case byDays:
		w, err = rating.ProRata(layers)
	case whole:
		w, err = sum(layers)
	}
	if err != nil {
		return w, err
	}
	paid, _ := sofar(p)
	if bounded := max(0, min(w.Result.Minor, paid)); bounded != w.Result.Minor {
		w.Result.Minor = bounded
		w.Steps = append(w.Steps, rating.Step{Rule: "never more than was charged", Value: w.Result.Decimal()})
	}
	w.Result.Minor = -w.Result.Minor
	w.Steps = append(w.Steps, rating.Step{Rule: "comes back", Value: w.Result.Decimal()})
	return w, nil
}

// sum is all that was paid.
func sum(layers []rating.Layer) (w rating.Worksheet, err error) {
	w.Result.Currency = layers[0].Amount.Currency
	for _, l := range layers {
		if w.Result, err = w.Result.Add(l.Amount); err != nil {
			return w, err
		}
		paid := []rule.Fact{{Name: "premium", Value: l.Amount.Decimal().String()}}
		w.Steps = append(w.Steps, rating.Step{Rule: l.Name, Inputs: paid, Value: w.Result.Decimal()})
	}
	return w, nil
}

func layersOf(p *policy.Policy, from time.Time) []rating.Layer {
	add := func(name string, amount money.Amount, start time.Time) rating.Layer {
		l := rating.Layer{Name: name, Amount: amount}
		l.DaysLeft, l.Days = daysLeft(p, from, start)
		return l
	}
	var layers []rating.Layer
	for _, line := range p.Lines(1) {
		layers = append(layers, add("policy", line.Premium, line.From))
	}
	for _, e := range p.Recorded() {
		if e.Kind != endorsement.KindPlanChange {
			continue
		}
		for _, line := range p.Lines(e.Version) {
			if line.Premium.Minor != 0 {
				layers = append(layers, add("endorsement "+e.Number, line.Premium, line.From))
			}
		}
	}
	return layers
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
