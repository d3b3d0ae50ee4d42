package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"baodan/engine/seal"
	"baodan/graph"
	"baodan/insurance/fault"
	"baodan/insurance/people"
)

const (
	oidcTime = 10 * time.Minute // from going there to coming back
	oidcWait = 10 * time.Second // with the provider's own answers
)

// provider is the insurer's identity provider (OpenID Connect, authorization code with PKCE).
type provider struct {
	issuer string
	oauth  oauth2.Config
	mac    *seal.Mac
	client *http.Client

	mu    sync.Mutex
	known *oidc.Provider // nil until it first answered
}

// ProviderCookie holds what a login at the identity provider began with, signed.
const ProviderCookie = "__Host-baodan-oidc"

// IdentityProvider says which it is, and how we are known there.
type IdentityProvider struct {
	Issuer, ClientID, ClientSecret string
	// Redirect is where it sends people back to.
	Redirect string
	// Mac signs what a browser carries there and back.
	Mac *seal.Mac
	// Client reaches it; nil: one that waits ten seconds.
	Client *http.Client
}

// newProvider answers nil where none is named.
func newProvider(i *IdentityProvider) *provider {
	if i == nil {
		return nil
	}
	p := &provider{
		issuer: i.Issuer, mac: i.Mac, client: i.Client,
		oauth: oauth2.Config{
			ClientID: i.ClientID, ClientSecret: i.ClientSecret, RedirectURL: i.Redirect,
			Scopes: []string{oidc.ScopeOpenID, "email"},
		},
	}
	if p.client == nil {
		p.client = &http.Client{Timeout: oidcWait}
	}
	return p
}

// discover asks the provider where its parts are, once it answers; a server starts without it.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	oauth := p.oauth
	if p.known == nil {
		known, err := oidc.NewProvider(context.WithoutCancel(ctx), p.issuer)
		if err != nil {
			return nil, oauth, fmt.Errorf("identity provider: %w", err)
		}
		p.known = known
	}
	oauth.Endpoint = p.known.Endpoint()
	return p.known, oauth, nil
}

// journey is what a browser carries to the provider and back, so that only the one that went there can come back.
type journey struct {
	State, Nonce, Verifier string
	Until                  time.Time
	To                     string // the page that they wanted
}

// pageOf a query's "to": where a person goes on after they came in. Only a path of this site: anything else is the first page.
func pageOf(r *http.Request) string {
	to := r.URL.Query().Get("to")
	u, err := url.Parse(to)
	if err != nil || len(to) > 1000 || u.Scheme != "" || u.Host != "" || u.User != nil ||
		!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
		return "/"
	}
	return u.String()
}

func random() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// oidcLogin sends a browser to the provider.
func (s *Site) oidcLogin(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		http.NotFound(w, r)
		return
	}
	_, oauth, err := s.provider.discover(oidc.ClientContext(r.Context(), s.provider.client))
	if err != nil {
		slog.ErrorContext(r.Context(), "login by provider", "error", err)
		notice{Status: http.StatusBadGateway, Back: true, Zh: "公司账号系统没有应答，请稍后再试，或用密码登录。",
			En: "The identity provider does not answer. Try again later, or sign in with your password."}.write(w)
		return
	}
	j := journey{State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier(), Until: s.now().Add(oidcTime), To: pageOf(r)}
	token, err := s.provider.mac.Token(j)
	if err != nil {
		slog.ErrorContext(r.Context(), "login by provider", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	setCookie(w, ProviderCookie, token, int(oidcTime.Seconds()))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, oauth.AuthCodeURL(j.State, oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)), http.StatusFound)
}

