package web

import (
	"log/slog"
	"net/http"
	"strconv"

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
