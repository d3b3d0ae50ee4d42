package model

import (
	"math/big"
	"slices"
	"time"
)

// Work is what workers do: claims that are due, in the order in which they fell due, then payments.
func (b *Book) Work() {
	for {
		var next *Claim
		for _, c := range b.Claims() {
			if c.Due != nil && !c.Due.After(b.Now) && (next == nil || c.Due.Before(*next.Due)) {
				next = c
			}
		}
		if next == nil {
			break
		}
		b.work(next)
	}
	for _, c := range b.Claims() {
		if c.State == "APPROVED" {
			b.pay(c)
		}
	}
}

func (b *Book) work(c *Claim) {
	switch c.State {
	case "SUBMITTED":
		b.adjudicate(c)
	case "CORRECTION_NEEDED", "EVIDENCE_NEEDED":
		c.byPerson = c.byPerson || c.State == "EVIDENCE_NEEDED"
		c.become("DECLINED", "NO_ANSWER")
	case "PAYOUT_FAILED":
		b.approve(c, *c.Payable, "APPROVED")
	default:
		c.Due = nil // of a claim that a person has in review only the findings are new
	}
}

// adjudicate decides a claim by the product. The first of these that is so decides.
func (b *Book) adjudicate(c *Claim) {
	terms := b.held(c).terms(b.Product)
	c.Limit = b.limit(c)
	switch {
	case !b.held(c).covers():
		c.become("DECLINED", "NO_COVER")
	case c.Facts.Cause == Excluded:
		c.become("DECLINED", "CAUSE_EXCLUDED")
	case c.Facts.Cause == Unclear:
		b.correct(c, "CAUSE_UNCLEAR", terms)
	default:
		b.conclude(c, terms)
	}
}

// conclude decides a claim that nothing refuses and nothing needs correcting in.
func (b *Book) conclude(c *Claim, terms Layer) {
	var amount Fen
	if !b.Product.Claims.NoAmount {
		var spent bool
		amount, spent = b.limited(c, b.tariff(c.Facts))
		c.Computed = &amount
		if amount == 0 && spent {
			c.become("DECLINED", "LIMIT_REACHED")
			return
		}
		if amount == 0 {
			c.become("DECLINED", "NOTHING_PAYABLE")
			return
		}
	}
	score, refer := b.score(c), ""
	switch {
	case score > terms.number("claim.declineAboveScore"):
		c.become("DECLINED", "FRAUD_SCORE")
		return
	case c.Reported.After(terms.period("claim.window").After(c.Occurred, b.Product.Zone)):
		refer = "CLAIM_LATE"
	case c.Facts.Cause == Doubtful:
		refer = "CAUSE_DOUBTFUL"
	case b.Product.Claims.NoAmount:
		refer = "NO_AMOUNT_RULE"
	case c.reopened || b.declinedBefore(c):
		refer = "DECLINED_BEFORE"
	case score >= terms.number("claim.reviewFromScore"):
		refer = "FRAUD_SCORE"
	case amount.Yuan().Cmp(terms.decimal("claim.automaticLimit")) > 0:
		refer = "ABOVE_AUTOMATIC_LIMIT"
	}
	switch {
	case refer != "":
		c.become("IN_REVIEW", refer)
	case b.taken(c):
		b.correct(c, "RECEIPT_USED", terms)
	default:
		b.approve(c, amount, "APPROVED")
	}
}

// score adds up points to 100 at most.
func (b *Book) score(c *Claim) (points int) {
	if c.Facts.Suspicious {
		points += b.Product.Claims.Suspicious
	}
	if c.Facts.Odd {
		points += b.Product.Claims.Odd
	}
	return min(points, 100)
}

// correct asks the claimant to correct a claim; one that is not corrected in time is declined.
func (b *Book) correct(c *Claim, code string, terms Layer) {
	c.become("CORRECTION_NEEDED", code)
	c.wake(terms.period("claim.evidenceWindow").After(b.Now, b.Product.Zone))
}

