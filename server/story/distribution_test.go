package story

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
)

const (
	channelFields      = `channel { code name open mode revision terms agreements { code version state } credentials { keyId algorithm lastUsedAt addresses } webhookEndpoints { url state health { successRate } deliveries { edges { node { state } } } } deprecationsInUse { coordinate } } userErrors { code path }`
	addChannelDocument = `mutation($in: AddChannelInput!) { addChannel(input: $in) { ` + channelFields + ` } }`
	changeDocument     = `mutation($in: ChangeChannelInput!) { changeChannel(input: $in) { ` + channelFields + ` } }`
	closeDocument      = `mutation($in: CloseChannelInput!) { closeChannel(input: $in) { ` + channelFields + ` } }`
	reopenDocument     = `mutation($in: ReopenChannelInput!) { reopenChannel(input: $in) { ` + channelFields + ` } }`
	agreeDocument      = `mutation($in: RequestAgreementInput!) { requestAgreement(input: $in) { approval { id revision state object content differences { path before after } } userErrors { code message path } } }`
	endAgreedDocument  = `mutation($in: TerminateAgreementInput!) { terminateAgreement(input: $in) { agreement { version state terminatedAt } userErrors { code path } } }`
	keyDocument        = `mutation($in: RequestCredentialInput!) { requestCredential(input: $in) { secret approval { id revision state content } userErrors { code path } } }`
	revokeDocument     = `mutation($in: RevokeCredentialInput!) { revokeCredential(input: $in) { credential { keyId } userErrors { code path } } }`
	addressesDocument  = `mutation($in: SetCredentialAddressesInput!) { setCredentialAddresses(input: $in) { credential { addresses } userErrors { code path } } }`
	channelQuery       = `query($code: String!, $mode: Mode) { channel(code: $code, mode: $mode) { code name open revision agreements { code version state operations plans quotas { measure per most used } madeBy ` + actor + ` channel { code } } credentials { id keyId algorithm madeBy ` + actor + ` lastUsedAt addresses expiresAt } webhookEndpoints { id url } } }`
	hookDocument       = `mutation($in: AddWebhookEndpointInput!) { addWebhookEndpoint(input: $in) { endpoint { id url state } key userErrors { code path } } }`
)

// approved lets somebody else say yes to what a mutation asked for.
func (f staff) approved(who string, a *answer, mutation string) {
	f.t.Helper()
	require.Empty(f.t, a.codes(mutation), string(a.Body))
	r := a.at(mutation, "approval").(map[string]any)
	yes := f.asksOf(who, sayYesDocument, map[string]any{"id": r["id"], "expectedRevision": r["revision"]})
	require.Empty(f.t, yes.codes("approveApproval"), string(yes.Body))
	require.Equal(f.t, "APPROVED", yes.at("approveApproval", "approval", "state"))
}

// soon waits for what every server knows within a second.
func (f staff) soon(what string, f2 func() bool) {
	f.t.Helper()
	require.Eventually(f.t, f2, 5*time.Second, 20*time.Millisecond, what)
}

// openShop adds a channel with a sandbox key and an agreement for return freight, and answers the key.
func (f staff) openShop(code string) string {
	f.t.Helper()
	f.keepMasters()
	a := f.asksOf("sam", addChannelDocument, map[string]any{"code": code, "name": "新店铺"})
	require.Empty(f.t, a.codes("addChannel"), string(a.Body))
	asked := f.asksOf("sam", keyDocument, map[string]any{
		"channelCode": code, "mode": "SANDBOX", "keyId": code + "-1", "algorithm": "BEARER", "reason": "first key", "ratePerSecond": 100000,
	})
	secret, _ := asked.at("requestCredential", "secret").(string)
	require.NotEmpty(f.t, secret, string(asked.Body))
	require.NotContains(f.t, asked.at("requestCredential", "approval", "content"), secret)
	require.Equal(f.t, http.StatusUnauthorized, f.ask(secret, "{ offers { planCode } }", nil).Status, "it waits")
	f.approved("sec", asked, "requestCredential")
	f.soon("the key works", func() bool { return f.ask(secret, "{ offers { planCode } }", nil).Status == http.StatusOK })
	f.approved("fay", f.asksOf("sam", agreeDocument, agreed(code, 0, nil)), "requestAgreement")
	f.soon("it sells", func() bool {
		list, _ := f.ask(secret, "{ offers { planCode } }", nil).at("offers").([]any)
		return len(list) == 2
	})
	return secret
}

