package story

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const serviceFields = `id number kind desk delivery state policy { number } recipient { name email address phone invoiceTitle taxNo } note
	files { name mediaType } mails { template state tries problem sentAt } carrier trackingNo openedBy { name } overdue assignee { name } outcome revision`

// serviceAct is a mutation of the helpdesk by its name.
func serviceAct(name string) string {
	extra := ""
	if name == "openServiceRequest" {
		extra = "replayed "
	}
	return `mutation($in: ` + strings.ToUpper(name[:1]) + name[1:] + `Input!) { ` + name + `(input: $in) { ` + extra + `serviceRequest { ` + serviceFields + ` } ` + errorFields + ` } }`
}

// serve acts on a request as a person, which goes through, and answers the request.
func (f staff) service(who, act string, in map[string]any) map[string]any {
	f.t.Helper()
	a := f.asksOf(who, serviceAct(act), in)
	require.Empty(f.t, a.Errors, string(a.Body))
	require.Empty(f.t, a.codes(act), string(a.Body))
	return a.at(act, "serviceRequest").(map[string]any)
}

func onRequest(r, more map[string]any) map[string]any {
	in := map[string]any{"id": r["id"], "expectedRevision": r["revision"]}
	for key, value := range more {
		in[key] = value
	}
	return in
}

// paperFor sends a file for a service request.
func (f staff) paperFor(who, name, content string) string {
	f.t.Helper()
	sum := sha256.Sum256([]byte(content))
	a := f.asksOf(who, uploadDocument, map[string]any{"purpose": "SERVICE_REQUEST", "name": name, "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	require.Equal(f.t, http.StatusNoContent, f.put(a.at("createFileUpload", "url").(string), []byte(content)))
	return a.at("createFileUpload", "fileId").(string)
}

func byMail(no, policy string) map[string]any {
	return map[string]any{
		"requestNo": no, "policyNumber": policy, "kind": "POLICY_DOCUMENT", "delivery": "EMAIL", "note": "客户来电",
		"recipient": map[string]any{"name": "张三", "email": "zhang.san@example.com"},
	}
}

// emails are those that were caught.
func (f staff) emails() (all []string) {
	f.t.Helper()
	names, err := filepath.Glob(filepath.Join(f.App.Config.DataDir, "mails", "*.eml"))
	require.NoError(f.t, err)
	for _, name := range names {
		content, err := os.ReadFile(name)
		require.NoError(f.t, err)
		all = append(all, string(content))
	}
	return all
}

// A5, B7: a customer asks for the policy document; customer service opens a request, underwriting makes and mails it.
func TestA5B7PolicyDocumentByMail(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(mallKey, order("A5-1"))
		a := f.asksOf("serge", serviceAct("openServiceRequest"), byMail("A5-R", policy))
		require.Empty(t, a.codes("openServiceRequest"), string(a.Body))
		opened := a.at("openServiceRequest", "serviceRequest").(map[string]any)
		assert.Equal(t, "UNDERWRITING", opened["desk"])
		assert.Equal(t, map[string]any{"number": policy}, opened["policy"])
		assert.Equal(t, "*三", opened["recipient"].(map[string]any)["name"])
		again := f.asksOf("serge", serviceAct("openServiceRequest"), byMail("A5-R", policy))
		assert.Equal(t, true, again.at("openServiceRequest", "replayed"))
		other := byMail("A5-R", policy)
		other["note"] = "another"
		assert.Equal(t, []string{"REQUEST_MISMATCH"}, f.asksOf("serge", serviceAct("openServiceRequest"), other).codes("openServiceRequest"))
		assert.Equal(t, "FORBIDDEN", f.as(f.person("fay"), serviceAct("takeServiceRequest"), map[string]any{"in": onRequest(opened, nil)}).Code(), "another desk's")
		assert.Equal(t, "FORBIDDEN", f.as(f.person("uma"), serviceAct("openServiceRequest"), map[string]any{"in": byMail("A5-U", policy)}).Code())

		r := f.service("uma", "takeServiceRequest", onRequest(opened, nil))
		assert.Equal(t, map[string]any{"name": "uma"}, r["assignee"])
		file := f.paperFor("uma", "保单.pdf", "%PDF-1.7 policy")
		r = f.service("uma", "attachToServiceRequest", onRequest(r, map[string]any{"fileIds": []string{file}}))
		preview := f.as(f.person("uma"), `query($id: ID!) { mailPreview(serviceRequestId: $id, remark: "祝好") { subject text recipient } }`, map[string]any{"id": r["id"]})
		require.Empty(t, preview.Errors, string(preview.Body))
		assert.Contains(t, preview.at("mailPreview", "text"), "*三，您好")
		assert.Contains(t, preview.at("mailPreview", "subject"), policy)
		assert.Equal(t, "z********@example.com", preview.at("mailPreview", "recipient"))
		assert.Equal(t, []string{"CONFLICT"}, f.asksOf("uma", serviceAct("mailServiceRequest"), onRequest(opened, nil)).codes("mailServiceRequest"))
		r = f.service("uma", "mailServiceRequest", onRequest(r, map[string]any{"remark": "祝好"}))
		assert.Equal(t, "SENDING", r["state"])
		doDue(t, f.App)

		list := f.as(f.person("serge"), `query($f: ServiceRequestFilter) { serviceRequests(filter: $f) { edges { node { `+serviceFields+` } } } }`,
			map[string]any{"f": map[string]any{"policyNumber": policy, "states": []string{"SENT"}}})
		require.Empty(t, list.Errors, string(list.Body))
		edges := list.at("serviceRequests", "edges").([]any)
		require.Len(t, edges, 1)
		sent := edges[0].(map[string]any)["node"].(map[string]any)
		require.Len(t, sent["mails"], 1)
		assert.Equal(t, "SENT", sent["mails"].([]any)[0].(map[string]any)["state"])
		caught := f.emails()
		require.Len(t, caught, 1)
		assert.Contains(t, caught[0], "To: <zhang.san@example.com>")
		r = f.service("serge", "closeServiceRequest", onRequest(sent, map[string]any{"outcome": "已送达"}))
		assert.Equal(t, "CLOSED", r["state"])
		for _, canary := range []string{"张三", "zhang.san"} {
			for _, body := range [][]byte{a.Body, preview.Body, list.Body} {
				assert.NotContains(t, string(body), canary)
			}
			for _, record := range f.records("ada", map[string]any{"objectKind": "SERVICE_REQUEST", "object": r["number"]}) {
				assert.NotContains(t, fmt.Sprint(record), canary)
			}
		}
		assert.Equal(t, []any{}, f.ask(payKey, `{ serviceRequests { edges { cursor } } }`, nil).at("serviceRequests", "edges"), "another channel's")
		sealAudit(t, f.App)
	})
}

