package story

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/server"
	"baodan/server/web"
)

// browser is a person's, as the server sees it: it keeps cookies, and comes through the proxy from an address of its own.
type browser struct {
	f       *front
	cookies map[string]*http.Cookie
	from    string
	header  http.Header // sent with each request
}

var browsers atomic.Int64

func (f *front) browser() *browser {
	n := browsers.Add(1)
	return &browser{f: f, cookies: map[string]*http.Cookie{}, from: fmt.Sprintf("10.0.%d.%d", n/250, 1+n%250), header: http.Header{}}
}

// behindProxy are the settings of a server with a proxy in front.
func behindProxy(t testing.TB, kind string, change func(*server.Config)) *front {
	t.Helper()
	c := settings(t, kind)
	c.BehindTLSProxy = true
	if change != nil {
		change(&c)
	}
	return open(t, c)
}

// eachProxied runs a story as each does, with a proxy in front.
func eachProxied(t *testing.T, change func(*server.Config), story func(t *testing.T, f *front)) {
	t.Helper()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			story(t, behindProxy(t, kind, change))
		})
	}
}

func (b *browser) ask(document string, variables map[string]any) *answer {
	b.f.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": numbered(document, variables)})
	require.NoError(b.f.t, err)
	for range 20 {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, b.f.URL+"/graphql", bytes.NewReader(body))
		require.NoError(b.f.t, err)
		r.Header = b.header.Clone()
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", "203.0.113.99, "+b.from)
		r.Header.Set("User-Agent", "Browser 1.0")
		a, err := read(b.do(r))
		require.NoError(b.f.t, err)
		if a.Status != http.StatusTooManyRequests {
			return a
		}
		time.Sleep(200 * time.Millisecond)
	}
	b.f.t.Fatal("always throttled")
	return nil
}

