package claims

import (
	"context"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// decide stores what the product says of a claim, with its consequences: an approved claim gets its payout, a declined one
// is closed, one to be corrected waits as long as the terms say. The caller has locked the policy.
func (s *Service) decide(ctx context.Context, tx *work.Tx, row *ent.Claim, policy *policy.Policy, terms *rule.Terms, d *catalog.Decision) error {
	v := &verdict{row: row, policyNumber: policy.Number(), decision: d, path: d.Path, guards: []predicate.Claim{claim.Lease(row.Lease)}}
	if d.Outcome == catalog.Correct {
		window, err := terms.Period("claim.evidenceWindow", nil)
		if err != nil {
			return err
		}
		until := window.AddTo(s.distribution.Now(row.ChannelID), policy.Product().Location())
		v.until = &until
	}
	_, err := s.applyVerdict(ctx, tx, v)
	return err
}

// verdict is a decision on its way into the database.
type verdict struct {
	row          *ent.Claim
	policyNumber string
	decision     *catalog.Decision
	path         []string          // of the fact to correct
	until        *time.Time        // when a correction must have come
	guards       []predicate.Claim // what must hold beside the version
}

// applyVerdict writes a decision, its consequences and its event, and answers the claim as it is then: an approved claim gets its
// payout. The caller has locked the policy. It fails with errMoved where the claim is not as it was read.
func (s *Service) applyVerdict(ctx context.Context, tx *work.Tx, v *verdict) (*ent.Claim, error) {
	row, d := v.row, v.decision
	now := s.distribution.Now(row.ChannelID)
	stored, err := decisionJSON(d)
	if err != nil {
		return nil, err
	}
	t, tell := v.transition()
	next, err := s.move(ctx, tx, t, move{row: row, at: now, guards: v.guards, event: tell, set: func(next *ent.Claim) {
		next.Reason, next.DecidedAt, next.Decision, next.Score = d.Reason, &now, stored, d.Score
		switch d.Outcome {
		case catalog.Approve:
			next.Payable, next.Payouts = &d.Payable.Result.Minor, row.Payouts+1
		case catalog.Decline:
			next.ClosedAt = &now
		case catalog.Correct:
			due := s.distribution.Due(row.ChannelID, *v.until)
			next.DueAt = &due
		case catalog.Refer:
		}
	}})
	if err != nil || next.State != claim.StateApproved {
		return next, err
	}
	return next, s.orderPayout(ctx, tx, next, now)
}

// transition is the transition of a verdict, and what is told of it.
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
func (s *Service) orderPayout(ctx context.Context, tx *work.Tx, c *ent.Claim, now time.Time) error {
	return tx.Payout.Create().SetID(tx.NewKey()).SetChannelID(c.ChannelID).SetClaimID(c.ID).SetAttempt(c.Payouts).
		SetPaymentKey(paymentKey(c)).SetState(payout.StateOrdered).SetCurrency(c.Currency).SetAmount(*c.Payable).
		SetOrderedAt(now).SetDueAt(s.distribution.Due(c.ChannelID, now)).Exec(ctx)
}

// declineUnanswered declines a claim whose correction or evidence did not come in time.
func (s *Service) declineUnanswered(ctx context.Context, f *caseFile) error {
	row := f.row
	terms, err := f.policy.Terms()
	if err != nil {
		return err
	}
	return s.store.Do(ctx, "give claim up", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
			return err
		}
		return s.decide(ctx, tx, row, f.policy, terms, &catalog.Decision{
			Outcome: catalog.Decline, Reason: NoAnswer, Sentence: sentence(NoAnswer),
		})
	})
}
