package story

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
	"baodan/server/web"
)

// idp is a small identity provider: discovery, keys, authorization and tokens, and it can be told to lie.
type idp struct {
	t      *testing.T
	URL    string
	client *http.Client
	key    *rsa.PrivateKey
	mu     sync.Mutex
	claims map[string]any    // of the person who logs in next
	codes  map[string]string // code -> challenge
	nonces map[string]string // code -> nonce
	lie    func(claims map[string]any)
	signer *rsa.PrivateKey // signs tokens; nil: key
}

func newIDP(t *testing.T) *idp {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	p := &idp{t: t, key: key, codes: map[string]string{}, nonces: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	s := httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	p.URL, p.client = s.URL, s.Client()
	return p
}

func (p *idp) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	assert.NoError(p.t, json.NewEncoder(w).Encode(v))
}

func (p *idp) discovery(w http.ResponseWriter, _ *http.Request) {
	p.answer(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *idp) keys(w http.ResponseWriter, _ *http.Request) {
	p.answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
}

func (p *idp) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != "baodan" || q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("scope") != "openid email" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.mu.Lock()
	p.codes[code], p.nonces[code] = q.Get("code_challenge"), q.Get("nonce")
	p.mu.Unlock()
	back, err := url.Parse(q.Get("redirect_uri"))
	assert.NoError(p.t, err)
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	code := r.FormValue("code")
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	p.mu.Lock()
	defer p.mu.Unlock()
	challenge, known := p.codes[code]
	nonce := p.nonces[code]
	delete(p.codes, code)
	if !known || id != "baodan" || secret != "secret" || base64.RawURLEncoding.EncodeToString(sum[:]) != challenge {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": "baodan", "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "nonce": nonce}
	for k, v := range p.claims {
		claims[k] = v
	}
	if p.lie != nil {
		p.lie(claims)
	}
	by := p.key
	if p.signer != nil {
		by = p.signer
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: by, KeyID: "k1"}}, nil)
	assert.NoError(p.t, err)
	text, err := json.Marshal(claims)
	assert.NoError(p.t, err)
	signed, err := signer.Sign(text)
	assert.NoError(p.t, err)
	compact, err := signed.CompactSerialize()
	assert.NoError(p.t, err)
	p.answer(w, map[string]any{"access_token": "unused", "token_type": "Bearer", "id_token": compact})
}

// vouchFor has the front door ask this provider, through a client that trusts its certificate.
func (p *idp) vouchFor(f *front) {
	p.t.Helper()
	s := httptest.NewServer(f.site(func(o *web.Options) { o.Provider.Issuer, o.Provider.Client = p.URL, p.client }).Handler())
	p.t.Cleanup(s.Close)
	f.URL = s.URL
}

// leave sends a browser to the provider and answers the address that it is sent back to.
func (p *idp) leave(b *browser) string { return p.leaveFor(b, "") }

// leaveFor is leave by a person who wants this page.
func (p *idp) leaveFor(b *browser, page string) string {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, b.f.URL+"/oidc/login?to="+url.QueryEscape(page), nil)
	require.NoError(p.t, err)
	there := b.do(r)
	require.Equal(p.t, http.StatusFound, there.StatusCode)
	assert.NotNil(p.t, b.cookies[web.ProviderCookie])
	client := *p.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Get(there.Header.Get("Location"))
	require.NoError(p.t, err)
	defer response.Body.Close()
	require.Equal(p.t, http.StatusFound, response.StatusCode)
	back := response.Header.Get("Location")
	require.True(p.t, strings.HasPrefix(back, "https://baodan.example/oidc/callback?"), back)
	return strings.Replace(back, "https://baodan.example", b.f.URL, 1)
}

// come takes a browser back.
func (p *idp) come(b *browser, address string) (status int, text string) {
	p.t.Helper()
	status, text, _ = p.comeTo(b, address)
	return status, text
}

// comeTo is come, and answers the page where the person goes on.
func (p *idp) comeTo(b *browser, address string) (status int, text, page string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	require.NoError(p.t, err)
	r.Header.Set("X-Forwarded-For", b.from)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	response := b.do(r)
	body, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	return response.StatusCode, string(body), response.Header.Get("Location")
}

