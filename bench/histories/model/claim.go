package model

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// ClaimRules are what a product says of its claims: facts are loss, cause, suspicious, odd and receipt; a cause refuses, asks for a
// correction or refers; the amount is (loss - deductible) x share, rounded, at most most.
type ClaimRules struct {
	NoAmount          bool // a person decides every amount
	Deductible, Share string
	Mode              string
	Most              string // empty: not bounded
	Suspicious, Odd   int    // points
	Once              bool   // a receipt pays once
}

// Causes of a loss, and what the rules do with them.
const (
	Usual    = "usual"
	Excluded = "excluded"
	Unclear  = "unclear"
	Doubtful = "doubtful"
)

// Facts of a claim.
type Facts struct {
	Loss, Cause     string
	Suspicious, Odd bool
	Receipt         string // empty: none
}

// Claim is a claim.
type Claim struct {
	Name      string // of the request that made it
	Policy    *Policy
	Occurred  time.Time
	Submitted time.Time
	Reported  time.Time
	State     string
	Version   int
	Reason    string
	Facts     Facts
	Named     *Fen // what the claimant named
	Limit     Fen
	Claimed   Fen
	Computed  *Fen
	Payable   *Fen
	Recovered Fen
	Waits     *Approval // a request that waits for approval; nil: none
	Bank      []string  // what becomes of each order: paid, no, later, lost, gone; then paid
	Due       *time.Time
	Attempts  int
	Unknown   bool // the bank's answer to the newest order was lost

	byPerson, reopened bool
	recoveries         map[string]string
}

// Approval is a decision that waits for others.
type Approval struct {
	Needed   int
	Reopens  bool
	amount   Fen
	limit    Fen
	reason   string
	version  int // of the policy
	approved int
}

func (c *Claim) facts() []string {
	reason, computed, payable := c.Reason, "none", "none"
	if reason == "" {
		reason = "none"
	}
	if c.Computed != nil {
		computed = c.Computed.String()
	}
	if c.Payable != nil {
		payable = c.Payable.String()
	}
	return []string{
		fmt.Sprintf("claim %s %s version %d reason %s", c.Name, c.State, c.Version, reason),
		fmt.Sprintf("claimed %s computed %s payable %s recovered %s", c.Claimed, computed, payable, c.Recovered),
		fmt.Sprintf("limit %s", c.Limit),
	}
}

// Claim finds one by the request that made it.
func (b *Book) Claim(name string) *Claim {
	for _, p := range b.Policies {
		for _, c := range p.Claims {
			if c.Name == name {
				return c
			}
		}
	}
	return nil
}

// Claims are all of them.
func (b *Book) Claims() (list []*Claim) {
	for _, p := range b.Policies {
		list = append(list, p.Claims...)
	}
	return list
}

// LookAt answers what a claim is now.
func (b *Book) LookAt(name string) Answer { return Answer{Facts: b.Claim(name).facts()} }

func (c *Claim) closed() bool {
	return slices.Contains([]string{"PAID", "DECLINED", "WITHDRAWN"}, c.State)
}
func (c *Claim) accepted() bool {
	return slices.Contains([]string{"APPROVED", "PAYOUT_FAILED", "PAID"}, c.State)
}
func (c *Claim) undecided() bool { return c.State == "IN_REVIEW" || c.State == "EVIDENCE_NEEDED" }

// countClaims counts those that are open, and those that count as paid: also where the payment is ordered or failed.
func (p *Policy) countClaims() (open, paid int) {
	for _, c := range p.Claims {
		if !c.closed() {
			open++
		}
		if c.accepted() {
			paid++
		}
	}
	return open, paid
}

// full tells whether the policy has as many claims as its terms permit; those that were declined or withdrawn do not count.
func (p *Policy) full(terms Layer) bool {
	counted := 0
	for _, c := range p.Claims {
		if c.State != "DECLINED" && c.State != "WITHDRAWN" {
			counted++
		}
	}
	return terms.number("claim.most") > 0 && counted >= terms.number("claim.most")
}

// held is the policy of a claim as it was at the loss, by what is known now.
func (b *Book) held(c *Claim) *view { return c.Policy.at(c.Occurred, b.Now) }

