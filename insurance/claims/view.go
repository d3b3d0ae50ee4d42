package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/claimnote"
	"baodan/ent/payout"
	"baodan/ent/recovery"
	"baodan/insurance/catalog"
)

// What the insurer's people see of a claim beside what its channel sees.

// Channel under whose policy it is.
func (c *Claim) Channel() *ent.Channel { return c.reader.distribution.Channel(c.row.ChannelID) }

// EnteredBy is the person who entered it for a caller; nil: the channel's machines.
func (c *Claim) EnteredBy(ctx context.Context) (*ent.Person, error) {
	return c.person(ctx, c.row.EnteredBy)
}

// Assignee is who works on it; nil: nobody.
func (c *Claim) Assignee(ctx context.Context) (*ent.Person, error) {
	return c.person(ctx, c.row.Assignee)
}

func (c *Claim) person(ctx context.Context, id int64) (*ent.Person, error) {
	if id == 0 {
		return nil, nil // nobody
	}
	p, err := c.reader.store.Client.Person.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("person %d: %w", id, err)
	}
	return p, nil
}

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

// maxListed bounds the lists that belong to a claim; real claims have far fewer entries.
const maxListed = 200

// Notes are what people wrote down about it, oldest first; the newest 200 where there are more.
func (c *Claim) Notes(ctx context.Context) ([]*ent.ClaimNote, error) {
	list, err := c.reader.store.Client.ClaimNote.Query().Where(claimnote.ClaimID(c.row.ID)).
		Order(ent.Desc(claimnote.FieldID)).Limit(maxListed).All(ctx)
	slices.Reverse(list)
	return list, err
}

// Payouts are the attempts at paying it, oldest first; the newest 200 where there are more.
func (c *Claim) Payouts(ctx context.Context) ([]*ent.Payout, error) {
	list, err := c.reader.store.Client.Payout.Query().Where(payout.ChannelID(c.row.ChannelID), payout.ClaimID(c.row.ID)).
		Order(ent.Desc(payout.FieldAttempt)).Limit(maxListed).All(ctx)
	slices.Reverse(list)
	return list, err
}

// Recoveries are what came back, oldest first; the newest 200 where there are more.
func (c *Claim) Recoveries(ctx context.Context) ([]*ent.Recovery, error) {
	list, err := c.reader.store.Client.Recovery.Query().Where(recovery.ClaimID(c.row.ID)).
		Order(ent.Desc(recovery.FieldID)).Limit(maxListed).All(ctx)
	slices.Reverse(list)
	return list, err
}

// Approval is the request to pay it that waits for others; nil: none.
func (c *Claim) Approval(ctx context.Context) (*ent.Approval, error) {
	if !slices.Contains(undecided, c.row.State) {
		return nil, nil // nothing can wait
	}
	return c.reader.approvals.Waiting(ctx, approval.KindClaimPayout, c.row.Number)
}
