package story

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	requestFields    = `approval { id kind state object content inForce reason requestedBy { name } needed votes { person { name } verdict comment } outcome revision mayApprove differences { path before after } } ` + errorFields
	saysYesDocument  = `mutation($in: ApproveApprovalInput!) { approveApproval(input: $in) { ` + requestFields + ` } }`
	rejectDocument   = `mutation($in: RejectApprovalInput!) { rejectApproval(input: $in) { ` + requestFields + ` } }`
	takeBackDocument = `mutation($in: WithdrawApprovalInput!) { withdrawApproval(input: $in) { ` + requestFields + ` } }`
	remarkDocument   = `mutation($in: CommentApprovalInput!) { commentApproval(input: $in) { ` + requestFields + ` } }`
	requestsQuery    = `query($filter: ApprovalFilter) { approvals(filter: $filter, first: 5) { edges { node { id state mayApprove } } pageInfo { hasNextPage } } }`
)

// keyAsked asks for a credential and answers the request.
func (f staff) keyAsked(who, channel, keyID string) map[string]any {
	f.t.Helper()
	a := f.asksOf(who, keyDocument, map[string]any{
		"channelCode": channel, "mode": "SANDBOX", "keyId": keyID, "algorithm": "BEARER", "reason": "another key", "ratePerSecond": 1000,
	})
	require.Empty(f.t, a.codes("requestCredential"), string(a.Body))
	return a.at("requestCredential", "approval").(map[string]any)
}

// Security, four eyes: a request is seen by all, decided by another who has the role, and by nobody twice.
func TestFourEyesOverARequest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		asked := f.keyAsked("sam", "demo-mall", "mall-2")
		on := func(revision any) map[string]any {
			return map[string]any{"id": asked["id"], "expectedRevision": revision}
		}
		for _, who := range []string{"sam", "uma", "sys"} {
			a := f.asksOf(who, saysYesDocument, on(1))
			assert.Equal(t, []string{"FOUR_EYES"}, a.codes("approveApproval"), who)
		}
		assert.Equal(t, "FORBIDDEN", f.as(f.person("ada"), saysYesDocument, map[string]any{"in": on(1)}).Code(), "an auditor only reads")
		for who, may := range map[string]bool{"sam": false, "sec": true, "ada": false} {
			a := f.as(f.person(who), requestsQuery, map[string]any{"filter": map[string]any{"states": []string{"REQUESTED"}, "kinds": []string{"CREDENTIAL"}}})
			require.Empty(t, a.Errors, string(a.Body))
			edges := a.at("approvals", "edges").([]any)
			require.Len(t, edges, 1)
			assert.Equal(t, may, edges[0].(map[string]any)["node"].(map[string]any)["mayApprove"], who)
		}
		a := f.asksOf("sec", remarkDocument, map[string]any{"id": asked["id"], "comment": "哪个项目用？"})
		require.Empty(t, a.codes("commentApproval"), string(a.Body))
		assert.Equal(t, "FORBIDDEN", f.as(f.person("ada"), remarkDocument, map[string]any{"in": map[string]any{"id": asked["id"], "comment": "hm"}}).Code())
		a = f.asksOf("sec", rejectDocument, map[string]any{"id": asked["id"], "expectedRevision": 1, "comment": ""})
		assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("rejectApproval"))
		assert.Equal(t, []string{"CONFLICT"}, f.asksOf("sec", saysYesDocument, on(2)).codes("approveApproval"))
		a = f.asksOf("sec", saysYesDocument, on(1))
		require.Empty(t, a.codes("approveApproval"), string(a.Body))
		done := a.at("approveApproval", "approval").(map[string]any)
		assert.Equal(t, "APPROVED", done["state"])
		assert.Equal(t, map[string]any{"name": "sam"}, done["requestedBy"])
		assert.Equal(t, []any{
			map[string]any{"person": map[string]any{"name": "sec"}, "verdict": "COMMENT", "comment": "哪个项目用？"},
			map[string]any{"person": map[string]any{"name": "sec"}, "verdict": "APPROVE", "comment": nil},
		}, done["votes"])
		assert.Equal(t, []string{"INVALID_STATE"}, f.asksOf("sly", saysYesDocument, on(2)).codes("approveApproval"))

		asked = f.keyAsked("sam", "demo-pay", "pay-2")
		assert.Equal(t, []string{"FOUR_EYES"}, f.asksOf("sue", takeBackDocument, on(1)).codes("withdrawApproval"))
		a = f.asksOf("sam", takeBackDocument, on(1))
		assert.Equal(t, "WITHDRAWN", a.at("withdrawApproval", "approval", "state"), string(a.Body))
		asked = f.keyAsked("sam", "demo-pay", "pay-3")
		a = f.asksOf("sly", rejectDocument, map[string]any{"id": asked["id"], "expectedRevision": 1, "comment": "no project"})
		assert.Equal(t, "REJECTED", a.at("rejectApproval", "approval", "state"), string(a.Body))

		node := f.as(f.person("ada"), `query($id: ID!) { node(id: $id) { ... on Approval { state } } }`, map[string]any{"id": asked["id"]})
		assert.Equal(t, "REJECTED", node.at("node", "state"), string(node.Body))
		assert.NotEmpty(t, f.ask(mallKey, `{ approvals { edges { cursor } } }`, nil).Errors, "no channel sees requests")
		a = f.asksOf("sec", saysYesDocument, map[string]any{"id": "apr_0000000000002", "expectedRevision": 1})
		assert.Equal(t, []string{"NOT_FOUND"}, a.codes("approveApproval"), string(a.Body))
		for _, id := range []any{"apr_0", ""} {
			a = f.as(f.person("sec"), saysYesDocument, map[string]any{"in": map[string]any{"id": id, "expectedRevision": 1}})
			assert.Equal(t, "VARIABLE_INVALID", a.Code(), string(a.Body))
		}
		sealAudit(t, f.App)
	})
}
