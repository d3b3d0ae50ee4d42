package files

import (
	"context"
	"fmt"
	"strconv"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Which names a file.
type Which struct{ FileID work.FileKey }

// Give makes a link to a file that belongs to a claim or service request, for the person who asks, and puts that on
// record: what is on photos and receipts is personal, and cannot be masked (H7, E6). Who may is said by the file's purpose; who keeps
// the systems or audits them may not, whatever other role they have.
// Faults: NOT_FOUND, also for a file that was removed; FORBIDDEN.
func (s *Service) Give(ctx context.Context, caller *access.Caller, id work.FileKey) (token string, err error) {
	row, err := s.store.Client.File.Query().
		Where(file.ID(int64(id)), file.StateEQ(file.StateStored), file.Or(file.ClaimIDNotNil(), file.RequestIDNotNil())).Only(ctx)
	if ent.IsNotFound(err) || err == nil && !caller.Sees(row.ChannelID) {
		return "", fault.New(fault.CodeNotFound, "no such file", "fileId")
	}
	if err != nil {
		return "", fmt.Errorf("give file %d: %w", id, err)
	}
	if caller.Audience != access.Ops || caller.HasRole(access.SystemAdmin, access.Audit) || !caller.HasRole(purposes[row.Purpose].readers...) {
		return "", fault.New(fault.CodeForbidden, "files for "+string(row.Purpose), "fileId")
	}
	err = s.store.Do(ctx, "give file", func(ctx context.Context, tx *work.Tx) error {
		entry, err := given(ctx, tx, row)
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), entry)
	})
	if err != nil {
		return "", err
	}
	return s.Link(caller, row.Sha256, row.Name, row.MediaType), nil
}

// given says what is on record of it: at the claim or service request.
func given(ctx context.Context, tx *work.Tx, row *ent.File) (audit.Entry, error) {
	entry := audit.Entry{After: map[string]any{"file": strconv.FormatInt(row.ID, 10), "sha256": row.Sha256}}
	if row.ClaimID != nil {
		c, err := tx.Claim.Get(ctx, *row.ClaimID)
		if err != nil {
			return entry, fmt.Errorf("claim of file %d: %w", row.ID, err)
		}
		entry.Action, entry.ObjectKind, entry.Object, entry.ChannelID = "claim.open_file", "claim", c.Number, c.ChannelID
		return entry, nil
	}
	r, err := tx.ServiceRequest.Get(ctx, *row.RequestID)
	if err != nil {
		return entry, fmt.Errorf("service request of file %d: %w", row.ID, err)
	}
	entry.Action, entry.ObjectKind, entry.Object, entry.ChannelID = "service_request.open_file", "service_request", r.Number, r.ChannelID
	return entry, nil
}
