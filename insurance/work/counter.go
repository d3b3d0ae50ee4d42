package work

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/counter"
)

// FindCounter reads a counter that may not be there yet.
func (s *Store) FindCounter(ctx context.Context, name string) (value int64, there bool, err error) {
	row, err := s.Client.Counter.Query().Where(counter.Name(name)).Only(ctx)
	if ent.IsNotFound(err) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("read counter %s: %w", name, err)
	}
	return row.Value, true, nil
}

// Counters reads counters by their names; those that are not there yet are left out.
func (s *Store) Counters(ctx context.Context, names []string) (map[string]int64, error) {
	rows, err := s.Client.Counter.Query().Where(counter.NameIn(names...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read counters: %w", err)
	}
	values := make(map[string]int64, len(rows))
	for _, row := range rows {
		values[row.Name] = row.Value
	}
	return values, nil
}

// OpenCounter makes a counter that begins at a value; one that is there already stays as it is.
func (s *Store) OpenCounter(ctx context.Context, name string, value int64) error {
	return s.retry(ctx, "open counter "+name, retryable, func() error {
		err := s.Client.Counter.Create().SetID(s.NewKey()).SetName(name).SetValue(value).Exec(ctx)
		if IsDuplicate(err) {
			return nil
		}
		return err
	})
}

// AdvanceWithin moves a counter in a transaction if it does not pass a bound by that, and tells whether it did; the
// counter stays locked until the transaction ends.
func (tx *Tx) AdvanceWithin(ctx context.Context, name string, by, most int64) (bool, error) {
	n, err := tx.Counter.Update().Where(counter.Name(name), counter.ValueLTE(most-by)).AddValue(by).Save(ctx)
	if err != nil {
		return false, fmt.Errorf("advance counter %s: %w", name, err)
	}
	return n == 1, nil
}

// LockCounter locks a counter until the transaction ends and answers its value.
func (tx *Tx) LockCounter(ctx context.Context, name string) (int64, error) {
	if err := tx.Counter.Update().Where(counter.Name(name)).AddValue(0).Exec(ctx); err != nil {
		return 0, fmt.Errorf("lock counter %s: %w", name, err)
	}
	row, err := tx.Counter.Query().Where(counter.Name(name)).Only(ctx)
	if err != nil {
		return 0, fmt.Errorf("read counter %s: %w", name, err)
	}
	return row.Value, nil
}
