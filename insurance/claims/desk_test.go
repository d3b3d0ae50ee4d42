package claims_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent/auditrecord"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	base "baodan/insurance/work"
)

// covered takes out account-security cover of a plan and lets ten days pass.
func covered(t *testing.T, w *insurancetest.World, reference, plan string) string {
	t.Helper()
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: reference, Risk: insurancetest.Account(reference, plan)})
	require.NoError(t, err)
	w.Clock.Advance(10 * 24 * time.Hour)
	return issued.Policy.Number()
}

// reviewed is a claim that waits for a person: its loss is above what is paid by itself.
func reviewed(t *testing.T, w *insurancetest.World, requestNo, policy, loss string) *claims.Claim {
	t.Helper()
	a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), robbed(w, requestNo, policy, loss))
	require.NoError(t, err)
	work(t, w)
	c := seen(t, w, a.Claim.Number())
	require.Equal(t, claim.StateInReview, c.State())
	return c
}

// seen is a claim as the insurer's people see it.
func seen(t *testing.T, w *insurancetest.World, number string) *claims.Claim {
	t.Helper()
	c, err := w.Claims.ByNumber(ctx, w.Person("cleo"), number)
	require.NoError(t, err)
	require.NotNil(t, c)
	return c
}

func approve(c *claims.Claim, amount string) *claims.DecideInput {
	in := &claims.DecideInput{
		ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Outcome: catalog.Approve, Reason: claims.ApprovedByReview, Note: "checked",
	}
	if amount != "" {
		in.Amount = yuan(amount)
	}
	return in
}

func yuan(amount string) *money.Input {
	value, err := money.ParseDecimal(amount)
	if err != nil {
		panic(err)
	}
	return &money.Input{Amount: value, Currency: "CNY"}
}

// setTerms has the agreement with the payment platform set terms.
func setTerms(t *testing.T, w *insurancetest.World, terms rule.Layer) {
	t.Helper()
	require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
		ValidFrom: insurancetest.Epoch, Terms: terms,
	}))
	require.NoError(t, w.Cache.Refresh(ctx))
}

// recorded are the actions on the audit record about a claim, oldest first.
func recorded(w *insurancetest.World, number string) (list []string) {
	for _, r := range w.Store.Client.AuditRecord.Query().Where(auditrecord.Object(number)).Order(auditrecord.ByID()).AllX(ctx) {
		list = append(list, r.Actor+" "+r.Action)
	}
	return list
}

// E4: customer service enters a claim for a caller; its numbers are its own, neither the channel's nor a colleague's.
func TestE4ClaimByPhone(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		policy := covered(t, w, "acct-1", "BASIC")
		in := robbed(w, "C-1", policy, "100")
		numbers := map[string]bool{}
		for range 2 {
			for _, who := range []string{"serge", "cleo"} {
				a, err := w.Claims.Submit(ctx, w.Person(who), in)
				require.NoError(t, err)
				numbers[a.Claim.Number()] = true
				entered, err := w.People.ByID(ctx, w.Person(who), a.Claim.EnteredByKey())
				require.NoError(t, err)
				assert.Equal(t, who, entered.Name)
				assert.Equal(t, insurancetest.Pay, a.Claim.Channel().Code)
				assert.True(t, strings.HasPrefix(a.Claim.RequestNo(), "~"), a.Claim.RequestNo())
			}
			a, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), in)
			require.NoError(t, err)
			numbers[a.Claim.Number()] = true
		}
		assert.Len(t, numbers, 3)
		_, err := w.Claims.Submit(ctx, w.Person("serge"), robbed(w, "C-1", policy, "101"))
		assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)

		long := robbed(w, strings.Repeat("x", 64), policy, "100")
		a, err := w.Claims.Submit(ctx, w.Person("serge"), long)
		require.NoError(t, err)
		assert.LessOrEqual(t, len(a.Claim.RequestNo()), 64)
		b, err := w.Claims.Submit(ctx, w.Person("serge"), long)
		require.NoError(t, err)
		assert.True(t, b.Replayed)
		number := a.Claim.Number()
		_, err = w.Claims.Update(ctx, w.Person("serge"), &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"sameDevice": true}})
		require.NoError(t, err)
		_, err = w.Claims.Withdraw(ctx, w.Person("cleo"), &claims.WithdrawInput{RequestNo: "W-1", ClaimNumber: number})
		require.NoError(t, err)
		assert.Equal(t, []string{"person:serge claim.submit", "person:serge claim.update", "person:cleo claim.withdraw"}, recorded(w, number))
		c := seen(t, w, number)
		revisions, err := insurancetest.Of(ctx, w.Claims.RevisionsOf, c, c.Key())
		require.NoError(t, err)
		assert.Equal(t, "person:cleo", revisions[2].MadeBy)
		assert.Equal(t, "ASI-01", w.Store.Client.Claim.Query().Where(claim.Number(number)).OnlyX(ctx).ProductCode)
		in.PolicyNumber = "P999999999999999"
		_, err = w.Claims.Submit(ctx, w.Person("serge"), in)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
	})
}

