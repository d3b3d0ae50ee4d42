package files_test

import (
	"context"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/claim"
	"baodan/ent/file"
	"baodan/ent/job"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// sent announces a file and sends it.
func sent(t *testing.T, w *insurancetest.World, caller *access.Caller, purpose file.Purpose, content string) int64 {
	t.Helper()
	u, err := w.Files.Expect(ctx, caller, announced(purpose, content))
	require.NoError(t, err)
	require.NoError(t, w.Files.Receive(ctx, u.Token, strings.NewReader(content), insurancetest.Free))
	return u.FileID
}

// there tells whether a content lies in the storage.
func there(t *testing.T, w *insurancetest.World, content string) bool {
	t.Helper()
	_, err := w.Storage.Open(ctx, announced("", content).SHA256)
	if err != nil {
		require.ErrorIs(t, err, fs.ErrNotExist)
	}
	return err == nil
}

func purge(t *testing.T, w *insurancetest.World) int {
	t.Helper()
	n, err := w.Files.Purge(ctx)
	require.NoError(t, err)
	return n
}

// result stores what a job made.
func result(t *testing.T, w *insurancetest.World, content string) string {
	t.Helper()
	digest, err := w.Files.Store(ctx, func(to io.Writer) error {
		_, err := io.WriteString(to, content)
		return err
	})
	require.NoError(t, err)
	return digest
}

// H7: a file is gone 30 days after it did its work, with all that it said; what belongs to a claim or service request
// stays with it.
func TestFilesAreKeptAsLongAsNeeded(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		rows := sent(t, w, w.Person("sam"), file.PurposeBulkIssue, csv)
		sent(t, w, w.Person("uma"), file.PurposeProduct, zip)
		sent(t, w, w.Caller(insurancetest.Mall), file.PurposeClaimEvidence, pdf)
		evidence := sent(t, w, w.Caller(insurancetest.Mall), file.PurposeClaimEvidence, jpg)
		w.Store.Client.File.UpdateOneID(evidence).SetClaimID(7).ExecX(ctx)
		paper := sent(t, w, w.Person("serge"), file.PurposeServiceRequest, png)
		w.Store.Client.File.UpdateOneID(paper).SetRequestID(8).ExecX(ctx)
		_, err := w.Files.Expect(ctx, w.Person("sam"), announced(file.PurposeBulkIssue, "never,arrives\n"))
		require.NoError(t, err)
		require.Equal(t, 6, w.Store.Client.File.Query().CountX(ctx))

		w.Clock.Advance(25 * time.Hour)
		assert.Zero(t, purge(t, w))
		assert.Equal(t, 5, w.Store.Client.File.Query().CountX(ctx), "what never arrived is forgotten after a day")
		w.Clock.Advance(files.Keep - 26*time.Hour)
		assert.Zero(t, purge(t, w))
		sent(t, w, w.Caller(insurancetest.Mall), file.PurposeClaimEvidence, "%PDF-1.7 a later paper")

		w.Clock.Advance(2 * time.Hour)
		assert.Equal(t, 3, purge(t, w))
		for content, stays := range map[string]bool{csv: false, zip: false, pdf: false, jpg: true, png: true, "%PDF-1.7 a later paper": true} {
			assert.Equal(t, stays, there(t, w, content), content)
		}
		row := w.Store.Client.File.GetX(ctx, rows)
		assert.Equal(t, file.StateRemoved, row.State)
		assert.Empty(t, row.Name)
		_, _, err = w.Files.Open(ctx, w.Person("sam"), rows, file.PurposeBulkIssue)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		assert.Zero(t, purge(t, w), "doing it again does nothing")
	})
}

// Files of jobs go 30 days after these ended; what a job that may go on has stored so far stays, and so does a content that
// two have, until neither needs it.
func TestFilesOfJobsAreKept(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		done := w.Clock.Now()
		add := func(state job.State, set func(*ent.JobCreate)) int64 {
			c := w.Store.Client.Job.Create().SetID(w.Store.NewKey()).SetChannelID(0).SetKind("test").SetState(state).SetInput("{}").SetCreatedAt(done)
			set(c)
			return c.SaveX(ctx).ID
		}
		ended := add(job.StateSucceeded, func(c *ent.JobCreate) {
			c.SetFinishedAt(done).SetResultSha256(result(t, w, "results")).SetFailuresSha256(result(t, w, csv)).SetResult(`{"parts":["` + result(t, w, "old part") + `"]}`)
		})
		add(job.StateFailed, func(c *ent.JobCreate) { c.SetResult(`{"parts":["` + result(t, w, "part") + `"]}`) })
		long := add(job.StateRunning, func(c *ent.JobCreate) { c.SetFailuresSha256(result(t, w, "failures")) })
		result(t, w, "of nobody")
		w.Clock.Advance(25 * time.Hour)
		assert.Equal(t, 0, purge(t, w), "what nobody knows may be of a database that was restored")
		w.Clock.Advance(files.Keep - 26*time.Hour)
		sent(t, w, w.Person("sam"), file.PurposeBulkIssue, csv)
		w.Clock.Advance(25 * time.Hour)
		assert.Equal(t, 3, purge(t, w))
		for content, stays := range map[string]bool{"results": false, "old part": false, "of nobody": false, "part": true, "failures": true, csv: true} {
			assert.Equal(t, stays, there(t, w, content), content)
		}
		row := w.Store.Client.Job.GetX(ctx, ended)
		assert.Empty(t, row.ResultSha256+row.FailuresSha256)
		assert.NotEmpty(t, w.Store.Client.Job.GetX(ctx, long).FailuresSha256)
	})
}

