package tracking

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"baodan/engine/money"
	"baodan/insurance/claims"
)

// Magic beginnings of tracking numbers. A number without one is found and was delivered in the moment of asking, hence
// after any shipment of the past, having been shipped three days before; its weight is not known.
const (
	NotFound = "NOTFOUND" // no carrier knows it
	Transit  = "TRANSIT"  // found, shipped three days ago, not delivered
	Light    = "LIGHT"    // delivered, but of 0.01 kg
	Early    = "EARLY"    // delivered at 2020-01-01T00:00:00Z, before anything insured here was sent
	Down     = "DOWN"     // the carrier cannot be asked, ever
	DownOnce = "DOWNONCE" // the carrier cannot be asked the first two times; then as without magic
)

const (
	underway = 3 * 24 * time.Hour
	downFor  = 2
	// maxDown bounds how many DOWNONCE numbers are remembered; then all are forgotten, and are down once more.
	maxDown = 10_000
)

var (
	lightWeight = money.MustDecimal("0.01")
	earlyDay    = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Simulator implements claims.Tracker in process. Many may use it at once.
type Simulator struct {
	now func() time.Time

	mu   sync.Mutex
	down map[string]int // how often a DOWNONCE number was asked for
}

// NewSimulator makes a simulator with a clock; nil: the system's.
func NewSimulator(now func() time.Time) *Simulator {
	if now == nil {
		now = time.Now
	}
	return &Simulator{now: now, down: map[string]int{}}
}

// Track answers by the number's magic beginning, for every carrier alike. It fails with ErrTracking where the magic says
// so, and with ctx's error.
func (s *Simulator) Track(ctx context.Context, carrier, number string) (claims.Parcel, error) {
	if err := ctx.Err(); err != nil {
		return claims.Parcel{}, err
	}
	if !askable(carrier) || !askable(number) {
		return claims.Parcel{}, nil
	}
	delivered := s.now().UTC()
	shipped := delivered.Add(-underway)
	parcel := claims.Parcel{Found: true, ShippedAt: &shipped, DeliveredAt: &delivered}
	begins := func(magic string) bool { return strings.HasPrefix(number, magic) }
	switch {
	case begins(NotFound):
		return claims.Parcel{}, nil
	case begins(Transit):
		parcel.DeliveredAt = nil
	case begins(Light):
		weight := lightWeight
		parcel.WeightKg = &weight
	case begins(Early):
		delivered, shipped = earlyDay, earlyDay.Add(-underway)
	case begins(DownOnce):
		if s.isDown(carrier, number) {
			return claims.Parcel{}, fmt.Errorf("%w: %s for now", ErrTracking, DownOnce)
		}
	case begins(Down):
		return claims.Parcel{}, fmt.Errorf("%w: %s", ErrTracking, Down)
	}
	return parcel, nil
}

func (s *Simulator) isDown(carrier, number string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	parcel := carrier + "/" + number
	if len(s.down) >= maxDown && s.down[parcel] == 0 {
		clear(s.down)
	}
	if s.down[parcel] >= downFor {
		return false
	}
	s.down[parcel]++
	return true
}

// Handler serves the simulator over the contract of docs/tracking.md. With a token, requests must carry it; what the
// carrier cannot be asked for is a 503.
func (s *Simulator) Handler(token string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /parcels/{carrier}/{number}", func(w http.ResponseWriter, r *http.Request) {
		if sent := r.Header.Get("Authorization"); token != "" && subtle.ConstantTimeCompare([]byte(sent), []byte("Bearer "+token)) != 1 {
			write(w, http.StatusUnauthorized, refusal{"unauthorized"})
			return
		}
		carrier, number := r.PathValue("carrier"), r.PathValue("number")
		parcel, err := s.Track(r.Context(), carrier, number)
		switch {
		case err != nil:
			write(w, http.StatusServiceUnavailable, refusal{"carrier_down"})
		case !parcel.Found:
			write(w, http.StatusNotFound, refusal{codeNotFound})
		default:
			write(w, http.StatusOK, answer{
				Carrier: carrier, Number: number, ShippedAt: parcel.ShippedAt, DeliveredAt: parcel.DeliveredAt, WeightKg: parcel.WeightKg,
			})
		}
	})
	return mux
}

func write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the other side is gone
}
