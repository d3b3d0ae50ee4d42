package privacy_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/ent/auditrecord"
	"baodan/ent/claimrevision"
	"baodan/ent/endorsement"
	"baodan/ent/file"
	"baodan/ent/job"
	"baodan/insurance/approval"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// later is when cover of the samples is over.
var later = insurancetest.Epoch.AddDate(2, 0, 0)

func ask(w *insurancetest.World, in privacy.ErasureInput) (*privacy.Erasure, error) {
	in.Reason = "they asked for it"
	return w.Privacy.RequestErasure(ctx, w.Person("serge"), &in)
}

func approve(w *insurancetest.World, e *privacy.Erasure) error {
	_, err := w.Approvals.Approve(ctx, w.Person("sec"), approval.Decision{ID: work.ApprovalKey(e.Approval.ID), ExpectedRevision: e.Approval.Revision})
	return err
}

// erase asks, approves, and lets a worker do it.
func erase(t *testing.T, w *insurancetest.World, in privacy.ErasureInput) *ent.Job {
	t.Helper()
	e, err := ask(w, in)
	require.NoError(t, err)
	require.NoError(t, approve(w, e))
	_, err = w.Privacy.WorkErasures(ctx)
	require.NoError(t, err)
	row := w.Store.Client.Job.Query().Where(job.Kind(privacy.EraseJob)).Order(ent.Desc(job.FieldID)).FirstX(ctx)
	require.Equal(t, job.StateSucceeded, row.State, row.Problem)
	return row
}

// claimed is a claim on an account whose money went to others, taken back again.
func claimed(t *testing.T, w *insurancetest.World, p *policy.Policy, account string) string {
	t.Helper()
	w.Clock.Set(insurancetest.Epoch.AddDate(0, 0, 10))
	at := w.Clock.Now().Add(-24 * time.Hour).Format(time.RFC3339)
	c, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Pay), &claims.SubmitInput{
		RequestNo: "C-" + p.Number(), PolicyNumber: p.Number(), OccurredAt: w.Clock.Now().Add(-48 * time.Hour),
		Facts: map[string]any{
			"discoveredAt": at, "frozenAt": at, "reportedAt": at, "platformVerdict": "unclear", "sameDevice": false, "lossAmount": "100",
			"payeeAccount": account, "transactions": []any{map[string]any{"id": "t-1", "at": at, "amount": "100", "counterparty": "thief-9"}},
		},
	})
	require.NoError(t, err)
	return c.Claim.Number()
}

// evidence sends a photo for a claim, and lets a person note something.
func evidence(t *testing.T, w *insurancetest.World, number string) []int64 {
	t.Helper()
	photo := []byte("\xff\xd8\xff a photo")
	sum := sha256.Sum256(photo)
	pay := w.Caller(insurancetest.Pay)
	u, err := w.Files.Expect(ctx, pay, files.UploadInput{Purpose: file.PurposeClaimEvidence, Name: "张三.jpg", Size: int64(len(photo)), SHA256: hex.EncodeToString(sum[:])})
	require.NoError(t, err)
	require.NoError(t, w.Files.Receive(ctx, u.Token, bytes.NewReader(photo), insurancetest.Free))
	c, err := w.Claims.ByNumber(ctx, pay, number)
	require.NoError(t, err)
	w.Store.Client.File.UpdateOneID(u.FileID).SetClaimID(c.Key()).ExecX(ctx)
	_, err = w.Claims.Note(ctx, w.Person("cleo"), &claims.NoteInput{ClaimNumber: number, Text: "张三来电"})
	require.NoError(t, err)
	return []int64{u.FileID}
}

func withdraw(t *testing.T, w *insurancetest.World, number string) {
	t.Helper()
	_, err := w.Claims.Withdraw(ctx, w.Caller(insurancetest.Pay), &claims.WithdrawInput{RequestNo: "W-" + number, ClaimNumber: number})
	require.NoError(t, err)
}

