package bulk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/file"
	"baodan/ent/job"
	"baodan/insurance/bulk"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

const hold = 3 * time.Second

const accountHeader = "orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted\n"

// accountRow is a row of ASI-01.
func accountRow(no string) string {
	return no + ",BASIC,PLATFORM,acct-" + no + ",acct-" + no + ",2020-01-01T00:00:00+08:00,normal,true\n"
}

func accounts(n int) string {
	var text strings.Builder
	text.WriteString(accountHeader)
	for i := range n {
		text.WriteString(accountRow(fmt.Sprintf("B-%05d", i+1)))
	}
	return text.String()
}

// sent keeps a file of sam's and answers its id.
func sent(w *insurancetest.World, text string) int64 {
	w.T.Helper()
	row, err := w.Files.Keep(context.Background(), w.Person("sam"), file.PurposeBulkIssue, "rows.csv", strings.NewReader(text))
	require.NoError(w.T, err)
	return row.ID
}

func input(w *insurancetest.World, text string) bulk.Input {
	return bulk.Input{FileID: work.FileKey(sent(w, text)), ChannelCode: insurancetest.Pay, AgreementCode: insurancetest.PayAgreement}
}

func started(w *insurancetest.World, in bulk.Input) *ent.Job {
	w.T.Helper()
	row, err := w.Bulk.Start(context.Background(), w.Person("sam"), in)
	require.NoError(w.T, err)
	return row
}

// worked does all that is due of a job and answers how it is then.
func worked(w *insurancetest.World, id int64) *ent.Job {
	w.T.Helper()
	ctx := context.Background()
	for range 3 {
		for _, work := range []func(context.Context, time.Duration) (int, error){w.Bulk.WorkIssues, w.Bulk.WorkChecks} {
			_, err := work(ctx, hold)
			if err != nil && fault.All(err) == nil {
				require.NoError(w.T, err)
			}
		}
	}
	row, err := w.Background.ByID(ctx, w.Person("sam"), id)
	require.NoError(w.T, err)
	return row
}

// failures is the file of failed rows, without its header.
func failures(w *insurancetest.World, j *ent.Job) [][]string {
	w.T.Helper()
	if j.FailuresSha256 == "" {
		return nil
	}
	content, err := w.Storage.Open(context.Background(), j.FailuresSha256)
	require.NoError(w.T, err)
	text, err := io.ReadAll(content)
	require.NoError(w.T, err)
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord = -1 // rows that fail may have too few cells
	rows, err := reader.ReadAll()
	require.NoError(w.T, err)
	require.Equal(w.T, []string{"row", "code", "path", "message"}, rows[0][:4])
	return rows[1:]
}

func policies(w *insurancetest.World) int {
	return w.Store.Client.InsurancePolicy.Query().CountX(context.Background())
}

// summary of a job: state, done, failed, and row, code and column of each failure.
func summary(w *insurancetest.World, j *ent.Job) string {
	out := fmt.Sprintf("%s %d %d", j.State, j.Done, j.Failed)
	for _, row := range failures(w, j) {
		out += fmt.Sprintf("; %s %s %s", row[0], row[1], row[2])
	}
	return out
}

// Rows are issued as the API issues them: the API answers the same orders again.
func TestRowsAreIssuedAsTheAPIDoes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		j := worked(w, started(w, input(w, accounts(2500))).ID)
		assert.Equal(t, "SUCCEEDED 2500 0", summary(w, j))
		assert.EqualValues(t, 2500, *j.Total)
		assert.Equal(t, 2500, policies(w))
		assert.Equal(t, 2500, w.Store.Client.Event.Query().CountX(ctx))
		assert.Equal(t, 2500, w.Store.Client.Outbox.Query().CountX(ctx))
		for _, no := range []string{"B-00001", "B-01000", "B-01001", "B-02500"} {
			issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Account("acct-"+no, "BASIC")})
			require.NoError(t, err)
			assert.True(t, issued.Replayed)
		}
		_, looked, wrong := rerated(w)
		assert.Equal(t, 2500, looked)
		assert.Empty(t, wrong)
		record := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("bulk.issue")).OnlyX(ctx)
		assert.Equal(t, "person:sam", record.Actor)

		// The same file again: nothing twice.
		again := worked(w, started(w, input(w, accounts(2500))).ID)
		assert.Equal(t, "SUCCEEDED 2500 0", summary(w, again))
		assert.Equal(t, 2500, policies(w))
	})
}

