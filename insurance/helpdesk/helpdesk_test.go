package helpdesk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/file"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/helpdesk"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

var ctx = context.Background()

type desk struct {
	*insurancetest.World
	policy string
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Pay), &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Account("a-1", "BASIC")})
		require.NoError(t, err)
		test(t, &desk{w, issued.Policy.Number()})
	})
}

// asked is a policy document by mail.
func (d *desk) asked(no string) *helpdesk.OpenInput {
	return &helpdesk.OpenInput{
		RequestNo: no, PolicyNumber: d.policy, Kind: servicerequest.KindPolicyDocument, Delivery: servicerequest.DeliveryEmail,
		Recipient: helpdesk.Recipient{Name: "张三", Email: "zhang.san@example.com"}, Note: "请尽快",
	}
}

// invoiced is an invoice by post, of a policy of its own.
func (d *desk) invoiced(no string) *helpdesk.OpenInput {
	in := d.asked(no)
	in.PolicyNumber = d.bought("O-"+no, policy.Customer)
	in.Kind, in.Delivery = servicerequest.KindInvoice, servicerequest.DeliveryPost
	in.Recipient = helpdesk.Recipient{Name: "李四", Address: "浙江省杭州市西湖区文三路 100 号", Phone: "13800001234", InvoiceTitle: "杭州某某有限公司", TaxNo: "91330106MA2XXXXXX1"}
	return in
}

func (d *desk) open(t testing.TB, in *helpdesk.OpenInput) *ent.ServiceRequest {
	t.Helper()
	done, err := d.Helpdesk.Open(ctx, d.Person("serge"), in)
	require.NoError(t, err)
	return done.Request
}

func seen(row *ent.ServiceRequest) helpdesk.Ref {
	return helpdesk.Ref{ID: work.ServiceRequestKey(row.ID), ExpectedRevision: row.Revision}
}

// send stores a file that a person sent.
func (d *desk) send(t testing.TB, caller *access.Caller, content string) int64 {
	t.Helper()
	content = "%PDF-1.7 " + content
	sum := sha256.Sum256([]byte(content))
	up, err := d.Files.Expect(ctx, caller, files.UploadInput{Purpose: file.PurposeServiceRequest, Name: "保单.pdf", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])})
	require.NoError(t, err)
	require.NoError(t, d.Files.Receive(ctx, up.Token, bytes.NewReader([]byte(content)), insurancetest.Free))
	return up.FileID
}

// mailed is a request whose mail waits.
func (d *desk) mailed(t testing.TB, no string) *ent.ServiceRequest {
	t.Helper()
	uma := d.Person("uma")
	row, err := d.Helpdesk.Take(ctx, uma, seen(d.open(t, d.asked(no))))
	require.NoError(t, err)
	row, err = d.Helpdesk.Attach(ctx, uma, attached(row, d.send(t, uma, no)))
	require.NoError(t, err)
	row, err = d.Helpdesk.Mail(ctx, uma, &helpdesk.MailInput{Ref: seen(row), Remark: "祝好"})
	require.NoError(t, err)
	require.Equal(t, servicerequest.StateSending, row.State)
	return row
}

func (d *desk) work(t testing.TB) {
	t.Helper()
	_, err := d.Helpdesk.Send(ctx, 100)
	require.NoError(t, err)
}

func (d *desk) now(t testing.TB, row *ent.ServiceRequest) *ent.ServiceRequest {
	t.Helper()
	row, err := d.Helpdesk.ByID(ctx, d.Person("serge"), row.ID)
	require.NoError(t, err)
	return row
}

func (d *desk) mail(t testing.TB, row *ent.ServiceRequest) *ent.Mail {
	t.Helper()
	list, err := insurancetest.Of(ctx, d.Mail.OfRequests, row, row.ID)
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list[len(list)-1]
}

// code of a fault; nothing where there is none.
func code(t testing.TB, err error) fault.Code {
	t.Helper()
	if err == nil {
		return ""
	}
	list := fault.All(err)
	require.NotEmpty(t, list, err)
	return list[0].Base().Code
}

