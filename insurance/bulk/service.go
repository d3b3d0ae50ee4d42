// Package bulk issues policies from a file (B1): row by row by the same rules as the API, resumable, with progress and a
// file of the rows that failed and why. What a row may be, and what is made of it, is decided by issuing; how a file is
// read, and how fast it is worked, is decided here.
package bulk

import (
	"context"
	"time"

	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Kinds of jobs.
const (
	IssueKind = "bulk.issue"
	CheckKind = "bulk.check"
)

// LeaseFor is after which silence of a worker its job is another's.
const LeaseFor = 20 * time.Second

// Service issues from files. It is safe for concurrent use.
type Service struct {
	store        *work.Store
	audit        *audit.Log
	background   *background.Service
	files        *files.Service
	distribution *distribution.Service
	issuing      *issuing.Service
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, jobs *background.Service, files *files.Service, distribution *distribution.Service, issuing *issuing.Service) *Service {
	s := &Service{store: store, audit: audit, background: jobs, files: files, distribution: distribution, issuing: issuing}
	sales := []access.Role{access.Sales}
	declare := func(kind string, do func(context.Context, time.Duration) (int, error)) {
		jobs.Declare(kind, background.Kind{
			Do: func(ctx context.Context) (int, error) { return do(ctx, LeaseFor) }, Closing: true, Askers: sales, Readers: sales,
		})
	}
	declare(IssueKind, s.WorkIssues)
	declare(CheckKind, s.WorkChecks)
	return s
}

// WorkIssues works a bulk issue that is due, to its end; it answers how many it took, 0 or 1. A worker that dies is missed
// after leaseFor.
func (s *Service) WorkIssues(ctx context.Context, leaseFor time.Duration) (int, error) {
	r := &run{service: s}
	defer r.end()
	return s.background.WorkAndClose(ctx, IssueKind, 1, leaseFor, r.part, s.closing)
}

// WorkChecks works a check that is due, as WorkIssues does.
func (s *Service) WorkChecks(ctx context.Context, leaseFor time.Duration) (int, error) {
	r := &run{service: s, check: true}
	defer r.end()
	return s.background.WorkAndClose(ctx, CheckKind, 1, leaseFor, r.part, s.closing)
}