func rerated(w *insurancetest.World) (last int64, looked int, wrong []string) {
	last, looked, wrong, err := w.Issuing.Rerate(context.Background(), 0, 1<<62, 10_000)
	require.NoError(w.T, err)
	return last, looked, wrong
}

// A product with nested factors, numbers and decimals, and a person.
func TestNestedFactorsAndPersons(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		text := "orderNo,planCode,insuredReference,factors.sellerId,factors.sellerReturnRate,factors.buyerId,factors.buyerReturns,factors.buyerRiskScore," +
			"factors.category,factors.payTime,factors.payAmount,factors.carrier,factors.trackingNo,factors.weightKg,factors.from.province,factors.from.city," +
			"factors.from.county,factors.from.address,factors.to.province,factors.to.city,factors.to.county,factors.to.address\r\n" +
			"O-1,A,R-1,S-1,0.05,B-1,1,10,clothing,2026-11-23T09:00:00+08:00,199.00,SF,SF1234567890123,0.8,33,3301,330106,文三路 100 号,21,2101,210102,\"青年大街 1 号\"\r\n"
		in := input(w, text)
		in.ChannelCode, in.AgreementCode = insurancetest.Mall, insurancetest.MallAgreement
		assert.Equal(t, "SUCCEEDED 1 0", summary(w, worked(w, started(w, in).ID)))
		risk := insurancetest.Freight("R-1")
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-1", Risk: risk})
		require.NoError(t, err)
		assert.True(t, issued.Replayed, "the same content as the API's")
	})
}

// Rows that fail are named in the order of the file, each with its code, column and its own cells, made harmless.
func TestFailedRows(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		text := "\xef\xbb\xbf" + strings.ReplaceAll(accountHeader, "\n", ",name,periodStart\r\n") + strings.Join([]string{
			"G-1,BASIC,PLATFORM,r1,r1,2020-01-01T00:00:00+08:00,normal,true,,",
			"=cmd|' /C calc'!A0,BASIC,PLATFORM,r2,r2,2020-01-01T00:00:00+08:00,normal,true,,",
			"G-3,NONE,PLATFORM,r3,r3,2020-01-01T00:00:00+08:00,normal,true,,",
			"G-4,BASIC,NOBODY,r4,r4,yesterday,normal,perhaps,,",
			"G-5,BASIC,PLATFORM,r5,r5,2020-01-01T00:00:00+08:00,normal,true",
			"G-6,BASIC,PLATFORM,r6,\"r\n6\",2020-01-01T00:00:00+08:00,@level,true,,",
			"G-7,BASIC,PLATFORM,r7,r7,2020-01-01T00:00:00+08:00,normal,true,,2026-11-23T09:00:00+08:00",
			"G-8,BASIC,PLATFORM,r\"8,r8,2020-01-01T00:00:00+08:00,normal,true,,",
			"G-1,PLUS,PLATFORM,r1,r1,2020-01-01T00:00:00+08:00,normal,true,,",
			"G-10,BASIC,PLATFORM,r1,r1,2020-01-01T00:00:00+08:00,normal,true,,",
			"G-1,BASIC,PLATFORM,r1,r1,2020-01-01T00:00:00+08:00,normal,true,,",
		}, "\r\n")
		want := "SUCCEEDED 2 9; 2 INVALID_VALUE orderNo; 3 NOT_AGREED planCode; 4 INVALID_VALUE payer; 5 INVALID_VALUE ; 6 INVALID_VALUE factors.accountId; " +
			"7 INVALID_VALUE periodStart; 8 INVALID_VALUE ; 9 REQUEST_MISMATCH orderNo; 10 DUPLICATE_COVER insuredReference"
		check := input(w, text)
		check.DryRun = true
		assert.Equal(t, want, summary(w, worked(w, started(w, check).ID)), "the check says what the issue will")
		assert.Zero(t, policies(w))
		j := worked(w, started(w, input(w, text)).ID)
		assert.Equal(t, want, summary(w, j))
		assert.Equal(t, 1, policies(w))
		rows := failures(w, j)
		assert.Equal(t, "'=cmd|' /C calc'!A0", rows[0][4])
		assert.Equal(t, []string{"G-6", "BASIC", "PLATFORM", "r6", "r\n6", "2020-01-01T00:00:00+08:00", "'@level", "true", "", ""}, rows[4][4:])
		assert.Equal(t, `G-8,BASIC,PLATFORM,r"8,r8,2020-01-01T00:00:00+08:00,normal,true,,`, rows[6][4])

		// The file of failed rows is itself a file that can be sent.
		content, err := w.Storage.Open(context.Background(), j.FailuresSha256)
		require.NoError(t, err)
		again, err := io.ReadAll(content)
		require.NoError(t, err)
		second := worked(w, started(w, input(w, string(again))).ID)
		assert.Equal(t, "SUCCEEDED 0 9", fmt.Sprintf("%s %d %d", second.State, second.Done, second.Failed))
		assert.Equal(t, "'=cmd|' /C calc'!A0", failures(w, second)[0][4], "made harmless once")
	})
}

