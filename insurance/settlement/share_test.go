package settlement

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"baodan/ent/schema"
)

func groupsOf(open ...int64) (list []group) {
	for i, o := range open {
		list = append(list, group{portfolio: "P", year: 2020 + i, open: o})
	}
	return list
}

func parts(list []schema.CashGroup) map[int]int64 {
	of := map[int]int64{}
	for _, g := range list {
		of[g.Year-2020] = g.Premium
	}
	return of
}

// Figures, section 4: 30 for 50 and 12 open: 24.19 and 5.81 give 24 and 6.
func TestShareByLargestRemainder(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[int]int64{0: 24, 1: 6}, parts(share(30, groupsOf(50, 12))))
	assert.Equal(t, map[int]int64{0: 2, 1: 1}, parts(share(3, groupsOf(5, 5))), "of equals the first")
	assert.Equal(t, map[int]int64{0: 7}, parts(share(7, groupsOf(50, -12))), "of its own sign")
	assert.Equal(t, map[int]int64{1: -7}, parts(share(-7, groupsOf(50, -12))))
}

// What is shared adds up, and nobody gets more than is open.
func TestSharesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		groups := groupsOf(rapid.SliceOfN(rapid.Int64Range(-1000, 1000), 1, 8).Draw(t, "open")...)
		var most int64
		for _, g := range groups {
			most += max(g.open, 0)
		}
		if most == 0 {
			return
		}
		amount := rapid.Int64Range(1, most).Draw(t, "amount")
		var sum int64
		for i, part := range parts(share(amount, groups)) {
			if part < 0 || part > groups[i].open {
				t.Fatalf("%d of %d", part, groups[i].open)
			}
			sum += part
		}
		if sum != amount {
			t.Fatalf("%d of %d", sum, amount)
		}
	})
}
