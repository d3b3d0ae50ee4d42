package webhooks

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/logentry"
	"baodan/insurance/work"
)

// Typer writes the types of events into entries of the log that are older than this column.
type Typer struct{ store *work.Store }

// TypeEntries writes the types of at most `most` entries, and answers of how many. Any number of workers may do it at once.
func (s *Typer) TypeEntries(ctx context.Context, most int) (int, error) {
	rows, err := s.store.Client.LogEntry.Query().Where(logentry.Type("")).Order(ent.Asc(logentry.FieldID)).Limit(most).All(ctx)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.EventID
	}
	reader := &Reader{store: s.store}
	happened, err := reader.EventsByID(ctx, ids)
	if err != nil {
		return 0, err
	}
	byType := map[string][]int64{}
	for _, row := range rows {
		e := happened[row.EventID]
		if e == nil {
			return 0, fmt.Errorf("log entry %d has no event", row.ID)
		}
		byType[e.Type] = append(byType[e.Type], row.ID)
	}
	err = s.store.Do(ctx, "types of log entries", func(ctx context.Context, tx *work.Tx) error {
		for kind, entries := range byType {
			if err := tx.LogEntry.Update().Where(logentry.IDIn(entries...)).SetType(kind).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return len(rows), err
}