// B1: a file with a header only issues nothing, and says why.
func TestAFileNeedsRows(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		done := worked(w, started(w, input(w, accountHeader+"\n")).ID)
		assert.Equal(t, "FAILED 0 0", fmt.Sprintf("%s %d %d", done.State, done.Done, done.Failed))
		assert.Contains(t, done.Problem, "the file has a header and no rows")
	})
}

// The header is understood before anything starts, or the fault names the column.
func TestHeadersThatDoNotFit(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		for name, c := range map[string]struct {
			header string
			want   string
		}{
			"a column missing": {strings.Replace(accountHeader, "orderNo,", "", 1), "INVALID_VALUE at fileId.orderNo"},
			"a factor missing": {strings.Replace(accountHeader, ",factors.gifted", "", 1), "INVALID_VALUE at fileId.factors.gifted"},
			"unknown":          {"colour," + accountHeader, "INVALID_VALUE at fileId.colour"},
			"twice":            {"planCode," + accountHeader, "INVALID_VALUE at fileId.planCode"},
			"no quote closed":  {`"orderNo,planCode`, "INVALID_VALUE at fileId"},
		} {
			_, err := w.Bulk.Start(ctx, w.Person("sam"), input(w, c.header))
			require.Error(t, err, name)
			assert.Contains(t, err.Error(), c.want, name)
		}
		good := input(w, accounts(1))
		for name, c := range map[string]struct {
			change func(*bulk.Input)
			who    string
			code   fault.Code
			path   string
		}{
			"another's file":    {func(*bulk.Input) {}, "sue", fault.CodeNotFound, "fileId"},
			"no file":           {func(in *bulk.Input) { in.FileID = 1 }, "sam", fault.CodeNotFound, "fileId"},
			"no channel":        {func(in *bulk.Input) { in.ChannelCode = "x" }, "sam", fault.CodeNotFound, "channelCode"},
			"no agreement":      {func(in *bulk.Input) { in.AgreementCode = "x" }, "sam", fault.CodeNotAgreed, "agreementCode"},
			"another's agreeme": {func(in *bulk.Input) { in.AgreementCode = insurancetest.MallAgreement }, "sam", fault.CodeNotAgreed, "agreementCode"},
		} {
			in := good
			c.change(&in)
			_, err := w.Bulk.Start(ctx, w.Person(c.who), in)
			require.True(t, fault.Has(err, c.code), "%s: %v", name, err)
			assert.Equal(t, []string{c.path}, fault.All(err)[0].Base().Path, name)
		}
		assert.Zero(t, w.Store.Client.Job.Query().CountX(ctx))
		assert.Zero(t, w.Store.Client.AuditRecord.Query().Where(auditrecord.ActionHasPrefix("bulk.")).CountX(ctx))
	})
}

