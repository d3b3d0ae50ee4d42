package story

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	endorsementFields = `id number kind effectiveAt recordedAt reason premiumChange { amount currency } byPayer { payer premium { amount } }
		rating { result { amount } steps { rule inputs { name value } value } } after { number state premium { amount } sumInsured { amount } offer { planCode } insureds { reference name identityNo } revision }`
	endorseDocument = `mutation($in: EndorsePolicyInput!) { endorsePolicy(input: $in) { replayed endorsement { ` + endorsementFields + ` } ` + errorFields + ` } }`
	cancelDocument  = `mutation($in: CancelPolicyInput!) { cancelPolicy(input: $in) { replayed endorsement { ` + endorsementFields + ` } ` + errorFields + ` } }`
	renewDocument   = `mutation($in: RenewPolicyInput!) { renewPolicy(input: $in) { replayed policy { ` + policyFields + ` renews } ` + boundFields + ` ` + errorFields + ` } }`
)

// B3, D6: the owner upgrades their plan; the difference is the platform's to pay, and any moment can be read back.
func TestB3UpgradeAndLookBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		before := f.now(payKey)
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B3-1", "risk": account("acct-b3", "BASIC")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		upgrade := map[string]any{"in": map[string]any{"requestNo": "B3-E", "policyNumber": policy, "change": map[string]any{"planCode": "PLUS"}}}
		a := f.ask(payKey, endorseDocument, upgrade)
		require.Empty(t, a.codes("endorsePolicy"), string(a.Body))
		assert.Equal(t, "0.24", a.at("endorsePolicy", "endorsement", "premiumChange", "amount"), "48 x 182 / 365 = 23.93 fen")
		assert.Equal(t, []any{map[string]any{"payer": "PLATFORM", "premium": map[string]any{"amount": "0.24"}}}, a.at("endorsePolicy", "endorsement", "byPayer"))
		assert.Equal(t, "0.36", a.at("endorsePolicy", "endorsement", "after", "premium", "amount"))
		assert.Equal(t, "1000000.00", a.at("endorsePolicy", "endorsement", "after", "sumInsured", "amount"))
		replay := f.ask(payKey, endorseDocument, upgrade)
		assert.Equal(t, strings.Replace(a.data(), `"replayed":false`, `"replayed":true`, 1), replay.data())
		past := `query($by: PolicyLookup!, $at: DateTime) { policy(by: $by) { at(asOf: $at) { offer { planCode } premium { amount } policy { offer { planCode } } } known: at(knownAt: $at) { revision knownAt } } }`
		then := f.ask(payKey, past, map[string]any{"by": map[string]any{"number": policy}, "at": before.Add(24 * time.Hour).Format(time.RFC3339)})
		assert.Equal(t, "BASIC", then.at("policy", "at", "offer", "planCode"), string(then.Body))
		assert.Equal(t, "PLUS", then.at("policy", "at", "policy", "offer", "planCode"), string(then.Body))
		assert.EqualValues(t, 1, then.at("policy", "known", "revision"))
		unknown := f.ask(payKey, past, map[string]any{"by": map[string]any{"number": policy}, "at": before.Add(-24 * time.Hour).Format(time.RFC3339)})
		assert.Nil(t, unknown.at("policy", "known"), string(unknown.Body))
	})
}

// B4, D7: a policy announces its end, is renewed once, and its renewal goes on without a gap.
func TestB4AnnouncedAndRenewed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook := newReceiver(t)
		hook.subscribe(f, payKey, "policy.*")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B4-1", "risk": account("acct-b4", "BASIC")}})
		early := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-2", "policyNumber": policy}})
		assert.Equal(t, []string{"INVALID_STATE"}, early.codes("renewPolicy"), string(early.Body))
		f.pass(payKey, 340*24*time.Hour)
		doDue(t, f.App)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, hook.heard(policy))
		a := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-2", "policyNumber": policy}})
		require.Empty(t, a.codes("renewPolicy"), string(a.Body))
		assert.Equal(t, policy, a.at("renewPolicy", "policy", "renews"))
		old := f.ask(payKey, `query($by: PolicyLookup!) { policy(by: $by) { renewedBy period { end } } }`, map[string]any{"by": map[string]any{"number": policy}})
		assert.Equal(t, a.at("renewPolicy", "policy", "number"), old.at("policy", "renewedBy"))
		assert.Equal(t, old.at("policy", "period", "end"), a.at("renewPolicy", "policy", "period", "start"))
		twice := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-3", "policyNumber": policy}})
		assert.Equal(t, []string{"INVALID_STATE"}, twice.codes("renewPolicy"), string(twice.Body))
		f.pass(payKey, 60*24*time.Hour)
		doDue(t, f.App)
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.renewed"}, hook.heard(policy), "a renewed policy does not tell that it expired")
	})
}

