package insurancetest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
)

// Spent is what something took of a server and of its database.
type Spent struct {
	Statements, Rows int           // rows that the database read: its Handler_read counters
	Server, Database time.Duration // processor time of this process, and of the database's thread for the one connection
	Known            bool          // the database runs where its time can be read
}

// Spend tells what an act takes in a world on MySQL with one connection; the median of some times after a first.
func (w *World) Spend(t require.TestingT, times int, act func(ctx context.Context)) Spent {
	act(context.Background()) // what is read once and kept
	all := make([]Spent, times)
	for i := range all {
		all[i] = w.spendOnce(t, act)
	}
	middle := all[times/2]
	slices.SortFunc(all, func(a, b Spent) int { return int(a.Server - b.Server) })
	middle.Server = all[times/2].Server
	slices.SortFunc(all, func(a, b Spent) int { return int(a.Database - b.Database) })
	middle.Database = all[times/2].Database
	return middle
}

func (w *World) spendOnce(t require.TestingT, act func(ctx context.Context)) Spent {
	ctx, statements := WithStatements(context.Background())
	thread := w.thread(t)
	s := Spent{Known: thread != 0}
	s.Rows = w.RowsReadBy(t, func() {
		served, worked := processorTime(t), threadTime(thread)
		act(ctx)
		s.Server, s.Database = processorTime(t)-served, threadTime(thread)-worked
	})
	s.Statements = len(statements.Texts())
	return s
}

// RowsReadBy are the rows that the database of a world on MySQL with one connection reads while something is done.
func (w *World) RowsReadBy(t require.TestingT, act func()) int {
	first := w.rowsRead(t)
	before := w.rowsRead(t) // to ask reads rows, too
	act()
	return w.rowsRead(t) - before - (before - first)
}

// rowsRead are the rows that the one connection read in all.
func (w *World) rowsRead(t require.TestingT) int {
	return w.number(t, "SELECT SUM(variable_value) FROM information_schema.session_status WHERE variable_name LIKE 'Handler_read%'")
}

// thread of the database's process that serves the one connection; 0: the database does not tell, or runs elsewhere. Only MariaDB does.
func (w *World) thread(t require.TestingT) int {
	if w.number(t, "SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'PROCESSLIST' AND column_name = 'TID'") == 0 {
		return 0
	}
	id := w.number(t, "SELECT TID FROM information_schema.processlist WHERE id = CONNECTION_ID()")
	if name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", id)); err != nil || !strings.Contains(string(name), "maria") && !strings.Contains(string(name), "mysql") {
		return 0
	}
	return id
}

func (w *World) number(t require.TestingT, text string) (n int) {
	rows, err := w.Store.Client.QueryContext(context.Background(), text)
	require.NoError(t, err)
	defer rows.Close() //nolint:errcheck // it was read
	require.True(t, rows.Next())
	require.NoError(t, rows.Scan(&n))
	require.NoError(t, rows.Err())
	return n
}

func processorTime(t require.TestingT) time.Duration {
	var used syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// threadTime is how long a thread ran; 0 where that cannot be read.
func threadTime(thread int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", thread))
	if err != nil {
		return 0
	}
	ran, _, _ := strings.Cut(string(text), " ")
	n, _ := strconv.ParseInt(ran, 10, 64)
	return time.Duration(n)
}
