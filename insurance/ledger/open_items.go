package ledger

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"baodan/engine/earning"
	"baodan/ent"
	"baodan/ent/openitem"
	"baodan/ent/schema"
	"baodan/ent/settlementaccount"
)

// itemKey is what is due together.
type itemKey struct {
	side      openitem.Side
	account   string
	live      bool
	currency  string
	day       int
	portfolio string
	year      int
	agreement int64
}

// due adds what a booking of premium makes due: premium to the account of its payer, commission to that of its agreement. Premium of an
// account that pays ahead is received as it is drawn.
func (f *folding) due(p *source, b *Booking, account *ent.SettlementAccount) {
	portfolio := p.product.Coverage().Portfolio
	year := min(earning.Day(*b.StartDay), earning.Day(*b.DueDay)).Date().Year()
	switch {
	case b.Premium == 0:
	case account != nil && account.Kind == settlementaccount.KindPrepaid:
		b.received = []schema.CashGroup{{Portfolio: portfolio, Year: year, Premium: b.Premium}}
	default:
		f.items[itemKey{openitem.SidePremium, b.Account, b.Live, b.Currency, *b.DueDay, portfolio, year, 0}] += b.Premium
	}
	if b.Commission != 0 {
		code, account := f.account(p, commission)
		day := dueDay(account, earning.Day(b.Day))
		f.items[itemKey{openitem.SideCommission, code, b.Live, b.Currency, int(day), "", 0, p.AgreementID}] += b.Commission
	}
}

// storeItems adds what became due to the open items.
func (f *folding) storeItems(ctx context.Context) error {
	keys := slices.SortedFunc(maps.Keys(f.items), func(a, b itemKey) int { // one order of locks
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.side, b.side), cmp.Compare(a.day, b.day), cmp.Compare(a.portfolio, b.portfolio),
			cmp.Compare(a.year, b.year), cmp.Compare(a.agreement, b.agreement))
	})
	for _, k := range keys {
		n, err := f.tx.OpenItem.Update().Where(
			openitem.Account(k.account), openitem.Live(k.live), openitem.SideEQ(k.side), openitem.DueDay(k.day), openitem.Portfolio(k.portfolio),
			openitem.Year(k.year), openitem.AgreementID(k.agreement), openitem.Currency(k.currency),
		).AddDue(f.items[k]).Save(ctx)
		if err == nil && n == 0 {
			err = f.tx.OpenItem.Create().SetID(f.tx.NewKey()).SetSide(k.side).SetAccount(k.account).SetLive(k.live).SetCurrency(k.currency).
				SetDueDay(k.day).SetPortfolio(k.portfolio).SetYear(k.year).SetAgreementID(k.agreement).SetDue(f.items[k]).Exec(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// WholeCommission rounds exact commission, in millionths of a minor unit, as a statement does: once, half up, the middle away from zero.
func WholeCommission(millionths int64) int64 {
	if millionths < 0 {
		return -WholeCommission(-millionths)
	}
	return (millionths + 500_000) / 1_000_000
}
