package histories

import (
	"fmt"
	"strings"
	"time"

	"baodan/bench/histories/model"
)

// next is the next act; nil: the time passes and nothing is done.
func (h *history) next() *step {
	if len(h.steps) > 0 && h.chance(5) {
		return h.again()
	}
	alive := 0
	for _, p := range h.book.Policies {
		if h.alive(p) {
			alive++
		}
	}
	if quoted := h.last != nil && h.last.kind == "quote"; h.book.Current() == nil && h.chance(50) || quoted && h.chance(20) {
		h.agree(h.book.Agreements[0].Channel)
	}
	if n := h.IntN(100); alive == 0 && n < 50 || n < 8 || h.last != nil && h.last.kind == "quote" && n < 70 {
		return h.issue()
	} else if n < 56 && n > 52 || len(h.book.Policies) == 0 {
		return h.quote()
	}
	for {
		switch n := h.IntN(100); {
		case n < 36:
			return h.endorse()
		case n < 42:
			return h.cancel()
		case n < 49:
			return h.renew()
		case n < 51:
			h.agree(h.book.Agreements[0].Channel)
			return nil
		default:
			if s := h.claimStep(); s != nil {
				return s
			}
		}
	}
}

func (h *history) alive(p *model.Policy) bool {
	return p.CancelledBy() == nil && h.book.Now.Before(p.End)
}

// again is an act once more, the last one or an older one, with the same number.
func (h *history) again() *step {
	s := *h.steps[len(h.steps)-1]
	if h.chance(60) {
		s = *pick(h.dice, h.steps...)
	}
	s.text = "again: " + s.text
	return &s
}

func (h *history) number(prefix string) string {
	h.no++
	return fmt.Sprintf("%s-%d", prefix, h.no)
}

func (h *history) ask() model.Ask {
	p := h.book.Product
	in := model.Ask{Plan: pick(h.dice, p.Plans...).Code, Payer: pick(h.dice, "CUSTOMER", "SELLER", "PLATFORM"), Risk: h.risk(p)}
	terms := h.book.Agreements[len(h.book.Agreements)-1].Over(p, in.Plan)
	if h.chance(90) {
		in.Payer = pick(h.dice, strings.Fields(terms["payers"])...)
	}
	if h.chance(3) || terms["cover.mayAsk"] == "true" && h.chance(50) {
		start := h.book.Now.Add(time.Duration(h.IntN(60*24*60)-10*24*60) * time.Minute)
		if h.chance(60) {
			start = model.ReadPeriod(terms["cover.maxPast"]).Before(model.ReadPeriod(terms["cover.waiting"]).After(h.book.Now, p.Zone), p.Zone)
			if h.chance(50) {
				start = model.ReadPeriod(terms["cover.maxAhead"]).After(h.book.Now, p.Zone)
			}
			start = start.Add(time.Duration(h.IntN(3)-1) * time.Millisecond)
		} else if h.chance(40) {
			local := start.In(p.Zone)
			start = time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, p.Zone)
		}
		end := start.Add(time.Duration(h.IntN(400*24*60)-60) * time.Minute)
		if h.chance(60) {
			end = model.ReadPeriod(terms["cover.length"]).After(start, p.Zone).Add(time.Duration(h.IntN(3)-1) * time.Millisecond)
		}
		in.Cover = &model.Cover{Start: start.UTC(), End: end.UTC()}
	}
	return in
}

func (h *history) quote() *step {
	in := h.ask()
	return &step{"quote", fmt.Sprintf("quote %s", askText(in)), func(b *model.Book) model.Answer {
		answer, quote := b.Quote(in)
		if quote != nil {
			h.quotes, h.asked = append(h.quotes, quote), append(h.asked, in)
		}
		return answer
	}, func(d *driver) model.Answer { return d.quote(in) }}
}

func askText(in model.Ask) string {
	text := fmt.Sprintf("%s paid by %s %s units %s count %d", in.Plan, in.Payer, in.Risk.Class, in.Risk.Units, in.Risk.Count)
	if in.Cover != nil {
		text += " from " + model.Instant(in.Cover.Start) + " to " + model.Instant(in.Cover.End)
	}
	return text
}

