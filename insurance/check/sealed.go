package check

import "fmt"

// sealed opens what is sealed, and keeps nothing of it.
func (r *run) sealed() error {
	for _, column := range r.Privacy.Sealed() {
		err := r.walk(column.Table, func(after int64) (int64, int, error) {
			last, looked, sealed, bad, err := r.Privacy.Opens(r.ctx, column, after, pageRows)
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
