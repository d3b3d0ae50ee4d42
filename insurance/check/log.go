package check

import (
	"fmt"
	"maps"
	"slices"

	"baodan/ent"
	"baodan/ent/counter"
	entevent "baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/ent/outbox"
	"baodan/insurance/work"
)

// The log, I4: offsets count 1, 2, 3, each names an event, and each event stands there once. The log has no index by event, so
// events and entries are counted against each other by spans of keys, and only spans that differ are looked at one by one.

// spanBits of a key make a span: about 17 minutes of events.
const spanBits = 42

// tally counts events of a span: how many, and a sum that changes with each of them.
type tally struct {
	count int64
	sum   uint64
}

func (t tally) add(id int64, sign int64) tally {
	x := uint64(id) * 0x9E3779B97F4A7C15 // spreads keys, so that sums of different ones differ
	x ^= x >> 29
	x *= 0xBF58476D1CE4E5B9
	return tally{t.count + sign, t.sum + uint64(sign)*x}
}

// logWalk looks at events and at the log of them.
type logWalk struct{ *run }

// walkLog looks at the log.
func (r logWalk) walkLog() error {
	spans, last := map[int64]tally{}, int64(0)
	err := r.walk("log_entries", func(after int64) (int64, int, error) {
		rows, err := r.entriesAfter(after)
		if err != nil || len(rows) == 0 {
			return after, 0, err
		}
		if err := r.entries(after, rows); err != nil {
			return after, 0, err
		}
		last = rows[len(rows)-1].ID
		return last, len(rows), nil
	})
	if err != nil {
		return err
	}
	if err := r.look(r.lastOffset); err != nil {
		return fmt.Errorf("check the log: %w", err)
	}
	count := func(id, sign int64) { spans[id>>spanBits] = spans[id>>spanBits].add(id, sign) }
	if err := r.eachEvent(func(id int64) { count(id, 1) }, func(id int64) { count(id, -1) }); err != nil {
		return fmt.Errorf("check the log: %w", err)
	}
	maps.DeleteFunc(spans, func(_ int64, t tally) bool { return t == tally{} })
	if len(spans) == 0 {
		return nil
	}
	return r.look(func() error { return r.missing(spans) })
}

func (r logWalk) entriesAfter(after int64) ([]*ent.LogEntry, error) {
	return r.Store.Client.LogEntry.Query().Where(logentry.IDGT(after)).Order(ent.Asc(logentry.FieldID)).Limit(pageRows).All(r.ctx)
}

// entries looks at a page of the log, which follows on an offset.
func (r logWalk) entries(after int64, rows []*ent.LogEntry) error {
	ids := make([]int64, len(rows))
	for i, e := range rows {
		ids[i] = e.EventID
	}
	list, err := r.Store.Client.Event.Query().Where(entevent.IDIn(ids...)).
		Select(entevent.FieldID, entevent.FieldChannelID, entevent.FieldType, entevent.FieldSubject, entevent.FieldSeq).All(r.ctx)
	if err != nil {
		return err
	}
	events := map[int64]*ent.Event{}
	for _, e := range list {
		events[e.ID] = e
	}
	newest := map[string]int{}
	for _, entry := range rows {
		object := fmt.Sprintf("log %d", entry.ID)
		r.wrong(InOrder, object, "offset", after+1, entry.ID)
		after = entry.ID
		e := events[entry.EventID]
		if e == nil {
			r.broken(InOrder, object, "its event %d is not there", entry.EventID)
			continue
		}
		if entry.Type != "" {
			r.wrong(InOrder, object, "type", e.Type, entry.Type)
		}
		r.wrong(Apart, object, "channel", e.ChannelID, entry.ChannelID)
		if e.Seq <= newest[e.Subject] {
			r.broken(InOrder, object, "event %d of %s comes after event %d", e.Seq, e.Subject, newest[e.Subject])
		}
		newest[e.Subject] = max(newest[e.Subject], e.Seq)
	}
	r.lookedAt(InOrder, len(rows))
	return nil
}

// lastOffset is what the counter of the log says.
func (r logWalk) lastOffset() error {
	row, err := r.Store.Client.Counter.Query().Where(counter.Name(string(work.EventPlaces))).Only(r.ctx)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	said := int64(0)
	if row != nil {
		said = row.Value
	}
	newest, err := r.Store.Client.LogEntry.Query().Order(ent.Desc(logentry.FieldID)).First(r.ctx)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	last := int64(0)
	if newest != nil {
		last = newest.ID
	}
	r.wrong(InOrder, "log", "last offset, by its counter", said, last)
	return nil
}

// eachEvent goes through the events that are to stand in the log, and through those that do.
func (r logWalk) eachEvent(event, entry func(id int64)) error {
	client := r.Store.Client
	for after := int64(0); ; {
		ids, err := client.Event.Query().Where(entevent.IDGT(after)).Order(ent.Asc(entevent.FieldID)).Limit(pageRows).IDs(r.ctx)
		if err != nil {
			return err
		}
		waiting, err := client.Outbox.Query().Where(outbox.IDIn(ids...)).IDs(r.ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if after = id; !slices.Contains(waiting, id) {
				event(id)
			}
		}
		if len(ids) < pageRows {
			break
		}
	}
	for after := int64(0); ; {
		rows, err := r.entriesAfter(after)
		if err != nil {
			return err
		}
		for _, e := range rows {
			after = e.ID
			entry(e.EventID)
		}
		if len(rows) < pageRows {
			return nil
		}
	}
}

// missing names the events of spans that stand in the log not at all, or more than once.
func (r logWalk) missing(spans map[int64]tally) error {
	counts := map[int64]int{}
	within := func(change int) func(int64) {
		return func(id int64) {
			if _, differs := spans[id>>spanBits]; differs {
				counts[id] += change
			}
		}
	}
	if err := r.eachEvent(within(-1), within(1)); err != nil {
		return fmt.Errorf("check the log: %w", err)
	}
	for id, n := range counts {
		switch {
		case n < 0:
			r.broken(InOrder, fmt.Sprintf("events %d", id), "it does not stand in the log")
		case n > 0:
			r.broken(InOrder, fmt.Sprintf("events %d", id), "it stands in the log %d times too often", n)
		}
	}
	return nil
}
