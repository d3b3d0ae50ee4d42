package servicing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent/event"
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
			{"12 x 91 / 365 + 24 x 91 / 182 = 14.99", nil, "BASIC", 183 * day, 274 * day, 0, "-0.15", "0.02", 274 * day},
			{"an upgrade that has not begun comes back whole", nil, "BASIC", 20 * day, day, 0, "-0.57", "0.00", day},
			{"nothing after a paid claim", nil, "PLUS", 0, 183 * day, 1, "0.00", "0.06", 183 * day},
			{"as the terms say after one", rule.Layer{"cancel.afterPaidClaim": "byDays"}, "PLUS", 0, 183 * day, 1, "-0.30", "0.03", 183 * day},
			{"none", rule.Layer{"cancel.refund": "none"}, "PLUS", 0, day, 0, "0.00", "0.06", day},
			{"whole: void from its beginning", rule.Layer{"cancel.refund": "whole"}, "BASIC", 20 * day, 183 * day, 0, "-0.57", "0.00", 0},
			{"whole after a paid claim is not void", rule.Layer{"cancel.refund": "whole", "cancel.afterPaidClaim": "whole"}, "PLUS", 0, 183 * day, 1, "-0.60", "0.00", 183 * day},
			{"cover shorter than a day, not used", rule.Layer{"cover.length": "PT12H"}, "PLUS", 0, 0, 0, "-0.60", "0.00", 0},
			{"cover shorter than a day, begun", rule.Layer{"cover.length": "PT12H"}, "PLUS", 0, time.Hour, 0, "0.00", "0.06", time.Hour},
			{"after its notice: 60 x 152 / 365 = 24.99", rule.Layer{"cancel.notice": "P30D"}, "PLUS", 0, 183 * day, 0, "-0.25", "0.04", 213 * day},
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
			assert.Equal(t, []policy.Share{{Payer: policy.Platform, Premium: done.Endorsement.PremiumChange()}}, done.Endorsement.ByPayer())
			sheet, err := done.Endorsement.Rating()
			require.NoError(t, err)
			assert.Equal(t, done.Endorsement.PremiumChange(), sheet.Result, c.why)
			end := see(t, w, insurancetest.Pay, no, policy.PointInTime{AsOf: after(365 * day)})
			assert.Equal(t, policy.Cancelled, end.State())
			assert.Equal(t, c.commission, end.Commission().Text(), c.why)
		}
	})
}

// bought issues account security that the customer pays themselves, for a cover that begins after a day.
func bought(t *testing.T, w *insurancetest.World, reference, plan string) string {
	t.Helper()
	risk := insurancetest.Account(reference, plan)
	risk.Payer, risk.Factors["gifted"] = policy.Customer, false
	issued, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: reference, Risk: risk})
	require.NoError(t, err)
	return issued.Policy.Number()
}

// B5: a customer bought BASIC and the platform paid the upgrade: at a cancellation each gets their own back, and the total is
// the sum of what each gets.
func TestB5WhoPaidGetsItBack(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		for i, c := range []struct {
			why                      string
			terms                    rule.Layer
			upgrade, cancel          time.Duration
			customer, platform, both string
		}{
			{"at once", nil, day, day, "-0.12", "-0.48", "-0.60"},
			{"12 x 325/365 = 10.68 and 47 x 325/356 = 42.91: 11 and 43, though 53.59 is 54, too", nil, 10 * day, 41 * day, "-0.11", "-0.43", "-0.54"},
			{"12 x 216/365 = 7.10 and 45 x 216/345 = 28.17", nil, 21 * day, 150 * day, "-0.07", "-0.28", "-0.35"},
			{"before the upgrade has begun", nil, 21 * day, 2 * day, "-0.12", "-0.45", "-0.57"},
			{"whole", rule.Layer{"cancel.refund": "whole"}, 11 * day, 40 * day, "-0.12", "-0.47", "-0.59"},
			{"nothing", rule.Layer{"cancel.refund": "none"}, 11 * day, 40 * day, "0.00", "0.00", "0.00"},
		} {
			w.Clock.Set(insurancetest.Epoch)
			agree(t, w, c.terms)
			no := bought(t, w, fmt.Sprint("a-", i), "BASIC")
			w.Clock.Set(insurancetest.Epoch.Add(day))
			_, err := w.Servicing.Endorse(ctx, payer(w), plan(fmt.Sprint("E-", i), no, "PLUS", after(c.upgrade)))
			require.NoError(t, err, c.why)
			w.Clock.Set(insurancetest.Epoch.Add(c.cancel))
			done, err := cancel(w, fmt.Sprint("C-", i), no)
			require.NoError(t, err, c.why)
			shares := done.Endorsement.ByPayer()
			require.Len(t, shares, 2, c.why)
			assert.Equal(t, []policy.Payer{policy.Customer, policy.Platform}, []policy.Payer{shares[0].Payer, shares[1].Payer}, c.why)
			assert.Equal(t, []string{c.customer, c.platform}, []string{shares[0].Premium.Text(), shares[1].Premium.Text()}, c.why)
			assert.Equal(t, c.both, done.Endorsement.PremiumChange().Text(), c.why)
			sheet, err := done.Endorsement.Rating()
			require.NoError(t, err)
			assert.Equal(t, c.both, sheet.Result.Text(), c.why)
			lines := done.Endorsement.Lines()
			require.Len(t, lines, 2, c.why)
			assert.Equal(t, []string{"-100000.00", "-900000.00"}, []string{lines[0].SumInsured.Text(), lines[1].SumInsured.Text()}, c.why)
			assert.Equal(t, []int{1, 2}, []int{lines[0].Layer, lines[1].Layer}, c.why)
		}
	})
}

