// Package web is all that answers HTTP on the API's port: the GraphQL endpoint and who calls it, files in and out,
// documents, logins by an identity provider, callbacks of the payment gateway, the console and the query page.
package web

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"baodan/graph"
	"baodan/graph/model"
	"baodan/insurance"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/files"
	"baodan/insurance/people"
	"baodan/server/payout"
)

// Options are what a site stands on.
type Options struct {
	Insurance *insurance.Insurance
	// PublicURL is how callers reach the site.
	PublicURL string
	// BehindProxy: something in front of the site names the address that called it.
	BehindProxy bool
	// Console is what was built of the pages of the insurer's people; nil: nothing was.
	Console fs.FS
	// ConsoleAssets is where browsers load the files of the console from; empty: from this site.
	ConsoleAssets string
	// QueryPage is served where people try queries, which is not in production.
	QueryPage bool
	// Traced requests are told to OpenTelemetry.
	Traced bool
	// Timeouts of connections; DefaultTimeouts where they are zero.
	Timeouts Timeouts
	// Ping asks whether the database answers.
	Ping func(context.Context) error
	// Redis tells the other servers which nonces were used.
	Redis redis.UniversalClient
	// Bank is the payment gateway that calls back; nil: none does.
	Bank *payout.Driver
	// Provider of identities; nil: people log in with passwords only.
	Provider *IdentityProvider
	// Name of the installation for people, version of the program, and whether it does real business.
	Name, Version string
	Production    bool
	// Metrics take what is counted; nil: nothing does.
	Metrics prometheus.Registerer
}

// Site answers requests to one address.
type Site struct {
	now           func() time.Time
	people        *people.Service
	files         *files.Service
	catalog       *catalog.Service
	claims        *claims.Service
	authenticator *authenticator
	nonces        *nonces
	endpoint      *graph.Endpoint
	budgets       *budgets
	provider      *provider // nil: none
	bank          *payout.Driver
	ping          func(context.Context) error
	requestIDs    *requestIDs
	publicURL     string
	timeouts      Timeouts
	handler       http.Handler
}

// New makes a site; Close lets go of it.
func New(o Options) (*Site, error) {
	origins, err := newOrigins(o.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("PUBLIC_URL: %w", err)
	}
	pages, err := newConsole(o.Console, o.ConsoleAssets)
	if err != nil {
		return nil, err
	}
	m, in, budgets := newMetrics(o.Metrics), o.Insurance, newBudgets()
	s := &Site{
		now: in.Store.Now, people: in.People, files: in.Files, catalog: in.Catalog, claims: in.Claims,
		nonces: newNonces(o.Redis, m.nonceAlone.Inc), provider: newProvider(o.Provider), bank: o.Bank,
		ping: o.Ping, budgets: budgets, requestIDs: newRequestIDs(), publicURL: o.PublicURL, timeouts: o.Timeouts,
		endpoint: graph.NewEndpoint(&graph.Resolver{Insurance: o.Insurance, Budget: budgets, PublicURL: o.PublicURL, Installation: o.installation()}),
	}
	if s.timeouts == (Timeouts{}) {
		s.timeouts = DefaultTimeouts
	}
	s.authenticator = &authenticator{
		credentials: in.Access, distribution: in.Distribution, people: in.People, nonces: s.nonces, origins: origins,
		proxied: o.BehindProxy, now: s.now,
	}
	s.handler = s.routes(m, pages, o.QueryPage)
	if o.Traced {
		s.handler = otelhttp.NewHandler(s.handler, "http")
	}
	return s, nil
}

// installation is what everybody may know.
func (o Options) installation() model.Installation {
	mode := model.InstallationModeDevelopment
	if o.Production {
		mode = model.InstallationModeProduction
	}
	return model.Installation{Name: o.Name, Version: o.Version, Mode: mode, CompanyAccount: o.Provider != nil}
}

// Close lets go of what the site holds; it answers no more.
func (s *Site) Close() { s.nonces.close() }

// Handler answers requests.
func (s *Site) Handler() http.Handler { return s.handler }

// Server of the site at an address.
func (s *Site) Server(address string) *http.Server { return s.timeouts.Server(address, s.handler) }

func (s *Site) routes(m *metrics, pages http.Handler, queryPage bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", m.observe("graphql", http.HandlerFunc(s.graphql)))
	mux.Handle("GET /documents/{product}/{version}/{sha256}", m.observe("documents", http.HandlerFunc(s.document)))
	mux.Handle("PUT /uploads/{token}", m.observe("uploads", http.HandlerFunc(s.upload)))
	mux.Handle("GET /files/{token}", m.observe("files", http.HandlerFunc(s.file)))
	mux.Handle("POST /payouts/callback", m.observe("payouts", http.HandlerFunc(s.payoutCallback)))
	mux.HandleFunc("GET /oidc/login", s.oidcLogin)
	mux.HandleFunc("GET /oidc/callback", s.oidcCallback)
	mux.HandleFunc("GET /events/{type}", s.eventSchema)
	mux.HandleFunc("GET /schema/{file}", s.schema)
	mux.HandleFunc("GET /docs/errors", errorCodes)
	mux.HandleFunc("GET /healthz", s.health)
	mux.Handle("/", m.observe("console", pages)) // "GET /" would be in conflict with /graphql
	if queryPage {
		mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusFound))
		mux.Handle("GET /graphiql/", graphiql())
	}
	return mux
}

// health answers 200 when the database answers.
func (s *Site) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.ping(ctx); err != nil {
		slog.ErrorContext(ctx, "not healthy", "error", err)
		http.Error(w, "database does not answer", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "ok\n") //nolint:errcheck // the reader is gone; there is nobody to tell
}
