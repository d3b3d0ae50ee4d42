package event

// Claim is a claim after something happened to it: a receiver that keeps the newest has the whole claim.
type Claim struct {
	ClaimNumber  string `json:"claimNumber"`
	RequestNo    string `json:"requestNo"` // of its submission
	PolicyNumber string `json:"policyNumber"`
	State        string `json:"state"`
	OccurredAt   Time   `json:"occurredAt"`
	SubmittedAt  Time   `json:"submittedAt"`
	Limit        Money  `json:"limit"`              // what the policy pays for one event at most
	Claimed      *Money `json:"claimed,omitempty"`  // the loss
	Computed     *Money `json:"computed,omitempty"` // what the product would pay by the facts, limits applied
	Payable      *Money `json:"payable,omitempty"`
	Reason       string `json:"reason,omitempty"` // code of the newest decision
	DecidedAt    *Time  `json:"decidedAt,omitempty"`
}

// ClaimSubmitted tells that a claim was stored (A7, B8).
type ClaimSubmitted struct{ Claim }

// Type is claim.submitted.
func (ClaimSubmitted) Type() string { return "claim.submitted" }

// ClaimUpdated tells that the claimant corrected a claim (A8).
type ClaimUpdated struct {
	Claim
	UpdateRequestNo string   `json:"updateRequestNo"`
	Changed         []string `json:"changed"` // names of facts
}

// Type is claim.updated.
func (ClaimUpdated) Type() string { return "claim.updated" }

// ClaimWithdrawn tells that the claimant took a claim back.
type ClaimWithdrawn struct {
	Claim
	WithdrawRequestNo string `json:"withdrawRequestNo"`
}

// Type is claim.withdrawn.
func (ClaimWithdrawn) Type() string { return "claim.withdrawn" }

// ClaimCorrectionNeeded tells that the claimant has something to correct: Reason and Path say what.
type ClaimCorrectionNeeded struct {
	Claim
	Path []string `json:"path,omitempty"` // of the fact that is blamed
}

// Type is claim.correction_needed.
func (ClaimCorrectionNeeded) Type() string { return "claim.correction_needed" }

// ClaimInReview tells that a person decides.
type ClaimInReview struct{ Claim }

// Type is claim.in_review.
func (ClaimInReview) Type() string { return "claim.in_review" }

// ClaimEvidenceNeeded tells that a person asks the claimant for evidence (B8): Text says which, in words.
type ClaimEvidenceNeeded struct {
	Claim
	Text  string `json:"text"`
	Until Time   `json:"until"`
}

// Type is claim.evidence_needed.
func (ClaimEvidenceNeeded) Type() string { return "claim.evidence_needed" }

// ClaimApproved tells that a claim was accepted and is being paid.
type ClaimApproved struct{ Claim }

// Type is claim.approved.
func (ClaimApproved) Type() string { return "claim.approved" }

// ClaimDeclined tells that a claim was refused for good.
type ClaimDeclined struct{ Claim }

// Type is claim.declined.
func (ClaimDeclined) Type() string { return "claim.declined" }

// ClaimPaid tells that a claim was paid.
type ClaimPaid struct {
	Claim
	PayoutReference string `json:"payoutReference"` // the bank's own number
	PaidAt          Time   `json:"paidAt"`
}

// Type is claim.paid.
func (ClaimPaid) Type() string { return "claim.paid" }

// ClaimPayoutFailed tells that the bank declined; the claim stays open and can be corrected with updateClaim.
type ClaimPayoutFailed struct {
	Claim
	PayoutReason string `json:"payoutReason"`      // the bank's code
	RetryAt      *Time  `json:"retryAt,omitempty"` // when it is tried again by itself
}

// Type is claim.payout_failed.
func (ClaimPayoutFailed) Type() string { return "claim.payout_failed" }

// ClaimReopened tells that a claim that was declined is decided anew, by a person.
type ClaimReopened struct{ Claim }

// Type is claim.reopened.
func (ClaimReopened) Type() string { return "claim.reopened" }

// ClaimRecovered tells that money came back after a claim was paid; the claim stays paid.
type ClaimRecovered struct {
	Claim
	Recovery  Money `json:"recovery"`  // this time
	Recovered Money `json:"recovered"` // so far, this time included
}

// Type is claim.recovered.
func (ClaimRecovered) Type() string { return "claim.recovered" }
