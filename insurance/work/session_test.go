package work_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// Every kind of server ends idle transactions, waits for locks and runs statements for less than a request's 20 seconds, by
// the variables that it knows.
func TestLimitsByWhatTheServerKnows(t *testing.T) {
	t.Parallel()
	const always = "net_write_timeout = 5, innodb_lock_wait_timeout = 5, lock_wait_timeout = "
	all := []string{"wait_timeout", "net_write_timeout", "innodb_lock_wait_timeout", "lock_wait_timeout"}
	for name, c := range map[string]struct {
		silence time.Duration
		knows   []string
		want    string
		idle    time.Duration
	}{
		"MariaDB": {
			work.StatementTimeout, []string{"idle_transaction_timeout", "max_statement_time"},
			"idle_transaction_timeout = 4, wait_timeout = 60, " + always + "12, max_statement_time = 12", 20 * time.Second,
		},
		"MySQL": {
			work.StatementTimeout, []string{"max_execution_time"},
			"wait_timeout = 4, " + always + "12, max_execution_time = 12000", 2 * time.Second,
		},
		"TiDB": {
			work.StatementTimeout, []string{"tidb_idle_transaction_timeout", "max_execution_time"},
			"tidb_idle_transaction_timeout = 4, wait_timeout = 60, " + always + "12, max_execution_time = 12000", 20 * time.Second,
		},
		"a migration": {
			24 * time.Hour, []string{"idle_transaction_timeout", "max_statement_time"},
			"idle_transaction_timeout = 4, wait_timeout = 60, " + always + "86397, max_statement_time = 86397", 20 * time.Second,
		},
		"a second": {
			time.Second, []string{"idle_transaction_timeout", "max_statement_time"},
			"idle_transaction_timeout = 4, wait_timeout = 60, " + always + "1, max_statement_time = 1", 20 * time.Second,
		},
	} {
		settings, idle := work.Settings(c.silence, append(c.knows, all...)...)
		assert.Equal(t, c.want, strings.Join(settings, ", "), name)
		assert.Equal(t, c.idle, idle, name)
	}
}

// The server that tests run on has the limits in every session.
func TestSessionsHaveTheirLimits(t *testing.T) {
	t.Parallel()
	db, err := work.OpenMySQL(insurancetest.MySQL(t), 2, work.StatementTimeout)
	require.NoError(t, err)
	defer db.Close()
	var knows []string
	for _, name := range []string{"idle_transaction_timeout", "tidb_idle_transaction_timeout", "max_statement_time", "max_execution_time"} {
		var variable, value string
		if db.QueryRow("SHOW SESSION VARIABLES LIKE '"+name+"'").Scan(&variable, &value) == nil {
			knows = append(knows, name)
		}
	}
	settings, _ := work.Settings(work.StatementTimeout, append(knows, "wait_timeout", "net_write_timeout", "innodb_lock_wait_timeout", "lock_wait_timeout")...)
	require.Len(t, settings, 4+len(knows))
	for _, one := range settings {
		name, want, _ := strings.Cut(one, " = ")
		got, _, _ := strings.Cut(ask(t, db, "SELECT @@session."+name), ".") // 12.000000
		assert.Equal(t, want, got, name)
	}
}

// A process that stops in the middle of a transaction, its lock held, does not stop the others: the database ends the
// transaction, the next one gets the lock, and the first, when it continues, is done again from its beginning.
func TestAnIdleTransactionIsEndedByTheDatabase(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, "mysql")
	ctx := context.Background()
	require.NoError(t, w.Store.OpenCounter(ctx, "test", 0))
	frozen, locked, goOn := w.AddServer().Store, make(chan struct{}), make(chan struct{})
	tries := 0
	over := make(chan error, 1)
	go func() {
		over <- frozen.Do(ctx, "frozen", func(ctx context.Context, tx *work.Tx) error {
			tries++
			if _, err := tx.AdvanceWithin(ctx, "test", 1, 1000); err != nil {
				return err
			}
			if tries == 1 {
				close(locked)
				<-goOn
			}
			_, err := tx.AdvanceWithin(ctx, "test", 10, 1000)
			return err
		})
	}()
	<-locked
	within, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	err := w.Store.Do(within, "other", func(ctx context.Context, tx *work.Tx) error {
		_, err := tx.AdvanceWithin(ctx, "test", 100, 1000)
		return err
	})
	close(goOn)
	require.NoError(t, err)
	require.NoError(t, <-over)
	assert.Equal(t, 2, tries)
	value, err := w.Store.Counter(ctx, "test")
	require.NoError(t, err)
	assert.EqualValues(t, 111, value, "each counted once")
}
