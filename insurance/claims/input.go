package claims

import (
	"time"

	"baodan/engine/money"
	"baodan/insurance/work"
)

// SubmitInput claims under a policy.
type SubmitInput struct {
	RequestNo    string
	PolicyNumber string
	OccurredAt   time.Time
	ReportedAt   *time.Time   // when the loss was reported; nil: by the facts, or now
	Claimed      *money.Input // nil: by the facts
	Facts        map[string]any
	FileIDs      []work.FileKey
}

// UpdateInput corrects a claim that is not closed. Facts that are left out stay; null takes an optional one away.
type UpdateInput struct {
	RequestNo        string
	ClaimNumber      string
	ExpectedRevision *int
	Facts            map[string]any
	FileIDs          []work.FileKey
}

// WithdrawInput takes a claim back.
type WithdrawInput struct {
	RequestNo   string
	ClaimNumber string
}

// Answer is a claim as a request left it.
type Answer struct {
	Claim    *Claim
	Replayed bool
}
