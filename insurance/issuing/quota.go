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

// What a policy takes of its agreement's quotas is taken by the transaction that stores it: counters move on their own
// condition, and policies that do not fit are not stored. So no number of servers sells too much, and none too little:
// whatever is not stored - a duplicate, a replay, a crash - takes nothing. Policies with quotas have a flusher of their
// own, since they may wait for another server's; the others never do.

// share is what a policy takes of one quota.
type share struct {
	bound *distribution.Bound
	units int64
}

// shares are what a policy takes of the quotas that its agreement has now, most of the time none. Fault: QUOTA_EXHAUSTED
// where it is known that one cannot hold it.
func (o *Service) shares(ctx context.Context, u *underwritten, premium money.Amount) ([]share, error) {
	bounds := u.current.Bounds(u.now, u.product.Location())
	if bounds == nil {
		return nil, nil
	}
	list := make([]share, len(bounds))
	for i, b := range bounds {
		list[i] = share{b, 1}
		if b.Measure == distribution.Premium {
			list[i].units = premium.Minor
		}
		holds, opened := o.counters.Holds(b, list[i].units)
		if !holds {
			return nil, exhausted(b, premium.Currency)
		}
		if !opened {
			if err := o.distribution.OpenCounter(ctx, &o.counters, b); err != nil {
				return nil, err
			}
		}
	}
	// One order of locks for all writers.
	slices.SortFunc(list, func(a, b share) int { return cmp.Compare(a.bound.Counter, b.bound.Counter) })
	return list, nil
}

func exhausted(b *distribution.Bound, currency money.Currency) fault.Fault {
	return fault.New(fault.CodeQuotaExhausted, "at most "+b.Text(currency), "risk", "agreementCode")
}

// overdrawn says that some bindings of a batch do not fit into their quotas; nothing of the batch was stored.
type overdrawn struct{ refused map[*binding]fault.Fault }

// Error is for logs.
func (*overdrawn) Error() string { return "a quota cannot hold the batch" }

// hasShares tells whether some binding takes of a quota.
func hasShares(batch []*binding) bool {
	return slices.ContainsFunc(batch, func(b *binding) bool { return len(b.shares) > 0 })
}

// storeWithin stores a batch that takes of quotas. Fault: overdrawn.
func (o *Service) storeWithin(ctx context.Context, batch []*binding, rows []work.Insert) error {
	return o.store.Do(ctx, "issue", func(ctx context.Context, tx *work.Tx) error {
		if err := o.draw(ctx, tx, batch); err != nil {
			return err
		}
		return tx.Insert(ctx, rows...)
	})
}

// draw takes what a batch needs from the counters, in their order. Where one of them cannot hold all, it finds those of
// the batch that it can, in the order of the batch, and refuses the whole for the sake of the others.
func (o *Service) draw(ctx context.Context, tx *work.Tx, batch []*binding) error {
	for _, s := range totals(batch) {
		fits, err := tx.AdvanceWithin(ctx, s.bound.Counter, s.units, s.bound.Most)
		if err != nil {
			return err
		}
		if fits {
			continue
		}
		value, err := tx.LockCounter(ctx, s.bound.Counter)
		if err != nil {
			return err
		}
		o.counters.Saw(s.bound.Counter, value)
		if over := overdraw(batch, s.bound.Counter, value); over != nil {
			return over
		}
		if _, err := tx.AdvanceWithin(ctx, s.bound.Counter, s.units, math.MaxInt64); err != nil {
			return err
		}
	}
	return nil
}

// totals are the shares of a batch by counter, each with the tightest bound there is on it.
func totals(batch []*binding) []share {
	var all []share
	for _, b := range batch {
		for _, s := range b.shares {
			i, found := slices.BinarySearchFunc(all, s.bound.Counter, func(a share, counter string) int { return cmp.Compare(a.bound.Counter, counter) })
			if !found {
				all = slices.Insert(all, i, s)
				continue
			}
			all[i].units += s.units
			if s.bound.Most < all[i].bound.Most {
				all[i].bound = s.bound
			}
		}
	}
	return all
}

// overdraw names the bindings of a batch that a counter cannot hold, each by its own bound: those of two versions may
// differ. Nil where it can hold all.
func overdraw(batch []*binding, counter string, value int64) *overdrawn {
	over := &overdrawn{refused: map[*binding]fault.Fault{}}
	for _, b := range batch {
		for _, s := range b.shares {
			if s.bound.Counter != counter {
				continue
			}
			if value+s.units > s.bound.Most {
				over.refused[b] = exhausted(s.bound, money.Currency(b.row.Currency))
				break
			}
			value += s.units
		}
	}
	if len(over.refused) == 0 {
		return nil
	}
	return over
}

// apart answers those of a batch whose order is stored already: they take nothing, and what they seemed to take may be
// what others lacked, so all others are tried again. Where there are none, it refuses those that their quotas cannot
// hold.
func (o *Service) apart(ctx context.Context, batch []*binding, over *overdrawn, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	stored, err := o.storedOrders(ctx, batch)
	if err != nil {
		fail(batch, answers, err)
		return nil
	}
	for _, b := range batch {
		refusal, no := over.refused[b]
		switch row := stored[b.order()]; {
		case row != nil:
			answers[b] = o.answer(ctx, b, row)
		case no && len(stored) == 0:
			answers[b] = work.Result[*Issued]{Err: refusal}
		default:
			again = append(again, b)
		}
	}
	return again
}

// asOverdrawn finds the reason in an error.
func asOverdrawn(err error) *overdrawn {
	var over *overdrawn
	if errors.As(err, &over) {
		return over
	}
	return nil
}