func agreed(channel string, version int, more map[string]any) map[string]any {
	in := map[string]any{
		"channelCode": channel, "agreementCode": "AG-MALL-RFI", "expectedRevision": version, "productCode": "RFI-01", "commissionRate": "0.08", "reason": "agreed by mail",
	}
	for k, v := range more {
		in[k] = v
	}
	return in
}

// C5-C8, E9-E12: sales add a channel; it gets a key, an agreement and a webhook endpoint, each looked at by somebody else
// where that is asked for; it sells within a quota, under one version and then the next, until the agreement is ended.
func TestC5C6C7C8E9E10E11E12SalesRunAChannel(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		key := f.openShop("shop")
		first := f.ask(key, issueDocument, order("O-1"))
		require.Empty(t, first.codes("issuePolicy"), string(first.Body))

		again := f.asksOf("sue", agreeDocument, agreed("shop", 1, map[string]any{
			"commissionRate": "0.09", "plans": []any{"A"}, "operations": []any{"ISSUE"},
			"quotas": []any{map[string]any{"measure": "POLICIES", "per": "TOTAL", "most": "3"}, map[string]any{"measure": "PREMIUM", "per": "DAY", "most": "500"}},
		}))
		differences := again.at("requestAgreement", "approval", "differences")
		assert.NotEmpty(t, differences)
		self := again.at("requestAgreement", "approval").(map[string]any)
		refused := f.asksOf("sue", sayYesDocument, map[string]any{"id": self["id"], "expectedRevision": self["revision"]})
		assert.Equal(t, []string{"FOUR_EYES"}, refused.codes("approveApproval"))
		f.approved("fritz", again, "requestAgreement")
		f.soon("the second version counts", func() bool {
			list, _ := f.ask(key, "{ offers { planCode } }", nil).at("offers").([]any)
			return len(list) == 1
		})
		for _, no := range []string{"O-2", "O-3"} {
			require.Empty(t, f.ask(key, issueDocument, order(no)).codes("issuePolicy"))
		}
		assert.Equal(t, []string{"QUOTA_EXHAUSTED"}, f.ask(key, issueDocument, order("O-4")).codes("issuePolicy"))
		assert.Equal(t, true, f.ask(key, issueDocument, order("O-1")).at("issuePolicy", "replayed"))
		policy := f.ask(key, issueDocument, order("O-2")).at("issuePolicy", "policy", "number")
		cancelled := f.ask(key, `mutation($in: CancelPolicyInput!) { cancelPolicy(input: $in) { userErrors { code } } }`,
			map[string]any{"in": map[string]any{"requestNo": "C-1", "policyNumber": policy, "reason": "CUSTOMER_REQUEST"}})
		assert.Equal(t, []string{"NOT_AGREED"}, cancelled.codes("cancelPolicy"))

		seen := f.as(f.person("ada"), channelQuery, map[string]any{"code": "shop", "mode": "SANDBOX"})
		newest := seen.at("channel", "agreements").([]any)[0].(map[string]any)
		assert.Equal(t, "IN_FORCE", newest["state"])
		assert.Equal(t, "person:sue", by(newest["madeBy"]))
		assert.Equal(t, []any{
			map[string]any{"measure": "POLICIES", "per": "TOTAL", "most": "3", "used": "3"},
			map[string]any{"measure": "PREMIUM", "per": "DAY", "most": "500", "used": "2.19"},
		}, newest["quotas"])

		hook := f.asksOf("sam", hookDocument, map[string]any{"channelCode": "shop", "mode": "SANDBOX", "url": "https://hooks.example.com/x", "eventTypes": []any{"*"}})
		require.Empty(t, hook.codes("addWebhookEndpoint"), string(hook.Body))
		assert.NotEmpty(t, hook.at("addWebhookEndpoint", "key"))
		mine := f.ask(key, "{ webhookEndpoints { url } }", nil)
		assert.Len(t, mine.at("webhookEndpoints"), 1)

		ended := f.asksOf("sam", endAgreedDocument, map[string]any{"channelCode": "shop", "agreementCode": "AG-MALL-RFI", "expectedRevision": 2, "reason": "no more"})
		require.Empty(t, ended.codes("terminateAgreement"), string(ended.Body))
		assert.Equal(t, "TERMINATED", ended.at("terminateAgreement", "agreement", "state"))
		stopped := time.Now()
		f.soon("sales stop", func() bool {
			codes := f.ask(key, quoteDocument, map[string]any{"in": map[string]any{"risk": freight("O-9")}}).codes("quote")
			return len(codes) == 1 && codes[0] == "NOT_AGREED"
		})
		assert.Less(t, time.Since(stopped), 2*time.Second)
		assert.Equal(t, []string{"INVALID_STATE"}, f.asksOf("sam", endAgreedDocument, map[string]any{"channelCode": "shop", "agreementCode": "AG-MALL-RFI", "expectedRevision": 2, "reason": "no more"}).codes("terminateAgreement"))
	})
}

