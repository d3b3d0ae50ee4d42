package ledger

import (
	"context"
	"fmt"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

// fold books what happened: it is the consumer of the log.
func (s *Service) fold(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) (func(), error) {
	f := &folding{service: s, tx: tx, now: entries, items: map[itemKey]int64{}}
	if err := f.gather(ctx); err != nil {
		return nil, fmt.Errorf("sources of bookings: %w", err)
	}
	for _, e := range entries {
		f.entry, f.line = e, 0
		book := folds[e.Event.Type]
		if book == nil {
			continue
		}
		if err := book(f, ctx); err != nil {
			return nil, fmt.Errorf("booking of %s %s: %w", e.Event.Type, e.Event.Subject, err)
		}
	}
	if err := f.storeItems(ctx); err != nil {
		return nil, fmt.Errorf("open items: %w", err)
	}
	return nil, insert(ctx, tx, f.made)
}

// folds are how the types of events are booked; others move nothing. A test knows every type that there is.
var folds map[string]func(*folding, context.Context) error

func init() {
	folds = map[string]func(*folding, context.Context) error{
		event.PolicyIssued{}.Type(): (*folding).issued, event.PolicyEndorsed{}.Type(): (*folding).endorsed, event.PolicyCancelled{}.Type(): (*folding).cancelled,
		event.MonthClosedType: (*folding).monthClosed, event.CashRecordedType: (*folding).cashRecorded,
	}
	for kind := range claimKinds {
		folds[kind] = (*folding).claimed
	}
}

// folding is one call of fold.
type folding struct {
	service *Service
	tx      *work.Tx
	now     []*eventlog.Entry
	closed  int // newest month that is closed at the place; 0: none
	sources
	entry *eventlog.Entry // that is booked
	line  int             // of the newest booking of its place
	made  []*Booking
	items map[itemKey]int64 // what became due
}

// add makes the next booking of the event, of its channel.
func (f *folding) add(kind Kind) (*Booking, error) { return f.addOf(kind, f.entry.Event.ChannelID) }

// addOf makes the next booking of the event, of a channel.
func (f *folding) addOf(kind Kind, channelID int64) (*Booking, error) {
	e := f.entry.Event
	if f.line++; f.line >= Lines {
		return nil, fmt.Errorf("more than %d lines", Lines-1)
	}
	b := &Booking{Booking: &ent.Booking{ID: f.entry.Place*Lines + int64(f.line), Kind: string(kind), BookedAt: e.OccurredAt, ChannelID: channelID}}
	if channel := f.service.distribution.Channel(channelID); channel != nil {
		b.Live = channel.Live
	}
	day := f.accountingDay(e, b.Live)
	b.Day, b.Month = int(day), day.Month()
	f.made = append(f.made, b)
	return b, nil
}

// accountingDay (会计日期) is the day of recording, or the first open day where its month is closed at the place of the event. The months of
// sandboxes, whose clocks are their own, are never closed.
func (f *folding) accountingDay(e *ent.Event, live bool) earning.Day {
	day := earning.DayOf(e.OccurredAt, workday.Zone)
	if live && f.closed != 0 && day.Month() <= f.closed {
		day = earning.MonthEnd(f.closed) + 1
	}
	return day
}

// Books tells whether events of a type are booked.
func Books(kind string) bool { return folds[kind] != nil }