func TestMailedFromOpenToClosed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.open(t, d.asked("R-1"))
		assert.Regexp(t, `^S\d{15}$`, row.Number)
		assert.Equal(t, servicerequest.DeskUnderwriting, row.Desk)
		assert.Equal(t, row.OpenedAt.Add(24*time.Hour), row.PromisedAt)
		to, err := d.Helpdesk.Masked(row)
		require.NoError(t, err)
		assert.Equal(t, helpdesk.MaskedRecipient{Name: new("*三"), Email: new("z********@example.com")}, *to)

		row = d.mailed(t, "R-2")
		d.work(t)
		row = d.now(t, row)
		assert.Equal(t, servicerequest.StateSent, row.State)
		assert.NotNil(t, row.SentAt)
		sent := d.Mailer.Emails()
		require.Len(t, sent, 1)
		assert.Equal(t, "zhang.san@example.com", sent[0].To)
		assert.Contains(t, sent[0].Subject, d.policy)
		assert.Contains(t, sent[0].Text, "张三，您好")
		assert.Contains(t, sent[0].Text, "祝好")
		require.Len(t, sent[0].Attachments, 1)
		assert.Equal(t, "%PDF-1.7 R-2", string(sent[0].Attachments[0].Content))
		d.Clock.Advance(time.Hour)
		d.work(t)
		assert.Len(t, d.Mailer.Emails(), 1)
		row, err = d.Helpdesk.Close(ctx, d.Person("serge"), &helpdesk.CloseInput{Ref: seen(row), Outcome: "客户已收到"})
		require.NoError(t, err)
		assert.Equal(t, servicerequest.StateClosed, row.State)
		actions, err := d.Store.Client.AuditRecord.Query().Where(auditrecord.Object(row.Number)).Order(ent.Asc(auditrecord.FieldID)).
			Select(auditrecord.FieldAction).Strings(ctx)
		require.NoError(t, err)
		assert.Equal(t, []string{
			"service_request.open", "service_request.take", "service_request.attach", "service_request.mail", "service_request.sent", "service_request.close",
		}, actions)
	})
}

func TestPostedFromOpenToClosed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		fay := d.Person("fay")
		row := d.open(t, d.invoiced("R-1"))
		assert.Equal(t, servicerequest.DeskFinance, row.Desk)
		assert.Equal(t, row.OpenedAt.Add(3*24*time.Hour), row.PromisedAt)
		row, err := d.Helpdesk.Take(ctx, fay, seen(row))
		require.NoError(t, err)
		_, err = d.Helpdesk.Mail(ctx, fay, &helpdesk.MailInput{Ref: seen(row)})
		assert.Equal(t, fault.CodeInvalidState, code(t, err), "it goes by post")
		for _, bad := range []helpdesk.PostedInput{
			{Ref: seen(row), Carrier: "", TrackingNo: "SF123456"}, {Ref: seen(row), Carrier: strings.Repeat("x", 33), TrackingNo: "SF123456"},
			{Ref: seen(row), Carrier: "顺丰", TrackingNo: "x"}, {Ref: seen(row), Carrier: "顺丰", TrackingNo: "SF 123\n456"},
		} {
			_, err = d.Helpdesk.MarkPosted(ctx, fay, &bad)
			assert.Equal(t, fault.CodeInvalidValue, code(t, err))
		}
		row, err = d.Helpdesk.MarkPosted(ctx, fay, &helpdesk.PostedInput{Ref: seen(row), Carrier: "顺丰", TrackingNo: "SF1234567890"})
		require.NoError(t, err)
		assert.Equal(t, servicerequest.StateSent, row.State)
		assert.Equal(t, "SF1234567890", row.TrackingNo)
		_, err = d.Helpdesk.Cancel(ctx, fay, &helpdesk.CancelInput{Ref: seen(row), Reason: "too late"})
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		_, err = d.Helpdesk.Close(ctx, fay, &helpdesk.CloseInput{Ref: seen(row), Outcome: ""})
		require.NoError(t, err)
	})
}

// attached are files for a request as it was seen.
func attached(row *ent.ServiceRequest, files ...int64) *helpdesk.AttachInput {
	in := &helpdesk.AttachInput{Ref: seen(row)}
	for _, id := range files {
		in.FileIDs = append(in.FileIDs, work.FileKey(id))
	}
	return in
}
