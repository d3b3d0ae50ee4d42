package enquiry_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/ent/claim"
	"baodan/ent/job"
	"baodan/ent/person"
	"baodan/ent/servicerequest"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/fault"
	"baodan/insurance/helpdesk"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Section 4, list exports: a person exports what they see, its filter and columns and no more, alone and on record.
func TestSection4AListIsExportedAsItIsSeen(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		name, risk := "欧阳娜娜", insurancetest.Account("=1+1", "PLUS")
		risk.Insureds[0].Party = &policy.PartyInput{Person: &policy.Party{Name: &name}}
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "-1", Risk: risk})
		require.NoError(t, err)
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Freight("r-2")})
		require.NoError(t, err)
		w.Clock.Advance(time.Second)
		columns := []enquiry.Column{"INSURED_NAME", "NUMBER", "INSURED", "ORDER_NO"}
		written := map[enquiry.Format]string{}
		for _, format := range []enquiry.Format{enquiry.CSV, enquiry.NDJSON, enquiry.XLSX} {
			made, err := w.Enquiry.ExportList(ctx, w.Person("sam"), enquiry.ListInput{
				Policies: &enquiry.PolicyList{Filter: &enquiry.Filter{ProductCodes: []string{"ASI-01"}}, Columns: columns}, Format: format, Reason: "month end",
			})
			require.NoError(t, err)
			require.NotNil(t, made.Job)
			assert.Nil(t, made.Approval, "nobody else is needed")
			_, err = w.Enquiry.WorkExports(ctx)
			require.NoError(t, err)
			row := exports(t, w)[0]
			require.Equal(t, job.StateSucceeded, row.State, row.Problem)
			assert.True(t, w.Background.MayRead(w.Person("sam"), row))
			assert.False(t, w.Background.MayRead(w.Person("sue"), row), "it is for the one who asked")
			written[format] = text(t, w, row.ResultSha256)
			again, err := w.Enquiry.ListExportByID(ctx, w.Person("sam"), row.ID)
			require.NoError(t, err)
			assert.Equal(t, row.ID, again.Job.ID)
		}
		no := issued.Policy.Number()
		assert.Equal(t, "\ufeffName of the insured (masked),Policy number,Insured,Order number\r\n***娜,"+no+",'=1+1,'-1\r\n", written[enquiry.CSV])
		var object map[string]string
		require.NoError(t, json.Unmarshal([]byte(written[enquiry.NDJSON]), &object))
		assert.Equal(t, map[string]string{"INSURED_NAME": "***娜", "NUMBER": no, "INSURED": "=1+1", "ORDER_NO": "-1"}, object)
		assert.True(t, strings.HasPrefix(written[enquiry.XLSX], "PK"), "a spreadsheet")
		n, err := w.Store.Client.AuditRecord.Query().Where(auditrecord.Action("policy.export"), auditrecord.Reason("month end")).Count(ctx)
		require.NoError(t, err)
		assert.Equal(t, 3, n, "on record")
	})
}