// H7: a person is erased from policies, endorsements, claims and their revisions; numbers, money and replays stay.
func TestErasure(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		correct(t, w, p, "E-1", &policy.Party{Name: text("张叁"), Phone: text("13600000000")})
		claim := claimed(t, w, p, "6222000011112222")
		require.Equal(t, []int64{p.Key()}, found(t, w, privacy.Account, "6222000011112222"), "claims are found by their accounts")
		shown := evidence(t, w, claim)
		withdraw(t, w, claim)
		w.Clock.Set(later)
		row := erase(t, w, privacy.ErasureInput{IdentityNo: text("E1234567x")})
		for _, one := range shown {
			assert.Equal(t, file.StateRemoved, w.Store.Client.File.GetX(ctx, one).State)
		}
		assert.Empty(t, w.Store.Client.ClaimNote.Query().OnlyX(ctx).Text, "what people noted may be of them")
		assert.EqualValues(t, 1, row.Done)
		assert.Zero(t, row.Failed)

		stillThere(t, w, p)
		for class, value := range map[privacy.PersonalClass]string{
			privacy.Name: "张三", privacy.IdentityNo: "E1234567X", privacy.Phone: "13600000000", privacy.Email: "zhang@example.com", privacy.Account: "6222000011112222",
		} {
			assert.Empty(t, found(t, w, class, value), class)
		}
		assert.Zero(t, w.Store.Client.ClaimRevision.Query().Where(claimrevision.PersonalNotNil()).CountX(ctx))
		assert.Zero(t, w.Store.Client.Endorsement.Query().Where(endorsement.PersonalNotNil()).CountX(ctx))
		c := w.Store.Client.Claim.Query().OnlyX(ctx)
		assert.Nil(t, c.Personal)
		assert.Nil(t, c.PersonalKey)
		held, err := w.Claims.Personal(ctx, c.ID)
		require.NoError(t, err)
		assert.Empty(t, held.Values)
		assert.Equal(t, 1, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.erase"), auditrecord.Object(p.Number())).CountX(ctx))
	})
}

// stillThere holds that an erased policy reads, replays and rates as before, without the person.
func stillThere(t *testing.T, w *insurancetest.World, p *policy.Policy) {
	t.Helper()
	caller := w.Caller(insurancetest.Pay)
	again, err := w.Policies.ByNumber(ctx, caller, p.Number(), policy.PointInTime{})
	require.NoError(t, err)
	assert.Equal(t, p.Premium(), again.Premium())
	insureds, err := again.Insureds()
	require.NoError(t, err)
	assert.Equal(t, "acct-1", insureds[0].Reference)
	assert.Nil(t, insureds[0].Name)
	assert.Nil(t, insureds[0].IdentityNo)
	held, err := w.Policies.Personal(ctx, p.Key())
	require.NoError(t, err)
	assert.Empty(t, held.Values)
	_, _, wrong, err := w.Issuing.Rerate(ctx, 0, 1<<62, 100)
	require.NoError(t, err)
	assert.Empty(t, wrong)

	risk := insurancetest.Account("acct-1", "BASIC")
	for name, c := range map[string]struct {
		party   *policy.Party
		differs []string
	}{
		"the same person": {zhang(), nil},
		"another person":  {li(), []string{"risk.factors.accountId", "risk.insureds"}},
		"nobody":          {nil, []string{"risk.factors.accountId"}},
	} {
		risk.Insureds[0].Party = c.party.Input()
		issued, err := w.Issuing.Issue(ctx, caller, &issuing.IssueInput{OrderNo: "1", Risk: risk})
		if c.differs == nil {
			require.NoError(t, err, name)
			assert.True(t, issued.Replayed)
			continue
		}
		var mismatch fault.RequestMismatch
		require.ErrorAs(t, err, &mismatch, name)
		assert.Equal(t, c.differs, mismatch.Differs, name)
	}
}

