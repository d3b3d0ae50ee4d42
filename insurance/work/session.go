package work

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// Limits that the server keeps, so that they hold for a process that was frozen or cut off in the middle of a transaction,
// too. All are shorter than a request may take.
const (
	// idleTransaction is how long a transaction may wait for its next statement. Between two there is only computing, of
	// milliseconds; others may wait for its locks.
	idleTransaction = 4 * time.Second
	// lockWait is how long a statement waits for a lock: longer than an idle transaction lives, so that it gets the lock.
	lockWait = 5 * time.Second
	// batchLockWait is that of batches, which then go on without the one that waits.
	batchLockWait = time.Second
	// statementMargin is how much earlier the server gives a statement up than the process gives the server up.
	statementMargin = 3 * time.Second
	// answerWait is how long the server waits for a process that does not take its answer.
	answerWait = 5 * time.Second
	// idleConnection is how long a connection without a transaction may be silent where the server can tell the two apart.
	idleConnection = time.Minute
)

type limits struct{ silence, lockWait time.Duration }

// statement is how long the server works on one statement.
func (l limits) statement() time.Duration { return max(l.silence-statementMargin, time.Second) }

// settings are the variables of a session, with the value of each, among those that the server knows: MariaDB and TiDB end
// idle transactions, MySQL only idle connections; MariaDB bounds every statement, the others those that only read.
func (l limits) settings(known map[string]bool) (settings []string, keepIdle time.Duration) {
	seconds := func(d time.Duration) int { return int(d / time.Second) }
	idle, keepIdle := idleConnection, idleConnection/3
	if !known["idle_transaction_timeout"] && !known["tidb_idle_transaction_timeout"] {
		idle, keepIdle = idleTransaction, idleTransaction/2
	}
	for _, v := range []struct {
		name  string
		value int
	}{
		{"idle_transaction_timeout", seconds(idleTransaction)},
		{"tidb_idle_transaction_timeout", seconds(idleTransaction)},
		{"wait_timeout", seconds(idle)},
		{"net_write_timeout", seconds(answerWait)},
		{"innodb_lock_wait_timeout", seconds(l.lockWait)},
		{"lock_wait_timeout", seconds(l.statement())},
		{"max_statement_time", seconds(l.statement())},
		{"max_execution_time", int(l.statement() / time.Millisecond)},
	} {
		if known[v.name] {
			settings = append(settings, fmt.Sprintf("%s = %d", v.name, v.value))
		}
	}
	return settings, keepIdle
}

// session sets up every new connection: isolation, which saves saying it in every transaction, and limits.
type session struct {
	driver.Connector
	limits limits
	pool   *sql.DB
	set    atomic.Pointer[string] // what to say to a connection, once the server's variables are known
}

// Connect opens a connection.
func (s *session) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.setUp(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (s *session) setUp(ctx context.Context, conn driver.Conn) error {
	execer, ok := conn.(driver.ExecerContext)
	if !ok {
		return errors.New("the driver runs no statements")
	}
	if s.set.Load() == nil {
		known, err := variablesOf(ctx, conn)
		if err != nil {
			return fmt.Errorf("read what the database knows: %w", err)
		}
		settings, keepIdle := s.limits.settings(known)
		s.pool.SetConnMaxIdleTime(keepIdle)
		text := "SET SESSION " + strings.Join(append(settings, "transaction_isolation = 'READ-COMMITTED'"), ", SESSION ")
		if !known["transaction_isolation"] {
			text = strings.Replace(text, "transaction_isolation", "tx_isolation", 1)
		}
		s.set.Store(&text)
	}
	_, err := execer.ExecContext(ctx, *s.set.Load(), nil)
	return err
}

// variablesOf are the names of the variables of a session that a server knows.
func variablesOf(ctx context.Context, conn driver.Conn) (map[string]bool, error) {
	queryer, ok := conn.(driver.QueryerContext)
	if !ok {
		return nil, errors.New("the driver runs no queries")
	}
	rows, err := queryer.QueryContext(ctx, "SHOW SESSION VARIABLES", nil)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for row := make([]driver.Value, len(rows.Columns())); ; {
		err := rows.Next(row)
		if errors.Is(err, io.EOF) {
			return known, rows.Close()
		}
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		known[strings.ToLower(fmt.Sprintf("%s", row[0]))] = true
	}
}
