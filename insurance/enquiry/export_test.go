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

// ExportAlone sets how many rows a person exports alone, for a test that has fewer than 10,000.
func (s *Service) ExportAlone(rows int) { s.alone = rows }