// Who is left in a policy keeps their data, under a fresh key; the other is gone from it, as the applicant too.
func TestErasureLeavesOthers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		shared := account(t, w, "1", zhang(), li())
		before := w.Store.Client.InsurancePolicy.GetX(ctx, shared.Key())
		both := account(t, w, "2", li(), &policy.Party{IdentityNo: text("E7654321"), Phone: text("13500000000")})
		w.Clock.Set(later)
		row := erase(t, w, privacy.ErasureInput{Phone: text("139 0000 1111")})
		assert.EqualValues(t, 2, row.Done)

		held, err := w.Policies.Personal(ctx, shared.Key())
		require.NoError(t, err)
		assert.Equal(t, "insureds.0.name", held.Values[0].Path)
		assert.Equal(t, "张三", held.Values[0].Text)
		assert.Equal(t, "acct-1", held.Values[len(held.Values)-1].Text, "what may be of the other stays with them")
		after := w.Store.Client.InsurancePolicy.GetX(ctx, shared.Key())
		assert.NotEqual(t, before.PersonalKey, after.PersonalKey)
		_, err = w.Ring.Open(after.PersonalKey, before.Personal, fmt.Sprintf("policies.personal:%d:%d", after.ChannelID, after.ID))
		require.Error(t, err, "the old value has no key any more")
		assert.Equal(t, []int64{shared.Key()}, found(t, w, privacy.Name, "张三"))

		held, err = w.Policies.Personal(ctx, both.Key())
		require.NoError(t, err)
		assert.Empty(t, held.Values, "the same identity number is the same person, whatever their telephone")
		for class, value := range map[privacy.PersonalClass]string{privacy.Name: "李四", privacy.IdentityNo: "E7654321", privacy.Phone: "13500000000"} {
			assert.Empty(t, found(t, w, class, value))
		}
	})
}

// A channel's own reference of an insured names them too: freight has no persons, but addresses.
func TestErasureByReference(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		var keys []int64
		for _, no := range []string{"F-1", "F-2"} {
			issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
			require.NoError(t, err)
			keys = append(keys, issued.Policy.Key())
		}
		w.Clock.Set(later)
		row := erase(t, w, privacy.ErasureInput{InsuredReference: text("F-1"), ChannelCode: text(insurancetest.Mall)})
		assert.EqualValues(t, 1, row.Done)
		held, err := w.Policies.Personal(ctx, keys[0])
		require.NoError(t, err)
		assert.Empty(t, held.Values)
		held, err = w.Policies.Personal(ctx, keys[1])
		require.NoError(t, err)
		assert.Len(t, held.Values, 2, "another order keeps its addresses")
		replayed, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "F-1", Risk: insurancetest.Freight("F-1")})
		require.NoError(t, err)
		assert.True(t, replayed.Replayed)
		bare := insurancetest.Freight("F-1")
		delete(bare.Factors["from"].(map[string]any), "address")
		delete(bare.Factors["to"].(map[string]any), "address")
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "F-1", Risk: bare})
		var mismatch fault.RequestMismatch
		require.ErrorAs(t, err, &mismatch, "other content stays other content")
		assert.Equal(t, []string{"risk"}, mismatch.Differs)
	})
}

// What is needed is not erased, and the refusal says by what; what came to be needed after the approval keeps its data.
func TestErasureIsHeldBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := account(t, w, "1", zhang(), nil)
		who := privacy.ErasureInput{IdentityNo: text("E1234567X")}
		_, err := ask(w, who)
		require.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		assert.Contains(t, err.Error(), p.Number()+" (in force until 2027-11-2")
		var refused fault.Fault
		require.ErrorAs(t, err, &refused)
		assert.Contains(t, refused.Message("zh"), p.Number()+"（保障至 2027-11-2")

		claim := claimed(t, w, p, "6222")
		w.Clock.Set(later)
		_, err = ask(w, who)
		require.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		assert.Contains(t, err.Error(), "a claim is open")
		w.Clock.Set(insurancetest.Epoch.AddDate(0, 0, 10))
		withdraw(t, w, claim)
		w.Clock.Set(later)

		e, err := ask(w, who)
		require.NoError(t, err)
		w.Clock.Set(insurancetest.Epoch.AddDate(0, 0, 10))
		account(t, w, "2", zhang(), nil)
		err = approve(w, e)
		require.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		w.Clock.Set(later)
		err = approve(w, e)
		require.True(t, fault.Has(err, fault.CodeConflict), "another number of policies than was asked about: %v", err)

		e, err = ask(w, who)
		require.NoError(t, err)
		require.Equal(t, 2, e.Policies)
		require.NoError(t, approve(w, e))
		w.Store.Client.InsurancePolicy.UpdateOneID(p.Key()).AddOpenClaims(1).ExecX(ctx)
		_, err = w.Privacy.WorkErasures(ctx)
		require.NoError(t, err)
		row := w.Store.Client.Job.Query().Where(job.Kind(privacy.EraseJob)).OnlyX(ctx)
		assert.EqualValues(t, 1, row.Failed)
		assert.Contains(t, *row.Result, p.Number()+": a claim is open")
		assert.Equal(t, []int64{p.Key()}, found(t, w, privacy.Name, "张三"))
	})
}

