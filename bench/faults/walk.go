package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"
)

// lane is one customer desk of a channel: it makes policies and claims and walks through their lives at random. What
// it may try and what the rules refuse are not told apart: a refusal is an answer, too.
type lane struct {
	*channel
	name     string
	rng      *rand.Rand
	count    int
	policies []*held
	claims   []string
	paidWith []string // tracking numbers of claims, to be used again
}

// held is a policy that the lane knows.
type held struct{ number, product, reference string }

// mostHeld bounds what a lane plays with, so that the same things meet again.
const mostHeld = 30

// run walks until the context ends.
func (l *lane) run(ctx context.Context) {
	for ctx.Err() == nil {
		l.step(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(5+l.rng.IntN(60)) * time.Millisecond):
		}
	}
}

func (l *lane) number() string {
	l.count++
	return fmt.Sprintf("%s-%d", l.name, l.count)
}

func (l *lane) step(ctx context.Context) {
	p := l.anyPolicy()
	n := l.rng.IntN(100)
	switch {
	case p == nil || n < 34:
		l.issue(ctx)
	case n < 56:
		l.submit(ctx, p)
	case n < 66:
		l.update(ctx)
	case n < 70:
		l.withdraw(ctx)
	case n < 78:
		l.cancel(ctx, p)
	case n < 83:
		l.look(ctx, p)
	case n < 85:
		l.spy(ctx)
	case n < 92:
		l.endorse(ctx, p)
	default:
		l.renew(ctx, p)
	}
}

func (l *lane) anyPolicy() *held {
	if len(l.policies) == 0 {
		return nil
	}
	return l.policies[l.rng.IntN(len(l.policies))]
}

// keep notes a policy that was acknowledged.
func (l *lane) keep(r *request, product, reference string) {
	number, _ := r.object()["number"].(string)
	l.remember(number)
	l.policies = append(l.policies, &held{number: number, product: product, reference: reference})
	if len(l.policies) > mostHeld {
		l.policies = l.policies[1:]
	}
}

func (c *channel) remember(number string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = append(c.known, number)
}

func (l *lane) issue(ctx context.Context) {
	number := l.number()
	product, reference, risk := "RFI-01", number, map[string]any(nil)
	if l.code == mall {
		risk = l.freight(number)
	} else {
		product, reference, risk = l.account(number)
	}
	r := newRequest(l.code, issue, number, map[string]any{"risk": risk})
	if l.do(ctx, l.rng, r) {
		l.keep(r, product, reference)
	}
}

// freight is a risk of RFI-01; one in thirty is refused by a rule.
func (l *lane) freight(order string) map[string]any {
	province := []string{"21", "33", "44", "65", "31"}[l.rng.IntN(5)]
	category := []string{"clothing", "shoes", "electronics", "other"}[l.rng.IntN(4)]
	if l.rng.IntN(30) == 0 {
		category = "food"
	}
	return map[string]any{
		"agreementCode": mallAgreed, "planCode": []string{"A", "B"}[l.rng.IntN(2)], "payer": []string{"CUSTOMER", "SELLER"}[l.rng.IntN(2)],
		"insureds": []any{map[string]any{"reference": order}},
		"factors": map[string]any{
			"sellerId": "S-" + order, "sellerReturnRate": []string{"0.05", "0.004", "0.15", "0.31"}[l.rng.IntN(4)], "buyerId": "B-" + order,
			"buyerReturns": l.rng.IntN(25), "buyerRiskScore": 10, "category": category, "payTime": moment(time.Now().Add(-time.Hour)),
			"payAmount": "199.00", "carrier": "SF", "trackingNo": "SF-" + order, "weightKg": "2.8",
			"from": map[string]any{"province": "33", "city": "3301", "county": "330106", "address": order + " 号"},
			"to":   map[string]any{"province": province, "city": province + "01", "county": province + "0102", "address": order + " 室"},
		},
	}
}

