package claims

import (
	"context"
	"time"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Service takes claims, decides them and has them paid. Each of its parts has one job, and its acts lie in these files:
//
//	Reader        find.go, list.go, queue.go
//	Intake        submit.go, preview.go, update.go, withdraw.go; what the last two share in change.go
//	Adjudication  adjudicate.go, with what it looks at in assess.go
//	Desk          assessment.go, allowed.go, next.go, assign.go, note.go, evidence.go, decide.go, approve.go, reopen.go
//	Comparison    similar.go
//	Authorities   authority.go
//	Payouts       pay.go, outcome.go, retry.go, dispute.go
//	Recoveries    recover.go
//	PersonalData  personal.go
//
// Every change of a claim's state goes through transition.go. The service is safe for concurrent use, on any number of
// servers and workers.
type Service struct {
	*Reader
	*Intake
	*Adjudication
	*Desk
	*Authorities
	*Comparison
	*Payouts
	*Recoveries
	*PersonalData
}

// Parts is what the service needs.
type Parts struct {
	Store        *work.Store
	Catalog      *catalog.Service
	Distribution *distribution.Service
	Policies     *policy.Service
	Ring         *seal.Keyring
	Audit        *audit.Log
	Approvals    *approval.Service
	Ports        Ports
	// Paid, where it is set, is told how long after its submission a claim was paid.
	Paid func(after time.Duration)
}

// New opens the service; Close it to let what is queued finish.
func New(p Parts) *Service {
	key := p.Ring.Mac("claim mark") // the name that stored hashes were made under
	halves := &halves{p.Distribution, p.Ports}
	sealer, indexes := &sealer{p.Ring}, &blindIndex{p.Store, privacy.NewBlindIndex(p.Ring)}
	velocities, unique := &velocities{p.Store, halves, key}, &uniqueFacts{halves, key}
	estimator := &estimator{p.Store, p.Distribution}
	assessor := &assessor{p.Store, p.Distribution, halves, velocities}
	s := &Service{
		Reader:       &Reader{p.Store, p.Distribution, p.Policies, p.Approvals},
		PersonalData: &PersonalData{p.Store, p.Policies, sealer, indexes},
	}
	s.Intake = &Intake{
		store: p.Store, distribution: p.Distribution, policies: p.Policies, audit: p.Audit, approvals: p.Approvals,
		reader: s.Reader, sealer: sealer, indexes: indexes, velocities: velocities, estimator: estimator, assessor: assessor, unique: unique,
		requests: p.Ring.Mac("claim request"),
		numbers:  work.NewNumbers(p.Store, number.Claim, "claim number", func(ctx context.Context) (string, error) { return highestNumber(ctx, p.Store) }),
	}
	s.Payouts = &Payouts{
		store: p.Store, distribution: p.Distribution, policies: p.Policies, audit: p.Audit, reader: s.Reader, sealer: sealer, halves: halves, onPaid: p.Paid,
	}
	s.paidBatch = work.NewBatch(1, paidBatchSize, s.recordPaidBatch)
	s.Adjudication = &Adjudication{
		store: p.Store, distribution: p.Distribution, policies: p.Policies, sealer: sealer, unique: unique, assessor: assessor, payouts: s.Payouts,
	}
	s.Desk = &Desk{
		store: p.Store, distribution: p.Distribution, policies: p.Policies, audit: p.Audit, approvals: p.Approvals,
		reader: s.Reader, sealer: sealer, unique: unique, assessor: assessor,
	}
	s.Comparison = &Comparison{p.Store, p.Catalog, p.Policies, s.Reader}
	s.Recoveries = &Recoveries{p.Store, p.Distribution, p.Policies, p.Audit, s.Reader}
	s.Authorities = &Authorities{p.Store, p.Catalog, p.Audit, p.Approvals}
	p.Approvals.Handle(entapproval.KindClaimPayout, s.approvalSubject())
	p.Approvals.Handle(entapproval.KindClaimReopening, s.reopeningSubject())
	p.Approvals.Handle(entapproval.KindClaimAuthority, s.subject())
	return s
}

// Close lets what is queued finish and refuses the rest.
func (s *Service) Close() { s.paidBatch.Close() }

// highestNumber is that of the claims that are stored.
func highestNumber(ctx context.Context, store *work.Store) (string, error) {
	highest, err := store.Client.Claim.Query().Order(ent.Desc(claim.FieldNumber)).Select(claim.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}
