package servicing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// B4: a renewal that was cancelled before it began covered nobody, so the old policy is renewed again, once.
func TestB4RenewedAgainAfterARenewalThatNeverBegan(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		first, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		between := w.Clock.Now()
		w.Clock.Advance(day)
		_, err = cancel(w, "C-1", first.Policy.Number())
		require.NoError(t, err)
		answers, errs := make([]*issuing.Issued, 8), make([]error, 8)
		other := w.AddServer()
		together(w, 8, func(i int, s *servicing.Service) {
			order := "R-2"
			if i%2 == 1 {
				order, s = "R-3", other.Servicing
			}
			answers[i], errs[i] = renew(s, w, order, no)
		})
		numbers := map[string]bool{}
		for i, err := range errs {
			if err != nil {
				refuses(t, err, fault.CodeInvalidState, "policyNumber")
				continue
			}
			numbers[answers[i].Policy.Number()] = true
		}
		require.Len(t, numbers, 1, "two renewals at once give one")
		assert.Equal(t, []string{"policy.issued", "policy.renewed", "policy.renewed"}, told(t, w, no))
		now, err := renewedBy(w, see(t, w, insurancetest.Pay, no, policy.PointInTime{}))
		require.NoError(t, err)
		assert.True(t, numbers[*now])
		then, err := renewedBy(w, see(t, w, insurancetest.Pay, no, policy.PointInTime{KnownAt: &between}))
		require.NoError(t, err)
		require.NotNil(t, then)
		assert.Equal(t, first.Policy.Number(), *then, "what was known then")
		replay, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		assert.Equal(t, first.Policy.Number(), replay.Policy.Number())
		assert.True(t, replay.Replayed)
	})
}

// B4: a renewal that began and was cancelled later did renew the policy; one that was void from its beginning did not.
func TestB4ARenewalThatBeganStaysOne(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"renew.grace": "P30D"})
		begun := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{"renew.grace": "P30D", "cancel.refund": "whole"})
		void := account(t, w, "a-2", "BASIC")
		w.Clock.Advance(340 * day)
		agree(t, w, rule.Layer{})
		next, err := renew(w.Servicing, w, "R-1", begun)
		require.NoError(t, err)
		agree(t, w, rule.Layer{"cancel.refund": "whole"})
		gone, err := renew(w.Servicing, w, "R-2", void)
		require.NoError(t, err)
		w.Clock.Advance(30 * day)
		for i, renewal := range []string{next.Policy.Number(), gone.Policy.Number()} {
			_, err = cancel(w, []string{"C-1", "C-2"}[i], renewal)
			require.NoError(t, err)
		}
		_, err = renew(w.Servicing, w, "R-3", begun)
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		again, err := renew(w.Servicing, w, "R-4", void)
		require.NoError(t, err)
		assert.True(t, w.Clock.Now().Equal(again.Policy.Period().Start))
	})
}

// B4: the end of a policy is told where its renewal was cancelled before it began.
func TestB4EndsThoughARenewalWasMade(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(335 * day)
		renewed, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		announce(t, w)
		_, err = cancel(w, "C-1", renewed.Policy.Number())
		require.NoError(t, err)
		w.Clock.Advance(31 * day)
		announce(t, w)
		assert.Equal(t, []string{"policy.issued", "policy.renewed", "policy.expired"}, told(t, w, no))
	})
}

func announce(t require.TestingT, w *insurancetest.World) {
	_, err := w.Servicing.Announce(ctx, 100)
	require.NoError(t, err)
}

// B4: nobody is told that a policy expires who cannot renew it; that it ended they are told.
func TestB4NoNoticeWhereRenewalIsImpossible(t *testing.T) {
	for name, prevent := range map[string]func(t *testing.T, w *insurancetest.World){
		"the agreement forbids it": func(t *testing.T, w *insurancetest.World) {
			require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
				ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
				ValidFrom: w.Clock.Now(), Operations: []distribution.Operation{distribution.Issue, distribution.Cancel},
			}))
		},
		"the agreement ended": func(_ *testing.T, w *insurancetest.World) {
			w.EndAgreement(insurancetest.Pay, insurancetest.PayAgreement)
		},
		"the product is gone":  func(_ *testing.T, w *insurancetest.World) { w.Withdraw("ASI-01") },
		"the channel is shut":  func(_ *testing.T, w *insurancetest.World) { w.SetOpen(insurancetest.Pay, false) },
		"the terms forbid it":  func(t *testing.T, w *insurancetest.World) { agree(t, w, rule.Layer{"renew.allowed": false}) },
		"it was renewed":       func(t *testing.T, w *insurancetest.World) { renewEarly(t, w) },
		"the plan is not sold": func(t *testing.T, w *insurancetest.World) { sellOnly(t, w, "PLUS") },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *insurancetest.World) {
				no := account(t, w, "a-1", "BASIC")
				w.Clock.Advance(335 * day)
				prevent(t, w)
				require.NoError(t, w.Cache.Refresh(ctx))
				announce(t, w)
				assert.NotContains(t, told(t, w, no), "policy.expiring")
				w.Clock.Advance(31 * day)
				announce(t, w)
				assert.NotContains(t, told(t, w, no), "policy.expiring")
			})
		})
	}
}

func renewEarly(t *testing.T, w *insurancetest.World) {
	row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
	_, err := renew(w.Servicing, w, "R-1", row.Number)
	require.NoError(t, err)
}

// sellOnly leaves one plan in the agreement of account security.
func sellOnly(t *testing.T, w *insurancetest.World, plan string) {
	require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
		ValidFrom: w.Clock.Now(), Plans: []string{plan},
	}))
	require.NoError(t, w.Cache.Refresh(ctx))
}

// B4: what is offered instead of a product that was withdrawn is of its kind.
func TestB4NoAlternativeOfAnotherKind(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Pay, Code: "AG-2", ProductCode: "RFI-01", CommissionRate: "0.1", ValidFrom: w.Clock.Now(),
		}))
		w.Withdraw("ASI-01")
		require.NoError(t, w.Cache.Refresh(ctx))
		w.Clock.Advance(350 * day)
		_, err := renew(w.Servicing, w, "R-1", no)
		var off distribution.OffSale
		require.ErrorAs(t, err, &off)
		assert.Empty(t, off.Alternatives, "return freight is no account security")
		_, err = w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Account("a-9", "BASIC")})
		require.ErrorAs(t, err, &off)
		assert.Empty(t, off.Alternatives)
	})
}
