package story

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	policiesDocument = `query($f: PolicyFilter!, $order: PolicyOrder! = BOUND_AT_DESC, $first: Int, $after: String, $last: Int, $before: String) {
		policies(filter: $f, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
			edges { cursor node { number orderNo state mode channel { code } insureds { reference name identityNo } offer { productCode planCode } } }
			pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value exact } } }`
	timelineDocument = `query($by: PolicyLookup!, $kinds: [TimelineKind!]) { policy(by: $by) { timeline(kinds: $kinds) { at kind type subject actor ` + actor + ` summary details } } }`
	exportDocument   = `mutation($in: ExportListInput!) { exportList(input: $in) { job { id } approval { id revision kind state content reason } ` + errorFields + ` } }`
	approveDocument  = `mutation($in: ApproveApprovalInput!) { approveApproval(input: $in) { approval { state } ` + errorFields + ` } }`
	revealDocument   = `mutation($in: RevealPersonalDataInput!) { revealPersonalData(input: $in) { values { name value } ` + errorFields + ` } }`
)

// orders of a page of policies.
func orders(t *testing.T, a *answer) []string {
	t.Helper()
	require.Empty(t, a.Errors, string(a.Body))
	list := []string{}
	for _, e := range a.at("policies", "edges").([]any) {
		list = append(list, e.(map[string]any)["node"].(map[string]any)["orderNo"].(string))
	}
	return list
}

// E1, A4, B6: a customer calls, and is found by whatever they can say; nobody in clear.
func TestE1A4B6FindThePolicyOfACaller(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		named := account("acct-e1", "BASIC")
		named["insureds"] = []any{map[string]any{"reference": "acct-e1", "party": map[string]any{"person": map[string]any{
			"name": "欧阳娜娜", "identityType": "ID_CARD", "identityNo": "11010519491231002X", "phone": "13912345678", "email": "nana@example.com"}}}}
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "E1-1", "risk": named}})
		f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "E1-2", "risk": account("acct-e2", "PLUS")}})
		f.sold(mallKey, order("E1-3"))
		serge := f.person("serge")
		find := func(filter map[string]any) *answer {
			filter["mode"] = "SANDBOX"
			return f.as(serge, policiesDocument, map[string]any{"f": filter})
		}
		for _, filter := range []map[string]any{
			{"numbers": []any{policy}}, {"orderNos": []any{"E1-1"}}, {"orderNos": []any{"E1-1", "E1-3"}, "channelCodes": []any{"demo-pay"}},
			{"insuredReference": "acct-e1"}, {"personName": "欧阳娜娜"}, {"identityNo": "11010519491231002x"}, {"phone": "+86 139-1234-5678"},
			{"email": "NANA@example.com"}, {"personName": "欧阳娜娜", "phone": "13912345678", "states": []any{"IN_FORCE"}},
		} {
			a := find(filter)
			assert.Equal(t, []string{"E1-1"}, orders(t, a), "%v", filter)
			assert.NotContains(t, string(a.Body), "欧阳", "%v", filter)
			assert.NotContains(t, string(a.Body), "19491231", "%v", filter)
			assert.Equal(t, map[string]any{"value": 1.0, "exact": true}, a.at("policies", "count"))
		}
		assert.Equal(t, []string{"E1-3", "E1-2", "E1-1"}, orders(t, find(map[string]any{})), "newest first")
		assert.Equal(t, []string{"E1-3"}, orders(t, find(map[string]any{"productCodes": []any{"RFI-01"}})))
		assert.Equal(t, []string{"E1-3"}, orders(t, find(map[string]any{"searchValue": "sf-1234567890123"})), "by its tracking number")
		byChannel := func(key string) []any {
			return f.ask(key, `{ policiesBySearchValue(value: "SF1234567890123") { orderNo } }`, nil).at("policiesBySearchValue").([]any)
		}
		assert.Equal(t, []any{map[string]any{"orderNo": "E1-3"}}, byChannel(mallKey))
		assert.Empty(t, byChannel(payKey), "another channel's")
		assert.Empty(t, orders(t, find(map[string]any{"states": []any{"CANCELLED"}})))
		assert.Empty(t, orders(t, find(map[string]any{"personName": "欧阳"})), "only the whole name")
		assert.Empty(t, orders(t, f.as(serge, policiesDocument, map[string]any{"f": map[string]any{"numbers": []any{policy}}})), "not a live one")
		assert.NotContains(t, dump(t, f.App), "娜娜", "and it is written nowhere in clear")

		a := f.as(serge, policiesDocument, map[string]any{"f": map[string]any{"mode": "SANDBOX"}, "order": "BOUND_AT_ASC", "first": 2})
		assert.Equal(t, []string{"E1-1", "E1-2"}, orders(t, a))
		assert.Equal(t, true, a.at("policies", "pageInfo", "hasNextPage"))
		a = f.as(serge, policiesDocument, map[string]any{"f": map[string]any{"mode": "SANDBOX"}, "order": "BOUND_AT_ASC", "first": 2, "after": a.at("policies", "pageInfo", "endCursor")})
		assert.Equal(t, []string{"E1-3"}, orders(t, a))
		assert.Equal(t, false, a.at("policies", "pageInfo", "hasNextPage"))
		a = f.as(serge, policiesDocument, map[string]any{"f": map[string]any{"mode": "SANDBOX"}, "order": "BOUND_AT_ASC", "last": 1, "before": a.at("policies", "pageInfo", "startCursor")})
		assert.Equal(t, []string{"E1-2"}, orders(t, a))
	})
}

