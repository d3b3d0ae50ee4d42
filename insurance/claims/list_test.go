package claims_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/claim"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	lists "baodan/insurance/work"
)

// The desk's list finds the same claims page by page, either way, by whatever filter, in the order of their submission.
func TestListOfClaims(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo := w.Person("cleo")
		freight := sell(t, w, "O-1")
		a, err := submit(w, "C-0", freight, "YT1000000001")
		require.NoError(t, err)
		work(t, w)
		policy := covered(t, w, "acct-1", "BASIC")
		all := []string{a.Claim.Number()}
		began := w.Clock.Now()
		for i := range 8 {
			c := reviewed(t, w, fmt.Sprintf("C-%d", i), policy, fmt.Sprintf("%d", 3000+100*i))
			all = append(all, c.Number())
			if i%3 == 0 {
				_, err := w.Claims.Take(ctx, cleo, &claims.TakeInput{ClaimNumber: c.Number(), ExpectedRevision: 2})
				require.NoError(t, err)
			}
			if i != 4 { // two of one moment
				w.Clock.Advance(time.Minute)
			}
		}
		amount := func(text string) *money.Input { return yuan(text) }
		middle, late := began.Add(2*time.Minute), w.Clock.Now()
		for name, one := range map[string]struct {
			filter claims.Filter
			want   []string
		}{
			"all":            {claims.Filter{}, all},
			"one state":      {claims.Filter{States: []claim.State{claim.StateInReview}}, all[1:]},
			"two states":     {claims.Filter{States: []claim.State{claim.StateInReview, claim.StatePaid, claim.StateInReview}}, all},
			"none such":      {claims.Filter{States: []claim.State{claim.StateWithdrawn}}, nil},
			"product":        {claims.Filter{ProductCodes: []string{"RFI-01"}}, all[:1]},
			"products":       {claims.Filter{ProductCodes: []string{"RFI-01", "ASI-01"}}, all},
			"channel":        {claims.Filter{ChannelCodes: []string{insurancetest.Pay}}, all[1:]},
			"channels":       {claims.Filter{ChannelCodes: []string{insurancetest.Pay, insurancetest.Mall}}, all},
			"no channel":     {claims.Filter{ChannelCodes: []string{"nobody"}}, nil},
			"sandboxes":      {claims.Filter{Mode: "SANDBOX"}, nil},
			"a person's":     {claims.Filter{AssigneeID: new(lists.PersonKey(cleo.Person.ID))}, []string{all[1], all[4], all[7]}},
			"nobody's":       {claims.Filter{Unassigned: true, States: []claim.State{claim.StateInReview}}, []string{all[2], all[3], all[5], all[6], all[8]}},
			"amounts":        {claims.Filter{ProductCodes: []string{"ASI-01"}, ClaimedFrom: amount("3100")}, all[2:]},
			"less":           {claims.Filter{ProductCodes: []string{"ASI-01"}, ClaimedTo: amount("3099.99")}, all[1:2]},
			"no such amount": {claims.Filter{ProductCodes: []string{"ASI-01"}, ClaimedFrom: amount("20000")}, nil},
			"a time":         {claims.Filter{SubmittedAt: &lists.Period{Start: middle, End: late}}, all[3:]},
			"not overdue":    {claims.Filter{Overdue: true}, nil},
		} {
			for _, newest := range []bool{false, true} {
				want := slices.Clone(one.want)
				if newest {
					slices.Reverse(want)
				}
				for _, most := range []int{1, 2, 50} {
					for _, backward := range []bool{false, true} {
						assert.Equal(t, want, walk(t, w, &one.filter, newest, most, backward), "%s, newest %v, %d a page, backward %v", name, newest, most, backward)
					}
				}
			}
		}
		w.Clock.Advance(73 * time.Hour)
		assert.Equal(t, all[1:], walk(t, w, &claims.Filter{Overdue: true}, false, 3, false))
		for _, bad := range []claims.Filter{{ClaimedFrom: amount("0.001")}, {Unassigned: true, AssigneeID: new(lists.PersonKey(cleo.Person.ID))}, {ProductCodes: make([]string, 101)}, {ChannelCodes: make([]string, 101)}} {
			_, err := w.Claims.List(ctx, cleo, &bad, claims.Oldest, lists.Page{Most: 1})
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%+v: %v", bad, err)
		}
		queues, err := w.Claims.Queues(ctx, cleo, "ASI-01")
		require.NoError(t, err)
		for _, q := range queues {
			want := &claims.Queue{State: q.State, Count: lists.Count{Exact: true}}
			if q.State == claim.StateInReview {
				want.Count.Value, want.Unassigned, want.Oldest = 8, 5, &began
			}
			assert.Equal(t, want.Count.Value, q.Count.Value, q.State)
			assert.Equal(t, want.Unassigned, q.Unassigned, q.State)
			assert.Equal(t, want.Oldest != nil, q.Oldest != nil && q.Oldest.Equal(began), q.State)
		}
	})
}

// walk reads a list page by page, from its beginning or from its end.
func walk(t *testing.T, w *insurancetest.World, f *claims.Filter, newest bool, most int, backward bool) (numbers []string) {
	t.Helper()
	order := claims.Oldest
	if newest {
		order = claims.Newest
	}
	for _, c := range walked(t, w, f, order, most, backward) {
		numbers = append(numbers, c.Number())
	}
	return numbers
}

func walked(t *testing.T, w *insurancetest.World, f *claims.Filter, order claims.Order, most int, backward bool) (list []*claims.Claim) {
	t.Helper()
	page := lists.Page{Most: most, Backward: backward}
	for {
		found, err := w.Claims.List(ctx, w.Person("cleo"), f, order, page)
		require.NoError(t, err)
		if backward {
			list = append(slices.Clone(found.Claims), list...)
		} else {
			list = append(list, found.Claims...)
		}
		if !found.More {
			return list
		}
		through := found.Through
		if n := len(found.Places); through == nil && backward {
			through = &found.Places[0]
		} else if through == nil {
			through = &found.Places[n-1]
		}
		if page.After = *through; backward {
			page.After, page.Before = lists.Place{}, *through
		}
	}
}

// The indexes that lists name are there: a database that lacks one would refuse the query.
func TestListsNameIndexesThatAre(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		somebody := lists.PersonKey(1)
		for _, f := range []claims.Filter{{}, {AssigneeID: &somebody}, {ProductCodes: []string{"ASI-01"}}, {ChannelCodes: []string{insurancetest.Pay}}} {
			_, err := w.Claims.List(ctx, w.Person("cleo"), &f, claims.Newest, lists.Page{Most: 1})
			assert.NoError(t, err)
		}
	})
}
