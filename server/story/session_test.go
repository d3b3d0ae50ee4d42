package story

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/server/web"
)

const enterDocument = `mutation($in: LoginInput!) { login(input: $in) { viewer { audience roles allows setup idleUntil revealsLeft person { name email } session { via current } preferences { key } } userErrors { code } } }`

// P5: who must log in is told so, on each request, and is never sent to look for a wrong document; a document that is wrong for
// everybody stays a wrong document.
func TestP5NobodyIsToldToLogIn(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		for _, document := range []string{
			`{ viewer { audience } }`, `{ viewer { roles person { name } } }`, `{ claims(filter: {}) { edges { node { number } } } }`,
			`mutation { logout { userErrors { code } } }`, `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) { replayed } }`,
			`{ webhookEndpoints { id } }`, `mutation($in: AdvanceTestClockInput!) { advanceTestClock(input: $in) { clock { now } } }`,
		} {
			for range 2 {
				a := f.ask("", document, nil)
				assert.Equal(t, http.StatusUnauthorized, a.Status, "%s: %s", document, a.Body)
				assert.Equal(t, "UNAUTHENTICATED", a.Code(), document)
				assert.Equal(t, "Signature", a.Header.Get("WWW-Authenticate"))
			}
		}
		for _, document := range []string{`{ viewer { audiance } }`, `{ nothing }`, `{ viewer { roles } issuePolicy }`, `mutation { quote }`} {
			a := f.ask("", document, nil)
			assert.Equal(t, http.StatusOK, a.Status, "%s: %s", document, a.Body)
			assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", a.Code(), document)
		}
		assert.Equal(t, "GRAPHQL_PARSE_FAILED", f.ask("", `{ viewer {`, nil).Code())
		for _, token := range []string{"garbage", strings.Repeat("a", 43)} {
			b := f.browser()
			for _, document := range []string{`{ viewer { audience } }`, `{ publishedProducts { code } }`, `{ viewer { audience } }`} {
				b.cookies[web.SessionCookie] = &http.Cookie{Name: web.SessionCookie, Value: token}
				a := b.ask(document, nil)
				assert.Equal(t, http.StatusUnauthorized, a.Status, "%s: %s", document, a.Body)
				assert.Equal(t, "UNAUTHENTICATED", a.Code(), document)
			}
		}
		over := f.enter("cleo")
		cookie := over.cookies[web.SessionCookie]
		require.Empty(t, over.ask(`mutation { logout { userErrors { code } } }`, nil).codes("logout"))
		for range 2 {
			over.cookies[web.SessionCookie] = cookie
			a := over.ask(`{ viewer { audience } }`, nil)
			assert.Equal(t, http.StatusUnauthorized, a.Status, string(a.Body))
		}
		assert.Equal(t, "UNAUTHENTICATED", over.ask(`{ viewer { audience } }`, nil).Code(), "the browser forgot it, and is told the same")
	})
}

// P5: the console has one schema from login on: what lets a person in answers who they are, as they read it in their session, and the
// same document serves somebody who is in already.
func TestP5LoginAnswersTheWholeViewer(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		b := f.browser()
		in := map[string]any{"in": map[string]any{"name": "serge", "password": insurancetest.Password}}
		a := b.ask(enterDocument, in)
		require.Empty(t, a.Errors, string(a.Body))
		require.NotNil(t, b.cookies[web.SessionCookie], string(a.Body))
		viewer := a.at("login", "viewer").(map[string]any)
		assert.Equal(t, "OPS", viewer["audience"])
		assert.Equal(t, []any{"SERVICE"}, viewer["roles"])
		assert.Contains(t, viewer["allows"], "Mutation.setPreference")
		assert.EqualValues(t, 50, viewer["revealsLeft"])
		assert.Equal(t, map[string]any{"name": "serge", "email": "serge@baodan.example"}, viewer["person"])
		assert.Equal(t, map[string]any{"via": "PASSWORD", "current": true}, viewer["session"])
		again := b.ask(`{ viewer { audience roles allows setup idleUntil revealsLeft person { name email } session { via current } preferences { key } } }`, nil)
		require.Empty(t, again.Errors, string(again.Body))
		assert.Equal(t, viewer, again.at("viewer"))
		second := b.ask(enterDocument, in)
		require.Empty(t, second.Errors, "somebody who is in may log in again: %s", second.Body)
		until, err := time.Parse(time.RFC3339, viewer["idleUntil"].(string))
		require.NoError(t, err)
		assert.WithinDuration(t, time.Now().Add(30*time.Minute), until, 2*time.Minute)
		wrong := f.browser().ask(enterDocument, map[string]any{"in": map[string]any{"name": "serge", "password": "wrong"}})
		assert.Equal(t, []string{"BAD_CREDENTIALS"}, wrong.codes("login"), string(wrong.Body))
		assert.Nil(t, wrong.at("login", "viewer"))
	})
}