// B5: the premium of a cancelled policy is the sum of all that was charged and given back, in every view, also where a change
// of plan was to take effect later; its plan and sum insured stay as they were when it ended.
func TestB5CancelledBeforeAnUpgrade(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", after(10*day)))
		require.NoError(t, err)
		done, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		assert.Equal(t, "-0.59", done.Endorsement.PremiumChange().Text(), "0.12 and 0.47")
		p, err := policyAfter(w, done.Endorsement)
		require.NoError(t, err)
		views := map[string]*policy.Policy{
			"the answer": p, "now": see(t, w, insurancetest.Pay, no, policy.PointInTime{}),
			"after the upgrade": see(t, w, insurancetest.Pay, no, policy.PointInTime{AsOf: after(11 * day)}),
		}
		for name, p := range views {
			assert.Equal(t, []string{"0.00", "100000.00", "0.00", "BASIC", "CANCELLED"},
				[]string{p.Premium().Text(), p.SumInsured().Text(), p.Commission().Text(), p.PlanCode(), string(p.State())}, name)
		}
		row, err := w.Store.Client.Event.Query().Where(event.Subject(no), event.Type("policy.cancelled")).Only(ctx)
		require.NoError(t, err)
		assert.Contains(t, row.Payload, `"premium":{"amount":"0.00","currency":"CNY"}`)
		known := w.Clock.Now().Add(-time.Millisecond)
		assert.Equal(t, "PENDING", string(see(t, w, insurancetest.Pay, no, policy.PointInTime{AsOf: &known}).State()))
	})
}

// A plan that costs less gives back to who paid, the newest premium first, and to nobody more than they paid.
func TestADowngradeGoesBackToWhoPaid(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"endorse.downgrade": true, "endorse.price": "whole"})
		no := bought(t, w, "a-1", "BASIC")
		w.Clock.Advance(day)
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		require.NoError(t, err)
		w.Clock.Advance(time.Second)
		down, err := w.Servicing.Endorse(ctx, payer(w), plan("E-2", no, "BASIC", nil))
		require.NoError(t, err)
		require.Len(t, down.Endorsement.ByPayer(), 1)
		assert.Equal(t, policy.Platform, down.Endorsement.ByPayer()[0].Payer)
		assert.Equal(t, "-0.48", down.Endorsement.PremiumChange().Text())
		w.Clock.Advance(time.Second)
		done, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		shares := done.Endorsement.ByPayer()
		assert.Equal(t, []string{"CUSTOMER -0.12", "PLATFORM 0.00"}, []string{
			string(shares[0].Payer) + " " + shares[0].Premium.Text(), string(shares[1].Payer) + " " + shares[1].Premium.Text(),
		})
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
		customers := bought(t, w, "a-3", "PLUS")
		agree(t, w, rule.Layer{"cancel.by": []any{"insurer"}})
		insurers := account(t, w, "a-4", "BASIC")
		agree(t, w, rule.Layer{"cancel.afterPaidClaim": "refuse"})
		claims := account(t, w, "a-5", "BASIC")

		_, err := cancel(w, "C-1", never)
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

		done, err := cancel(w, "C-1", customers)
		require.NoError(t, err, "bought cover begins after 24 hours")
		assert.Equal(t, "-0.60", done.Endorsement.PremiumChange().Text())
		assert.Equal(t, []policy.Share{{Payer: policy.Customer, Premium: done.Endorsement.PremiumChange()}}, done.Endorsement.ByPayer())

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
		require.NoError(t, err, "a void policy frees its order: it is shipped again")
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

// Commission is exact on every line and rounded once, so what comes back with the premium is never more than there was.
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
		assert.Equal(t, "0.03", p.Commission().Text(), "0.034, rounded half up")
		_, err := cancel(w, "C-1", no)
		require.NoError(t, err)
		p = see(t, w, insurancetest.Pay, no, policy.PointInTime{})
		assert.Equal(t, "0.23", p.Premium().Text(), "2.14 + 8.58 - 8.67 + 9 = 11.06 come back")
		assert.Equal(t, "0.02", p.Commission().Text(), "0.023")
	})
}
