package issuing

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/ent/searchvalue"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// binder stores policies: many in one transaction, each with its own answer.
type binder struct {
	store      *work.Store
	policies   *policy.Service
	orders     *orders
	quotas     *quotas
	numbers    *work.Numbers
	binds      *work.Batch[*binding, *Issued]
	quotaBinds *work.Batch[*binding, *Issued] // of those that draw on quotas
}

const (
	// One flusher measured best: while it waits for the disk the next batch collects, and the additional commits of two
	// flushers cost more than their overlap gains.
	flushers  = 1
	batchSize = 256 // policies a transaction; with covers and events under 1,000 rows
)

// setAside: who waits for a row that somebody else has locked - another server was frozen in the middle of a transaction,
// and the database ends that after some seconds - delays those alone who need the same row. A commit takes less, except on a
// disk that is slow beyond use; then more flushers than one are no harm.
var setAside = work.Aside[*binding]{After: 200 * time.Millisecond, Most: 4, Keys: (*binding).keys}

func newBinder(store *work.Store, policies *policy.Service, orders *orders, quotas *quotas) *binder {
	s := &binder{store: store, policies: policies, orders: orders, quotas: quotas}
	s.numbers = work.NewNumbers(store, number.Policy, "policy number", func(ctx context.Context) (string, error) { return highestNumber(ctx, store) })
	s.binds = work.NewBatchWithAside(flushers, batchSize, s.bind, setAside)
	s.quotaBinds = work.NewBatchWithAside(flushers, batchSize, s.bind, setAside)
	return s
}

func (s *binder) close() {
	s.binds.Close()
	s.quotaBinds.Close()
}

// binding is a policy that waits to be stored.
type binding struct {
	in      *IssueInput
	row     *ent.InsurancePolicy
	covers  []*ent.Cover
	indexes work.Insert // blind indexes of persons; empty where it names none
	values  work.Insert // that it is found by; empty where the product names none
	sold    *underwritten
	uses    []quotaUse // of quotas
	renews  string     // number of the policy that it renews; empty: none
}

type orderKey struct {
	channel int64
	orderNo string
}

func (b *binding) order() orderKey { return orderKey{b.row.ChannelID, b.row.OrderNo} }

// keys are what a binding may have to wait for: its order, its insureds, the quotas that it draws on.
func (b *binding) keys() []any {
	keys := []any{b.order()}
	for _, c := range b.covers {
		keys = append(keys, keyOf(c))
	}
	for _, use := range b.uses {
		keys = append(keys, use.limit.Counter)
	}
	return keys
}

// maxIdleRounds bounds consecutive rounds without progress; what remains gets UNAVAILABLE.
const maxIdleRounds = 20

// queue is where a binding waits for its transaction. Bindings that draw on quotas have a queue of their own, since
// they may wait for other servers.
func (s *binder) queue(b *binding) *work.Batch[*binding, *Issued] {
	if len(b.uses) > 0 {
		return s.quotaBinds
	}
	return s.binds
}

// bind stores a batch in one durable transaction and answers each binding separately. A binding that meets a unique key
// - an order number, a slot in a chain of covers - is looked up and answered, or tried again with the next slot.
func (s *binder) bind(ctx context.Context, batch []*binding) []work.Result[*Issued] {
	answers := make(map[*binding]work.Result[*Issued], len(batch))
	pending := slices.Clone(batch)
	// One order of locks for all writers: two batches then wait for each other at most, and do not deadlock.
	slices.SortStableFunc(pending, compareOrders)
	for idle := 0; len(pending) > 0 && idle < maxIdleRounds; idle++ {
		before := len(pending)
		now, later := disjoint(pending)
		pending = s.flush(ctx, now, answers)
		if len(later) > 0 {
			later = s.resolveConflicts(ctx, later, answers)
		}
		if pending = append(pending, later...); len(pending) < before {
			idle = 0
		}
	}
	failAll(pending, answers, fault.New(fault.CodeUnavailable, "too many writers of the same insured"))
	results := make([]work.Result[*Issued], len(batch))
	for i, b := range batch {
		results[i] = answers[b]
	}
	work.Point("issue.before-answer")
	return results
}

// flush stores bindings that do not conflict with each other, and returns those that must be tried again.
func (s *binder) flush(ctx context.Context, batch []*binding, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	err := s.storeAll(ctx, batch)
	switch {
	case err == nil:
		for _, b := range batch {
			answers[b] = s.issued(b)
		}
		return nil
	case asOverdrawn(err) != nil:
		return s.splitOverdrawn(ctx, batch, asOverdrawn(err), answers)
	case work.IsDuplicate(err), errors.Is(err, work.ErrUnknownOutcome):
		return s.resolveConflicts(ctx, batch, answers)
	case len(batch) > 1:
		// One of them is at fault; the others must still be stored, and not wait for what that one waits for.
		half := len(batch) / 2
		other := map[*binding]work.Result[*Issued]{}
		var group sync.WaitGroup
		var others []*binding
		group.Go(func() { others = s.flush(ctx, batch[half:], other) })
		again = s.flush(ctx, batch[:half], answers)
		group.Wait()
		maps.Copy(answers, other)
		return append(again, others...)
	case work.IsLockWait(err):
		slog.WarnContext(ctx, "an order waited too long for a row that is locked", "channel", batch[0].row.ChannelID, "error", err)
		err = fault.New(fault.CodeUnavailable, "a row that the order needs is locked")
	}
	failAll(batch, answers, err)
	return nil
}

// failAll answers all of a batch with an error.
func failAll(batch []*binding, answers map[*binding]work.Result[*Issued], err error) {
	for _, b := range batch {
		answers[b] = work.Result[*Issued]{Err: err}
	}
}

