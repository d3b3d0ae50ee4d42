package work

import (
	"context"
	"fmt"

	"baodan/ent/counter"
)

// Sequence gives numbers from 1 without gaps, which become visible in their order: who gives some runs alone among all that do, until
// their transaction ends. Its name is that of the counter of how many it gave.
type Sequence string

// Sequences that there are.
const (
	EventPlaces  Sequence = "event log"   // of events in the log
	AuditNumbers Sequence = "audit chain" // of records in the audit chain
)

// Lock makes the rest of the transaction run alone among all that lock the sequence, and answers the last number that it gave.
func (s Sequence) Lock(ctx context.Context, tx *Tx) (last int64, err error) {
	for {
		n, err := tx.Counter.Update().Where(counter.Name(string(s))).AddValue(0).Save(ctx)
		if err != nil {
			return 0, fmt.Errorf("lock %s: %w", s, err)
		}
		if n > 0 {
			break
		}
		err = tx.Counter.Create().SetID(tx.NewKey()).SetName(string(s)).SetValue(0).Exec(ctx)
		if err == nil {
			return 0, nil
		}
		if !IsDuplicate(err) {
			return 0, fmt.Errorf("lock %s: %w", s, err)
		}
	}
	row, err := tx.Counter.Query().Where(counter.Name(string(s))).Only(ctx)
	if err != nil {
		return 0, fmt.Errorf("lock %s: %w", s, err)
	}
	return row.Value, nil
}

// Gave says that numbers were given, in the transaction that locked the sequence. The counter is added to and never set: where it does
// not agree with what it counts, it never will again.
func (s Sequence) Gave(ctx context.Context, tx *Tx, numbers int) error {
	return tx.Counter.Update().Where(counter.Name(string(s))).AddValue(int64(numbers)).Exec(ctx)
}