// declinedBefore tells whether a person declined another claim of the policy for the same loss: it has the same receipt, or its
// occurrence lies within seven days.
func (b *Book) declinedBefore(c *Claim) bool {
	return slices.ContainsFunc(c.Policy.Claims, func(other *Claim) bool {
		same := b.Product.Claims.Once && c.Facts.Receipt != "" && c.Facts.Receipt == other.Facts.Receipt
		near := c.Occurred.Sub(other.Occurred).Abs() <= 7*24*time.Hour
		return other != c && other.State == "DECLINED" && other.byPerson && (same || near)
	})
}

// taken tells whether another claim was approved by the same receipt.
func (b *Book) taken(c *Claim) bool {
	owner := b.once[c.Facts.Receipt]
	return b.Product.Claims.Once && c.Facts.Receipt != "" && owner != nil && owner != c
}

// approve orders the payment.
func (b *Book) approve(c *Claim, amount Fen, reason string) {
	c.become("APPROVED", reason)
	c.Payable = &amount
	c.Attempts++
	if b.Product.Claims.Once && c.Facts.Receipt != "" {
		b.once[c.Facts.Receipt] = c
	}
}

// pay is what the bank says to the newest order.
func (b *Book) pay(c *Claim) {
	said := "paid"
	if len(c.Bank) > 0 {
		said, c.Bank = c.Bank[0], c.Bank[1:]
	}
	c.Unknown = false
	switch said {
	case "paid":
		c.become("PAID", c.Reason)
	case "lost":
		c.Unknown = true // it paid: the next look says so
		c.Bank = append([]string{"paid"}, c.Bank...)
	case "gone":
		c.Unknown = true // the bank never saw it: it is ordered again
	case "no":
		c.become("PAYOUT_FAILED", "PAYOUT_FAILED")
	case "later":
		c.become("PAYOUT_FAILED", "PAYOUT_FAILED")
		switch c.Attempts {
		case 1:
			c.wake(b.Now.Add(10 * time.Minute))
		case 2:
			c.wake(b.Now.Add(time.Hour))
		}
	}
}

// payableBy is what a person may pay: the amount that they name, or what the product computes. The reason says why there is nothing.
func (b *Book) payableBy(c *Claim, named *Fen) (amount Fen, refused string) {
	if !b.held(c).covers() {
		return 0, "NO_COVER"
	}
	var spent bool
	switch {
	case named != nil:
		amount, spent = b.limited(c, named.Yuan())
	case b.Product.Claims.NoAmount:
		return 0, "NO_AMOUNT_RULE"
	default:
		amount, spent = b.limited(c, b.tariff(c.Facts))
	}
	switch {
	case amount == 0 && spent:
		return 0, "LIMIT_REACHED"
	case amount == 0:
		return 0, "NOTHING_PAYABLE"
	case named != nil && amount < *named:
		return 0, "ABOVE_LIMITS"
	}
	return amount, ""
}

// Decide is a person's decision on a claim that waits for one; what is above the computed amount or the limits of the terms waits
// for others.
func (b *Book) Decide(name, outcome, reason string, named *Fen) (answer Answer) {
	c := b.Claim(name)
	answer.refuse(invalidState, !c.undecided() || c.Waits != nil)
	if len(answer.Refused) > 0 {
		return answer
	}
	if outcome == "DECLINE" {
		c.byPerson = true
		c.become("DECLINED", reason)
		return Answer{Facts: c.facts()}
	}
	amount, refused := b.payableBy(c, named)
	limit := b.limit(c)
	answer.refuse("RULE_REFUSED "+refused, refused != "")
	if len(answer.Refused) > 0 {
		return answer
	}
	needed := 0
	if computed, none := b.payableBy(c, nil); named != nil && none != "NO_AMOUNT_RULE" && *named > computed {
		needed = 1
	}
	terms := b.held(c).terms(b.Product)
	above := func(limit *big.Rat) bool { return limit.Sign() > 0 && amount.Yuan().Cmp(limit) > 0 }
	if above(terms.decimal("claim.singleReviewLimit")) {
		needed = max(needed, 1)
	}
	if above(terms.decimal("claim.doubleReviewLimit")) {
		needed = 2
	}
	if needed > 0 {
		if c.State == "EVIDENCE_NEEDED" {
			c.become("IN_REVIEW", c.Reason)
		}
		c.Waits = &Approval{Needed: needed, amount: amount, limit: limit, reason: reason, version: c.Policy.Version()}
		return Answer{Facts: append(c.facts(), "waits for "+number(needed))}
	}
	answer.refuse("RULE_REFUSED RECEIPT_USED", b.taken(c))
	if len(answer.Refused) == 0 {
		c.Limit = limit
		b.approve(c, amount, reason)
		answer.Facts = c.facts()
	}
	return answer
}

