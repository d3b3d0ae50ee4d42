package story

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
)

const (
	deskFields = claimFields + ` channel { code } enteredBy { name } assignee { name } score findings { rule sentence { zh en } points facts { name value } }
		notes { kind text person { name } } payouts { attempt paymentKey state amount { amount } reference }
		recoveries { amount { amount } source person { name } } recovered { amount } approval { id revision needed state kind content } promisedAt`
	deskQuery = `query($no: String!) { claim(by: {number: $no}) { ` + deskFields + ` } }`
)

// deskAct is a mutation of the claims desk by its name.
func deskAct(name string) string {
	input := strings.ToUpper(name[:1]) + name[1:] + "Input"
	return `mutation($in: ` + input + `!) { ` + name + `(input: $in) { claim { ` + deskFields + ` } ` + errorFields + ` } }`
}

const decideDocument = `mutation($in: DecideClaimInput!) { decideClaim(input: $in) { claim { ` + deskFields + ` } approval { id revision needed state content } ` + errorFields + ` } }`

// desk sends a mutation of a claim, which goes through, and answers the claim.
func (f staff) desk(who *access.Caller, name string, in map[string]any) map[string]any {
	f.t.Helper()
	document := deskAct(name)
	if name == "decideClaim" {
		document = decideDocument
	}
	a := f.as(who, document, map[string]any{"in": in})
	require.Empty(f.t, a.Errors, string(a.Body))
	require.Empty(f.t, a.codes(name), string(a.Body))
	return a.at(name, "claim").(map[string]any)
}

// opsClaim is a claim as the insurer's people see it.
func (f staff) opsClaim(number any) map[string]any {
	f.t.Helper()
	a := f.as(f.person("cleo"), deskQuery, map[string]any{"no": number})
	require.Empty(f.t, a.Errors, string(a.Body))
	return a.at("claim").(map[string]any)
}

// paper sends evidence as a person and answers its id.
func (f staff) paper(who *access.Caller, content string) string {
	f.t.Helper()
	sum := sha256.Sum256([]byte(content))
	a := f.as(who, uploadDocument, map[string]any{"in": map[string]any{
		"purpose": "CLAIM_EVIDENCE", "name": "receipt.pdf", "size": fmt.Sprint(len(content)), "sha256": hex.EncodeToString(sum[:])}})
	require.Empty(f.t, a.codes("createFileUpload"), string(a.Body))
	assert.Equal(f.t, http.StatusNoContent, f.put(a.at("createFileUpload", "url").(string), []byte(content)))
	return a.at("createFileUpload", "fileId").(string)
}

// reads opens a file of a claim or service request as a person, and answers what is in it.
func (f staff) reads(who *access.Caller, file any) string {
	f.t.Helper()
	a := f.as(who, `mutation($in: OpenFileInput!) { openFile(input: $in) { url userErrors { code } } }`, map[string]any{"in": map[string]any{"fileId": file}})
	require.Empty(f.t, a.codes("openFile"), string(a.Body))
	url := a.at("openFile", "url").(string)
	content := follow(f.t, f.App, who, url[strings.LastIndex(url, "/")+1:])
	defer content.Close()
	text, err := io.ReadAll(content)
	require.NoError(f.t, err)
	return string(text)
}

