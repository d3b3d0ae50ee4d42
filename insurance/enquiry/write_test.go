package enquiry_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/auditrecord"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/background"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// request asks for an export of policies that somebody else must approve, whatever their number.
func request(w *insurancetest.World, who *access.Caller, f *enquiry.Filter, reason string) (*ent.Approval, error) {
	w.Enquiry.ExportAlone(-1)
	made, err := w.Enquiry.ExportList(ctx, who, enquiry.ListInput{Policies: &enquiry.PolicyList{Filter: f}, Format: enquiry.CSV, Reason: reason})
	if err != nil {
		return nil, err
	}
	return made.Approval, nil
}

// asked asks for an export, and has it approved.
func asked(t *testing.T, w *insurancetest.World, who string, f *enquiry.Filter) *ent.Job {
	t.Helper()
	r, err := request(w, w.Person(who), f, "month end")
	require.NoError(t, err)
	_, err = w.Approvals.Approve(ctx, w.Person("sec"), approval.Decision{ID: work.ApprovalKey(r.ID), ExpectedRevision: r.Revision})
	require.NoError(t, err)
	return exports(t, w)[0]
}

// exports are the jobs, newest first.
func exports(t *testing.T, w *insurancetest.World) []*ent.Job {
	t.Helper()
	list, err := w.Store.Client.Job.Query().Where(job.Kind("export")).Order(ent.Desc(job.FieldID)).All(ctx)
	require.NoError(t, err)
	return list
}

// text of a file in the storage.
func text(t *testing.T, w *insurancetest.World, digest string) string {
	t.Helper()
	content, err := w.Storage.Open(ctx, digest)
	require.NoError(t, err)
	defer content.Close()
	all, err := io.ReadAll(content)
	require.NoError(t, err)
	return string(all)
}

// table reads the file of an export.
func table(t *testing.T, w *insurancetest.World, row *ent.Job) [][]string {
	t.Helper()
	all := text(t, w, row.ResultSha256)
	require.True(t, strings.HasPrefix(all, "\ufeff"), "it is UTF-8 for spreadsheets")
	require.Equal(t, 1, strings.Count(all, "\ufeff"))
	require.Equal(t, strings.Count(all, "\n"), strings.Count(all, "\r\n"))
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(all, "\ufeff"))).ReadAll()
	require.NoError(t, err)
	return lines
}

// E1: an export is written once somebody else approved it, and holds what the list holds, nobody in clear, and no formula.
func TestE1ExportAfterApproval(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		name, risk := "欧阳娜娜", insurancetest.Account(`=1+1|"x"`, "PLUS")
		risk.Insureds[0].Party = (&policy.Party{Name: &name}).Input()
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "O-1", Risk: risk})
		require.NoError(t, err)
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Freight("r-2")})
		require.NoError(t, err)

		sam := w.Person("sam")
		r, err := request(w, sam, &enquiry.Filter{ProductCodes: []string{"ASI-01"}}, "month end")
		require.NoError(t, err)
		assert.Equal(t, entapproval.StateRequested, r.State)
		assert.Empty(t, exports(t, w), "it waits")
		decision := approval.Decision{ID: work.ApprovalKey(r.ID), ExpectedRevision: r.Revision}
		for _, who := range []string{"sam", "sue", "serge", "sys", "ada"} {
			_, err = w.Approvals.Approve(ctx, w.Person(who), decision)
			assert.True(t, fault.Has(err, fault.CodeFourEyes), who)
		}
		_, err = w.Approvals.Approve(ctx, w.Person("sec"), decision)
		require.NoError(t, err)
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "O-3", Risk: insurancetest.Account("late", "PLUS")})
		require.NoError(t, err)

		n, err := w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		row := exports(t, w)[0]
		assert.Equal(t, job.StateSucceeded, row.State, row.Problem)
		assert.Equal(t, "person:sam", row.MadeBy, "it belongs to the one who asked")
		assert.True(t, w.Background.MayRead(sam, row))
		assert.False(t, w.Background.MayRead(w.Person("sec"), row))
		lines := table(t, w, row)
		require.GreaterOrEqual(t, len(lines), 2)
		assert.Equal(t, []string{
			"Policy number", "Order number", "Channel", "Product", "Plan", "State", "Bound at", "Start", "End", "Payer", "Currency",
			"Premium", "Sum insured", "Commission", "Insured", "Name of the insured (masked)",
		}, lines[0])
		assert.Equal(t, []string{
			issued.Policy.Number(), "O-1", "pay", "ASI-01", "PLUS", "IN_FORCE", "2026-11-23T10:00:00+08:00", "2026-11-23T10:00:00+08:00",
			"2027-11-23T10:00:00+08:00", "PLATFORM", "CNY", "0.60", "1000000.00", "0.06", `'=1+1|"x"`, "***娜",
		}, lines[1])
		assert.NotContains(t, text(t, w, row.ResultSha256), "欧阳")
		actions, err := w.Store.Client.AuditRecord.Query().Where(auditrecord.ObjectKindIn("approval", "export")).
			Order(ent.Asc(auditrecord.FieldID)).Select(auditrecord.FieldAction).Strings(ctx)
		require.NoError(t, err)
		assert.ElementsMatch(t, []string{"approval.request", "approval.approve", "policy.export"}, actions)
	})
}

