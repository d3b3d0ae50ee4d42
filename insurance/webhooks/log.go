package webhooks

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/insurance/access"
	happened "baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// LogEntry is an event with its offset in the log of its channel; in a list of one subject, with its sequence.
type LogEntry struct {
	Offset int64
	Event  *ent.Event
}

// LogFilter narrows the log.
type LogFilter struct {
	Types       []string // with patterns such as claim.*; empty: all
	Subject     *string  // number of a policy or claim
	ChannelCode *string  // of people: whose log; nil: all
	Mode        work.Mode
}

// LogPage is a page of the log. Through, where it is set, is how far the log was looked through, so that it goes on from there and not
// from its last entry: among what was looked at were old entries of other types.
type LogPage struct {
	Entries []LogEntry
	More    bool
	Through *work.Place
}

const mostLogTypes = 100 // in one filter

// Events of the caller's channel, or of the one that a person names, from the log, oldest first. A reader that continues from the last
// place it saw misses nothing. Entries of some types are read by an index, so that a page costs the same however rare they are. Faults:
// INVALID_VALUE for a type that no event has; NOT_FOUND for a channel.
func (s *Reader) Events(ctx context.Context, caller *access.Caller, f LogFilter, page work.Page) (*LogPage, error) {
	_, person := scope(caller)
	view, channels := caller.InView(event.FieldChannelID), caller.Channels()
	if len(f.Types) > mostLogTypes {
		return nil, fault.Newf(fault.CodeInvalidValue, "at most %d", mostLogTypes).At("types")
	}
	for _, t := range f.Types {
		if !known(t) {
			return nil, fault.Newf(fault.CodeInvalidValue, "no event has the type %s", t).At("types")
		}
	}
	if person && f.ChannelCode != nil {
		c, err := s.distribution.ChannelByCode(*f.ChannelCode, f.Mode.IsLive())
		if err != nil {
			return nil, err
		}
		if !caller.Sees(c.ID) {
			return nil, fault.Newf(fault.CodeNotFound, "channel %s", *f.ChannelCode)
		}
		view, channels = event.ChannelID(c.ID), []int64{c.ID}
	}
	if f.Subject != nil {
		return s.eventsOf(ctx, view, f, page)
	}
	if len(f.Types) > 0 {
		return s.ofTypes(ctx, channels, f.Types, page)
	}
	rows, err := s.entries(ctx, view, page)
	if err != nil {
		return nil, err
	}
	p := &LogPage{}
	p.Entries, p.More = work.Trim(page, rows)
	return p, nil
}

// ofTypes reads a page of the entries of some types, of these channels or of all. Those that do not say their type yet are looked at, too.
func (s *Reader) ofTypes(ctx context.Context, channels []int64, patterns []string, page work.Page) (*LogPage, error) {
	types := append([]string{""}, typesOf(patterns)...)
	var ranges []work.Range
	for _, t := range types {
		if channels == nil {
			ranges = append(ranges, work.Range{Index: "logentry_type_id", Equal: "type = ?", Values: []any{t}})
		}
		for _, channel := range channels {
			ranges = append(ranges, work.Range{Index: "logentry_channel_id_type_id", Equal: "channel_id = ? AND type = ?", Values: []any{channel, t}})
		}
	}
	span, by := page.Toward(work.Sorting{Column: logentry.FieldID})
	for _, end := range []*work.Place{&span.After, &span.Before} {
		end.Value = end.Key
	}
	// Nothing behind what was there before is read: of two statements the second may see what the first did not, and a reader would
	// go on behind an entry of another type that came between them.
	newest, err := s.store.Keys(ctx, "SELECT COALESCE(MAX(id), 0) FROM "+logentry.Table)
	if err != nil {
		return nil, fmt.Errorf("event log: %w", err)
	}
	r := work.Reading{Table: logentry.Table, By: by, Condition: " AND id <= ?", Values: []any{newest[0]}}
	places, goesOn, err := s.store.ReadRanges(ctx, r, ranges, span, page.Most+1)
	if err != nil {
		return nil, err
	}
	keys := make([]int64, len(places))
	for i, p := range places {
		keys[i] = p.Key
	}
	rows, err := s.store.Client.LogEntry.Query().Where(logentry.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("event log: %w", err)
	}
	slices.SortFunc(rows, func(a, b *ent.LogEntry) int {
		if page.Backward {
			a, b = b, a
		}
		return cmp.Compare(a.ID, b.ID)
	})
	list, err := s.withEvents(ctx, rows)
	if err != nil {
		return nil, err
	}
	more := goesOn || len(list) > page.Most
	list = list[:min(len(list), page.Most)]
	p := &LogPage{More: more}
	if n := len(list); more && n > 0 {
		p.Through = &work.Place{Key: list[n-1].Offset}
	}
	list = slices.DeleteFunc(list, func(e LogEntry) bool { return !matchesAny(patterns, e.Event.Type) })
	if len(list) == page.Most {
		p.Through = nil
	}
	p.Entries, _ = work.Trim(page, list)
	return p, nil
}

// typesOf are the types that some patterns such as claim.* mean.
func typesOf(patterns []string) (types []string) {
	for _, t := range happened.Types() {
		if matchesAny(patterns, t.Type()) {
			types = append(types, t.Type())
		}
	}
	return types
}

// eventsOf reads a page of the events of one policy or claim, by their sequence: in that order they are in the log.
func (s *Reader) eventsOf(ctx context.Context, view func(*sql.Selector), f LogFilter, page work.Page) (*LogPage, error) {
	query := s.store.Client.Event.Query().Where(event.Subject(*f.Subject), view)
	if page.After.Key != 0 {
		query.Where(event.SeqGT(int(page.After.Key)))
	}
	if page.Before.Key != 0 {
		query.Where(event.SeqLT(int(page.Before.Key)))
	}
	if len(f.Types) > 0 {
		query.Where(event.TypeIn(typesOf(f.Types)...))
	}
	order := ent.Asc(event.FieldSeq)
	if page.Backward {
		order = ent.Desc(event.FieldSeq)
	}
	rows, err := query.Order(order).Limit(page.Most + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("events of %s: %w", *f.Subject, err)
	}
	list := make([]LogEntry, len(rows))
	for i, row := range rows {
		list[i] = LogEntry{int64(row.Seq), row}
	}
	p := &LogPage{}
	p.Entries, p.More = work.Trim(page, list)
	return p, nil
}

// entries reads a page of the log, and one entry more, in the direction of the page.
func (s *Reader) entries(ctx context.Context, view func(*sql.Selector), page work.Page) ([]LogEntry, error) {
	rows, err := s.store.Client.LogEntry.Query().Where(view).Where(page.Oldest).All(ctx) // their column of the channel has the same name
	if err != nil {
		return nil, fmt.Errorf("event log: %w", err)
	}
	return s.withEvents(ctx, rows)
}

// withEvents are entries with what happened.
func (s *Reader) withEvents(ctx context.Context, rows []*ent.LogEntry) ([]LogEntry, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.EventID
	}
	byID, err := s.EventsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]LogEntry, 0, len(rows))
	for _, row := range rows {
		if e := byID[row.EventID]; e != nil {
			list = append(list, LogEntry{row.ID, e})
		}
	}
	return list, nil
}

// Event finds one by its key; nil where there is none in the caller's view.
func (s *Reader) Event(ctx context.Context, caller *access.Caller, id int64) (*ent.Event, error) {
	query := s.store.Client.Event.Query().Where(event.ID(id))
	query.Where(caller.InView(event.FieldChannelID))
	return found(query.Only(ctx))
}
