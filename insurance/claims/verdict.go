package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// verdict is a decision that is about to be stored.
type verdict struct {
	row          *ent.Claim
	policyNumber string
	decision     *catalog.Decision
	limit        *money.Amount     // of one event, as the cover is known now; nil: as it stands
	computed     *int64            // what the product would pay, in minor units; nil: as it stands
	path         []string          // of the fact to correct
	until        *time.Time        // when a correction must have come
	guards       []predicate.Claim // what must hold beside the version
	by           string            // the person who decides; empty: the machine
}

// apply stores a decision with its consequences and its event, and answers the claim as it is then; an approved claim
// gets a payout. The caller has locked the policy. It fails with errMoved where the claim changed after it was read.
func (v *verdict) apply(ctx context.Context, tx *work.Tx, channels *distribution.Service) (*ent.Claim, error) {
	row, d := v.row, v.decision
	now := channels.Now(row.ChannelID)
	stored, err := decisionJSON(d)
	if err != nil {
		return nil, err
	}
	t, tell := v.transition()
	next, err := t.move(ctx, tx, move{row: row, at: now, guards: v.guards, by: v.by, event: tell, set: func(next *ent.Claim) {
		next.Reason, next.DecidedAt, next.Decision, next.Score = d.Reason, &now, stored, d.Score
		if v.limit != nil {
			next.EventLimit = v.limit.Minor
		}
		if v.computed != nil {
			next.Computed = v.computed
		}
		switch d.Outcome {
		case catalog.Approve:
			next.Payable, next.Payouts = &d.Payable.Result.Minor, row.Payouts+1
		case catalog.Decline:
			next.ClosedAt = &now
		case catalog.Correct:
			due := channels.Due(row.ChannelID, *v.until)
			next.DueAt = &due
		case catalog.Refer:
		}
	}})
	if err != nil || next.State != claim.StateApproved {
		return next, err
	}
	return next, orderPayout(ctx, tx, channels, next, now)
}

// transition of a verdict, and the event that tells of it.
func (v *verdict) transition() (transition, func(*ent.Claim) event.Payload) {
	switch v.decision.Outcome {
	case catalog.Approve:
		return transitions.approve, func(c *ent.Claim) event.Payload { return event.ClaimApproved{Claim: snapshot(c, v.policyNumber)} }
	case catalog.Decline:
		return transitions.decline, func(c *ent.Claim) event.Payload { return event.ClaimDeclined{Claim: snapshot(c, v.policyNumber)} }
	case catalog.Correct:
		return transitions.correct, func(c *ent.Claim) event.Payload {
			return event.ClaimCorrectionNeeded{Claim: snapshot(c, v.policyNumber), Path: v.path}
		}
	default:
		return transitions.refer, func(c *ent.Claim) event.Payload { return event.ClaimInReview{Claim: snapshot(c, v.policyNumber)} }
	}
}

// orderPayout makes the row of the next attempt at paying a claim; a worker does the rest.
func orderPayout(ctx context.Context, tx *work.Tx, channels *distribution.Service, c *ent.Claim, now time.Time) error {
	return tx.Payout.Create().SetID(tx.NewKey()).SetChannelID(c.ChannelID).SetClaimID(c.ID).SetAttempt(c.Payouts).
		SetPaymentKey(paymentKey(c)).SetState(payout.StateOrdered).SetCurrency(c.Currency).SetAmount(*c.Payable).
		SetOrderedAt(now).SetDueAt(channels.Due(c.ChannelID, now)).Exec(ctx)
}

// decisionJSON is a decision as it is stored.
func decisionJSON(d *catalog.Decision) (string, error) {
	out, err := json.Marshal(d)
	return string(out), err
}

// withReason is a stored decision with another reason, keeping what it computed.
func withReason(c *ent.Claim, reason string, sentence rule.Text) (string, error) {
	stored := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(c.Decision), &stored); err != nil {
		return "", fmt.Errorf("decision of claim %s: %w", c.Number, err)
	}
	for name, value := range map[string]any{"reason": reason, "sentence": sentence} {
		written, err := json.Marshal(value)
		if err != nil {
			return "", err
		}
		stored[name] = written
	}
	out, err := json.Marshal(stored)
	return string(out), err
}
