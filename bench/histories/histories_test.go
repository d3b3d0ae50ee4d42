package histories

import (
	"os"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"
)

func number(name string, usual uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return usual
}

func TestHistories(t *testing.T) {
	began := time.Now()
	l := NewLab(t, dialect.SQLite)
	var counts Counts
	from, n := number("SEED", 1), number("HISTORIES", 200)
	for seed := from; seed < from+n; seed++ {
		one, text := l.Play(seed)
		counts.Add(one)
		if text != "" {
			t.Error(text)
		}
	}
	t.Logf("%+v %v", counts, time.Since(began))
	require.Zero(t, counts.Differences)
}
