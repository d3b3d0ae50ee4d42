package privacy

import (
	"context"
	"fmt"

	"baodan/insurance/work"
)

// SealedColumnsOf are the columns of wrapped keys that there are, of personal data and of secrets.
func SealedColumnsOf(s *Service) []work.SealedColumn { return s.sealed }

// Opens opens the sealed values of the rows after a key, keeps nothing of them, and answers the keys of those that do not
// open: moved to another row, changed, or sealed under a key that the keyring does not hold. Looked are the rows that were
// read, sealed those of them that have a value.
func Opens(ctx context.Context, s *Service, column work.SealedColumn, after int64, most int) (last int64, looked, sealed int, bad []int64, err error) {
	rows, err := column.Values(ctx, s.store.Client, after, most)
	if err != nil {
		return after, 0, 0, nil, fmt.Errorf("open %s: %w", column.Table, err)
	}
	last = after
	for _, r := range rows {
		last = r.ID
		if r.Value == nil && r.Box == nil {
			continue
		}
		sealed++
		if _, err := s.ring.Open(r.Value, r.Box, column.Context(r.ID, r.Also)); err != nil {
			bad = append(bad, r.ID)
		}
	}
	return last, len(rows), sealed, bad, nil
}
