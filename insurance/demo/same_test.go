package demo_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/migrate"
)

// Two stories with the same end are equal apart from ids, keys and secrets. What is left out, and why:
var (
	// secret are columns of what is sealed, hashed or drawn by chance on purpose, and when a row was really written.
	secret = regexp.MustCompile(`^id$|(changed_at|hash|personal|personal_key|secret|secret_key|verifier|token|box|wrapped|mark|value|mac|challenge|public|trace_id|signature|previous|link|digest|password|totp_key|recovery_codes|sealed|content_key)$`)
	// node is who made the keys; counters and leases are of the process.
	leftOut = map[string]bool{"nodes": true}
	// names that stand for keys: numbers of policies, claims and requests, ids, digests, and keys themselves.
	keyed = regexp.MustCompile(`\b[PCSE]\d{15,16}\b|\b[a-z]{3}_[0-9a-z]{13}\b|\b[0-9a-f]{64}\b|\b\d{16,19}\b|person/[0-9a-f]{32}|~[0-9a-z]{8,14}[~=]`)
)

// dump is what every table says, row by row, with keys left out, in no order.
func (c *company) dump(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range migrate.Tables {
		if leftOut[table.Name] {
			continue
		}
		rows, err := c.db.QueryContext(context.Background(), "SELECT * FROM "+table.Name)
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		lines := []string{}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			require.NoError(t, rows.Scan(values...))
			line := []string{}
			for i, v := range values {
				if !secret.MatchString(columns[i]) {
					line = append(line, fmt.Sprintf("%s=%s", columns[i], canonical(*v.(*any))))
				}
			}
			slices.Sort(line) // the kinds of databases have them in another order
			lines = append(lines, strings.Join(line, " "))
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
		slices.Sort(lines)
		all[table.Name] = lines
	}
	return all
}

// canonical writes a value the same for both kinds of databases.
func canonical(v any) string {
	text := ""
	switch v := v.(type) {
	case nil:
		return "-"
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	case []byte:
		text = string(v)
	default:
		text = fmt.Sprint(v)
	}
	return keyed.ReplaceAllString(text, "#")
}

// sameStories compares two dumps, and shows what is only in one.
func sameStories(t *testing.T, a, b map[string][]string) {
	t.Helper()
	require.Equal(t, len(a), len(b))
	rows := 0
	for table, lines := range a {
		rows += len(lines)
		if slices.Equal(lines, b[table]) {
			continue
		}
		only := func(these, others []string) (list []string) {
			for _, line := range these {
				if _, found := slices.BinarySearch(others, line); !found && len(list) < 2 {
					list = append(list, line)
				}
			}
			return list
		}
		t.Errorf("%s: %d and %d rows\n  only here:\n%s\n  only there:\n%s", table, len(lines), len(b[table]),
			strings.Join(only(lines, b[table]), "\n"), strings.Join(only(b[table], lines), "\n"))
	}
	assert.Greater(t, rows, 5000, "what was compared is not nearly a company")
}
