package work_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/counter"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// What is wanted is kept, a page of it at most; where it does not fill the page the list goes on from the last row that was looked at.
func TestSift(t *testing.T) {
	t.Parallel()
	page := work.Page{Most: 2}
	const looked = 5*2 + 100
	assert.Equal(t, looked-1, page.Looked().Most, "one more is read")
	numbers := func(n int64) (list []int64) {
		for i := range n {
			list = append(list, i+1)
		}
		return list
	}
	key := func(n int64) int64 { return n }
	only := func(wanted ...int64) func(int64) bool {
		return func(n int64) bool {
			for _, w := range wanted {
				if n == w {
					return true
				}
			}
			return false
		}
	}
	for _, c := range []struct {
		read   int64
		wanted []int64
		want   work.Found[int64]
	}{
		{looked - 1, nil, work.Found[int64]{}},
		{looked, nil, work.Found[int64]{More: true, Through: looked}},
		{looked, []int64{3}, work.Found[int64]{Rows: []int64{3}, More: true, Through: looked}},
		{looked - 1, []int64{3, 5}, work.Found[int64]{Rows: []int64{3, 5}}},
		{looked, []int64{3, 5}, work.Found[int64]{Rows: []int64{3, 5}, More: true, Through: looked}},
		{looked - 1, []int64{3, 5, 7}, work.Found[int64]{Rows: []int64{3, 5}, More: true}},
		{looked, []int64{3, 5, looked}, work.Found[int64]{Rows: []int64{3, 5}, More: true}},
	} {
		assert.Equal(t, c.want, work.Sift(page, numbers(c.read), only(c.wanted...), key), "%d read, %v wanted", c.read, c.wanted)
	}
	page.Backward = true
	assert.Equal(t, []int64{5, 3}, work.Sift(page, numbers(9), only(3, 5), key).Rows, "in the order of the list")
}

// A count goes to its maximum and says where it stopped.
func TestCountUpTo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		for _, name := range []string{"count a", "count b", "count c"} {
			w.Store.Client.Counter.Create().SetID(w.Store.NewKey()).SetName(name).SetValue(1).ExecX(context.Background())
		}
		for most, want := range map[int]work.Count{2: {Value: 2}, 3: {Value: 3, Exact: true}, 4: {Value: 3, Exact: true}} {
			got, err := work.CountUpTo(context.Background(), w.Store, counter.Table, most, counter.NameHasPrefix("count "))
			require.NoError(t, err)
			assert.Equal(t, want, got, "%d", most)
		}
	})
}