func (h *history) issue() *step {
	in, order, token := h.ask(), h.number("O"), -1
	for i, quote := range h.quotes {
		if h.book.Now.Before(quote.Expires()) && h.chance(60) || h.chance(2) {
			token = i
		}
	}
	if token >= 0 {
		if h.chance(90) {
			in = h.asked[token]
		}
	}
	if h.chance(3) && len(h.book.Policies) > 0 {
		order = pick(h.dice, h.book.Policies...).Order // other content under a number that is used
	}
	text := fmt.Sprintf("issue %s: %s", order, askText(in))
	if token >= 0 {
		text += fmt.Sprintf(" by quote %d", token)
	}
	return &step{"issue", text, func(b *model.Book) model.Answer {
		var quote *model.Quote
		if token >= 0 {
			quote = h.quotes[token]
		}
		return b.Issue(order, in, quote)
	}, func(d *driver) model.Answer { return d.issue(order, in, token) }}
}

// somePolicy is one of the policies, rather one that lives.
func (h *history) somePolicy() *model.Policy {
	p := pick(h.dice, h.book.Policies...)
	for range 6 {
		if h.alive(p) {
			break
		}
		p = pick(h.dice, h.book.Policies...)
	}
	return p
}

func (h *history) endorse() *step {
	p, request := h.somePolicy(), h.number("E")
	plan := pick(h.dice, h.book.Product.Plans...).Code
	for range 3 {
		if plan != h.book.PlanNow(p) {
			break
		}
		plan = pick(h.dice, h.book.Product.Plans...).Code
	}
	if h.chance(2) {
		plan = "P9"
	}
	var at *time.Time
	if h.chance(50) || h.book.Now.Before(p.Start) {
		moment := h.momentOf(p).UTC()
		if h.chance(70) {
			moment = p.Start.Add(time.Duration(h.Int64N(int64(p.End.Sub(p.Start))))).Truncate(time.Millisecond)
		}
		if h.chance(20) {
			local := moment.In(h.book.Product.Zone)
			moment = time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, h.book.Product.Zone).UTC()
		}
		at = &moment
	}
	text := fmt.Sprintf("endorse %s %s to %s", request, p.Order, plan)
	if at != nil {
		text += " from " + model.Instant(*at)
	}
	return &step{"endorse", text, func(b *model.Book) model.Answer { return b.Endorse(request, p.Order, plan, at) },
		func(d *driver) model.Answer { return d.endorse(request, p.Order, plan, at) }}
}

func (h *history) cancel() *step {
	p, request := h.somePolicy(), h.number("X")
	reason := pick(h.dice, "CUSTOMER_REQUEST", "CUSTOMER_REQUEST", "CUSTOMER_REQUEST", "CUSTOMER_REQUEST", "ORDER_CLOSED_UNSHIPPED", "OTHER")
	return &step{"cancel", fmt.Sprintf("cancel %s %s for %s", request, p.Order, reason), func(b *model.Book) model.Answer { return b.Cancel(request, p.Order, reason) },
		func(d *driver) model.Answer { return d.cancel(request, p.Order, reason) }}
}

func (h *history) renew() *step {
	p, order := pick(h.dice, h.book.Policies...), h.number("O")
	if h.chance(60) && h.book.Now.Before(p.End) && p.RenewedBy == "" && p.CancelledBy() == nil && p.End.Sub(h.book.Now) < 800*24*time.Hour {
		h.moveTo(p.End.Add(pick(h.dice, -time.Millisecond, 0, time.Millisecond, -time.Hour, -20*24*time.Hour, 24*time.Hour, -time.Duration(h.IntN(400))*time.Hour)))
	}
	return &step{"renew", fmt.Sprintf("renew %s by %s", p.Order, order), func(b *model.Book) model.Answer { return b.Renew(order, p.Order) },
		func(d *driver) model.Answer { return d.renew(order, p.Order) }}
}
