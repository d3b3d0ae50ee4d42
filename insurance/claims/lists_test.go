package claims_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	lists "baodan/insurance/work"
)

var everyState = []claim.State{
	claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded, claim.StateApproved, claim.StatePayoutFailed,
	claim.StatePaid, claim.StateDeclined, claim.StateWithdrawn,
}

// payoutsIn are the states that the newest payout of a claim may have in some states.
var payoutsIn = map[claim.State][]payout.State{
	claim.StateApproved:     {"", payout.StateOrdered, payout.StateUnknown, payout.StateDisputed},
	claim.StatePaid:         {payout.StatePaid, payout.StateDisputed},
	claim.StatePayoutFailed: {payout.StateDeclined}, claim.StateInReview: {"", payout.StateDeclined},
}

// scatter writes random claims, many of which have the same of everything.
func scatter(t *rapid.T, b *shelf, n int, people []int64) {
	b.write(t, n, func(_ int, c *written) {
		in := rapid.SampledFrom(b.channels).Draw(t, "channel")
		c.channel, c.code, c.live = in.id, in.code, in.live
		c.product = rapid.SampledFrom([]string{"RFI-01", "ASI-01"}).Draw(t, "product")
		c.state = rapid.SampledFrom(everyState).Draw(t, "state")
		c.assignee = rapid.SampledFrom(append([]int64{0}, people...)).Draw(t, "assignee")
		c.reason = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "reason")
		c.currency = rapid.SampledFrom([]string{"CNY", "CNY", "CNY", "USD"}).Draw(t, "currency")
		c.score = rapid.IntRange(0, 5).Draw(t, "score") * 10
		c.claimed = rapid.Ptr(rapid.Int64Range(1, 9), true).Draw(t, "claimed")
		c.submitted = b.w.Clock.Now().Add(-time.Duration(rapid.IntRange(0, 8).Draw(t, "submitted")) * time.Hour)
		c.promised = c.submitted.Add(time.Duration(rapid.IntRange(1, 6).Draw(t, "promised")) * time.Hour)
		if states := payoutsIn[c.state]; states != nil {
			c.payout = rapid.SampledFrom(states).Draw(t, "payout")
		}
		if c.payout != "" {
			c.payouts = rapid.IntRange(1, 2).Draw(t, "payouts")
		}
	})
}

func oneIn(t *rapid.T, chance int, name string) bool {
	return rapid.IntRange(1, chance).Draw(t, name) == 1
}

// anyFilter draws a filter that often finds something; own: of a channel.
func anyFilter(t *rapid.T, b *shelf, people []int64, own bool) *claims.Filter {
	f := &claims.Filter{}
	if oneIn(t, 8, "numbers") {
		for range rapid.IntRange(1, 30).Draw(t, "n") {
			f.Numbers = append(f.Numbers, rapid.SampledFrom(b.claims).Draw(t, "claim").number)
		}
		f.Numbers = append(f.Numbers, "nonsense")
	}
	if oneIn(t, 10, "policies") {
		f.PolicyNumbers = []string{b.policy, "P0"}
	}
	if oneIn(t, 2, "states") {
		f.States = rapid.SliceOfN(rapid.SampledFrom(everyState), 1, 4).Draw(t, "states")
	}
	if oneIn(t, 4, "reasons") {
		f.Reasons = rapid.SliceOfN(rapid.SampledFrom([]string{"A", "B", "none"}), 1, 2).Draw(t, "reasons")
	}
	if oneIn(t, 3, "products") {
		f.ProductCodes = rapid.SliceOfN(rapid.SampledFrom([]string{"RFI-01", "ASI-01", "XYZ-01"}), 1, 2).Draw(t, "codes")
	}
	yuan := func(name string) *money.Input {
		currency := rapid.SampledFrom([]string{"CNY", "CNY", "USD"}).Draw(t, name+" currency")
		if f.ClaimedFrom != nil {
			currency = f.ClaimedFrom.Currency
		}
		return &money.Input{Amount: money.MustDecimal(rapid.SampledFrom([]string{"0.02", "0.05", "0.09"}).Draw(t, name)), Currency: currency}
	}
	if oneIn(t, 4, "claimed from") {
		f.ClaimedFrom = yuan("from")
	}
	if oneIn(t, 5, "claimed to") {
		f.ClaimedTo = yuan("to")
	}
	span := func(name string) *lists.Period {
		from := b.w.Clock.Now().Add(-time.Duration(rapid.IntRange(-6, 8).Draw(t, name)) * time.Hour)
		return &lists.Period{Start: from, End: from.Add(time.Duration(rapid.IntRange(1, 6).Draw(t, "hours")) * time.Hour)}
	}
	if oneIn(t, 4, "submitted") {
		f.SubmittedAt = span("from")
	}
	if !own {
		desk(t, f, people, span)
	}
	return f
}

