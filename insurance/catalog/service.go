package catalog

import (
	"context"

	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/files"
	"baodan/insurance/work"
)

// Service knows the products. Each of its parts has one job, and its acts lie in these files:
//
//	Masters     masters.go
//	Reader      versions.go, load.go, difference.go
//	Drafts      save.go
//	Publishing  publish.go, request.go, schedule.go, cancel_withdrawal.go
//
// The service is safe for concurrent use.
type Service struct {
	*Masters
	*Reader
	*Drafts
	*Publishing
}

// New loads the products on sale, keeps them in step with the database, and handles requests to publish.
func New(ctx context.Context, store *work.Store, masters *work.Cache, book *audit.Log, desk *approval.Service, uploads *files.Service) (*Service, error) {
	known := &Masters{store: store, byID: map[int64]*Version{}}
	reader := &Reader{store, desk, uploads, known}
	s := &Service{
		Masters: known, Reader: reader,
		Drafts: &Drafts{store, book, desk, uploads, reader}, Publishing: &Publishing{store, book, desk, reader},
	}
	s.handlePublications()
	return s, masters.Keep(ctx, s.load)
}
