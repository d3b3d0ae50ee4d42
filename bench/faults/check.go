package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/server/payout/fake"
)

// verifier checks the invariants on what the database, the bank, the receiver and the audit files hold in the end.
type verifier struct{ *lab }

// check holds everything that is known from the outside - answers, log, webhooks, the bank's journal - against each
// other and against the rows.
func (v *verifier) check(ctx context.Context) error {
	d, err := v.readData(ctx)
	if err != nil {
		return err
	}
	messages, err := readHeard(v.file("receiver.jsonl"))
	if err != nil {
		return err
	}
	bank, err := readBank(v.file("gateway.jsonl"))
	if err != nil {
		return err
	}
	v.checkAcknowledged(d)
	v.checkMoney(d, bank)
	v.checkPremiums(d)
	v.checkLog(d)
	v.checkWebhooks(d, messages)
	v.checkEvents(d)
	v.checkWhole(d)
	v.checkAudit(ctx)
	v.rebuild(ctx, d, messages)
	v.repeat(ctx)
	v.summarize(d, messages, bank)
	return nil
}

func (v *verifier) summarize(d *data, messages []heard, bank map[string]*paid) {
	states, modes := map[string]int{}, map[string]int{}
	for _, c := range d.claims {
		states[c.state]++
	}
	for _, p := range bank {
		modes[string(p.Mode)]++
	}
	v.summary = fmt.Sprintf("%d policies, %d endorsements, %d claims %v, %d payouts %v, %d events, %d webhooks; %d looks at another channel's",
		len(d.policies), len(d.endorsements), len(d.claims), states, len(d.payouts), modes, len(d.events), len(messages), v.counts.get("spied"))
}

// I1: what was acknowledged is there exactly once and as it was answered; what was refused left nothing; and there is
// nothing that nobody asked for.
func (v *verifier) checkAcknowledged(d *data) {
	const invariant = "I1"
	policies, endorsements, revisions := map[string][]*policyRow{}, map[string][]*endorsementRow{}, map[string][]*revisionRow{}
	for _, p := range d.policies {
		policies[p.orderNo] = append(policies[p.orderNo], p)
	}
	for _, e := range d.endorsements {
		endorsements[e.requestNo] = append(endorsements[e.requestNo], e)
	}
	for _, r := range d.revisions {
		revisions[r.requestNo] = append(revisions[r.requestNo], r)
	}
	asked := v.book.byNumber
	for no := range policies {
		v.strange(asked, no, "policy")
	}
	for no := range endorsements {
		v.strange(asked, no, "endorsement")
	}
	for no := range revisions {
		v.strange(asked, no, "claim revision")
	}
	for _, r := range v.book.all() {
		rows := len(policies[r.Number]) + len(endorsements[r.Number]) + len(revisions[r.Number])
		switch {
		case r.answer != "" && rows != 1:
			v.found.add(invariant, r.Number, "%s was acknowledged with %s, and there are %d rows of it", r.Mutation, r.answer, rows)
		case r.answer != "":
			v.sameAsAnswered(d, r, policies[r.Number], endorsements[r.Number], revisions[r.Number])
		case len(r.refusals) > 0 && r.silent == 0 && rows > 0:
			v.found.add(invariant, r.Number, "%s was refused with %v, and there are %d rows of it", r.Mutation, r.refusals, rows)
		case rows > 1:
			v.found.add(invariant, r.Number, "%s has %d rows", r.Mutation, rows)
		case r.answer == "" && len(r.refusals) == 0:
			v.found.add("I7", r.Number, "%s was never answered in %d attempts", r.Mutation, r.sent)
		}
	}
}

func (v *verifier) strange(asked map[string]*request, no, what string) {
	if asked[no] == nil {
		v.found.add("I1", no, "there is a %s that nobody asked for", what)
	}
}

// sameAsAnswered compares rows with the answer.
func (v *verifier) sameAsAnswered(d *data, r *request, policies []*policyRow, endorsements []*endorsementRow, revisions []*revisionRow) {
	a := r.object()
	same := func(what string, stored, answered any) {
		if fmt.Sprint(stored) != fmt.Sprint(answered) {
			v.found.add("I1", r.Number, "%s: %s is stored as %v and was answered as %v", r.Mutation, what, stored, answered)
		}
	}
	for _, p := range policies {
		same("channel", d.codes[p.channel], r.Channel)
		same("number", p.number, a["number"])
		same("premium", p.premium, fen(a["premium"]))
		same("sum insured", p.sumInsured, fen(a["sumInsured"]))
		period, _ := a["period"].(map[string]any)
		same("start", p.startAt.UTC().Format("2006-01-02T15:04:05.000Z"), period["start"])
		same("end", p.endAt.UTC().Format("2006-01-02T15:04:05.000Z"), period["end"])
		offer, _ := a["offer"].(map[string]any)
		same("plan", p.plan, offer["planCode"])
	}
	for _, e := range endorsements {
		same("channel", d.codes[e.channel], r.Channel)
		same("number", e.number, a["number"])
		same("kind", e.kind, a["kind"])
		same("change", e.change, fen(a["premiumChange"]))
	}
	for _, value := range revisions {
		same("channel", d.codes[value.channel], r.Channel)
		same("revision", value.version, a["revision"])
		if c := d.claims[value.claim]; c != nil {
			same("claim", c.number, a["number"])
		}
	}
}

