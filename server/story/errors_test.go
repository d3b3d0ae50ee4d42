package story

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// P9: the path of an error names the input, by the variable that holds it or by the field where the document does, and the sentence
// names it too.
func TestP9ThePathNamesTheInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		issue := `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { replayed } }`
		amount := `mutation($a: Decimal!) { issuePolicy(input: {orderNo: "P9", risk: {agreementCode: "A", planCode: "A", insureds: [], factors: {}}, expectedPremium: {amount: $a, currency: "CNY"}}) { replayed } }`
		literal := `mutation { issuePolicy(input: {orderNo: "P9", risk: {agreementCode: "A", planCode: "A", insureds: [], factors: {}}, expectedPremium: {amount: "x", currency: "CNY"}}) { replayed } }`
		list := `query($n: Int) { first: events(first: $n) { edges { node { id } } } }`
		for name, c := range map[string]struct {
			document  string
			variables map[string]any
			path      []any
			word      string
		}{
			"a number as an amount": {issue, map[string]any{"in": map[string]any{"orderNo": "P9", "risk": freight("P9"), "expectedPremium": map[string]any{"amount": 1.5, "currency": "CNY"}}},
				[]any{"variable", "in", "expectedPremium", "amount"}, "amount"},
			"an unknown input":        {issue, map[string]any{"in": map[string]any{"foo": 1}}, []any{"variable", "in", "foo"}, "foo"},
			"a variable in a literal": {amount, map[string]any{"a": "x"}, []any{"variable", "a"}, "a"},
			"a literal":               {literal, nil, []any{"issuePolicy", "input", "expectedPremium", "amount"}, "amount"},
			"a page":                  {list, map[string]any{"n": 101}, []any{"variable", "n"}, "first"},
			"a page of none":          {`{ events(first: 0) { edges { node { id } } } }`, nil, []any{"events", "first"}, "first"},
			"a page backward":         {`{ events(last: 101) { edges { node { id } } } }`, nil, []any{"events", "last"}, "last"},
			"a cursor":                {`query($c: String) { events(after: $c) { edges { node { id } } } }`, map[string]any{"c": "nonsense"}, []any{"events", "after"}, "cursor"},
			"an id":                   {`query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": "x"}, []any{"variable", "id"}, "id"},
			"an id in the document":   {`{ node(id: "x") { id } }`, nil, []any{"node", "id"}, "id"},
			"a type of no event":      {`query($t: [String!]) { events(types: $t) { edges { node { id } } } }`, map[string]any{"t": []any{"policy.issued", "nope"}}, []any{"variable", "t"}, "nope"},
		} {
			a := f.ask(payKey, c.document, c.variables)
			code := "VARIABLE_INVALID"
			switch name {
			case "a cursor":
				code = "CURSOR_INVALID"
			case "a type of no event":
				code = "INVALID_VALUE"
			}
			require.Equal(t, code, a.Code(), "%s: %s", name, a.Body)
			assert.Equal(t, c.path, a.Errors[0].Path, "%s: %s", name, a.Body)
			assert.Contains(t, a.Errors[0].Message, c.word, name)
		}
		known := f.ask(payKey, `{ events(types: ["policy.*", "claim.paid"]) { edges { node { id } } } }`, nil)
		assert.Empty(t, known.Errors, string(known.Body))
	})
}

// P9: each error says where its code is explained, and the page is there, in both languages.
func TestP9EveryErrorPointsToItsPage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.ask(payKey, `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { userErrors { code message docUrl } } }`, map[string]any{"in": map[string]any{"orderNo": "a b", "risk": account("p9", "BASIC")}})
		wrong := a.at("issuePolicy", "userErrors").([]any)[0].(map[string]any)
		assert.Equal(t, "https://baodan.example/docs/errors#INVALID_VALUE", wrong["docUrl"])
		assert.Equal(t, "orderNo is refused: an order number is 1 to 64 letters, digits, _ and -", wrong["message"])
		assert.Contains(t, string(f.ask("", `{ nothing }`, nil).Body), `"docUrl":"https://baodan.example/docs/errors#GRAPHQL_VALIDATION_FAILED"`)
		response, err := http.Get(f.URL + "/docs/errors")
		require.NoError(t, err)
		defer response.Body.Close()
		page, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, response.StatusCode)
		for _, text := range []string{`id="INVALID_VALUE"`, `id="GRAPHQL_VALIDATION_FAILED"`, "值的格式或范围不正确", "a value breaks its format or range"} {
			assert.Contains(t, string(page), text)
		}
	})
}

// Section 2: what would be ignored is not there: an answer is whole, and is never sent in parts.
func TestNothingIsDeferredOrStreamed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		for _, document := range []string{`{ ... @defer { viewer { audience } } }`, `{ events { edges @stream { node { id } } } }`} {
			assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", f.ask(payKey, document, nil).Code(), document)
		}
		schema := f.ask(payKey, `{ __schema { directives { name } } }`, nil)
		assert.Contains(t, string(schema.Body), `"include"`)
		assert.NotContains(t, string(schema.Body), `"defer"`)
		assert.NotContains(t, string(schema.Body), `"stream"`)
	})
}

// Section 2: caches between a caller and us keep languages apart.
func TestAnswersSayTheirLanguage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		for accept, language := range map[string]string{"": "en", "zh-CN,zh;q=0.9": "zh", "en-GB": "en", "fr, zh": "zh"} {
			r, err := http.NewRequest(http.MethodPost, f.URL+"/graphql", strings.NewReader(`{"query":"{ publishedProducts { code } }"}`))
			require.NoError(t, err)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept-Language", accept)
			response, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			response.Body.Close()
			assert.Equal(t, language, response.Header.Get("Content-Language"), accept)
			assert.Equal(t, "Accept, Accept-Language", response.Header.Get("Vary"))
		}
	})
}

// P9: where one factor does not fit, the same number is said to have differed in that one, and in no other.
func TestP9AMismatchNamesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "P9-M", "risk": account("acct-p9", "BASIC")}})
		for name, c := range map[string]struct {
			change  map[string]any
			differs []any
		}{
			"an invalid one":         {map[string]any{"accountLevel": "vip"}, []any{"risk.factors.accountLevel"}},
			"an unknown one":         {map[string]any{"colour": "red"}, []any{"risk.factors.colour"}},
			"one that is missing":    {map[string]any{"accountLevel": nil}, []any{"risk.factors.accountLevel"}},
			"an invalid and a valid": {map[string]any{"accountLevel": "vip", "gifted": false}, []any{"risk.factors.accountLevel", "risk.factors.gifted"}},
			"one of the wrong type":  {map[string]any{"openedAt": 7}, []any{"risk.factors.openedAt"}},
		} {
			risk := account("acct-p9", "BASIC")
			factors := map[string]any{}
			for k, v := range risk["factors"].(map[string]any) {
				factors[k] = v
			}
			for k, v := range c.change {
				if factors[k] = v; v == nil {
					delete(factors, k)
				}
			}
			risk["factors"] = factors
			a := f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": "P9-M", "risk": risk}})
			require.Equal(t, []string{"REQUEST_MISMATCH"}, a.codes("issuePolicy"), "%s: %s", name, a.Body)
			assert.Equal(t, c.differs, a.at("issuePolicy", "userErrors").([]any)[0].(map[string]any)["differs"], name)
		}
	})
}

// P9: who changes what somebody else changed meanwhile is told what it is now.
func TestP9AConflictCarriesThePresent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		conflict := ` userErrors { __typename code path ... on ConflictError { revision present { ... on Channel { revision name } ... on Person { revision displayName } } } }`
		sam, sec := f.person("sam"), f.person("sec")
		channel := f.as(sam, `{ channel(code: "demo-pay") { name revision } }`, nil)
		require.Empty(t, channel.Errors, string(channel.Body))
		a := f.as(sam, `mutation($in: ChangeChannelInput!) { changeChannel(input: $in) {`+conflict+` } }`, map[string]any{"in": map[string]any{
			"channelCode": "demo-pay", "expectedRevision": 99, "name": "Other", "reason": "test"}})
		told := map[string]any{"__typename": "ConflictError", "code": "CONFLICT", "path": []any{"expectedRevision"}, "revision": channel.at("channel", "revision"),
			"present": map[string]any{"revision": channel.at("channel", "revision"), "name": channel.at("channel", "name")}}
		assert.Equal(t, []any{told}, a.at("changeChannel", "userErrors"), string(a.Body))
		people := f.as(sec, `{ people(filter: {name: "uma"}) { edges { node { id revision displayName } } } }`, nil)
		uma := people.at("people", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
		b := f.as(sec, `mutation($in: ChangePersonInput!) { changePerson(input: $in) {`+conflict+` } }`, map[string]any{"in": map[string]any{
			"id": uma["id"], "expectedRevision": 99, "displayName": "Uma"}})
		told["revision"], told["present"] = uma["revision"], map[string]any{"revision": uma["revision"], "displayName": uma["displayName"]}
		assert.Equal(t, []any{told}, b.at("changePerson", "userErrors"), string(b.Body))
	})
}
