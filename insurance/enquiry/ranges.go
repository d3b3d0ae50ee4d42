package enquiry

import (
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// mostRanges are read at once: each is read as far as a page is long.
const mostRanges = 12

const index = "insurancepolicy_"

var allStates = []policy.State{policy.Pending, policy.InForce, policy.Expired, policy.Cancelled}

// way is how policies can be found: ranges of an index that hold all of them, in the order of its column, and what of the filter
// these say.
type way struct {
	ranges []work.Range
	says   []string
}

// waysBy are the ways by which a search can go in the order of a column, those first that lead past the fewest others.
func (q *search) waysBy(column string) []way {
	if q.distrusted { // rows may say anything
		return []way{q.perState(column, "live = ?", nil, []any{true}, []any{false})}
	}
	var ways []way
	if column == byBound {
		if q.agreements != nil {
			var w way
			for _, id := range q.agreements {
				w.ranges = append(w.ranges, work.Range{Index: index + "agreement_id_bound_at", Equal: "agreement_id = ?", Values: []any{id}})
			}
			w.says = []string{"agreement", "channel"} // it is asked for in these channels
			ways = append(ways, w)
		}
		if q.named {
			ways = append(ways, q.perState(column, "channel_id = ?", []string{"channel"}, each(q.channels)...))
		}
		if len(q.filter.ProductCodes) > 0 {
			ways = append(ways, q.perState(column, "live = ? AND product_code = ?", []string{"product"}, q.halfOf(work.Once(q.filter.ProductCodes))...))
		}
		if len(q.filter.Payers) > 0 {
			var w way
			for _, payer := range work.Once(q.filter.Payers) {
				w.ranges = append(w.ranges, work.Range{Index: index + "live_payer_bound_at", Equal: "live = ? AND payer = ?", Values: []any{q.live, string(payer)}})
			}
			w.says = []string{"payer"}
			ways = append(ways, w)
		}
	}
	return append(ways, q.perState(column, "live = ?", nil, []any{q.live}))
}

// perState are ranges of an index that has the state before the column: one for each of some equal values and each state.
func (q *search) perState(column, equal string, says []string, values ...[]any) way {
	names := map[string]string{"live = ?": "live", "channel_id = ?": "channel_id", "live = ? AND product_code = ?": "live_product_code"}
	w := way{says: says}
	states := q.states
	if q.distrusted {
		states = allStates
	} else {
		w.says = append([]string{"state"}, says...)
	}
	for _, some := range values {
		for _, state := range states {
			w.ranges = append(w.ranges, work.Range{Index: index + names[equal] + "_phase_" + column, Equal: equal + " AND phase = ?", Values: append(append([]any{}, some...), string(state))})
		}
	}
	return w
}

func each(ids []int64) (lists [][]any) {
	for _, id := range ids {
		lists = append(lists, []any{id})
	}
	return lists
}

func (q *search) halfOf(codes []string) (lists [][]any) {
	for _, code := range codes {
		lists = append(lists, []any{q.live, code})
	}
	return lists
}

// leaves tells whether a way leaves something of the filter to be looked at row by row.
func (q *search) leaves(w way, column string) bool {
	says := map[string]bool{}
	for _, name := range w.says {
		says[name] = true
	}
	f := q.filter
	for name, asked := range map[string]bool{
		"state": len(q.states) < len(allStates), "channel": q.named, "agreement": q.agreements != nil, "product": len(f.ProductCodes) > 0,
		"payer": len(f.Payers) > 0, "plan": len(f.PlanCodes) > 0, "person": len(q.persons) > 0,
		byBound: f.BoundAt != nil && column != byBound, byEnd: f.CoverEnd != nil && column != byEnd,
		byPremium: (f.PremiumFrom != nil || f.PremiumTo != nil) && (column != byPremium || q.distrusted),
		"rows":    q.distrusted,
	} {
		if asked && !says[name] {
			return true
		}
	}
	return false
}

// walks is the way that a list is read by: the first that says the whole filter, else the first.
func (q *search) walks(column string) (w way, left bool) {
	ways := q.waysBy(column)
	for i := 0; i < len(ways); {
		switch {
		case len(ways[i].ranges) > mostRanges && len(ways) > 1:
			ways = append(ways[:i:i], ways[i+1:]...)
		case !q.leaves(ways[i], column):
			return ways[i], false
		default:
			i++
		}
	}
	return ways[0], true
}

// narrow are other ways, by which all that a search finds may be few policies.
func (q *search) narrow(column string) (ways []gathering) {
	if q.distrusted {
		return nil
	}
	f := q.filter
	if f.PremiumFrom != nil || f.PremiumTo != nil {
		ways = append(ways, gathering{byPremium, q.waysBy(byPremium)[0]})
	}
	if f.CoverEnd != nil {
		ways = append(ways, gathering{byEnd, q.waysBy(byEnd)[0]})
	}
	for _, w := range q.waysBy(byBound) {
		if len(w.says) > 1 || f.BoundAt != nil || len(q.states) < len(allStates) {
			ways = append(ways, gathering{byBound, w})
			break
		}
	}
	kept := ways[:0]
	for _, w := range ways {
		if w.column != column {
			kept = append(kept, w)
		}
	}
	return kept
}

// gathering is a way by which all that a search can find may be gathered.
type gathering struct {
	column string
	way    way
}
