package story

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	claimPreviewDocument = `query($in: ClaimPreviewInput!) { claimPreview(input: $in) { preview { limit { amount } computed { amount } inTime promisedAt
		checks { code fits } } ` + errorFields + ` } }`
	takeNextDocument = `mutation($in: TakeNextClaimInput!) { takeNextClaim(input: $in) { replayed claim { number revision assignee { name } } ` + errorFields + ` } }`
	assessDocument   = `query($no: String!) { claim(by: {number: $no}) { assessment { computed { amount } left { amount } approvals mayDecide decidesAlone obstacle { code message } }
		allowed { act possible reason { code message } } similar(first: 5) { claim { number } same } } }`
)

// previewed are the variables of a preview of a claim.
func previewed(in map[string]any) map[string]any {
	out := maps.Clone(in["in"].(map[string]any))
	delete(out, "requestNo")
	delete(out, "fileIds")
	return map[string]any{"in": out}
}

// allowedNow is why an act is not possible; empty: it is. Acts that the caller's roles have not are not told.
func allowedNow(t *testing.T, a *answer) map[string]string {
	t.Helper()
	acts := map[string]string{}
	for _, one := range a.at("claim", "allowed").([]any) {
		act := one.(map[string]any)
		why := ""
		if act["possible"] == false {
			why = act["reason"].(map[string]any)["code"].(string)
		}
		acts[act["act"].(string)] = why
	}
	return acts
}

// B8, E4, P3, console "Claim by phone", "Claims desk", "Claim": a claim is looked at, entered by phone, taken as the next, and what its
// decision rests on and what is allowed is shown to each who looks.
func TestB8P3TheDeskSeesBeforeItDecides(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		serge, cleo, carl := f.person("serge"), f.person("cleo"), f.person("carl")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "P3-1", "risk": account("acct-p3", "PLUS")}})
		f.pass(payKey, 10*24*time.Hour)
		in := f.robbed("P3-C", policy, "30000", "")
		look := f.as(serge, claimPreviewDocument, previewed(in))
		require.Empty(t, look.codes("claimPreview"), string(look.Body))
		assert.Equal(t, true, look.at("claimPreview", "preview", "inTime"))
		assert.Equal(t, map[string]any{"amount": "30000.00"}, look.at("claimPreview", "preview", "computed"))
		own := f.ask(payKey, claimPreviewDocument, previewed(in))
		require.Empty(t, own.codes("claimPreview"), string(own.Body))
		assert.Len(t, own.at("claimPreview", "preview", "checks"), 3)
		assert.Contains(t, string(f.ask(payKey, `query($in: ClaimPreviewInput!) { claimPreview(input: $in) { preview { score } } }`, previewed(in)).Body),
			"GRAPHQL_VALIDATION_FAILED", "a channel sees no score")
		assert.Zero(t, countRows(t, f.App, "claims"), "nothing is stored")

		a := f.as(serge, submitDocument, in)
		require.Empty(t, a.codes("submitClaim"), string(a.Body))
		number := a.at("submitClaim", "claim", "number")
		doDue(t, f.App)

		next := map[string]any{"in": map[string]any{"requestNo": "N-1", "mode": "SANDBOX"}}
		taken := f.as(cleo, takeNextDocument, next)
		require.Equal(t, number, taken.at("takeNextClaim", "claim", "number"), string(taken.Body))
		again := f.as(cleo, takeNextDocument, next)
		assert.Equal(t, true, again.at("takeNextClaim", "replayed"), string(again.Body))
		assert.Equal(t, number, again.at("takeNextClaim", "claim", "number"))
		none := f.as(carl, takeNextDocument, next)
		assert.Nil(t, none.at("takeNextClaim", "claim"), string(none.Body))
		assert.Empty(t, none.codes("takeNextClaim"))

		seen := f.as(cleo, assessDocument, map[string]any{"no": number})
		require.Empty(t, seen.Errors, string(seen.Body))
		assert.Equal(t, map[string]any{"amount": "30000.00"}, seen.at("claim", "assessment", "computed"))
		assert.InDelta(t, 1, seen.at("claim", "assessment", "approvals"), 0)
		assert.Equal(t, true, seen.at("claim", "assessment", "mayDecide"))
		acts := allowedNow(t, seen)
		assert.Empty(t, acts["decideClaim"])
		assert.Equal(t, "INVALID_STATE", acts["reopenClaim"])
		assert.NotContains(t, acts, "resolveDisputedPayout", "finance does that")
		assert.Equal(t, "CONFLICT", allowedNow(t, f.as(carl, assessDocument, map[string]any{"no": number}))["takeClaim"])
		service := f.as(serge, assessDocument, map[string]any{"no": number})
		assert.Equal(t, false, service.at("claim", "assessment", "mayDecide"))
		assert.Equal(t, "FOUR_EYES", service.at("claim", "assessment", "obstacle", "code"))
		assert.NotContains(t, allowedNow(t, service), "decideClaim")
		assert.Contains(t, allowedNow(t, service), "withdrawClaim")

		bulk := f.as(carl, `mutation($in: AssignClaimsInput!) { assignClaims(input: $in) { claims { number assignee { name } } `+errorFields+` } }`,
			map[string]any{"in": map[string]any{"personId": nil, "claims": []any{
				map[string]any{"claimNumber": number, "expectedRevision": 2}, map[string]any{"claimNumber": number, "expectedRevision": 1},
			}}})
		assert.Equal(t, []string{"INVALID_VALUE"}, bulk.codes("assignClaims"), string(bulk.Body))
		assert.Len(t, bulk.at("assignClaims", "claims"), 1)
	})
}
