package helpdesk

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/file"
	"baodan/ent/servicerequest"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/files"
	"baodan/insurance/mail"
	"baodan/insurance/work"
)

const mostFiles = 10 // of a request

// AttachInput are files for a request.
type AttachInput struct {
	Ref
	FileIDs []work.FileKey
}

// Attach adds files that the caller sent, each to one request only; at most 10 in all, of at most 20 MiB where they go by
// mail. Faults: INVALID_VALUE, NOT_FOUND for a file that is none, or did not arrive, or is another's or used already;
// CONFLICT, INVALID_STATE, FORBIDDEN.
func (s *Service) Attach(ctx context.Context, caller *access.Caller, in *AttachInput) (*ent.ServiceRequest, error) {
	fileIDs := work.Plain(in.FileIDs)
	unique := map[int64]bool{}
	for _, id := range fileIDs {
		unique[id] = true
	}
	if len(fileIDs) == 0 || len(fileIDs) > mostFiles || len(unique) != len(fileIDs) {
		return nil, fault.Newf(fault.CodeInvalidValue, "1 to %d files, each once", mostFiles).At("fileIds")
	}
	return s.move(ctx, caller, in.Ref, step{
		rule: attaching,
		do: func(ctx context.Context, tx *work.Tx, row *ent.ServiceRequest, _ *ent.ServiceRequestUpdate) (audit.Entry, error) {
			n, err := tx.File.Update().
				Where(file.IDIn(fileIDs...), file.PurposeEQ(file.PurposeServiceRequest), file.StateEQ(file.StateStored), file.RequestIDIsNil(), files.Of(caller)).
				SetRequestID(row.ID).Save(ctx)
			if err != nil {
				return audit.Entry{}, fmt.Errorf("attach files: %w", err)
			}
			if n != len(fileIDs) {
				return audit.Entry{}, fault.New(fault.CodeNotFound, "a file is none of yours, did not arrive, or is used already", "fileIds")
			}
			all, err := tx.File.Query().Where(file.RequestID(row.ID)).All(ctx)
			if err != nil {
				return audit.Entry{}, fmt.Errorf("attach files: %w", err)
			}
			size, digests := int64(0), make([]string, 0, len(all))
			for _, f := range all {
				size += f.Size
				if unique[f.ID] {
					digests = append(digests, f.Sha256)
				}
			}
			if len(all) > mostFiles || row.Delivery == servicerequest.DeliveryEmail && size > mail.Largest {
				return audit.Entry{}, tooManyFiles()
			}
			return audit.Entry{After: map[string]any{"sha256": digests}}, nil
		},
	})
}
