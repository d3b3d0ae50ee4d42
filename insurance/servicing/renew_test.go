package servicing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent/event"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// B4, D7: the new policy goes on where the old one ends, with its endorsements, at the price of today.
func TestB4TheRenewalGoesOnFromTheOldPolicy(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		_, err := w.Servicing.Endorse(ctx, payer(w), named("E-1", no, "a-1", "张三"))
		require.NoError(t, err)
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-2", no, "PLUS", after(360*day)))
		require.NoError(t, err)
		wrong := &servicing.RenewInput{OrderNo: "R-1", PolicyNumber: no, ExpectedPremium: &money.Input{Amount: money.MustDecimal("0.12"), Currency: "CNY"}}
		_, err = w.Servicing.Renew(ctx, payer(w), wrong)
		refuses(t, err, fault.CodePremiumMismatch, "expectedPremium")
		renewed, err := renew(w.Servicing, w, "R-1", no)
		require.NoError(t, err)
		p := renewed.Policy
		assert.Equal(t, "PLUS", p.PlanCode(), "also what takes effect only in its last days")
		assert.Equal(t, "0.60", p.Premium().Text())
		assert.Equal(t, see(t, w, insurancetest.Pay, no, policy.PointInTime{}).Period().End.UTC(), p.Period().Start.UTC())
		assert.Equal(t, policy.Pending, p.State())
		insureds, err := p.Insureds()
		require.NoError(t, err)
		assert.NotNil(t, insureds[0].Name)
		old, err := insurancetest.Of(ctx, w.Policies.RenewedFrom, p, p)
		require.NoError(t, err)
		assert.Equal(t, no, *old)
		next, err := renewedBy(w, see(t, w, insurancetest.Pay, no, policy.PointInTime{}))
		require.NoError(t, err)
		assert.Equal(t, p.Number(), *next)
		next, err = renewedBy(w, see(t, w, insurancetest.Pay, no, policy.PointInTime{KnownAt: after(339 * day)}))
		require.NoError(t, err)
		assert.Nil(t, next, "nobody knew of it")
		assert.Equal(t, []string{"policy.issued", "policy.endorsed", "policy.endorsed", "policy.renewed"}, told(t, w, no))
		assert.Equal(t, []string{"policy.issued"}, told(t, w, p.Number()))
		_, err = renew(w.Servicing, w, "R-2", no)
		refuses(t, err, fault.CodeInvalidState, "policyNumber") // once
		_, err = w.Servicing.Renew(ctx, payer(w), wrong)
		var mismatch fault.RequestMismatch
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"expectedPremium"}, mismatch.Differs)
		other := account(t, w, "a-2", "BASIC")
		_, err = renew(w.Servicing, w, "R-1", other)
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"policyNumber"}, mismatch.Differs)
		_, wrongs := rerated(t, w)
		assert.Empty(t, wrongs)
	})
}

func rerated(t *testing.T, w *insurancetest.World) (int, []string) {
	t.Helper()
	_, looked, wrong, err := w.Issuing.Rerate(context.Background(), 0, 1<<62, 1000)
	require.NoError(t, err)
	return looked, wrong
}

// B4: from the notice on until the grace is over, by the calendar of the insurer.
func TestB4TheWindowOfRenewal(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"renew.grace": "P10D"})
		for i, c := range []struct {
			at time.Duration
			ok bool
		}{
			{335*day - time.Millisecond, false}, {335 * day, true}, {375 * day, true}, {375*day + time.Millisecond, false},
		} {
			w.Clock.Set(insurancetest.Epoch)
			no := account(t, w, fmt.Sprint("a-", i), "BASIC")
			w.Clock.Advance(c.at)
			renewed, err := renew(w.Servicing, w, fmt.Sprint("R-", i), no)
			if !c.ok {
				refuses(t, err, fault.CodeInvalidState, "policyNumber")
				continue
			}
			require.NoError(t, err)
			start := insurancetest.Epoch.Add(max(c.at, 365*day))
			assert.True(t, start.Equal(renewed.Policy.Period().Start), "never before now")
		}
	})
}

