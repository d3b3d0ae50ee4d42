package work

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"baodan/ent"
	"baodan/ent/counter"
)

// Cache keeps what every server holds in memory - channels, agreements, products, credentials - in step. Each
// change of one moves a counter in its own transaction; every server reads the counter twice a second and loads
// again when it moved, so that an ended agreement stops sales everywhere within a second.
//
// Nothing is loaded but by Keep and Refresh, and by one of them at a time: a load that began earlier could otherwise end later
// and put an older view in the place of a newer one, which then stays until the next change of any master.
type Cache struct {
	store    *Store
	turn     chan struct{} // holds one element while somebody loads
	loads    []func(context.Context) error
	revision int64
}

const (
	mastersCounter = "masters"
	mastersEvery   = 500 * time.Millisecond
)

// NewCache starts with nothing to keep.
func NewCache(store *Store) *Cache {
	return &Cache{store: store, turn: make(chan struct{}, 1), revision: -1}
}

// Follow makes what this process changes known to it as soon as it is committed.
func (m *Cache) Follow() { m.store.masters.Store(m) }

// take waits for the turn to load, until the context ends.
func (m *Cache) take(ctx context.Context) error {
	select {
	case m.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (m *Cache) giveBack() { <-m.turn }

// Keep adds something to load whenever a master changed, and loads it now. Loads run in the order they were added.
func (m *Cache) Keep(ctx context.Context, load func(context.Context) error) error {
	if err := m.take(ctx); err != nil {
		return err
	}
	defer m.giveBack()
	m.loads = append(m.loads, load)
	return load(ctx)
}

// Refresh loads again if anything changed since the last time. What was committed before the call is known after it.
func (m *Cache) Refresh(ctx context.Context) error {
	if err := m.take(ctx); err != nil {
		return err
	}
	defer m.giveBack()
	revision, err := m.store.Counter(ctx, mastersCounter)
	if err != nil || revision == m.revision {
		return err
	}
	for _, load := range m.loads {
		if err := load(ctx); err != nil {
			return err
		}
	}
	m.revision = revision
	return nil
}

// Run refreshes until the context ends.
func (m *Cache) Run(ctx context.Context) {
	tick := time.NewTicker(mastersEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := m.Refresh(ctx); err != nil && ctx.Err() == nil {
				slog.Warn("masters were not refreshed", "error", err)
			}
		}
	}
}

// refreshMasters lets this server know of a change that it made itself, so that who made it can go on with it at once. Where it
// fails, the change is known as it is on the others.
func (s *Store) refreshMasters(ctx context.Context) {
	m := s.masters.Load()
	if m == nil {
		return // a command that keeps nothing in memory
	}
	ctx, cancel := context.WithTimeout(ctx, 2*mastersEvery) // the act is through: its answer waits no longer than others do
	defer cancel()
	if err := m.Refresh(ctx); err != nil {
		slog.Warn("masters were not refreshed after a change", "error", err)
	}
}

// Changed tells all servers that a master changed; call it in the transaction of the change. This server knows when the transaction
// is through, the others within half a second.
func (tx *Tx) Changed(ctx context.Context) error {
	tx.changed = true
	_, err := advance(ctx, tx.Client(), tx.NewKey, mastersCounter, 1)
	return err
}

// Counter reads a counter; one that nobody moved is 0.
func (s *Store) Counter(ctx context.Context, name string) (int64, error) {
	row, err := s.Client.Counter.Query().Where(counter.Name(name)).Only(ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read counter %s: %w", name, err)
	}
	return row.Value, nil
}

// Advance moves a counter and answers its value before the move: a block of numbers that nobody else gets. Numbers of
// a block that are not used are gaps.
func (s *Store) Advance(ctx context.Context, name string, by int64) (int64, error) {
	var before int64
	err := s.retry(ctx, "advance counter", retryable, func() (err error) {
		before, err = advance(ctx, s.Client, s.NewKey, name, by)
		return err
	})
	return before, err
}

// advance compares and swaps until it wins; the row is inserted first and met on the unique key.
func advance(ctx context.Context, client *ent.Client, newKey func() int64, name string, by int64) (int64, error) {
	for range 1000 {
		row, err := client.Counter.Query().Where(counter.Name(name)).Only(ctx)
		if ent.IsNotFound(err) {
			err = client.Counter.Create().SetID(newKey()).SetName(name).SetValue(by).Exec(ctx)
			if err == nil {
				return 0, nil
			}
			if IsDuplicate(err) {
				continue
			}
		}
		if err != nil {
			return 0, fmt.Errorf("advance counter %s: %w", name, err)
		}
		n, err := client.Counter.Update().Where(counter.ID(row.ID), counter.Value(row.Value)).
			SetValue(row.Value + by).Save(ctx)
		if err != nil {
			return 0, fmt.Errorf("advance counter %s: %w", name, err)
		}
		if n == 1 {
			return row.Value, nil
		}
	}
	return 0, fmt.Errorf("counter %s is too busy", name)
}
