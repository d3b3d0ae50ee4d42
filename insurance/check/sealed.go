package check

import (
	"fmt"

	"baodan/insurance/privacy"
)

// sealed opens what is sealed, and keeps nothing of it.
func (r *run) sealed() error {
	for _, column := range privacy.SealedColumnsOf(r.Privacy) {
		err := r.walk(column.Table, func(after int64) (int64, int, error) {
			last, looked, sealed, bad, err := privacy.Opens(r.ctx, r.Privacy, column, after, pageRows)
			for _, id := range bad {
				r.broken(Opened, fmt.Sprintf("%s %d", column.Table, id), "what %s belongs to does not open", column.Column)
			}
			r.lookedAt(Opened, sealed)
			return last, looked, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