func (v *view) covers() bool {
	return !v.cancelled() && !v.asOf.Before(v.policy.Start) && v.asOf.Before(v.policy.End)
}

// spent is what was approved for other claims of the policy, in the year of the loss where the terms limit each year.
func (b *Book) spent(c *Claim, terms Layer) (total Fen) {
	year := func(at time.Time) int {
		n := 1
		for !at.Before(Period{Years: n}.After(c.Policy.Start, b.Product.Zone)) {
			n++
		}
		return n
	}
	for _, other := range c.Policy.Claims {
		if other == c || !other.accepted() {
			continue
		}
		if terms["claim.limitPer"] == "year" && year(other.Occurred) != year(c.Occurred) {
			continue
		}
		total += *other.Payable
	}
	return total
}

// tariff is what the product gives for a loss before limits.
func (b *Book) tariff(f Facts) *big.Rat {
	rules := b.Product.Claims
	amount := most(new(big.Rat), sub(Rat(f.Loss), Rat(rules.Deductible)))
	return within(round(mul(amount, Rat(rules.Share)), 2, rules.Mode), "", rules.Most)
}

// limited keeps an amount within what was claimed, the limit of an event and what is left of the sum insured. Spent says that
// nothing is left.
func (b *Book) limited(c *Claim, amount *big.Rat) (kept Fen, spent bool) {
	v := b.held(c)
	terms := v.terms(b.Product)
	amount = least(amount, c.claimed().Yuan())
	if event := terms.decimal("claim.eventLimit"); event.Sign() > 0 {
		amount = least(amount, event)
	}
	left := most(new(big.Rat), sub(v.sumInsured().Yuan(), b.spent(c, terms).Yuan()))
	return inFen(round(least(amount, left), 2, "down")), amount.Sign() > 0 && left.Sign() == 0
}

// claimed is the loss: as the claimant named it, else by the facts.
func (c *Claim) claimed() Fen {
	if c.Named != nil {
		return *c.Named
	}
	return inFen(Rat(c.Facts.Loss))
}

// limit is what the policy pays for one event at most.
func (b *Book) limit(c *Claim) Fen {
	v := b.held(c)
	limit := v.sumInsured().Yuan()
	if event := v.terms(b.Product).decimal("claim.eventLimit"); event.Sign() > 0 {
		limit = least(limit, event)
	}
	return inFen(round(limit, 2, "down"))
}

// estimate sets what a claim is about while nobody decided it.
func (b *Book) estimate(c *Claim) {
	v := b.held(c)
	c.Limit, c.Claimed, c.Computed = b.limit(c), c.claimed(), nil
	if b.Product.Claims.NoAmount {
		return
	}
	computed, _ := b.limited(c, b.tariff(c.Facts))
	if !v.covers() {
		computed = 0
	}
	c.Computed = &computed
}

// Submit stores a claim; a worker decides it.
func (b *Book) Submit(request, order string, occurred time.Time, reported *time.Time, named *Fen, facts Facts, bank []string) (answer Answer) {
	asked := ask("submit", order, Instant(occurred), reported, named, facts)
	if done, is := b.again(b.numbers, request, asked); is {
		return done
	}
	p := b.Policy(order)
	if p == nil {
		answer.refuse(notFound, true)
		return answer
	}
	const skew = 5 * time.Minute
	answer.refuse(invalidValue, occurred.After(b.Now.Add(skew)))
	if reported != nil {
		answer.refuse(invalidValue, reported.After(b.Now.Add(skew)) || reported.Before(occurred.Add(-skew)))
	}
	answer.refuse(invalidValue, named != nil && *named <= 0)
	v := p.at(occurred, b.Now)
	answer.refuse("RULE_REFUSED CLAIM_MOST", p.full(v.terms(b.Product)))
	if len(answer.Refused) > 0 {
		return answer
	}
	c := &Claim{
		Name: request, Policy: p, Occurred: occurred, Submitted: b.Now, Reported: b.Now, State: "SUBMITTED", Version: 1, Facts: facts,
		Named: named, Bank: bank, recoveries: map[string]string{},
	}
	if reported != nil && reported.Before(b.Now) {
		c.Reported = *reported
	}
	c.wake(b.Now)
	b.estimate(c)
	p.Claims = append(p.Claims, c)
	return b.said(b.numbers, request, asked, c)
}

