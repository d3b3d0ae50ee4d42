package claims_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// assess is what a decision on a claim rests on, for a person.
func assess(t *testing.T, w *insurancetest.World, who *access.Caller, c *claims.Claim) *claims.Assessment {
	t.Helper()
	found, err := w.Claims.Assessments(ctx, who, []*claims.Claim{seen(t, w, c.Number())})
	require.NoError(t, err)
	return found[c.Key()]
}

func checksOf(list []claims.Check) map[string]bool {
	fits := map[string]bool{}
	for _, c := range list {
		fits[c.Code] = c.Fits
	}
	return fits
}

// B8, console "Claim": before the decision a person sees what it comes to, what is left and who must approve; the decision is the same.
func TestB8WhatADecisionRestsOnIsWhatItDoes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, map[string]any{"claim.singleReviewLimit": "15000", "claim.doubleReviewLimit": "18000"})
		policy := covered(t, w, "acct-1", "BASIC")
		for i, c := range []struct {
			loss, computed string
			others         int
			left           string
		}{
			{"15000", "15000.00", 0, "100000.00"}, {"15000.01", "15000.01", 1, "85000.00"}, {"18000.01", "18000.01", 2, "69999.99"},
			{"30000", "20000.00", 2, "51999.98"},
		} {
			one := reviewed(t, w, fmt.Sprint("C-", i), policy, c.loss)
			a := assess(t, w, w.Person("cleo"), one)
			require.NotNil(t, a.Computed(), "%+v", a.Refused)
			assert.Equal(t, c.computed, a.Computed().Text())
			assert.Equal(t, c.others, *a.Approvals)
			assert.Equal(t, c.left, a.Left.Text(), "of the year")
			assert.Equal(t, "20000.00", a.EventLimit.Text())
			assert.Equal(t, c.others == 0, a.DecidesAlone())
			assert.Nil(t, a.Obstacle)
			assert.Len(t, a.Thresholds, 2)
			assert.Equal(t, []access.Role{access.Claims}, a.ApproverRoles)
			assert.True(t, checksOf(a.Checks)[catalog.NoCover])
			assert.True(t, checksOf(a.Checks)[catalog.LimitReached])
			d, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(one, ""))
			require.NoError(t, err)
			if c.others == 0 {
				require.Nil(t, d.Approval)
				assert.Equal(t, c.computed, d.Claim.Payable().Text())
				continue
			}
			require.NotNil(t, d.Approval)
			assert.Equal(t, c.others, d.Approval.Needed)
			waiting := assess(t, w, w.Person("carl"), one)
			require.NotNil(t, waiting.Obstacle)
			assert.Equal(t, fault.CodeInvalidState, waiting.Obstacle.Base().Code, "it waits for others")
			for _, who := range []string{"carl", "cora"}[:c.others] {
				require.NoError(t, decideApproval(w, w.Person(who), d.Approval.ID))
			}
			assert.Nil(t, assess(t, w, w.Person("carl"), one), "it is decided")
		}
	})
}

// B8: one who entered or changed a claim, or has another role, learns that somebody else decides it; a bound of their own counts.
func TestB8WhoMayNotDecideLearnsWhy(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "PLUS")
		cleo, carl := w.Person("cleo"), w.Person("carl")
		a, err := w.Claims.Submit(ctx, cleo, robbed(w, "C-1", policy, "3000"))
		require.NoError(t, err)
		early := assess(t, w, carl, a.Claim)
		assert.Equal(t, fault.CodeInvalidState, early.Obstacle.Base().Code, "no machine has looked at it")
		work(t, w)
		own := assess(t, w, cleo, a.Claim)
		assert.Equal(t, fault.CodeFourEyes, own.Obstacle.Base().Code)
		assert.False(t, own.MayDecide() || own.DecidesAlone())
		assert.True(t, assess(t, w, carl, a.Claim).MayDecide())
		assert.Equal(t, fault.CodeFourEyes, assess(t, w, w.Person("fay"), a.Claim).Obstacle.Base().Code, "another role")
		asked, err := w.Claims.RequestAuthority(ctx, w.Person("sec"), authority(carl, "2999.99"))
		require.NoError(t, err)
		require.NoError(t, decideApproval(w, w.Person("sly"), asked.ID))
		bound := assess(t, w, carl, a.Claim)
		assert.Equal(t, "2999.99", bound.Authority.Text())
		assert.Equal(t, 1, *bound.Approvals)
		assert.False(t, bound.DecidesAlone())
		assert.True(t, bound.MayDecide())
	})
}

