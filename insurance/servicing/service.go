// Package servicing changes, renews and ends policies (B3-B5, D6-D8). Who may do what, when and at which price is data
// of the product; what the new policy of a renewal covers and costs is issuing's.
package servicing

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/number"
	"baodan/engine/rating"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Service services policies. It is safe for concurrent use, on any number of servers at once.
type Service struct {
	*Announcements
	*Possibilities
	*drafter

	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	issuing      *issuing.Service
	audit        *audit.Log
	requests     *seal.Mac // recognizes replays
	numbers      *work.Numbers
}

// drafter makes drafts of acts, with all that could refuse them; what stores nothing stops there.
type drafter struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	issuing      *issuing.Service
	requests     *seal.Mac
}

// Possibilities tell which acts on policies are possible, and what their inputs may be.
type Possibilities struct{ *drafter }

// EndorseInput asks for one change of a policy.
type EndorseInput struct {
	RequestNo    string
	PolicyNumber string
	Change       ChangeInput
	EffectiveAt  *time.Time // nil: now
	PreviewToken *string    // nil: whatever it does
	Note         *string    // of a person: why
}

// ChangeInput is one change; exactly one field is set.
type ChangeInput struct {
	PlanCode *string
	Insured  *InsuredChangeInput
}

// InsuredChangeInput changes data of an insured. Party holds a *string for each field that changes, nil to remove it, by the field's name; what is
// left out stays.
type InsuredChangeInput struct {
	Reference string
	Party     map[string]any
}

// change of the party.
func (in *InsuredChangeInput) change() policy.PartyChange {
	change := make(policy.PartyChange, len(in.Party))
	for name, value := range in.Party {
		change[name], _ = value.(*string) // a bare nil removes, too
	}
	return change
}

// CancelInput asks for the end of a policy.
type CancelInput struct {
	RequestNo    string
	PolicyNumber string
	Reason       string
	PreviewToken *string // nil: whatever it does
	Note         *string // of a person: why
}

// RenewInput asks for a policy that renews another.
type RenewInput struct {
	OrderNo         string
	PolicyNumber    string
	AgreementCode   *string // nil: that of the policy
	PlanCode        *string // nil: that in force
	Payer           *policy.Payer
	ExpectedPremium *money.Input
	PreviewToken    *string // nil: whatever it would be
	Note            *string // of a person: why
}

// Endorsed is the answer to an endorsement or a cancellation.
type Endorsed struct {
	Endorsement *Endorsement
	Replayed    bool
}

// Endorsement is a change of a policy, with the policy it changed.
type Endorsement struct {
	row    *ent.Endorsement
	policy *policy.Policy
}

// Key is its primary key.
func (e *Endorsement) Key() int64 { return e.row.ID }

// PolicyKey is the primary key of its policy.
func (e *Endorsement) PolicyKey() int64 { return e.row.PolicyID }

// Number of the endorsement.
func (e *Endorsement) Number() string { return e.row.Number }

// Kind of the change.
func (e *Endorsement) Kind() endorsement.Kind { return e.row.Kind }

// EffectiveAt is from when it counts.
func (e *Endorsement) EffectiveAt() time.Time { return e.row.EffectiveAt }

// RecordedAt is when it was made.
func (e *Endorsement) RecordedAt() time.Time { return e.row.RecordedAt }

// Reason of a cancellation; nil for other kinds.
func (e *Endorsement) Reason() *string {
	if e.row.Reason == "" {
		return nil
	}
	return &e.row.Reason
}

// PremiumChange is to be paid, or refunded where it is negative.
func (e *Endorsement) PremiumChange() money.Amount {
	return policy.PremiumOf(e.Lines(), e.policy.Currency())
}

// Lines are what the endorsement moved: a line for each coverage, payer and layer of premium.
func (e *Endorsement) Lines() []policy.Line { return e.policy.LinesOf(e.row) }

// ByPayer is what each payer pays, or gets back: the sum of their lines, in the order of these.
func (e *Endorsement) ByPayer() []policy.Share { return policy.ByPayer(e.Lines()) }

// Rating is how the change of premium came about.
func (e *Endorsement) Rating() (*rating.Worksheet, error) {
	var w rating.Worksheet
	err := w.UnmarshalJSON([]byte(e.row.Worksheet))
	return e.policy.Product().Explain(&w), err
}

// New opens the service.
func New(store *work.Store, distribution *distribution.Service, policies *policy.Service, issuing *issuing.Service, ring *seal.Keyring, audit *audit.Log) *Service {
	drafts := &drafter{store, distribution, policies, issuing, ring.Mac("servicing request")}
	o := &Service{
		Announcements: &Announcements{store, distribution, policies, issuing}, Possibilities: &Possibilities{drafts}, drafter: drafts,
		store: store, distribution: distribution, policies: policies, issuing: issuing, audit: audit, requests: drafts.requests,
	}
	o.numbers = work.NewNumbers(store, number.Endorsement, "endorsement number", o.highestNumber)
	return o
}

// highestNumber is that of the endorsements that are stored.
func (s *Service) highestNumber(ctx context.Context) (string, error) {
	highest, err := s.store.Client.Endorsement.Query().Order(ent.Desc(endorsement.FieldNumber)).
		Select(endorsement.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}