// B5, D8: the owner cancels; the premium of the whole days left comes back.
func TestB5CancelledWithRefund(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B5-1", "risk": account("acct-b5", "PLUS")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		a := f.ask(payKey, cancelDocument, map[string]any{"in": map[string]any{"requestNo": "B5-X", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"}})
		require.Empty(t, a.codes("cancelPolicy"), string(a.Body))
		assert.Equal(t, "-0.30", a.at("cancelPolicy", "endorsement", "premiumChange", "amount"), "60 x 182 / 365 = 29.92 fen")
		assert.Equal(t, "CANCELLED", f.ask(payKey, policyDocument, map[string]any{"by": map[string]any{"number": policy}}).at("policy", "state"))
		for document, in := range map[string]map[string]any{
			cancelDocument:  {"requestNo": "B5-Y", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"},
			endorseDocument: {"requestNo": "B5-Z", "policyNumber": policy, "change": map[string]any{"planCode": "BASIC"}},
			renewDocument:   {"orderNo": "B5-2", "policyNumber": policy},
		} {
			refused := f.ask(payKey, document, map[string]any{"in": in})
			assert.Contains(t, string(refused.Body), "INVALID_STATE")
		}
	})
}

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
		assert.Equal(t, "PLUS", a.at("endorsePolicy", "endorsement", "after", "offer", "planCode"))
		replay := f.as(serge, endorseDocument, map[string]any{"in": in})
		assert.Equal(t, strings.Replace(a.data(), `"replayed":false`, `"replayed":true`, 1), replay.data())
		doDue(t, f.App)
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

// B4, A4: the owner of an account calls customer service, who renew their policy; the channel hears of it. A renewal that is
// cancelled before it begins blocks no other.
func TestB4ServiceRenewsForACaller(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook := newReceiver(t)
		hook.subscribe(f, payKey, "policy.*")
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B4-S", "risk": account("acct-b4s", "BASIC")}})
		f.pass(payKey, 340*24*time.Hour)
		doDue(t, f.App)
		in := map[string]any{"orderNo": "B4-R", "policyNumber": policy, "planCode": "PLUS", "note": "客户来电续保"}
		for _, other := range []string{"uma", "sam", "cleo", "fay", "ada", "sec", "sys"} {
			assert.Equal(t, "FORBIDDEN", f.as(f.person(other), renewDocument, map[string]any{"in": in}).Code(), other)
		}
		serge := f.person("serge")
		other := f.as(serge, renewDocument, map[string]any{"in": in})
		assert.Equal(t, []string{"NOT_AGREED"}, other.codes("renewPolicy"), string(other.Body))
		assert.Contains(t, string(other.Body), `"path":["planCode"]`)
		delete(in, "planCode")
		a := f.as(serge, renewDocument, map[string]any{"in": in})
		require.Empty(t, a.codes("renewPolicy"), string(a.Body))
		doDue(t, f.App)
		assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.renewed"}, hook.heard(policy))
		renewed := a.at("renewPolicy", "policy", "number")
		gone := f.ask(payKey, cancelDocument, map[string]any{"in": map[string]any{"requestNo": "B4-X", "policyNumber": renewed, "reason": "CUSTOMER_REQUEST"}})
		require.Empty(t, gone.codes("cancelPolicy"), string(gone.Body))
		again := f.ask(payKey, renewDocument, map[string]any{"in": map[string]any{"orderNo": "B4-R2", "policyNumber": policy}})
		require.Empty(t, again.codes("renewPolicy"), string(again.Body))
		assert.Equal(t, policy, again.at("renewPolicy", "policy", "renews"))
	})
}

const (
	previewFields = `{ preview { kind effectiveAt premiumChange { amount } byPayer { payer premium { amount } } lines { coverage payer premium { amount } sumInsured { amount } }
		rating { result { amount } steps { rule value } } planCode premium { amount } sumInsured { amount } token } ` + errorFields + ` }`
	endorsementPreviewDocument  = `query($in: EndorsementPreviewInput!) { endorsementPreview(input: $in) ` + previewFields + ` }`
	cancellationPreviewDocument = `query($in: CancellationPreviewInput!) { cancellationPreview(input: $in) ` + previewFields + ` }`
	changedFields               = `... on PreviewChangedError { preview { premiumChange { amount } token } }`
)