// preview is a claim to look at.
func preview(in *claims.SubmitInput) *claims.PreviewInput {
	return &claims.PreviewInput{PolicyNumber: in.PolicyNumber, OccurredAt: in.OccurredAt, ReportedAt: in.ReportedAt, Claimed: in.Claimed, Facts: in.Facts}
}

// B8, E4, console "Claim by phone": what a preview says is what becomes of the claim, and it writes nothing.
func TestE4APreviewIsWhatBecomesOfTheClaim(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "BASIC")
		channel := w.Caller(insurancetest.Pay)
		for i, c := range []struct {
			who  *access.Caller
			loss string
			late bool
			say  map[string]any
		}{
			{who: channel, loss: "100"}, {who: channel, loss: "3000"}, {who: channel, loss: "100", say: map[string]any{"platformVerdict": "owner"}},
			{who: w.Person("serge"), loss: "100"}, {who: channel, loss: "150", late: true},
		} {
			in := robbed(w, fmt.Sprint("C-", i), policy, c.loss)
			for name, value := range c.say {
				in.Facts[name] = value
			}
			if c.late {
				w.Clock.Advance(40 * 24 * time.Hour)
				in.Facts["reportedAt"] = w.Clock.Now().Format(time.RFC3339)
			}
			before := w.Store.Client.Claim.Query().CountX(ctx)
			p, err := w.Claims.Preview(ctx, c.who, preview(in))
			require.NoError(t, err)
			again, err := w.Claims.Preview(ctx, c.who, preview(in))
			require.NoError(t, err)
			assert.Equal(t, p.Decision, again.Decision)
			assert.Equal(t, before, w.Store.Client.Claim.Query().CountX(ctx), "nothing is stored")
			a, err := w.Claims.Submit(ctx, c.who, in)
			require.NoError(t, err)
			assert.Equal(t, a.Claim.Computed(), p.Computed)
			assert.Equal(t, a.Claim.Limit(), p.Limit)
			work(t, w)
			became := seen(t, w, a.Claim.Number())
			row := w.Store.Client.Claim.GetX(ctx, became.Key())
			assert.Equal(t, row.Reason, p.Decision.Reason, "%d: %s", i, became.State())
			assert.Equal(t, row.Score, p.Decision.Score)
			found, err := became.Findings()
			require.NoError(t, err)
			assert.Equal(t, codes(found), codes(p.Findings()))
			for _, f := range found {
				assert.Contains(t, checksOf(p.ChecksFor(w.Person("serge"))), f.Code)
			}
			assert.Len(t, p.ChecksFor(channel), 3, "a channel sees what is general")
			assert.Equal(t, c.late, !p.InTime)
		}
	})
}

func codes(list []catalog.ClaimFinding) (codes []string) {
	for _, f := range list {
		codes = append(codes, f.Code)
	}
	return codes
}

// P9: a preview is refused as the claim would be.
func TestP9APreviewIsRefusedAsTheClaim(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, map[string]any{"claim.most": 1})
		policy := covered(t, w, "acct-1", "BASIC")
		channel := w.Caller(insurancetest.Pay)
		bad := map[string]*claims.SubmitInput{}
		for _, name := range []string{"missing", "future", "facts", "currency", "unknown"} {
			bad[name] = robbed(w, "C-"+name, policy, "100")
		}
		bad["missing"].PolicyNumber = "P999999999999999"
		bad["future"].OccurredAt = w.Clock.Now().Add(time.Hour)
		bad["facts"].Facts = map[string]any{}
		bad["currency"].Claimed = yuan("1")
		bad["currency"].Claimed.Currency = "USD"
		bad["unknown"].Facts["shoeSize"] = 44
		for name, in := range bad {
			_, looked := w.Claims.Preview(ctx, channel, preview(in))
			_, sent := w.Claims.Submit(ctx, channel, in)
			require.Error(t, sent, name)
			assert.Equal(t, sent, looked, name)
		}
		_, err := w.Claims.Submit(ctx, channel, robbed(w, "C-1", policy, "100"))
		require.NoError(t, err)
		_, looked := w.Claims.Preview(ctx, channel, preview(robbed(w, "C-2", policy, "100")))
		_, sent := w.Claims.Submit(ctx, channel, robbed(w, "C-2", policy, "100"))
		assert.True(t, fault.Has(sent, fault.CodeRuleRefused), "%v", sent)
		assert.Equal(t, fault.All(sent), fault.All(looked))
		stranger := w.Caller(insurancetest.Mall)
		_, err = w.Claims.Preview(ctx, stranger, preview(robbed(w, "C-3", policy, "100")))
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
	})
}
