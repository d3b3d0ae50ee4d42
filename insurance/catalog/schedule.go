package catalog

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// leaseFor is longer than it takes to publish or withdraw a version.
const leaseFor = 30 * time.Second

// ApplySchedules publishes and withdraws what was put on the calendar and whose time has come, at most `most`, and answers how many
// it looked at. What was approved is still what is stored: saving a draft takes it off the calendar.
func (s *Publishing) ApplySchedules(ctx context.Context, most int) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: productversion.Table}, most, leaseFor)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		err := s.store.Do(ctx, "turn products", func(ctx context.Context, tx *work.Tx) error { return s.applySchedule(ctx, tx, id, token) })
		if err != nil {
			return len(ids), err
		}
	}
	return len(ids), nil
}

func (s *Publishing) applySchedule(ctx context.Context, tx *work.Tx, id, token int64) error {
	row, err := tx.ProductVersion.Query().Where(productversion.ID(id), productversion.Lease(token)).
		Select(productversion.FieldCode, productversion.FieldVersion, productversion.FieldState, productversion.FieldRevision,
			productversion.FieldDigest, productversion.FieldPublishAt, productversion.FieldWithdrawAt).Only(ctx)
	if ent.IsNotFound(err) {
		return nil // somebody changed it meanwhile
	}
	if err != nil {
		return fmt.Errorf("product version %d: %w", id, err)
	}
	entry := audit.Entry{ObjectKind: "product", Object: Object(row.Code, row.Version)}
	update := tx.ProductVersion.Update().Where(productversion.ID(id), productversion.Lease(token), productversion.StateEQ(row.State)).
		SetLease(0).ClearDueAt().AddRevision(1)
	switch {
	case row.State == productversion.StateDRAFT && reached(row.PublishAt, tx.Now):
		entry.Action, entry.After = "product.publish", map[string]any{"revision": row.Revision, "digest": row.Digest}
		switch err := superseded(ctx, tx.ProductVersion, row.Code, row.Version); {
		case fault.Has(err, fault.CodeInvalidState):
			entry.Action, entry.After = "product.unschedule", map[string]any{"because": "a later version was published"}
		case err != nil:
			return err
		default:
			update.SetState(productversion.StatePUBLISHED).SetPublishedAt(tx.Now)
		}
		update.ClearPublishAt()
	case row.State == productversion.StatePUBLISHED && reached(row.WithdrawAt, tx.Now):
		entry.Action = "product.withdraw"
		update.SetState(productversion.StateWITHDRAWN).SetWithdrawnAt(tx.Now).ClearWithdrawAt()
	default:
		return update.Exec(ctx) // nothing is left to be done at a time
	}
	n, err := update.Save(ctx)
	if err != nil || n == 0 {
		return err
	}
	if err := s.audit.Record(ctx, tx, audit.Actor{Name: "system:calendar"}, entry); err != nil {
		return err
	}
	return tx.Changed(ctx)
}

func reached(at *time.Time, now time.Time) bool { return at != nil && !at.After(now) }