// Lesson: renewing twice made two policies; a cancelled policy could be renewed and endorsed.
func TestB4WhatMayNotBeRenewed(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{"renew.by": []any{"insurer"}})
		insurers := account(t, w, "a-2", "BASIC")
		agree(t, w, rule.Layer{})
		order := freight(t, w, "O-1")
		w.Clock.Advance(80 * day)
		_, err := w.Servicing.Renew(ctx, w.Caller(insurancetest.Mall), &servicing.RenewInput{OrderNo: "R-1", PolicyNumber: order})
		refuses(t, err, fault.CodeNotAgreed)
		w.Clock.Advance(270 * day)
		_, err = renew(w.Servicing, w, "R-1", insurers)
		refuses(t, err, fault.CodeNotAgreed)
		_, err = renew(w.Servicing, w, "R 1", no)
		refuses(t, err, fault.CodeInvalidValue, "orderNo")
		_, err = w.Servicing.Renew(ctx, w.Caller(insurancetest.Mall), &servicing.RenewInput{OrderNo: "R-1", PolicyNumber: no})
		refuses(t, err, fault.CodeNotFound, "policyNumber")
		_, err = cancel(w, "C-1", no)
		require.NoError(t, err)
		_, err = renew(w.Servicing, w, "R-1", no)
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		assert.Equal(t, 3, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
	})
}

// B4, F3: the account has got itself other cover from the end on, so it cannot be renewed.
func TestB4OtherCoverIsInTheWay(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"cover.mayAsk": true, "cover.maxAhead": "P1Y"})
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		risk := insurancetest.Account("a-1", "BASIC")
		risk.Period = &policy.Period{Start: *after(400 * day), End: *after(500 * day)}
		_, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "O-2", Risk: risk})
		require.NoError(t, err)
		_, err = renew(w.Servicing, w, "R-1", no)
		refuses(t, err, fault.CodeDuplicateCover, "policyNumber")
		assert.Equal(t, []string{"policy.issued"}, told(t, w, no))
	})
}

// B4: a product off sale is not renewed, and the answer names what there is instead; a closed channel renews nothing.
func TestB4OffSaleNamesAlternatives(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		publish(w, "asi-02", same) // of the same kind
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Pay, Code: "AG-2", ProductCode: "ASI-02", CommissionRate: "0.1", ValidFrom: w.Clock.Now(),
		}))
		w.Withdraw("ASI-01")
		require.NoError(t, w.Cache.Refresh(ctx))
		w.Clock.Advance(350 * day)
		_, err := renew(w.Servicing, w, "R-1", no)
		refuses(t, err, fault.CodeProductOffSale, "policyNumber")
		var off distribution.OffSale
		require.ErrorAs(t, err, &off)
		assert.Len(t, off.Alternatives, 2)
		w.SetOpen(insurancetest.Pay, false)
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err = renew(w.Servicing, w, "R-1", no)
		refuses(t, err, fault.CodeChannelClosed)
		_, err = cancel(w, "C-1", no)
		assert.NoError(t, err, "a closed channel sells nothing; it still serves what it sold")
	})
}

// B4: a policy that may be renewed is announced once before its end, and once when it ended.
func TestB4AnnouncesItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, kept, ended, slept := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC"), account(t, w, "a-3", "BASIC"), ""
		freight(t, w, "O-1")
		announce := func(want int) {
			t.Helper()
			took, err := w.Servicing.Announce(ctx, 100)
			require.NoError(t, err)
			assert.Equal(t, want, took)
		}
		announce(0)
		w.Clock.Advance(335*day - time.Millisecond)
		announce(0)
		w.Clock.Advance(time.Millisecond)
		slept = account(t, w, "a-4", "BASIC")
		announce(3)
		announce(0)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, no))
		_, err := renew(w.Servicing, w, "R-1", kept)
		require.NoError(t, err)
		_, err = cancel(w, "C-1", ended)
		require.NoError(t, err)
		w.Clock.Advance(30 * day)
		announce(3)
		announce(0)
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.expired"}, told(t, w, no))
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.renewed"}, told(t, w, kept))
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.cancelled"}, told(t, w, ended))
		assert.Nil(t, head(t, w, no).DueAt)
		w.Clock.Advance(400 * day) // nobody looked for a year
		_, err = w.Servicing.Announce(ctx, 100)
		require.NoError(t, err)
		assert.Equal(t, []string{"policy.issued", "policy.expired"}, told(t, w, slept))
	})
}

