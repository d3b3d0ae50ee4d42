package story

import (
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const readBackFields = `number coverages { code name { zh } premium { amount } sumInsured { amount } } factors
	applicant { __typename name ... on Organisation { creditCode contact { name phone email } } }
	insureds { reference name party { __typename ... on NaturalPerson { name identityType identityNo phone email } } }`

// P13: what a channel sent is read back whole, masked, with its coverages; an organisation may be the applicant.
func TestP13WhatAChannelSentIsReadBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		risk := account("acct-p13", "BASIC")
		risk["applicant"] = map[string]any{"organisation": map[string]any{
			"name": "福州某某有限公司", "creditCode": "91350100M000100Y43", "contact": map[string]any{"name": "陈五", "phone": "13812345678", "email": "chen@example.com"},
		}}
		risk["insureds"] = []any{map[string]any{"reference": "acct-p13", "party": map[string]any{"person": map[string]any{
			"name": "王小明", "identityType": "ID_CARD", "identityNo": "11010519491231002X", "phone": "13912345678", "email": "wang@example.com",
		}}}}
		in := map[string]any{"in": map[string]any{"orderNo": "P13-1", "risk": risk}}
		quoted := f.ask(payKey, `mutation($in: QuoteInput!) { quote(input: $in) { quote { premium { amount } coverages { code premium { amount } } } userErrors { code path } } }`,
			map[string]any{"in": map[string]any{"risk": risk}})
		require.Empty(t, quoted.codes("quote"), string(quoted.Body))
		assert.Equal(t, quoted.at("quote", "quote", "premium"), quoted.at("quote", "quote", "coverages").([]any)[0].(map[string]any)["premium"], string(quoted.Body))
		number := f.sold(payKey, in)
		a := f.ask(payKey, `query($no: String!) { policy(by: {orderNo: $no}) { premium { amount } `+readBackFields+` } }`, map[string]any{"no": "P13-1"})
		require.Empty(t, a.Errors, string(a.Body))
		assert.Equal(t, number, a.at("policy", "number"))
		assert.Equal(t, map[string]any{
			"__typename": "Organisation", "name": "*******司", "creditCode": "91**************43",
			"contact": map[string]any{"name": "*五", "phone": "138****5678", "email": "c***@example.com"},
		}, a.at("policy", "applicant"))
		assert.Equal(t, []any{map[string]any{"reference": "acct-p13", "name": "**明", "party": map[string]any{
			"__typename": "NaturalPerson", "name": "**明", "identityType": "ID_CARD", "identityNo": "11**************2X", "phone": "139****5678", "email": "w***@example.com",
		}}}, a.at("policy", "insureds"))
		assert.Equal(t, "normal", a.at("policy", "factors", "accountLevel"))
		assert.Equal(t, "****-p13", a.at("policy", "factors", "accountId"))
		assert.NotContains(t, string(a.Body), "acct-p13-")
		assert.Equal(t, a.at("policy", "premium"), a.at("policy", "coverages").([]any)[0].(map[string]any)["premium"])

		for path, change := range map[string]map[string]any{
			"creditCode": {"organisation": map[string]any{"name": "x", "creditCode": "91350100M000100Y44"}},
			"phone":      {"organisation": map[string]any{"name": "x", "creditCode": "91350100M000100Y43", "contact": map[string]any{"phone": "1"}}},
		} {
			set(in, "risk.applicant", change)
			set(in, "orderNo", "P13-2")
			a := f.ask(payKey, issueDocument, in)
			assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("issuePolicy"), string(a.Body))
			assert.Contains(t, string(a.Body), `"`+path+`"`)
		}
		set(in, "risk.applicant", map[string]any{"person": map[string]any{"name": "x"}, "organisation": map[string]any{"name": "x", "creditCode": "91350100M000100Y43"}})
		a = f.ask(payKey, issueDocument, in)
		assert.Equal(t, []string{"INVALID_VALUE"}, a.codes("issuePolicy"), "both: %s", a.Body)

		serge := f.person("serge")
		a = f.as(serge, `query($no: String!) { policy(by: {number: $no}) { serviceRequests { edges { node { number } } count { value } } deliveries { edges { node { state } } pageInfo { hasNextPage } } } }`,
			map[string]any{"no": number})
		require.Empty(t, a.Errors, string(a.Body))
		assert.Equal(t, 0.0, a.at("policy", "serviceRequests", "count", "value"))
	})
}

