package claims

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/claimvelocity"
	"baodan/ent/predicate"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Adjudication decides claims by the rules of their products, as far as no person is needed.
type Adjudication struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	sealer       *sealer
	unique       *uniqueFacts
	assessor     *assessor
	payouts      *Payouts
}

const (
	leaseFor        = time.Minute // for which a worker has what it took; what is asked outside takes less
	parallelClaims  = 8           // claims of one worker at the same time
	minCarrierDelay = 5 * time.Second
	maxCarrierDelay = 15 * time.Minute
)

// Adjudicate takes at most limit claims that are due, works on them, and answers how many it took. New and corrected
// claims are decided (A7, A8); claims whose correction or evidence did not come in time are declined; payouts that may
// succeed later are tried again.
func (s *Adjudication) Adjudicate(ctx context.Context, limit int) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: claim.Table, Count: claim.FieldTries}, limit, leaseFor)
	if err != nil {
		return 0, err
	}
	files, err := s.readCases(ctx, token, ids)
	if err != nil {
		return 0, err
	}
	work.ForEach(files, parallelClaims, func(f *caseFile) {
		if err := s.handle(ctx, token, f); err != nil {
			slog.ErrorContext(ctx, "a claim was not worked on", "claim", f.row.Number, "error", err)
		}
	})
	return len(ids), nil
}

// caseFile is a claim with what is read to decide it.
type caseFile struct {
	row        *ent.Claim
	policy     *policy.Policy // as it was when the loss happened
	velocities []*ent.ClaimVelocity
}

// readCases reads those claims whose lease is still this token's, with their policies and counted values. Each kind is
// read by one statement.
func (s *Adjudication) readCases(ctx context.Context, token int64, ids []int64) ([]*caseFile, error) {
	if len(ids) == 0 {
		return nil, nil // nothing was due
	}
	rows, err := s.store.Client.Claim.Query().Where(claim.IDIn(ids...), claim.Lease(token)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	views, err := policiesOf(ctx, s.policies, rows, func(c *ent.Claim) policy.PointInTime { return policy.PointInTime{AsOf: &c.OccurredAt} })
	if err != nil {
		return nil, err
	}
	velocities, err := s.store.Client.ClaimVelocity.Query().Where(claimvelocity.ClaimIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read counted values: %w", err)
	}
	byClaim := map[int64][]*ent.ClaimVelocity{}
	for _, m := range velocities {
		byClaim[m.ClaimID] = append(byClaim[m.ClaimID], m)
	}
	list := make([]*caseFile, len(rows))
	for i, row := range rows {
		list[i] = &caseFile{row: row, policy: views[row.ID], velocities: byClaim[row.ID]}
	}
	return list, nil
}

// errLost says that another worker holds the lease by now, or that the claim was updated. There is nothing to do.
var errLost = errors.New("the claim is in other hands")

// handle works on a claim, and reads it again where somebody changed it meanwhile.
func (s *Adjudication) handle(ctx context.Context, token int64, f *caseFile) error {
	err := retryOnConflict(ctx, func() error {
		err := s.handleOnce(ctx, f)
		if !moved(err) {
			return err
		}
		again, failed := s.readCases(ctx, token, []int64{f.row.ID})
		if failed != nil {
			return failed
		}
		if len(again) == 0 {
			return errLost
		}
		f = again[0]
		return err
	})
	if errors.Is(err, errLost) {
		return nil
	}
	return err
}

// handleOnce does what a claim in its state is waiting for.
func (s *Adjudication) handleOnce(ctx context.Context, f *caseFile) error {
	switch f.row.State {
	case claim.StateSubmitted, claim.StateInReview:
		err := s.adjudicate(ctx, f)
		work.Point("claim.decided")
		return err
	case claim.StateCorrectionNeeded, claim.StateEvidenceNeeded:
		return s.declineUnanswered(ctx, f)
	case claim.StatePayoutFailed:
		return s.payouts.payAgain(ctx, f)
	default:
		return s.store.Client.Claim.Update().Where(claim.ID(f.row.ID), claim.Lease(f.row.Lease)).ClearDueAt().Exec(ctx)
	}
}

// adjudicate lets the product decide a claim (A7). The carrier is asked first, outside of any transaction. Then the
// policy is locked, so that no other claim of it can change; what was approved before is counted, and the decision is
// stored with its consequences and its event. For a claim that a person has in review only the findings are stored.
func (s *Adjudication) adjudicate(ctx context.Context, f *caseFile) error {
	row, held := f.row, f.policy
	facts, err := s.sealer.open(row, held.Product().ClaimFacts())
	if err != nil {
		return err
	}
	c, err := s.assessor.caseOf(row, held, facts)
	if err != nil {
		return err
	}
	if c.Tracking, err = s.assessor.track(ctx, row, held.Product(), facts); err != nil {
		return s.postpone(ctx, row, err)
	}
	found, err := s.assessor.standing(ctx, f)
	if err != nil {
		return err
	}
	if found.PayeeByHand, err = s.payeeByHand(ctx, row, facts[held.Product().ClaimPayee()]); err != nil {
		return err
	}
	if found.FactsByHand, err = s.factsByHand(ctx, row, held.Product(), facts); err != nil {
		return err
	}
	head := held.Row()
	return s.store.Do(ctx, "adjudicate claim", func(ctx context.Context, tx *work.Tx) error {
		// Version and claims say that the policy is still as it was read.
		if err := policy.LockUnclaimed(ctx, tx, head); err != nil {
			return err
		}
		if head.Claims > 1 { // otherwise nothing was approved before
			if found.Spent, err = spent(ctx, tx, row, held, c); err != nil {
				return err
			}
			if found.Declined, err = declinedBefore(ctx, tx.Claim, row, held, facts); err != nil {
				return err
			}
		}
		own, err := reopened(ctx, tx, row)
		if err != nil {
			return err
		}
		found.Declined = append(found.Declined, own...)
		decision, err := held.Product().Adjudicate(c, found)
		if err != nil {
			return err
		}
		if row.State == claim.StateInReview {
			return refreshFindings(ctx, tx, row, decision)
		}
		if decision.Outcome == catalog.Approve {
			if err := s.reserveOrCorrect(ctx, tx, row, held.Product(), facts, decision); err != nil {
				return err
			}
		}
		return s.decide(ctx, tx, f, c, found, decision)
	})
}

// refreshFindings stores what the product finds of a claim whose facts changed while a person has it in review. The
// person decides.
func refreshFindings(ctx context.Context, tx *work.Tx, row *ent.Claim, d *catalog.Decision) error {
	found, err := decisionJSON(d)
	if err != nil {
		return err
	}
	n, err := tx.Claim.Update().Where(claim.ID(row.ID), claim.Version(row.Version), claim.Lease(row.Lease)).
		SetDecision(found).SetScore(d.Score).SetLease(0).ClearDueAt().Save(ctx)
	if err == nil && n == 0 {
		err = errLost
	}
	return err
}

// computedBy is what the product computed for a decision; nil: it did not come to that.
func computedBy(d *catalog.Decision) *int64 {
	if d.Payable == nil {
		return nil
	}
	return &d.Payable.Result.Minor
}

// postpone delays a claim because the carrier cannot be asked now. That never decides a claim.
func (s *Adjudication) postpone(ctx context.Context, row *ent.Claim, cause error) error {
	wait := min(minCarrierDelay<<min(row.Tries-1, 10), maxCarrierDelay)
	slog.WarnContext(ctx, "a claim waits for the carrier", "claim", row.Number, "tries", row.Tries, "error", cause)
	return s.store.Client.Claim.Update().Where(claim.ID(row.ID), claim.Lease(row.Lease)).
		SetDueAt(s.store.Now().Add(wait)).SetLease(0).Exec(ctx)
}

// payeeByHand tells whether one of the insurer's people entered or changed where a claim is paid to. They could have
// entered an account of their own, so such a claim is not paid without another person.
func (s *Adjudication) payeeByHand(ctx context.Context, row *ent.Claim, payee any) (bool, error) {
	if payee == nil || row.EnteredBy != 0 {
		return payee != nil, nil
	}
	changed, err := s.store.Client.ClaimRevision.Query().
		Where(claimrevision.ClaimID(row.ID), claimrevision.Not(claimrevision.MadeByHasPrefix("channel:"))).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("revisions of claim %s: %w", row.Number, err)
	}
	return changed, nil
}

