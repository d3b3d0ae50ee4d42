package issuing

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"baodan/engine/money"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// A policy uses its agreement's quotas in the transaction that stores it. A counter only advances while it stays within
// its limit, and policies that do not fit are not stored. So all servers together sell neither too much nor too little:
// what is not stored - a duplicate, a replay, a crash - uses nothing.

// quotas draws on the quotas of agreements.
type quotas struct {
	distribution *distribution.Service
	counters     distribution.Counters // as far as this server has seen them
}

// quotaUse is what a policy uses of one quota.
type quotaUse struct {
	limit *distribution.Limit
	units int64
}

// use is what a policy uses of the quotas that its agreement has now, and of what the account of its payer may owe; most have none. Fault:
// QUOTA_EXHAUSTED where it is known already that one cannot hold it. Open says that counters which are not there yet are made, and that the
// policy is to be stored: a dry run owes nothing.
func (s *quotas) use(ctx context.Context, u *underwritten, premium money.Amount, open bool) ([]quotaUse, error) {
	limits := u.current.Limits(u.now, u.product.Location())
	owing := s.distribution.Owing(u.agreement, string(u.payer))
	if limits == nil && (owing == nil || !open) {
		return nil, nil
	}
	list := make([]quotaUse, len(limits))
	for i, limit := range limits {
		list[i] = quotaUse{limit, 1}
		if limit.Measure == distribution.Premium {
			list[i].units = premium.Minor
		}
		holds, opened := s.counters.Holds(limit, list[i].units)
		if !holds {
			return nil, exhausted(limit, premium.Currency)
		}
		if !opened && open {
			if err := s.distribution.OpenCounter(ctx, &s.counters, limit); err != nil {
				return nil, err
			}
		}
	}
	if owing != nil && open {
		list = append(list, quotaUse{owing, premium.Minor})
	}
	// One order of locks for all writers.
	slices.SortFunc(list, func(a, b quotaUse) int { return cmp.Compare(a.limit.Counter, b.limit.Counter) })
	return list, nil
}

func exhausted(limit *distribution.Limit, currency money.Currency) fault.Fault {
	return limit.Refusal(currency).At("risk", "agreementCode")
}

// overdrawn says that some bindings of a batch do not fit into their quotas; nothing of the batch was stored.
type overdrawn struct{ refused map[*binding]fault.Fault }

// Error is for logs.
func (*overdrawn) Error() string { return "a quota cannot hold the batch" }

// usesQuotas tells whether any binding of a batch draws on a quota.
func usesQuotas(batch []*binding) bool {
	return slices.ContainsFunc(batch, func(b *binding) bool { return len(b.uses) > 0 })
}

// storeWithinQuotas stores a batch that draws on quotas. Fault: overdrawn.
func (s *binder) storeWithinQuotas(ctx context.Context, batch []*binding, rows []work.Insert) error {
	do := s.store.Do
	if len(batch) > 1 {
		do = s.store.DoUnlessLocked
	}
	return do(ctx, "issue", func(ctx context.Context, tx *work.Tx) error {
		if err := s.quotas.draw(ctx, tx, batch); err != nil {
			return err
		}
		work.Point("issue.drawn")
		return tx.Insert(ctx, rows...)
	})
}

// draw advances the counters by what a batch uses, in the order of their names. If a counter cannot hold the whole
// batch, draw reports which policies do not fit and stores nothing; the caller retries the rest.
func (s *quotas) draw(ctx context.Context, tx *work.Tx, batch []*binding) error {
	for _, use := range totals(batch) {
		fits, err := tx.AdvanceWithin(ctx, use.limit.Counter, use.units, use.limit.Most)
		if err != nil {
			return err
		}
		if fits {
			continue
		}
		value, err := tx.LockCounter(ctx, use.limit.Counter)
		if err != nil {
			return err
		}
		if use.limit.Account == "" { // what an account owes may become less again
			s.counters.Saw(use.limit.Counter, value)
		}
		if over := findOverdrawn(batch, use.limit.Counter, value); over != nil {
			return over
		}
		if _, err := tx.AdvanceWithin(ctx, use.limit.Counter, use.units, math.MaxInt64); err != nil {
			return err
		}
	}
	return nil
}

// totals are the uses of a batch by counter, each with the lowest limit.
func totals(batch []*binding) []quotaUse {
	var all []quotaUse
	for _, b := range batch {
		for _, use := range b.uses {
			i, found := slices.BinarySearchFunc(all, use.limit.Counter, func(a quotaUse, counter string) int { return cmp.Compare(a.limit.Counter, counter) })
			if !found {
				all = slices.Insert(all, i, use)
				continue
			}
			all[i].units += use.units
			if use.limit.Most < all[i].limit.Most {
				all[i].limit = use.limit
			}
		}
	}
	return all
}

// findOverdrawn names the bindings that a counter cannot hold, each by its own limit: two versions of an agreement may
// have different limits. It answers nil where the counter can hold all of them.
func findOverdrawn(batch []*binding, counter string, value int64) *overdrawn {
	over := &overdrawn{refused: map[*binding]fault.Fault{}}
	for _, b := range batch {
		for _, use := range b.uses {
			if use.limit.Counter != counter {
				continue
			}
			if value+use.units > use.limit.Most {
				over.refused[b] = exhausted(use.limit, money.Currency(b.row.Currency))
				break
			}
			value += use.units
		}
	}
	if len(over.refused) == 0 {
		return nil
	}
	return over
}

// splitOverdrawn answers bindings whose order is stored already: they use nothing, and without them the others may fit,
// so all others are tried again. If there are none, it refuses the bindings that do not fit.
func (s *binder) splitOverdrawn(ctx context.Context, batch []*binding, over *overdrawn, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	stored, err := s.orders.stored(ctx, batch)
	if err != nil {
		failAll(batch, answers, err)
		return nil
	}
	for _, b := range batch {
		refusal, no := over.refused[b]
		switch row := stored[b.order()]; {
		case row != nil:
			answers[b] = s.answer(ctx, b, row)
		case no && len(stored) == 0:
			answers[b] = work.Result[*Issued]{Err: refusal}
		default:
			again = append(again, b)
		}
	}
	return again
}

// asOverdrawn finds overdrawn in an error; nil: it is another error.
func asOverdrawn(err error) *overdrawn {
	var over *overdrawn
	if errors.As(err, &over) {
		return over
	}
	return nil
}
