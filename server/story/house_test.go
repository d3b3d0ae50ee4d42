package story

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	searchDocument = `query($text: String!, $first: Int, $persons: Boolean) { search(text: $text, first: $first, persons: $persons, mode: SANDBOX) {
		hits { kind nodeId by title about state channel { code } policyNumber name } personal } }`
	inboxDocument = `{ viewer { inbox { kind list filter count { value exact } } } }`
)

// hits of a search, each as its kind and by what it was found.
func hits(t *testing.T, a *answer) []string {
	t.Helper()
	require.Empty(t, a.Errors, string(a.Body))
	list := []string{}
	for _, hit := range a.at("search", "hits").([]any) {
		h := hit.(map[string]any)
		list = append(list, h["kind"].(string)+" "+h["by"].(string))
	}
	return list
}

// Section 4, search: one box finds whatever a text is, in the rights of the caller; persons by a whole value alone, and on record.
func TestSection4OneBoxFindsAnything(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		named := account("acct-s4", "BASIC")
		named["insureds"] = []any{map[string]any{"reference": "acct-s4", "party": map[string]any{"person": map[string]any{
			"name": "欧阳娜娜", "identityType": "ID_CARD", "identityNo": "11010519491231002X", "phone": "13912345678", "email": "nana@example.com"}}}}
		policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "S4-1", "risk": named}})
		f.sold(mallKey, order("S4-2"))
		serge, sam := f.person("serge"), f.person("sam")
		searches := func() int { return countRows(t, f.App, "audit_records") }
		find := func(text string) *answer { return f.as(serge, searchDocument, map[string]any{"text": text}) }

		before := searches()
		for text, want := range map[string][]string{
			policy: {"POLICY NUMBER"}, " " + strings.ToLower(policy) + " ": {"POLICY NUMBER"}, "S4-1": {"POLICY ORDER_NO"}, "acct-s4": {"POLICY INSURED"}, "ACCT-S4": {},
			"sf-1234567890123": {"POLICY SEARCH_VALUE"}, "demo-p": {"CHANNEL CODE"}, "cleo": {"COLLEAGUE CODE"}, "rfi": {"PRODUCT CODE"}, "freight": {"PRODUCT NAME"}, "欧": {}, "C00000000000000": {}, "%": {},
		} {
			a := find(text)
			assert.Equal(t, want, hits(t, a), text)
			assert.Equal(t, false, a.at("search", "personal"), text)
		}
		assert.Equal(t, before, searches(), "nobody was looked for")

		for text, by := range map[string]string{
			"欧阳娜娜": "PERSON_NAME", "11010519491231002x": "IDENTITY_NO", "+86 139-1234-5678": "PHONE", "NANA@example.com": "EMAIL",
		} {
			a := find(text)
			assert.Equal(t, []string{"POLICY " + by}, hits(t, a), text)
			assert.Equal(t, true, a.at("search", "personal"), text)
			hit := a.at("search", "hits").([]any)[0].(map[string]any)
			assert.Equal(t, policy, hit["title"])
			assert.Equal(t, "PolicyState.IN_FORCE", hit["state"])
			assert.NotContains(t, hit["name"], "欧阳娜娜", "masked")
			a = f.as(sam, searchDocument, map[string]any{"text": text})
			assert.Empty(t, hits(t, a), "%s: sales may not reveal", text)
			assert.Equal(t, false, a.at("search", "personal"))
			a = f.as(serge, searchDocument, map[string]any{"text": text, "persons": false})
			assert.Empty(t, hits(t, a), "%s: while somebody types", text)
		}
		assert.Greater(t, searches(), before, "on record")
		assert.NotContains(t, dump(t, f.App), "娜娜", "and written nowhere in clear")

		for _, bad := range []map[string]any{
			{"text": " "}, {"text": strings.Repeat("x", 101)}, {"text": "x", "first": 0}, {"text": "x", "first": 6},
		} {
			assert.Equal(t, "VARIABLE_INVALID", f.as(serge, searchDocument, bad).Code(), "%v", bad)
		}
		assert.Empty(t, f.as(serge, searchDocument, map[string]any{"text": strings.Repeat("x", 100), "first": 5}).Errors)
		assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", f.ask(payKey, searchDocument, map[string]any{"text": "x"}).Code())
	})
}

// Section 4, viewer.inbox: the filter of each kind is one that its list takes.
func TestSection4TheFiltersOfTheInboxAreThoseOfTheLists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		lists := map[string]string{
			"APPROVALS": `query($f: ApprovalFilter) { list: approvals(filter: $f) { count(max: 100) { value } } }`,
			"CLAIMS":    `query($f: ClaimFilter) { list: claims(filter: $f) { count(max: 100) { value } } }`,
			"JOBS":      `query($f: JobFilter) { list: jobs(filter: $f) { count(max: 100) { value } } }`, "ENDPOINTS": `query($f: WebhookEndpointFilter) { list: endpoints(filter: $f) { count(max: 100) { value } } }`,
			"SERVICE_REQUESTS": `query($f: ServiceRequestFilter) { list: serviceRequests(filter: $f) { count(max: 100) { value } } }`,
		}
		for _, name := range []string{"cleo", "fay", "uma", "serge", "sam", "sys"} {
			who := f.person(name)
			a := f.as(who, inboxDocument, nil)
			require.Empty(t, a.Errors, string(a.Body))
			for _, one := range a.at("viewer", "inbox").([]any) {
				item := one.(map[string]any)
				if item["list"] == "PRODUCTS" {
					assert.Empty(t, item["filter"], "it takes none")
					continue
				}
				shown := f.as(who, lists[item["list"].(string)], map[string]any{"f": item["filter"]})
				require.Empty(t, shown.Errors, "%v: %s", item, shown.Body)
				if item["kind"] != "EVIDENCE_CAME" || item["count"].(map[string]any)["value"] != 0.0 { // no number is no filter
					assert.Equal(t, item["count"].(map[string]any)["value"], shown.at("list", "count", "value"), "%s: %v", name, item)
				}
			}
		}
	})
}

// Section 4, terms: a caller is told the words of what they see.
func TestSection4TheWordsOfTheContract(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		of := func(a *answer) map[string]any {
			require.Empty(t, a.Errors, string(a.Body))
			found := map[string]any{}
			for _, term := range a.at("terms").([]any) {
				found[term.(map[string]any)["coordinate"].(string)] = term.(map[string]any)["text"].(map[string]any)["zh"]
			}
			return found
		}
		all := of(f.as(f.person("serge"), `{ terms { coordinate text { zh en } } }`, nil))
		assert.Equal(t, "已赔付", all["ClaimState.PAID"])
		assert.Equal(t, "待审批", all["ApprovalState.REQUESTED"])
		assert.NotEmpty(t, all["ErrorCode.UNAUTHENTICATED"])
		channel := of(f.ask(payKey, `{ terms { coordinate text { zh en } } }`, nil))
		assert.Equal(t, "已赔付", channel["ClaimState.PAID"])
		assert.NotContains(t, channel, "ApprovalState.REQUESTED", "what they do not see")
		assert.Equal(t, map[string]any{"Mode.LIVE": "正式", "Mode.SANDBOX": "沙箱"}, of(f.ask(payKey, `{ terms(enums: ["Mode", "NONE"]) { coordinate text { zh en } } }`, nil)))
	})
}
