package insurancetest_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent/node"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// A moment that MySQL cannot compare with is refused on every database, read or written; the first and the last one it can are not.
func TestNoDatabaseGetsAMomentThatMySQLRefuses(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		for at, refused := range map[time.Time]bool{
			{}: true,
			time.Date(999, 12, 31, 23, 59, 59, 0, time.UTC):  true,
			time.Date(1000, 1, 1, 0, 0, 0, 0, time.UTC):      false,
			time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC): false,
			time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC):     true,
		} {
			_, err := w.Store.Client.Node.Query().Where(node.SeenAtLT(at)).Count(t.Context())
			wrote := w.Store.Do(t.Context(), "test", func(ctx context.Context, tx *work.Tx) error {
				return tx.Node.Update().Where(node.ID(-1)).SetSeenAt(at).Exec(ctx)
			})
			if !refused {
				require.NoError(t, err, at)
				require.NoError(t, wrote, at)
				continue
			}
			require.ErrorContains(t, err, "no DATETIME of MySQL", at)
			require.ErrorContains(t, wrote, "no DATETIME of MySQL", at)
		}
	})
}
