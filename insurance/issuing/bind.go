package issuing

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// binding is a policy that waits to be stored.
type binding struct {
	in      *IssueInput
	row     *ent.InsurancePolicy
	covers  []*ent.Cover
	indexes work.Insert // blind indexes of persons; empty where it names none
	sold    *underwritten
	shares  []share // of quotas
	renews  string  // number of the policy that it goes on from; empty: none
}

type orderKey struct {
	channel int64
	orderNo string
}

func (b *binding) order() orderKey { return orderKey{b.row.ChannelID, b.row.OrderNo} }

// patience is how many rounds in a row may answer nobody before those that are left are told to try again later.
const patience = 20

// bind stores a batch in one durable transaction and answers each binding by itself. Whoever loses on a unique key -
// an order number, a place in a chain of covers - is looked up and answered, or tried again with the next place.
func (o *Service) bind(ctx context.Context, batch []*binding) []work.Result[*Issued] {
	answers := make(map[*binding]work.Result[*Issued], len(batch))
	pending := slices.Clone(batch)
	// One order of locks for all writers: two batches then wait for each other at most, and do not deadlock.
	slices.SortStableFunc(pending, compareOrders)
	for idle := 0; len(pending) > 0 && idle < patience; idle++ {
		before := len(pending)
		now, later := disjoint(pending)
		pending = o.flush(ctx, now, answers)
		if len(later) > 0 {
			later = o.settle(ctx, later, answers)
		}
		if pending = append(pending, later...); len(pending) < before {
			idle = 0
		}
	}
	fail(pending, answers, fault.New(fault.CodeUnavailable, "too many writers of the same insured"))
	results := make([]work.Result[*Issued], len(batch))
	for i, b := range batch {
		results[i] = answers[b]
	}
	work.Point("issue.before-answer")
	return results
}

// flush stores bindings that do not stand in each other's way, and gives back those to be tried again.
func (o *Service) flush(ctx context.Context, batch []*binding, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	err := o.storeAll(ctx, batch)
	switch {
	case err == nil:
		for _, b := range batch {
			answers[b] = o.issued(b)
		}
		return nil
	case asOverdrawn(err) != nil:
		return o.apart(ctx, batch, asOverdrawn(err), answers)
	case work.IsDuplicate(err), errors.Is(err, work.ErrUnknownOutcome):
		return o.settle(ctx, batch, answers)
	case len(batch) > 1:
		// One of them is at fault; the others must not suffer for it.
		half := len(batch) / 2
		return append(o.flush(ctx, batch[:half], answers), o.flush(ctx, batch[half:], answers)...)
	}
	fail(batch, answers, err)
	return nil
}

func fail(batch []*binding, answers map[*binding]work.Result[*Issued], err error) {
	for _, b := range batch {
		answers[b] = work.Result[*Issued]{Err: err}
	}
}

// storeAll writes policies, covers and events.
func (o *Service) storeAll(ctx context.Context, batch []*binding) error {
	policies := make([]*ent.InsurancePolicy, len(batch))
	covers := work.Insert{Table: cover.Table, Columns: cover.Columns}
	indexes := work.Insert{Table: privacy.Table}
	events := make([]*ent.Event, len(batch))
	for i, b := range batch {
		policies[i] = b.row
		for _, c := range b.covers {
			covers.Rows = append(covers.Rows, coverValues(c))
		}
		if len(b.indexes.Rows) > 0 {
			indexes.Columns, indexes.Rows = b.indexes.Columns, append(indexes.Rows, b.indexes.Rows...)
		}
		var err error
		if events[i], err = b.event(o, o.store.NewKey()); err != nil {
			return err
		}
	}
	rows := append([]work.Insert{policy.Insert(policies...), covers, indexes}, event.Inserts(events)...)
	if hasShares(batch) {
		return o.storeWithin(ctx, batch, rows)
	}
	return o.store.InsertAll(ctx, "issue", rows...)
}

