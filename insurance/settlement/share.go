package settlement

import (
	"cmp"
	"slices"

	"baodan/ent/schema"
)

// group is premium of a due day that is open for one group of contracts.
type group struct {
	key       int64 // of its item
	portfolio string
	year      int
	open      int64
}

// share divides an amount among groups that have something open of its own sign, by what is open: each gets the whole units of its exact
// part, and the units that remain go to the largest fractions, of equals to the first. The amount is not more than is open of its sign.
func share(amount int64, groups []group) []schema.CashGroup {
	var own []group
	var total int64
	for _, g := range groups {
		if g.open != 0 && (g.open > 0) == (amount > 0) {
			own = append(own, g)
			total += g.open
		}
	}
	type part struct {
		schema.CashGroup
		at       int
		fraction int64 // of total
	}
	parts, left := make([]part, len(own)), amount
	for i, g := range own {
		whole := amount * g.open / total
		parts[i] = part{schema.CashGroup{Portfolio: g.portfolio, Year: g.year, Premium: whole}, i, abs(amount * g.open % total)}
		left -= whole
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.fraction, a.fraction) })
	for i := range parts {
		if left == 0 {
			break
		}
		parts[i].Premium += sign(left)
		left -= sign(left)
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.at, b.at) })
	var list []schema.CashGroup
	for _, p := range parts {
		if p.Premium != 0 {
			list = append(list, p.CashGroup)
		}
	}
	return list
}

func abs(n int64) int64 { return max(n, -n) }

func sign(n int64) int64 { return int64(cmp.Compare(n, 0)) }
