package work_test

import (
	"context"
	"slices"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/ent/job"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// pageOf is what a page of a list must hold: what lies between its ends, from the one or the other.
func pageOf(list []int64, p work.Page) (page []int64, more bool) {
	after, before := slices.Index(list, p.After.Key), slices.Index(list, p.Before.Key)
	for i, id := range list {
		if i > after && (i < before || before < 0) {
			page = append(page, id)
		}
	}
	switch {
	case len(page) <= p.Most:
		return page, false
	case p.Backward:
		return page[len(page)-p.Most:], true
	}
	return page[:p.Most], true
}

// Any page of any list, the oldest or the newest first, holds what lies between its ends, and tells whether there is more.
func TestAnyPageOfAListIsTheOneAskedFor(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ids := addJobs(t, w.Store, "a", 0, 0, 0, 0, 0, 0, 0)
		others := addJobs(t, w.Store, "b", 0)
		newest := slices.Clone(ids)
		slices.Reverse(newest)
		rapid.Check(t, func(t *rapid.T) {
			ends := append([]int64{0}, ids...)
			p := work.Page{Most: rapid.IntRange(0, 8).Draw(t, "most"), Backward: rapid.Bool().Draw(t, "backward")}
			p.After.Key, p.Before.Key = rapid.SampledFrom(ends).Draw(t, "after"), rapid.SampledFrom(ends).Draw(t, "before")
			list, narrow := ids, p.Oldest
			if rapid.Bool().Draw(t, "newest") {
				list, narrow = newest, p.Newest
			}
			rows, err := w.Store.Client.Job.Query().Where(job.Kind("a"), func(s *sql.Selector) { narrow(s) }).IDs(context.Background())
			require.NoError(t, err)
			got, more := work.Trim(p, rows)
			want, goesOn := pageOf(list, p)
			assert.Equal(t, append([]int64{}, want...), append([]int64{}, got...))
			assert.Equal(t, goesOn, more)
			assert.NotContains(t, got, others[0])
		})
	})
}
