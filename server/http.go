package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"baodan/graph"
	"baodan/insurance/fault"
)

const (
	requestTimeout = 20 * time.Second // of one API request, all in all
	drainTimeout   = 25 * time.Second // for requests under way when the process stops
)

// routes of the API's port.
func (a *App) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", a.metrics.observe("graphql", http.HandlerFunc(a.graphql)))
	mux.Handle("GET /documents/{product}/{version}/{sha256}", a.metrics.observe("documents", http.HandlerFunc(a.document)))
	mux.Handle("PUT /uploads/{token}", a.metrics.observe("uploads", http.HandlerFunc(a.upload)))
	mux.Handle("GET /files/{token}", a.metrics.observe("files", http.HandlerFunc(a.file)))
	mux.Handle("POST /payouts/callback", a.metrics.observe("payouts", http.HandlerFunc(a.payoutCallback)))
	mux.HandleFunc("GET /oidc/login", a.oidcLogin)
	mux.HandleFunc("GET /oidc/callback", a.oidcCallback)
	mux.HandleFunc("GET /events/{type}", a.eventSchema)
	mux.HandleFunc("GET /healthz", a.health)
	if a.Config.Development() {
		mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusFound))
		mux.Handle("GET /graphiql/", graphiql())
	}
	if a.Config.TraceEndpoint == "" {
		return mux
	}
	return otelhttp.NewHandler(mux, "http")
}

// graphql reads the body, finds out who calls and lets the endpoint answer.
func (a *App) graphql(w http.ResponseWriter, r *http.Request) {
	id := a.requestIDs.next()
	w.Header().Set("X-Request-Id", id)
	ctx, cancel := context.WithTimeout(graph.WithRequestID(r.Context(), id), requestTimeout)
	defer cancel()
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		graph.Refuse(ctx, w, http.StatusMethodNotAllowed, fault.New(fault.CodeMethodNotAllowed, ""))
		return
	}
	body, err := readBody(w, r)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			graph.Refuse(ctx, w, http.StatusRequestEntityTooLarge, fault.Newf(fault.CodeBodyTooLarge, "at most %d bytes", large.Limit))
			return
		}
		graph.Refuse(ctx, w, http.StatusBadRequest, fault.New(fault.CodeBadRequest, "the body did not arrive"))
		return
	}
	jar := cookies{w, a.Store.Now}
	caller, err := a.authenticator.caller(ctx, r, body)
	if err != nil {
		a.refuse(ctx, w, r, jar, err)
		return
	}
	ctx = graph.WithSessionKeeper(ctx, jar)
	a.endpoint.Serve(w, r.WithContext(ctx), body, caller)
}

// refuse answers a caller that could not prove who they are. A browser forgets a session that is over, so that its next request is
// one of nobody, who may log in.
func (a *App) refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, jar cookies, err error) {
	if fault.Has(err, fault.CodeCrossOrigin) {
		graph.Refuse(ctx, w, http.StatusForbidden, err)
		return
	}
	if fault.All(err) == nil { // ours: the database does not answer
		graph.Refuse(ctx, w, http.StatusInternalServerError, err)
		return
	}
	if _, cookie := sessionToken(r); cookie {
		jar.Drop()
	}
	w.Header().Set("WWW-Authenticate", "Signature")
	graph.Refuse(ctx, w, http.StatusUnauthorized, err)
}

// readBody reads at most what is permitted, into a buffer of the announced size.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, graph.MaxBody)
	if r.ContentLength <= 0 || r.ContentLength > graph.MaxBody {
		return io.ReadAll(limited)
	}
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(limited, body)
	return body, err
}

// document answers a product's terms, notice or claim guide to anyone; the address names the content, so it may be
// kept for ever.
func (a *App) document(w http.ResponseWriter, r *http.Request) {
	version, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	d, err := a.Catalog.Document(r.Context(), r.PathValue("product"), version, r.PathValue("sha256"))
	if fault.Has(err, fault.CodeNotFound) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "document", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", d.MediaType)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Write(d.Content) //nolint:errcheck // the reader is gone; there is nobody to tell
}

// health answers 200 when the database answers.
func (a *App) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.Database.PingContext(ctx); err != nil {
		slog.ErrorContext(ctx, "not healthy", "error", err)
		http.Error(w, "database does not answer", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "ok\n") //nolint:errcheck // the reader is gone; there is nobody to tell
}

// requestIDs are unique among all processes: a random start, then a count.
type requestIDs struct {
	prefix string
	count  atomic.Uint64
}

func newRequestIDs() *requestIDs {
	var b [6]byte
	rand.Read(b[:]) // never fails: it ends the program instead
	return &requestIDs{prefix: hex.EncodeToString(b[:]) + "-"}
}

func (r *requestIDs) next() string { return r.prefix + strconv.FormatUint(r.count.Add(1), 36) }
