package claims

import (
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/insurance/catalog"
)

// Claim is a claim as it is now, or as a request left it.
type Claim struct {
	row    *ent.Claim
	reader *Reader
}

// Decision is why the last decision on a claim fell.
type Decision struct {
	Claim    *Claim
	Reason   string // code
	Sentence rule.Text
	Path     []string          // of the fact that it blames
	Rating   *rating.Worksheet // its steps have no titles: these are those of the policy's product
	At       time.Time
}

// Revision is a claim as it was sent at some time.
type Revision struct {
	claim    int64 // its key
	Revision int
	At       time.Time
	Kind     claimrevision.Kind
	Facts    json.RawMessage
	Changed  []string
	MadeBy   string // channel:KEY-ID, person:alice
}

// Key is its primary key.
func (c *Claim) Key() int64 { return c.row.ID }

// Number of the claim.
func (c *Claim) Number() string { return c.row.Number }

// RequestNo is the channel's number of its submission; with ~ in front that of a person who entered it for a caller.
func (c *Claim) RequestNo() string { return c.row.RequestNo }

// State of the claim.
func (c *Claim) State() claim.State { return c.row.State }

// Revision grows by one at each change.
func (c *Claim) Revision() int { return c.row.Version }

// OccurredAt is when the loss happened.
func (c *Claim) OccurredAt() time.Time { return c.row.OccurredAt }

// ReportedAt is when the loss was reported, as the caller or the facts say; else when it was submitted.
func (c *Claim) ReportedAt() time.Time { return reportedAt(c.row) }

// SubmittedAt is when it was submitted.
func (c *Claim) SubmittedAt() time.Time { return c.row.SubmittedAt }

// Limit is what its policy pays for one event at most.
func (c *Claim) Limit() money.Amount { return c.money(c.row.EventLimit) }

// Claimed is the loss: as the claimant named it, or by the fact or tariff of the product; nil where neither says it.
func (c *Claim) Claimed() *money.Amount { return c.optional(c.row.Claimed) }

// Computed is what the product would pay by the facts, limits applied; nil where it cannot say.
func (c *Claim) Computed() *money.Amount { return c.optional(c.row.Computed) }

// Payable is what was paid or is to be paid; nil before it is approved.
func (c *Claim) Payable() *money.Amount { return c.optional(c.row.Payable) }

func (c *Claim) optional(minor *int64) *money.Amount {
	if minor == nil {
		return nil
	}
	amount := c.money(*minor)
	return &amount
}

func (c *Claim) money(minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: money.Currency(c.row.Currency)}
}

// Decision is the last one; nil where none fell since it was last sent.
func (c *Claim) Decision() (*Decision, error) {
	if c.row.Reason == "" || c.row.DecidedAt == nil {
		return nil, nil // undecided
	}
	var stored catalog.Decision
	if err := json.Unmarshal([]byte(c.row.Decision), &stored); err != nil {
		return nil, fmt.Errorf("decision of claim %s: %w", c.row.Number, err)
	}
	return &Decision{
		Claim: c, Reason: c.row.Reason, Sentence: stored.Sentence, Path: stored.Path, Rating: stored.Payable, At: *c.row.DecidedAt,
	}, nil
}
