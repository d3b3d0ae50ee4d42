package model

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Endorse changes the plan of a policy from an instant on; nil: from now on.
func (b *Sales) Endorse(request, order, plan string, effective *time.Time) (answer Answer) {
	asked := ask("endorse", order, plan, effective)
	p := b.Policy(order)
	if done, is := b.again(b.requests, request, asked); is {
		return done
	}
	if p == nil {
		answer.refuse(notFound, true)
		return answer
	}
	at := b.Now
	if effective != nil {
		at = *effective
	}
	held := p.at(at, b.Now)
	terms, zone := held.terms(b.Product), b.Product.Zone
	answer.refuse(notAgreed, !p.Agreement.lets("ENDORSE"))
	answer.refuse(notAgreed, !terms.yes("endorse.allowed"))
	answer.refuse(notAgreed, !terms.has("endorse.by", "channel"))
	answer.refuse(notAgreed, !terms.has("endorse.changes", "plan"))
	answer.refuse(invalidState, p.CancelledBy() != nil)
	switch outside := at.Before(p.Start) || !at.Before(p.End); {
	case !at.Before(p.End) && !b.Now.Before(p.End), outside && effective == nil:
		answer.refuse(invalidState, true)
	default:
		answer.refuse(invalidValue, outside)
		answer.refuse(invalidValue, at.Before(terms.period("endorse.maxPast").Before(b.Now, zone)))
		answer.refuse(invalidValue, at.After(terms.period("endorse.maxAhead").After(b.Now, zone)))
	}
	answer.refuse(invalidState, slices.ContainsFunc(p.Changes, func(c *Change) bool { return !c.Cancels && c.Effective.After(at) }))
	answer.refuse(invalidState, plan == held.plan())
	if b.Product.plan(plan) == nil || !p.Agreement.sells(plan) {
		answer.refuse(notAgreed, true)
		return answer
	}
	before, sumBefore, _ := b.Product.price(held.plan(), p.Risk, p.Agreement)
	after, sumAfter, filed := b.Product.price(plan, p.Risk, p.Agreement)
	answer.refuse(outsideFiling, !filed)
	answer.refuse("RULE_REFUSED DOWNGRADE", after < before && !terms.yes("endorse.downgrade"))
	if len(answer.Refused) > 0 {
		return answer
	}
	change := &Change{Plan: plan, Version: p.Version() + 1, RecordedAt: b.Now, Effective: at, ask: asked}
	change.Lines = p.difference(b.difference(p, terms, after-before, at), sumAfter-sumBefore, terms["endorse.payer"], change)
	return b.record(request, asked, p, change)
}

// again is the answer to a number that was used already: with the same content as it was answered first.
func (b *Sales) again(numbers map[string]*answered, request, asked string) (answer Answer, is bool) {
	done := numbers[request]
	if done == nil {
		return answer, false
	}
	if done.ask != asked {
		answer.refuse(requestMismatch, true)
		return answer, true
	}
	return Answer{Facts: append([]string{"replayed"}, done.answer.Facts...)}, true
}

// difference is what a change of plan costs, never less than what was charged so far comes back.
func (b *Sales) difference(p *Policy, terms Layer, yearly Fen, at time.Time) Fen {
	var charge Fen
	switch terms["endorse.price"] {
	case "whole":
		charge = yearly
	case "byDays":
		left, days := p.daysLeft(at, p.Start, b.Product.Zone)
		charge = Fen(halfAway(mul(yearly.rat(), big.NewRat(left, days))))
	}
	return max(charge, -p.charged(""))
}

// difference is the lines of a change of plan: what is charged goes to the payer of the terms, what is given back to who paid, the
// newest premium first, and to nobody more than they paid. The sum insured changes once.
func (p *Policy) difference(charge, sum Fen, payer string, c *Change) (lines []Line) {
	if payer == "policy" {
		payer = p.Payer
	}
	if charge >= 0 {
		return []Line{{payer, c.Version, charge, sum, c.Effective, p.End}}
	}
	for _, layer := range slices.Backward(p.layers()) {
		known := slices.ContainsFunc(lines, func(l Line) bool { return l.Payer == layer.Payer })
		paid := p.charged(layer.Payer)
		if charge == 0 || known || paid <= 0 {
			continue
		}
		back := max(charge, -paid)
		lines = append(lines, Line{layer.Payer, c.Version, back, sum, c.Effective, p.End})
		charge, sum = charge-back, 0
	}
	return lines
}

// record stores a change and answers it.
func (b *Sales) record(request, asked string, p *Policy, c *Change) (answer Answer) {
	p.Changes = append(p.Changes, c)
	p.events = append(p.events, b.Now)
	var total Fen
	for _, l := range c.Lines {
		total += l.Premium
		answer.Facts = append(answer.Facts, l.text(p.Agreement.Rate))
	}
	answer.Facts = append(answer.Facts, fmt.Sprintf("effective %s premium change %s", Instant(c.Effective), total))
	then := c.Effective // once it has taken effect
	if b.Now.After(then) {
		then = b.Now
	}
	answer.Facts = append(answer.Facts, p.at(then, b.Now).facts()...)
	b.requests[request] = &answered{asked, answer}
	return answer
}

