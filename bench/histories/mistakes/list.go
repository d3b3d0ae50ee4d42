package main

import "baodan/bench/faults/bugs"

// mistake is one that a good programmer might make.
type mistake struct {
	name  string
	edits []bugs.Edit
}

func in(file, find, replace string) []bugs.Edit {
	return []bugs.Edit{{File: file, Find: find, Replace: replace}}
}

// list of what is planted. Each must be noticed.
var list = []mistake{
	{"a refund is rounded down", in("engine/rating/refund.go", "roundMinor(exact, currency)", "roundMinor(exact.SetInt(new(big.Int).Quo(exact.Num(), exact.Denom())), currency)")},
	{"a difference is rounded half down", in("engine/rating/prorata.go", "above.Add(above, minor.Denom())", "above.Add(above, new(big.Int).Sub(minor.Denom(), big.NewInt(1)))")},
	{"a refund is rounded in total and not for each payer", in("insurance/servicing/refund.go", "Payer: string(l.Payer), Amount: l.Premium", `Payer: "all", Amount: l.Premium`)},
	{"the odd fen of a refund go to the newest layer", in("engine/rating/refund.go", "return fractions[b].Cmp(fractions[a])", "return fractions[a].Cmp(fractions[b])")},
	{"the payer of the policy pays for an upgrade", in("insurance/servicing/change.go", `if payer == "policy" {`, "if true {")},
	{"a downgrade is given back to the payer of the policy", in("insurance/servicing/change.go", "line.Payer, line.Premium = string(layer.Payer), max(premium, -paid)", "line.Payer, line.Premium = string(p.Payer()), max(premium, -paid)")},
	{"a renewal keeps the old version of the agreement", in("insurance/issuing/underwrite.go", "	if err := s.checkRisk(u, &d.in.Risk); err != nil {", "	if d.renews != nil {\n		u.agreement = d.renews.Agreement()\n	}\n	if err := s.checkRisk(u, &d.in.Risk); err != nil {")},
	{"a quoted price gets the commission of the newest version", in("insurance/issuing/underwrite.go", "	u.ratedAt = quoted.RatedAt\n", "	u.ratedAt, u.agreement = quoted.RatedAt, agreement\n")},
	{"commission is rounded in each line", in("insurance/policy/lines.go", "l.Premium.Decimal().Mul(s.agreement.Commission)", "l.Premium.Decimal().Mul(s.agreement.Commission).Round(2, money.HalfUp)")},
	{"a day too many is left", in("insurance/servicing/refund.go", "min(rule.WholeDays(from, end, zone), days), days", "min(rule.WholeDays(from, end, zone)+1, days), days")},
	{"cover of less than a day that has not begun is not left whole", in("insurance/servicing/refund.go", "if !from.After(start) {", "if false {")},
	{"a year after 29 February ends on 1 March", in("engine/rule/period.go", "min(day, last)", "min(day, last+1)")},
	{"days are of 24 hours", in("engine/rule/period.go", "local = local.AddDate(0, 0, sign*p.Days)", "local = local.Add(time.Duration(sign*p.Days) * 24 * time.Hour)")},
	{"a change at the very moment of a cancellation still holds", in("insurance/policy/view.go", "!e.EffectiveAt.Before(*end)", "e.EffectiveAt.After(*end)")},
	{"what was recorded at a moment was not known at it", in("insurance/policy/view.go", "return e.RecordedAt.After(*m.KnownAt)", "return !e.RecordedAt.Before(*m.KnownAt)")},
	{"a quote holds at its last moment", in("insurance/issuing/quote.go", "if !now.Before(p.ExpiresAt) {", "if now.After(p.ExpiresAt) {")},
	{"the last moment of the grace is too late", in("insurance/servicing/renew.go", "case now.After(last):", "case !now.Before(last):")},
	{"a renewal forgets changes in the last days", in("insurance/servicing/renew.go", "old.AsOf(start), r.order", "old, r.order")},
	{"a failed payout does not count as paid where a policy ends", in("insurance/policy/being_paid.go", "[]claim.State{claim.StateApproved, claim.StatePayoutFailed}", "[]claim.State{claim.StateApproved}")},
	{"a paid claim leaves the refund as it is", in("insurance/servicing/refund.go", "if p.PaidClaims() > 0 {", "if false {")},
	{"the factor of an agreement comes after the rounding", in("engine/rating/sheet.go", "if i == s.rounds && a.Factor != nil {", "if i == s.rounds+1 && a.Factor != nil {")},
	{"a claim whose payout failed frees the sum insured", in("insurance/claims/assess.go", "var paying = []claim.State{claim.StateApproved, claim.StatePayoutFailed, claim.StatePaid}", "var paying = []claim.State{claim.StateApproved, claim.StatePaid}")},
	{"the first moment of a policy year belongs to the last", in("insurance/claims/assess.go", "if at.Before(to) {", "if !at.After(to) {")},
	{"more comes back than was paid", in("insurance/claims/recover.go", "row.Recovered+minor <= *row.Payable", "minor <= *row.Payable")},
	{"a person pays more than the product computes, alone", in("insurance/claims/approve.go", "if r.above || bounds", "if bounds")},
	{"what a person declined a machine pays", in("insurance/claims/declined_before.go", `claim.StateEQ(claim.StateDeclined), byPerson)`, `claim.StateEQ(claim.StateWithdrawn), byPerson)`)},
	{"the last moment of the claim window is late", in("insurance/catalog/adjudicate.go", "return c.Reported.After(until), err", "return !c.Reported.Before(until), err")},
	{"a reopened claim is decided by a machine after a correction", in("insurance/claims/declined_before.go", "if row.Version < fewestOfReopened {", "if row.Version < 100 {")},
}