func bareClaim(w *insurancetest.World, channelID int64) *ent.Claim {
	now := w.Clock.Now()
	return w.Store.Client.Claim.Create().SetID(w.Store.NewKey()).SetChannelID(channelID).SetPolicyID(1).SetNumber("C1").SetRequestNo("c-1").
		SetState(claim.StateInReview).SetOccurredAt(now).SetSubmittedAt(now).SetPromisedAt(now).SetCurrency("CNY").SetEventLimit(100).
		SetAmountGiven(true).SetDecision("{}").SetFacts("{}").SaveX(ctx)
}

func bareRequest(w *insurancetest.World, channelID int64) *ent.ServiceRequest {
	now := w.Clock.Now()
	return w.Store.Client.ServiceRequest.Create().SetID(w.Store.NewKey()).SetChannelID(channelID).SetPolicyID(1).SetNumber("S1").SetRequestNo("s-1").
		SetRequestHash(make([]byte, 32)).SetKind(servicerequest.KindInvoice).SetDesk(servicerequest.DeskFinance).SetDelivery(servicerequest.DeliveryEmail).
		SetState(servicerequest.StateOpen).SetOpenedBy(1).SetOpenedAt(now).SetPromisedAt(now).SaveX(ctx)
}

// Evidence is read on record, by the desk that works with it; what was removed is read by nobody.
func TestGive(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		mall := w.Caller(insurancetest.Mall)
		loose := sent(t, w, mall, file.PurposeClaimEvidence, pdf)
		evidence, paper := sent(t, w, mall, file.PurposeClaimEvidence, jpg), sent(t, w, w.Person("serge"), file.PurposeServiceRequest, png)
		claim, request := bareClaim(w, mall.Channel.ID), bareRequest(w, mall.Channel.ID)
		w.Store.Client.File.UpdateOneID(evidence).SetClaimID(claim.ID).ExecX(ctx)
		w.Store.Client.File.UpdateOneID(paper).SetRequestID(request.ID).ExecX(ctx)
		for _, c := range []struct {
			file int64
			may  []string
			code fault.Code
		}{{evidence, []string{"cleo", "serge"}, fault.CodeForbidden}, {paper, []string{"serge", "uma", "fay"}, fault.CodeForbidden}, {loose, nil, fault.CodeNotFound}, {0, nil, fault.CodeNotFound}} {
			for _, name := range []string{"uma", "sam", "cleo", "serge", "fay", "ada", "sec", "sys"} {
				token, err := w.Files.Give(ctx, w.Person(name), work.FileKey(c.file))
				if !contains(c.may, name) {
					assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
					continue
				}
				require.NoError(t, err, name)
				given, content, err := w.Files.Follow(ctx, w.Person(name), token)
				require.NoError(t, err)
				text, err := io.ReadAll(content)
				require.NoError(t, err)
				assert.Contains(t, []string{jpg, png}, string(text))
				assert.Equal(t, "a file", given.Name)
			}
		}
		_, err := w.Files.Give(ctx, mall, work.FileKey(evidence))
		assert.True(t, fault.Has(err, fault.CodeForbidden), "%v", err)
		for object, n := range map[string]int{claim.Number: 2, request.Number: 3} {
			assert.Equal(t, n, w.Store.Client.AuditRecord.Query().Where(auditrecord.Object(object), auditrecord.ActionHasSuffix(".open_file")).CountX(ctx))
		}

		require.NoError(t, w.Store.Do(ctx, "test", func(ctx context.Context, tx *work.Tx) error { return files.Forget(ctx, tx, file.ClaimID(claim.ID)) }))
		_, err = w.Files.Give(ctx, w.Person("cleo"), work.FileKey(evidence))
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		w.Clock.Advance(25 * time.Hour)
		assert.Equal(t, 1, purge(t, w))
		assert.False(t, there(t, w, jpg))
	})
}
