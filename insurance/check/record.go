package check

import "fmt"

// I5: the audit record, as `baodan verify` recomputes it.
func (r *run) auditRecord() error {
	return r.look(func() error {
		v, err := r.Audit.Verify(r.ctx, r.Checkpoints, func(links int64) {
			if r.Told != nil {
				r.Told("audit record", links)
			}
		})
		if err != nil {
			return fmt.Errorf("check the audit record: %w", err)
		}
		r.lookedAt(OnRecord, int(v.Links))
		if v.Bad != nil {
			r.broken(OnRecord, "audit record", "%s", v.Bad.Error())
		}
		return nil
	})
}
