package claims

import (
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/insurance/catalog"
)

// What the insurer's people see of a claim beside what its channel sees.

// Channel under whose policy it is.
func (c *Claim) Channel() *ent.Channel { return c.reader.distribution.Channel(c.row.ChannelID) }

// ReasonCode is the code of its newest decision; empty where there is none.
func (c *Claim) ReasonCode() string { return c.row.Reason }

// EnteredByKey is the person who entered it for a caller; 0: the channel's machines.
func (c *Claim) EnteredByKey() int64 { return c.row.EnteredBy }

// AssigneeKey is the person who works on it; 0: nobody.
func (c *Claim) AssigneeKey() int64 { return c.row.Assignee }

// Score is its fraud points, 0 to 100.
func (c *Claim) Score() int { return c.row.Score }

// PromisedAt is until when it is to be paid.
func (c *Claim) PromisedAt() time.Time { return c.row.PromisedAt }

// Recovered is what came back since it was paid.
func (c *Claim) Recovered() money.Amount { return c.money(c.row.Recovered) }

// Findings are what the product found of it when it was looked at last.
func (c *Claim) Findings() ([]catalog.ClaimFinding, error) {
	var stored catalog.Decision
	if err := json.Unmarshal([]byte(c.row.Decision), &stored); err != nil {
		return nil, fmt.Errorf("decision of claim %s: %w", c.row.Number, err)
	}
	return stored.Findings, nil
}
