package claims_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	state "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	base "baodan/insurance/work"
)

// asked is a claim whose payout waits for the approval of another.
func asked(t *testing.T, w *insurancetest.World, requestNo, policy, loss string) (*claims.Claim, approval.Decision) {
	t.Helper()
	c := reviewed(t, w, requestNo, policy, loss)
	d, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
	require.NoError(t, err)
	require.NotNil(t, d.Approval)
	return d.Claim, approval.Decision{ID: base.ApprovalKey(d.Approval.ID), ExpectedRevision: d.Approval.Revision}
}

// together runs acts at the same time.
func together(acts ...func() error) []error {
	errs := make([]error, len(acts))
	var group sync.WaitGroup
	for i, act := range acts {
		group.Go(func() { errs[i] = act() })
	}
	group.Wait()
	return errs
}

// one is the error of the act that lost, of two of which exactly one was done.
func one(t *testing.T, errs []error) error {
	t.Helper()
	require.Len(t, errs, 2)
	if errs[0] == nil {
		require.Error(t, errs[1])
		return errs[1]
	}
	require.NoError(t, errs[1])
	return errs[0]
}

// Two people decide a claim at once, on two servers: one decision, one payout, one is told.
func TestTwoPeopleDecideAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		cleo, carl := w.Person("cleo"), w.Person("carl")
		policy := covered(t, w, "acct-1", "PLUS")
		for round := range 8 {
			c := reviewed(t, w, fmt.Sprintf("C-%d", round), policy, "3000")
			second := approve(c, "2500")
			if round%2 == 1 {
				second.Outcome, second.Reason, second.Amount = catalog.Decline, claims.NotCovered, nil
			}
			lost := one(t, together(
				func() error { _, err := w.Claims.Decide(ctx, cleo, approve(c, "")); return err },
				func() error { _, err := other.Claims.Decide(ctx, carl, second); return err },
			))
			assert.True(t, fault.Has(lost, fault.CodeConflict), "%v", lost)
			work(t, w)
			after := seen(t, w, c.Number())
			_, paid := w.Bank.Paid()[c.Number()+"-1"]
			assert.Equal(t, after.State() == claim.StatePaid, paid)
			assert.Contains(t, []claim.State{claim.StatePaid, claim.StateDeclined}, after.State())
			assert.Len(t, recorded(w, c.Number()), 1)
		}
		row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
		assert.Zero(t, row.OpenClaims)
	})
}

// A decision against what the channel does with the claim: who is first wins, and what was withdrawn is never paid.
func TestDecisionAgainstTheChannel(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, channel := w.Person("cleo"), w.Caller(insurancetest.Pay)
		policy := covered(t, w, "acct-1", "PLUS")
		for round := range 10 {
			c := reviewed(t, w, fmt.Sprintf("C-%d", round), policy, "3000")
			withdraws := round%2 == 0
			errs := together(
				func() error { _, err := w.Claims.Decide(ctx, cleo, approve(c, "")); return err },
				func() (err error) {
					if withdraws {
						_, err = w.Claims.Withdraw(ctx, channel, &claims.WithdrawInput{RequestNo: fmt.Sprintf("W-%d", round), ClaimNumber: c.Number()})
					} else {
						_, err = w.Claims.Update(ctx, channel, &claims.UpdateInput{RequestNo: fmt.Sprintf("U-%d", round), ClaimNumber: c.Number(), Facts: map[string]any{"platformVerdict": "owner"}})
					}
					return err
				},
			)
			work(t, w)
			after := seen(t, w, c.Number())
			_, paid := w.Bank.Paid()[c.Number()+"-1"]
			if errs[0] == nil {
				assert.True(t, fault.Has(errs[1], fault.CodeInvalidState), "%v", errs[1])
				assert.Equal(t, claim.StatePaid, after.State())
				assert.True(t, paid)
				continue
			}
			require.NoError(t, errs[1])
			assert.True(t, fault.Has(errs[0], fault.CodeConflict), "%v", errs[0])
			assert.False(t, paid)
			assert.Equal(t, map[bool]claim.State{true: claim.StateWithdrawn, false: claim.StateDeclined}[withdraws], after.State())
		}
	})
}

