package books_test

import (
	"os"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/bench/books"
	"baodan/insurance/fault"
)

// E2: books of acts give the bookings that an independent calculator expects, to the fen.
func TestE2Books(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", "b"} {
		for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				if name == "b" && kind == dialect.MySQL && os.Getenv("BOOKS") == "" {
					t.Skip("make books plays the long one on MySQL, too")
				}
				book, expected, err := books.Read(name)
				require.NoError(t, err)
				d := books.NewDriver(t, kind, book)
				for i, act := range book.Acts {
					err := d.Play(act)
					if want := expected.Acts[i].Refused; want == "" {
						require.NoError(t, err, "%d %s %v", act.N, act.Do, fault.All(err))
					} else {
						assert.Equal(t, want, books.Refusal(err), "%d %s", act.N, act.Do)
					}
				}
				found := d.Bookings()
				if expected.Bookings != nil {
					assert.Empty(t, books.Compare(expected, found))
				}
				assert.Empty(t, d.CompareStatements(expected))
				if name == "b" {
					assert.Empty(t, d.CompareFiles())
				}
				assert.Empty(t, d.CompareOpen(expected))
				assert.Empty(t, d.CompareVouchers(expected))
				assert.Empty(t, books.CompareActs(book, expected, found))
			})
		}
	}
}