// E1: who is not one of the insurer's people has no such field, and bad filters have a code.
func TestE1OnlyTheInsurersPeopleSearch(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.ask(mallKey, policiesDocument, map[string]any{"f": map[string]any{"personName": "欧阳娜娜"}})
		assert.NotEmpty(t, a.Errors, "a channel lists its own policies, but not by persons: %s", a.Body)
		policy := f.sold(mallKey, order("E1-C"))
		a = f.ask(mallKey, timelineDocument, map[string]any{"by": map[string]any{"number": policy}})
		assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), string(a.Body))
		a = f.ask(mallKey, exportDocument, map[string]any{"in": map[string]any{"filter": map[string]any{}, "reason": "x"}})
		assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), string(a.Body))
		many := make([]any, 101)
		for i := range many {
			many[i] = fmt.Sprint("O-", i)
		}
		for _, filter := range []map[string]any{
			{"boundAt": map[string]any{"start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"}},
		} {
			a := f.as(f.person("serge"), policiesDocument, map[string]any{"f": filter})
			assert.Equal(t, "INVALID_VALUE", a.Code(), string(a.Body))
		}
		for _, filter := range []map[string]any{{"orderNos": many}, {"personName": ""}} {
			a := f.as(f.person("serge"), policiesDocument, map[string]any{"f": filter})
			assert.Equal(t, "VARIABLE_INVALID", a.Code(), string(a.Body))
		}
		a = f.as(f.person("serge"), `{ policies(filter: {}) { count(max: 10001) { value } } }`, nil)
		assert.Equal(t, "VARIABLE_INVALID", a.Code(), string(a.Body))
		a = f.as(f.person("ada"), exportDocument, map[string]any{"in": map[string]any{"policies": map[string]any{}, "format": "CSV", "reason": "x"}})
		assert.Equal(t, "FORBIDDEN", a.Code(), string(a.Body))
	})
}

