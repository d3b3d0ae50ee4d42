package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"baodan/server/payout"
)

// payoutCallback takes what the payment gateway tells by itself.
func (s *Site) payoutCallback(w http.ResponseWriter, r *http.Request) {
	if s.bank == nil {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, payout.MaxBody))
	if err != nil {
		http.Error(w, "the body did not arrive", http.StatusBadRequest)
		return
	}
	key, outcome, err := s.bank.ReadCallback(r, body)
	if errors.Is(err, payout.ErrCallback) {
		http.Error(w, "not a callback of the gateway", http.StatusUnauthorized)
		return
	}
	found, err := s.claims.HandleCallback(r.Context(), key, outcome)
	switch {
	case err != nil:
		slog.ErrorContext(r.Context(), "payout callback", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	case !found:
		http.NotFound(w, r)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}
