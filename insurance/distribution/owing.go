package distribution

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/counter"
	"baodan/ent/schema"
	"baodan/ent/settlementaccount"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// What an account owes of premium and has not paid is a counter for each half of its channel, moved by the transaction that charges or gives
// back premium, as quotas are: it is exact on any number of servers. An account that pays ahead owes nothing at most: below that, the counter
// is its balance. An account with a credit limit owes that much at most. Others have no such counter.

// OwingCounter is the counter of what is owed by an account in one half of its channel.
func OwingCounter(code string, live bool) string {
	return "owing " + code + " " + string(work.ModeOf(live))
}

// Owing is the bound of what the account of a payer may owe; nil: none.
func (s *Masters) Owing(a *Agreement, payer string) *Limit {
	now := s.now.Load()
	channel := now.channels[a.ChannelID]
	account := now.accounts[cmp.Or(a.Accounts[payer], OwnAccount(channel))]
	if account == nil {
		return nil
	}
	limit := &Limit{Quota: schema.Quota{Measure: Premium}, Counter: OwingCounter(account.Code, channel.Live), Account: account.Code}
	switch {
	case account.Kind == settlementaccount.KindPrepaid:
	case account.CreditLimit != nil:
		limit.Most = *account.CreditLimit
	default:
		return nil
	}
	return limit
}

// Refusal is the fault of a policy that a bound cannot hold.
func (b *Limit) Refusal(currency money.Currency) fault.Fault {
	if b.Account != "" {
		return fault.Newf(fault.CodeBalanceTooLow, "account %s", b.Account)
	}
	return fault.New(fault.CodeQuotaExhausted, "at most "+b.Text(currency))
}

// Owe books what payers of a policy are charged, and given back where it is negative, to what their accounts owe, in the transaction of the
// act. Fault: BALANCE_TOO_LOW.
func (s *Masters) Owe(ctx context.Context, tx *work.Tx, a *Agreement, currency money.Currency, lines []schema.PremiumLine) error {
	moved, limits := map[string]int64{}, map[string]*Limit{}
	for _, line := range lines {
		if limit := s.Owing(a, line.Payer); limit != nil && line.Premium != 0 {
			moved[limit.Counter] += line.Premium
			limits[limit.Counter] = limit
		}
	}
	for _, counter := range slices.Sorted(maps.Keys(moved)) { // one order of locks for all writers
		by, most := moved[counter], limits[counter].Most
		if by <= 0 {
			most = math.MaxInt64 / 2
		}
		fits, err := tx.AdvanceWithin(ctx, counter, by, most)
		if err != nil {
			return err
		}
		if !fits {
			return limits[counter].Refusal(currency)
		}
	}
	return nil
}

// Received books money of an account to what it owes in one half, in the transaction of the act; negative: it was paid back.
func Received(ctx context.Context, tx *work.Tx, account *ent.SettlementAccount, live bool, minor int64) error {
	return tx.Counter.Update().Where(counter.Name(OwingCounter(account.Code, live))).AddValue(-minor).Exec(ctx)
}

// Balance is what an account that pays ahead has left in one half, and locks it until the transaction ends; negative where it owes.
func Balance(ctx context.Context, tx *work.Tx, account *ent.SettlementAccount, live bool) (int64, error) {
	owing, err := tx.LockCounter(ctx, OwingCounter(account.Code, live))
	return -owing, err
}

// openOwing makes the counters of a new account.
func openOwing(ctx context.Context, tx *work.Tx, account *ent.SettlementAccount) error {
	for _, live := range []bool{true, false} {
		if err := tx.Counter.Create().SetID(tx.NewKey()).SetName(OwingCounter(account.Code, live)).SetValue(0).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