// B8: a claim is taken, handed over, asked evidence for, comes back with its person, is decided and paid; all on record.
func TestB8ClaimThroughReview(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, carl := w.Person("cleo"), w.Person("carl")
		c := reviewed(t, w, "C-1", covered(t, w, "acct-1", "BASIC"), "5000")
		number := c.Number()
		_, err := w.Claims.Take(ctx, cleo, &claims.TakeInput{ClaimNumber: number, ExpectedRevision: 2})
		require.NoError(t, err)
		_, err = w.Claims.Take(ctx, carl, &claims.TakeInput{ClaimNumber: number, ExpectedRevision: 2})
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		_, err = w.Claims.Assign(ctx, carl, &claims.AssignInput{ClaimNumber: number, ExpectedRevision: 2, PersonID: new(base.PersonKey(carl.Person.ID))})
		require.NoError(t, err)
		serge := w.Person("serge")
		_, err = w.Claims.Assign(ctx, carl, &claims.AssignInput{ClaimNumber: number, ExpectedRevision: 2, PersonID: new(base.PersonKey(serge.Person.ID))})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		c, err = w.Claims.RequestEvidence(ctx, carl, &claims.EvidenceInput{ClaimNumber: number, ExpectedRevision: 2, Text: "警方回执"})
		require.NoError(t, err)
		assert.Equal(t, claim.StateEvidenceNeeded, c.State())
		assert.Equal(t, 3, c.Revision())
		update := &claims.UpdateInput{RequestNo: "U-1", ClaimNumber: number, Facts: map[string]any{"sameDevice": true, "policeReceiptNo": "A-2"}}
		for round := range 2 {
			u, err := w.Claims.Update(ctx, w.Caller(insurancetest.Pay), update)
			require.NoError(t, err)
			assert.Equal(t, round == 1, u.Replayed)
			assert.Equal(t, claim.StateInReview, u.Claim.State(), "it goes back to the one who asked")
		}
		work(t, w)
		c = seen(t, w, number)
		assert.Equal(t, claim.StateInReview, c.State())
		assert.Equal(t, 60, c.Score(), "what was found is of the facts as they are now")
		findings, err := c.Findings()
		require.NoError(t, err)
		require.NotEmpty(t, findings)
		assert.Equal(t, "SAME_DEVICE", findings[0].Code)
		who, err := w.People.ByID(ctx, w.Person("serge"), c.AssigneeKey())
		require.NoError(t, err)
		assert.Equal(t, "carl", who.Name)
		_, err = w.Claims.Note(ctx, carl, &claims.NoteInput{ClaimNumber: number, Text: "called the police"})
		require.NoError(t, err)
		d, err := w.Claims.Decide(ctx, carl, approve(c, ""))
		require.NoError(t, err)
		assert.Nil(t, d.Approval)
		assert.Equal(t, "5000.00", d.Claim.Payable().Text())
		work(t, w)
		c = seen(t, w, number)
		assert.Equal(t, claim.StatePaid, c.State())
		decision, err := c.Decision()
		require.NoError(t, err)
		assert.Equal(t, claims.ApprovedByReview, decision.Reason)
		assert.Equal(t, []string{"claim.submitted", "claim.in_review", "claim.evidence_needed", "claim.updated", "claim.approved", "claim.paid"}, types(t, w, number))
		assert.Equal(t, []string{"person:cleo claim.take", "person:carl claim.assign", "person:carl claim.request_evidence", "person:carl claim.note", "person:carl claim.decide"}, recorded(w, number))
		notes, err := insurancetest.Of(ctx, w.Claims.NotesOf, c, c.Key())
		require.NoError(t, err)
		require.Len(t, notes, 3)
		assert.Equal(t, []claimnote.Kind{claimnote.KindEvidenceRequest, claimnote.KindNote, claimnote.KindDecision}, []claimnote.Kind{notes[0].Kind, notes[1].Kind, notes[2].Kind})
	})
}

// Evidence that does not come in time declines the claim; one that is asked again has its time anew.
func TestEvidenceThatDoesNotCome(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		c := reviewed(t, w, "C-1", covered(t, w, "acct-1", "BASIC"), "5000")
		for version := 2; version < 4; version++ {
			_, err := w.Claims.RequestEvidence(ctx, w.Person("cleo"), &claims.EvidenceInput{ClaimNumber: c.Number(), ExpectedRevision: version, Text: "receipt"})
			require.NoError(t, err)
			w.Clock.Advance(20 * 24 * time.Hour)
			work(t, w)
			assert.Equal(t, claim.StateEvidenceNeeded, seen(t, w, c.Number()).State())
		}
		w.Clock.Advance(11 * 24 * time.Hour)
		work(t, w)
		d, err := seen(t, w, c.Number()).Decision()
		require.NoError(t, err)
		assert.Equal(t, claims.NoAnswer, d.Reason)
		assert.Equal(t, claim.StateDeclined, seen(t, w, c.Number()).State())
	})
}

