package insurancetest

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/ent/migrate"
	"baodan/insurance"
	"baodan/insurance/privacy"
)

// shortest value that is searched for, in bytes: shorter ones stand in other texts by chance.
const shortest = 5

// Leaks searches every column of the database for what the sources of personal data keep sealed, and names the places
// where a value stands in clear. Searched says how many values there were. References that channels give their insureds
// are theirs to choose and say nothing of a person, so an account that is such a reference too is left out.
func Leaks(t testing.TB, s *insurance.Insurance) (leaks []string, searched int) {
	t.Helper()
	values := personalValues(t, s)
	for _, table := range tables(s) {
		rows := query(t, s, "SELECT * FROM "+table)
		for _, row := range rows {
			for column, cell := range row {
				for value, source := range values {
					if bytes.Contains(cell, []byte(value)) {
						leaks = append(leaks, fmt.Sprintf("%s.%s holds %q of a %s", table, column, value, source))
					}
				}
			}
		}
	}
	return leaks, len(values)
}

// personalValues are what the sources keep, each with the kind of its source.
func personalValues(t testing.TB, s *insurance.Insurance) map[string]string {
	t.Helper()
	references := map[string]bool{}
	for _, row := range query(t, s, "SELECT DISTINCT reference FROM covers") {
		references[string(row["reference"])] = true
	}
	values := map[string]string{}
	for _, source := range s.Privacy.Sources() {
		table := source.SealedColumns()[0].Table
		for _, row := range query(t, s, "SELECT id FROM "+table) {
			var id int64
			_, err := fmt.Sscan(string(row["id"]), &id)
			require.NoError(t, err)
			held, err := source.Personal(context.Background(), id)
			require.NoError(t, err)
			if held == nil {
				continue
			}
			for _, v := range held.Values {
				if len(v.Text) >= shortest && v.Class != privacy.Reference && !references[v.Text] {
					values[v.Text] = source.PersonalKind()
				}
			}
		}
	}
	return values
}

// tables are those of the schema and of the sources.
func tables(s *insurance.Insurance) []string {
	names := map[string]bool{}
	for _, table := range migrate.Tables {
		names[table.Name] = true
	}
	for _, source := range s.Privacy.Sources() {
		for _, column := range source.SealedColumns() {
			names[column.Table] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// query reads rows as texts by column.
func query(t testing.TB, s *insurance.Insurance, text string) (list []map[string][]byte) {
	t.Helper()
	rows, err := s.Store.Client.QueryContext(context.Background(), text)
	require.NoError(t, err)
	defer rows.Close() //nolint:errcheck // what was read is checked below
	columns, err := rows.Columns()
	require.NoError(t, err)
	for rows.Next() {
		cells, into := make([][]byte, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		require.NoError(t, rows.Scan(into...))
		row := map[string][]byte{}
		for i, name := range columns {
			row[name] = cells[i]
		}
		list = append(list, row)
	}
	require.NoError(t, rows.Err())
	return list
}