// B4: cover that was given to millions on one day ends on one day: announcements cost a few statements for a whole batch.
func TestB4ManyAreAnnouncedTogether(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		const many = 60
		numbers := make([]string, many)
		for i := range numbers {
			numbers[i] = account(t, w, fmt.Sprint("a-", i), "BASIC")
		}
		_, err := cancel(w, "C-1", numbers[7])
		require.NoError(t, err)
		for _, length := range []time.Duration{340 * day, 30 * day} {
			w.Clock.Advance(length)
			counted, statements := insurancetest.WithStatements(ctx)
			_, err := w.Servicing.Announce(counted, many)
			require.NoError(t, err)
			assert.LessOrEqual(t, len(statements.Texts()), 12)
		}
		for i, no := range numbers {
			want := []string{"policy.issued", "policy.expiring", "policy.expired"}
			if i == 7 {
				want = []string{"policy.issued", "policy.cancelled"}
			}
			assert.Equal(t, want, told(t, w, no))
			assert.Nil(t, head(t, w, no).DueAt)
		}
	})
}

// B4: one policy that cannot be announced holds up no other, and comes again.
func TestB4OnePolicyHoldsUpNoOther(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		good, bad, last := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC"), account(t, w, "a-3", "BASIC")
		w.Clock.Advance(340 * day)
		row := head(t, w, bad)
		taken := w.Store.Client.Event.Create().SetID(w.Store.NewKey()).SetChannelID(row.ChannelID).SetSubject(bad).SetSeq(2).
			SetType("policy.endorsed").SetPayload("{}").SetOccurredAt(w.Clock.Now()).SaveX(ctx)
		took, err := w.Servicing.Announce(ctx, 100)
		assert.ErrorContains(t, err, fmt.Sprint("announce policy ", row.ID))
		assert.Equal(t, 3, took)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, good))
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, last))
		w.Store.Client.Event.DeleteOne(taken).ExecX(ctx)
		w.Clock.Advance(2 * time.Minute)
		took, err = w.Servicing.Announce(ctx, 100)
		require.NoError(t, err)
		assert.Equal(t, 1, took)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, bad))
	})
}

// B4 in a sandbox: its clock moves what is due, on every server.
func TestB4AnnouncesByTheClockOfTheChannel(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		sandbox := payer(w)
		var err error
		sandbox.Channel, err = w.Distribution.ChannelByCode(insurancetest.Pay, false)
		require.NoError(t, err)
		issued, err := w.Issuing.Issue(ctx, sandbox, &issuing.IssueInput{OrderNo: "S-1", Risk: insurancetest.Account("s-1", "BASIC")})
		require.NoError(t, err)
		no, other := issued.Policy.Number(), w.AddServer()
		_, err = w.Distribution.AdvanceClock(ctx, sandbox.Channel, *after(340 * day))
		require.NoError(t, err)
		took, err := other.Servicing.Announce(ctx, 10) // it does not know of the new clock yet
		require.NoError(t, err)
		assert.Equal(t, 1, took)
		assert.Equal(t, []string{"policy.issued"}, told(t, w, no))
		w.Clock.Advance(time.Second)
		require.NoError(t, other.Cache.Refresh(ctx))
		_, err = other.Servicing.Announce(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, no))
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err = w.Distribution.AdvanceClock(ctx, sandbox.Channel, *after(366 * day))
		require.NoError(t, err)
		_, err = w.Servicing.Announce(ctx, 10)
		require.NoError(t, err)
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.expired"}, told(t, w, no))
		last := w.Store.Client.Event.Query().Where(event.Subject(no), event.Seq(3)).OnlyX(ctx)
		assert.False(t, last.OccurredAt.Before(*after(366 * day)))
	})
}