// A6: a customer asks for an invoice on paper; finance prints and posts it.
func TestA6InvoiceByPost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(mallKey, order("A6-1"))
		in := byMail("A6-R", policy)
		in["kind"], in["delivery"] = "INVOICE", "POST"
		a := f.asksOf("serge", serviceAct("openServiceRequest"), in)
		assert.Equal(t, []string{"REQUIRED", "REQUIRED", "REQUIRED"}, a.codes("openServiceRequest"), string(a.Body))
		in["recipient"] = map[string]any{
			"name": "李四", "address": "浙江省杭州市西湖区文三路 100 号", "phone": "13800001234", "invoiceTitle": "杭州某某有限公司", "taxNo": "91330106MA2XXXXXX1",
		}
		r := f.service("serge", "openServiceRequest", in)
		assert.Equal(t, "FINANCE", r["desk"])
		in["requestNo"], in["payer"] = "A6-R2", "CUSTOMER"
		a = f.asksOf("serge", `mutation($in: OpenServiceRequestInput!) { openServiceRequest(input: $in) { serviceRequest { number }
			userErrors { code path message ... on InvoiceExistsError { requestNumber } } } }`, in)
		assert.Equal(t, []string{"INVOICE_EXISTS"}, a.codes("openServiceRequest"), "one invoice: "+string(a.Body))
		assert.Equal(t, r["number"], a.at("openServiceRequest", "userErrors").([]any)[0].(map[string]any)["requestNumber"])
		r = f.service("fay", "takeServiceRequest", onRequest(r, nil))
		assert.Equal(t, []string{"INVALID_STATE"}, f.asksOf("fay", serviceAct("mailServiceRequest"), onRequest(r, nil)).codes("mailServiceRequest"))
		r = f.service("fay", "markServiceRequestPosted", onRequest(r, map[string]any{"carrier": "顺丰", "trackingNo": "SF1234567890"}))
		assert.Equal(t, "SENT", r["state"])
		r = f.service("serge", "closeServiceRequest", onRequest(r, nil))
		assert.Equal(t, "CLOSED", r["state"])
		second := byMail("A6-S", policy)
		cancelled := f.service("serge", "openServiceRequest", second)
		cancelled = f.service("serge", "cancelServiceRequest", onRequest(cancelled, map[string]any{"reason": "客户不需要了"}))
		assert.Equal(t, "CANCELLED", cancelled["state"])
		node := `query($id: ID!) { node(id: $id) { ... on ServiceRequest { number } } }`
		assert.NotNil(t, f.as(f.person("ada"), node, map[string]any{"id": r["id"]}).at("node"))
		assert.Nil(t, f.as(f.person("sam"), node, map[string]any{"id": r["id"]}).at("node"))
	})
}