// P13: a channel lists its own policies and claims by state and time, finds them by every number that it sent, and never another's.
func TestP13AChannelListsAndFindsItsOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		first, second := f.sold(mallKey, order("P13-A")), f.sold(mallKey, order("P13-B"))
		f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "P13-C", "risk": account("acct-p13", "BASIC")}})
		list := func(key string, filter map[string]any) []any {
			a := f.ask(key, `query($f: PolicyFilter) { policies(filter: $f, orderBy: BOUND_AT_ASC) { edges { node { orderNo } } count { value } } }`, map[string]any{"f": filter})
			require.Empty(t, a.Errors, string(a.Body))
			var numbers []any
			for _, e := range a.at("policies", "edges").([]any) {
				numbers = append(numbers, e.(map[string]any)["node"].(map[string]any)["orderNo"])
			}
			assert.Equal(t, float64(len(numbers)), a.at("policies", "count", "value"))
			return numbers
		}
		assert.Equal(t, []any{"P13-A", "P13-B"}, list(mallKey, nil))
		assert.Equal(t, []any{"P13-C"}, list(payKey, nil))
		assert.Equal(t, []any{"P13-B"}, list(mallKey, map[string]any{"numbers": []any{second}}))
		assert.Empty(t, list(payKey, map[string]any{"numbers": []any{second}}), "another's")
		assert.Empty(t, list(payKey, map[string]any{"orderNos": []any{"P13-A"}}), "another's")
		assert.Empty(t, list(mallKey, map[string]any{"states": []any{"CANCELLED"}}))
		for _, hidden := range []map[string]any{{"channelCodes": []any{"demo-pay"}}, {"personName": "x"}, {"mode": "LIVE"}} {
			a := f.ask(mallKey, `query($f: PolicyFilter) { policies(filter: $f) { edges { node { orderNo } } } }`, map[string]any{"f": hidden})
			assert.NotEmpty(t, a.Errors, "%v: %s", hidden, a.Body)
		}

		f.pass(mallKey, 5*24*60*60*1e9)
		claimed := f.ask(mallKey, submitDocument, f.returned("P13-K", first, "YT0000000131"))
		require.Empty(t, claimed.codes("submitClaim"), string(claimed.Body))
		no := claimed.at("submitClaim", "claim", "number")
		one := func(key, by string) any {
			a := f.ask(key, `{ claim(by: `+by+`) { number id requestNo lines { coverage cost claimed { amount } payable { amount } } } }`, nil)
			require.Empty(t, a.Errors, string(a.Body))
			return a.at("claim")
		}
		found, _ := one(mallKey, `{requestNo: "P13-K"}`).(map[string]any)
		require.Equal(t, no, found["number"])
		assert.Equal(t, found, one(mallKey, `{id: "`+found["id"].(string)+`"}`))
		assert.Equal(t, "INDEMNITY", found["lines"].([]any)[0].(map[string]any)["cost"])
		for _, by := range []string{`{requestNo: "P13-K"}`, `{id: "` + found["id"].(string) + `"}`, `{number: "` + no.(string) + `"}`} {
			assert.Nil(t, one(payKey, by), "another's: %s", by)
		}
		a := f.ask(mallKey, `{ claims(filter: {states: [SUBMITTED]}) { edges { node { number } } count { value } } }`, nil)
		assert.Equal(t, 1.0, a.at("claims", "count", "value"), string(a.Body))
		a = f.ask(payKey, `{ claims { edges { node { number } } count { value } } }`, nil)
		assert.Equal(t, 0.0, a.at("claims", "count", "value"), string(a.Body))

		cancelled := f.ask(mallKey, `mutation($in: CancelPolicyInput!) { cancelPolicy(input: $in) { endorsement { number } userErrors { code message } } }`,
			map[string]any{"in": map[string]any{"requestNo": "P13-X", "policyNumber": second, "reason": "CUSTOMER_REQUEST"}})
		if len(cancelled.codes("cancelPolicy")) == 0 {
			a = f.ask(mallKey, `{ endorsement(by: {requestNo: "P13-X"}) { number } }`, nil)
			assert.Equal(t, cancelled.at("cancelPolicy", "endorsement", "number"), a.at("endorsement", "number"), string(a.Body))
			assert.Nil(t, f.ask(payKey, `{ endorsement(by: {requestNo: "P13-X"}) { number } }`, nil).at("endorsement"))
		}
		a = f.ask(mallKey, `{ viewer { channel { code credentials { id keyId algorithm } webhookEndpoints { id } deprecationsInUse { coordinate } } } }`, nil)
		require.Empty(t, a.Errors, string(a.Body))
		credentials := a.at("viewer", "channel", "credentials").([]any)
		require.NotEmpty(t, credentials, string(a.Body))
		id := credentials[0].(map[string]any)["id"]
		node := func(key string) any {
			return f.ask(key, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id}).at("node")
		}
		assert.Equal(t, map[string]any{"id": id}, node(mallKey))
		assert.Nil(t, node(payKey), "another's")
	})
}

