package servicing_test

import (
	"fmt"
	"testing"
	"time"

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

// B5, D8: the refund by terms, days left, endorsements and claims, to the fen; never more than was paid.
func TestB5Refunds(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		for i, c := range []struct {
			why        string
			terms      rule.Layer
			plan       string
			upgrade    time.Duration // 0: none
			at         time.Duration
			paid       int
			refund     string
			commission string // left
			effective  time.Duration
		}{
			{"all of it at once", nil, "PLUS", 0, 0, 0, "-0.60", "0.00", 0},
			{"60 x 182 / 365 = 29.92", nil, "PLUS", 0, 183 * day, 0, "-0.30", "0.03", 183 * day},
			{"a day that was begun does not count", nil, "PLUS", 0, 183*day - time.Millisecond, 0, "-0.30", "0.03", 183*day - time.Millisecond},
			{"nothing on the last day", nil, "PLUS", 0, 364*day + 1*time.Hour, 0, "0.00", "0.06", 364*day + 1*time.Hour},
			{"12 x 91 / 365 + 24 x 91 / 182 = 14.99", nil, "BASIC", 183 * day, 274 * day, 0, "-0.15", "0.01", 274 * day},
			{"an upgrade that has not begun comes back whole", nil, "BASIC", 20 * day, day, 0, "-0.57", "0.00", day},
			{"nothing after a paid claim", nil, "PLUS", 0, 183 * day, 1, "0.00", "0.06", 183 * day},
			{"as the terms say after one", rule.Layer{"cancel.afterPaidClaim": "byDays"}, "PLUS", 0, 183 * day, 1, "-0.30", "0.03", 183 * day},
			{"none", rule.Layer{"cancel.refund": "none"}, "PLUS", 0, day, 0, "0.00", "0.06", day},
			{"whole: void from its beginning", rule.Layer{"cancel.refund": "whole"}, "BASIC", 20 * day, 183 * day, 0, "-0.57", "0.00", 0},
			{"whole after a paid claim is not void", rule.Layer{"cancel.refund": "whole", "cancel.afterPaidClaim": "whole"}, "PLUS", 0, 183 * day, 1, "-0.60", "0.00", 183 * day},
			{"cover shorter than a day, not used", rule.Layer{"cover.length": "PT12H"}, "PLUS", 0, 0, 0, "-0.60", "0.00", 0},
			{"cover shorter than a day, begun", rule.Layer{"cover.length": "PT12H"}, "PLUS", 0, time.Hour, 0, "0.00", "0.06", time.Hour},
			{"after its notice: 60 x 152 / 365 = 24.99", rule.Layer{"cancel.notice": "P30D"}, "PLUS", 0, 183 * day, 0, "-0.25", "0.03", 213 * day},
		} {
			w.Clock.Set(insurancetest.Epoch)
			agree(t, w, c.terms)
			no := account(t, w, fmt.Sprint("a-", i), c.plan)
			if c.upgrade > 0 {
				w.Clock.Advance(max(c.upgrade-20*day, 0))
				_, err := w.Servicing.Endorse(ctx, payer(w), plan(fmt.Sprint("E-", i), no, "PLUS", after(c.upgrade)))
				require.NoError(t, err, c.why)
			}
			claimed(t, w, no, 0, c.paid)
			w.Clock.Set(insurancetest.Epoch.Add(c.at))
			done, err := cancel(w, fmt.Sprint("C-", i), no)
			require.NoError(t, err, c.why)
			assert.Equal(t, c.refund, done.Endorsement.PremiumChange().Text(), c.why)
			assert.True(t, insurancetest.Epoch.Add(c.effective).Equal(done.Endorsement.EffectiveAt()), c.why)
			assert.Equal(t, policy.Platform, done.Endorsement.Payer())
			sheet, err := done.Endorsement.Rating()
			require.NoError(t, err)
			assert.Equal(t, done.Endorsement.PremiumChange(), sheet.Result, c.why)
			end := see(t, w, insurancetest.Pay, no, policy.PointInTime{AsOf: after(365 * day)})
			assert.Equal(t, policy.Cancelled, end.State())
			assert.Equal(t, c.commission, end.Commission().Text(), c.why)
		}
	})
}

