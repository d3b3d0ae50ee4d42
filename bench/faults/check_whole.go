package main

import "fmt"

// I8: nothing is half there. Rows that belong together are all there or none, and counters are what they count.
func (v *verifier) checkWhole(d *data) {
	byKey := map[int64]bool{}
	for _, p := range d.policies {
		byKey[p.id] = true
		v.wholePolicy(d, p)
	}
	for _, c := range d.claims {
		if !byKey[c.policy] {
			v.found.add("I8", c.number, "its policy is not there")
		}
		v.wholeClaim(d, c)
	}
	for _, e := range d.endorsements {
		if !byKey[e.policy] {
			v.found.add("I8", e.number, "its policy is not there")
		}
	}
	for subject := range d.bySubject {
		if !v.subjectThere(d, subject) {
			v.found.add("I8", subject, "there are events of something that is not there")
		}
	}
}

func (v *verifier) subjectThere(d *data, subject string) bool {
	if d.numbers == nil {
		d.numbers = map[string]bool{}
		for _, p := range d.policies {
			d.numbers[p.number] = true
		}
		for _, c := range d.claims {
			d.numbers[c.number] = true
		}
	}
	return d.numbers[subject]
}

// typeAt is the type of a subject's event with a sequence.
func (d *data) typeAt(subject string, seq int) string {
	for _, e := range d.bySubject[subject] {
		if e.seq == seq {
			return e.kind
		}
	}
	return "none"
}

func (v *verifier) wholePolicy(d *data, p *policyRow) {
	broken := func(format string, arguments ...any) { v.found.add("I8", p.number, format, arguments...) }
	if n := len(d.bySubject[p.number]); n != p.version || d.typeAt(p.number, 1) != "policy.issued" {
		broken("its version is %d, and it has %d events, the first is %s", p.version, n, d.typeAt(p.number, 1))
	}
	if p.covers != 1 {
		broken("it has %d covers of one insured", p.covers)
	}
	cancelled := false
	for _, e := range p.endorsements {
		want := "policy.endorsed"
		if e.kind == "CANCELLATION" {
			want, cancelled = "policy.cancelled", true
		}
		if got := d.typeAt(p.number, e.version); got != want {
			broken("endorsement %s made version %d, whose event is %s", e.number, e.version, got)
		}
	}
	if cancelled != (p.state == "CANCELLED") {
		broken("its state is %s, and a cancellation is there: %v", p.state, cancelled)
	}
	open, paid := 0, 0
	for _, c := range p.claimRows {
		switch c.state {
		case "PAID":
			paid++
		case "DECLINED", "WITHDRAWN":
		default:
			open++
		}
	}
	if p.openClaims != open || p.paidClaims != paid || p.claims != len(p.claimRows) {
		broken("it counts %d claims, %d open, %d paid; there are %d, %d, %d", p.claims, p.openClaims, p.paidClaims, len(p.claimRows), open, paid)
	}
	v.wholeRenewals(d, p)
}

// wholeRenewals: each renewal of a policy is told once, and all but the newest were cancelled before another could be made.
func (v *verifier) wholeRenewals(d *data, p *policyRow) {
	broken := func(format string, arguments ...any) { v.found.add("I8", p.number, format, arguments...) }
	told := 0
	for _, e := range d.bySubject[p.number] {
		if e.kind == "policy.renewed" {
			told++
		}
	}
	if renewals := d.renewals[p.id]; told != len(renewals) || (told > 0) != p.renewedBy.Valid {
		broken("it was renewed: %v, by %d policies, and %d events say so", p.renewedBy.Valid, len(renewals), told)
	}
	for _, r := range d.renewals[p.id] {
		if newest := p.renewedBy.Valid && r.id == p.renewedBy.Int64; !newest && r.state != "CANCELLED" {
			broken("it was renewed again by %d, though %s goes on", p.renewedBy.Int64, r.number)
		}
	}
	if p.renewedBy.Valid {
		if next := d.policies[p.renewedBy.Int64]; next == nil || next.renews.Int64 != p.id {
			broken("it was renewed by a policy that does not know it")
		}
	}
}

func (v *verifier) wholeClaim(d *data, c *claimRow) {
	broken := func(format string, arguments ...any) { v.found.add("I8", c.number, format, arguments...) }
	if n := len(d.bySubject[c.number]); n != c.version || d.typeAt(c.number, 1) != "claim.submitted" {
		broken("its version is %d, and it has %d events, the first is %s", c.version, n, d.typeAt(c.number, 1))
	}
	told := map[string]string{"SUBMIT": "claim.submitted", "UPDATE": "claim.updated", "WITHDRAW": "claim.withdrawn"}
	submitted := 0
	for _, r := range c.revisions {
		if r.kind == "SUBMIT" {
			submitted++
		}
		if got := d.typeAt(c.number, r.version); got != told[r.kind] {
			broken("its revision %s made version %d, whose event is %s", r.requestNo, r.version, got)
		}
	}
	if submitted != 1 {
		broken("it was submitted by %d revisions", submitted)
	}
	if len(c.payoutRows) != c.payouts {
		broken("it counts %d payouts, and has %d", c.payouts, len(c.payoutRows))
	}
	want := map[string]string{
		"SUBMITTED": "claim.submitted or claim.updated", "CORRECTION_NEEDED": "claim.correction_needed", "IN_REVIEW": "claim.in_review",
		"EVIDENCE_NEEDED": "claim.evidence_needed", "APPROVED": "claim.approved", "PAYOUT_FAILED": "claim.payout_failed", "PAID": "claim.paid",
		"DECLINED": "claim.declined", "WITHDRAWN": "claim.withdrawn",
	}[c.state]
	if got := d.typeAt(c.number, c.version); got != want && c.state != "SUBMITTED" {
		broken("it is %s, and its last event is %s", c.state, got)
	}
	for n, p := range c.payoutRows {
		if p.attempt != n+1 || p.key != fmt.Sprintf("%s-%d", c.number, p.attempt) {
			broken("its payout %d has the key %s", n+1, p.key)
		}
	}
}