// do sends a request with the browser's cookies and keeps those that come; it follows nothing.
func (b *browser) do(r *http.Request) *http.Response {
	b.f.t.Helper()
	for _, c := range b.cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	require.NoError(b.f.t, err)
	b.f.t.Cleanup(func() { response.Body.Close() })
	for _, c := range response.Cookies() {
		if b.cookies[c.Name] = c; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return response
}

const (
	loginDocument = `mutation($in: LoginInput!) { login(input: $in) { viewer { audience } userErrors { code message path } } }`
	meDocument    = `{ viewer { audience roles setup person { name } session { current address userAgent via } } }`
)

func (b *browser) login(name, password, code string) *answer {
	b.f.t.Helper()
	in := map[string]any{"name": name, "password": password}
	if code != "" {
		in["code"] = code
	}
	return b.ask(loginDocument, map[string]any{"in": in})
}

// enter logs one of the sample people in.
func (f *front) enter(name string) *browser {
	f.t.Helper()
	b := f.browser()
	a := b.login(name, insurancetest.Password, "")
	require.Empty(f.t, a.codes("login"), string(a.Body))
	require.NotNil(f.t, b.cookies[web.SessionCookie], string(a.Body))
	return b
}

// codeOf is what an authenticator shows: RFC 6238, written a second time.
func codeOf(t testing.TB, secret string, at time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	require.NoError(t, err)
	mac := hmac.New(sha1.New, key)
	require.NoError(t, binary.Write(mac, binary.BigEndian, at.Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1000000)
}

// The first login: another password and a second factor come before anything else, and the cookie is out of reach of
// scripts and of other sites.
func TestFirstLogin(t *testing.T) {
	t.Parallel()
	required := func(c *server.Config) { c.LoginSecondFactor = "required" }
	eachProxied(t, required, func(t *testing.T, f *front) {
		temporary := firstPerson(t, f.App, "chief", access.SecurityAdmin)
		b := f.browser()
		a := b.login("chief", temporary, "")
		require.Equal(t, "PUBLIC", f.ask("", `{ __typename }`, nil).audience(), "nobody is still nobody")
		cookie := b.cookies[web.SessionCookie]
		require.NotNil(t, cookie, string(a.Body))
		assert.True(t, cookie.Secure && cookie.HttpOnly && cookie.Path == "/" && cookie.Domain == "")
		assert.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
		assert.True(t, strings.HasPrefix(cookie.Name, "__Host-"))
		assert.NotContains(t, string(a.Body), cookie.Value)

		me := b.ask(meDocument, nil)
		assert.Equal(t, []any{"CHANGE_PASSWORD", "ENROL_SECOND_FACTOR"}, me.at("viewer", "setup"), string(me.Body))
		assert.Equal(t, map[string]any{"current": true, "address": b.from, "userAgent": "Browser 1.0", "via": "PASSWORD"}, me.at("viewer", "session"))
		for _, document := range []string{
			`{ people { edges { node { name } } } }`, `{ viewer { audience } channels { edges { node { code } } } }`, `{ sessions { id } }`,
			`query { ...q } fragment q on Query { node(id: "x") { id } }`, `{ ... { approvals { edges { node { id } } } } }`,
			`mutation { unlockPerson(input: {id: "x", expectedRevision: 1}) { userErrors { code } } }`,
		} {
			refused := b.ask(document, nil)
			assert.Equal(t, "SETUP_REQUIRED", refused.Code(), "%s: %s", document, refused.Body)
			assert.Equal(t, http.StatusForbidden, refused.Status)
			assert.Nil(t, refused.Data)
		}
		before := cookie.Value
		changed := b.ask(`mutation($in: ChangePasswordInput!) { changePassword(input: $in) { userErrors { code message } } }`,
			map[string]any{"in": map[string]any{"current": temporary, "new": "a sentence of my own"}})
		require.Empty(t, changed.codes("changePassword"), string(changed.Body))
		assert.NotEqual(t, before, b.cookies[web.SessionCookie].Value, "another token")
		enrolled := b.ask(`mutation { enrolSecondFactor { secret uri userErrors { code } } }`, nil)
		secret, _ := enrolled.at("enrolSecondFactor", "secret").(string)
		assert.Contains(t, enrolled.at("enrolSecondFactor", "uri"), "otpauth://totp/Baodan:chief?issuer=Baodan&secret="+secret)
		confirm := `mutation($in: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $in) { recoveryCodes userErrors { code } } }`
		wrong := b.ask(confirm, map[string]any{"in": map[string]any{"code": "12345"}})
		assert.Equal(t, []string{"BAD_CREDENTIALS"}, wrong.codes("confirmSecondFactor"), string(wrong.Body))
		right := b.ask(confirm, map[string]any{"in": map[string]any{"code": codeOf(t, secret, time.Now())}})
		codes, _ := right.at("confirmSecondFactor", "recoveryCodes").([]any)
		require.Len(t, codes, 10, string(right.Body))
		me = b.ask(meDocument, nil)
		assert.Empty(t, me.at("viewer", "setup"))
		assert.Empty(t, b.ask(`{ people { edges { node { name secondFactor } } } }`, nil).Errors)

		out := b.ask(`mutation { logout { userErrors { code } } }`, nil)
		assert.Empty(t, out.codes("logout"), string(out.Body))
		assert.Nil(t, b.cookies[web.SessionCookie])
		assert.Equal(t, []string{"SECOND_FACTOR_REQUIRED"}, b.login("chief", "a sentence of my own", "").codes("login"))
		in := b.login("chief", "a sentence of my own", codeOf(t, secret, time.Now().Add(30*time.Second)))
		assert.Empty(t, in.codes("login"), string(in.Body))
		in = f.browser().login("chief", "a sentence of my own", codes[0].(string))
		assert.Empty(t, in.codes("login"), string(in.Body))
	})
}

// audience that a document of nobody's was answered as.
func (a *answer) audience() string {
	if a.at("__typename") == "Query" {
		return "PUBLIC"
	}
	return ""
}

// A session that ends in mid-form - idle, ended by an administrator, its person suspended - answers 401, and nothing is
// written; the browser forgets it and may log in again.
func TestSessionEndsInMidForm(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		sec := f.enter("sec")
		form := `mutation { createFileUpload(input: {requestNo: "FORM-1", purpose: PRODUCT, name: "x.zip", size: "1", sha256: "` + strings.Repeat("a", 64) + `"}) { fileId userErrors { code } } }`
		for name, end := range map[string]func(b *browser){
			"idle": func(*browser) {
				letIdle(t, f.App, 31*time.Minute)
				sec = f.enter("sec")
			},
			"ended": func(*browser) {
				of := sec.ask(`{ colleagues(role: UNDERWRITING) { id name } }`, nil)
				for _, p := range of.Data["colleagues"].([]any) {
					list := sec.ask(`query($id: ID) { sessions(personId: $id) { id } }`, map[string]any{"id": p.(map[string]any)["id"]})
					for _, s := range list.Data["sessions"].([]any) {
						ended := sec.ask(`mutation($in: EndSessionInput!) { endSession(input: $in) { userErrors { code } } }`, map[string]any{"in": map[string]any{"id": s.(map[string]any)["id"]}})
						require.Empty(t, ended.codes("endSession"), string(ended.Body))
					}
				}
			},
			"suspended": func(*browser) {
				p := sec.ask(`{ people(filter: {name: "uma"}) { edges { node { id revision } } } }`, nil).at("people", "edges").([]any)[0].(map[string]any)["node"].(map[string]any)
				in := map[string]any{"id": p["id"], "expectedRevision": p["revision"], "reason": "left"}
				require.Empty(t, sec.ask(`mutation($in: SuspendPersonInput!) { suspendPerson(input: $in) { userErrors { code } } }`, map[string]any{"in": in}).codes("suspendPerson"))
				in["expectedRevision"] = p["revision"].(float64) + 1
				require.Empty(t, sec.ask(`mutation($in: ReinstatePersonInput!) { reinstatePerson(input: $in) { userErrors { code } } }`, map[string]any{"in": in}).codes("reinstatePerson"))
			},
		} {
			b := f.enter("uma")
			require.Empty(t, b.ask(form, nil).Errors, name)
			files := countRows(t, f.App, "files")
			end(b)
			refused := b.ask(form, nil)
			assert.Equal(t, "UNAUTHENTICATED", refused.Code(), "%s: %s", name, refused.Body)
			assert.Equal(t, http.StatusUnauthorized, refused.Status, name)
			assert.Equal(t, files, countRows(t, f.App, "files"), name)
			assert.Nil(t, b.cookies[web.SessionCookie], name)
			again := b.login("uma", insurancetest.Password, "")
			assert.Empty(t, again.codes("login"), "%s: %s", name, again.Body)
		}
	})
}

