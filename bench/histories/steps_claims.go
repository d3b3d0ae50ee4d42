package histories

import (
	"fmt"
	"slices"
	"time"

	"baodan/bench/histories/model"
)

// claimStep is an act on claims; nil where the dice ask for what is not there.
func (h *history) claimStep() *step {
	list := h.book.Claims()
	if len(list) == 0 || h.chance(18) {
		return h.submit()
	}
	if h.chance(42) {
		return h.work()
	}
	c := pick(h.dice, list...)
	for range 6 {
		if c.State != "WITHDRAWN" && c.State != "SUBMITTED" && (c.State != "DECLINED" || h.chance(30)) {
			break
		}
		c = pick(h.dice, list...)
	}
	switch n := h.IntN(100); {
	case c.Waits != nil && n < 60, h.wanted[c.Name] && n < 3:
		return &step{"approve", "approve " + c.Name, func(b *model.Book) model.Answer { return b.Approve(c.Name) }, func(d *driver) model.Answer { return d.approve(c.Name) }}
	case (c.State == "IN_REVIEW" || c.State == "EVIDENCE_NEEDED") && n >= 60 && n < 75:
		return h.askEvidence(c)
	case (c.State == "IN_REVIEW" || c.State == "EVIDENCE_NEEDED") && n < 90, n < 6:
		return h.decide(c)
	case c.State == "DECLINED" && n < 60, n < 9:
		return &step{"reopen", "reopen " + c.Name, func(b *model.Book) model.Answer {
			answer := b.Reopen(c.Name)
			h.wanted[c.Name] = h.wanted[c.Name] || c.Waits != nil
			return answer
		}, func(d *driver) model.Answer { return d.reopen(c.Name) }}
	case c.State == "PAID" && n < 60, n < 12:
		return h.recover(c)
	case c.State == "PAYOUT_FAILED" && n < 60, n < 15:
		return &step{"retry", "retry the payout of " + c.Name, func(b *model.Book) model.Answer { return b.Retry(c.Name) }, func(d *driver) model.Answer { return d.retry(c.Name) }}
	case n < 20:
		return h.askEvidence(c)
	case n < 26:
		request := h.number("W")
		return &step{"withdraw", "withdraw " + c.Name, func(b *model.Book) model.Answer { return b.Withdraw(request, c.Name) }, func(d *driver) model.Answer { return d.withdraw(request, c.Name) }}
	case n < 60:
		return h.update(c)
	}
	return nil
}

func (h *history) askEvidence(c *model.Claim) *step {
	return &step{"evidence", "ask evidence of " + c.Name, func(b *model.Book) model.Answer { return b.AskEvidence(c.Name) }, func(d *driver) model.Answer { return d.askEvidence(c.Name) }}
}

func (h *history) facts() model.Facts {
	f := model.Facts{
		Loss:  pick(h.dice, h.decimal(1, 2), h.decimal(40, 2), h.decimal(3000, 2), h.decimal(1000000, 2), "888000000000"),
		Cause: pick(h.dice, model.Usual, model.Usual, model.Usual, model.Usual, model.Usual, model.Usual, model.Excluded, model.Unclear, model.Doubtful),
	}
	f.Suspicious, f.Odd = h.chance(15), h.chance(15)
	if h.chance(30) {
		f.Receipt = fmt.Sprintf("H%dR%d", h.seed, h.IntN(4))
	}
	return f
}

// plain facts are those of a claim that nothing stands against.
func (h *history) plain() model.Facts { return model.Facts{Loss: h.decimal(90, 2), Cause: model.Usual} }