// desk draws what only the insurer's people may filter by.
func desk(t *rapid.T, f *claims.Filter, people []int64, span func(string) *lists.Period) {
	f.Mode = lists.ModeOf(rapid.Bool().Draw(t, "live"))
	if oneIn(t, 3, "channels") {
		f.ChannelCodes = append(rapid.SliceOfN(rapid.SampledFrom([]string{insurancetest.Mall, insurancetest.Pay}), 0, 2).Draw(t, "codes"), "no-such-channel")
	}
	switch rapid.IntRange(0, 5).Draw(t, "whose") {
	case 0:
		f.AssigneeID = new(lists.PersonKey(rapid.SampledFrom(people).Draw(t, "person")))
	case 1:
		f.Unassigned = true
	case 2:
		f.Mine = true
	}
	if oneIn(t, 4, "score from") {
		f.ScoreFrom = new(int32(rapid.IntRange(0, 60).Draw(t, "score")))
	}
	if oneIn(t, 5, "score to") {
		f.ScoreTo = new(int32(rapid.IntRange(0, 60).Draw(t, "score")))
	}
	if oneIn(t, 5, "payouts") {
		f.PayoutStates = rapid.SliceOfN(rapid.SampledFrom([]payout.State{payout.StateOrdered, payout.StateUnknown, payout.StatePaid, payout.StateDeclined, payout.StateDisputed}), 1, 2).Draw(t, "payouts")
	}
	if oneIn(t, 4, "promised") {
		f.PromisedAt = span("promised from")
	}
	f.Disputed, f.Overdue = oneIn(t, 8, "disputed"), oneIn(t, 6, "overdue")
}

// P4: whatever the filter, a list of claims holds what a look at every claim would find, in the same order, read forwards and backwards in
// pages of any size without a gap or a double; and the count is how many there are, or says that it is not exact.
func TestP4ClaimsAreWhatALookAtEveryClaimFinds(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		b := newBook(t, w)
		cleo := w.Person("cleo")
		people := []int64{cleo.PersonID(), w.Person("serge").PersonID()}
		filled := false
		rapid.Check(t, func(t *rapid.T) {
			if !filled {
				scatter(t, b, 150, people)
				filled = true
			}
			own := oneIn(t, 5, "own")
			caller, f := cleo, anyFilter(t, b, people, own)
			orders := []claims.Order{claims.Oldest, claims.Newest, claims.LeastFirst, claims.MostFirst}
			said := *f
			if own {
				caller, said.ChannelCodes = w.Caller(insurancetest.Pay), []string{insurancetest.Pay}
			} else {
				orders = append(orders, claims.PromiseFirst, claims.PromiseLast, claims.ScoreLeast, claims.ScoreMost)
			}
			order := rapid.SampledFrom(orders).Draw(t, "order")
			want := b.found(&said, order, cleo.PersonID())
			size := rapid.SampledFrom([]int{1, 7, 100}).Draw(t, "size")
			if size == 1 && len(want) > 20 {
				size = 7
			}
			for _, backward := range []bool{false, true} {
				got := numbersOf(t, w, caller, f, order, size, backward)
				require.True(t, slices.Equal(want, got), "%+v %s, backward %v: %v, not %v", f, order, backward, got, want)
			}
			most := rapid.SampledFrom([]int{1, 10, 1000}).Draw(t, "most")
			n, err := w.Claims.Count(ctx, caller, f, most)
			require.NoError(t, err)
			require.LessOrEqual(t, n.Value, min(len(want), most))
			if n.Exact || most == 1000 {
				require.Equal(t, lists.CountOf(len(want), most), n)
			}
		})
	})
}

func numbersOf(t *rapid.T, w *insurancetest.World, caller *access.Caller, f *claims.Filter, order claims.Order, size int, backward bool) []string {
	numbers, page := []string{}, lists.Page{Most: size, Backward: backward}
	for {
		found, err := w.Claims.List(ctx, caller, f, order, page)
		require.NoError(t, err)
		require.LessOrEqual(t, len(found.Claims), size)
		some := []string{}
		for _, c := range found.Claims {
			some = append(some, c.Number())
		}
		if backward {
			numbers = append(some, numbers...)
		} else {
			numbers = append(numbers, some...)
		}
		if !found.More {
			return numbers
		}
		through := found.Through
		if through == nil {
			require.NotEmpty(t, some, "there is something to go on from")
			through = &found.Places[len(some)-1]
			if backward {
				through = &found.Places[0]
			}
		}
		if backward {
			require.NotEqual(t, page.Before, *through, "it gets on: %+v %s", f, order)
		} else {
			require.NotEqual(t, page.After, *through, "it gets on: %+v %s", f, order)
		}
		if page.After = *through; backward {
			page.After, page.Before = lists.Place{}, *through
		}
	}
}
