package server_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// B3, A4: the owner of an account calls customer service, who upgrade their plan; the channel hears of it, and the reason is
// on record.
func TestB3ServiceUpgradesForACaller(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook := newReceiver(t)
		hook.subscribe(f, payKey, "policy.*")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B3-S", "risk": account("acct-b3s", "BASIC")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		serge := f.person("serge")
		in := map[string]any{"requestNo": "B3-E", "policyNumber": policy, "change": map[string]any{"planCode": "PLUS"}}
		silent := f.as(serge, endorseDocument, map[string]any{"in": in})
		assert.Equal(t, []string{"REQUIRED"}, silent.codes("endorsePolicy"), string(silent.Body))
		assert.Contains(t, string(silent.Body), `"path":["note"]`)
		in["note"] = "客户来电要求升级"
		a := f.as(serge, endorseDocument, map[string]any{"in": in})
		require.Empty(t, a.codes("endorsePolicy"), string(a.Body))
		assert.Equal(t, "0.24", a.at("endorsePolicy", "endorsement", "premiumChange", "amount"))
		assert.Equal(t, "PLUS", a.at("endorsePolicy", "endorsement", "policy", "offer", "planCode"))
		replay := f.as(serge, endorseDocument, map[string]any{"in": in})
		assert.Equal(t, strings.Replace(string(a.Body), `"replayed":false`, `"replayed":true`, 1), string(replay.Body))
		f.App.Work(t.Context(), t)
		assert.Equal(t, []string{"policy.issued", "policy.endorsed"}, hook.heard(policy))
		own := f.ask(payKey, endorseDocument, map[string]any{"in": map[string]any{
			"requestNo": "B3-E", "policyNumber": policy, "change": map[string]any{"insured": map[string]any{"reference": "acct-b3s", "party": map[string]any{"name": "李四"}}}}})
		assert.Empty(t, own.codes("endorsePolicy"), "the channel's number of the same name is another one: %s", own.Body)
		noted := f.ask(payKey, endorseDocument, map[string]any{"in": in})
		assert.Equal(t, "VARIABLE_INVALID", noted.Code(), "channels know no notes: %s", noted.Body)
	})
}

// B5: customer service cancels for a caller; a person of another role may not.
func TestB5ServiceCancelsForACaller(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B5-S", "risk": account("acct-b5s", "PLUS")}})
		in := map[string]any{"in": map[string]any{"requestNo": "B5-X", "policyNumber": policy, "reason": "CUSTOMER_REQUEST", "note": "客户要求退保"}}
		for _, other := range []string{"uma", "sam", "cleo", "fay", "ada", "sec", "sys"} {
			assert.Equal(t, "FORBIDDEN", f.as(f.person(other), cancelDocument, in).Code(), other)
		}
		a := f.as(f.person("serge"), cancelDocument, in)
		require.Empty(t, a.codes("cancelPolicy"), string(a.Body))
		assert.Equal(t, "-0.60", a.at("cancelPolicy", "endorsement", "premiumChange", "amount"))
		assert.Equal(t, "CANCELLED", f.ask(payKey, policyDocument, map[string]any{"by": map[string]any{"number": policy}}).at("policy", "state"))
		again := map[string]any{"in": map[string]any{"requestNo": "B5-Y", "policyNumber": policy, "reason": "CUSTOMER_REQUEST", "note": "x"}}
		assert.Equal(t, []string{"INVALID_STATE"}, f.as(f.person("serge"), cancelDocument, again).codes("cancelPolicy"))
		lost := map[string]any{"in": map[string]any{"requestNo": "B5-Z", "policyNumber": "P000000000000000", "reason": "CUSTOMER_REQUEST", "note": "x"}}
		assert.Equal(t, []string{"NOT_FOUND"}, f.as(f.person("serge"), cancelDocument, lost).codes("cancelPolicy"))
	})
}