// settle answers the bindings whose order is stored or whose insured is covered, and gives the others back.
func (o *Service) settle(ctx context.Context, batch []*binding, answers map[*binding]work.Result[*Issued]) (again []*binding) {
	// Orders after covers: an order whose cover is seen is then seen too, and not taken for another's cover.
	chains, err := o.chains(ctx, batch)
	if err != nil {
		fail(batch, answers, err)
		return nil
	}
	stored, err := o.storedOrders(ctx, batch)
	if err != nil {
		fail(batch, answers, err)
		return nil
	}
	for _, b := range batch {
		if row := stored[b.order()]; row != nil {
			answers[b] = o.answer(ctx, b, row)
			continue
		}
		if refusal := b.takePlaces(chains); refusal != nil {
			answers[b] = work.Result[*Issued]{Err: refusal}
			continue
		}
		again = append(again, b)
	}
	if err := o.renumber(ctx, again); err != nil {
		fail(again, answers, err)
		return nil
	}
	return again
}

// renumber gives new numbers to bindings whose number another policy has: the counter of numbers fell behind.
func (o *Service) renumber(ctx context.Context, batch []*binding) error {
	if len(batch) == 0 {
		return nil
	}
	numbers := make([]string, len(batch))
	for i, b := range batch {
		numbers[i] = b.row.Number
	}
	taken, err := o.store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).
		Select(insurancepolicy.FieldNumber).Strings(ctx)
	if err != nil || len(taken) == 0 {
		return err
	}
	if err := o.numbers.CatchUp(ctx); err != nil {
		return err
	}
	for _, b := range batch {
		if slices.Contains(taken, b.row.Number) {
			if b.row.Number, err = o.numbers.Next(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// answer is that of a binding whose order is in the database: its own, or an earlier one's.
func (o *Service) answer(ctx context.Context, b *binding, row *ent.InsurancePolicy) work.Result[*Issued] {
	if row.ID == b.row.ID {
		// A commit of unknown outcome may have shown itself after the binding got another number: what is stored counts.
		b.row = row
		return o.issued(b)
	}
	earlier, err := o.replay(ctx, row, b.in, b.row.RequestHash)
	return work.Result[*Issued]{Value: earlier, Err: err}
}

func (o *Service) issued(b *binding) work.Result[*Issued] {
	return work.Result[*Issued]{Value: &Issued{Policy: b.policy(o)}}
}

// policy is the policy of a binding, as it is bound.
func (b *binding) policy(o *Service) *policy.Policy {
	return o.policies.Bound(b.row, b.sold.agreement, b.sold.product)
}

// event is what happened, as a row of the same transaction.
func (b *binding) event(o *Service, key int64) (*ent.Event, error) {
	p := b.policy(o)
	return event.Row(key, b.row.ChannelID, b.row.Number, b.row.Version, b.row.BoundAt, event.PolicyIssued{
		PolicyNumber: b.row.Number, OrderNo: b.row.OrderNo, AgreementCode: b.sold.agreement.Code,
		ProductCode: b.sold.product.Code(), ProductVersion: b.sold.product.Number, PlanCode: b.row.PlanCode,
		Payer: string(p.Payer()), Premium: event.MoneyOf(p.Premium()), SumInsured: event.MoneyOf(p.SumInsured()),
		Insureds: b.in.Risk.references(), Renews: b.renews, BoundAt: event.Moment(b.row.BoundAt),
		Start: event.Moment(b.row.StartAt), End: event.Moment(b.row.EndAt),
	})
}

// coverValues are a cover's values in the order of cover.Columns.
func coverValues(c *ent.Cover) []any {
	return []any{c.ID, c.ChannelID, c.ProductCode, c.Reference, c.Place, c.PolicyID, c.StartAt, c.EndAt}
}

func compareOrders(a, b *binding) int {
	return cmp.Or(cmp.Compare(a.row.ChannelID, b.row.ChannelID), cmp.Compare(a.row.OrderNo, b.row.OrderNo))
}
