package model

import "time"

// Cover is a period that is asked for.
type Cover struct{ Start, End time.Time }

// Ask is what a channel wants to have covered.
type Ask struct {
	Plan, Payer string
	Risk        Risk
	Cover       *Cover // nil: as the product says
}

func (a Ask) text() string {
	if a.Cover == nil {
		return ask(a.Plan, a.Payer, a.Risk)
	}
	return ask(a.Plan, a.Payer, a.Risk, Instant(a.Cover.Start), Instant(a.Cover.End))
}

// Quote is a price that holds for a while.
type Quote struct {
	ask       string
	agreement *Agreement
	expires   time.Time
}

// sold is what a sale comes to.
type sold struct {
	premium, sum Fen
	cover        Cover
}

// sell underwrites what is asked for under a version of the agreement; plan and operation must be permitted by the newest, too.
func (b *Sales) sell(act string, in Ask, a *Agreement, answer *Answer) (s sold) {
	current := b.Current()
	if current == nil {
		answer.refuse(notAgreed, true)
		return s
	}
	operation := map[string]string{"quote": "ISSUE", "issue": "ISSUE", "renew": "RENEW"}[act]
	answer.refuse(notAgreed, !current.lets(operation))
	if b.Product.plan(in.Plan) == nil || !current.sells(in.Plan) || !a.sells(in.Plan) {
		answer.refuse(notAgreed, true)
		return s
	}
	terms := b.Product.termsOf(in.Plan, a)
	allowed := "sale." + act
	if act == "renew" {
		allowed = "renew.allowed"
	}
	answer.refuse(notAgreed, !terms.yes(allowed))
	answer.refuse(notAgreed, !terms.has("payers", in.Payer))
	var filed bool
	s.premium, s.sum, filed = b.Product.price(in.Plan, in.Risk, a)
	answer.refuse(outsideFiling, !filed)
	if act != "renew" {
		s.cover = b.coverOf(in, terms, answer)
	}
	return s
}

// coverOf is the period: after the waiting time for the product's length, or what the caller asked for, within bounds.
func (b *Sales) coverOf(in Ask, terms Layer, answer *Answer) Cover {
	zone := b.Product.Zone
	earliest := terms.period("cover.waiting").After(b.Now, zone)
	if in.Cover == nil {
		return Cover{earliest, terms.period("cover.length").After(earliest, zone)}
	}
	answer.refuse(notAgreed, !terms.yes("cover.mayAsk"))
	answer.refuse(invalidValue, !in.Cover.End.After(in.Cover.Start))
	answer.refuse(invalidValue, in.Cover.Start.Before(terms.period("cover.maxPast").Before(earliest, zone)))
	answer.refuse(invalidValue, in.Cover.Start.After(terms.period("cover.maxAhead").After(b.Now, zone)))
	answer.refuse(invalidValue, in.Cover.End.After(terms.period("cover.length").After(in.Cover.Start, zone)))
	return *in.Cover
}

// Quote prices a risk and stores nothing.
func (b *Sales) Quote(in Ask) (answer Answer, quote *Quote) {
	a := b.Current()
	s := b.sell("quote", in, a, &answer)
	if len(answer.Refused) > 0 {
		return answer, nil
	}
	expires := b.Product.termsOf(in.Plan, a).period("quote.validity").After(b.Now, b.Product.Zone)
	answer.Facts = []string{"quoted premium " + s.premium.String() + " sum insured " + s.sum.String() + " until " + Instant(expires)}
	return answer, &Quote{in.text(), a, expires}
}

// Expires is until when a quote holds; then it is over.
func (q *Quote) Expires() time.Time { return q.expires }

// Issue sells a policy, at the price of a quote where there is one. The same order again is answered again.
func (b *Sales) Issue(order string, in Ask, quote *Quote) (answer Answer) {
	if p := b.Policy(order); p != nil {
		answer.refuse(requestMismatch, p.ask != in.text())
		if len(answer.Refused) == 0 {
			answer.Facts = append([]string{"replayed"}, p.at(p.BoundAt, p.BoundAt).asBound()...)
		}
		return answer
	}
	a := b.Current()
	if quote != nil {
		a = quote.agreement
		answer.refuse("QUOTE_EXPIRED", !b.Now.Before(quote.expires))
		answer.refuse(invalidValue, quote.ask != in.text())
	}
	s := b.sell("issue", in, a, &answer)
	if len(answer.Refused) > 0 {
		return answer
	}
	p := b.bind(order, in, a, s)
	answer.Facts = p.at(b.Now, b.Now).asBound()
	return answer
}

func (b *Sales) bind(order string, in Ask, a *Agreement, s sold) *Policy {
	p := &Policy{
		Order: order, Plan: in.Plan, Payer: in.Payer, Risk: in.Risk, BoundAt: b.Now, Start: s.cover.Start, End: s.cover.End,
		Agreement: a, ask: in.text(), issue: Line{in.Payer, 1, s.premium, s.sum, s.cover.Start, s.cover.End},
	}
	b.Policies = append(b.Policies, p)
	return p
}

// asBound are the facts of a policy when it was bound.
func (v *view) asBound() []string {
	bound := &view{policy: v.policy, asOf: v.policy.BoundAt, version: 1}
	return append(bound.facts(), bound.lines()...)
}

// Renew sells a policy that renews another: the same risk, under what is on sale now, from the end of the old one, or from now
// where that is past.
func (b *Sales) Renew(order, old string) (answer Answer) {
	before := b.Policy(old)
	if before == nil {
		answer.refuse(notFound, true)
		return answer
	}
	if p := b.Policy(order); p != nil {
		answer.refuse(requestMismatch, p.Renews != old)
		if len(answer.Refused) == 0 {
			answer.Facts = append([]string{"replayed"}, p.at(p.BoundAt, p.BoundAt).asBound()...)
		}
		return answer
	}
	zone, terms := b.Product.Zone, b.now(before).terms(b.Product)
	answer.refuse(invalidState, before.CancelledBy() != nil)
	answer.refuse(invalidState, before.RenewedBy != "" && !b.fell(before.RenewedBy))
	answer.refuse(notAgreed, !terms.yes("renew.allowed"))
	answer.refuse(notAgreed, !terms.has("renew.by", "channel"))
	answer.refuse(invalidState, b.Now.Before(Period{Days: terms.number("renew.noticeDays")}.Before(before.End, zone)))
	answer.refuse(invalidState, b.Now.After(terms.period("renew.grace").After(before.End, zone)))
	start := before.End
	if b.Now.After(start) {
		start = b.Now
	}
	in := Ask{Plan: before.at(start, b.Now).plan(), Payer: before.Payer, Risk: before.Risk}
	a := b.Current()
	s := b.sell("renew", in, a, &answer)
	if len(answer.Refused) > 0 {
		return answer
	}
	s.cover = Cover{start, b.Product.termsOf(in.Plan, a).period("cover.length").After(start, zone)}
	p := b.bind(order, in, a, s)
	p.Renews, p.ask = old, "renewal of "+old
	before.RenewedBy = order
	before.events = append(before.events, b.Now)
	answer.Facts = p.at(b.Now, b.Now).asBound()
	return answer
}

// fell tells whether a policy covered nobody: it was cancelled before it began, or is void from its beginning.
func (b *Sales) fell(order string) bool {
	p := b.Policy(order)
	return p != nil && p.CancelledBy() != nil && !p.CancelledBy().Effective.After(p.Start)
}
