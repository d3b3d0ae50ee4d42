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
func (o *Office) decide(ctx context.Context, tx *work.Tx, row *ent.Claim, policy *policy.Policy, terms *rule.Terms, d *catalog.Decision) error {
	v := &verdict{row: row, policyNumber: policy.Number(), decision: d, path: d.Path, may: []predicate.Claim{claim.Lease(row.Lease)}}
	if d.Outcome == catalog.Correct {
		window, err := terms.Period("claim.evidenceWindow", nil)
		if err != nil {
			return err
		}
		until := window.AddTo(o.directory.Now(row.ChannelID), policy.Product().Location())
		v.until = &until
	}
	_, err := o.pass(ctx, tx, v)
	return err
}

// verdict is a decision on its way into the database.
type verdict struct {
	row          *ent.Claim
	policyNumber string
	decision     *catalog.Decision
	path         []string          // of the fact to correct
	until        *time.Time        // when a correction must have come
	may          []predicate.Claim // what must hold beside the version
}

// pass writes a decision, its consequences and its event, and answers the claim as it is then. The caller has locked the
// policy. It fails with errLost where the claim is not as it was read.
func (o *Office) pass(ctx context.Context, tx *work.Tx, v *verdict) (*ent.Claim, error) {
	row, d := v.row, v.decision
	now := o.directory.Now(row.ChannelID)
	stored, err := text(d)
	if err != nil {
		return nil, err
	}
	next := *row
	next.Version, next.Reason, next.DecidedAt, next.Decision, next.Score = row.Version+1, d.Reason, &now, stored, d.Score
	next.DueAt, next.Lease = nil, 0
	update := tx.Claim.Update().Where(claim.ID(row.ID), claim.Version(row.Version)).Where(v.may...).
		SetVersion(next.Version).SetReason(d.Reason).SetDecidedAt(now).SetDecision(stored).SetScore(d.Score).SetLease(0).ClearDueAt()
	var happened event.Payload
	switch d.Outcome {
	case catalog.Approve:
		next.State, next.Payable, next.Payouts = claim.StateApproved, &d.Payable.Result.Minor, row.Payouts+1
		update.SetPayable(*next.Payable).SetPayouts(next.Payouts)
		happened = event.ClaimApproved{Claim: snapshot(&next, v.policyNumber)}
	case catalog.Decline:
		next.State, next.ClosedAt = claim.StateDeclined, &now
		update.SetClosedAt(now)
		happened = event.ClaimDeclined{Claim: snapshot(&next, v.policyNumber)}
	case catalog.Refer:
		next.State = claim.StateInReview
		happened = event.ClaimInReview{Claim: snapshot(&next, v.policyNumber)}
	case catalog.Correct:
		next.State = claim.StateCorrectionNeeded
		update.SetDueAt(o.directory.Due(row.ChannelID, *v.until))
		happened = event.ClaimCorrectionNeeded{Claim: snapshot(&next, v.policyNumber), Path: v.path}
	}
	n, err := update.SetState(next.State).Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errLost
	}
	if err := o.consequences(ctx, tx, &next, now); err != nil {
		return nil, err
	}
	return &next, event.Record(ctx, tx, row.ChannelID, row.Number, next.Version, now, happened)
}

// consequences orders the payout of an approved claim, and counts a declined one as closed.
func (o *Office) consequences(ctx context.Context, tx *work.Tx, c *ent.Claim, now time.Time) error {
	switch c.State {
	case claim.StateApproved:
		return o.order(ctx, tx, c, now)
	case claim.StateDeclined:
		_, err := policy.CountClaims(ctx, tx, -1, 0, c.PolicyID)
		return err
	default:
		return nil
	}
}

// order makes the row of the next attempt at paying a claim; a worker does the rest.
func (o *Office) order(ctx context.Context, tx *work.Tx, c *ent.Claim, now time.Time) error {
	return tx.Payout.Create().SetID(tx.NewKey()).SetChannelID(c.ChannelID).SetClaimID(c.ID).SetAttempt(c.Payouts).
		SetPaymentKey(paymentKey(c)).SetState(payout.StateOrdered).SetCurrency(c.Currency).SetAmount(*c.Payable).
		SetOrderedAt(now).SetDueAt(o.directory.Due(c.ChannelID, now)).Exec(ctx)
}

// giveUp declines a claim whose correction or evidence did not come in time.
func (o *Office) giveUp(ctx context.Context, f *caseFile) error {
	row := f.row
	terms, err := f.policy.Terms()
	if err != nil {
		return err
	}
	return o.store.Do(ctx, "give claim up", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
			return err
		}
		return o.decide(ctx, tx, row, f.policy, terms, &catalog.Decision{
			Outcome: catalog.Decline, Reason: NoAnswer, Sentence: sentence(NoAnswer),
		})
	})
}