// C9, C10, E13, E14: a channel is changed, closed and opened again; closed, it sells and endorses nothing, and its
// cancellations and replays go on.
func TestC9C10E13E14ChannelsAreChangedAndClosed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		key := f.openShop("shop")
		first := f.ask(key, issueDocument, order("O-1"))
		number := first.at("issuePolicy", "policy", "number")
		changed := f.asksOf("sam", changeDocument, map[string]any{"channelCode": "shop", "expectedRevision": 1, "name": "Shop", "terms": map[string]any{"insureds.max": 1}, "reason": "new name"})
		require.Empty(t, changed.codes("changeChannel"), string(changed.Body))
		assert.Equal(t, "Shop", changed.at("changeChannel", "channel", "name"))
		assert.Equal(t, []string{"CONFLICT"}, f.asksOf("sue", changeDocument, map[string]any{"channelCode": "shop", "expectedRevision": 1, "name": "Mine", "reason": "r"}).codes("changeChannel"))
		assert.Equal(t, []string{"CONFLICT"}, f.asksOf("sue", closeDocument, map[string]any{"channelCode": "shop", "expectedRevision": 0, "reason": "r"}).codes("closeChannel"))
		closed := f.asksOf("sam", closeDocument, map[string]any{"channelCode": "shop", "expectedRevision": 2, "reason": "debts"})
		require.Empty(t, closed.codes("closeChannel"), string(closed.Body))
		no := 1
		f.soon("sales stop", func() bool {
			no++
			codes := f.ask(key, issueDocument, order(fmt.Sprint("O-", no))).codes("issuePolicy")
			return len(codes) == 1 && codes[0] == "CHANNEL_CLOSED"
		})
		assert.Equal(t, true, f.ask(key, issueDocument, order("O-1")).at("issuePolicy", "replayed"))
		plan := map[string]any{"in": map[string]any{"requestNo": "E-1", "policyNumber": number, "change": map[string]any{"planCode": "B"}}}
		assert.Equal(t, []string{"CHANNEL_CLOSED"}, f.ask(key, `mutation($in: EndorsePolicyInput!) { endorsePolicy(input: $in) { userErrors { code } } }`, plan).codes("endorsePolicy"))
		facts := insurancetest.ReturnFacts("YT1")
		claim := f.ask(key, `mutation($in: SubmitClaimInput!) { submitClaim(input: $in) { claim { state } userErrors { code message } } }`, map[string]any{"in": map[string]any{
			"requestNo": "CL-1", "policyNumber": number, "lossAt": time.Now().UTC().Format(time.RFC3339), "facts": facts,
		}})
		assert.NotContains(t, claim.codes("submitClaim"), "CHANNEL_CLOSED", string(claim.Body))
		opened := f.asksOf("sam", reopenDocument, map[string]any{"channelCode": "shop", "expectedRevision": 3, "reason": "paid"})
		require.Empty(t, opened.codes("reopenChannel"), string(opened.Body))
		f.soon("it sells again", func() bool { return len(f.ask(key, issueDocument, order("O-AGAIN")).codes("issuePolicy")) == 0 })
	})
}

