package story

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// P6, P7: the acts that the reference shows as refused only. A revision that is not theirs is CONFLICT with the present one, whatever state
// they are in; the test event that is asked for twice at the same moment is one.
func TestP7ActsThatTheReferenceShowsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook := newReceiver(t)
		endpoint := hook.subscribe(f, payKey, "*")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "OLD-1", "risk": account("acct-old", "BASIC")}})
		f.pass(payKey, 10*24*time.Hour)
		claim := f.ask(payKey, submitDocument, f.robbed("OLD-C", policy, "30000", "")).at("submitClaim", "claim", "number")
		doDue(t, f.App)
		service := f.service("serge", "openServiceRequest", byMail("OLD-S", policy))
		service = f.service("uma", "takeServiceRequest", onRequest(service, nil))
		draft := f.draftOf("ASI-01", commented)
		tested := f.as(f.person("uma"), `mutation($in: BackTestProductInput!) { backTestProduct(input: $in) { job { id } `+errorFields+` } }`,
			map[string]any{"in": map[string]any{"requestNo": "OLD-B", "productCode": "ASI-01", "version": draft["version"], "sample": 100, "bound": map[string]any{"start": "2026-01-01T00:00:00+08:00", "end": "2099-01-01T00:00:00+08:00"}}})
		job := tested.at("backTestProduct", "job", "id")
		require.NotNil(t, job, string(tested.Body))
		person := f.as(f.person("sec"), `{ people(filter: {name: "sue"}) { edges { node { id } } } }`, nil).at("people", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)["id"]
		paper := f.paperFor("uma", "policy.pdf", "%PDF-1.7 policy")
		f.person("fay")
		before := f.rows()
		for act, c := range map[string]struct {
			who string
			in  map[string]any
		}{
			"stopJob": {"uma", map[string]any{"id": job}}, "resumeJob": {"uma", map[string]any{"id": job}},
			"requestPublication":    {"uma", map[string]any{"productCode": "ASI-01", "version": draft["version"], "reason": "new year"}},
			"retryPayout":           {"fay", map[string]any{"claimNumber": claim, "reason": "the account is open again"}},
			"resolveDisputedPayout": {"fay", map[string]any{"claimNumber": claim, "reason": "by the bank", "paid": map[string]any{"amount": "1.00", "currency": "CNY"}}},
			"mailServiceRequest":    {"uma", map[string]any{"id": service["id"]}}, "unlockPerson": {"sec", map[string]any{"id": person}},
			"attachToServiceRequest": {"uma", map[string]any{"id": service["id"], "fileIds": []any{paper}}},
		} {
			c.in["expectedRevision"] = 99
			input := strings.ToUpper(act[:1]) + act[1:] + "Input"
			a := f.as(f.person(c.who), `mutation($in: `+input+`!) { `+act+`(input: $in) { `+errorFields+` } }`, map[string]any{"in": c.in})
			require.Empty(t, a.Errors, "%s: %s", act, a.Body)
			list := a.at(act, "userErrors").([]any)
			if assert.Len(t, list, 1, "%s: %s", act, a.Body) {
				told := list[0].(map[string]any)
				assert.Equal(t, []any{"ConflictError", "CONFLICT"}, []any{told["__typename"], told["code"]}, "%s: %s", act, a.Body)
				assert.NotNil(t, told["revision"], "%s: %s", act, a.Body)
				assert.NotNil(t, told["present"], "%s: %s", act, a.Body)
			}
		}
		assert.Equal(t, before, f.rows())

		try := `mutation($in: SendTestEventInput!) { sendTestEvent(input: $in) { replayed event { id } ` + errorFields + ` } }`
		in := map[string]any{"in": map[string]any{"requestNo": "OLD-T", "id": endpoint}}
		var both [2]*answer
		var sent sync.WaitGroup
		for i := range both {
			sent.Go(func() { both[i] = f.ask(payKey, try, in) })
		}
		sent.Wait()
		require.NotNil(t, both[0].at("sendTestEvent", "event", "id"), string(both[0].Body))
		assert.Equal(t, both[0].at("sendTestEvent", "event"), both[1].at("sendTestEvent", "event"), string(both[1].Body))
		assert.NotEqual(t, both[0].at("sendTestEvent", "replayed"), both[1].at("sendTestEvent", "replayed"))
		other := f.ask(payKey, `mutation($in: SendTestEventInput!) { sendTestEvent(input: $in) { `+errorFields+` } }`,
			map[string]any{"in": map[string]any{"requestNo": "OLD-T", "id": newReceiver(t).subscribe(f, payKey, "claim.*")}})
		assert.Equal(t, []string{"REQUEST_MISMATCH"}, other.codes("sendTestEvent"), string(other.Body))
	})
}