// What is bound after an export was approved is not in it.
func TestE1ExportEndsWhereItWasApproved(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		w.Clock.Advance(time.Second)
		asked(t, w, "sam", &enquiry.Filter{})
		w.Clock.Advance(time.Second)
		_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "late", Risk: insurancetest.Account("late", "PLUS")})
		require.NoError(t, err)
		_, err = w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		lines := table(t, w, exports(t, w)[0])
		require.Len(t, lines, 3)
		for _, line := range lines {
			assert.Equal(t, "template", strings.ReplaceAll(line[1], "Order number", "template"))
		}
	})
}

// A person who may not see commissions exports none, and a Chinese asks in Chinese.
func TestE1ExportShowsWhatTheAskerMaySee(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		serge := w.Person("serge")
		serge.Language = "zh"
		r, err := request(w, serge, &enquiry.Filter{}, "客户投诉核查")
		require.NoError(t, err)
		_, err = w.Approvals.Approve(ctx, w.Person("sec"), approval.Decision{ID: work.ApprovalKey(r.ID), ExpectedRevision: r.Revision})
		require.NoError(t, err)
		_, err = w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		lines := table(t, w, exports(t, w)[0])
		assert.Equal(t, "保单号", lines[0][0])
		assert.NotContains(t, lines[0], "佣金")
		assert.Len(t, lines, 3)
	})
}

// A worker that dies after a part leaves the rest to the next: no policy twice, none missing, and the same file.
func TestE1ExportGoesOnAfterItsWorkerDied(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		pay := b.channel(insurancetest.Pay, true)
		var some []*written
		for i := range 21_000 {
			at := w.Clock.Now().Add(-time.Duration(i/7) * time.Second)
			p := b.add(pay, at, at, at.AddDate(1, 0, 0))
			if i%500 == 0 {
				p.cancel(at)
			}
			if some = append(some, p); len(some) == 1000 {
				b.store(t, some)
				some = nil
			}
		}
		whole := &enquiry.Filter{ChannelCodes: []string{insurancetest.Pay}}
		w.Clock.Advance(time.Second)
		asked(t, w, "sam", whole)
		_, err := w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		once := exports(t, w)[0]
		require.Equal(t, job.StateSucceeded, once.State, once.Problem)
		lines := table(t, w, once)
		assert.Len(t, lines, 1+len(b.found(whole, enquiry.Oldest)))
		assert.EqualValues(t, len(lines)-1, once.Done)

		asked(t, w, "sam", whole)
		died, calls := errors.New("died"), 0
		_, err = w.Background.Work(ctx, "export", 1, time.Minute, func(ctx context.Context, row *ent.Job) (*background.Progress, error) {
			p, err := w.Enquiry.ExportPart(ctx, row)
			require.NoError(t, err)
			if calls++; calls == 2 {
				return nil, died // after its effect, before its progress is stored
			}
			return p, nil
		})
		require.ErrorIs(t, err, died)
		broken := exports(t, w)[0]
		assert.Equal(t, job.StateFailed, broken.State)
		assert.EqualValues(t, 10_000, broken.Done, "a person sees how far it is")
		_, err = w.Background.Resume(ctx, w.Person("sam"), background.Which{ID: work.JobKey(broken.ID)})
		require.NoError(t, err)
		_, err = w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		again := exports(t, w)[0]
		require.Equal(t, job.StateSucceeded, again.State, again.Problem)
		assert.Equal(t, once.ResultSha256, again.ResultSha256)

		// Among the same policies, few of which fit.
		asked(t, w, "sam", &enquiry.Filter{States: []policy.State{policy.Cancelled}})
		_, err = w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		assert.Len(t, table(t, w, exports(t, w)[0]), 1+42)
	})
}