// E1, H3: the story of one policy: bound, upgraded on the phone, claimed with a paper, paid, told, and looked at in clear.
func TestE1TheStoryOfAPolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		hook, second := newReceiver(t), newReceiver(t)
		hook.subscribe(f, payKey, "*")
		second.subscribe(f, payKey, "claim.paid")
		risk := account("acct-story", "BASIC")
		risk["insureds"] = []any{map[string]any{"reference": "acct-story", "party": map[string]any{"person": map[string]any{"name": "欧阳娜娜"}}}}
		sold := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": "STORY", "risk": risk}})
		require.Empty(t, sold.codes("issuePolicy"), string(sold.Body))
		policy := sold.at("issuePolicy", "policy", "number").(string)
		f.pass(payKey, 10*24*time.Hour)
		serge := f.person("serge")
		e := f.as(serge, endorseDocument, map[string]any{"in": map[string]any{
			"requestNo": "S-E", "policyNumber": policy, "change": map[string]any{"planCode": "PLUS"}, "note": "客户来电"}})
		require.Empty(t, e.codes("endorsePolicy"), string(e.Body))
		f.pass(payKey, 24*time.Hour)
		c := f.ask(payKey, submitDocument, f.robbed("S-C", policy, "1500", f.evidence(payKey, "欧阳娜娜.pdf", []byte("%PDF-1.7 freeze record"))))
		require.Empty(t, c.codes("submitClaim"), string(c.Body))
		doDue(t, f.App)
		r := f.as(serge, revealDocument, map[string]any{"in": map[string]any{
			"id": sold.at("issuePolicy", "policy", "id"), "classes": []any{"NAME"}, "reason": "核对身份"}})
		require.Empty(t, r.codes("revealPersonalData"), string(r.Body))
		assert.Contains(t, string(r.Body), "欧阳娜娜")

		tell := func(kinds ...any) (list []map[string]any, body string) {
			variables := map[string]any{"by": map[string]any{"number": policy}}
			if len(kinds) > 0 {
				variables["kinds"] = kinds
			}
			a := f.as(serge, timelineDocument, variables)
			require.Empty(t, a.Errors, string(a.Body))
			for _, one := range a.at("policy", "timeline").([]any) {
				list = append(list, one.(map[string]any))
			}
			return list, string(a.Body)
		}
		all, body := tell()
		told := map[string]map[string]any{}
		count := map[any]int{}
		for i, one := range all {
			told[fmt.Sprint(one["kind"], " ", one["type"])] = one
			count[one["kind"]]++
			if i > 0 {
				assert.LessOrEqual(t, one["at"].(string), all[i-1]["at"].(string), "newest first")
			}
			assert.NotEqual(t, one["type"], one["summary"], "%v has a sentence", one["type"])
		}
		for _, each := range []*receiver{hook, second} { // what two endpoints are told is not the same line twice
			assert.Contains(t, body, fmt.Sprintf("claim.paid was told to the channel (%s), at attempt 1", strings.TrimPrefix(each.URL, "http://")))
		}
		assert.Equal(t, map[any]int{"POLICY": 2, "CLAIM": 3, "PAYOUT": 2, "DOCUMENT": 1, "DELIVERY": 6, "AUDIT": 2}, count, body)
		number, endorsement := c.at("submitClaim", "claim", "number"), e.at("endorsePolicy", "endorsement", "number")
		assert.Equal(t, endorsement, told["POLICY policy.endorsed"]["subject"])
		assert.Equal(t, "person:serge", by(told["POLICY policy.endorsed"]["actor"]))
		assert.Equal(t, "The policy was changed (PLAN_CHANGE); the premium moved by 0.47 CNY", told["POLICY policy.endorsed"]["summary"])
		assert.Equal(t, number, told["CLAIM claim.submitted"]["subject"])
		assert.Regexp(t, "^channel:", by(told["CLAIM claim.submitted"]["actor"]))
		assert.Equal(t, number, told["PAYOUT payout.paid"]["subject"])
		assert.Equal(t, number, told["DOCUMENT file.stored"]["subject"])
		assert.Equal(t, "DELIVERED", told["DELIVERY claim.paid"]["details"].(map[string]any)["state"])
		assert.Regexp(t, "^dlv_", told["DELIVERY claim.paid"]["details"].(map[string]any)["deliveryId"])
		assert.Equal(t, "person:serge", by(told["AUDIT personal.reveal"]["actor"]))
		assert.Equal(t, "核对身份", told["AUDIT personal.reveal"]["details"].(map[string]any)["reason"])
		assert.Equal(t, "客户来电", told["AUDIT policy.endorse"]["details"].(map[string]any)["reason"])
		assert.NotContains(t, body, "娜娜", "nobody in clear")
		assert.NotContains(t, body, "6222-8888")
		some, _ := tell("PAYOUT", "AUDIT")
		assert.Len(t, some, 4)
		serge.Language = "zh"
		chinese, _ := tell("POLICY")
		assert.Equal(t, "批改（PLAN_CHANGE），保费变动 0.47 CNY", chinese[0]["summary"])
	})
}