// oidcCallback takes a browser back from the provider, and lets in whom it vouches for.
func (s *Site) oidcCallback(w http.ResponseWriter, r *http.Request) {
	if s.provider == nil {
		http.NotFound(w, r)
		return
	}
	id := s.requestIDs.next()
	w.Header().Set("X-Request-Id", id)
	w.Header().Set("Cache-Control", "no-store")
	setCookie(w, ProviderCookie, "", -1) // it counts once, whatever comes of it
	ctx := graph.WithRequestID(r.Context(), id)
	identity, to, err := s.provider.identity(ctx, r, s.now())
	if err != nil {
		slog.WarnContext(ctx, "login by provider", "error", err, "requestId", id)
		notice{Status: http.StatusUnauthorized, Request: id, Back: true, Zh: "公司账号登录没有成功，请再试一次。",
			En: "The login was not accepted. Try once more."}.write(w)
		return
	}
	nobody := s.authenticator.nobody(ctx, r)
	key, err := s.people.LoginByProvider(ctx, nobody, identity)
	switch {
	case fault.Has(err, fault.CodeBadCredentials):
		notice{Status: http.StatusForbidden, Request: id, Back: true, Zh: "这里没有人使用这个公司账号，请联系系统管理员。",
			En: "Nobody here is known by this identity. Ask a system administrator."}.write(w)
	case err != nil:
		slog.ErrorContext(ctx, "login by provider", "error", err, "requestId", id)
		notice{Status: http.StatusInternalServerError, Request: id, Back: true, Zh: "系统出错，请稍后再试。", En: "Internal error. Try again later."}.write(w)
	default:
		cookies{w, s.now}.Keep(key.Token, key.Until)
		http.Redirect(w, r, to, http.StatusSeeOther) //nolint:gosec // a path of this site (pageOf), sealed in our own cookie
	}
}

// identity checks what a browser brought back: the journey it began, the code, and the signed token that the code gets. It also
// answers the page that the person wanted.
func (p *provider) identity(ctx context.Context, r *http.Request, now time.Time) (who people.Identity, to string, err error) {
	var none people.Identity
	cookie, err := r.Cookie(ProviderCookie)
	if err != nil {
		return none, "", fmt.Errorf("no login was begun in this browser")
	}
	var j journey
	if err := p.mac.Read(cookie.Value, &j); err != nil || !now.Before(j.Until) {
		return none, "", fmt.Errorf("the login was begun too long ago, or not here")
	}
	query := r.URL.Query()
	if subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(j.State)) != 1 {
		return none, "", fmt.Errorf("the state is another")
	}
	if refused := query.Get("error"); refused != "" {
		return none, "", fmt.Errorf("the provider refused: %.100q", refused)
	}
	ctx = oidc.ClientContext(ctx, p.client)
	known, oauth, err := p.discover(ctx)
	if err != nil {
		return none, "", err
	}
	answer, err := oauth.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return none, "", fmt.Errorf("exchange the code: %w", err)
	}
	raw, _ := answer.Extra("id_token").(string)
	token, err := known.Verifier(&oidc.Config{ClientID: oauth.ClientID, Now: func() time.Time { return now }}).Verify(ctx, raw)
	if err != nil {
		return none, "", fmt.Errorf("id token: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(j.Nonce)) != 1 {
		return none, "", fmt.Errorf("the nonce is another")
	}
	who, err = identityOf(token)
	return who, j.To, err
}

// vouching values of acr that say that a second factor was proved: of OpenID's own profiles.
var vouching = []string{"mfa", "phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"}

func identityOf(token *oidc.IDToken) (people.Identity, error) {
	var claims struct {
		Email         string   `json:"email"`
		EmailVerified bool     `json:"email_verified"`
		AMR           []string `json:"amr"`
		ACR           string   `json:"acr"`
	}
	if err := token.Claims(&claims); err != nil {
		return people.Identity{}, fmt.Errorf("id token: %w", err)
	}
	return people.Identity{
		Issuer: token.Issuer, Subject: token.Subject, Email: claims.Email, EmailVerified: claims.EmailVerified,
		SecondFactor: slices.Contains(claims.AMR, "mfa") || slices.Contains(vouching, claims.ACR),
	}, nil
}