func (p *idp) login(b *browser) (status int, text string) { return p.come(b, p.leave(b)) }

func claimsOf(subject, email string, more map[string]any) map[string]any {
	claims := map[string]any{"sub": subject, "email": email, "email_verified": true}
	for k, v := range more {
		claims[k] = v
	}
	return claims
}

// People log in at the insurer's identity provider: bound at first by a verified e-mail address, and never added.
func TestLoginAtTheIdentityProvider(t *testing.T) {
	t.Parallel()
	set := func(c *server.Config) {
		c.OIDCIssuer, c.OIDCClientID, c.OIDCClientSecret = "https://id.example", "baodan", "secret"
	}
	eachProxied(t, set, func(t *testing.T, f *front) {
		p := newIDP(t)
		p.vouchFor(f)
		b := f.browser()
		p.claims = claimsOf("s-uma", "uma@baodan.example", map[string]any{"amr": []string{"pwd", "mfa"}})
		status, text := p.login(b)
		require.Equal(t, http.StatusSeeOther, status, text)
		assert.Nil(t, b.cookies[web.ProviderCookie], "it counts once")
		me := b.ask(meDocument, nil)
		assert.Equal(t, "uma", me.at("viewer", "person", "name"), string(me.Body))
		assert.Equal(t, "OIDC", me.at("viewer", "session", "via"))
		assert.Equal(t, b.from, me.at("viewer", "session", "address"))

		p.claims = claimsOf("s-stranger", "stranger@elsewhere.example", nil)
		stranger := f.browser()
		status, text = p.login(stranger)
		assert.Equal(t, http.StatusForbidden, status, text)
		assert.NotContains(t, text, "stranger@")
		assert.Nil(t, stranger.cookies[web.SessionCookie])
		p.claims = claimsOf("s-ulf", "ulf@baodan.example", map[string]any{"email_verified": false})
		status, _ = p.login(f.browser())
		assert.Equal(t, http.StatusForbidden, status, "an address that nobody verified")
	})
}

// Who came in goes on with the page that they wanted, which is one of ours; else with the first one.
func TestLoginAtTheIdentityProviderGoesOn(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	f := behindProxy(t, dialect.SQLite, func(c *server.Config) { c.OIDCIssuer, c.OIDCClientID, c.OIDCClientSecret = p.URL, "baodan", "secret" })
	p.vouchFor(f)
	p.claims = claimsOf("s-uma", "uma@baodan.example", nil)
	for wanted, page := range map[string]string{
		"": "/", "/": "/", "/policies/P000000000000012?tab=claims#money": "/policies/P000000000000012?tab=claims#money",
		"//evil.example": "/", "/\\evil.example": "/", "\\/evil.example": "/", "https://evil.example": "/", "https:/evil.example": "/",
		"javascript:alert(1)": "/", "policies": "/", "/\t/evil.example": "/", "/a/..//evil.example": "/evil.example", "/" + strings.Repeat("a", 1000): "/",
	} {
		b := f.browser()
		status, text, went := p.comeTo(b, p.leaveFor(b, wanted))
		require.Equal(t, http.StatusSeeOther, status, text)
		assert.Equal(t, page, went, wanted)
	}
	b := f.browser()
	status, text, _ := p.comeTo(b, f.URL+"/oidc/callback?state=x")
	assert.Equal(t, http.StatusUnauthorized, status)
	for _, part := range []string{"没有成功", "was not accepted", `<a href="/">`, "<code>"} {
		assert.Contains(t, text, part)
	}
}