// Two claims of one policy are decided at once, again and again: of the year's limit exactly the limit is paid.
func TestDecisionsAtOnceKeepTheLimit(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		policy := covered(t, w, "acct-1", "BASIC")
		var waiting []*claims.Claim
		for i := range 8 {
			waiting = append(waiting, reviewed(t, w, fmt.Sprintf("C-%d", i), policy, "18000"))
		}
		var acts []func() error
		for i, c := range waiting {
			office := []*claims.Service{w.Claims, other.Claims}[i%2]
			acts = append(acts, func() error { _, err := office.Decide(ctx, w.Person("carl"), approve(c, "")); return err })
		}
		w.Person("carl") // once, before all ask for them
		for _, err := range together(acts...) {
			assert.True(t, err == nil || fault.Has(err, fault.CodeRuleRefused), "%v", err)
		}
		work(t, w)
		total := int64(0)
		for _, order := range w.Bank.Paid() {
			total += order.Amount.Minor
		}
		assert.Equal(t, int64(100_000_00), total)
	})
}

// Two approve at once where one is needed: one payout, one is told. A change of the claim at the same time voids the
// request, or comes too late.
func TestApprovalsAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		other := w.AddServer()
		carl, cora, channel := w.Person("carl"), w.Person("cora"), w.Caller(insurancetest.Pay)
		policy := covered(t, w, "acct-1", "PLUS")
		for round := range 8 {
			c, ask := asked(t, w, fmt.Sprintf("C-%d", round), policy, "25000")
			second := func() error { _, err := other.Approvals.Approve(ctx, cora, ask); return err }
			if round%2 == 1 {
				second = func() error {
					_, err := w.Claims.Withdraw(ctx, channel, &claims.WithdrawInput{RequestNo: fmt.Sprintf("W-%d", round), ClaimNumber: c.Number()})
					return err
				}
			}
			errs := together(func() error { _, err := w.Approvals.Approve(ctx, carl, ask); return err }, second)
			lost := one(t, errs)
			assert.True(t, fault.Has(lost, fault.CodeConflict) || fault.Has(lost, fault.CodeInvalidState), "%v", lost)
			work(t, w)
			_, paid := w.Bank.Paid()[c.Number()+"-1"]
			after := seen(t, w, c.Number())
			request := w.Store.Client.Approval.GetX(ctx, int64(ask.ID))
			if round%2 == 1 && errs[1] == nil {
				assert.Equal(t, claim.StateWithdrawn, after.State())
				assert.Equal(t, state.StateVoid, request.State)
				assert.False(t, paid)
				continue
			}
			assert.Equal(t, claim.StatePaid, after.State())
			assert.Equal(t, state.StateApproved, request.State)
			assert.True(t, paid)
		}
	})
}

// Whatever changes a claim voids the request to pay it: an update, a request for evidence, and another claim that uses the
// limits up before it is approved.
func TestChangesVoidTheRequest(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, map[string]any{"claim.singleReviewLimit": "15000"})
		carl := w.Person("carl")
		policy := covered(t, w, "acct-1", "BASIC")
		updated, first := asked(t, w, "C-1", policy, "16000")
		_, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: updated.Number(), Facts: map[string]any{"policeReceiptNo": "B"}})
		require.NoError(t, err)
		questioned, second := asked(t, w, "C-2", policy, "16000")
		_, err = w.Claims.RequestEvidence(ctx, carl, &claims.EvidenceInput{ClaimNumber: questioned.Number(), ExpectedRevision: questioned.Revision(), Text: "more"})
		require.NoError(t, err)
		for _, ask := range []approval.Decision{first, second} {
			_, err := w.Approvals.Approve(ctx, carl, ask)
			assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
			assert.Equal(t, state.StateVoid, w.Store.Client.Approval.GetX(ctx, int64(ask.ID)).State)
		}

		// Asked again from EVIDENCE_NEEDED it is back in review, so that it is not given up while others decide.
		questioned = seen(t, w, questioned.Number())
		d, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(questioned, "15000.01"))
		require.NoError(t, err)
		require.NotNil(t, d.Approval)
		w.Clock.Advance(40 * 24 * time.Hour)
		work(t, w)
		assert.Equal(t, claim.StateInReview, seen(t, w, questioned.Number()).State())
		for i := range 6 {
			c := reviewed(t, w, fmt.Sprintf("D-%d", i), policy, "15000")
			_, err := w.Claims.Decide(ctx, carl, approve(c, ""))
			require.NoError(t, err)
		}
		_, err = w.Approvals.Approve(ctx, carl, approval.Decision{ID: base.ApprovalKey(d.Approval.ID), ExpectedRevision: d.Approval.Revision})
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		assert.Equal(t, state.StateVoid, w.Store.Client.Approval.GetX(ctx, d.Approval.ID).State)
		left := approve(seen(t, w, questioned.Number()), "")
		decided, err := w.Claims.Decide(ctx, carl, left)
		require.NoError(t, err)
		assert.Equal(t, "10000.00", decided.Claim.Payable().Text())
	})
}