// E4, B8: an account is robbed of 30,000; its owner calls. Customer service enters the claim with a paper, a handler takes it
// and asks for more, the channel sends it, the handler decides, a second one approves, the bank pays, something comes back;
// the channel hears every step.
func TestE4B8ClaimByPhoneIsDecidedByTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		work := func() { doDue(t, f.App) }
		hook := newReceiver(t)
		hook.subscribe(f, payKey, "*")
		serge, cleo, carl, fay := f.person("serge"), f.person("cleo"), f.person("carl"), f.person("fay")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "E4-1", "risk": account("acct-e4", "PLUS")}})
		f.pass(payKey, 10*24*time.Hour)

		in := f.robbed("E4-C", policy, "30000", f.paper(serge, "%PDF-1.7 police receipt"))
		a := f.as(serge, submitDocument, in)
		require.Empty(t, a.codes("submitClaim"), string(a.Body))
		number := a.at("submitClaim", "claim", "number")
		again := f.as(serge, submitDocument, in)
		assert.Equal(t, true, again.at("submitClaim", "replayed"), string(again.Body))
		assert.Equal(t, number, again.at("submitClaim", "claim", "number"))
		work()

		list := f.as(cleo, `query($f: ClaimFilter!) { claims(filter: $f, first: 5) { edges { node { number channel { code } } } pageInfo { hasNextPage } }
			claimReasons(productCode: "ASI-01") { code sentence { zh en } outcome } }`,
			map[string]any{"f": map[string]any{"states": []any{"IN_REVIEW"}, "mode": "SANDBOX", "productCodes": []any{"ASI-01"}, "unassigned": true}})
		require.Empty(t, list.Errors, string(list.Body))
		edges := list.at("claims", "edges").([]any)
		require.Len(t, edges, 1)
		assert.Equal(t, number, edges[0].(map[string]any)["node"].(map[string]any)["number"])
		assert.Contains(t, string(list.Body), "OWNER_TRANSFER")

		c := f.desk(cleo, "takeClaim", map[string]any{"claimNumber": number, "expectedRevision": 2})
		assert.Equal(t, map[string]any{"name": "cleo"}, c["assignee"])
		assert.Equal(t, map[string]any{"name": "serge"}, c["enteredBy"])
		assert.Len(t, c["evidence"], 1)
		c = f.desk(cleo, "requestEvidence", map[string]any{"claimNumber": number, "expectedRevision": 2, "text": "请补充账户冻结记录"})
		assert.Equal(t, "EVIDENCE_NEEDED", c["state"])
		file := f.evidence(payKey, "freeze.pdf", []byte("%PDF-1.7 freeze record"))
		update := f.ask(payKey, updateDocument, map[string]any{"in": map[string]any{"requestNo": "E4-U", "claimNumber": number, "facts": map[string]any{"sameDevice": true}, "fileIds": []any{file}}})
		assert.Equal(t, "IN_REVIEW", update.at("updateClaim", "claim", "state"), string(update.Body))
		work()
		c = f.opsClaim(number)
		assert.Equal(t, "IN_REVIEW", c["state"])
		assert.Equal(t, map[string]any{"name": "cleo"}, c["assignee"])
		assert.InDelta(t, 60, c["score"], 0)
		sent := f.as(cleo, `query($no: String!) { claim(by: {number: $no}) { evidence { uploadedAt uploadedBy { name } } } }`, map[string]any{"no": number})
		files := sent.at("claim", "evidence").([]any)
		require.Len(t, files, 2)
		assert.Equal(t, map[string]any{"name": "serge"}, files[0].(map[string]any)["uploadedBy"], string(sent.Body))
		assert.Nil(t, files[1].(map[string]any)["uploadedBy"], "the channel sent it")
		assert.Equal(t, f.now(payKey).Format(time.DateOnly), files[1].(map[string]any)["uploadedAt"].(string)[:10], string(sent.Body))
		assert.Equal(t, "%PDF-1.7 freeze record", f.reads(cleo, file))
		f.desk(cleo, "noteClaim", map[string]any{"claimNumber": number, "text": "报警回执已核实"})

		f.desk(cleo, "decideClaim", map[string]any{
			"claimNumber": number, "expectedRevision": c["revision"], "outcome": "APPROVE", "reason": "APPROVED_BY_REVIEW", "note": "材料齐全",
		})
		c = f.opsClaim(number)
		require.Equal(t, "IN_REVIEW", c["state"])
		request := c["approval"].(map[string]any)
		assert.InDelta(t, 1, request["needed"], 0)
		assert.Equal(t, "CLAIM_PAYOUT", request["kind"])
		vote := func(who *access.Caller) *answer {
			return f.as(who, `mutation($in: ApproveApprovalInput!) { approveApproval(input: $in) { approval { state } `+errorFields+` } }`,
				map[string]any{"in": map[string]any{"id": request["id"], "expectedRevision": request["revision"]}})
		}
		assert.Equal(t, []string{"FOUR_EYES"}, vote(cleo).codes("approveApproval"))
		approved := vote(carl)
		assert.Equal(t, "APPROVED", approved.at("approveApproval", "approval", "state"), string(approved.Body))
		work()
		c = f.opsClaim(number)
		require.Equal(t, "PAID", c["state"])
		assert.Equal(t, map[string]any{"amount": "30000.00", "currency": "CNY"}, c["payable"])
		assert.Equal(t, "PAID", c["payouts"].([]any)[0].(map[string]any)["state"])
		assert.Len(t, c["notes"], 3)

		back := f.as(fay, `mutation($in: RecordRecoveryInput!) { recordRecovery(input: $in) { replayed claim { `+deskFields+` } `+errorFields+` } }`, map[string]any{"in": map[string]any{
			"requestNo": "R-1", "claimNumber": number, "amount": map[string]any{"amount": "10000", "currency": "CNY"}, "source": "公安机关", "receivedAt": f.now(payKey).Format(time.RFC3339),
		}})
		require.Empty(t, back.codes("recordRecovery"), string(back.Body))
		assert.Equal(t, map[string]any{"amount": "10000.00"}, back.at("recordRecovery", "claim", "recovered"))
		work()
		assert.Equal(t, []string{
			"claim.submitted", "claim.in_review", "claim.evidence_needed", "claim.updated", "claim.approved", "claim.paid", "claim.recovered",
		}, hook.heard(number))
		seen := f.ask(payKey, claimDocument, map[string]any{"no": number})
		assert.Equal(t, "PAID", seen.at("claim", "state"))
		assert.NotContains(t, string(seen.Body), "serge")
	})
}