// Section 4, previews: where the terms of an upgrade or of a renewal are others by the time that it is done, it is refused with the new ones,
// and nothing is written.
func TestSection4WhatChangedSinceItsPreviewIsNotDone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "CH-1", "risk": account("acct-chg", "BASIC")}})
		f.pass(payKey, 183*24*time.Hour)
		change := map[string]any{"planCode": "PLUS"}
		seen := f.ask(payKey, endorsementPreviewDocument, map[string]any{"in": map[string]any{"policyNumber": policy, "change": change}})
		token := seen.at("endorsementPreview", "preview", "token")
		require.NotNil(t, token, string(seen.Body))
		f.pass(payKey, 30*24*time.Hour)
		doDue(t, f.App)
		before := f.rows()
		upgrade := map[string]any{"requestNo": "CH-E", "policyNumber": policy, "change": change, "previewToken": token}
		late := f.ask(payKey, strings.Replace(endorseDocument, "userErrors {", "userErrors { "+changedFields, 1), map[string]any{"in": upgrade})
		require.Equal(t, []string{"PREVIEW_CHANGED"}, late.codes("endorsePolicy"), string(late.Body))
		now := late.at("endorsePolicy", "userErrors").([]any)[0].(map[string]any)["preview"].(map[string]any)
		assert.NotEqual(t, seen.at("endorsementPreview", "preview", "premiumChange"), now["premiumChange"])
		without(t, before, f.rows())

		f.pass(payKey, (340-213)*24*time.Hour)
		doDue(t, f.App)
		renewal := f.ask(payKey, `query($in: RenewalPreviewInput!) { renewalPreview(input: $in) { preview { premium { amount } offer { planCode } token } `+errorFields+` } }`,
			map[string]any{"in": map[string]any{"policyNumber": policy}})
		require.Empty(t, renewal.codes("renewalPreview"), string(renewal.Body))
		upgrade["previewToken"] = nil
		require.Empty(t, f.ask(payKey, endorseDocument, map[string]any{"in": upgrade}).codes("endorsePolicy"))
		doDue(t, f.App)
		before = f.rows()
		renew := map[string]any{"orderNo": "CH-2", "policyNumber": policy, "previewToken": renewal.at("renewalPreview", "preview", "token")}
		document := strings.Replace(renewDocument, "userErrors {", "userErrors { ... on RenewalChangedError { renewal: preview { premium { amount } offer { planCode } token } }", 1)
		late = f.ask(payKey, document, map[string]any{"in": renew})
		require.Equal(t, []string{"PREVIEW_CHANGED"}, late.codes("renewPolicy"), string(late.Body))
		told := late.at("renewPolicy", "userErrors").([]any)[0].(map[string]any)["renewal"].(map[string]any)
		assert.Equal(t, map[string]any{"planCode": "PLUS"}, told["offer"])
		without(t, before, f.rows())
		renew["previewToken"] = told["token"]
		bound := f.ask(payKey, document, map[string]any{"in": renew})
		require.Empty(t, bound.codes("renewPolicy"), string(bound.Body))
		assert.Equal(t, told["premium"].(map[string]any)["amount"], bound.at("renewPolicy", "policy", "premium", "amount"))
	})
}

// without holds that nothing was written.
func without(t *testing.T, before, after map[string]int) {
	t.Helper()
	assert.Equal(t, before, after, "what is refused writes nothing")
}
