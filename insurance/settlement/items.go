package settlement

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"baodan/engine/earning"
	"baodan/ent/openitem"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

// Item is what an account owes, or is owed, of one due day (未清项).
type Item struct {
	Side     openitem.Side
	Account  string
	Currency string
	DueDay   *earning.Day // nil: received ahead
	Due      int64        // minor units
	Settled  int64
	AgeDays  int // since when it is due, where something is open
}

// Open is what is left.
func (i *Item) Open() int64 { return i.Due - i.Settled }

// Items are those of accounts in one half, on a day: premium, and commission as statements round it. No accounts: those of all.
func (s *Service) Items(ctx context.Context, mode work.Mode, on earning.Day, accounts ...string) ([]*Item, error) {
	query := s.store.Client.OpenItem.Query().Where(openitem.Live(mode.IsLive()))
	if len(accounts) > 0 {
		query.Where(openitem.AccountIn(accounts...))
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("open items: %w", err)
	}
	type key struct {
		side              openitem.Side
		account, currency string
		day               int
	}
	items := map[key]*Item{}
	for _, row := range rows {
		k := key{row.Side, row.Account, row.Currency, row.DueDay}
		i := items[k]
		if i == nil {
			i = &Item{Side: row.Side, Account: row.Account, Currency: row.Currency}
			if row.DueDay != 0 {
				day := earning.Day(row.DueDay)
				i.DueDay = &day
			}
			items[k] = i
		}
		if row.Side == openitem.SideCommission {
			i.Due += ledger.WholeCommission(row.Due)
		} else {
			i.Due += row.Due
		}
		i.Settled += row.Settled
	}
	maps.DeleteFunc(items, func(_ key, i *Item) bool { return i.Due == 0 && i.Settled == 0 }) // it was received ahead, and applied
	list := slices.SortedFunc(maps.Values(items), func(a, b *Item) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), -cmp.Compare(a.Side, b.Side), compareDays(a.DueDay, b.DueDay))
	})
	for _, i := range list {
		if i.DueDay != nil && i.Open() != 0 {
			i.AgeDays = int(max(on-*i.DueDay, 0))
		}
	}
	return list, nil
}

// compareDays puts none last.
func compareDays(a, b *earning.Day) int {
	if a == nil || b == nil {
		return cmp.Compare(map[bool]int{true: 1}[a == nil], map[bool]int{true: 1}[b == nil])
	}
	return cmp.Compare(*a, *b)
}
