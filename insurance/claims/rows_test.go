package claims_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/access"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	lists "baodan/insurance/work"
)

// wanted is a list as it is asked for.
type wanted struct {
	name   string
	filter claims.Filter
	order  claims.Order
	own    bool // by a channel
}

// P4: a page of claims reads at most 5 rows for each that it shows and 100 more, a count 2 for each that it counts and 100 more: by every
// part of the filter alone, by what the claims desk combines, and of a channel's own. Among 3,000 claims, or three tenths of LISTS.
func TestP4ListsOfClaimsReadFewRows(t *testing.T) {
	t.Parallel()
	n := 3000
	if policies, err := strconv.Atoi(os.Getenv("LISTS")); err == nil {
		n = policies * 3 / 10
	}
	w := insurancetest.NewPinned(t, dialect.MySQL).WithSamples()
	b := newBook(t, w)
	cleo, serge := w.Person("cleo"), w.Person("serge")
	b.settle(t, n, cleo.PersonID(), serge.PersonID())
	own := w.Caller(insurancetest.Pay)
	for _, c := range b.everything(serge.PersonID()) {
		caller := cleo
		if c.own {
			caller = own
		}
		for _, most := range []int{20, 100} {
			var page *claims.Page
			read := w.RowsReadBy(t, func() {
				var err error
				page, err = w.Claims.List(ctx, caller, &c.filter, c.order, lists.Page{Most: most})
				require.NoError(t, err)
			})
			assert.LessOrEqual(t, read, 5*most+100, "%s, a page of %d", c.name, most)
			t.Logf("%-42s page of %3d: %3d found, more %-5v %5d rows read", c.name, most, len(page.Claims), page.More, read)
			b.sameStatements(t, caller, &c, most)
		}
		var count lists.Count
		assert.LessOrEqual(t, w.RowsReadBy(t, func() {
			var err error
			count, err = w.Claims.Count(ctx, caller, &c.filter, 1000)
			require.NoError(t, err)
		}), 2*1000+100, "%s, count", c.name)
		t.Logf("%-42s count %d, exact %v", c.name, count.Value, count.Exact)
	}
}

// sameStatements holds that the second page takes as many statements as the first, and one that lies behind all, where an index says all of
// the filter.
func (b *shelf) sameStatements(t *testing.T, caller *access.Caller, c *wanted, most int) {
	t.Helper()
	count := func(page lists.Page) (int, *claims.Page) {
		ctx, statements := insurancetest.WithStatements(context.Background())
		found, err := b.w.Claims.List(ctx, caller, &c.filter, c.order, page)
		require.NoError(t, err)
		return len(statements.Texts()), found
	}
	first, found := count(lists.Page{Most: most})
	if !found.More || found.Through != nil {
		return
	}
	second, found := count(lists.Page{Most: most, After: found.Places[most-1]})
	if len(found.Claims) == most && found.Through == nil {
		assert.Equal(t, first, second, "%s: statements of the second page of %d", c.name, most)
	}
}

// settle writes claims as a year leaves them: most are paid, a few wait.
func (b *shelf) settle(t *testing.T, n int, people ...int64) {
	t.Helper()
	b.write(t, n, func(i int, c *written) {
		in := b.channels[i%2]
		if i%50 == 0 {
			in = b.channels[2+i/50%2]
		}
		c.channel, c.code, c.live = in.id, in.code, in.live
		if c.product = "ASI-01"; in.code == insurancetest.Mall {
			c.product = "RFI-01"
		}
		k := i * 7919 % 1000 // spreads what follows over time
		switch {
		case k < 700:
			c.state, c.payout, c.payouts = claim.StatePaid, payout.StatePaid, 1
		case k < 850:
			c.state = claim.StateDeclined
		case k < 880:
			c.state = claim.StateWithdrawn
		case k < 950:
			c.state = claim.StateInReview
		case k < 960:
			c.state = claim.StateEvidenceNeeded
		case k < 970:
			c.state = claim.StateCorrectionNeeded
		case k < 980:
			c.state = claim.StateSubmitted
		case k < 995:
			c.state, c.payout, c.payouts = claim.StateApproved, payout.StateOrdered, 1
		default:
			c.state, c.payout, c.payouts = claim.StatePayoutFailed, payout.StateDeclined, 1
		}
		if k == 980 && i%4000 < 1000 {
			c.payout = payout.StateDisputed
		}
		if k%3 == 0 || c.state == claim.StatePaid {
			c.assignee = people[i%len(people)]
		}
		c.reason = fmt.Sprint("REASON_", k%8)
		c.score = k % 100
		if loss := int64(1000 + i*31%500_000); i%10 != 0 {
			c.claimed = &loss
		}
		c.submitted = b.w.Clock.Now().Add(-time.Duration(n-i) * 10 * time.Minute)
		c.promised = c.submitted.Add(time.Duration(2+i%5) * 24 * time.Hour)
	})
}

