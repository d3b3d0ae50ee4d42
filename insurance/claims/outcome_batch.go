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

// paidBatchSize is how many payments share a transaction at most; each writes five rows.
const paidBatchSize = 64

// errNotAsRead says that payments cannot be recorded together because a payout, claim or policy changed after it was
// read.
var errNotAsRead = errors.New("not as it was read")

// recordPaidBatch records payments that are ready in one transaction; it never waits for more of them. Usually nothing
// has changed since they were read. Where something has - a callback was faster, a claim changed - or two payments
// belong to one policy, each is recorded alone.
func (s *Payouts) recordPaidBatch(ctx context.Context, batch []*knownOutcome) []work.Result[struct{}] {
	results := make([]work.Result[struct{}], len(batch))
	err := errNotAsRead
	if len(batch) > 1 && distinctPolicies(batch) {
		err = s.store.Do(ctx, "record payouts", func(ctx context.Context, tx *work.Tx) error { return s.storePaidBatch(ctx, tx, batch) })
	}
	for i, known := range batch {
		if err != nil { // an unknown outcome too: what is recorded already is left as it is
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
	movements := make([]movement, len(batch))
	for i, known := range batch {
		known.now = batch[0].now // one transaction, one instant
		policies[i] = known.claim.PolicyID
		next := transitions.pay.next(known.claim)
		movements[i] = movement{before: known.claim, after: next, at: known.now}
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
	if err := insertMovements(ctx, tx, movements...); err != nil {
		return err
	}
	return tx.Insert(ctx, event.Inserts(events)...)
}

// closePayouts records the outcome in the rows of payouts: in all of them, or it fails.
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

// closeClaims closes claims that still have the version they were read with: all of them, or it fails.
func closeClaims(ctx context.Context, tx *work.Tx, batch []*knownOutcome) error {
	var which strings.Builder
	values := []any{batch[0].now, work.RealTime()}
	for _, known := range batch {
		which.WriteString(" OR id = ? AND version = ?")
		values = append(values, known.claim.ID, known.claim.Version)
	}
	return updateAll(ctx, tx, len(batch), "UPDATE claims SET state = '"+string(transitions.pay.to)+"', version = version + 1, closed_at = ?, changed_at = ?, due_at = NULL, lease = 0 "+
		"WHERE state = '"+string(transitions.pay.from[0])+"' AND ("+which.String()[len(" OR "):]+")", values)
}

// updateAll runs a statement and fails where it does not change exactly that number of rows.
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
