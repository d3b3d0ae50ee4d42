package ledger

import (
	"context"
	"fmt"

	"baodan/ent/counter"
	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

// Rebuild forgets all bookings, so that they are folded again from the first event on: they come out the same, since what they are made of is
// never rewritten. What finance settled stays. It is one transaction; workers book meanwhile what they may, and begin anew after it.
func (s *Service) Rebuild(ctx context.Context) error {
	return s.store.Do(ctx, "rebuild the ledger", func(ctx context.Context, tx *work.Tx) error {
		cursor := work.Sequence(eventlog.CursorOf(consumerName))
		if _, err := cursor.Lock(ctx, tx); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM bookings", "DELETE FROM cover_pieces", "DELETE FROM received_premiums", "UPDATE open_items SET due = 0", "UPDATE closed_months SET place = NULL",
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return tx.Counter.Update().Where(counter.Name(string(cursor))).SetValue(0).Exec(ctx)
	})
}
