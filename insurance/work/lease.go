package work

import (
	"context"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
)

// Due names rows of a table that have due_at and lease: those whose time has come, narrowed by a condition.
type Due struct {
	Table     string
	Condition string // SQL without user input, such as endpoint_id = ?; empty: all
	Values    []any
	Count     string // a column that counts how often a row was taken; empty: none
}

// condition is the condition, or one that holds for all rows.
func (d Due) condition() string {
	if d.Condition == "" {
		return "1 = 1"
	}
	return d.Condition
}

// longestLease is how long a worker keeps a row at most.
const longestLease = 10 * time.Minute

// Take takes at most `most` rows that are due, the oldest first, and leases them for a time: they get a fresh token as their lease,
// 10 minutes at most, and are due again when the time is over, so what a dead worker held comes back by itself. What is done with a
// row counts only where the update names the token; it sets lease to 0 where the row is due another time. Two that take at once share the rows between them.
func (s *Store) Take(ctx context.Context, due Due, most int, leaseFor time.Duration) (token int64, ids []int64, err error) {
	now, leaseFor := s.Now(), min(leaseFor, longestLease)
	ids, err = s.Keys(ctx, "SELECT id FROM "+due.Table+" WHERE "+due.condition()+" AND due_at <= ? ORDER BY due_at LIMIT ?",
		append(append([]any{}, due.Values...), now, most)...)
	if err != nil || len(ids) == 0 {
		return 0, nil, err
	}
	token = s.NewKey()
	in, keys := listOf(ids)
	// The token may be smaller than another process's; it only has to be another one.
	set := "lease = ?, due_at = ?"
	if due.Count != "" {
		set += ", " + due.Count + " = " + due.Count + " + 1"
	}
	var taken int64
	// Workers that take the same rows at once may lock each other out. Doing it again is safe, also where the answer was lost:
	// the rows that have the token are looked up below.
	err = s.retry(ctx, "take "+due.Table, retryable, func() error {
		result, err := s.db.ExecContext(ctx, "UPDATE "+due.Table+" SET "+set+" WHERE id IN "+in+" AND due_at <= ?",
			append(append([]any{token, now.Add(leaseFor)}, keys...), now)...)
		if err != nil {
			return err
		}
		taken, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	if int(taken) == len(ids) {
		return token, ids, nil
	}
	ids, err = s.Keys(ctx, "SELECT id FROM "+due.Table+" WHERE id IN "+in+" AND lease = ?", append(keys, token)...)
	return token, ids, err
}

// AnyDue tells whether a row of a table is due, by a column of due times.
func (s *Store) AnyDue(ctx context.Context, table, column string) (bool, error) {
	ids, err := s.Keys(ctx, "SELECT id FROM "+table+" WHERE "+column+" <= ? LIMIT 1", s.Now())
	return len(ids) > 0, err
}

// AnyUndone tells whether a row is due, or in the hands of a worker, of whom nobody knows whether they live.
func (s *Store) AnyUndone(ctx context.Context, due Due) (bool, error) {
	now := s.Now()
	ids, err := s.Keys(ctx, "SELECT id FROM "+due.Table+" WHERE "+due.condition()+" AND due_at <= ? AND (due_at <= ? OR lease <> 0) LIMIT 1",
		append(append([]any{}, due.Values...), now.Add(longestLease), now)...)
	return len(ids) > 0, err
}

// AnyUnplaced tells whether an event waits for its place in the log.
func (s *Store) AnyUnplaced(ctx context.Context) (bool, error) {
	ids, err := s.Keys(ctx, "SELECT id FROM outbox LIMIT 1")
	return len(ids) > 0, err
}

// MoveDue moves due times to an earlier moment: a clock was advanced. Columns are those that hold such times. It is for
// the rows of a sandbox, which are few.
func (tx *Tx) MoveDue(ctx context.Context, rows Due, by time.Duration, columns ...string) error {
	for _, column := range columns {
		text := fmt.Sprintf("UPDATE %[1]s SET %[2]s = %[2]s - INTERVAL ? MICROSECOND WHERE %[3]s AND %[2]s IS NOT NULL", rows.Table, column, rows.condition())
		var amount any = by.Microseconds()
		if tx.store.db.Dialect == dialect.SQLite {
			text = fmt.Sprintf("UPDATE %[1]s SET %[2]s = strftime('%%Y-%%m-%%d %%H:%%M:%%f', %[2]s, ?) || '+00:00' WHERE %[3]s AND %[2]s IS NOT NULL", rows.Table, column, rows.condition())
			amount = fmt.Sprintf("-%.3f seconds", by.Seconds())
		}
		if _, err := tx.ExecContext(ctx, text, append([]any{amount}, rows.Values...)...); err != nil {
			return fmt.Errorf("move what is due in %s: %w", rows.Table, err)
		}
	}
	return nil
}

// Keys reads the keys that a query names. It has a bound of its own on how many these are.
func (s *Store) Keys(ctx context.Context, query string, values ...any) ([]int64, error) {
	rows, err := s.db.QueryContext(ctx, query, values...)
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("read keys: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// listOf writes (?,?,?) and gives its values.
func listOf(ids []int64) (string, []any) {
	values := make([]any, len(ids))
	for i, id := range ids {
		values[i] = id
	}
	return "(" + strings.Repeat("?,", len(ids)-1) + "?)", values
}
