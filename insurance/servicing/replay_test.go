package servicing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// What was answered once is answered again, byte for byte: after the policy changed, was renewed and cancelled, the
// product was withdrawn, the agreement ended, the channel closed, and the cover ran out.
func TestF3ReplaysOutliveEverything(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		asked := []*servicing.EndorseInput{named("E-1", no, "a-1", "张三"), plan("E-2", no, "PLUS", after(350*day)), named("E-3", no, "a-1", "李四")}
		var first []string
		endorse := func(in *servicing.EndorseInput, replayed bool) string {
			done, err := w.Servicing.Endorse(ctx, payer(w), in)
			require.NoError(t, err)
			assert.Equal(t, replayed, done.Replayed)
			return answer(t, w, done)
		}
		first = append(first, endorse(asked[0], false), endorse(asked[1], false))
		renewed, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		assert.False(t, renewed.Replayed)
		born := content(t, w, renewed.Policy)
		first = append(first, endorse(asked[2], false))
		assert.Contains(t, first[2], renewed.Policy.Number(), "it was renewed by then")
		ended, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		end := answer(t, w, ended)
		later := named("N-1", renewed.Policy.Number(), "a-1", "王五")
		_, err = w.Servicing.Endorse(ctx, payer(w), later)
		refuses(t, err, fault.CodeInvalidState, "policyNumber") // its cover has not begun
		later.EffectiveAt = after(365 * day)
		_, err = w.Servicing.Endorse(ctx, payer(w), later)
		require.NoError(t, err)

		w.EndAgreement(insurancetest.Pay, insurancetest.PayAgreement)
		w.Withdraw("ASI-01")
		w.SetOpen(insurancetest.Pay, false)
		require.NoError(t, w.Cache.Refresh(ctx))
		w.Clock.Advance(1000 * day)
		for i, in := range asked {
			assert.Equal(t, first[i], endorse(in, true))
		}
		again, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, end, answer(t, w, again))
		repeated, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		assert.True(t, repeated.Replayed)
		assert.Equal(t, born, content(t, w, repeated.Policy))
		assert.Equal(t, []string{
			"policy.issued", "policy.endorsed", "policy.endorsed", "policy.renewed", "policy.endorsed", "policy.cancelled",
		}, told(t, w, no))
	})
}

// The same number with other content is a mistake of the caller's, and the answer says in what it differs.
func TestF3OtherContentUnderAKnownNumberIsNamed(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, other := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC")
		for _, in := range []*servicing.EndorseInput{plan("E-1", no, "PLUS", nil), named("E-2", no, "a-1", "张三"), plan("E-3", other, "PLUS", after(day))} {
			_, err := w.Servicing.Endorse(ctx, payer(w), in)
			require.NoError(t, err)
		}
		w.Clock.Advance(time.Hour)
		_, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		endorse := func(in *servicing.EndorseInput) error {
			_, err := w.Servicing.Endorse(ctx, payer(w), in)
			return err
		}
		end := func(no, policy, reason string) error {
			_, err := w.Servicing.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: no, PolicyNumber: policy, Reason: reason})
			return err
		}
		for i, c := range []struct {
			err     error
			differs []string
		}{
			{endorse(plan("E-1", no, "BASIC", nil)), []string{"change"}},
			{endorse(plan("E-1", other, "PLUS", nil)), []string{"policyNumber"}},
			{endorse(plan("E-1", no, "PLUS", after(day))), []string{"effectiveAt"}},
			{endorse(plan("E-1", no, "PLUS", after(0))), []string{"effectiveAt"}},
			{endorse(plan("E-3", other, "PLUS", nil)), []string{"effectiveAt"}},
			{endorse(named("E-1", no, "a-1", "张三")), []string{"change"}},
			{endorse(named("E-2", no, "a-1", "李四")), []string{"change"}},
			{endorse(plan("C-1", other, "PLUS", nil)), []string{"policyNumber", "change"}},
			{end("E-1", no, "CUSTOMER_REQUEST"), []string{"reason"}},
			{end("C-1", no, "OTHER"), []string{"reason"}},
			{end("C-1", other, "CUSTOMER_REQUEST"), []string{"policyNumber"}},
			{end("C-1", "P000000000000422", "CUSTOMER_REQUEST"), []string{"policyNumber"}},
		} {
			var mismatch fault.RequestMismatch
			require.ErrorAs(t, c.err, &mismatch, "%d", i)
			assert.Equal(t, c.differs, mismatch.Differs, "%d", i)
			assert.Equal(t, []string{"requestNo"}, mismatch.Path)
			assert.False(t, mismatch.FirstSeenAt.IsZero())
		}
		require.Equal(t, policy.InForce, see(t, w, insurancetest.Pay, other, policy.PointInTime{}).State())
		require.NoError(t, endorse(plan("E-3", other, "PLUS", after(day))), "and the number still answers its own content")
	})
}

// Numbers of requests are each channel's own.
func TestF3ChannelsDoNotShareNumbers(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, order := account(t, w, "a-1", "BASIC"), freight(t, w, "O-1")
		_, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		done, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Mall), &servicing.CancelInput{
			RequestNo: "C-1", PolicyNumber: order, Reason: "ORDER_CLOSED_UNSHIPPED",
		})
		require.NoError(t, err)
		assert.False(t, done.Replayed)
	})
}
