package claims

import (
	"context"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/insurancepolicy"
	"baodan/ent/payout"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// decide stores a decision with its consequences: an approved claim gets its payout, a declined one is closed, one to
// be corrected waits as long as the terms say. The caller has locked the policy.
func (o *Office) decide(ctx context.Context, tx *work.Tx, row *ent.Claim, policy *issuing.Policy, terms *rule.Terms, d *catalog.Decision) error {
	now := o.directory.Now(row.ChannelID)
	stored, err := text(d)
	if err != nil {
		return err
	}
	next := *row
	next.Version, next.Reason, next.DecidedAt, next.Decision = row.Version+1, d.Reason, &now, stored
	update := tx.Claim.Update().Where(claim.ID(row.ID), claim.Version(row.Version), claim.Lease(row.Lease)).
		SetVersion(next.Version).SetReason(d.Reason).SetDecidedAt(now).SetDecision(stored).SetLease(0).ClearDueAt()
	var happened event.Payload
	switch d.Outcome {
	case catalog.Approve:
		next.State, next.Payable, next.Payouts = claim.StateApproved, &d.Payable.Result.Minor, row.Payouts+1
		update.SetPayable(*next.Payable).SetPayouts(next.Payouts)
		happened = event.ClaimApproved{Claim: snapshot(&next, policy.Number())}
	case catalog.Decline:
		next.State = claim.StateDeclined
		update.SetClosedAt(now)
		happened = event.ClaimDeclined{Claim: snapshot(&next, policy.Number())}
	case catalog.Refer:
		next.State = claim.StateInReview
		happened = event.ClaimInReview{Claim: snapshot(&next, policy.Number())}
	case catalog.Correct:
		next.State = claim.StateCorrectionNeeded
		window, err := terms.Period("claim.evidenceWindow", nil)
		if err != nil {
			return err
		}
		update.SetDueAt(o.directory.Due(row.ChannelID, window.AddTo(now, policy.Product().Location())))
		happened = event.ClaimCorrectionNeeded{Claim: snapshot(&next, policy.Number()), Path: d.Path}
	}
	n, err := update.SetState(next.State).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return errLost
	}
	if err := o.consequences(ctx, tx, &next, now); err != nil {
		return err
	}
	return event.Record(ctx, tx, row.ChannelID, row.Number, next.Version, now, happened)
}

// consequences orders the payout of an approved claim, and counts a declined one as closed.
func (o *Office) consequences(ctx context.Context, tx *work.Tx, c *ent.Claim, now time.Time) error {
	switch c.State {
	case claim.StateApproved:
		return o.order(ctx, tx, c, now)
	case claim.StateDeclined:
		return tx.InsurancePolicy.Update().Where(insurancepolicy.ID(c.PolicyID)).AddOpenClaims(-1).Exec(ctx)
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
	row, policy := f.row, f.policy
	terms, err := policy.Terms()
	if err != nil {
		return err
	}
	return o.store.Do(ctx, "give claim up", func(ctx context.Context, tx *work.Tx) error {
		if err := lockPolicy(ctx, tx, row.PolicyID); err != nil {
			return err
		}
		return o.decide(ctx, tx, row, policy, terms, &catalog.Decision{
			Outcome: catalog.Decline, Reason: NoAnswer, Sentence: sentence(NoAnswer),
		})
	})
}