// storeAll writes policies, covers and events.
func (s *binder) storeAll(ctx context.Context, batch []*binding) error {
	policies := make([]*ent.InsurancePolicy, len(batch))
	covers := work.Insert{Table: cover.Table, Columns: cover.Columns}
	indexes, values := work.Insert{Table: privacy.Table}, work.Insert{Table: searchvalue.Table, Columns: searchvalue.Columns}
	events := make([]*ent.Event, len(batch))
	for i, b := range batch {
		policies[i] = b.row
		for _, c := range b.covers {
			covers.Rows = append(covers.Rows, coverValues(c))
		}
		if len(b.indexes.Rows) > 0 {
			indexes.Columns, indexes.Rows = b.indexes.Columns, append(indexes.Rows, b.indexes.Rows...)
		}
		values.Rows = append(values.Rows, b.values.Rows...)
		var err error
		if events[i], err = b.event(s.policies, s.store.NewKey()); err != nil {
			return err
		}
	}
	rows := append([]work.Insert{policy.Insert(policies...), covers, indexes, values}, event.Inserts(events)...)
	switch {
	case usesQuotas(batch):
		return s.storeWithinQuotas(ctx, batch, rows)
	case len(batch) > 1:
		return s.store.InsertAllUnlessLocked(ctx, "issue", rows...)
	}
	return s.store.InsertAll(ctx, "issue", rows...)
}

// resolveConflicts answers bindings whose order is stored or whose insured is covered. It returns the others, with the
// next free slots and fresh numbers.
func (s *binder) resolveConflicts(ctx context.Context, batch []*binding, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	// Orders after covers: an order whose cover is seen is then seen too, and not taken for another's cover.
	chains, err := s.chains(ctx, batch)
	if err != nil {
		failAll(batch, answers, err)
		return nil
	}
	stored, err := s.orders.stored(ctx, batch)
	if err != nil {
		failAll(batch, answers, err)
		return nil
	}
	for _, b := range batch {
		if row := stored[b.order()]; row != nil {
			answers[b] = s.answer(ctx, b, row)
			continue
		}
		if refusal := b.takeSlots(chains); refusal != nil {
			answers[b] = work.Result[*Issued]{Err: refusal}
			continue
		}
		again = append(again, b)
	}
	if err := s.renumber(ctx, again); err != nil {
		failAll(again, answers, err)
		return nil
	}
	return again
}

// renumber gives new numbers to bindings whose number another policy has, because the counter of numbers fell behind.
func (s *binder) renumber(ctx context.Context, batch []*binding) error {
	if len(batch) == 0 {
		return nil
	}
	numbers := make([]string, len(batch))
	for i, b := range batch {
		numbers[i] = b.row.Number
	}
	taken, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).
		Select(insurancepolicy.FieldNumber).Strings(ctx)
	if err != nil || len(taken) == 0 {
		return err
	}
	if err := s.numbers.CatchUp(ctx); err != nil {
		return err
	}
	for _, b := range batch {
		if slices.Contains(taken, b.row.Number) {
			if b.row.Number, err = s.numbers.Next(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// answer is the answer to a binding whose order is stored, by itself or by an earlier request.
func (s *binder) answer(ctx context.Context, b *binding, row *ent.InsurancePolicy) work.Result[*Issued] {
	if row.ID == b.row.ID {
		// A commit of unknown outcome may have shown itself after the binding got another number: what is stored counts.
		b.row = row
		return s.issued(b)
	}
	earlier, err := s.orders.replay(ctx, row, b.in, b.row.RequestHash)
	return work.Result[*Issued]{Value: earlier, Err: err}
}

func (s *binder) issued(b *binding) work.Result[*Issued] {
	return work.Result[*Issued]{Value: &Issued{Policy: b.policy(s.policies)}}
}

// policy is the policy of a binding, as it is bound.
func (b *binding) policy(policies *policy.Service) *policy.Policy {
	return policies.Bound(b.row, b.sold.agreement, b.sold.product)
}

// event tells that the policy was issued, as a row of the same transaction.
func (b *binding) event(policies *policy.Service, key int64) (*ent.Event, error) {
	p := b.policy(policies)
	return event.Row(key, b.row.ChannelID, b.row.Number, b.row.Version, b.row.BoundAt, event.PolicyIssued{
		PolicyNumber: b.row.Number, OrderNo: b.row.OrderNo, AgreementCode: b.sold.agreement.Code,
		ProductCode: b.sold.product.Code(), ProductVersion: b.sold.product.Number, PlanCode: b.row.PlanCode,
		Payer: string(p.Payer()), Premium: event.MoneyOf(p.Premium()), SumInsured: event.MoneyOf(p.SumInsured()),
		Insureds: b.in.Risk.references(), Renews: b.renews, BoundAt: event.Time(b.row.BoundAt),
		Start: event.Time(b.row.StartAt), End: event.Time(b.row.EndAt),
	})
}

// coverValues are a cover's values in the order of cover.Columns.
func coverValues(c *ent.Cover) []any {
	return []any{c.ID, c.ChannelID, c.ProductCode, c.Reference, c.Slot, c.PolicyID, c.StartAt, c.EndAt}
}

func compareOrders(a, b *binding) int {
	return cmp.Or(cmp.Compare(a.row.ChannelID, b.row.ChannelID), cmp.Compare(a.row.OrderNo, b.row.OrderNo))
}

// highestNumber is the highest number of stored policies.
func highestNumber(ctx context.Context, store *work.Store) (string, error) {
	highest, err := store.Client.InsurancePolicy.Query().Order(ent.Desc(insurancepolicy.FieldNumber)).
		Select(insurancepolicy.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}