// fen is an amount of the API or of an event in minor units; impossible ones are none.
func fen(v any) int64 {
	m, _ := v.(map[string]any)
	amount, _ := m["amount"].(string)
	d, err := money.ParseDecimal(amount)
	if err != nil {
		return -1 << 60
	}
	a, err := money.FromDecimal(d, money.CNY)
	if err != nil {
		return -1 << 60
	}
	return a.Minor
}

// paid is what the bank's journal says of a key.
type paid struct {
	Key         string       `json:"key"`
	ClaimNumber string       `json:"claimNumber"`
	Mode        fake.Mode    `json:"mode"`
	Status      string       `json:"status"`
	Asked       money.Amount `json:"asked"`
	Paid        money.Amount `json:"paid"`
	Times       int64        `json:"times"`
}

// readBank reads the bank's journal: the last line of a key counts.
func readBank(path string) (map[string]*paid, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return map[string]*paid{}, nil
	}
	if err != nil {
		return nil, err
	}
	list := map[string]*paid{}
	for line := range strings.Lines(string(text)) {
		p := &paid{}
		if err := json.Unmarshal([]byte(line), p); err != nil {
			return nil, fmt.Errorf("gateway's journal: %w: %s", err, line)
		}
		list[p.Key] = p
	}
	return list, nil
}

// I2: a claim that is paid was paid once, its own amount; one that is not has no money out, except what the bank paid
// wrongly, which is disputed.
func (v *verifier) checkMoney(d *data, bank map[string]*paid) {
	out, times := map[string]int64{}, map[string]int64{}
	for _, p := range bank {
		out[p.ClaimNumber] += p.Times * p.Paid.Minor
		times[p.ClaimNumber] += p.Times
	}
	known := map[string]bool{}
	for _, c := range d.claims {
		known[c.number] = true
		v.checkClaimMoney(c, bank, out[c.number], times[c.number])
	}
	for number := range out {
		if !known[number] {
			v.found.add("I2", number, "the bank paid a claim that is not there")
		}
	}
}

func (v *verifier) checkClaimMoney(c *claimRow, bank map[string]*paid, out, times int64) {
	const invariant = "I2"
	count := map[string]int{}
	var settled *payoutRow
	for _, p := range c.payoutRows {
		count[p.state]++
		if p.state == "PAID" || p.state == "DISPUTED" {
			settled = p
		}
		if b := bank[p.key]; p.state == "DISPUTED" && (b == nil || b.Mode != fake.WrongAmount) {
			v.found.add(invariant, c.number, "payout %s is disputed, and the bank did nothing wrong", p.key)
		}
	}
	evidence := fmt.Sprintf("%s, %v, the bank paid %d fen in %d times, payable %d", c.state, count, out, times, c.payable.Int64)
	switch {
	case times > 1:
		v.found.add(invariant, c.number, "paid more than once: %s", evidence)
	case c.state == "PAID" && (count["PAID"] != 1 || settled == nil || settled.amount != c.payable.Int64 || out != settled.amount || times != 1):
		v.found.add(invariant, c.number, "not paid exactly once and exactly its amount: %s", evidence)
	case c.state != "PAID" && count["PAID"] > 0:
		v.found.add(invariant, c.number, "a payout is paid, the claim is not: %s", evidence)
	case c.state != "PAID" && times > 0 && count["DISPUTED"] == 0:
		v.found.add(invariant, c.number, "money went out for a claim that is not paid: %s", evidence)
	case c.state == "APPROVED" && count["ORDERED"]+count["UNKNOWN"]+count["DISPUTED"] != 1:
		v.found.add(invariant, c.number, "approved without a payout on its way: %s", evidence)
	}
}

// I3: premiums agree between policies with their endorsements and the events, to the fen, per channel and day, and per
// policy.
func (v *verifier) checkPremiums(d *data) {
	rows, events := map[string]int64{}, map[string]int64{}
	day := func(channel int64, at time.Time) string {
		return d.codes[channel] + " " + at.UTC().Format(time.DateOnly)
	}
	for _, p := range d.policies {
		rows[day(p.channel, p.boundAt)] += p.premium
		sum := p.premium
		for _, e := range p.endorsements {
			rows[day(e.channel, e.recordedAt)] += e.change
			sum += e.change
		}
		var told int64
		for _, e := range d.bySubject[p.number] {
			change := premiumOf(e)
			events[day(e.channel, e.at)] += change
			told += change
		}
		if told != sum {
			v.found.add("I3", p.number, "policy and endorsements say %d fen, events say %d", sum, told)
		}
	}
	for key, sum := range rows {
		if events[key] != sum {
			v.found.add("I3", key, "policies and endorsements say %d fen, events say %d", sum, events[key])
		}
	}
}

// premiumOf is what an event says that premium changed by.
func premiumOf(e *eventRow) int64 {
	var body map[string]any
	if json.Unmarshal([]byte(e.payload), &body) != nil {
		return 0
	}
	switch e.kind {
	case "policy.issued":
		return fen(body["premium"])
	case "policy.endorsed", "policy.cancelled":
		return fen(body["premiumChange"])
	}
	return 0
}
