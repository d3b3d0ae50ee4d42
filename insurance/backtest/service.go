// Package backtest rates a sample of the real book again under another version of a product: what would change, for whom,
// before anybody sells it. It decides which policies are looked at and how they are told apart; what a policy would have
// cost is issuing's.
package backtest

import (
	"context"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Kind of its jobs.
const Kind = "back-test"

// Service runs back-tests. It is safe for concurrent use.
type Service struct {
	store        *work.Store
	audit        *audit.Log
	background   *background.Service
	catalog      *catalog.Service
	distribution *distribution.Service
	issuing      *issuing.Service
	page         int64 // policies rated at once, about; this many are in memory
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, jobs *background.Service, catalog *catalog.Service, distribution *distribution.Service, issuing *issuing.Service) *Service {
	s := &Service{store: store, audit: audit, background: jobs, catalog: catalog, distribution: distribution, issuing: issuing, page: pageRate}
	jobs.Declare(Kind, background.Kind{Do: s.Work, Askers: []access.Role{access.Underwriting}})
	return s
}

// Input asks for a back-test.
type Input struct {
	RequestNo   string
	ProductCode string
	Version     int
	Bound       work.Period // policies that were bound in it
	Sample      *int        // at most this number of them; nil: usualSample
}

const (
	usualSample = 10_000 // policies, where nobody says how many
	// MostSample is the largest sample, in policies.
	MostSample = 100_000
)

// asked is what a job is about: this content of the version and no other, and policies whose keys lie in between.
type asked struct {
	Code    string `json:"code"`
	Version int    `json:"version"`
	ID      int64  `json:"id"`
	Digest  string `json:"digest"`
	From    int64  `json:"from"`
	Until   int64  `json:"until"`
	Sample  int    `json:"sample"`
}

// Start begins a back-test of a version, draft or not, over live policies of its product that were bound in a span, in the
// version's currency. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Service) Start(ctx context.Context, caller *access.Caller, in Input) (*ent.Job, error) {
	sample := usualSample
	if in.Sample != nil {
		sample = *in.Sample
	}
	if err := s.check(in, sample); err != nil {
		return nil, err
	}
	row, err := s.catalog.Row(ctx, in.ProductCode, in.Version)
	if err != nil {
		return nil, err
	}
	if _, err := s.catalog.Compiled(ctx, row); err != nil {
		return nil, err
	}
	until := in.Bound.End
	if now := s.store.Now(); until.After(now) {
		until = now // what is bound from now on is not of this test
	}
	ask := asked{
		Code: row.Code, Version: row.Version, ID: row.ID, Digest: row.Digest,
		From: work.KeyAt(in.Bound.Start), Until: work.KeyAt(until), Sample: sample,
	}
	var started *ent.Job
	err = s.store.Do(ctx, "start back-test", func(ctx context.Context, tx *work.Tx) error {
		if started, err = s.background.Start(ctx, tx, caller, Kind, 0, ask, nil); err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, started.ID, ""); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "product.backtest", ObjectKind: "product", Object: catalog.Object(row.Code, row.Version),
			After: map[string]any{"from": in.Bound.Start.UTC(), "until": until.UTC(), "sample": sample, "digest": row.Digest},
		})
	})
	if err != nil {
		return nil, err
	}
	return started.Unwrap(), nil
}

func (s *Service) check(in Input, sample int) error {
	var faults fault.List
	if sample < 1 || sample > MostSample {
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, "1 to %d policies", MostSample).At("sample"))
	}
	if !in.Bound.End.After(in.Bound.Start) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "the end lies before the beginning", "bound", "end"))
	} else if !in.Bound.Start.Before(s.store.Now()) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "nothing is bound there yet", "bound", "start"))
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}
