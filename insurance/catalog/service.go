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
//	Judging     mistakes.go
//	Publishing  publish.go, request.go, schedule.go, cancel_withdrawal.go
//
// The service is safe for concurrent use.
type Service struct {
	*Masters
	*Reader
	*Drafts
	*Judging
	*Publishing
}

// New loads the products on sale, keeps them in step with the database, and handles requests to publish.
func New(ctx context.Context, store *work.Store, cache *work.Cache, audit *audit.Log, approvals *approval.Service, uploads *files.Service) (*Service, error) {
	known := &Masters{store: store, byID: map[int64]*Version{}}
	reader := &Reader{store, approvals, uploads, known}
	s := &Service{
		Masters: known, Reader: reader,
		Drafts: &Drafts{store, audit, approvals, uploads, reader}, Publishing: &Publishing{store, audit, approvals, reader},
		Judging: &Judging{reader: reader, masters: known, known: map[saved]judgement{}},
	}
	s.handlePublications()
	return s, cache.Keep(ctx, s.load)
}
