package issuing_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent/counter"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// hold keeps what a function locks until it is released, and its transaction busy, so that the database does not end it.
func hold(t *testing.T, w *insurancetest.World, lock func(ctx context.Context, tx *work.Tx) error) (release func()) {
	t.Helper()
	other, locked, goOn, over := w.AddServer(), make(chan struct{}), make(chan struct{}), make(chan struct{})
	released := errors.New("released")
	go func() {
		defer close(over)
		err := other.Store.Do(context.Background(), "hold", func(ctx context.Context, tx *work.Tx) error {
			if err := lock(ctx, tx); err != nil {
				return err
			}
			close(locked)
			for {
				select {
				case <-goOn:
					return released
				case <-time.After(100 * time.Millisecond):
				}
				if _, err := tx.Counter.Query().Count(ctx); err != nil {
					return err
				}
			}
		})
		assert.ErrorIs(t, err, released)
	}()
	<-locked
	var once sync.Once
	release = func() { once.Do(func() { close(goOn); <-over }) }
	t.Cleanup(release)
	return release
}

// coverA is a cover of the insured A that is not committed, beside the only one that there is, of Z: it holds A's key.
func coverA(ctx context.Context, tx *work.Tx) error {
	row, err := tx.Cover.Query().Only(ctx)
	if err != nil {
		return err
	}
	return tx.Cover.Create().SetID(tx.NewKey()).SetChannelID(row.ChannelID).SetProductCode(row.ProductCode).SetReference("A").
		SetSlot(1).SetPolicyID(row.PolicyID).SetStartAt(row.StartAt).SetEndAt(row.EndAt).Exec(ctx)
}

// untilLockWait waits until a transaction of the test's database waits for a lock.
func untilLockWait(t *testing.T, w *insurancetest.World) {
	t.Helper()
	require.Eventually(t, func() bool {
		waits, err := w.Store.Keys(context.Background(), `SELECT t.trx_mysql_thread_id FROM information_schema.innodb_trx t
			JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()`)
		return err == nil && len(waits) > 0
	}, 20*time.Second, 250*time.Millisecond) // the table is read anew 100 ms after it was read last
}

// A row that another process has locked stops the orders that need it, and no other: those of another channel, and of another
// quota, are answered by the same server meanwhile (G4, H4).
func TestALockedRowStopsItsOwnOrdersAlone(t *testing.T) {
	t.Parallel()
	for name, quotas := range map[string]bool{"insured": false, "quota": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := insurancetest.New(t, dialect.MySQL)
			w.WithSamples()
			if quotas {
				bound(w, [3]string{"POLICIES", "TOTAL", "1000"})
				require.NoError(t, w.Distribution.AddAgreement(context.Background(), insurancetest.Command, distribution.AgreementInput{
					ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
					Quotas: []distribution.QuotaInput{{Measure: distribution.Policies, Per: distribution.Total, Most: money.MustDecimal("1000")}},
				}))
				require.NoError(t, w.Cache.Refresh(context.Background()))
			}
			_, err := issue(w, insurancetest.Mall, "FIRST", insurancetest.Freight("Z"))
			require.NoError(t, err)
			release := hold(t, w, func(ctx context.Context, tx *work.Tx) error {
				if quotas {
					names := tx.Counter.Query().Where(counter.NameHasPrefix("quota ")).Select(counter.FieldName).StringsX(ctx)
					_, err := tx.LockCounter(ctx, names[0])
					return err
				}
				return coverA(ctx, tx)
			})
			const stuck = 3
			answers := make(chan error, stuck)
			for i := range stuck {
				no := "A"
				if quotas {
					no = fmt.Sprint("A-", i)
				}
				go func() {
					_, err := issue(w, insurancetest.Mall, fmt.Sprint("STUCK-", i), insurancetest.Freight(no))
					answers <- err
				}()
			}
			untilLockWait(t, w)
			for i := range 24 {
				ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
				_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: fmt.Sprint("P-", i), Risk: insurancetest.Account(fmt.Sprint("acc-", i), "BASIC")})
				cancel()
				require.NoError(t, err, "order %d of another channel", i+1)
			}
			release()
			refused := 0
			for range stuck {
				if err := <-answers; fault.Has(err, fault.CodeDuplicateCover) {
					refused++
				} else {
					require.NoError(t, err)
				}
			}
			want := 0
			if !quotas {
				want = stuck - 1 // one insured is covered once
			}
			assert.Equal(t, want, refused)
			assert.Equal(t, 1+24+stuck-refused, w.Store.Client.InsurancePolicy.Query().CountX(context.Background()))
		})
	}
}

// An order whose insured stays locked for longer than it can wait is told that it may ask again; it leaves nothing.
func TestALockThatStays(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.MySQL)
	w.WithSamples()
	_, err := issue(w, insurancetest.Mall, "FIRST", insurancetest.Freight("Z"))
	require.NoError(t, err)
	release := hold(t, w, func(ctx context.Context, tx *work.Tx) error {
		return coverA(ctx, tx)
	})
	_, err = issue(w, insurancetest.Mall, "SECOND", insurancetest.Freight("A"))
	assert.True(t, fault.Has(err, fault.CodeUnavailable), "%v", err)
	release()
	assert.Equal(t, 1, w.Store.Client.InsurancePolicy.Query().CountX(context.Background()))
	_, err = issue(w, insurancetest.Mall, "SECOND", insurancetest.Freight("A"))
	require.NoError(t, err)
}
