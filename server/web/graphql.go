package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

const requestTimeout = 20 * time.Second // of one API request, all in all

// graphql reads the body, finds out who calls and lets the endpoint answer.
func (s *Site) graphql(w http.ResponseWriter, r *http.Request) {
	id := s.requestIDs.next()
	w.Header().Set("X-Request-Id", id)
	w.Header().Set("Vary", "Accept, Accept-Language")
	w.Header().Set("Content-Language", preferredLanguage(r.Header.Get("Accept-Language")))
	ctx, cancel := context.WithTimeout(graph.WithPublicURL(graph.WithRequestID(r.Context(), id), s.publicURL), requestTimeout)
	defer cancel()
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		graph.Refuse(ctx, w, http.StatusMethodNotAllowed, fault.New(fault.CodeMethodNotAllowed, ""))
		return
	}
	body, err := readBody(w, r, s.authenticator.mostBody(ctx, r))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			graph.Refuse(ctx, w, http.StatusRequestEntityTooLarge, fault.Newf(fault.CodeBodyTooLarge, "at most %d bytes", large.Limit))
			return
		}
		graph.Refuse(ctx, w, http.StatusBadRequest, fault.New(fault.CodeBadRequest, "the body did not arrive"))
		return
	}
	jar := cookies{w, s.now}
	caller, signature, err := s.authenticator.caller(ctx, r, body)
	if err != nil {
		s.refuse(ctx, w, r, jar, err)
		return
	}
	if !s.endpoint.Admit(ctx, w, body, caller) {
		return
	}
	if err := s.authenticator.once(ctx, signature); err != nil {
		s.refuse(ctx, w, r, jar, err)
		return
	}
	ctx = graph.WithSessionKeeper(ctx, jar)
	s.endpoint.Answer(w, r.WithContext(ctx), body, caller)
}

// Answer lets a caller ask who proved themselves.
func (s *Site) Answer(w http.ResponseWriter, r *http.Request, body []byte, c *access.Caller) {
	s.endpoint.Serve(w, r, body, c)
}

// refuse answers a caller that could not prove who they are. A browser forgets a session that is over, so that its next request is
// one of nobody, who may log in.
func (s *Site) refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, jar cookies, err error) {
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

// mostAhead is how much memory is taken for a body beyond what has arrived: its length is announced by who is not known yet.
const mostAhead = 8 << 10

// readBody reads at most what is permitted, into a buffer of the announced size that grows with what arrives.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	limited := http.MaxBytesReader(w, r.Body, most)
	if r.ContentLength <= 0 || r.ContentLength > most {
		return io.ReadAll(limited)
	}
	announced := int(r.ContentLength)
	body := make([]byte, min(announced, mostAhead))
	for arrived := 0; ; {
		n, err := io.ReadFull(limited, body[arrived:])
		if arrived += n; err != nil || arrived == announced {
			return body[:arrived], err
		}
		body = append(body, make([]byte, min(announced-arrived, max(arrived, mostAhead)))...)
	}
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
