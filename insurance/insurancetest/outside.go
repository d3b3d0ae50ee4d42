package insurancetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"

	"baodan/engine/money"
	"baodan/insurance/claims"
	"baodan/insurance/files"
)

// Bank is a bank of a test: it pays each key at most once and counts what it really paid. Answer, where it is set,
// decides what the bank says instead; what it did is told by Paid.
type Bank struct {
	mu     sync.Mutex
	paid   map[string]claims.PayoutOrder
	told   map[string]*money.Amount // what it says that it paid
	calls  int
	Answer func(order claims.PayoutOrder, call int) (pays bool, outcome claims.PayoutOutcome)
}

// Pay pays a key once.
func (b *Bank) Pay(_ context.Context, order claims.PayoutOrder) claims.PayoutOutcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	pays, outcome := true, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "BANK-" + order.Key, Paid: &order.Amount}
	if b.Answer != nil {
		pays, outcome = b.Answer(order, b.calls)
	}
	if pays {
		if b.paid == nil {
			b.paid, b.told = map[string]claims.PayoutOrder{}, map[string]*money.Amount{}
		}
		b.paid[order.Key], b.told[order.Key] = order, outcome.Paid
	}
	return outcome
}

// Find tells what was really paid.
func (b *Bank) Find(_ context.Context, key string) claims.PayoutOutcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, ok := b.paid[key]; ok {
		return claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: "BANK-" + key, Paid: b.told[key]}
	}
	return claims.PayoutOutcome{Status: claims.PayoutAbsent}
}

// Paid are the payments that were made, by key.
func (b *Bank) Paid() map[string]claims.PayoutOrder {
	b.mu.Lock()
	defer b.mu.Unlock()
	copied := map[string]claims.PayoutOrder{}
	for key, order := range b.paid {
		copied[key] = order
	}
	return copied
}

// Tracker is a carrier of a test: every parcel has just been delivered, unless it is set.
type Tracker struct {
	mu      sync.Mutex
	Parcels map[string]claims.Parcel
	Answer  func(number string) claims.Parcel // nil: as above
	Down    bool
	now     func() time.Time
}

// Track answers what is set.
func (t *Tracker) Track(_ context.Context, _, number string) (claims.Parcel, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Down {
		return claims.Parcel{}, errors.New("the carrier does not answer")
	}
	if parcel, ok := t.Parcels[number]; ok {
		return parcel, nil
	}
	if t.Answer != nil {
		return t.Answer(number), nil
	}
	delivered := t.now()
	return claims.Parcel{Found: true, DeliveredAt: &delivered}, nil
}

// SetDown takes the carrier down, or up again.
func (t *Tracker) SetDown(down bool) {
	t.mu.Lock()
	t.Down = down
	t.mu.Unlock()
}

// Storage keeps files in memory.
type Storage struct {
	now   func() time.Time
	mu    sync.Mutex
	files map[string]kept
}

// NewStorage is an empty one that goes by a clock.
func NewStorage(now func() time.Time) *Storage { return &Storage{now: now} }

type kept struct {
	content []byte
	at      time.Time
}

// Put checks the digest, as a real storage does.
func (s *Storage) Put(_ context.Context, digest string, content io.Reader) error {
	all, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(all); hex.EncodeToString(sum[:]) != digest {
		return files.ErrDigest
	}
	s.keep(digest, all)
	return nil
}

// Add stores what comes.
func (s *Storage) Add(_ context.Context, content io.Reader) (digest string, size int64, err error) {
	all, err := io.ReadAll(content)
	if err != nil {
		return "", 0, err
	}
	sum := sha256.Sum256(all)
	digest = hex.EncodeToString(sum[:])
	s.keep(digest, all)
	return digest, int64(len(all)), nil
}

func (s *Storage) keep(digest string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files == nil {
		s.files = map[string]kept{}
	}
	s.files[digest] = kept{content, s.now()}
}

// Open reads a file.
func (s *Storage) Open(_ context.Context, digest string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, ok := s.files[digest]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(file.content)), nil
}

// Sweep removes what is useless.
func (s *Storage) Sweep(ctx context.Context, before time.Time, useless func(context.Context, []files.Content) (map[string]bool, error)) (removed int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var old []files.Content
	for digest, file := range s.files {
		if file.at.Before(before) {
			old = append(old, files.Content{Digest: digest, Written: file.at})
		}
	}
	gone, err := useless(ctx, old)
	if err != nil {
		return 0, err
	}
	for _, content := range old {
		if gone[content.Digest] {
			delete(s.files, content.Digest)
			removed++
		}
	}
	return removed, nil
}

// Rewrap has nothing to do: what lies in memory is not sealed.
func (s *Storage) Rewrap(context.Context, int, time.Duration) (next, looked, wrapped int, err error) {
	return 0, 0, 0, nil
}

// Wraps answers no.
func (s *Storage) Wraps(context.Context, uint32) (bool, error) { return false, nil }
