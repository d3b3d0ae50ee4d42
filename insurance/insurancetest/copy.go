package insurancetest

import (
	"context"

	"github.com/stretchr/testify/require"

	"baodan/insurance/work"
)

// Copy writes copies of a row straight into its table, as many as given: for tests of what many rows cost. Change says, by column, what is
// different in each; the key is new.
func (w *World) Copy(t require.TestingT, table string, key int64, n int, change func(i int, row map[string]any)) {
	ctx := context.Background()
	found, err := w.Store.Client.QueryContext(ctx, "SELECT * FROM "+table+" WHERE id = ?", key)
	require.NoError(t, err)
	defer found.Close() //nolint:errcheck // it was read
	require.True(t, found.Next(), "%s %d", table, key)
	columns, err := found.Columns()
	require.NoError(t, err)
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	require.NoError(t, found.Scan(into...))
	require.NoError(t, found.Err())
	require.NoError(t, found.Close())
	insert := work.Insert{Table: table, Columns: columns}
	for i := range n {
		row := make(map[string]any, len(columns))
		for c, column := range columns {
			row[column] = values[c]
		}
		row["id"] = w.Store.NewKey()
		change(i, row)
		line := make([]any, len(columns))
		for c, column := range columns {
			line[c] = row[column]
		}
		insert.Rows = append(insert.Rows, line)
		if most := 30_000 / len(columns); len(insert.Rows) == most || i == n-1 { // SQLite takes 32,766 values
			require.NoError(t, w.Store.InsertAll(ctx, "copy "+table, insert))
			insert.Rows = nil
		}
	}
}
