package web

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/fault"
)

// document answers a product's terms, notice or claim guide to anyone; the address names the content, so it may be
// kept for ever.
func (s *Site) document(w http.ResponseWriter, r *http.Request) {
	version, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	d, err := s.catalog.Document(r.Context(), r.PathValue("product"), version, r.PathValue("sha256"))
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

// eventSchema answers the JSON Schema of an event type to anyone.
func (s *Site) eventSchema(w http.ResponseWriter, r *http.Request) {
	text, known := event.Schema(r.PathValue("type"))
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/schema+json")
	w.Write(text) //nolint:errcheck,gosec // it is one of our own files; a reader that is gone need not be told
}

// schema answers the contract of an audience to anyone, as tools take it: AUDIENCE.graphql, and AUDIENCE.sandbox.graphql with
// what exists in sandboxes alone.
func (s *Site) schema(w http.ResponseWriter, r *http.Request) {
	text, known := schemas()[r.PathValue("file")]
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8") // GraphQL has no registered type for its schemas
	w.Header().Set("ETag", text.tag)
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text.sdl))
}

// schemaFile is a schema with a tag that changes with it, so that tools may ask whether it did.
type schemaFile struct{ sdl, tag string }

var schemas = sync.OnceValue(func() map[string]schemaFile {
	files := map[string]schemaFile{}
	for _, audience := range []access.Audience{access.Channel, access.Ops, access.Reporting, access.Public} {
		for suffix, live := range map[string]bool{".graphql": true, ".sandbox.graphql": false} {
			sdl := graph.ViewSDL(audience, live)
			sum := sha256.Sum256([]byte(sdl))
			files[strings.ToLower(string(audience))+suffix] = schemaFile{sdl, `"` + hex.EncodeToString(sum[:16]) + `"`}
		}
	}
	return files
})