// account is a risk of ASI-01 or of its variant that ends soon; one in twenty asks for an account that is covered.
func (l *lane) account(order string) (product, reference string, risk map[string]any) {
	product, agreed, level := "ASI-01", payAgreed, "normal"
	if l.rng.IntN(100) < 45 {
		product, agreed, level = shortProduct, shortAgreed, "verified"
	}
	reference = "acct-" + order
	if p := l.anyPolicy(); p != nil && l.rng.IntN(20) == 0 {
		reference = p.reference
	}
	return product, reference, map[string]any{
		"agreementCode": agreed, "planCode": []string{"BASIC", "BASIC", "PLUS"}[l.rng.IntN(3)], "payer": "PLATFORM",
		"insureds": []any{map[string]any{"reference": reference}},
		"factors": map[string]any{
			"accountId": reference, "openedAt": "2020-01-01T00:00:00+08:00", "accountLevel": level, "gifted": true,
		},
	}
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

func (l *lane) submit(ctx context.Context, p *held) {
	number, now := l.number(), moment(time.Now())
	r := newRequest(l.code, submit, number, map[string]any{
		"policyNumber": p.number, "occurredAt": now, "facts": l.facts(p, number, now),
	})
	if l.do(ctx, l.rng, r) {
		claim, _ := r.object()["number"].(string)
		l.remember(claim)
		if l.claims = append(l.claims, claim); len(l.claims) > mostHeld {
			l.claims = l.claims[1:]
		}
	}
}

// facts are those of a claim: most are in order, the others are of a parcel that nobody knows, that is under way, or
// that was paid for before; or of a loss that a person must look at.
func (l *lane) facts(p *held, number, now string) map[string]any {
	if p.product == "RFI-01" {
		return map[string]any{
			"returnCarrier": "YTO", "returnTrackingNo": l.tracking(number), "shippedBackAt": now, "receivedAt": now, "refundedAt": now,
			"actualPostage": "9.50", "weightKg": "1.2",
		}
	}
	loss := fmt.Sprintf("%d.%02d", 1+l.rng.IntN(1500), l.rng.IntN(100))
	verdict := "stolen"
	if l.rng.IntN(6) == 0 {
		verdict = "unclear"
	}
	facts := map[string]any{
		"discoveredAt": now, "reportedAt": now, "frozenAt": now, "platformVerdict": verdict, "sameDevice": false, "lossAmount": loss,
		"transactions": []any{map[string]any{"id": "T-" + number, "at": now, "amount": loss, "counterparty": "6222-8888"}},
	}
	if l.rng.IntN(10) == 0 {
		delete(facts, "frozenAt")
	}
	return facts
}

func (l *lane) tracking(number string) string {
	switch n := l.rng.IntN(20); {
	case n < 3:
		return "NOTFOUND-" + number
	case n < 5:
		return "TRANSIT-" + number
	case n < 8 && len(l.paidWith) > 0:
		return l.paidWith[l.rng.IntN(len(l.paidWith))]
	}
	l.paidWith = append(l.paidWith, "YT-"+number)
	return "YT-" + number
}

func (l *lane) anyClaim() string {
	if len(l.claims) == 0 {
		return ""
	}
	return l.claims[l.rng.IntN(len(l.claims))]
}

// update corrects a claim, whatever its state is.
func (l *lane) update(ctx context.Context) {
	claim, number := l.anyClaim(), l.number()
	if claim == "" {
		return
	}
	facts := map[string]any{"platformVerdict": "stolen", "frozenAt": moment(time.Now())}
	if l.code == mall {
		facts = map[string]any{"returnTrackingNo": l.tracking(number)}
	}
	l.do(ctx, l.rng, newRequest(l.code, update, number, map[string]any{"claimNumber": claim, "facts": facts}))
}

func (l *lane) withdraw(ctx context.Context) {
	if claim := l.anyClaim(); claim != "" {
		l.do(ctx, l.rng, newRequest(l.code, withdraw, l.number(), map[string]any{"claimNumber": claim}))
	}
}

func (l *lane) cancel(ctx context.Context, p *held) {
	reason := "CUSTOMER_REQUEST"
	if p.product == "RFI-01" && l.rng.IntN(2) == 0 {
		reason = "ORDER_CLOSED_UNSHIPPED"
	}
	l.do(ctx, l.rng, newRequest(l.code, cancel, l.number(), map[string]any{"policyNumber": p.number, "reason": reason}))
}

func (l *lane) endorse(ctx context.Context, p *held) {
	change := map[string]any{"planCode": []string{"PLUS", "PLUS", "BASIC"}[l.rng.IntN(3)]}
	if l.rng.IntN(4) == 0 {
		change = map[string]any{"insured": map[string]any{"reference": p.reference, "party": map[string]any{"name": "张三", "phone": "13800000000"}}}
	}
	l.do(ctx, l.rng, newRequest(l.code, endorse, l.number(), map[string]any{"policyNumber": p.number, "change": change}))
}

func (l *lane) renew(ctx context.Context, p *held) {
	r := newRequest(l.code, renew, l.number(), map[string]any{"policyNumber": p.number})
	if l.do(ctx, l.rng, r) {
		l.keep(r, p.product, p.reference)
	}
}

// look reads a policy that was acknowledged: it must be there from then on.
func (l *lane) look(ctx context.Context, p *held) {
	data, err := l.query(ctx, anyServer(), `query($by: PolicyLookup!) { policy(by: $by) { number } }`, map[string]any{"by": map[string]any{"number": p.number}})
	if err == nil && string(data["policy"]) != `{"number":"`+p.number+`"}` {
		l.lab.found.add("I1", p.number, "it was acknowledged and, asked for, is %s", data["policy"])
	}
}

// spy asks for what is another channel's: it must be as missing as what never was.
func (l *lane) spy(ctx context.Context) {
	for _, other := range l.lab.channels {
		if other == l.channel {
			continue
		}
		other.mu.Lock()
		number := ""
		if len(other.known) > 0 {
			number = other.known[l.rng.IntN(len(other.known))]
		}
		other.mu.Unlock()
		if number == "" {
			return
		}
		query, name, variables := `query($no: String!) { claim(by: {number: $no}) { number } }`, "claim", map[string]any{"no": number}
		if number[0] == 'P' {
			query, name = `query($by: PolicyLookup!) { policy(by: $by) { number } }`, "policy"
			variables = map[string]any{"by": map[string]any{"number": number}}
		}
		data, err := l.query(ctx, anyServer(), query, variables)
		if err == nil {
			l.lab.counts.add("spied")
			if string(data[name]) != "null" {
				l.lab.found.add("I6", number, "%s sees %s of %s", l.code, data[name], other.code)
			}
		}
	}
}

// text is JSON for people.
func text(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(out)
}