// said is the answer to a number that is used now. When it is asked again the claim is told as it was then; its limit alone is
// that of now.
func (b *Book) said(numbers map[string]*answered, request, asked string, c *Claim) Answer {
	facts := c.facts()
	numbers[request] = &answered{asked, Answer{Facts: facts[:len(facts)-1]}}
	return Answer{Facts: facts}
}

func (c *Claim) wake(at time.Time) { c.Due = &at }

// become is the next version of a claim.
func (c *Claim) become(state, reason string) {
	c.State, c.Reason, c.Due = state, reason, nil
	c.Version++
}

// Update corrects the facts of a claim that is not closed; it is decided anew. One that a person asked evidence for goes back to
// them.
func (b *Book) Update(request, name string, facts Facts) (answer Answer) {
	asked := ask("update", name, facts)
	if done, is := b.again(b.numbers, request, asked); is {
		return done
	}
	c := b.Claim(name)
	answer.refuse(invalidState, c.closed() || c.State == "APPROVED")
	if len(answer.Refused) > 0 {
		return answer
	}
	next := "SUBMITTED"
	if c.State == "EVIDENCE_NEEDED" {
		next = "IN_REVIEW"
	}
	c.Facts = facts
	c.become(next, "")
	c.Payable, c.Waits = nil, nil
	for receipt, owner := range b.once {
		if owner == c {
			delete(b.once, receipt)
		}
	}
	b.estimate(c)
	c.wake(b.Now)
	return b.said(b.numbers, request, asked, c)
}

// Withdraw takes a claim back before it is approved.
func (b *Book) Withdraw(request, name string) (answer Answer) {
	asked := ask("withdraw", name)
	if done, is := b.again(b.numbers, request, asked); is {
		return done
	}
	c := b.Claim(name)
	answer.refuse(invalidState, c.closed() || c.accepted())
	if len(answer.Refused) > 0 {
		return answer
	}
	c.become("WITHDRAWN", "")
	c.Payable, c.Waits = nil, nil
	return b.said(b.numbers, request, asked, c)
}

// Recover writes down money that came back after payment, at most what was paid.
func (b *Book) Recover(request, name string, amount Fen, received time.Time) (answer Answer) {
	c := b.Claim(name)
	asked := ask(amount, Instant(received))
	answer.refuse(invalidValue, amount <= 0)
	answer.refuse(invalidValue, received.After(b.Now.Add(5*time.Minute)) || received.Before(c.Occurred))
	if said, done := c.recoveries[request]; done && len(answer.Refused) == 0 {
		answer.refuse(requestMismatch, said != asked)
		if len(answer.Refused) == 0 {
			answer.Facts = append([]string{"replayed"}, c.facts()...)
		}
		return answer
	}
	answer.refuse(invalidState, c.State != "PAID")
	answer.refuse(invalidValue, c.State == "PAID" && c.Recovered+amount > *c.Payable)
	if len(answer.Refused) > 0 {
		return answer
	}
	c.Recovered += amount
	c.Version++
	c.recoveries[request] = asked
	return Answer{Facts: c.facts()}
}

// Sums are what a history comes to: premium by payer, commission, what was paid and came back.
func (b *Book) Sums() []string {
	byPayer, commission := map[string]Fen{}, new(big.Rat)
	var premium, paid, recovered Fen
	for _, p := range b.Policies {
		for _, l := range p.layers() {
			byPayer[l.Payer] += l.Premium
			premium += l.Premium
			commission = add(commission, mul(l.Premium.Yuan(), Rat(p.Agreement.Rate)))
		}
		for _, c := range p.Claims {
			if c.State == "PAID" {
				paid += *c.Payable
			}
			recovered += c.Recovered
		}
	}
	var shares []string
	for _, payer := range []string{"CUSTOMER", "SELLER", "PLATFORM"} {
		shares = append(shares, payer+" "+byPayer[payer].String())
	}
	return []string{
		fmt.Sprintf("policies %d premium %s commission %s", len(b.Policies), premium, Exact(commission)),
		strings.Join(shares, " "),
		fmt.Sprintf("claims paid %s recovered %s", paid, recovered),
	}
}
