package work_test

import (
	"context"
	"slices"
	"testing"

	"entgo.io/ent/dialect/sql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// Pages of several lists, found by one statement, are those that each list has alone; nobody's list is empty.
func TestPagesOfSeveralListsAreThoseOfEach(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		lists := map[string][]int64{"a": addJobs(t, w.Store, "a", 0, 0, 0, 0), "b": addJobs(t, w.Store, "b", 0, 0), "c": nil}
		var ends []int64
		for _, list := range lists {
			ends = append(ends, list...)
			slices.Reverse(list)
		}
		rapid.Check(t, func(t *rapid.T) {
			p := work.Page{Most: rapid.IntRange(0, 4).Draw(t, "most"), Backward: rapid.Bool().Draw(t, "backward")}
			p.After.Key = rapid.SampledFrom(append([]int64{0}, ends...)).Draw(t, "after")
			kinds := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID[string]).Draw(t, "kinds")
			rows, err := w.Store.Client.Job.Query().Where(work.Each(kinds, func(s *sql.Selector, kind string) {
				job.Kind(kind)(s)
				p.Newest(s)
			}), predicate.Job(p.NewestOrder)).All(context.Background())
			require.NoError(t, err)
			pages := work.TrimEach(p, work.Group(rows, func(j *ent.Job) string { return j.Kind }))
			for kind, list := range lists {
				want, more := []int64{}, false
				if slices.Contains(kinds, kind) {
					one, err := w.Store.Client.Job.Query().Where(job.Kind(kind), predicate.Job(p.Newest)).All(context.Background())
					require.NoError(t, err)
					one, more = work.Trim(p, one)
					for _, j := range one {
						want = append(want, j.ID)
					}
				}
				got := []int64{}
				for _, j := range pages[kind].Rows {
					got = append(got, j.ID)
				}
				assert.Equal(t, want, got, "%s of %d", kind, len(list))
				assert.Equal(t, more, pages[kind].More)
			}
		})
	})
}