// B8: a bank that paid another amount stops the claim; finance says what was really paid.
func TestB8DisputedPayoutIsSettled(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B8-9", "risk": account("acct-b9", "BASIC")}})
		f.pass(payKey, 10*24*time.Hour)
		numbers := map[string]any{}
		for no, payee := range map[string]string{"B9-W": "FAKE-WRONG-AMOUNT", "B9-D": "FAKE-DECLINE"} {
			in := f.robbed(no, policy, "100", "")
			in["in"].(map[string]any)["facts"].(map[string]any)["payeeAccount"] = payee
			a := f.ask(payKey, submitDocument, in)
			require.Empty(t, a.codes("submitClaim"), string(a.Body))
			numbers[no] = a.at("submitClaim", "claim", "number")
		}
		doDue(t, f.App)
		c := f.opsClaim(numbers["B9-W"])
		require.Equal(t, "DISPUTED", c["payouts"].([]any)[0].(map[string]any)["state"], fmt.Sprint(c))
		in := map[string]any{"claimNumber": numbers["B9-W"], "expectedRevision": c["revision"], "reason": "银行流水"}
		refused := f.as(f.person("fay"), deskAct("resolveDisputedPayout"), map[string]any{"in": in})
		assert.Equal(t, []string{"INVALID_STATE"}, refused.codes("resolveDisputedPayout"), "the bank says that it paid: %s", refused.Body)
		in["paid"] = map[string]any{"amount": "100.01", "currency": "CNY"}
		c = f.desk(f.person("fay"), "resolveDisputedPayout", in)
		assert.Equal(t, "PAID", c["state"])
		assert.Equal(t, map[string]any{"amount": "100.01", "currency": "CNY"}, c["payable"])

		c = f.opsClaim(numbers["B9-D"])
		require.Equal(t, "PAYOUT_FAILED", c["state"])
		c = f.desk(f.person("fay"), "retryPayout", map[string]any{"claimNumber": numbers["B9-D"], "expectedRevision": c["revision"], "reason": "客户称账户已恢复"})
		assert.Equal(t, "APPROVED", c["state"])
		doDue(t, f.App)
		assert.Len(t, f.opsClaim(numbers["B9-D"])["payouts"], 2)
	})
}