// An export that would be too large ends, and says so.
func TestE1ExportHasALimit(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		row := asked(t, w, "sam", &enquiry.Filter{})
		require.NoError(t, w.Store.Client.Job.UpdateOneID(row.ID).SetResult(`{"rows": 999999}`).Exec(ctx))
		_, err := w.Enquiry.WorkExports(ctx)
		require.Error(t, err)
		row = exports(t, w)[0]
		assert.Equal(t, job.StateFailed, row.State)
		assert.Contains(t, row.Problem, "narrow its filter")
		assert.Empty(t, row.ResultSha256)
	})
}

// Bad requests have their codes, and leave nothing behind.
func TestE1BadExports(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		someone := "someone"
		for name, c := range map[string]struct {
			f      enquiry.Filter
			reason string
			code   fault.Code
			path   string
		}{
			"no reason":       {enquiry.Filter{}, "", fault.CodeInvalidValue, "reason"},
			"long reason":     {enquiry.Filter{}, strings.Repeat("长", 501), fault.CodeInvalidValue, "reason"},
			"by name":         {enquiry.Filter{PersonName: &someone}, "x", fault.CodeInvalidValue, "policies.filter.personName"},
			"by id":           {enquiry.Filter{IdentityNo: &someone}, "x", fault.CodeInvalidValue, "policies.filter.identityNo"},
			"by phone":        {enquiry.Filter{Phone: &someone}, "x", fault.CodeInvalidValue, "policies.filter.phone"},
			"by e-mail":       {enquiry.Filter{Email: &someone}, "x", fault.CodeInvalidValue, "policies.filter.email"},
			"bad filter":      {enquiry.Filter{OrderNos: []string{"a b"}}, "x", fault.CodeInvalidValue, "policies.filter.orderNos"},
			"unknown channel": {enquiry.Filter{ChannelCodes: []string{insurancetest.Mall, "nobody"}}, "x", fault.CodeNotFound, "policies.filter.channelCodes"},
			"unknown product": {enquiry.Filter{ProductCodes: []string{"XYZ-01"}}, "x", fault.CodeNotFound, "policies.filter.productCodes"},
		} {
			_, err := request(w, w.Person("sam"), &c.f, c.reason)
			list := fault.All(err)
			if assert.Len(t, list, 1, "%s: %v", name, err) {
				assert.Equal(t, c.code, list[0].Base().Code, name)
				assert.Equal(t, c.path, strings.Join(list[0].Base().Path, "."), name)
			}
		}
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))
		assert.Zero(t, w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("approval.request")).CountX(ctx))
		f := &enquiry.Filter{BoundAt: &policy.Period{Start: w.Clock.Now(), End: w.Clock.Now().Add(day)}}
		first, err := request(w, w.Person("sam"), f, "once")
		require.NoError(t, err)
		assert.Contains(t, first.Content, "2026-11-23T02:00:00Z", "the whole filter is frozen")
		_, err = request(w, w.Person("sue"), f, "twice")
		assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
		_, err = w.Enquiry.Policies(ctx, w.Person("sam"), f, enquiry.Newest, work.Page{Most: 1})
		require.NoError(t, err)
	})
}
