package books_test

import (
	"errors"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/books"
	"baodan/insurance/fault"
)

// cash is what the product has no acts for yet.
var cash = []string{
	"PREMIUM_RECEIVED", "PREMIUM_REFUNDED", "COMMISSION_PAID", "PREMIUM_OFFSET", "COMMISSION_OFFSET", "WRITTEN_OFF", "BAD_DEBT", "ADVANCE_APPLIED",
}

// E2: books of acts give the bookings that an independent calculator expects, to the fen.
func TestE2Books(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", "b"} {
		for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				book, expected, err := books.Read(name)
				require.NoError(t, err)
				d := books.NewDriver(t, kind, book)
				for i, act := range book.Acts {
					err := d.Play(act)
					if expected.Acts[i].Refused == "" && !errors.Is(err, books.ErrUnknownAct) {
						require.NoError(t, err, "%d %s %v", act.N, act.Do, fault.All(err))
					}
				}
				found := d.Bookings()
				if expected.Bookings != nil {
					assert.Empty(t, books.Compare(expected, found, cash...))
				}
				assert.Empty(t, books.CompareActs(book, expected, found))
			})
		}
	}
}