// everything are all lists that are measured.
func (b *shelf) everything(person int64) (all []wanted) {
	mid := b.claims[len(b.claims)/2]
	hours := &lists.Period{Start: mid.submitted, End: mid.submitted.Add(12 * time.Hour)}
	promised := &lists.Period{Start: mid.promised, End: mid.promised.Add(12 * time.Hour)}
	alone := map[string]claims.Filter{
		"nothing": {}, "sandbox": {Mode: lists.Sandbox}, "numbers": {Numbers: []string{mid.number}}, "submitted": {SubmittedAt: hours},
		"promised": {PromisedAt: promised}, "overdue": {Overdue: true}, "disputed": {Disputed: true}, "mine": {Mine: true}, "nobody's": {Unassigned: true},
		"a person's": {AssigneeID: new(lists.PersonKey(person))}, "product": {ProductCodes: []string{"RFI-01"}}, "channel": {ChannelCodes: []string{insurancetest.Mall}},
		"reason": {Reasons: []string{"REASON_3"}}, "score": {ScoreFrom: new(int32(90))}, "low score": {ScoreTo: new(int32(5))},
		"claimed": {ClaimedFrom: yuan("100.00"), ClaimedTo: yuan("120.00")}, "large": {ClaimedFrom: yuan("4990.00")},
		"payouts ordered": {PayoutStates: []payout.State{payout.StateOrdered}}, "payouts paid": {PayoutStates: []payout.State{payout.StatePaid}},
		"payouts declined": {PayoutStates: []payout.State{payout.StateDeclined}}, "payouts disputed": {PayoutStates: []payout.State{payout.StateDisputed}},
	}
	for _, state := range everyState {
		alone["state "+string(state)] = claims.Filter{States: []claim.State{state}}
	}
	for _, name := range sortedKeys(alone) {
		all = append(all, wanted{name: name, filter: alone[name]})
	}
	for _, order := range []claims.Order{claims.Newest, claims.PromiseFirst, claims.PromiseLast, claims.LeastFirst, claims.MostFirst, claims.ScoreLeast, claims.ScoreMost} {
		all = append(all, wanted{name: "in order " + string(order), order: order})
	}
	chips := []string{"mine", "nobody's", "a person's", "product", "channel", "reason", "score", "low score", "claimed", "large"}
	for _, state := range []claim.State{claim.StateInReview, claim.StateEvidenceNeeded, claim.StateCorrectionNeeded, claim.StateApproved, claim.StatePayoutFailed} {
		all = append(all, wanted{name: fmt.Sprintf("desk %s", state), filter: claims.Filter{States: []claim.State{state}}, order: claims.PromiseFirst})
		for _, chip := range chips {
			f := alone[chip]
			f.States = []claim.State{state}
			all = append(all, wanted{name: fmt.Sprintf("desk %s, %s", state, chip), filter: f, order: claims.PromiseFirst})
		}
		f := alone["product"]
		f.States, f.Mine, f.ScoreFrom = []claim.State{state}, true, alone["score"].ScoreFrom
		all = append(all, wanted{name: fmt.Sprintf("desk %s, product, mine, score", state), filter: f, order: claims.PromiseFirst})
	}
	for _, order := range []claims.Order{claims.Oldest, claims.Newest, claims.MostFirst} {
		for _, name := range []string{"nothing", "submitted", "state PAID", "state IN_REVIEW", "reason", "claimed", "product"} {
			all = append(all, wanted{name: fmt.Sprintf("own, %s, %s", name, order), filter: alone[name], order: order, own: true})
		}
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
