package work

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"baodan/engine/number"
)

// Numbers hands out numbers of one kind - policies, claims, endorsements - from a block of its own (F3); numbers of a
// block that are not used are gaps.
type Numbers struct {
	store   *Store
	kind    number.Kind
	counter string
	highest func(context.Context) (string, error)
	mu      sync.Mutex
	block   number.Block
}

const numberBlock = 10_000

// NewNumbers starts with no block. Highest gives the highest number that is stored: it is asked where the counter
// turns out to have fallen behind.
func NewNumbers(store *Store, kind number.Kind, counter string, highest func(context.Context) (string, error)) *Numbers {
	return &Numbers{store: store, kind: kind, counter: counter, highest: highest}
}

// Next is a number that nobody else gets.
func (n *Numbers) Next(ctx context.Context) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	serial, rest, ok := n.block.Take()
	if !ok {
		start, err := n.store.Advance(ctx, n.counter, numberBlock)
		if err != nil {
			return "", err
		}
		first := uint64(start) + 1
		if serial, rest, ok = (number.Block{Next: first, End: first + numberBlock}).Take(); !ok {
			return "", fmt.Errorf("number of %s: %w", n.counter, number.ErrSerial)
		}
	}
	n.block = rest
	return number.Format(n.kind, serial)
}

// CatchUp moves a counter that fell behind - a lost row, an old backup - past the highest number that is stored, and
// gives the rest of the block up.
func (n *Numbers) CatchUp(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	highest, err := n.highest(ctx)
	if err != nil {
		return fmt.Errorf("highest %s: %w", n.counter, err)
	}
	_, serial, err := number.Parse(highest)
	if err != nil {
		return fmt.Errorf("highest %s: %w", n.counter, err)
	}
	counter, err := n.store.Counter(ctx, n.counter)
	if err != nil {
		return err
	}
	n.block = number.Block{}
	if behind := int64(serial) - counter; behind > 0 {
		slog.ErrorContext(ctx, "a counter of numbers had fallen behind", "counter", n.counter, "by", behind)
		_, err = n.store.Advance(ctx, n.counter, behind)
	}
	return err
}