// A cancellation with notice: covered until it takes effect, and cancelled for every other request.
func TestB5NoticeKeepsTheCoverUntilItTakesEffect(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"cancel.notice": "P30D"})
		no := account(t, w, "a-1", "BASIC")
		_, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		assert.Equal(t, policy.InForce, see(t, w, insurancetest.Pay, no, policy.PointInTime{}).State())
		assert.Equal(t, policy.Cancelled, see(t, w, insurancetest.Pay, no, policy.PointInTime{AsOf: after(30 * day)}).State())
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		_, err = cancel(w, "C-2", no)
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		late := account(t, w, "a-2", "BASIC")
		w.Clock.Advance(336 * day)
		_, err = cancel(w, "C-2", late)
		refuses(t, err, fault.CodeInvalidState, "policyNumber") // it expires before
	})
}

// B5: a term says until when an order may be cancelled as unshipped; the shipped product leaves it open.
func TestB5UnshippedWithin(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		within := func(period any) string {
			w.Clock.Set(insurancetest.Epoch)
			terms := rule.Layer{}
			if period != nil {
				terms["cancel.unshippedWithin"] = period
			}
			require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
				ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, ProductCode: "RFI-01", CommissionRate: "0.10", ValidFrom: insurancetest.Epoch, Terms: terms,
			}))
			require.NoError(t, w.Cache.Refresh(ctx))
			order := fmt.Sprint("O-", len(terms))
			issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: order, Risk: insurancetest.Freight(order)})
			require.NoError(t, err)
			return issued.Policy.Number()
		}
		open, three, at := within(nil), within("P3D"), func(after time.Duration) { w.Clock.Set(insurancetest.Epoch.Add(after)) }
		end := func(no, policy, reason string) error {
			_, err := w.Servicing.Cancel(ctx, w.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: no, PolicyNumber: policy, Reason: reason})
			return err
		}
		at(3*day + time.Millisecond)
		ruled(t, end("C-1", three, "ORDER_CLOSED_UNSHIPPED"), servicing.UnshippedLate)
		assert.Zero(t, w.Store.Client.Endorsement.Query().CountX(ctx), "nothing is left behind")
		at(3 * day)
		require.NoError(t, end("C-2", three, "ORDER_CLOSED_UNSHIPPED"), "its last instant")
		at(87 * day)
		require.NoError(t, end("C-3", open, "ORDER_CLOSED_UNSHIPPED"))
	})
}

// B5: who may not cancel hears the rule that says so, in their language.
func TestB5RefusalsAreNamed(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"cancel.rule": "never"})
		never := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{"cancel.rule": "beforeStart"})
		begun := account(t, w, "a-2", "BASIC")
		risk := insurancetest.Account("a-3", "PLUS")
		risk.Payer, risk.Factors["gifted"] = policy.Customer, false
		bought, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "a-3", Risk: risk})
		require.NoError(t, err)
		agree(t, w, rule.Layer{"cancel.by": []any{"insurer"}})
		insurers := account(t, w, "a-4", "BASIC")
		agree(t, w, rule.Layer{"cancel.afterPaidClaim": "refuse"})
		claims := account(t, w, "a-5", "BASIC")

		_, err = cancel(w, "C-1", never)
		ruled(t, err, servicing.NotCancellable)
		_, err = cancel(w, "C-1", begun)
		ruled(t, err, servicing.CoverBegun)
		_, err = cancel(w, "C-1", insurers)
		refuses(t, err, fault.CodeNotAgreed)
		claimed(t, w, claims, 1, 1)
		_, err = cancel(w, "C-1", claims)
		ruled(t, err, servicing.OpenClaim)
		claimed(t, w, claims, 0, 1)
		_, err = cancel(w, "C-1", claims)
		ruled(t, err, servicing.PaidClaim)
		_, err = cancel(w, "C 1", claims)
		refuses(t, err, fault.CodeInvalidValue, "requestNo")
		_, err = w.Servicing.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: claims, Reason: "BORED"})
		refuses(t, err, fault.CodeInvalidValue, "reason")
		_, err = w.Servicing.Cancel(ctx, w.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: claims, Reason: "OTHER"})
		refuses(t, err, fault.CodeNotFound, "policyNumber")

		done, err := cancel(w, "C-1", bought.Policy.Number())
		require.NoError(t, err, "bought cover begins after 24 hours")
		assert.Equal(t, "-0.60", done.Endorsement.PremiumChange().Text())
		assert.Equal(t, policy.Customer, done.Endorsement.Payer())

		w.Clock.Advance(365 * day)
		claimed(t, w, claims, 0, 0)
		_, err = cancel(w, "C-9", claims)
		refuses(t, err, fault.CodeInvalidState, "policyNumber") // lesson: full refunds of expired policies
	})
}