// Chinese names come in UTF-8, with or without its mark, and in GBK; what is neither is refused whole.
func TestEncodings(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		row := func(no string) string {
			return accountHeader + no + ",BASIC,PLATFORM,acct,账户一二三,2020-01-01T00:00:00+08:00,normal,true\n"
		}
		gb, err := simplifiedchinese.GBK.NewEncoder().String(row("E-3"))
		require.NoError(t, err)
		for no, file := range map[string]string{"E-1": row("E-1"), "E-2": "\xef\xbb\xbf" + row("E-2"), "E-3": gb} {
			in := input(w, file)
			in.DryRun = true
			assert.Equal(t, "SUCCEEDED 1 0", summary(w, worked(w, started(w, in).ID)), no)
		}
		assert.Equal(t, "SUCCEEDED 1 0", summary(w, worked(w, started(w, input(w, gb)).ID)))
		risk := insurancetest.Account("acct", "BASIC")
		risk.Factors["accountId"] = "账户一二三"
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "E-3", Risk: risk})
		require.NoError(t, err)
		assert.True(t, issued.Replayed, "its name is right")

		mixed := worked(w, started(w, input(w, row("E-4")+"\xff\xff,,,,,,,\n")).ID)
		assert.Equal(t, job.StateFailed, mixed.State)
		assert.Contains(t, mixed.Problem, "neither UTF-8 (see row 2) nor GB18030")
		assert.Equal(t, 1, policies(w))
	})
}

// A job that is stopped leaves the file of what failed so far, and continues where it was.
func TestStopAndGoOn(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, sam := context.Background(), w.Person("sam")
		text := accounts(4500)
		text = strings.Replace(text, "B-00002,BASIC", "B-00002,NONE", 1)
		text = strings.Replace(text, "B-04400,BASIC", "B-04400,NONE", 1)
		j := started(w, input(w, text))
		dying, die := context.WithCancel(ctx)
		go func() { // a worker that ends in the middle
			for w.Store.Client.InsurancePolicy.Query().CountX(ctx) < 1500 {
				time.Sleep(time.Millisecond)
			}
			die()
		}()
		_, err := w.Bulk.WorkIssues(dying, hold)
		require.ErrorIs(t, err, context.Canceled)
		stopped, err := w.Background.Stop(ctx, sam, work.JobKey(j.ID))
		require.NoError(t, err)
		assert.Equal(t, job.StateStopped, stopped.State)
		_, err = w.Background.Stop(ctx, sam, work.JobKey(j.ID))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		half := worked(w, j.ID)
		assert.Equal(t, job.StateStopped, half.State)
		assert.Nil(t, half.DueAt)
		assert.EqualValues(t, half.Done+half.Failed, (half.Done+half.Failed)/250*250)
		assert.Len(t, failures(w, half), 1)
		require.Less(t, policies(w), 4498)
		_, err = w.Background.Resume(ctx, sam, work.JobKey(j.ID))
		require.NoError(t, err)
		done := worked(w, j.ID)
		assert.Equal(t, "SUCCEEDED 4498 2; 2 NOT_AGREED planCode; 4400 NOT_AGREED planCode", summary(w, done))
		assert.Equal(t, 4498, policies(w))
		assert.Equal(t, 2, w.Store.Client.AuditRecord.Query().Where(auditrecord.ActionIn("job.stop", "job.resume")).CountX(ctx))
		_, err = w.Background.Resume(ctx, sam, work.JobKey(j.ID))
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
	})
}

// Two workers that both think the job is theirs issue nothing twice; a closed channel breaks the job off, and it goes on
// when the channel is open again.
func TestClosedChannelBreaksOff(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		j := started(w, input(w, accounts(10)))
		channel := w.Caller(insurancetest.Pay).Channel
		set := func(open bool) {
			_, err := w.Distribution.SetOpen(ctx, w.Person("sam"), distribution.SetOpenInput{Code: channel.Code, Reason: "a test"}, open)
			require.NoError(t, err)
			require.NoError(t, w.Cache.Refresh(ctx))
		}
		set(false)
		broken := worked(w, j.ID)
		assert.Equal(t, job.StateFailed, broken.State)
		assert.Contains(t, broken.Problem, "CHANNEL_CLOSED")
		assert.Zero(t, policies(w))
		set(true)
		_, err := w.Background.Resume(ctx, w.Person("sam"), work.JobKey(j.ID))
		require.NoError(t, err)
		assert.Equal(t, "SUCCEEDED 10 0", summary(w, worked(w, j.ID)))
	})
}
