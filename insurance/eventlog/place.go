package eventlog

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/ent/outbox"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

// Placed says what a call of Place did.
type Placed struct {
	Events int
	Types  map[string]bool // of the events
}

// Place gives events that wait in the outbox their places in the log: at most `most` (500 where it is 0), in one transaction. Events of
// one subject get their places in the order of their sequence; places have no gaps and become visible in their order. Call it again while
// it places something; any number of workers may call it at once.
func (l *Log) Place(ctx context.Context, most int) (Placed, error) {
	if most <= 0 {
		most = usualBatch
	}
	var done Placed
	if waits, err := l.store.AnyUnplaced(ctx); err != nil || !waits {
		return done, err
	}
	err := l.store.Do(ctx, "place events", func(ctx context.Context, tx *work.Tx) error {
		done = Placed{Types: map[string]bool{}}
		last, err := work.EventPlaces.Lock(ctx, tx)
		if err != nil {
			return err
		}
		work.Point("relay.locked")
		events, err := waiting(ctx, tx, most)
		if err != nil || len(events) == 0 {
			return err
		}
		for _, e := range events {
			done.Types[e.Type] = true
		}
		done.Events = len(events)
		return enter(ctx, tx, last, events)
	})
	if err != nil {
		return Placed{}, err
	}
	return done, nil
}

// waiting reads the oldest events of the outbox, in the order in which they get their places. A reader that sees an event sees those
// before it, since they were committed before; but keys of two servers may order the other way round, so a batch that
// does not hold all of the outbox gets what precedes its own.
func waiting(ctx context.Context, tx *work.Tx, most int) ([]*ent.Event, error) {
	ids, err := tx.Outbox.Query().Order(ent.Asc(outbox.FieldID)).Limit(most).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	events, err := read(ctx, tx, event.IDIn(ids...))
	if err != nil || len(ids) < most {
		return inOrder(events), err
	}
	newest := map[string]int{}
	for _, e := range events {
		newest[e.Subject] = max(newest[e.Subject], e.Seq)
	}
	later, err := read(ctx, tx, event.SubjectIn(slices.Collect(maps.Keys(newest))...), event.IDGT(ids[len(ids)-1]))
	if err != nil {
		return nil, err
	}
	var keys []int64
	for _, e := range later {
		if e.Seq < newest[e.Subject] {
			keys = append(keys, e.ID)
		}
	}
	if len(keys) > 0 {
		if keys, err = tx.Outbox.Query().Where(outbox.IDIn(keys...)).IDs(ctx); err != nil {
			return nil, err
		}
	}
	for _, e := range later {
		if slices.Contains(keys, e.ID) {
			events = append(events, e)
		}
	}
	return inOrder(events), nil
}

// read reads events without what they say.
func read(ctx context.Context, tx *work.Tx, which ...predicate.Event) ([]*ent.Event, error) {
	return tx.Event.Query().Where(which...).
		Select(event.FieldID, event.FieldChannelID, event.FieldSubject, event.FieldSeq, event.FieldType).All(ctx)
}

// inOrder orders events by their keys, but those of one subject among themselves by their sequence.
func inOrder(events []*ent.Event) []*ent.Event {
	slices.SortFunc(events, func(a, b *ent.Event) int { return cmp.Compare(a.ID, b.ID) })
	indexes := map[string][]int{}
	for i, e := range events {
		indexes[e.Subject] = append(indexes[e.Subject], i)
	}
	ordered := make([]*ent.Event, len(events))
	for _, list := range indexes {
		own := make([]*ent.Event, len(list))
		for i, index := range list {
			own[i] = events[index]
		}
		slices.SortFunc(own, func(a, b *ent.Event) int { return cmp.Compare(a.Seq, b.Seq) })
		for i, index := range list {
			ordered[index] = own[i]
		}
	}
	return ordered
}

// enter gives events the places after the last one and takes them out of the outbox.
func enter(ctx context.Context, tx *work.Tx, last int64, events []*ent.Event) error {
	rows, ids := make([][]any, len(events)), make([]int64, len(events))
	for i, e := range events {
		rows[i], ids[i] = []any{last + 1 + int64(i), e.ChannelID, e.ID, e.Type}, e.ID
	}
	columns := []string{logentry.FieldID, logentry.FieldChannelID, logentry.FieldEventID, logentry.FieldType}
	if err := tx.Insert(ctx, work.Insert{Table: logentry.Table, Columns: columns, Rows: rows}); err != nil {
		return fmt.Errorf("places of events: %w", err)
	}
	if err := work.EventPlaces.Gave(ctx, tx, len(events)); err != nil {
		return err
	}
	n, err := tx.Outbox.Delete().Where(outbox.IDIn(ids...)).Exec(ctx)
	if err == nil && n != len(ids) {
		err = fmt.Errorf("%d of %d events were in the outbox", n, len(ids))
	}
	return err
}