// P13: a channel lists the service requests about its own policies by state and time, finds them, and never another's; of whom a request
// says something, and who works on it, the insurer alone reads.
func TestP13AChannelFollowsServiceRequests(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		number := f.sold(mallKey, order("P13-S"))
		opened := f.asksOf("serge", serviceAct("openServiceRequest"), byMail("P13-R", number))
		require.Empty(t, opened.codes("openServiceRequest"), string(opened.Body))
		no := opened.at("openServiceRequest", "serviceRequest", "number")
		ask := func(key, filter string) *answer {
			return f.ask(key, `{ serviceRequests(filter: {`+filter+`}) { edges { node { id number kind delivery state policy { number } openedAt promisedAt overdue sentAt } } count { value } } }`, nil)
		}
		found := func(key, filter string) int {
			a := ask(key, filter)
			require.Empty(t, a.Errors, string(a.Body))
			edges := a.at("serviceRequests", "edges").([]any)
			assert.Equal(t, float64(len(edges)), a.at("serviceRequests", "count", "value"))
			for _, e := range edges {
				assert.Equal(t, no, e.(map[string]any)["node"].(map[string]any)["number"])
			}
			return len(edges)
		}
		for filter, want := range map[string]int{
			``: 1, `states: [OPEN]`: 1, `states: [SENT, CLOSED]`: 0, `kinds: [INVOICE]`: 0, `policyNumber: "` + number + `"`: 1, `number: "` + no.(string) + `"`: 1,
			`openedAt: {start: "2020-01-01T00:00:00Z", end: "2100-01-01T00:00:00Z"}`: 1, `openedAt: {start: "2020-01-01T00:00:00Z", end: "2020-01-02T00:00:00Z"}`: 0,
		} {
			assert.Equal(t, want, found(mallKey, filter), filter)
			assert.Zero(t, found(payKey, filter), "another's: %s", filter)
		}
		one := `{ serviceRequest(by: {number: "` + no.(string) + `"}) { number } }`
		assert.Equal(t, no, f.ask(mallKey, one, nil).at("serviceRequest", "number"))
		assert.Nil(t, f.ask(payKey, one, nil).at("serviceRequest"))
		for _, hidden := range []string{`mine: true`, `desks: [FINANCE]`, `mode: LIVE`} {
			assert.NotEmpty(t, ask(mallKey, hidden).Errors, hidden)
		}
		a := f.ask(mallKey, `{ serviceRequest(by: {number: "`+no.(string)+`"}) { recipient { name } } }`, nil)
		assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), string(a.Body))
	})
}

// P13: a channel reads what it agreed: commission, validity, and how much is left of each quota; never another's, nor layers of terms.
func TestP13AChannelReadsItsAgreements(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	ask := func(key string) map[string]any {
		a := f.ask(key, `{ viewer { channel { agreements { id code version productCode plans operations commissionRate validFrom validUntil state quotas { measure per most used left } } } } }`, nil)
		require.Empty(t, a.Errors, string(a.Body))
		list := a.at("viewer", "channel", "agreements").([]any)
		require.NotEmpty(t, list)
		return list[0].(map[string]any)
	}
	own := ask(mallKey)
	assert.Equal(t, "AG-MALL-RFI", own["code"])
	assert.Equal(t, "IN_FORCE", own["state"])
	assert.NotEmpty(t, own["commissionRate"])
	assert.Equal(t, []any{}, own["quotas"], "none is agreed")
	assert.NotEqual(t, own["id"], ask(payKey)["id"])
	node := `{ node(id: "` + own["id"].(string) + `") { ... on Agreement { code } } }`
	assert.Equal(t, "AG-MALL-RFI", f.ask(mallKey, node, nil).at("node", "code"))
	assert.Nil(t, f.ask(payKey, node, nil).at("node"), "another's")
	a := f.ask(mallKey, `{ viewer { channel { agreements { terms } } } }`, nil)
	assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), string(a.Body))
}
