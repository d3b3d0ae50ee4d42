package servicing_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// permit lets the channel do what is named from now on, with quotas.
func permit(t *testing.T, w *insurancetest.World, quotas []distribution.QuotaInput, operations ...distribution.Operation) {
	t.Helper()
	require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
		Operations: operations, Quotas: quotas,
	}))
	require.NoError(t, w.Cache.Refresh(ctx))
}

// C5: a channel endorses and cancels by the version under which it sold, and renews by the newest; the message names what
// is not permitted. What was answered before is answered again.
func TestOperationsOfServicing(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		free := account(t, w, "a-1", "BASIC")
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", free, "PLUS", nil))
		require.NoError(t, err)
		permit(t, w, nil, distribution.Issue)
		bound := account(t, w, "a-2", "BASIC")
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-2", bound, "PLUS", nil))
		refuses(t, err, fault.CodeNotAgreed)
		assert.ErrorContains(t, err, "endorsing")
		_, err = cancel(w, "C-1", bound)
		refuses(t, err, fault.CodeNotAgreed)
		assert.ErrorContains(t, err, "cancelling")
		_, err = cancel(w, "C-2", free)
		require.NoError(t, err, "it was sold under a version that permits all")
		w.Clock.Advance(350 * day)
		_, err = renew(w.Servicing, w, "R-1", bound)
		refuses(t, err, fault.CodeNotAgreed)
		assert.ErrorContains(t, err, "renewing")
		permit(t, w, nil, distribution.Renew)
		_, err = renew(w.Servicing, w, "R-1", bound)
		require.NoError(t, err)
		again, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", free, "PLUS", nil))
		require.NoError(t, err)
		assert.True(t, again.Replayed)
	})
}

// C10: a closed channel can no longer endorse; what it was answered before it is answered again, and it cancels.
func TestClosedChannelsEndorseNothing(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		require.NoError(t, err)
		w.SetOpen(insurancetest.Pay, false)
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-2", no, "BASIC", nil))
		refuses(t, err, fault.CodeChannelClosed)
		again, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		_, err = cancel(w, "C-1", no)
		require.NoError(t, err)
	})
}

// Renewals take of quotas as issues do, and no number of servers renews too much.
func TestQuotasOfRenewals(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		var policies []string
		for _, a := range []string{"a-1", "a-2", "a-3", "a-4", "a-5", "a-6"} {
			policies = append(policies, account(t, w, a, "BASIC"))
		}
		w.Clock.Advance(350 * day)
		permit(t, w, []distribution.QuotaInput{{Measure: distribution.Policies, Per: distribution.Day, Most: money.FromInt(4)}})
		other := w.AddServer()
		var group sync.WaitGroup
		var mu sync.Mutex
		done := map[bool]int{}
		for i, no := range policies {
			office := []*insurancetest.Server{w.Server, other}[i%2].Servicing
			group.Go(func() {
				_, err := renew(office, w, "R-"+no, no)
				if err != nil {
					refuses(t, err, fault.CodeQuotaExhausted, "policyNumber")
				}
				mu.Lock()
				done[err == nil]++
				mu.Unlock()
			})
		}
		group.Wait()
		assert.Equal(t, map[bool]int{true: 4, false: 2}, done)
		assert.Equal(t, 10, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
	})
}
