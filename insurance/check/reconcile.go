package check

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/statement"
	"baodan/insurance"
	"baodan/insurance/voucher"
)

// Totals are the premium of live business by each of its records, in one currency: minor units. All are the same, but that of statements
// where a month has none yet.
type Totals struct {
	Currency                             string
	Policies, Events, Bookings, Vouchers int64
	Statements                           int64 // of the newest revisions
	Unstated                             int64 // of bookings that are on none
}

func totalsOf(all map[string]*Totals, currency string) *Totals {
	if all[currency] == nil {
		all[currency] = &Totals{Currency: currency}
	}
	return all[currency]
}

func (t *Totals) add(other *Totals) {
	t.Policies += other.Policies
	t.Events += other.Events
	t.Bookings += other.Bookings
}

// Reconcile proves I3: policies, events, bookings, vouchers and statements come to the same, to the fen. It names each row that is wrong, as
// Run does, and answers the totals by currency.
func Reconcile(ctx context.Context, in *insurance.Insurance, o Options) ([]Result, []*Totals, error) {
	o.Books = true
	results, totals, err := lookAt(ctx, in, o)
	if err != nil {
		return nil, nil, err
	}
	if err := addVouchers(ctx, in, totals); err != nil {
		return nil, nil, err
	}
	if err := addStatements(ctx, in, totals); err != nil {
		return nil, nil, err
	}
	list := slices.SortedFunc(maps.Values(totals), func(a, b *Totals) int { return slices.Compare([]byte(a.Currency), []byte(b.Currency)) })
	return results, list, nil
}

// addVouchers adds what vouchers post as premium: income, VAT, and what rounding leaves.
func addVouchers(ctx context.Context, in *insurance.Insurance, totals map[string]*Totals) error {
	months, err := in.Ledger.MonthsBooked(ctx)
	if err != nil {
		return err
	}
	mapping := voucher.Shipped()
	income := mapping.PremiumAccounts()
	for _, month := range months {
		list, err := in.Vouchers.Month(ctx, mapping, month)
		if err != nil {
			return fmt.Errorf("vouchers of %d: %w", month, err)
		}
		for _, v := range list {
			for _, l := range v.Lines {
				if slices.Contains(income, l.Account) {
					totalsOf(totals, "CNY").Vouchers += l.Credit
				}
			}
		}
	}
	return nil
}

// addStatements adds the newest statement of each month of an agreement, and what is on none.
func addStatements(ctx context.Context, in *insurance.Insurance, totals map[string]*Totals) error {
	rows, err := in.Store.Client.Statement.Query().Where(statement.StateNEQ(statement.StateSuperseded)).Order(ent.Asc(statement.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if channel := in.Distribution.Channel(row.ChannelID); channel != nil && channel.Live {
			totalsOf(totals, row.Currency).Statements += row.Totals.Premium
		}
	}
	for _, t := range totals {
		t.Unstated = t.Bookings - t.Statements
	}
	return nil
}
