package distribution

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/deprecationuse"
	"baodan/insurance/work"
)

// Deprecations counts which deprecated parts of the API channels use.
type Deprecations struct {
	store *work.Store
	uses  uses
}

// uses are counted in memory until they are stored.
type uses struct {
	mu      sync.Mutex
	pending map[useKey]*use
}

type useKey struct {
	channel         int64
	coordinate, day string
}

type use struct {
	calls int64
	last  time.Time
}

const (
	storeUsesEvery = 30 * time.Second
	mostUses       = 10_000 // in memory; beyond, new ones are not counted until these are stored
	usesTold       = 30     // days
)

// UsedDeprecated counts a call of a channel that used deprecated parts of the API, by their schema coordinates. It is
// stored within a minute.
func (s *Deprecations) UsedDeprecated(channelID int64, coordinates []string) {
	now := s.store.Now()
	s.uses.mu.Lock()
	defer s.uses.mu.Unlock()
	if s.uses.pending == nil {
		s.uses.pending = map[useKey]*use{}
	}
	for _, coordinate := range coordinates {
		s.uses.add(useKey{channelID, coordinate, now.Format(time.DateOnly)}, use{1, now})
	}
}

// add counts; the lock is held.
func (u *uses) add(key useKey, more use) {
	known := u.pending[key]
	if known == nil {
		if len(u.pending) >= mostUses {
			return
		}
		known = &use{}
		u.pending[key] = known
	}
	known.calls += more.calls
	if more.last.After(known.last) {
		known.last = more.last
	}
}

// StoreUses stores what was counted; what could not be stored is counted on.
func (s *Deprecations) StoreUses(ctx context.Context) error {
	s.uses.mu.Lock()
	taken := s.uses.pending
	s.uses.pending = map[useKey]*use{}
	s.uses.mu.Unlock()
	var failed error
	for key, counted := range taken {
		err := failed
		if err == nil {
			err = s.storeUse(ctx, key, counted)
		}
		if err != nil {
			failed = err
			s.uses.mu.Lock()
			s.uses.add(key, *counted)
			s.uses.mu.Unlock()
		}
	}
	return failed
}

// storeUse adds to the row of a day, which the first writer inserts.
func (s *Deprecations) storeUse(ctx context.Context, key useKey, counted *use) error {
	add := func() (int, error) {
		return s.store.Client.DeprecationUse.Update().Where(
			deprecationuse.ChannelID(key.channel), deprecationuse.Coordinate(key.coordinate), deprecationuse.Day(key.day),
		).AddCalls(counted.calls).SetLastUsedAt(counted.last).Save(ctx)
	}
	n, err := add()
	if err == nil && n == 0 {
		err = s.store.Client.DeprecationUse.Create().SetID(s.store.NewKey()).SetChannelID(key.channel).
			SetCoordinate(key.coordinate).SetDay(key.day).SetCalls(counted.calls).SetLastUsedAt(counted.last).Exec(ctx)
		if work.IsDuplicate(err) {
			_, err = add()
		}
	}
	if err != nil {
		return fmt.Errorf("store use of %s: %w", key.coordinate, err)
	}
	return nil
}

// DeprecationUse is how a channel used a deprecated part of the API in the last 30 days.
type DeprecationUse struct {
	Coordinate string
	Calls      int64
	LastUsedAt time.Time
}

// DeprecationsOf channels in the last 30 days, by coordinate; 100 of a channel at most.
func (s *Deprecations) DeprecationsOf(ctx context.Context, channels []*ent.Channel) (map[int64][]*DeprecationUse, error) {
	since := s.store.Now().AddDate(0, 0, -usesTold).Format(time.DateOnly)
	rows, err := s.store.Client.DeprecationUse.Query().Where(work.Each(channels, func(state *sql.Selector, c *ent.Channel) {
		deprecationuse.And(deprecationuse.ChannelID(c.ID), deprecationuse.DayGTE(since))(state)
		state.OrderBy(sql.Asc(state.C(deprecationuse.FieldCoordinate)), sql.Asc(state.C(deprecationuse.FieldDay))).Limit(100 * (usesTold + 1))
	})).Order(ent.Asc(deprecationuse.FieldCoordinate, deprecationuse.FieldDay)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("deprecations of channels: %w", err)
	}
	lists := map[int64][]*DeprecationUse{}
	for _, row := range rows {
		list := lists[row.ChannelID]
		if len(list) == 0 || list[len(list)-1].Coordinate != row.Coordinate {
			list = append(list, &DeprecationUse{Coordinate: row.Coordinate})
			lists[row.ChannelID] = list
		}
		one := list[len(list)-1]
		one.Calls += row.Calls
		if row.LastUsedAt.After(one.LastUsedAt) {
			one.LastUsedAt = row.LastUsedAt
		}
	}
	return lists, nil
}

// KeepUses stores what was counted, again and again, and once more when the context ends.
func (s *Deprecations) KeepUses(ctx context.Context) {
	work.Every(ctx, storeUsesEvery, func(ctx context.Context) {
		if err := s.StoreUses(ctx); err != nil {
			slog.WarnContext(ctx, "uses of deprecated parts were not stored", "error", err)
		}
	})
}
