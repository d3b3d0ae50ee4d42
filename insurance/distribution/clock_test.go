package distribution_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/agreement"
	"baodan/ent/channel"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// A channel that is closed while a sandbox's clock is advanced stays closed, and one that is opened open, on the server that
// advanced the clock: what it read before the change never takes the place of what it read after it (C10).
func TestAdvancingAClockKeepsWhatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]bool{"closed": false, "opened": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := insurancetest.New(t, dialect.SQLite)
				w.WithSamples()
				if open {
					w.SetOpen(insurancetest.Mall, false)
				}
				require.NoError(t, w.Cache.Refresh(ctx))
				mall, err := w.Distribution.ChannelByCode(insurancetest.Mall, true)
				require.NoError(t, err)
				sandbox, err := w.Distribution.ChannelByCode(insurancetest.Pay, false)
				require.NoError(t, err)

				// The channels are read, the agreements are not: there the clock's request stops.
				reached, goOn, once := make(chan struct{}), make(chan struct{}), sync.Once{}
				slow := insurancetest.WithBefore(ctx, func(text string) {
					if strings.HasPrefix(text, "SELECT") && strings.Contains(text, "FROM `"+agreement.Table+"`") {
						once.Do(func() { close(reached); <-goOn })
					}
				})
				go func() {
					_, err := w.Distribution.AdvanceClock(slow, sandbox, w.Distribution.Now(sandbox.ID).Add(time.Hour))
					assert.NoError(t, err)
				}()
				<-reached
				go func() {
					w.SetOpen(insurancetest.Mall, open)
					assert.NoError(t, w.Cache.Refresh(ctx))
				}()
				synctest.Wait() // it is through, or waits for its turn
				close(goOn)
				synctest.Wait()

				require.NoError(t, w.Cache.Refresh(ctx))
				stored := w.Store.Client.Channel.Query().Where(channel.Code(mall.Code), channel.Live(true)).OnlyX(ctx)
				require.Equal(t, open, stored.Open)
				_, err = w.Distribution.Current(mall.ID, insurancetest.MallAgreement, w.Clock.Now())
				assert.Equal(t, !open, fault.Has(err, fault.CodeChannelClosed), "the database says open=%v, the server %v", open, err)
				assert.Equal(t, w.Clock.Now().Add(time.Hour), w.Distribution.Now(sandbox.ID))
			})
		})
	}
}
