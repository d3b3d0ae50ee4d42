package histories

import (
	"cmp"
	"os"
	"strconv"
	"testing"

	"entgo.io/ent/dialect"
)

// number is a setting from the environment.
func number(name string, usual uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return usual
}

// Product and model agree on random histories: no fen, state or sign that differs. HISTORIES are played from SEED on, and a run
// ends after DIFFERENCES of them.
func TestHistories(t *testing.T) {
	from, n, most := number("SEED", 1), number("HISTORIES", 0), number("DIFFERENCES", 5)
	for _, kind := range []struct {
		name, dialect string
		usual         uint64
	}{{"sqlite", dialect.SQLite, 80}, {"mysql", dialect.MySQL, 30}} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			l, differences := NewLab(t, kind.dialect), uint64(0)
			for seed := from; seed < from+cmp.Or(n, kind.usual) && differences < most; seed++ {
				if _, text := l.Play(seed); text != "" {
					differences++
					t.Error(text)
				}
			}
		})
	}
}