// Nobody decides what they entered or changed themselves, by any way; a colleague does.
func TestFourEyesOnOwnEntries(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		cleo, carl := w.Person("cleo"), w.Person("carl")
		policy := covered(t, w, "acct-1", "BASIC")
		a, err := w.Claims.Submit(ctx, cleo, robbed(w, "C-1", policy, "5000"))
		require.NoError(t, err)
		work(t, w)
		entered := seen(t, w, a.Claim.Number())
		changed := reviewed(t, w, "C-2", policy, "6000")
		_, err = w.Claims.Update(ctx, cleo, &claims.UpdateInput{RequestNo: "U-2", ClaimNumber: changed.Number(), Facts: map[string]any{"policeReceiptNo": "B"}})
		require.NoError(t, err)
		work(t, w)
		for _, c := range []*claims.Claim{entered, seen(t, w, changed.Number())} {
			require.Equal(t, claim.StateInReview, c.State())
			_, err = w.Claims.Decide(ctx, cleo, approve(c, ""))
			assert.True(t, fault.Has(err, fault.CodeFourEyes), "%v", err)
			_, err = w.Claims.RequestEvidence(ctx, cleo, &claims.EvidenceInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Text: "x"})
			assert.True(t, fault.Has(err, fault.CodeFourEyes), "%v", err)
			decline := approve(c, "")
			decline.Outcome, decline.Reason = catalog.Decline, claims.FraudProven
			_, err = w.Claims.Decide(ctx, cleo, decline)
			assert.True(t, fault.Has(err, fault.CodeFourEyes), "%v", err)
			d, err := w.Claims.Decide(ctx, carl, decline)
			require.NoError(t, err)
			assert.Equal(t, claim.StateDeclined, d.Claim.State())
		}
		row := w.Store.Client.InsurancePolicy.Query().OnlyX(ctx)
		assert.Zero(t, row.OpenClaims)
		assert.Equal(t, 3, w.Store.Client.ClaimRevision.Query().Where(claimrevision.VersionGT(0)).CountX(ctx))
	})
}

// A payout above the product's limit takes another person, above the second limit two others; never the one who decided,
// and never one who entered it.
func TestPayoutsThatOthersApprove(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		setTerms(t, w, rule.Layer{"claim.doubleReviewLimit": "50000"})
		policy := covered(t, w, "acct-1", "PLUS")
		entered, err := w.Claims.Submit(ctx, w.Person("cora"), robbed(w, "C-0", policy, "60000"))
		require.NoError(t, err)
		work(t, w)
		c := seen(t, w, entered.Claim.Number())
		d, err := w.Claims.Decide(ctx, w.Person("cleo"), approve(c, ""))
		require.NoError(t, err)
		require.NotNil(t, d.Approval)
		assert.Equal(t, 2, d.Approval.Needed)
		assert.Equal(t, claim.StateInReview, d.Claim.State())
		waits, err := insurancetest.Of(ctx, w.Claims.ApprovalsOf, d.Claim, d.Claim.Key())
		require.NoError(t, err)
		assert.Equal(t, d.Approval.ID, waits.ID)
		_, err = w.Claims.Decide(ctx, w.Person("carl"), approve(c, ""))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		vote := func(who string, revision int) error {
			_, err := w.Approvals.Approve(ctx, w.Person(who), approval.Decision{ID: base.ApprovalKey(d.Approval.ID), ExpectedRevision: revision})
			return err
		}
		for _, who := range []string{"cleo", "cora", "serge", "fay"} {
			err := vote(who, 1)
			assert.True(t, fault.Has(err, fault.CodeFourEyes), "%s: %v", who, err)
		}
		require.NoError(t, vote("carl", 1))
		assert.Equal(t, claim.StateInReview, seen(t, w, c.Number()).State())
		assert.True(t, fault.Has(vote("carl", 2), fault.CodeFourEyes))
		require.NoError(t, vote("clio", 2))
		work(t, w)
		c = seen(t, w, c.Number())
		assert.Equal(t, claim.StatePaid, c.State())
		assert.Equal(t, "60000.00", c.Payable().Text())
		assert.Equal(t, []string{"claim.submitted", "claim.in_review", "claim.approved", "claim.paid"}, types(t, w, c.Number()))

		// At the limit one is enough; above it, one other.
		at := reviewed(t, w, "C-1", policy, "20000")
		d, err = w.Claims.Decide(ctx, w.Person("cleo"), approve(at, ""))
		require.NoError(t, err)
		assert.Nil(t, d.Approval)
		over := reviewed(t, w, "C-2", policy, "30000")
		d, err = w.Claims.Decide(ctx, w.Person("cleo"), approve(over, "20000.01"))
		require.NoError(t, err)
		assert.Equal(t, 1, d.Approval.Needed)
	})
}