// RFI-01: before the goods are under way, or where the order was closed unshipped, all of it comes back; else refused.
func TestB5FreightComesBackWholeOrNotAtAll(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := freight(t, w, "O-1")
		w.Clock.Advance(day)
		end := func(requestNo, reason string) (*servicing.Endorsed, error) {
			return w.Servicing.Cancel(ctx, w.Caller(insurancetest.Mall), &servicing.CancelInput{RequestNo: requestNo, PolicyNumber: no, Reason: reason})
		}
		_, err := end("C-1", "CUSTOMER_REQUEST")
		ruled(t, err, "FREIGHT_UNDER_WAY")
		claimed(t, w, no, 0, 1)
		_, err = end("C-1", "ORDER_CLOSED_UNSHIPPED")
		ruled(t, err, servicing.PaidClaim)
		claimed(t, w, no, 0, 0)
		done, err := end("C-1", "ORDER_CLOSED_UNSHIPPED")
		require.NoError(t, err)
		assert.Equal(t, "-0.73", done.Endorsement.PremiumChange().Text())
		assert.Equal(t, "ORDER_CLOSED_UNSHIPPED", *done.Endorsement.Reason())
		assert.True(t, insurancetest.Epoch.Equal(done.Endorsement.EffectiveAt()), "void from its beginning")
		p, err := policyAfter(w, done.Endorsement)
		require.NoError(t, err)
		assert.Equal(t, policy.Cancelled, p.State())
		assert.Equal(t, "0.00", p.Premium().Text())
		assert.Equal(t, "0.00", p.Commission().Text(), "parts sum to the total")
		assert.Equal(t, []string{"policy.issued", "policy.cancelled"}, told(t, w, no))
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Freight("O-1")})
		refuses(t, err, fault.CodeDuplicateCover, "risk", "insureds", "0", "reference") // one ever is one ever
	})
}

// One policy of an account at a time: what is cancelled covers it no longer, so another may.
func TestF3ACancelledCoverMakesRoom(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"cancel.notice": "P10D"})
		no := account(t, w, "a-1", "BASIC")
		again := &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Account("a-1", "PLUS")}
		_, err := w.Issuing.Issue(ctx, payer(w), again)
		refuses(t, err, fault.CodeDuplicateCover, "risk", "insureds", "0", "reference")
		_, err = cancel(w, "C-1", no)
		require.NoError(t, err)
		w.Clock.Advance(10*day - time.Millisecond)
		_, err = w.Issuing.Issue(ctx, payer(w), again)
		refuses(t, err, fault.CodeDuplicateCover, "risk", "insureds", "0", "reference")
		w.Clock.Advance(time.Millisecond)
		second, err := w.Issuing.Issue(ctx, payer(w), again)
		require.NoError(t, err)
		agree(t, w, rule.Layer{"cancel.refund": "whole"})
		void := account(t, w, "a-2", "BASIC")
		w.Clock.Advance(day)
		for _, policy := range []string{second.Policy.Number(), void} {
			_, err = cancel(w, "C-"+policy, policy)
			require.NoError(t, err)
		}
		_, err = w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "O-3", Risk: insurancetest.Account("a-2", "BASIC")})
		require.NoError(t, err, "a void policy left nothing")
	})
}

// Parts sum to the total: what is given back of several rounded commissions is never more than there was.
func TestB5CommissionComesBackWithThePremium(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"endorse.downgrade": true})
		no := account(t, w, "a-1", "BASIC")
		for i, to := range []string{"PLUS", "BASIC", "PLUS"} {
			w.Clock.Advance(100 * day)
			_, err := w.Servicing.Endorse(ctx, payer(w), plan(fmt.Sprint("E-", i), no, to, nil))
			require.NoError(t, err)
		}
		p := see(t, w, insurancetest.Pay, no, policy.PointInTime{})
		assert.Equal(t, "0.34", p.Premium().Text(), "0.12 + 0.35 - 0.22 + 0.09")
		assert.Equal(t, "0.04", p.Commission().Text(), "0.01 + 0.04 - 0.02 + 0.01")
		_, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		p = see(t, w, insurancetest.Pay, no, policy.PointInTime{})
		assert.Equal(t, "0.23", p.Premium().Text(), "2.14 + 8.58 - 8.67 + 9 = 11.06 come back")
		assert.Equal(t, "0.03", p.Commission().Text())
	})
}