// Who may not see a column exports none of it, and what is wrong is said where it is.
func TestSection4AListExportIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		someone := "欧阳娜娜"
		list := func(columns ...enquiry.Column) *enquiry.PolicyList {
			return &enquiry.PolicyList{Filter: &enquiry.Filter{}, Columns: columns}
		}
		for name, one := range map[string]struct {
			in   enquiry.ListInput
			code fault.Code
			path string
		}{
			"no list":        {enquiry.ListInput{Reason: "x"}, fault.CodeInvalidValue, "policies"},
			"a column twice": {enquiry.ListInput{Policies: list("NUMBER", "NUMBER"), Reason: "x"}, fault.CodeInvalidValue, "policies.columns.1"},
			"commission":     {enquiry.ListInput{Policies: list("NUMBER", "COMMISSION"), Reason: "x"}, fault.CodeForbidden, "policies.columns.1"},
			"two lists":      {enquiry.ListInput{Policies: list(), Claims: &enquiry.ClaimList{}, Reason: "x"}, fault.CodeInvalidValue, "policies"},
			"of others":      {enquiry.ListInput{AuditRecords: &enquiry.AuditList{}, Reason: "x"}, fault.CodeForbidden, "auditRecords"},
			"nothing masked": {enquiry.ListInput{Policies: list("NUMBER"), Personal: true, Reason: "x"}, fault.CodeInvalidValue, "personal"},
			"a bad filter":   {enquiry.ListInput{Claims: &enquiry.ClaimList{Filter: &claims.Filter{Numbers: make([]string, 101)}}, Reason: "x"}, fault.CodeInvalidValue, "claims.filter.numbers"},
			"no reason":      {enquiry.ListInput{Policies: list()}, fault.CodeInvalidValue, "reason"},
			"by a name":      {enquiry.ListInput{Policies: &enquiry.PolicyList{Filter: &enquiry.Filter{PersonName: &someone}}, Reason: "x"}, fault.CodeInvalidValue, "policies.filter.personName"},
			"no channel":     {enquiry.ListInput{Policies: &enquiry.PolicyList{Filter: &enquiry.Filter{ChannelCodes: []string{"none"}}}, Reason: "x"}, fault.CodeNotFound, "policies.filter.channelCodes"},
		} {
			_, err := w.Enquiry.ExportList(ctx, w.Person("serge"), one.in)
			require.NotEmpty(t, fault.All(err), name)
			base := fault.All(err)[0].Base()
			assert.Equal(t, one.code, base.Code, name)
			assert.Equal(t, one.path, strings.Join(base.Path, "."), name)
		}
		assert.Empty(t, exports(t, w))
	})
}

// Up to 10,000 rows a person exports alone; one more needs somebody else.
func TestSection4ALargeListExportNeedsFourEyes(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBook(t, w)
		pay, at := b.channel(insurancetest.Pay, true), w.Clock.Now().Add(-time.Hour)
		before, err := w.Enquiry.Count(ctx, w.Person("sam"), &enquiry.Filter{}, enquiry.MostCount)
		require.NoError(t, err)
		var some []*written
		for range enquiry.MostAlone - before.Value {
			some = append(some, b.add(pay, at, at, at.Add(1000*time.Hour)))
		}
		for part := range slices.Chunk(some, 1000) {
			b.store(t, part)
		}
		export := func() *enquiry.ListExport {
			made, err := w.Enquiry.ExportList(ctx, w.Person("sam"), enquiry.ListInput{
				Policies: &enquiry.PolicyList{Filter: &enquiry.Filter{}, Columns: []enquiry.Column{"NUMBER"}}, Format: enquiry.CSV, Reason: "month end",
			})
			require.NoError(t, err)
			return made
		}
		assert.NotNil(t, export().Job, "10,000")
		_, err = w.Enquiry.WorkExports(ctx)
		require.NoError(t, err)
		assert.EqualValues(t, enquiry.MostAlone, exports(t, w)[0].Done)
		b.store(t, []*written{b.add(pay, at, at, at.Add(1000*time.Hour))})
		made := export()
		assert.Nil(t, made.Job, "10,001")
		require.NotNil(t, made.Approval)
		again, err := w.Enquiry.ListExportByID(ctx, w.Person("sam"), made.Approval.ID)
		require.NoError(t, err)
		assert.Equal(t, made.Approval.ID, again.Approval.ID)
		assert.Contains(t, made.Approval.Content, "NUMBER", "who approves sees the columns")
	})
}