// E1: finance asks for a file, a security admin approves, the workers write it, and the one who asked reads it: nobody else.
func TestE1ExportOfPolicies(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "X-1", "risk": account("+acct", "BASIC")}})
		f.sold(mallKey, order("X-2"))
		fay, sec := f.person("fay"), f.person("sec")
		in := clearExport(map[string]any{"mode": "SANDBOX", "channelCodes": []any{"demo-pay"}})
		a := f.as(fay, exportDocument, in)
		require.Empty(t, a.codes("exportList"), string(a.Body))
		assert.Equal(t, "REQUESTED", a.at("exportList", "approval", "state"))
		assert.Equal(t, []string{"CONFLICT"}, f.as(f.person("fritz"), exportDocument, clearExport(map[string]any{"mode": "SANDBOX", "channelCodes": []any{"demo-pay"}})).codes("exportList"))
		decide := map[string]any{"in": map[string]any{
			"id": a.at("exportList", "approval", "id"), "expectedRevision": a.at("exportList", "approval", "revision")}}
		assert.Equal(t, []string{"FOUR_EYES"}, f.as(fay, approveDocument, decide).codes("approveApproval"))
		ok := f.as(sec, approveDocument, decide)
		require.Empty(t, ok.codes("approveApproval"), string(ok.Body))
		doDue(t, f.App)
		jobs := `{ jobs(filter: {kinds: [EXPORT]}) { edges { node { id kind state done total madeBy ` + actor + ` problem resultUrl } } } }`
		node := func(a *answer) map[string]any {
			require.Empty(t, a.Errors, string(a.Body))
			return a.at("jobs", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
		}
		mine := node(f.as(fay, jobs, nil))
		assert.Equal(t, "SUCCEEDED", mine["state"], mine["problem"])
		assert.Equal(t, "1", mine["done"])
		assert.Equal(t, "person:fay", by(mine["madeBy"]))
		require.NotNil(t, mine["resultUrl"])
		for _, other := range []string{"sec", "sam", "fritz"} {
			assert.Nil(t, node(f.as(f.person(other), jobs, nil))["resultUrl"], other)
		}
		token := mine["resultUrl"].(string)[strings.LastIndex(mine["resultUrl"].(string), "/")+1:]
		lines := f.sheet(token)
		require.Len(t, lines, 2)
		assert.Equal(t, "X-1", lines[1][1])
		assert.Contains(t, lines[1], "'+acct")
		response, err := http.Get(f.URL + "/files/" + token)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.NotEqual(t, http.StatusOK, response.StatusCode, "not without the session")
	})
}

// clearExport asks for a file of policies with personal data in clear, which somebody else must approve.
func clearExport(filter map[string]any) map[string]any {
	return map[string]any{"in": map[string]any{"policies": map[string]any{"filter": filter}, "personal": true, "format": "CSV", "reason": "对账"}}
}

// sheet reads the CSV behind a link of fay's.
func (f staff) sheet(token string) [][]string {
	f.t.Helper()
	content := follow(f.t, f.App, f.person("fay"), token)
	defer content.Close()
	all, err := io.ReadAll(content)
	require.NoError(f.t, err)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(all), "\ufeff"))).ReadAll()
	require.NoError(f.t, err)
	return lines
}
