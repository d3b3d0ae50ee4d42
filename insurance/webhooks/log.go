package webhooks

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// LogEntry is an event with its offset in the log of its channel.
type LogEntry struct {
	Offset int64
	Event  *ent.Event
}

// lookedAt is how many rows a filtered list looks at in one call: 50 for each that is asked for, and 100 more; 5,000 at most. What is
// asked for is paid for, and so is what is looked at.
func lookedAt(page work.Page) int { return min(100+50*page.Most, 5000) }

// Events of the caller's channel from the log, oldest first. A reader that continues from the last offset it saw misses
// nothing. Types narrows it, with patterns such as claim.*; then a call looks at as many entries as lookedAt says, and where
// these do not fill the page, the last one looked at is answered as well, whatever its type: it is there to continue from, so
// that a filter neither ends nor skips. Fault: VARIABLE_INVALID for a type that no event has, which would find nothing for ever.
func (s *Reader) Events(ctx context.Context, caller *access.Caller, types []string, page work.Page) (list []LogEntry, more bool, err error) {
	if len(types) > mostTypes {
		return nil, false, fault.New(fault.CodeVariableInvalid, "1 to 50 event types", "types")
	}
	for _, pattern := range types {
		if !known(pattern) {
			return nil, false, fault.New(fault.CodeVariableInvalid, "no event is of type "+pattern, "types")
		}
	}
	return filtered(page, len(types) > 0,
		func(page work.Page) ([]LogEntry, error) { return s.entries(ctx, caller, page) },
		func(l LogEntry) int64 { return l.Offset },
		func(l LogEntry) bool { return matchesAny(types, l.Event.Type) })
}

// entries reads a page of the log, and one entry more, in the direction of the page.
func (s *Reader) entries(ctx context.Context, caller *access.Caller, page work.Page) ([]LogEntry, error) {
	query := s.store.Client.LogEntry.Query()
	if channel, all := scope(caller); !all {
		query.Where(logentry.ChannelID(channel))
	}
	rows, err := query.Where(page.Oldest).All(ctx)
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

// filtered reads a page of what fits, in parts of bounded size; see Events for its rule. Read answers at most page.Most+1
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
	if channel, all := scope(caller); !all {
		query.Where(event.ChannelID(channel))
	}
	return found(query.Only(ctx))
}