// Claims, service requests and audit records are exported as policies are: to those who see these lists, alone and on record, with no
// formula and nobody in clear. With somebody else's approval names are written out, to those who may see them.
func TestSection4OtherListsAreExported(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Freight("r-1")})
		require.NoError(t, err)
		w.Clock.Set(insurancetest.Epoch.AddDate(0, 0, 3))
		one, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
			RequestNo: "C-1", PolicyNumber: issued.Policy.Number(), OccurredAt: w.Clock.Now(), Facts: insurancetest.ReturnFacts("YT-10001"),
		})
		require.NoError(t, err)
		number := one.Claim.Number()
		opened, err := w.Helpdesk.Open(ctx, w.Person("serge"), &helpdesk.OpenInput{
			RequestNo: "S-1", PolicyNumber: issued.Policy.Number(), Kind: servicerequest.KindPolicyDocument, Delivery: servicerequest.DeliveryEmail,
			Recipient: helpdesk.Recipient{Name: "=欧阳娜娜", Email: "nana@example.com"},
		})
		require.NoError(t, err)
		w.Clock.Advance(time.Second)
		write := func(who string, in enquiry.ListInput) [][]string {
			t.Helper()
			in.Format, in.Reason = enquiry.CSV, "month end"
			made, err := w.Enquiry.ExportList(ctx, w.Person(who), in)
			require.NoError(t, err)
			if made.Approval != nil {
				_, err = w.Approvals.Approve(ctx, w.Person("sec"), approval.Decision{ID: work.ApprovalKey(made.Approval.ID), ExpectedRevision: made.Approval.Revision})
				require.NoError(t, err)
			}
			_, err = w.Enquiry.WorkExports(ctx)
			require.NoError(t, err)
			row := exports(t, w)[0]
			require.Equal(t, job.StateSucceeded, row.State, row.Problem)
			return table(t, w, row)
		}
		claimed := write("cleo", enquiry.ListInput{Claims: &enquiry.ClaimList{Columns: []enquiry.Column{"NUMBER", "STATE", "CLAIMED"}}})
		assert.Equal(t, [][]string{{"Claim number", "State", "Claimed"}, {number, "SUBMITTED", "13.00"}}, claimed)
		none := write("cleo", enquiry.ListInput{Claims: &enquiry.ClaimList{Filter: &claims.Filter{States: []claim.State{claim.StatePaid}}, Columns: []enquiry.Column{"NUMBER"}}})
		assert.Len(t, none, 1, "exactly the filter")

		wish := &enquiry.RequestList{Filter: &helpdesk.Filter{Number: opened.Request.Number}, Columns: []enquiry.Column{"NUMBER", "RECIPIENT", "OPENED_BY"}}
		masked := write("serge", enquiry.ListInput{ServiceRequests: wish})
		assert.Equal(t, [][]string{{"Request number", "Recipient (masked)", "Opened by"}, {opened.Request.Number, "****娜", "serge"}}, masked)
		clear, err := w.Enquiry.ExportList(ctx, w.Person("ada"), enquiry.ListInput{ServiceRequests: wish, Personal: true, Reason: "x"})
		assert.Nil(t, clear)
		assert.True(t, fault.Has(err, fault.CodeForbidden), "an auditor sees nobody in clear: %v", err)
		whole := write("serge", enquiry.ListInput{ServiceRequests: wish, Personal: true})
		assert.Equal(t, []string{opened.Request.Number, "'=欧阳娜娜", "serge"}, whole[1], "approved, and no formula")

		records := write("ada", enquiry.ListInput{AuditRecords: &enquiry.AuditList{Filter: &audit.Filter{Actions: []string{"service_request.export"}}, Columns: []enquiry.Column{"ACTOR", "ACTION"}}})
		assert.Equal(t, [][]string{{"Actor", "Action"}, {"person:sec", "service_request.export"}, {"person:serge", "service_request.export"}}, records)
	})
}

// Who lost the role while their export waited gets no file.
func TestSection4AnExportIsOfWhatItsAskerMaySeeNow(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		newBook(t, w)
		asked(t, w, "sam", &enquiry.Filter{})
		require.NoError(t, w.Store.Client.Person.Update().Where(person.Name("sam")).SetRoles([]string{"CLAIMS"}).Exec(ctx))
		_, err := w.Enquiry.WorkExports(ctx)
		require.Error(t, err)
		row := exports(t, w)[0]
		assert.Equal(t, job.StateFailed, row.State)
		assert.Empty(t, row.ResultSha256)
	})
}