// B3, B5: the caller sees what an upgrade costs and what a cancellation brings back, and gets just that; where a day passed
// meanwhile, the act is refused with the new figures.
func TestB3B5SeenBeforeItIsDone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "B35-1", "risk": account("acct-b35", "BASIC")}})
		f.pass(payKey, 183*24*time.Hour-time.Hour)
		change := map[string]any{"planCode": "PLUS"}
		seen := f.ask(payKey, endorsementPreviewDocument, map[string]any{"in": map[string]any{"policyNumber": policy, "change": change}})
		require.Empty(t, seen.codes("endorsementPreview"), string(seen.Body))
		assert.Equal(t, "0.24", seen.at("endorsementPreview", "preview", "premiumChange", "amount"))
		assert.Equal(t, "PLUS", seen.at("endorsementPreview", "preview", "planCode"))
		assert.Equal(t, "0.36", seen.at("endorsementPreview", "preview", "premium", "amount"))
		upgrade := map[string]any{"requestNo": "B35-E", "policyNumber": policy, "change": change, "previewToken": seen.at("endorsementPreview", "preview", "token")}
		a := f.ask(payKey, endorseDocument, map[string]any{"in": upgrade})
		require.Empty(t, a.codes("endorsePolicy"), string(a.Body))
		for _, field := range []string{"premiumChange", "byPayer"} {
			got := a.at("endorsePolicy", "endorsement", field)
			if amount, ok := got.(map[string]any); ok {
				delete(amount, "currency")
			}
			assert.Equal(t, seen.at("endorsementPreview", "preview", field), got)
		}

		serge := f.person("serge")
		refund := f.as(serge, cancellationPreviewDocument, map[string]any{"in": map[string]any{"policyNumber": policy, "reason": "CUSTOMER_REQUEST"}})
		assert.Equal(t, "-0.30", refund.at("cancellationPreview", "preview", "premiumChange", "amount"), string(refund.Body))
		assert.Equal(t, "FORBIDDEN", f.as(f.person("uma"), cancellationPreviewDocument, map[string]any{"in": map[string]any{"policyNumber": policy, "reason": "CUSTOMER_REQUEST"}}).Code())
		f.pass(payKey, 30*24*time.Hour)
		in := map[string]any{"requestNo": "B35-X", "policyNumber": policy, "reason": "CUSTOMER_REQUEST", "previewToken": refund.at("cancellationPreview", "preview", "token")}
		late := f.ask(payKey, strings.Replace(cancelDocument, "userErrors {", "userErrors { "+changedFields, 1), map[string]any{"in": in})
		assert.Equal(t, []string{"PREVIEW_CHANGED"}, late.codes("cancelPolicy"), string(late.Body))
		now := late.at("cancelPolicy", "userErrors").([]any)[0].(map[string]any)["preview"].(map[string]any)
		assert.Equal(t, map[string]any{"amount": "-0.25"}, now["premiumChange"])
		in["previewToken"] = now["token"]
		done := f.ask(payKey, cancelDocument, map[string]any{"in": in})
		require.Empty(t, done.codes("cancelPolicy"), string(done.Body))
		assert.Equal(t, "-0.25", done.at("cancelPolicy", "endorsement", "premiumChange", "amount"))
	})
}

// Customer service reads Chinese: what they are told is Chinese as a whole.
func TestMessagesInChinese(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "ZH-1", "risk": account("acct-zh", "BASIC")}})
		serge := f.person("serge")
		serge.Language = "zh"
		for name, c := range map[string]struct {
			document, field, message string
			in                       map[string]any
		}{
			"note":   {cancelDocument, "cancelPolicy", "请说明代客户办理的原因", map[string]any{"requestNo": "Z-1", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"}},
			"reason": {cancelDocument, "cancelPolicy", "reason 不符合要求：条款中没有该退保原因", map[string]any{"requestNo": "Z-1", "policyNumber": policy, "reason": "NONE", "note": "来电"}},
			"plan":   {endorseDocument, "endorsePolicy", "契约中没有该方案", map[string]any{"requestNo": "Z-1", "policyNumber": policy, "change": map[string]any{"planCode": "GOLD"}, "note": "来电"}},
			"renew":  {renewDocument, "renewPolicy", "自 ", map[string]any{"orderNo": "Z-1", "policyNumber": policy, "note": "来电"}},
		} {
			a := f.as(serge, c.document, map[string]any{"in": c.in})
			faults, _ := a.at(c.field, "userErrors").([]any)
			if assert.Len(t, faults, 1, "%s: %s", name, a.Body) {
				assert.True(t, strings.HasPrefix(faults[0].(map[string]any)["message"].(string), c.message), "%s: %s", name, a.Body)
			}
		}
	})
}
