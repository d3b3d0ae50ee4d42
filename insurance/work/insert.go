package work

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
)

// Insert is new rows of one table.
type Insert struct {
	Table   string
	Columns []string
	Rows    [][]any // each with a value for every column
}

// InsertAll stores rows of several tables in one durable transaction. On MySQL all of it - begin, inserts, commit -
// is one round trip, which is what a commit with few rows costs most. A unique key that says no undoes everything;
// see IsDuplicate. A connection that is lost on the way leaves the outcome unknown: ErrUnknownOutcome.
func (s *Store) InsertAll(ctx context.Context, act string, inserts ...Insert) error {
	return s.insertAll(ctx, act, retryable, inserts)
}

// InsertAllUnlessLocked is InsertAll that does not try again where a row stays locked: see IsLockWait.
func (s *Store) InsertAllUnlessLocked(ctx context.Context, act string, inserts ...Insert) error {
	return s.insertAll(ctx, act, retryableUnlessLocked, inserts)
}

func (s *Store) insertAll(ctx context.Context, act string, worth func(error) bool, inserts []Insert) error {
	if s.db.Dialect == dialect.MySQL {
		text, arguments := inOneText(inserts)
		return s.retry(ctx, act, worth, func() error { return s.inOneTrip(ctx, text, arguments) })
	}
	return s.retry(ctx, act, worth, func() error { return s.oneByOne(ctx, inserts) })
}

// Insert stores rows of several tables in a transaction that is under way.
func (tx *Tx) Insert(ctx context.Context, inserts ...Insert) error {
	for _, i := range inserts {
		if len(i.Rows) == 0 {
			continue
		}
		var text strings.Builder
		if _, err := tx.ExecContext(ctx, i.write(&text), i.arguments(nil)...); err != nil {
			return err
		}
	}
	return nil
}

// inOneTrip sends a whole transaction and makes sure that nothing of a failed one stays open.
func (s *Store) inOneTrip(ctx context.Context, text string, arguments []any) error {
	conn, err := s.db.bulk.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // it only goes back to the pool
	Point("batch.before-store")
	_, err = conn.ExecContext(ctx, text, arguments...)
	if err == nil {
		Point("batch.stored")
		return nil
	}
	if connectionLost(err) || ctx.Err() != nil {
		drop(conn)
		return fmt.Errorf("%w: %w", ErrUnknownOutcome, err)
	}
	if _, rollback := conn.ExecContext(ctx, "ROLLBACK"); rollback != nil {
		drop(conn)
	}
	return err
}

// drop keeps a connection of unknown state out of the pool; the server rolls back what it left open.
func drop(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // the error is what drops it
}

func (s *Store) oneByOne(ctx context.Context, inserts []Insert) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, i := range inserts {
		if len(i.Rows) == 0 {
			continue
		}
		var text strings.Builder
		if _, err := tx.ExecContext(ctx, i.write(&text), i.arguments(nil)...); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

func inOneText(inserts []Insert) (string, []any) {
	var text strings.Builder
	var arguments []any
	text.WriteString("START TRANSACTION;")
	for _, i := range inserts {
		if len(i.Rows) > 0 {
			i.write(&text)
			text.WriteByte(';')
			arguments = i.arguments(arguments)
		}
	}
	text.WriteString("COMMIT")
	return text.String(), arguments
}

// write adds INSERT INTO t (a,b) VALUES (?,?),(?,?) to a text and answers the text so far.
func (i Insert) write(text *strings.Builder) string {
	text.WriteString("INSERT INTO `")
	text.WriteString(i.Table)
	text.WriteString("` (`")
	text.WriteString(strings.Join(i.Columns, "`,`"))
	text.WriteString("`) VALUES ")
	row := "(" + strings.Repeat("?,", len(i.Columns)-1) + "?)"
	for n := range i.Rows {
		if n > 0 {
			text.WriteByte(',')
		}
		text.WriteString(row)
	}
	return text.String()
}

func (i Insert) arguments(all []any) []any {
	for _, row := range i.Rows {
		all = append(all, row...)
	}
	return all
}