// Requests that a browser sends for another site are refused, with a cookie or without.
func TestCrossOriginIsRefused(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	b := f.enter("uma")
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}},
	} {
		b.header = header
		a := b.ask(meDocument, nil)
		assert.Equal(t, "CROSS_ORIGIN", a.Code(), "%v: %s", header, a.Body)
		assert.Equal(t, http.StatusForbidden, a.Status)
		stranger := f.browser()
		stranger.header = header
		assert.Equal(t, "CROSS_ORIGIN", stranger.login("uma", insurancetest.Password, "").Code(), "a login for somebody")
		assert.Nil(t, stranger.cookies[web.SessionCookie])
	}
	for _, header := range []http.Header{{"Sec-Fetch-Site": {"same-origin"}}, {"Sec-Fetch-Site": {"none"}}, {"Origin": {"https://baodan.example"}}} {
		b.header = header
		assert.Empty(t, b.ask(meDocument, nil).Errors, header)
	}
}

// One proof a request: a session and a key together are refused, and so are two cookies.
func TestOneProofARequest(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	b := f.enter("uma")
	for name, header := range map[string]http.Header{
		"signature": {"Signature": {"sig1=:AAAA:"}, "Signature-Input": {`sig1=("@method");keyid="k"`}},
		"bearer":    {"Authorization": {"Bearer " + mallKey}},
	} {
		other := &browser{f: f, cookies: map[string]*http.Cookie{web.SessionCookie: b.cookies[web.SessionCookie]}, from: b.from, header: header}
		a := other.ask(`{ viewer { audience } }`, nil)
		assert.Equal(t, "UNAUTHENTICATED", a.Code(), "%s: %s", name, a.Body)
	}
	token := b.cookies[web.SessionCookie].Value
	twice := f.browser()
	twice.header.Set("Cookie", web.SessionCookie+"=planted; "+web.SessionCookie+"="+token)
	assert.Equal(t, "UNAUTHENTICATED", twice.ask(`{ viewer { audience } }`, nil).Code())
	assert.Empty(t, b.ask(meDocument, nil).Errors, "the session itself lives")
}

// Without a proxy nobody says themselves where they come from.
func TestAddressIsNotBelieved(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	b := f.enter("uma")
	assert.Equal(t, "127.0.0.1", b.ask(meDocument, nil).at("viewer", "session", "address"))
}

