package eventlog

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/counter"
	"baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/insurance/work"
)

// Consumer hears of every event once, in the order of places.
type Consumer struct {
	// Name of its cursor. Two consumers of one name are one.
	Name string
	// FromStart tells a consumer that comes to an old log of all that stands there; else it begins at the end.
	FromStart bool
	// Payloads says that it asks what events say, not only which there are.
	Payloads bool
	// Take stores what follows from some entries, in the transaction that moves the cursor behind them. What it answers, where it is not
	// nil, runs after the transaction was committed; it may be lost with the process.
	Take func(context.Context, *work.Tx, []*Entry) (after func(), err error)
}

// cursor is the counter of how far a consumer is.
func (c Consumer) cursor() work.Sequence { return work.Sequence(CursorOf(c.Name)) }

// CursorOf is the name of the counter of how far a consumer is.
func CursorOf(consumer string) string { return "consumer " + consumer }

// Begin makes the cursor of a consumer where it has none. Call it before anything is placed: a consumer that begins at the end does so at
// the end of what was placed before.
func (l *Log) Begin(ctx context.Context, c Consumer) error {
	cursor := string(c.cursor())
	if n, err := l.store.Client.Counter.Query().Where(counter.Name(cursor)).Count(ctx); err != nil || n > 0 {
		return err
	}
	err := l.store.Do(ctx, "begin "+c.Name, func(ctx context.Context, tx *work.Tx) error {
		last, err := work.EventPlaces.Lock(ctx, tx)
		if err != nil {
			return err
		}
		if c.FromStart {
			last = 0
		}
		return tx.Counter.Create().SetID(tx.NewKey()).SetName(cursor).SetValue(last).Exec(ctx)
	})
	if work.IsDuplicate(err) {
		return nil // another worker did
	}
	return err
}

// Consume tells a consumer of the next entries, at most `most` (500 where it is 0), in one transaction, and answers of how many. Call it
// again while it answers more than 0; any number of workers may call it at once, and one does the work.
func (l *Log) Consume(ctx context.Context, c Consumer, most int) (n int, err error) {
	if most <= 0 {
		most = usualBatch
	}
	if behind, err := l.Behind(ctx, c); err != nil || behind <= 0 {
		return 0, err
	}
	var after func()
	err = l.store.Do(ctx, "consume "+c.Name, func(ctx context.Context, tx *work.Tx) error {
		n, after = 0, nil
		at, err := c.cursor().Lock(ctx, tx)
		if err != nil {
			return err
		}
		work.Point("consume.locked")
		entries, err := following(ctx, tx, at, most, c.Payloads)
		if err != nil || len(entries) == 0 {
			return err
		}
		if after, err = c.Take(ctx, tx, entries); err != nil {
			return err
		}
		work.Point("consume.taken")
		n = len(entries)
		return c.cursor().Gave(ctx, tx, n)
	})
	if err != nil {
		return 0, err
	}
	if after != nil {
		after()
	}
	return n, nil
}

// following reads the entries after a place, up to the first gap: who gives places gives them without, so behind one stands nothing yet.
func following(ctx context.Context, tx *work.Tx, at int64, most int, payloads bool) ([]*Entry, error) {
	rows, err := tx.LogEntry.Query().Where(logentry.IDGT(at), logentry.IDLTE(at+int64(most))).Order(ent.Asc(logentry.FieldID)).All(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]int64, 0, len(rows))
	for i, row := range rows {
		if row.ID != at+1+int64(i) {
			return nil, fmt.Errorf("the log has no entry %d", at+1+int64(i))
		}
		ids = append(ids, row.EventID)
	}
	query := tx.Event.Query().Where(event.IDIn(ids...))
	if !payloads {
		query.Select(event.FieldID, event.FieldChannelID, event.FieldSubject, event.FieldSeq, event.FieldType, event.FieldOccurredAt)
	}
	events, err := query.All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*ent.Event, len(events))
	for _, e := range events {
		byID[e.ID] = e
	}
	entries := make([]*Entry, len(rows))
	for i, row := range rows {
		if entries[i] = (&Entry{row.ID, byID[row.EventID]}); entries[i].Event == nil {
			return nil, fmt.Errorf("entry %d of the log has no event", row.ID)
		}
	}
	return entries, nil
}