// Cancel ends a policy, and gives back what the terms say to who paid it.
func (b *Sales) Cancel(request, order, reason string) (answer Answer) {
	asked := ask("cancel", order, reason)
	if done, is := b.again(b.requests, request, asked); is {
		return done
	}
	p := b.Policy(order)
	if p == nil {
		answer.refuse(notFound, true)
		return answer
	}
	terms, zone := b.now(p).terms(b.Product), b.Product.Zone
	open, paid := p.countClaims()
	answer.refuse(notAgreed, !p.Agreement.lets("CANCEL"))
	answer.refuse("RULE_REFUSED NOT_CANCELLABLE", terms["cancel.rule"] == "never")
	answer.refuse(notAgreed, !terms.has("cancel.by", "channel"))
	answer.refuse(invalidValue, !terms.has("cancel.reasons", reason))
	answer.refuse(invalidState, p.CancelledBy() != nil)
	answer.refuse(invalidState, !b.Now.Before(p.End))
	answer.refuse("RULE_REFUSED COVER_BEGUN", terms["cancel.rule"] == "beforeStart" && !b.Now.Before(p.Start))
	answer.refuse("RULE_REFUSED OPEN_CLAIM", open > 0 && !terms.yes("cancel.withOpenClaim"))
	answer.refuse("RULE_REFUSED PAID_CLAIM", paid > 0 && terms["cancel.afterPaidClaim"] == "refuse")
	if within := terms.period("cancel.unshippedWithin"); !within.zero() && reason == "ORDER_CLOSED_UNSHIPPED" {
		answer.refuse("RULE_REFUSED UNSHIPPED_TOO_LATE", b.Now.After(within.After(p.Start, zone)))
	}
	how := terms["cancel.refund"]
	if paid > 0 {
		how = terms["cancel.afterPaidClaim"]
	}
	at := terms.period("cancel.notice").After(b.Now, zone)
	if how == "whole" && paid == 0 && at.After(p.Start) {
		at = p.Start // void
	}
	answer.refuse(invalidState, !at.Before(p.End))
	if len(answer.Refused) > 0 {
		return answer
	}
	c := &Change{Cancels: true, Reason: reason, Version: p.Version() + 1, RecordedAt: b.Now, Effective: at, ask: asked}
	c.Lines = p.refund(how, at, zone)
	return b.record(request, asked, p, c)
}

// refund is a line for each layer: what of it comes back.
func (p *Policy) refund(how string, at time.Time, zone *time.Location) (lines []Line) {
	layers := p.layers()
	back := make([]Fen, len(layers))
	parts := make([]*big.Rat, len(layers))
	for i, l := range layers {
		switch how {
		case "whole":
			parts[i] = l.Premium.rat()
		case "byDays":
			left, days := p.daysLeft(at, l.From, zone)
			parts[i] = mul(l.Premium.rat(), big.NewRat(left, days))
		default:
			parts[i] = new(big.Rat)
		}
	}
	for _, payer := range []string{"CUSTOMER", "SELLER", "PLATFORM"} {
		exact, its := new(big.Rat), []int{}
		for i, l := range layers {
			if l.Payer == payer {
				exact, its = add(exact, parts[i]), append(its, i)
			}
		}
		total := min(max(Fen(halfAway(exact)), 0), p.charged(payer))
		share(total, its, parts, back)
	}
	for i, l := range layers {
		from := l.From
		if at.After(from) {
			from = at
		}
		lines = append(lines, Line{l.Payer, l.Layer, -back[i], -l.SumInsured, from, l.To})
	}
	return lines
}

// share gives each layer the whole fen of its exact part; the fen that remain go to the largest fractions, the older layer first.
// Where a bound left less than the whole fen, the smallest fractions give first, of equal ones the newest.
func share(total Fen, its []int, parts []*big.Rat, back []Fen) {
	fraction := func(i int) *big.Rat { return sub(parts[i], new(big.Rat).SetInt(floor(parts[i]))) }
	for _, i := range its {
		back[i] = Fen(floor(parts[i]).Int64())
		total -= back[i]
	}
	slices.SortStableFunc(its, func(a, b int) int { return fraction(b).Cmp(fraction(a)) })
	one := Fen(1)
	if total < 0 {
		one, total = -1, -total
		slices.Reverse(its)
	}
	n := Fen(len(its))
	for k, i := range its { // round by round, as long as there are any
		back[i] += one * (total / n)
		if Fen(k) < total%n {
			back[i] += one
		}
	}
}
