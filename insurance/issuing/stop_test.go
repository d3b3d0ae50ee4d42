package issuing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// C4, C6, C10: whatever ends - the agreement, the product's sale, the channel - sales stop on every server within a second,
// and the code says which it was.
func TestSalesStopOnAllServersWithinASecond(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stop func(*insurancetest.World)
		code fault.Code
	}{
		"channel":   {func(w *insurancetest.World) { w.SetOpen(insurancetest.Mall, false) }, fault.CodeChannelClosed},
		"agreement": {func(w *insurancetest.World) { w.EndAgreement(insurancetest.Mall, insurancetest.MallAgreement) }, fault.CodeNotAgreed},
		"product":   {func(w *insurancetest.World) { w.Withdraw("RFI-01") }, fault.CodeProductOffSale},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
				w.WithSamples()
				other, caller := w.AddServer(), w.Caller(insurancetest.Mall)
				ctx, cancel := context.WithCancel(context.Background())
				t.Cleanup(cancel)
				go w.Cache.Run(ctx)
				go other.Cache.Run(ctx)
				no := 0
				sell := func(o *issuing.Service) error {
					no++
					order := fmt.Sprint("O-", no)
					_, err := o.Issue(ctx, caller, &issuing.IssueInput{OrderNo: order, Risk: insurancetest.Freight(order)})
					return err
				}
				require.NoError(t, sell(w.Issuing))
				require.NoError(t, sell(other.Issuing))
				c.stop(w)
				stopped := time.Now()
				for _, office := range []*issuing.Service{w.Issuing, other.Issuing} {
					var err error
					require.Eventually(t, func() bool { err = sell(office); return err != nil }, 5*time.Second, 20*time.Millisecond)
					assert.True(t, fault.Has(err, c.code), "%v", err)
				}
				// Twice a second servers look; the rest is for a machine that does other things as well.
				assert.Less(t, time.Since(stopped), time.Second+500*time.Millisecond)
			})
		})
	}
}
