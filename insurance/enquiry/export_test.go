package enquiry

import (
	"context"

	"baodan/ent"
	"baodan/insurance/background"
)

// ExportPart works one part of an export, as a worker does that dies after it.
func (o *Service) ExportPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	return o.exportPart(ctx, row)
}
