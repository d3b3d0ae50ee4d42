package story

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toldDocument approves, and asks what changed meanwhile.
const toldDocument = `mutation($in: ApproveApprovalInput!) { approveApproval(input: $in) { approval { state } userErrors { __typename code message
	... on ConflictError { revision present { ... on Approval { id state outcome revision object differences { path before after } } } } } } }`

// asksToPay is a claim of 30,000 that cleo decided, and the request for the second person.
func (f *front) asksToPay(no string) (claim string, request map[string]any) {
	f.t.Helper()
	policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": no, "risk": account("acct-"+no, "PLUS")}})
	f.pass(payKey, 10*24*time.Hour)
	claim = f.ask(payKey, submitDocument, f.robbed(no+"-C", policy, "30000", "")).at("submitClaim", "claim", "number").(string)
	doDue(f.t, f.App)
	f.desk(f.person("cleo"), "decideClaim", map[string]any{
		"claimNumber": claim, "expectedRevision": f.opsClaim(claim)["revision"], "outcome": "APPROVE", "reason": "APPROVED_BY_REVIEW", "note": "材料齐全",
	})
	return claim, f.opsClaim(claim)["approval"].(map[string]any)
}

func onApproval(request map[string]any) map[string]any {
	return map[string]any{"in": map[string]any{"id": request["id"], "expectedRevision": request["revision"]}}
}

// conflictOf is what an approval is told of what changed; it is void.
func (f *front) conflictOf(a *answer, request map[string]any) map[string]any {
	f.t.Helper()
	list, _ := a.at("approveApproval", "userErrors").([]any)
	require.Len(f.t, list, 1, string(a.Body))
	told := list[0].(map[string]any)
	require.Equal(f.t, []any{"ConflictError", "CONFLICT"}, []any{told["__typename"], told["code"]}, string(a.Body))
	present := told["present"].(map[string]any)
	assert.Equal(f.t, []any{request["id"], "VOID"}, []any{present["id"], present["state"]}, string(a.Body))
	assert.NotEmpty(f.t, present["outcome"], "why")
	assert.Equal(f.t, told["revision"], present["revision"])
	return present
}

// Section 5, console "Approvals": what changed between a request and its approval makes it void, and is told as data: a claim that its
// claimant corrected, an agreement whose channel got other terms. Nothing is paid, and no agreement made.
func TestSection5WhatChangedBeforeItsApprovalIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		claim, request := f.asksToPay("VOID")
		update := f.ask(payKey, updateDocument, map[string]any{"in": map[string]any{"requestNo": "VOID-U", "claimNumber": claim, "facts": map[string]any{"sameDevice": true}}})
		require.Empty(t, update.codes("updateClaim"), string(update.Body))
		f.conflictOf(f.as(f.person("carl"), toldDocument, onApproval(request)), request)
		doDue(t, f.App)
		assert.Zero(t, countRows(t, f.App, "payouts"))
		assert.Equal(t, "IN_REVIEW", f.opsClaim(claim)["state"])

		f.openShop("void")
		agreements := countRows(t, f.App, "agreements")
		asked := f.asksOf("sam", requestAgreementText, agreed("void", 1, nil))
		require.Empty(t, asked.codes("requestAgreement"), string(asked.Body))
		again := asked.at("requestAgreement", "approval").(map[string]any)
		now := f.as(f.person("sam"), `{ channel(code: "void") { revision } }`, nil).at("channel", "revision")
		changed := f.asksOf("sam", `mutation($in: ChangeChannelInput!) { changeChannel(input: $in) { `+errorFields+` } }`,
			map[string]any{"channelCode": "void", "expectedRevision": now, "terms": map[string]any{"insureds.max": 1}, "reason": "by mail"})
		require.Empty(t, changed.codes("changeChannel"), string(changed.Body))
		present := f.conflictOf(f.as(f.person("fay"), toldDocument, onApproval(again)), again)
		assert.NotEmpty(t, present["differences"], "what is in force beside what was asked for")
		assert.Equal(t, agreements, countRows(t, f.App, "agreements"))
	})
}

const requestAgreementText = `mutation($in: RequestAgreementInput!) { requestAgreement(input: $in) { approval { id revision } ` + errorFields + ` } }`

// Section 5: one request for a payout, approved by two people and twice by each at the same moment, pays once.
func TestSection5AnApprovalThatIsGivenTwiceAtOncePaysOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		claim, request := f.asksToPay("ONCE")
		people := []string{"carl", "cora", "carl", "cora"}
		answers := make([]*answer, len(people))
		var given sync.WaitGroup
		for i, name := range people {
			who := f.person(name)
			given.Go(func() { answers[i] = f.as(who, toldDocument, onApproval(request)) })
		}
		given.Wait()
		approved := 0
		for _, a := range answers {
			if a.at("approveApproval", "approval", "state") == "APPROVED" {
				approved++
				continue
			}
			require.Empty(t, a.Errors, string(a.Body))
			assert.Subset(t, []string{"CONFLICT", "INVALID_STATE", "FOUR_EYES"}, a.codes("approveApproval"), string(a.Body))
		}
		assert.Equal(t, 1, approved)
		doDue(t, f.App)
		c := f.opsClaim(claim)
		assert.Equal(t, "PAID", c["state"])
		assert.Len(t, c["payouts"], 1)
		assert.Equal(t, 1, countRows(t, f.App, "payouts"))
		assert.Equal(t, 1, countRows(t, f.App, "approval_votes"))
	})
}