// What the desk refuses has its code and leaves nothing behind, for every sender.
func TestClaimsDeskRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B8-7", "risk": account("acct-b7", "BASIC")}})
		f.pass(payKey, 10*24*time.Hour)
		number := f.ask(payKey, submitDocument, f.robbed("B7-C", policy, "5000", "")).at("submitClaim", "claim", "number")
		doDue(t, f.App)
		for _, name := range []string{"cleo", "fay", "serge"} {
			f.person(name)
		}
		audit := countRows(t, f.App, "audit_records")
		claim := func(more map[string]any) map[string]any {
			in := map[string]any{"claimNumber": number, "expectedRevision": 2}
			for k, v := range more {
				in[k] = v
			}
			return in
		}
		decide := map[string]any{"outcome": "APPROVE", "reason": "APPROVED_BY_REVIEW", "note": "x"}
		with := func(base map[string]any, key string, value any) map[string]any {
			in := claim(base)
			in[key] = value
			return in
		}
		for i, one := range []struct {
			who, name string
			in        map[string]any
			code      string
		}{
			{"cleo", "takeClaim", claim(map[string]any{"expectedRevision": 7}), "CONFLICT"},
			{"cleo", "takeClaim", claim(map[string]any{"claimNumber": "C000000000000999"}), "NOT_FOUND"},
			{"cleo", "assignClaim", claim(map[string]any{"personId": "per_0000000000000"}), "INVALID_VALUE"},
			{"cleo", "requestEvidence", claim(map[string]any{"text": ""}), "INVALID_VALUE"},
			{"cleo", "requestEvidence", claim(map[string]any{"text": strings.Repeat("长", 1001)}), "INVALID_VALUE"},
			{"cleo", "noteClaim", map[string]any{"claimNumber": number, "text": strings.Repeat("长", 2001)}, "INVALID_VALUE"},
			{"serge", "noteClaim", map[string]any{"claimNumber": "C1", "text": "x"}, "NOT_FOUND"},
			{"cleo", "decideClaim", with(decide, "reason", ""), "INVALID_VALUE"},
			{"cleo", "decideClaim", with(decide, "note", ""), "INVALID_VALUE"},
			{"cleo", "decideClaim", with(decide, "expectedRevision", 1), "CONFLICT"},
			{"cleo", "decideClaim", with(decide, "amount", map[string]any{"amount": "5000.001", "currency": "CNY"}), "INVALID_VALUE"},
			{"cleo", "decideClaim", with(decide, "amount", map[string]any{"amount": "20000.01", "currency": "CNY"}), "RULE_REFUSED"},
			{"fay", "retryPayout", claim(map[string]any{"reason": "x"}), "INVALID_STATE"},
			{"fay", "retryPayout", claim(map[string]any{"reason": ""}), "INVALID_VALUE"},
			{"fay", "resolveDisputedPayout", claim(map[string]any{"reason": "x"}), "INVALID_STATE"},
			{"fay", "resolveDisputedPayout", claim(map[string]any{"reason": strings.Repeat("x", 501)}), "INVALID_VALUE"},
		} {
			document := deskAct(one.name)
			if one.name == "decideClaim" {
				document = decideDocument
			}
			a := f.as(f.person(one.who), document, map[string]any{"in": one.in})
			assert.Equal(t, []string{one.code}, a.codes(one.name), "%d %s: %s", i, one.name, a.Body)
		}
		a := f.as(f.person("cleo"), deskAct("assignClaim"), map[string]any{"in": claim(map[string]any{"personId": "nobody"})})
		assert.Equal(t, "VARIABLE_INVALID", a.Code(), string(a.Body))
		own := f.evidence(payKey, "own.pdf", []byte("%PDF-1.7 the channel's own"))
		stolen := f.robbed("B7-X", policy, "10", own)
		a = f.as(f.person("serge"), submitDocument, stolen)
		assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("submitClaim"), "a file that the channel sent: %s", a.Body)
		a = f.as(f.person("serge"), decideDocument, map[string]any{"in": claim(decide)})
		assert.Equal(t, "FORBIDDEN", a.Code(), string(a.Body))
		a = f.ask(payKey, decideDocument, map[string]any{"in": claim(decide)})
		assert.NotEmpty(t, a.Errors)
		assert.Equal(t, audit, countRows(t, f.App, "audit_records"))
		assert.Zero(t, countRows(t, f.App, "claim_notes"))
		assert.Equal(t, 1, countRows(t, f.App, "claims"))
		after := f.opsClaim(number)
		assert.Equal(t, []any{"IN_REVIEW", nil, "0"}, []any{after["state"], after["assignee"], fmt.Sprint(after["score"])})
	})
}
