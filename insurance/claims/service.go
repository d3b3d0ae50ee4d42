package claims

import (
	"context"
	"time"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	approvalKind "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Service takes claims, decides them and has them paid. It is safe for concurrent use, on any number of servers and
// workers at once.
type Service struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	ring         *seal.Keyring
	audit        *audit.Log
	approvals    *approval.Service
	evidence     *files.Service
	requests     *seal.Mac // recognizes replays
	values       *seal.Mac // hashes what is counted and what pays once
	blindIndex   *privacy.BlindIndex
	numbers      *work.Numbers
	ports        Ports
	// settlements of payments that were made; see settleTogether.
	paidBatch *work.Batch[*knownOutcome, struct{}]
	onPaid    func(after time.Duration)
}

// Ports is where money and parcels really are. Live is for real business, Sandbox for sandboxes, which never
// reach a real bank or carrier.
type Ports struct {
	Bank, SandboxBank       Bank
	Tracker, SandboxTracker Tracker
}

// Parts is what the service stands on.
type Parts struct {
	Store        *work.Store
	Distribution *distribution.Service
	Policies     *policy.Service
	Ring         *seal.Keyring
	Audit        *audit.Log
	Approvals    *approval.Service
	Evidence     *files.Service
	Ports        Ports
	// Paid, where it is set, hears how long after its submission a claim was paid.
	Paid func(after time.Duration)
}

// New opens the service; Close it to let what is queued finish.
func New(p Parts) *Service {
	o := &Service{
		store: p.Store, distribution: p.Distribution, policies: p.Policies, ring: p.Ring, audit: p.Audit, approvals: p.Approvals, evidence: p.Evidence,
		ports: p.Ports, onPaid: p.Paid,
		requests: p.Ring.Mac("claim request"), values: p.Ring.Mac("claim mark"), blindIndex: privacy.NewBlindIndex(p.Ring),
	}
	o.numbers = work.NewNumbers(p.Store, number.Claim, "claim number", o.highestNumber)
	p.Approvals.Handle(approvalKind.KindClaimPayout, o.approvalSubject())
	o.paidBatch = work.NewBatch(1, paidBatchSize, o.recordPaidBatch)
	return o
}

// Close lets what is queued finish and refuses the rest.
func (s *Service) Close() { s.paidBatch.Close() }

// highestNumber is that of the claims that are stored.
func (s *Service) highestNumber(ctx context.Context) (string, error) {
	highest, err := s.store.Client.Claim.Query().Order(ent.Desc(claim.FieldNumber)).Select(claim.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}

func (s *Service) live(channelID int64) bool {
	c := s.distribution.Channel(channelID)
	return c != nil && c.Live
}

func (s *Service) bank(channelID int64) Bank {
	if s.live(channelID) {
		return s.ports.Bank
	}
	return s.ports.SandboxBank
}

func (s *Service) tracker(channelID int64) Tracker {
	if s.live(channelID) {
		return s.ports.Tracker
	}
	return s.ports.SandboxTracker
}

// scope is where facts that pay once, and bursts, are counted: the whole company, or one sandbox.
func (s *Service) scope(channelID int64) int64 {
	if s.live(channelID) {
		return 0
	}
	return channelID
}