// Whatever does not fit together is refused, and nobody is in.
func TestIdentityProviderThatLies(t *testing.T) {
	t.Parallel()
	p := newIDP(t)
	f := behindProxy(t, dialect.SQLite, func(c *server.Config) { c.OIDCIssuer, c.OIDCClientID, c.OIDCClientSecret = p.URL, "baodan", "secret" })
	p.vouchFor(f)
	p.claims = claimsOf("s-uma", "uma@baodan.example", nil)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	refuse := func(name string, b *browser, address string) {
		status, text := p.come(b, address)
		assert.Equal(t, http.StatusUnauthorized, status, "%s: %s", name, text)
		assert.Nil(t, b.cookies[web.SessionCookie], name)
		assert.Nil(t, b.cookies[web.ProviderCookie], name)
	}
	for name, lie := range map[string]func(map[string]any){
		"another nonce":    func(c map[string]any) { c["nonce"] = "x" },
		"another audience": func(c map[string]any) { c["aud"] = "someone" },
		"another issuer":   func(c map[string]any) { c["iss"] = "https://evil.example" },
		"over":             func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
		"odd claims":       func(c map[string]any) { c["amr"] = 7 },
	} {
		b := f.browser()
		p.lie = lie
		refuse(name, b, p.leave(b))
	}
	p.lie, p.signer = nil, other
	b := f.browser()
	refuse("another key", b, p.leave(b))
	p.signer = nil

	b = f.browser()
	address := p.leave(b)
	refuse("another browser", f.browser(), address)
	refuse("another state", b, strings.Replace(address, "state=", "state=x", 1))
	b = f.browser()
	address = p.leave(b)
	b.cookies[web.ProviderCookie].Value = "e30." + strings.Split(b.cookies[web.ProviderCookie].Value, ".")[1]
	refuse("a cookie of their own", b, address)
	b = f.browser()
	refuse("an error of the provider", b, f.URL+"/oidc/callback?error=access_denied&"+strings.SplitN(p.leave(b), "?", 2)[1])
	b = f.browser()
	address = p.leave(b)
	cookie := *b.cookies[web.ProviderCookie]
	status, text := p.come(b, address)
	require.Equal(t, http.StatusSeeOther, status, text)
	again := f.browser()
	again.cookies[web.ProviderCookie] = &cookie
	refuse("the same code again", again, address)
}

// Where there is no provider, there are no such pages; one that does not answer is said to be away.
func TestNoIdentityProvider(t *testing.T) {
	t.Parallel()
	f := behindProxy(t, dialect.SQLite, nil)
	for _, path := range []string{"/oidc/login", "/oidc/callback"} {
		response, err := http.Get(f.URL + path)
		require.NoError(t, err)
		response.Body.Close()
		assert.Equal(t, http.StatusNotFound, response.StatusCode)
	}
	away := behindProxy(t, dialect.SQLite, func(c *server.Config) { c.OIDCIssuer, c.OIDCClientID = "https://127.0.0.1:1", "baodan" })
	response, err := http.Get(away.URL + "/oidc/login")
	require.NoError(t, err)
	response.Body.Close()
	assert.Equal(t, http.StatusBadGateway, response.StatusCode)
}

// A person who asked with their password is the same when they come from the provider, and stays out there once they are suspended.
func TestOnePersonByTwoDoors(t *testing.T) {
	t.Parallel()
	set := func(c *server.Config) {
		c.OIDCIssuer, c.OIDCClientID, c.OIDCClientSecret = "https://id.example", "baodan", "secret"
	}
	eachProxied(t, set, func(t *testing.T, f *front) {
		p := newIDP(t)
		p.vouchFor(f)
		p.claims = claimsOf("s-sec", "sec@baodan.example", map[string]any{"amr": []string{"mfa"}})
		byPassword, byProvider, sly := f.enter("sec"), f.browser(), f.enter("sly")
		status, text := p.login(byProvider)
		require.Equal(t, http.StatusSeeOther, status, text)
		asked := byPassword.changes("requestRoles", "sam", map[string]any{"roles": []string{"FINANCE"}})
		assert.Equal(t, false, byProvider.mayApprove(asked))
		assert.Equal(t, []string{"FOUR_EYES"}, byProvider.votes(asked).codes("approveApproval"))
		assert.Equal(t, true, sly.mayApprove(asked))
		sly.changes("suspendPerson", "sec", nil)
		for _, b := range []*browser{byPassword, byProvider} {
			assert.Equal(t, http.StatusUnauthorized, b.votes(asked).Status)
		}
		status, text = p.login(f.browser())
		assert.Equal(t, http.StatusForbidden, status, text)
	})
}
