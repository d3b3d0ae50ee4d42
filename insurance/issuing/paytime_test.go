package issuing_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// B2: an order that is paid in the future is neither quoted nor issued; clocks may differ by five minutes. In a sandbox its own
// clock counts, and an offset of the time zone is no difference.
func TestB2AnOrderIsNotPaidInTheFuture(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		w.WithSamples()
		caller := *w.Caller(insurancetest.Mall)
		var err error
		caller.Channel, err = w.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		paid := func(at time.Time, east int) issuing.RiskInput {
			risk := insurancetest.Freight("O-" + at.Format("0102T150405"))
			risk.Factors["payTime"] = at.In(time.FixedZone("", east*3600)).Format(time.RFC3339)
			return risk
		}
		refused := func(err error) {
			t.Helper()
			faults := fault.All(err)
			require.Len(t, faults, 1, "%v", err)
			refusal, ok := faults[0].(fault.RuleRefused)
			require.True(t, ok, "%v", err)
			assert.Equal(t, "PAY_TIME_IN_FUTURE", refusal.Rule)
			assert.Equal(t, []string{"risk", "factors", "payTime"}, refusal.Path)
			assert.Equal(t, "支付时间晚于当前时间", refusal.Message("zh"))
			assert.Equal(t, "The time of payment lies in the future", refusal.Message("en"))
		}
		for _, ahead := range []time.Duration{0, 200 * 24 * time.Hour} {
			now := w.Distribution.Now(caller.Channel.ID)
			_, err = w.Distribution.AdvanceClock(ctx, caller.Channel, now.Add(ahead))
			require.NoError(t, err)
			now = w.Distribution.Now(caller.Channel.ID)
			for _, east := range []int{-11, 0, 8, 14} {
				_, err = w.Issuing.Quote(ctx, &caller, &issuing.QuoteInput{Risk: paid(now.Add(5*time.Minute), east)})
				require.NoError(t, err)
				_, err = w.Issuing.Quote(ctx, &caller, &issuing.QuoteInput{Risk: paid(now.Add(5*time.Minute+time.Second), east)})
				refused(err)
			}
			late := paid(now.Add(24*365*4*time.Hour), 8)
			_, err = w.Issuing.Issue(ctx, &caller, &issuing.IssueInput{OrderNo: late.Insureds[0].Reference, Risk: late})
			refused(err)
			fine := paid(now, 8)
			_, err = w.Issuing.Issue(ctx, &caller, &issuing.IssueInput{OrderNo: fine.Insureds[0].Reference, Risk: fine})
			require.NoError(t, err)
		}
	})
}
