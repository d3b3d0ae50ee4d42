package statement

import (
	"baodan/ent/schema"
	"baodan/insurance/ledger"
)

// totals adds up lines as they come.
type totals struct {
	schema.StatementTotals
	act     int64 // place of the act whose lines come
	kind    string
	moved   int64         // by the act, so far
	running map[int]int64 // exact commission of versions
}

func newTotals() *totals {
	return &totals{
		StatementTotals: schema.StatementTotals{
			Kinds: map[string]schema.StatementSum{}, Versions: map[int]schema.StatementCommission{}, Payers: map[string]schema.StatementPayerTotal{},
			Accounts: map[string]int64{},
		},
		running: map[int]int64{},
	}
}

// add counts a line of an act, and answers its commission: how the rounded running sum of its version grew.
func (t *totals) add(place int64, l *schema.StatementLine, exact int64, rate string) int64 {
	if place != t.act {
		t.endAct()
		t.act, t.kind = place, l.Kind
	}
	t.moved += l.Premium + l.Paid + l.Recovered
	before := ledger.WholeCommission(t.running[l.Version])
	t.running[l.Version] += exact
	grown := ledger.WholeCommission(t.running[l.Version]) - before
	if l.Kind == claimPaid || l.Kind == recovered {
		return grown
	}
	t.Premium += l.Premium
	t.Commission += grown
	if l.Premium != 0 {
		v := t.Versions[l.Version]
		v.Rate, v.Base, v.Exact, v.Commission = rate, v.Base+l.Premium, v.Exact+exact, v.Commission+grown
		t.Versions[l.Version] = v
	}
	p := t.Payers[l.Payer]
	if l.Premium >= 0 {
		p.Charged += l.Premium
	} else {
		p.Refunded -= l.Premium
	}
	t.Payers[l.Payer] = p
	t.Accounts[l.Account] += l.Premium
	return grown
}

// endAct counts the act whose lines have come.
func (t *totals) endAct() {
	if t.act == 0 {
		return
	}
	kind := t.kind
	if kind == endorsed {
		if kind = "ENDORSED_UP"; t.moved < 0 {
			kind = "ENDORSED_DOWN"
		}
	}
	sum := t.Kinds[kind]
	t.Kinds[kind] = schema.StatementSum{Count: sum.Count + 1, Amount: sum.Amount + t.moved}
	t.act, t.moved = 0, 0
}
