package enquiry

import (
	"context"

	"baodan/ent"
	"baodan/insurance/background"
)

// ExportPart works one part of an export, as a worker does that dies after it.
func (s *Service) ExportPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	return s.exportPart(ctx, row)
}
