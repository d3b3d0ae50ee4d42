package demo

import (
	"context"
	"errors"
	"sync"
	"time"

	"baodan/engine/money"
	"baodan/insurance/claims"
)

// parcel is what the carrier knows of a tracking number.
type parcel struct {
	unknown   bool
	down      bool // the carrier cannot be asked
	shipped   time.Time
	delivered time.Time // zero: under way for ever
	weight    *money.Decimal
}

// Tracker is the carriers of the story. They know the numbers that the story gave out.
type Tracker struct {
	clock   *Clock
	mu      sync.Mutex
	numbers map[string]parcel
}

func (t *Tracker) set(number string, p parcel) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.numbers[number] = p
}

// Track tells where a parcel is.
func (t *Tracker) Track(_ context.Context, _, number string) (claims.Parcel, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, known := t.numbers[number]
	switch {
	case p.down:
		return claims.Parcel{}, errors.New("the carrier does not answer")
	case !known || p.unknown:
		return claims.Parcel{}, nil
	}
	answer := claims.Parcel{Found: true, ShippedAt: &p.shipped, WeightKg: p.weight}
	if !p.delivered.IsZero() && !p.delivered.After(t.clock.Now()) {
		answer.DeliveredAt = &p.delivered
	}
	return answer, nil
}