// Approve is the word of another person on what waits. The last one makes it take effect, where it still may.
func (b *Book) Approve(name string) (answer Answer) {
	c := b.Claim(name)
	w := c.Waits
	if w == nil {
		answer.refuse(invalidState, true)
		return answer
	}
	if w.approved++; w.approved < w.Needed {
		return Answer{Facts: c.facts()}
	}
	c.Waits = nil
	if w.Reopens {
		return b.reopen(c)
	}
	changed := slices.ContainsFunc(c.Policy.Changes, func(change *Change) bool {
		return change.Version > w.version && !change.Effective.After(c.Occurred)
	})
	left := b.held(c).sumInsured() - b.spent(c, b.held(c).terms(b.Product))
	answer.refuse(conflict, changed || w.amount > left)
	answer.refuse(conflict, b.taken(c))
	if len(answer.Refused) == 0 {
		c.Limit = w.limit
		b.approve(c, w.amount, w.reason)
		answer.Facts = c.facts()
	}
	return answer
}

// Reopen asks to reopen a declined claim, where there was cover at the loss and the policy may have another claim.
func (b *Book) Reopen(name string) (answer Answer) {
	c := b.Claim(name)
	if c.State != "DECLINED" {
		answer.refuse(invalidState, true)
		return answer
	}
	answer.refuse(conflict, c.Waits != nil)
	answer.refuse("RULE_REFUSED NO_COVER", !b.held(c).covers())
	answer.refuse("RULE_REFUSED CLAIM_MOST", c.Policy.full(b.held(c).terms(b.Product)))
	if len(answer.Refused) == 0 {
		c.Waits = &Approval{Needed: 1, Reopens: true, version: c.Policy.Version()}
		answer.Facts = c.facts()
	}
	return answer
}

func (b *Book) reopen(c *Claim) (answer Answer) {
	answer.refuse(conflict, !b.held(c).covers() || c.Policy.full(b.held(c).terms(b.Product)))
	if len(answer.Refused) == 0 {
		c.become("IN_REVIEW", "")
		c.reopened = true
		c.wake(b.Now)
		answer.Facts = c.facts()
	}
	return answer
}

// AskEvidence asks the claimant for evidence; without an answer in time the claim is declined.
func (b *Book) AskEvidence(name string) (answer Answer) {
	c := b.Claim(name)
	answer.refuse(invalidState, !c.undecided())
	if len(answer.Refused) > 0 {
		return answer
	}
	c.become("EVIDENCE_NEEDED", c.Reason)
	c.Waits = nil
	c.wake(b.held(c).terms(b.Product).period("claim.evidenceWindow").After(b.Now, b.Product.Zone))
	return Answer{Facts: c.facts()}
}

// Retry pays again after a failure; a payment whose outcome is unknown is asked about at once.
func (b *Book) Retry(name string) (answer Answer) {
	c := b.Claim(name)
	answer.refuse(invalidState, c.State != "PAYOUT_FAILED" && c.State != "APPROVED")
	if len(answer.Refused) > 0 {
		return answer
	}
	if c.State == "PAYOUT_FAILED" {
		b.approve(c, *c.Payable, "APPROVED")
	}
	return Answer{Facts: c.facts()}
}