func TestErasureRefuses(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		account(t, w, "1", zhang(), nil)
		w.Clock.Set(later)
		no := text("E1234567X")
		for name, c := range map[string]struct {
			in   privacy.ErasureInput
			code fault.Code
		}{
			"nobody":                    {privacy.ErasureInput{}, fault.CodeInvalidValue},
			"two ways":                  {privacy.ErasureInput{IdentityNo: no, Phone: text("13812345678")}, fault.CodeInvalidValue},
			"a channel with a number":   {privacy.ErasureInput{IdentityNo: no, ChannelCode: text("pay")}, fault.CodeInvalidValue},
			"a reference alone":         {privacy.ErasureInput{InsuredReference: text("acct-1")}, fault.CodeInvalidValue},
			"an empty number":           {privacy.ErasureInput{IdentityNo: text("")}, fault.CodeInvalidValue},
			"a number of spaces":        {privacy.ErasureInput{IdentityNo: text("  ")}, fault.CodeInvalidValue},
			"a long number":             {privacy.ErasureInput{IdentityNo: text(strings.Repeat("1", 41))}, fault.CodeInvalidValue},
			"a phone of letters":        {privacy.ErasureInput{Phone: text("call me")}, fault.CodeInvalidValue},
			"a reference with a space":  {privacy.ErasureInput{InsuredReference: text("a b"), ChannelCode: text("pay")}, fault.CodeInvalidValue},
			"no such channel":           {privacy.ErasureInput{InsuredReference: text("acct-1"), ChannelCode: text("nobody")}, fault.CodeNotFound},
			"nobody we know":            {privacy.ErasureInput{IdentityNo: text("E0000000")}, fault.CodeNotFound},
			"no such insured":           {privacy.ErasureInput{InsuredReference: text("acct-9"), ChannelCode: text("pay")}, fault.CodeNotFound},
			"another channel's insured": {privacy.ErasureInput{InsuredReference: text("acct-1"), ChannelCode: text("mall")}, fault.CodeNotFound},
		} {
			_, err := ask(w, c.in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
		}
		_, err := w.Privacy.RequestErasure(ctx, w.Person("serge"), &privacy.ErasureInput{IdentityNo: no})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "no reason: %v", err)
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))

		e, err := w.Privacy.RequestErasure(ctx, w.Person("sec"), &privacy.ErasureInput{IdentityNo: no, Reason: "why"})
		require.NoError(t, err)
		_, err = ask(w, privacy.ErasureInput{IdentityNo: no})
		assert.True(t, fault.Has(err, fault.CodeConflict), "one at a time: %v", err)
		err = approve(w, e)
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "nobody approves their own: %v", err)
		_, err = w.Approvals.Approve(ctx, w.Person("serge"), approval.Decision{ID: work.ApprovalKey(e.Approval.ID), ExpectedRevision: e.Approval.Revision})
		assert.True(t, fault.Has(err, fault.CodeFourEyes), "service approves none: %v", err)
		assert.Equal(t, stored.StateRequested, w.Store.Client.Approval.Query().OnlyX(ctx).State)
		assert.NotContains(t, e.Approval.Content, "1234567")
	})
}

// A person with many policies is erased in parts; a worker that dies leaves the rest to the next, and doing a part twice
// does nothing twice.
func TestErasureGoesOn(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		const policies = 45
		for i := range policies {
			account(t, w, fmt.Sprint(i), zhang(), li())
		}
		w.Clock.Set(later)
		row := erase(t, w, privacy.ErasureInput{IdentityNo: text("E1234567X")})
		assert.EqualValues(t, policies, row.Done)
		require.Empty(t, found(t, w, privacy.Name, "张三"))
		require.Len(t, found(t, w, privacy.Name, "李四"), policies)
		indexes := w.Store.Client.BlindIndex.Query().CountX(ctx)

		w.Store.Client.Job.UpdateOneID(row.ID).SetState(job.StateQueued).SetDueAt(w.Clock.Now()).SetPosition(0).SetDone(0).ClearFinishedAt().ExecX(ctx)
		n, err := w.Privacy.WorkErasures(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, indexes, w.Store.Client.BlindIndex.Query().CountX(ctx))
		assert.Equal(t, policies, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("personal.erase"), auditrecord.ObjectKind("policy")).CountX(ctx))
	})
}
