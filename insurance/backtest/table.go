package backtest

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
)

// Dimension is what a back-test is broken down by.
type Dimension string

// Dimensions.
const (
	Band    Dimension = "BAND"
	Channel Dimension = "CHANNEL"
	Plan    Dimension = "PLAN"
	Refusal Dimension = "REFUSAL"
)

// bands of change of premium, in percent; those below zero hold their lower end, those above it their upper one.
var bands = []string{
	"-100..-50 %", "-50..-20 %", "-20..-10 %", "-10..-5 %", "-5..0 %", "0 %",
	"0..5 %", "5..10 %", "10..20 %", "20..50 %", "50..100 %", "100.. %",
}

// edges between the bands on either side of no change.
var edges = []int64{5, 10, 20, 50, 100}

const unchanged = 5 // bands below zero

// bandOf tells by how much a premium changes. Amounts are minor units.
func bandOf(before, after int64) string {
	change := new(big.Int).Mul(big.NewInt(after-before), big.NewInt(100))
	if change.Sign() == 0 {
		return bands[unchanged]
	}
	size := new(big.Int).Abs(change)
	step := 0 // how many edges it lies beyond
	for _, edge := range edges {
		if size.Cmp(new(big.Int).Mul(big.NewInt(edge), big.NewInt(before))) > 0 {
			step++
		}
	}
	if change.Sign() > 0 {
		return bands[unchanged+1+step]
	}
	return bands[max(unchanged-1-step, 0)]
}

// tally counts a part of the book; amounts are minor units.
type tally struct {
	Policies int64 `json:"policies"`
	Refused  int64 `json:"refused,omitempty"`
	Before   int64 `json:"before"`
	After    int64 `json:"after"`
}

func (t *tally) add(before, after int64, refused bool) {
	t.Policies++
	t.Before += before
	if refused {
		t.Refused++
		return
	}
	t.After += after
}

// table is what a test found so far, and how far it is.
type table struct {
	Currency string                          `json:"currency"`
	All      tally                           `json:"all"`
	Rows     map[Dimension]map[string]*tally `json:"rows"`
	Broken   int64                           `json:"broken,omitempty"` // policies that could not be read
	Walk     *walk                           `json:"walk"`
}

// add counts a policy: by channel and plan; by its change where it would be sold, by what refuses it where not.
func (t *table) add(channel, plan string, before, after int64, refusal string) {
	refused := refusal != ""
	t.All.add(before, after, refused)
	t.of(Channel, channel).add(before, after, refused)
	t.of(Plan, plan).add(before, after, refused)
	if refused {
		t.of(Refusal, refusal).add(before, after, true)
	} else {
		t.of(Band, bandOf(before, after)).add(before, after, false)
	}
}

func (t *table) of(d Dimension, value string) *tally {
	if t.Rows == nil {
		t.Rows = map[Dimension]map[string]*tally{}
	}
	if t.Rows[d] == nil {
		t.Rows[d] = map[string]*tally{}
	}
	if t.Rows[d][value] == nil {
		t.Rows[d][value] = &tally{}
	}
	return t.Rows[d][value]
}

// values of a dimension in the order they are shown: bands from down to up, refusals the most frequent first.
func (t *table) values(d Dimension) []string {
	rows := t.Rows[d]
	switch d {
	case Band:
		return slices.DeleteFunc(slices.Clone(bands), func(band string) bool { return rows[band] == nil })
	case Refusal:
		return slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
			return cmp.Or(cmp.Compare(rows[b].Policies, rows[a].Policies), cmp.Compare(a, b))
		})
	case Channel, Plan:
	}
	return slices.Sorted(maps.Keys(rows))
}