// reserveOrCorrect reserves the unique facts of an approved claim. Where another claim has one of them, the approval
// becomes a request to correct it.
func (s *Adjudication) reserveOrCorrect(ctx context.Context, tx *work.Tx, row *ent.Claim, product *catalog.Version, facts rule.Facts, d *catalog.Decision) error {
	taken, err := s.unique.reserve(ctx, tx, row, product, facts)
	if err != nil || taken == nil {
		return err
	}
	correct(d, taken)
	return nil
}

// correct makes a decision a request to correct a fact by which another claim is paid.
func correct(d *catalog.Decision, taken *reservation) {
	d.Outcome, d.Reason, d.Sentence, d.Path = catalog.Correct, taken.Code, taken.Sentence, taken.Path
	d.Findings = append(d.Findings, catalog.ClaimFinding{Code: taken.Code, Effect: rule.Correct, Sentence: taken.Sentence, Path: d.Path})
}

// decide stores the product's decision with its consequences: an approved claim gets a payout, a declined one is
// closed, and one to be corrected waits as long as the terms say. The caller has locked the policy.
func (s *Adjudication) decide(ctx context.Context, tx *work.Tx, f *caseFile, c *catalog.Case, found catalog.Standing, d *catalog.Decision) error {
	product := f.policy.Product()
	limit, err := catalog.EventLimit(c, found, product.Currency())
	if err != nil {
		return err
	}
	v := f.verdict(d)
	v.limit, v.computed = &limit, computedBy(d)
	if d.Outcome == catalog.Correct {
		window, err := c.Terms.Period("claim.evidenceWindow", nil)
		if err != nil {
			return err
		}
		until := window.AddTo(s.distribution.Now(f.row.ChannelID), product.Location())
		v.until = &until
	}
	_, err = v.apply(ctx, tx, s.distribution)
	return err
}

// verdict is a decision on the claim, as long as the worker has its lease.
func (f *caseFile) verdict(d *catalog.Decision) *verdict {
	return &verdict{row: f.row, policyNumber: f.policy.Number(), decision: d, path: d.Path, guards: []predicate.Claim{claim.Lease(f.row.Lease)}}
}

// declineUnanswered declines a claim whose correction or evidence did not come in time.
func (s *Adjudication) declineUnanswered(ctx context.Context, f *caseFile) error {
	return s.store.Do(ctx, "give claim up", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, f.row.PolicyID); err != nil {
			return err
		}
		v := f.verdict(&catalog.Decision{Outcome: catalog.Decline, Reason: NoAnswer, Sentence: sentence(NoAnswer)})
		_, err := v.apply(ctx, tx, s.distribution)
		return err
	})
}
