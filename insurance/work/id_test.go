package work_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/insurance/work"
)

// Each key has exactly one id, which says what it is of and reads back; all else is none.
func TestIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.Int64Range(0, math.MaxInt64).Draw(t, "key")
		id := work.PolicyID.Of(key)
		kind, read, err := work.ParseID(id)
		require.NoError(t, err)
		assert.Equal(t, work.PolicyID, kind)
		assert.Equal(t, key, read)
		found, err := work.PolicyID.Key(id)
		require.NoError(t, err)
		assert.Equal(t, key, found)
		_, err = work.ClaimID.Key(id)
		assert.Error(t, err, "an id of another kind")
		for _, other := range []string{id + "0", id[:len(id)-1], strings.Replace(id, "_", "-", 1)} {
			_, _, err := work.ParseID(other)
			assert.Error(t, err, other)
		}
	})
	for _, id := range []string{"", "_", "pol_", "xyz", "pol_000000000000A", work.PolicyID.Of(-1), work.PolicyID.Of(math.MinInt64)} {
		kind, key, err := work.ParseID(id)
		require.Error(t, err, id)
		assert.Zero(t, kind, id)
		assert.Zero(t, key, id)
	}
	_, _, err := work.ParseID(work.PolicyID.Of(5) + "00")
	assert.Error(t, err, "more than a key")
}

// Rows stand under their keys, and in lists under their owners in the order they had.
func TestRowsByKeyAndOwner(t *testing.T) {
	t.Parallel()
	type row struct {
		key   int64
		owner string
	}
	rows := []row{{1, "a"}, {2, "b"}, {3, "a"}}
	assert.Equal(t, map[int64]row{1: rows[0], 2: rows[1], 3: rows[2]}, work.ByKey(rows, func(r row) int64 { return r.key }))
	assert.Equal(t, map[string][]row{"a": {rows[0], rows[2]}, "b": {rows[1]}}, work.Group(rows, func(r row) string { return r.owner }))
	assert.Empty(t, work.ByKey(nil, func(r row) int64 { return r.key }))
}
