package check

import (
	"fmt"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/insurance/event"
	"baodan/insurance/policy"
)

// I3: what each version moved is what its event told, per payer, so that sums of any channel and day agree as well.
func (r policyWalk) premiums(p *policies, row *ent.InsurancePolicy) {
	total := row.Premium
	events := map[int]*ent.Event{}
	for _, e := range p.events[row.Number] {
		events[e.Seq] = e
	}
	for _, e := range p.endorsements[row.ID] {
		object := row.Number + " " + e.Number
		var sum int64
		shares := map[string]int64{}
		for _, l := range e.PremiumLines {
			sum += l.Premium
			shares[l.Payer] += l.Premium
		}
		total += sum
		change, byPayer, told := changeOf(events[e.Version])
		if !told {
			continue // I8 tells that
		}
		r.wrong(Premiums, object, "change of premium of its event", moneyOf(sum, e.Currency), change)
		for _, s := range byPayer {
			r.wrong(Premiums, object, "change for "+s.Payer, moneyOf(shares[s.Payer], e.Currency), s.PremiumChange)
			delete(shares, s.Payer)
		}
		for payer, left := range shares {
			r.wrong(Premiums, object, "change for "+payer+" that no event told", 0, left)
		}
		r.wrong(Premiums, object, "currency", row.Currency, e.Currency)
	}
	view := p.views[row.ID]
	if view == nil {
		return
	}
	recorded := money.Amount{Currency: money.Currency(row.Currency)}
	for l := range view.RecordedLines() {
		recorded.Minor += l.Premium.Minor
	}
	r.wrong(Premiums, row.Number, "sum of its lines", total, recorded.Minor)
	if row.TurnsAt == nil || row.TurnsAt.After(r.Store.Now()) {
		r.wrong(Premiums, row.Number, "premium that lists go by", view.Premium().Minor, row.ListedPremium)
	}
}

// changeOf is what an event says that premium changed by; told is false where it says nothing of it.
func changeOf(e *ent.Event) (change event.Money, byPayer []event.Share, told bool) {
	if e == nil {
		return change, nil, false
	}
	switch e.Type {
	case event.PolicyEndorsed{}.Type():
		said, err := read[event.PolicyEndorsed](e)
		return said.PremiumChange, said.ByPayer, err == nil
	case event.PolicyCancelled{}.Type():
		said, err := read[event.PolicyCancelled](e)
		return said.PremiumChange, said.ByPayer, err == nil
	}
	return change, nil, false
}

// rated rates a page of policies again, as `baodan rerate` does. One that cannot be rated is wrong as well.
func (r policyWalk) rated(rows []*ent.InsurancePolicy) error {
	after, until := rows[0].ID-1, rows[len(rows)-1].ID+1
	for after < until-1 {
		last, _, wrong, err := r.Issuing.Rerate(r.ctx, after, until, len(rows))
		if ended := r.ctx.Err(); ended != nil {
			return ended
		}
		for _, number := range wrong {
			r.broken(Premiums, number, "it comes out otherwise where it is rated again")
		}
		if err == nil {
			return nil
		}
		for _, row := range rows {
			if row.ID > last {
				r.broken(Premiums, row.Number, "it cannot be rated again: %v", err)
				last = row.ID
				break
			}
		}
		if last == after {
			return fmt.Errorf("rate again: %w", err)
		}
		after = last
	}
	return nil
}

// wantedCovers are how many covers a policy has; known is false where its terms cannot be read, as after an erasure.
func wantedCovers(p *policy.Policy) (n int, known bool) {
	references, err := p.References()
	if err != nil {
		return 0, false
	}
	terms, err := p.TermsOf(p.Row().PlanCode)
	if err != nil {
		return 0, false
	}
	facts, err := p.Factors()
	if err != nil {
		return 0, false
	}
	rule, err := terms.String("duplicate.rule", facts)
	if err != nil {
		return 0, false
	}
	if rule == policy.NoDuplicateRule {
		return 0, true
	}
	return len(references), true
}