// A person whose roles wait for approval may look after themselves, and see nothing else.
func TestWithoutRoles(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		sec := f.enter("sec")
		add := `mutation($in: AddPersonInput!) { addPerson(input: $in) { person { id roles } temporaryPassword approval { id revision content } userErrors { code path } } }`
		in := map[string]any{"name": "nina", "displayName": "妮娜", "email": "nina@insurer.example", "roles": []string{"SALES"}, "reason": "joins us"}
		added := sec.ask(add, map[string]any{"in": in})
		require.Empty(t, added.codes("addPerson"), string(added.Body))
		assert.Empty(t, added.at("addPerson", "person", "roles"))
		assert.Equal(t, []string{"CONFLICT"}, sec.ask(add, map[string]any{"in": in}).codes("addPerson"))
		in["name"] = "N"
		bad := sec.ask(add, map[string]any{"in": in})
		assert.Equal(t, []string{"INVALID_VALUE"}, bad.codes("addPerson"))
		assert.Nil(t, bad.at("addPerson", "temporaryPassword"))

		nina := f.browser()
		temporary := added.at("addPerson", "temporaryPassword").(string)
		require.Empty(t, nina.login("nina", temporary, "").codes("login"))
		changed := nina.ask(`mutation($in: ChangePasswordInput!) { changePassword(input: $in) { userErrors { code } } }`, map[string]any{"in": map[string]any{"current": temporary, "new": "a sentence of her own"}})
		require.Empty(t, changed.codes("changePassword"), string(changed.Body))
		assert.Empty(t, nina.ask(`{ viewer { person { name } } sessions { id } }`, nil).Errors)
		for _, document := range []string{`{ channels { edges { node { code } } } }`, `{ node(id: "per_0") { id } }`, `{ colleagues(role: SALES) { name } }`} {
			assert.Equal(t, "FORBIDDEN", nina.ask(document, nil).Code(), document)
		}
		r := added.at("addPerson", "approval").(map[string]any)
		yes := map[string]any{"in": map[string]any{"id": r["id"], "expectedRevision": r["revision"]}}
		assert.Equal(t, []string{"FOUR_EYES"}, sec.ask(sayYesDocument, yes).codes("approveApproval"), "her own request")
		approved := f.enter("sly").ask(sayYesDocument, yes)
		require.Empty(t, approved.codes("approveApproval"), string(approved.Body))
		assert.Equal(t, "UNAUTHENTICATED", nina.ask(meDocument, nil).Code(), "other roles, another session")
		require.Empty(t, nina.login("nina", "a sentence of her own", "").codes("login"))
		assert.Empty(t, nina.ask(`{ channels { edges { node { code } } } }`, nil).Errors)
	})
}

// A reporting token reads its own view from its approval on, until it is revoked.
func TestReportingTokenThroughTheFrontDoor(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		token, id := f.reportingToken("warehouse")
		a := f.ask(token, `{ viewer { audience mode } publishedProducts { code } }`, nil)
		require.Empty(t, a.Errors, string(a.Body))
		assert.Equal(t, "REPORTING", a.at("viewer", "audience"))
		for _, document := range []string{`{ viewer { person { name } } }`, `{ people { edges { node { name } } } }`, `mutation { logout { userErrors { code } } }`} {
			assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", f.ask(token, document, nil).Code(), document)
		}
		revoked := f.enter("sec").ask(`mutation($in: RevokeReportingTokenInput!) { revokeReportingToken(input: $in) { token { revokedAt } userErrors { code } } }`,
			map[string]any{"in": map[string]any{"id": id, "expectedRevision": 1, "reason": "went astray"}})
		require.Empty(t, revoked.codes("revokeReportingToken"), string(revoked.Body))
		assert.Equal(t, http.StatusUnauthorized, f.ask(token, `{ viewer { audience } }`, nil).Status)
	})
}

// reportingToken asks for a token, has it approved, and answers it with its id.
func (f *front) reportingToken(name string) (token string, id any) {
	f.t.Helper()
	sec := f.enter("sec")
	asked := sec.ask(`mutation($in: RequestReportingTokenInput!) { requestReportingToken(input: $in) { token approval { id revision } userErrors { code } } }`,
		map[string]any{"in": map[string]any{"name": name, "expiresAt": time.Now().Add(48 * time.Hour).Format(time.RFC3339), "reason": "figures"}})
	require.Empty(f.t, asked.codes("requestReportingToken"), string(asked.Body))
	token = asked.at("requestReportingToken", "token").(string)
	require.Equal(f.t, http.StatusUnauthorized, f.ask(token, `{ viewer { audience } }`, nil).Status, "it waits")
	r := asked.at("requestReportingToken", "approval").(map[string]any)
	yes := f.enter("sly").ask(sayYesDocument, map[string]any{"in": map[string]any{"id": r["id"], "expectedRevision": r["revision"]}})
	require.Empty(f.t, yes.codes("approveApproval"), string(yes.Body))
	refresh(f.t, f.App)
	list := sec.ask(`{ reportingTokens { id name madeBy { name } } }`, nil).Data["reportingTokens"].([]any)
	place := slices.IndexFunc(list, func(v any) bool { return v.(map[string]any)["name"] == name })
	require.GreaterOrEqual(f.t, place, 0)
	return token, list[place].(map[string]any)["id"]
}
