// Package eventlog is the order of what happened. Every event gets a place: 1, 2, 3, without gaps, visible in this order. An act that
// needs to hear of all events declares a consumer by a name, and is told of each exactly once and in order, however often workers die: what it
// stores and how far it is are one transaction.
package eventlog

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/counter"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// usualBatch is how many events a transaction holds where nobody says.
const usualBatch = 500

// Log is the log of events. It is safe for concurrent use, on any number of servers.
type Log struct {
	store     *work.Store
	consumers []Consumer
}

// New opens the log.
func New(store *work.Store) *Log { return &Log{store: store} }

// Entry is an event at its place.
type Entry struct {
	Place int64
	Event *ent.Event // without what it says, where the consumer does not ask for it
}

// Payload is what happened, in the type of the event.
func (e *Entry) Payload() (event.Payload, error) { return event.Decode(e.Event.Type, e.Event.Payload) }

// Declare adds a consumer. It is for the package of the consumer, when it opens.
func (l *Log) Declare(c Consumer) { l.consumers = append(l.consumers, c) }

// Consumers are all that were declared, in their order.
func (l *Log) Consumers() []Consumer { return l.consumers }

// Behind is how many places a consumer has still to go.
func (l *Log) Behind(ctx context.Context, c Consumer) (int64, error) {
	rows, err := l.store.Client.Counter.Query().Where(counter.NameIn(string(work.EventPlaces), string(c.cursor()))).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("how far %s is: %w", c.Name, err)
	}
	var last, at int64
	begun := c.FromStart
	for _, row := range rows {
		if row.Name == string(c.cursor()) {
			at, begun = row.Value, true
		} else {
			last = row.Value
		}
	}
	if !begun {
		return 0, nil
	}
	return last - at, nil
}

// Settled tells whether every event has its place and every consumer has heard of it; where some are named, these.
func (l *Log) Settled(ctx context.Context, only ...string) (bool, error) {
	if waits, err := l.store.AnyUnplaced(ctx); err != nil || waits {
		return false, err
	}
	for _, c := range l.of(only) {
		if n, err := l.Behind(ctx, c); err != nil || n > 0 {
			return false, err
		}
	}
	return true, nil
}

// Relay places events and lets every consumer hear of all that have places, and answers what was placed: what workers do side by side,
// one after the other. Where some are named, only these hear of it. For tools and tests.
func (l *Log) Relay(ctx context.Context, most int, only ...string) (Placed, error) {
	consumers := l.of(only)
	for _, c := range consumers {
		if err := l.Begin(ctx, c); err != nil {
			return Placed{}, err
		}
	}
	done, err := l.Place(ctx, most)
	if err != nil {
		return done, err
	}
	for _, c := range consumers {
		for n := 1; n > 0; {
			if n, err = l.Consume(ctx, c, most); err != nil {
				return done, err
			}
		}
	}
	return done, nil
}

// of are the consumers of some names; all, where none is named.
func (l *Log) of(names []string) []Consumer {
	return slices.DeleteFunc(slices.Clone(l.consumers), func(c Consumer) bool { return len(names) > 0 && !slices.Contains(names, c.Name) })
}