func (h *history) submit() *step {
	p, request, facts := h.somePolicy(), h.number("C"), h.facts()
	occurred := h.momentOf(p).UTC()
	if h.chance(60) {
		if p.CancelledBy() == nil && h.book.Now.Before(p.Start) && p.Start.Sub(h.book.Now) < 400*24*time.Hour && h.chance(50) {
			h.moveTo(p.Start.Add(time.Duration(h.IntN(48)) * time.Hour))
		}
		occurred = p.Start.Add(time.Duration(h.Int64N(int64(max(min(h.book.Now.Sub(p.Start), p.End.Sub(p.Start)), time.Hour))))).Truncate(time.Millisecond)
	}
	if year := model.ReadPeriod("P1Y").After(p.Start, h.book.Product.Zone); year.Before(p.End) && len(p.Claims) > 0 && h.chance(30) {
		h.moveTo(year.Add(24 * time.Hour))
		occurred, facts = year.Add(time.Duration(h.IntN(3)-1)*time.Millisecond), h.plain()
	}
	if others := p.Claims; len(others) > 0 && h.chance(30) {
		occurred = pick(h.dice, others...).Occurred.Add(time.Duration(h.IntN(17*24)-8*24) * time.Hour)
	}
	for _, c := range h.book.Claims() {
		if c.State == "DECLINED" && h.chance(25) { // the same loss under another number
			p, facts = c.Policy, h.plain()
			occurred = c.Occurred.Add(time.Duration(h.IntN(17)-8) * 24 * time.Hour)
			break
		}
	}
	if occurred.After(h.book.Now) && h.chance(90) {
		occurred = h.book.Now
	}
	var reported *time.Time
	if h.chance(25) {
		at := occurred.Add(time.Duration(h.IntN(40*24*60)-3) * time.Minute)
		reported = &at
	}
	var named *model.Fen
	if h.chance(25) {
		amount := model.Fen(pick(h.dice, 1, 500, int64(h.IntN(200000)), int64(h.IntN(10)), 88800000000000))
		named = &amount
	}
	var bank []string
	for h.chance(40) && len(bank) < 4 {
		bank = append(bank, pick(h.dice, "no", "later", "later", "lost", "gone"))
	}
	text := fmt.Sprintf("claim %s on %s: %+v at %s bank %v", request, p.Order, facts, model.Instant(occurred), bank)
	if reported != nil {
		text += " reported " + model.Instant(*reported)
	}
	if named != nil {
		text += " named " + named.String()
	}
	return &step{"submit", text, func(b *model.Book) model.Answer {
		return b.Submit(request, p.Order, occurred, reported, named, facts, bank)
	},
		func(d *driver) model.Answer {
			return d.submit(request, p.Order, occurred, reported, named, facts, slices.Clone(bank))
		}}
}

// work lets the workers run. Where a payment waits to be tried or asked about, its time has come: how long exactly is not compared.
func (h *history) work() *step {
	waits := func(c *model.Claim) bool { return c.State == "PAYOUT_FAILED" && c.Due != nil || c.Unknown }
	if slices.ContainsFunc(h.book.Claims(), waits) {
		h.moveTo(h.book.Now.Add(61*time.Minute + time.Duration(h.IntN(1000))*time.Millisecond))
	}
	return &step{"work", "the workers run", func(b *model.Book) model.Answer {
		b.Work()
		return model.Answer{}
	}, func(d *driver) model.Answer {
		d.work()
		return model.Answer{}
	}}
}

func (h *history) decide(c *model.Claim) *step {
	outcome, reason := "APPROVE", pick(h.dice, "APPROVED_BY_REVIEW", "OTHER")
	if h.chance(35) {
		outcome, reason = "DECLINE", pick(h.dice, "NOT_COVERED", "OTHER", "CAUSE_EXCLUDED")
	}
	var named *model.Fen
	if outcome == "APPROVE" && h.chance(50) {
		amount := model.Fen(1 + h.IntN(5000))
		if c.Computed != nil && h.chance(70) {
			amount = max(*c.Computed+model.Fen(h.IntN(3)-1), 1)
		}
		named = &amount
	}
	text := fmt.Sprintf("decide %s: %s %s", c.Name, outcome, reason)
	if named != nil {
		text += " " + named.String()
	}
	return &step{"decide", text, func(b *model.Book) model.Answer {
		answer := b.Decide(c.Name, outcome, reason, named)
		h.wanted[c.Name] = h.wanted[c.Name] || c.Waits != nil
		return answer
	}, func(d *driver) model.Answer { return d.decide(c.Name, outcome, reason, named) }}
}

func (h *history) update(c *model.Claim) *step {
	request, facts := h.number("U"), h.facts()
	return &step{"update", fmt.Sprintf("update %s %s: %+v", request, c.Name, facts), func(b *model.Book) model.Answer { return b.Update(request, c.Name, facts) },
		func(d *driver) model.Answer { return d.update(request, c.Name, facts) }}
}

func (h *history) recover(c *model.Claim) *step {
	request, amount := h.number("B"), model.Fen(1+h.IntN(300))
	if c.Payable != nil && h.chance(60) {
		amount = max(*c.Payable-c.Recovered+model.Fen(h.IntN(3)-1), 1)
	}
	received := h.book.Now.Add(-time.Duration(h.IntN(3)) * time.Hour)
	return &step{"recover", fmt.Sprintf("recover %s of %s: %s", request, c.Name, amount), func(b *model.Book) model.Answer { return b.Recover(request, c.Name, amount, received) },
		func(d *driver) model.Answer { return d.recover(request, c.Name, amount, received) }}
}
