package claims

import (
	"context"
	"errors"
	"strings"

	"baodan/ent"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// paidBatchSize is how many settlements share a transaction at most; each writes five rows.
const paidBatchSize = 64

// errNotAsRead says that settlements cannot be stored together: one of them is not what it was read as.
var errNotAsRead = errors.New("not together")

// recordPaidBatch stores payments that were made, as many as are ready, in one transaction; nobody waits for company.
// The usual case is that all of them are as they were read. Where one is not - settled by a callback, changed meanwhile -
// or two are of one policy, each is settled alone.
func (s *Payouts) recordPaidBatch(ctx context.Context, batch []*knownOutcome) []work.Result[struct{}] {
	results := make([]work.Result[struct{}], len(batch))
	err := errNotAsRead
	if len(batch) > 1 && distinctPolicies(batch) {
		err = s.store.Do(ctx, "settle payouts", func(ctx context.Context, tx *work.Tx) error { return s.storePaidBatch(ctx, tx, batch) })
	}
	for i, known := range batch {
		if err != nil { // an unknown outcome too: what happened is found settled
			results[i].Err = s.recordPaidAlone(ctx, known.row, known.outcome)
			continue
		}
		s.reportPaid(known.now.Sub(known.claim.SubmittedAt))
	}
	return results
}

func distinctPolicies(batch []*knownOutcome) bool {
	seen := make(map[int64]bool, len(batch))
	for _, known := range batch {
		seen[known.claim.PolicyID] = true
	}
	return len(seen) == len(batch)
}

// storePaidBatch locks policies before claims, as everywhere, and each in the order of their keys.
func (s *Payouts) storePaidBatch(ctx context.Context, tx *work.Tx, batch []*knownOutcome) error {
	policies := make([]int64, len(batch))
	events := make([]*ent.Event, len(batch))
	for i, known := range batch {
		known.now = batch[0].now // one transaction, one instant
		policies[i] = known.claim.PolicyID
		next := transitions.pay.next(known.claim)
		var err error
		if events[i], err = event.Row(tx.NewKey(), next.ChannelID, next.Number, next.Version, known.now, known.event(next)); err != nil {
			return err
		}
	}
	n, err := policy.CountClaims(ctx, tx, transitions.pay.open, transitions.pay.paid, policies...)
	if err == nil && n != len(batch) {
		err = errNotAsRead
	}
	if err != nil {
		return err
	}
	if err := closePayouts(ctx, tx, batch); err != nil {
		return err
	}
	if err := closeClaims(ctx, tx, batch); err != nil {
		return err
	}
	return tx.Insert(ctx, event.Inserts(events)...)
}

// closePayouts closes the rows of payouts, all or none of them.
func closePayouts(ctx context.Context, tx *work.Tx, batch []*knownOutcome) error {
	var references, in strings.Builder
	var values, keys []any
	for _, known := range batch {
		references.WriteString(" WHEN ? THEN ?")
		values = append(values, known.row.ID, clip(known.outcome.Reference))
		in.WriteString(",?")
		keys = append(keys, known.row.ID)
	}
	values = append(append(values, batch[0].now), keys...)
	return updateAll(ctx, tx, len(batch), "UPDATE payouts SET state = 'PAID', reason = '', due_at = NULL, reference = CASE id"+references.String()+
		" END, settled_at = ? WHERE id IN ("+in.String()[1:]+") AND state IN ('ORDERED', 'UNKNOWN')", values)
}

// closeClaims closes claims that have the version they were read with, all or none of them.
func closeClaims(ctx context.Context, tx *work.Tx, batch []*knownOutcome) error {
	var which strings.Builder
	values := []any{batch[0].now}
	for _, known := range batch {
		which.WriteString(" OR id = ? AND version = ?")
		values = append(values, known.claim.ID, known.claim.Version)
	}
	return updateAll(ctx, tx, len(batch), "UPDATE claims SET state = '"+string(transitions.pay.to)+"', version = version + 1, closed_at = ?, due_at = NULL, lease = 0 "+
		"WHERE state = '"+string(transitions.pay.from[0])+"' AND ("+which.String()[len(" OR "):]+")", values)
}

// updateAll runs a statement that must change exactly n rows.
func updateAll(ctx context.Context, tx *work.Tx, rows int, statement string, values []any) error {
	result, err := tx.ExecContext(ctx, statement, values...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || int(n) != rows {
		return errors.Join(errNotAsRead, err)
	}
	return nil
}
