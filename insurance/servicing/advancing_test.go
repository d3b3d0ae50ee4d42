package servicing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/insurancepolicy"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// D6: a clock advances until what falls due by it is done, not until a worker took it: rows in a worker's hands count, also
// where that worker died. What was done and is due again another day does not.
func TestD6AClockAdvancesUntilTheWorkIsDone(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sandbox := *w.Caller(insurancetest.Pay)
		var err error
		sandbox.Channel, err = w.Distribution.ChannelByCode(insurancetest.Pay, false)
		require.NoError(t, err)
		const policies = 5
		for i := range policies {
			in := &issuing.IssueInput{OrderNo: fmt.Sprint("O-", i), Risk: insurancetest.Account(fmt.Sprint("a-", i), "BASIC")}
			_, err := w.Issuing.Issue(ctx, &sandbox, in)
			require.NoError(t, err)
		}
		relay := func() {
			for {
				done, err := w.Events.Relay(ctx, 100)
				require.NoError(t, err)
				if done.Events == 0 {
					return
				}
			}
		}
		relay()
		advancing := func() bool {
			clock, err := w.Distribution.TestClock(ctx, sandbox.Channel.ID)
			require.NoError(t, err)
			return clock.Advancing
		}
		assert.False(t, advancing(), "nothing is due")
		_, err = w.Distribution.AdvanceClock(ctx, sandbox.Channel, w.Distribution.Now(sandbox.Channel.ID).Add(340*24*time.Hour))
		require.NoError(t, err)
		assert.True(t, advancing(), "all policies are to be announced")

		_, taken, err := w.Store.Take(ctx, work.Due{Table: insurancepolicy.Table}, 100, time.Minute)
		require.NoError(t, err)
		require.Len(t, taken, policies)
		assert.True(t, advancing(), "a worker has them, and announced none")
		w.Clock.Advance(30 * time.Second)
		assert.True(t, advancing(), "it died")
		w.Clock.Advance(31 * time.Second)
		took, err := w.Servicing.Announce(ctx, 100)
		require.NoError(t, err)
		require.Equal(t, policies, took)
		assert.True(t, advancing(), "its events are not in the log")
		relay()
		assert.False(t, advancing(), "all were announced, and expire another day")
		kept, err := w.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.LeaseNEQ(0)).Count(ctx)
		require.NoError(t, err)
		assert.Zero(t, kept, "a worker that is through gives back what it took")
	})
}
