package webhooks

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/event"
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

// lookedAt is how many rows a filtered list looks at in one call: 50 for each that is asked for, and 100 more; 5,000 at most. What is
// asked for is paid for, and so is what is looked at.
func lookedAt(page work.Page) int { return min(100+50*page.Most, 5000) }

// LogFilter narrows the log.
type LogFilter struct {
	Types       []string // with patterns such as claim.*; empty: all
	Subject     *string  // number of a policy or claim
	ChannelCode *string  // of people: whose log; nil: all
	Mode        work.Mode
}

// LogPage is a page of the log. Through, where it is set, is how far the log was looked through: few of what was looked at is of the
// types, so that it goes on from there and not from its last entry.
type LogPage struct {
	Entries []LogEntry
	More    bool
	Through *work.Place
}

const mostLogTypes = 100 // in one filter

// Events of the caller's channel, or of the one that a person names, from the log, oldest first. A reader that continues from the last
// place it saw misses nothing. Where types narrow it, a call looks at as many entries as lookedAt says; the page says from where to go
// on. Faults: INVALID_VALUE for a type that no event has; NOT_FOUND for a channel.
func (s *Reader) Events(ctx context.Context, caller *access.Caller, f LogFilter, page work.Page) (*LogPage, error) {
	_, all := scope(caller)
	view := caller.InView(event.FieldChannelID)
	if len(f.Types) > mostLogTypes {
		return nil, fault.Newf(fault.CodeInvalidValue, "at most %d", mostLogTypes).At("types")
	}
	for _, t := range f.Types {
		if !known(t) {
			return nil, fault.Newf(fault.CodeInvalidValue, "no event has the type %s", t).At("types")
		}
	}
	if all && f.ChannelCode != nil {
		c, err := s.distribution.ChannelByCode(*f.ChannelCode, f.Mode.IsLive())
		if err != nil {
			return nil, err
		}
		if !caller.Sees(c.ID) {
			return nil, fault.Newf(fault.CodeNotFound, "channel %s", *f.ChannelCode)
		}
		view = event.ChannelID(c.ID)
	}
	if f.Subject != nil {
		return s.eventsOf(ctx, view, f, page)
	}
	return s.walk(ctx, view, f.Types, page)
}

// walk reads a page of the log, in parts of bounded size.
func (s *Reader) walk(ctx context.Context, view func(*sql.Selector), types []string, page work.Page) (*LogPage, error) {
	var kept []LogEntry
	part, looked, most := page, 0, lookedAt(page)
	for {
		if part.Most = page.Most; len(types) > 0 {
			part.Most = min(max(page.Most, 500), most-looked)
		}
		rows, err := s.entries(ctx, view, part)
		if err != nil {
			return nil, err
		}
		more := len(rows) > part.Most
		if len(types) > 0 {
			rows = rows[:min(len(rows), part.Most)]
		}
		for _, row := range rows {
			if matchesAny(types, row.Event.Type) {
				kept = append(kept, row)
			}
		}
		looked += len(rows)
		if len(kept) > page.Most || !more || looked >= most {
			p := &LogPage{}
			if p.Entries, p.More = work.Trim(page, kept); !p.More && more && len(types) > 0 {
				p.More, p.Through = true, &work.Place{Key: rows[len(rows)-1].Offset}
			}
			return p, nil
		}
		if last := rows[len(rows)-1].Offset; page.Backward {
			part.Before.Key = last
		} else {
			part.After.Key = last
		}
	}
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
		var types []string
		for _, t := range happened.Types() {
			if matchesAny(f.Types, t.Type()) {
				types = append(types, t.Type())
			}
		}
		query.Where(event.TypeIn(types...))
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

// filtered reads a page of what fits, in parts of bounded size; where these do not fill the page, the last one looked at is answered as well. Read answers at most page.Most+1
// rows in the direction of the page.
func filtered[T any](page work.Page, narrow bool, read func(work.Page) ([]T, error), key func(T) int64, fits func(T) bool) ([]T, bool, error) {
	if !narrow {
		rows, err := read(page)
		list, more := work.Trim(page, rows)
		return list, more, err
	}
	var kept []T
	part, looked, most := page, 0, lookedAt(page)
	for {
		part.Most = min(max(page.Most, 500), most-looked)
		rows, err := read(part)
		if err != nil {
			return nil, false, err
		}
		more := len(rows) > part.Most
		rows = rows[:min(len(rows), part.Most)]
		for _, row := range rows {
			if fits(row) {
				kept = append(kept, row)
			}
			if len(kept) > page.Most {
				list, _ := work.Trim(page, kept)
				return list, true, nil
			}
		}
		if !more {
			list, _ := work.Trim(page, kept)
			return list, false, nil
		}
		last := rows[len(rows)-1]
		if looked += len(rows); looked >= most {
			if len(kept) < page.Most && (len(kept) == 0 || key(kept[len(kept)-1]) != key(last)) {
				kept = append(kept, last)
			}
			list, _ := work.Trim(page, kept)
			return list, true, nil
		}
		if page.Backward {
			part.Before.Key = key(last)
		} else {
			part.After.Key = key(last)
		}
	}
}

// Event finds one by its key; nil where there is none in the caller's view.
func (s *Reader) Event(ctx context.Context, caller *access.Caller, id int64) (*ent.Event, error) {
	query := s.store.Client.Event.Query().Where(event.ID(id))
	query.Where(caller.InView(event.FieldChannelID))
	return found(query.Only(ctx))
}