// C8, C9: a key is limited to addresses, taken back at once, and its last use is known to within a minute.
func TestC8KeysAreLimitedAndRevoked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		key := f.openShop("shop")
		works := func() bool { return f.ask(key, "{ offers { planCode } }", nil).Status == http.StatusOK }
		storeUse(t, f.App)
		keys := f.as(f.person("ada"), channelQuery, map[string]any{"code": "shop", "mode": "SANDBOX"}).at("channel", "credentials").([]any)
		assert.NotNil(t, keys[0].(map[string]any)["lastUsedAt"])
		revision := 1
		set := func(addresses ...any) {
			t.Helper()
			a := f.asksOf("sly", addressesDocument, map[string]any{"keyId": "shop-1", "expectedRevision": revision, "addresses": addresses, "reason": "their office"})
			revision++
			require.Empty(t, a.codes("setCredentialAddresses"), string(a.Body))
		}
		set("203.0.113.0/24")
		f.soon("the key is refused", func() bool { return !works() })
		assert.Equal(t, "UNAUTHENTICATED", f.ask(key, "{ offers { planCode } }", nil).Code())
		set("203.0.113.0/24", "127.0.0.0/8", "::1/128")
		f.soon("the key works", works)
		bad := f.asksOf("sly", addressesDocument, map[string]any{"keyId": "shop-1", "expectedRevision": revision, "addresses": []any{"127.0.0.1"}, "reason": "r"})
		assert.Equal(t, []string{"INVALID_VALUE"}, bad.codes("setCredentialAddresses"))
		stale := f.asksOf("sam", revokeDocument, map[string]any{"keyId": "shop-1", "expectedRevision": 1, "reason": "lost"})
		assert.Equal(t, []string{"CONFLICT"}, stale.codes("revokeCredential"), "P7: they saw it as it was")
		gone := f.asksOf("sam", revokeDocument, map[string]any{"keyId": "shop-1", "expectedRevision": revision, "reason": "lost"})
		require.Empty(t, gone.codes("revokeCredential"), string(gone.Body))
		f.soon("the key is gone", func() bool { return !works() })
	})
}

// Lists of the ops API are paged and narrowed; a channel sees nothing of them.
func TestListsOfDistribution(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, "sqlite3"))
	a := f.as(f.person("ada"), `{ channels(first: 1) { edges { cursor node { id code } } pageInfo { hasNextPage endCursor } }
		agreements(filter: { states: [IN_FORCE], productCode: "RFI-01" }) { edges { node { id code state version channel { code } terms plans commissionRate } } }
		agreement(channelCode: "demo-mall", code: "AG-MALL-RFI") { id version } missing: agreement(channelCode: "demo-mall", code: "AG-MALL-RFI", version: 9) { id } none: channel(code: "nobody") { id } }`, nil)
	require.Empty(t, a.Errors, string(a.Body))
	assert.Equal(t, true, a.at("channels", "pageInfo", "hasNextPage"))
	assert.Len(t, a.at("agreements", "edges"), 1)
	assert.Nil(t, a.at("missing"))
	assert.Nil(t, a.at("none"))
	id := a.at("agreement", "id").(string)
	for who, want := range map[string]string{"ada": "Agreement", "uma": "Agreement"} {
		node := f.as(f.person(who), `query($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": id})
		assert.Equal(t, want, node.at("node", "__typename"), string(node.Body))
	}
	assert.Nil(t, f.ask(mallKey, `query($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": id}).at("node"))
	for _, document := range []string{"{ channels { pageInfo { hasNextPage } } }", "{ node(id: \"chn_0\") { ... on Channel { revision } } }"} {
		assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", f.ask(mallKey, document, nil).Code())
	}
	assert.Equal(t, "FORBIDDEN", f.as(f.person("uma"), addChannelDocument, map[string]any{"in": map[string]any{"code": "x", "name": "x"}}).Code())
}
