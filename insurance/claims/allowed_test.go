package claims_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	base "baodan/insurance/work"
)

// tries are the acts on a claim with inputs that nothing is wrong with, by the names of their mutations.
func tries(w *insurancetest.World, who *access.Caller, c *claims.Claim, no string) map[string]func() error {
	number, revision := c.Number(), c.Revision()
	carl := base.PersonKey(w.Person("carl").PersonID())
	return map[string]func() error{
		"assignClaim": func() error {
			_, err := w.Claims.Assign(ctx, who, &claims.AssignInput{ClaimNumber: number, ExpectedRevision: revision, PersonID: &carl})
			return err
		},
		"decideClaim": func() error {
			in := approve(c, "")
			in.Outcome, in.Reason = catalog.Decline, claims.NotCovered
			_, err := w.Claims.Decide(ctx, who, in)
			return err
		},
		"noteClaim": func() error {
			_, err := w.Claims.Note(ctx, who, &claims.NoteInput{RequestNo: no, ClaimNumber: number, Text: "seen"})
			return err
		},
		"recordRecovery": func() error {
			_, err := w.Claims.Recover(ctx, who, &claims.RecoveryInput{RequestNo: no, ClaimNumber: number, Amount: *yuan("0.01"), Source: "court", ReceivedAt: w.Clock.Now()})
			return err
		},
		"reopenClaim": func() error {
			_, err := w.Claims.Reopen(ctx, who, &claims.ReopenInput{ClaimNumber: number, ExpectedRevision: revision, Reason: "the receipt came"})
			return err
		},
		"requestEvidence": func() error {
			_, err := w.Claims.RequestEvidence(ctx, who, &claims.EvidenceInput{ClaimNumber: number, ExpectedRevision: revision, Text: "more"})
			return err
		},
		"resolveDisputedPayout": func() error {
			_, err := w.Claims.ResolveDispute(ctx, who, &claims.ResolveDisputeInput{ClaimNumber: number, ExpectedRevision: revision, Paid: yuan("0.01"), Reason: "by the bank"})
			return err
		},
		"retryPayout": func() error {
			_, err := w.Claims.RetryPayout(ctx, who, &claims.RetryInput{ClaimNumber: number, ExpectedRevision: revision, Reason: "asked"})
			return err
		},
		"takeClaim": func() error {
			_, err := w.Claims.Take(ctx, who, &claims.TakeInput{ClaimNumber: number, ExpectedRevision: revision})
			return err
		},
		"updateClaim": func() error {
			_, err := w.Claims.Update(ctx, who, &claims.UpdateInput{RequestNo: "U-" + no, ClaimNumber: number, Facts: map[string]any{"policeReceiptNo": "B-" + no}})
			return err
		},
		"withdrawClaim": func() error {
			_, err := w.Claims.Withdraw(ctx, who, &claims.WithdrawInput{RequestNo: "W-" + no, ClaimNumber: number})
			return err
		},
	}
}