// P5: what a page for logging in needs to know is public.
func TestP5InstallationIsPublic(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		document := `{ installation { name version mode companyAccount secondFactorRequired passwordRules { least most different } } }`
		a := f.ask("", document, nil)
		require.Empty(t, a.Errors, string(a.Body))
		told := a.at("installation").(map[string]any)
		assert.Equal(t, []any{"DEVELOPMENT", false, false}, []any{told["mode"], told["companyAccount"], told["secondFactorRequired"]})
		assert.Equal(t, map[string]any{"least": 12.0, "most": 128.0, "different": 5.0}, told["passwordRules"])
		assert.NotEmpty(t, told["version"])
		assert.Equal(t, told, f.as(f.person("uma"), document, nil).at("installation"))
	})
}

const setDocument = `mutation($in: SetPreferenceInput!) { setPreference(input: $in) { preference { id key value revision } ` + errorFields + ` } }`

// Section 4: how a person likes to work is kept for them alone, by revision, and is bounded.
func TestPreferencesAreKeptPerPerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		uma, sam := f.person("uma"), f.person("sam")
		set := func(in map[string]any) *answer {
			if _, has := in["expectedRevision"]; !has {
				in["expectedRevision"] = 0
			}
			return f.as(uma, setDocument, map[string]any{"in": in})
		}
		kept := set(map[string]any{"key": "claims.columns", "value": `["promise"]`})
		require.Empty(t, kept.codes("setPreference"), string(kept.Body))
		assert.EqualValues(t, 1, kept.at("setPreference", "preference", "revision"))
		id := kept.at("setPreference", "preference", "id")
		again := set(map[string]any{"key": "claims.columns", "value": "[]"})
		require.Equal(t, []string{"CONFLICT"}, again.codes("setPreference"), string(again.Body))
		conflict := again.at("setPreference", "userErrors").([]any)[0].(map[string]any)
		assert.Equal(t, []any{"ConflictError", 1.0, []any{"expectedRevision"}}, []any{conflict["__typename"], conflict["revision"], conflict["path"]})
		assert.Equal(t, map[string]any{"__typename": "Preference", "id": id}, conflict["present"])
		stale := set(map[string]any{"key": "claims.columns", "value": "[]", "expectedRevision": 7})
		assert.Equal(t, []string{"CONFLICT"}, stale.codes("setPreference"))
		changed := set(map[string]any{"key": "claims.columns", "value": "[]", "expectedRevision": 1})
		assert.EqualValues(t, 2, changed.at("setPreference", "preference", "revision"), string(changed.Body))
		mine := `query($keys: [String!]) { viewer { preferences(keys: $keys) { key value revision } } }`
		assert.Equal(t, []any{map[string]any{"key": "claims.columns", "value": "[]", "revision": 2.0}}, f.as(uma, mine, nil).at("viewer", "preferences"))
		assert.Empty(t, f.as(sam, mine, nil).at("viewer", "preferences"), "another person's")
		assert.Empty(t, f.as(uma, mine, map[string]any{"keys": []any{"other"}}).at("viewer", "preferences"))
		assert.Nil(t, f.as(sam, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id}).at("node"))

		edge := set(map[string]any{"key": strings.Repeat("k", 64), "value": strings.Repeat("v", 65536)})
		require.Empty(t, edge.codes("setPreference"), "%.200s", edge.Body)
		for _, in := range []map[string]any{
			{"key": strings.Repeat("k", 65), "value": "v"}, {"key": "", "value": "v"}, {"key": "a b", "value": "v"}, {"key": "long", "value": strings.Repeat("v", 65537)},
		} {
			assert.Equal(t, []string{"INVALID_VALUE"}, set(in).codes("setPreference"))
		}
		huge := f.ask(mallKey, setDocument, map[string]any{"in": map[string]any{"key": "huge", "value": strings.Repeat("v", 1<<20)}})
		assert.Equal(t, []any{http.StatusRequestEntityTooLarge, "BODY_TOO_LARGE"}, []any{huge.Status, huge.Code()})
		for i := range 98 {
			require.Empty(t, set(map[string]any{"key": "key-" + strconv.Itoa(i), "value": ""}).codes("setPreference"))
		}
		assert.Equal(t, []string{"LIMIT_REACHED"}, set(map[string]any{"key": "one-more", "value": ""}).codes("setPreference"))
		gone := set(map[string]any{"key": "key-0", "expectedRevision": 1})
		require.Empty(t, gone.codes("setPreference"), string(gone.Body))
		assert.Nil(t, gone.at("setPreference", "preference"))
		require.Empty(t, set(map[string]any{"key": "key-0"}).codes("setPreference"), "it was gone already")
		assert.Equal(t, []string{"CONFLICT"}, set(map[string]any{"key": "key-0", "value": "v", "expectedRevision": 1}).codes("setPreference"))
		require.Empty(t, set(map[string]any{"key": "one-more", "value": ""}).codes("setPreference"))
	})
}

// Section "States": what a person typed outlives their session: each of their sessions has the same key for it, and nobody else's has.
func TestFormKeyIsAPersonsOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		key := func(name string) any {
			return f.as(f.person(name), `{ viewer { formKey } }`, nil).at("viewer", "formKey")
		}
		uma := key("uma")
		plain, err := base64.StdEncoding.DecodeString(uma.(string))
		require.NoError(t, err)
		assert.Len(t, plain, 32)
		assert.Equal(t, uma, key("uma"), "another session")
		assert.NotEqual(t, uma, key("sam"))
	})
}

// P10: one of the insurer's people finds a policy by the order of a channel, and is told that an order alone says nothing.
func TestP10PolicyByAnOrderOfAChannel(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		number := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "P10-1", "risk": account("acct-p10", "BASIC")}})
		document := `query($by: PolicyLookup!) { policy(by: $by) { number } }`
		by := func(in map[string]any) *answer { return f.as(f.person("serge"), document, map[string]any{"by": in}) }
		order := func(channel, no, mode string) map[string]any {
			return map[string]any{"order": map[string]any{"channelCode": channel, "orderNo": no, "mode": mode}}
		}
		assert.Equal(t, number, by(order("demo-pay", "P10-1", "SANDBOX")).at("policy", "number"))
		for _, none := range []map[string]any{
			order("demo-pay", "P10-1", "LIVE"), order("demo-mall", "P10-1", "SANDBOX"), order("demo-pay", "P10-2", "SANDBOX"), order("nobody", "P10-1", "SANDBOX"), order("demo-pay", "P10 1", "SANDBOX"),
		} {
			a := by(none)
			assert.Nil(t, a.at("policy"), "%v: %s", none, a.Body)
			assert.Empty(t, a.Errors, string(a.Body))
		}
		plain := by(map[string]any{"orderNo": "P10-1"})
		assert.Equal(t, "VARIABLE_INVALID", plain.Code(), string(plain.Body))
		assert.Contains(t, string(plain.Body), `"path":["variable","by","orderNo"]`)
		foreign := f.ask(payKey, document, map[string]any{"by": order("demo-mall", "P10-1", "SANDBOX")})
		assert.Equal(t, "VARIABLE_INVALID", foreign.Code(), "channels have orders of their own: %s", foreign.Body)
	})
}