// standings make claims in all the ways that they stand.
func standings(t *testing.T, w *insurancetest.World) map[string]func(no, policy string) *claims.Claim {
	cleo, carl := w.Person("cleo"), w.Person("carl")
	decided := func(no, policy string) *claims.Claim {
		d, err := w.Claims.Decide(ctx, cleo, approve(reviewed(t, w, no, policy, "3000"), ""))
		require.NoError(t, err)
		return d.Claim
	}
	declined := func(no, policy string) *claims.Claim {
		c := reviewed(t, w, no, policy, "3000")
		decline(t, w, c)
		return seen(t, w, c.Number())
	}
	return map[string]func(no, policy string) *claims.Claim{
		"submitted": func(no, policy string) *claims.Claim {
			a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, no, policy, "3000"))
			require.NoError(t, err)
			return a.Claim
		},
		"in review": func(no, policy string) *claims.Claim { return reviewed(t, w, no, policy, "3000") },
		"entered by cleo": func(no, policy string) *claims.Claim {
			a, err := w.Claims.Submit(ctx, cleo, robbed(w, no, policy, "3000"))
			require.NoError(t, err)
			work(t, w)
			return seen(t, w, a.Claim.Number())
		},
		"taken by carl": func(no, policy string) *claims.Claim {
			c := reviewed(t, w, no, policy, "3000")
			taken, err := w.Claims.Take(ctx, carl, &claims.TakeInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision()})
			require.NoError(t, err)
			return taken
		},
		"evidence needed": func(no, policy string) *claims.Claim {
			c := reviewed(t, w, no, policy, "3000")
			c, err := w.Claims.RequestEvidence(ctx, carl, &claims.EvidenceInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Text: "more"})
			require.NoError(t, err)
			return c
		},
		"waiting for others": func(no, policy string) *claims.Claim { c, _ := asked(t, w, no, policy, "25000"); return c },
		"approved":           decided,
		"paid": func(no, policy string) *claims.Claim {
			c := decided(no, policy)
			work(t, w)
			return seen(t, w, c.Number())
		},
		"payout failed": func(no, policy string) *claims.Claim {
			w.Bank.Answer = func(claims.PayoutOrder, int) (bool, claims.PayoutOutcome) {
				return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "NO_ACCOUNT"}
			}
			c := decided(no, policy)
			work(t, w)
			w.Bank.Answer = nil
			return seen(t, w, c.Number())
		},
		"disputed": func(no, policy string) *claims.Claim { return disputed(t, w, no, policy, true) },
		"declined": declined,
		"reopening asked": func(no, policy string) *claims.Claim {
			c := declined(no, policy)
			_, err := w.Claims.Reopen(ctx, carl, &claims.ReopenInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "the receipt came"})
			require.NoError(t, err)
			return c
		},
		"withdrawn": func(no, policy string) *claims.Claim {
			c := reviewed(t, w, no, policy, "3000")
			_, err := w.Claims.Withdraw(ctx, w.Caller(insurancetest.Pay), &claims.WithdrawInput{RequestNo: "X-" + no, ClaimNumber: c.Number()})
			require.NoError(t, err)
			return seen(t, w, c.Number())
		},
	}
}

// P3: what is said to be possible is done, and what is said not to be is refused with the code that was said; for every act, in every
// standing of a claim, for who decided, entered or took it and for others.
func TestP3ActsOnClaimsAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		n := 0
		for standing, make := range standings(t, w) {
			policy := covered(t, w, fmt.Sprint("acct-", n), "PLUS")
			var names []string
			for i := 0; i == 0 || i < len(names); i++ {
				for _, who := range []*access.Caller{w.Person("cleo"), w.Person("carl")} {
					n++
					no := fmt.Sprint("N-", n)
					c := make("C-"+no, policy)
					said, err := w.Claims.Allowed(ctx, who, []*claims.Claim{c})
					require.NoError(t, err)
					acts, all := said[c.Key()], tries(w, who, c, no)
					names = names[:0]
					for _, a := range acts {
						names = append(names, a.Name)
					}
					require.True(t, slices.IsSorted(names))
					require.Len(t, acts, len(all))
					err = all[acts[i].Name]()
					at := fmt.Sprintf("%s of a claim that is %s, by %s", acts[i].Name, standing, who.Person.Name)
					if acts[i].Possible() {
						require.NoError(t, err, at)
						continue
					}
					require.Error(t, err, at)
					assert.Equal(t, acts[i].Reason.Base().Code, fault.All(err)[0].Base().Code, "%s: %v", at, err)
				}
			}
		}
	})
}

// P3: another claim under a policy is said to be possible as long as its terms let it be submitted.
func TestP3AClaimUnderAPolicy(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, map[string]any{"claim.most": 1})
		number := covered(t, w, "acct-1", "PLUS")
		for i := range 2 {
			p, err := w.Policies.ByNumber(ctx, w.Person("serge"), number, policy.PointInTime{})
			require.NoError(t, err)
			said, err := w.Claims.AllowedUnder([]*policy.Policy{p})
			require.NoError(t, err)
			act := said[p.Key()][0]
			_, err = w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, fmt.Sprint("S-", i), number, "300"))
			assert.Equal(t, i == 0, act.Possible())
			if act.Possible() {
				require.NoError(t, err)
				continue
			}
			var why, was fault.RuleRefused
			require.ErrorAs(t, err, &was)
			require.ErrorAs(t, act.Reason, &why)
			assert.Equal(t, []any{was.Rule, was.Sentence}, []any{why.Rule, why.Sentence})
		}
	})
}
