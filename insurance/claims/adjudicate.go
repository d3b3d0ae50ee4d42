package claims

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmark"
	"baodan/ent/claimrevision"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

const (
	hold       = time.Minute // for which a worker has what it took; what is asked outside takes less
	atOnce     = 8           // claims of one worker at the same time
	firstDelay = 5 * time.Second
	mostDelay  = 15 * time.Minute
)

// Adjudicate works on claims whose time has come, at most so many, and answers how many it took: new and corrected ones
// are decided (A7, A8), those whose correction or evidence did not come in time are declined, and payouts that may
// succeed later are tried again.
func (o *Service) Adjudicate(ctx context.Context, most int) (int, error) {
	token, ids, err := o.store.Take(ctx, work.Due{Table: claim.Table, Count: claim.FieldTries}, most, hold)
	if err != nil {
		return 0, err
	}
	files, err := o.files(ctx, token, ids)
	if err != nil {
		return 0, err
	}
	work.SideBySide(files, atOnce, func(f *caseFile) {
		if err := o.attend(ctx, token, f); err != nil {
			slog.ErrorContext(ctx, "a claim was not worked on", "claim", f.row.Number, "error", err)
		}
	})
	return len(ids), nil
}

// caseFile is a claim with what is read to decide it.
type caseFile struct {
	row    *ent.Claim
	policy *policy.Policy // as it held when the loss happened
	marks  []*ent.ClaimMark
}

// files reads the claims that are still held by a token, with their policies and marks, each kind at once.
func (o *Service) files(ctx context.Context, token int64, ids []int64) ([]*caseFile, error) {
	if len(ids) == 0 {
		return nil, nil // nothing was due
	}
	rows, err := o.store.Client.Claim.Query().Where(claim.IDIn(ids...), claim.Lease(token)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	views, err := o.viewed(ctx, rows, func(c *ent.Claim) policy.PointInTime { return policy.PointInTime{AsOf: &c.OccurredAt} })
	if err != nil {
		return nil, err
	}
	marks, err := o.store.Client.ClaimMark.Query().Where(claimmark.ClaimIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read marks: %w", err)
	}
	byClaim := map[int64][]*ent.ClaimMark{}
	for _, m := range marks {
		byClaim[m.ClaimID] = append(byClaim[m.ClaimID], m)
	}
	list := make([]*caseFile, len(rows))
	for i, row := range rows {
		list[i] = &caseFile{row: row, policy: views[row.ID], marks: byClaim[row.ID]}
	}
	return list, nil
}

// errLost says that the lease is another worker's by now, or that the claim was updated: there is nothing to do.
var errLost = errors.New("the claim is in other hands")

func (o *Service) attend(ctx context.Context, token int64, f *caseFile) error {
	err := retry(ctx, func() error {
		err := o.attendTo(ctx, f)
		if !moved(err) {
			return err
		}
		again, failed := o.files(ctx, token, []int64{f.row.ID})
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

func (o *Service) attendTo(ctx context.Context, f *caseFile) error {
	switch f.row.State {
	case claim.StateSubmitted, claim.StateInReview:
		err := o.adjudicate(ctx, f)
		work.Point("claim.decided")
		return err
	case claim.StateCorrectionNeeded, claim.StateEvidenceNeeded:
		return o.giveUp(ctx, f)
	case claim.StatePayoutFailed:
		return o.payAgain(ctx, f)
	default:
		return o.store.Client.Claim.Update().Where(claim.ID(f.row.ID), claim.Lease(f.row.Lease)).ClearDueAt().Exec(ctx)
	}
}

// adjudicate decides a claim by its product (A7): the carrier is asked first, outside of any transaction; then, while no
// other claim of the policy can move, what was approved before is counted, the product decides, and the decision, its
// consequences and its event are stored together. A claim that a person has in hand is only looked at.
func (o *Service) adjudicate(ctx context.Context, f *caseFile) error {
	row, held := f.row, f.policy
	facts, err := o.factsOf(row, held.Product().ClaimFacts())
	if err != nil {
		return err
	}
	c, err := held.Case(rule.Claim)
	if err != nil {
		return err
	}
	c.Now, c.Loss, c.Reported, c.Claim = o.distribution.Now(row.ChannelID), row.OccurredAt, row.SubmittedAt, facts
	if c.Tracking, err = o.track(ctx, row, held.Product(), facts); err != nil {
		return o.delay(ctx, row, err)
	}
	standing, err := o.standing(ctx, f)
	if err != nil {
		return err
	}
	if standing.PayeeByHand, err = o.payeeByHand(ctx, row, facts[held.Product().ClaimPayee()]); err != nil {
		return err
	}
	head := held.Row()
	return o.store.Do(ctx, "adjudicate claim", func(ctx context.Context, tx *work.Tx) error {
		// Version and claims say that the policy is still the one that was looked at.
		if err := policy.LockUnclaimed(ctx, tx, head); err != nil {
			return err
		}
		if head.Claims > 1 { // else nothing was approved before
			if standing.Spent, err = spent(ctx, tx, row, held, c); err != nil {
				return err
			}
		}
		decision, err := held.Product().Adjudicate(c, standing)
		if err != nil {
			return err
		}
		if row.State == claim.StateInReview {
			return refresh(ctx, tx, row, decision)
		}
		if decision.Outcome == catalog.Approve {
			if err := o.payOnce(ctx, tx, row, held.Product(), facts, decision); err != nil {
				return err
			}
		}
		return o.decide(ctx, tx, row, held, c.Terms, decision)
	})
}

// refresh notes what the product finds of a claim whose facts changed while a person has it in hand; they decide.
func refresh(ctx context.Context, tx *work.Tx, row *ent.Claim, d *catalog.Decision) error {
	found, err := text(d)
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

// track asks the carrier where the product wants to know; nil where it does not.
func (o *Service) track(ctx context.Context, row *ent.Claim, product *catalog.Version, facts rule.Facts) (rule.Facts, error) {
	carrierFact, numberFact, wanted := product.ClaimTracking()
	carrier, _ := facts[carrierFact].(string)
	number, _ := facts[numberFact].(string)
	if !wanted || number == "" {
		return nil, nil // nothing to ask
	}
	parcel, err := o.tracker(row.ChannelID).Track(ctx, carrier, number)
	if err != nil {
		return nil, err
	}
	seen := rule.Facts{"found": parcel.Found}
	ahead := o.distribution.Now(row.ChannelID).Sub(o.store.Now()) // a sandbox's parcels move by its clock
	for name, at := range map[string]*time.Time{"shippedAt": parcel.ShippedAt, "deliveredAt": parcel.DeliveredAt} {
		if at != nil {
			seen[name] = at.Add(ahead).UTC().Truncate(time.Millisecond)
		}
	}
	if parcel.WeightKg != nil {
		seen["weightKg"] = *parcel.WeightKg
	}
	return seen, nil
}

// delay puts a claim off: what it needs to know cannot be had now, and that never decides it.
func (o *Service) delay(ctx context.Context, row *ent.Claim, cause error) error {
	wait := min(firstDelay<<min(row.Tries-1, 10), mostDelay)
	slog.WarnContext(ctx, "a claim waits for the carrier", "claim", row.Number, "tries", row.Tries, "error", cause)
	return o.store.Client.Claim.Update().Where(claim.ID(row.ID), claim.Lease(row.Lease)).
		SetDueAt(o.store.Now().Add(wait)).Exec(ctx)
}

// standing is what stands around a claim, but for what was approved before.
func (o *Service) standing(ctx context.Context, f *caseFile) (catalog.Standing, error) {
	row, policy := f.row, f.policy
	period := policy.Period()
	s := catalog.Standing{
		Limit:   policy.SumInsured().Decimal(),
		InForce: policy.CancelledFrom() == nil && !row.OccurredAt.Before(period.Start) && row.OccurredAt.Before(period.End),
	}
	if row.AmountGiven {
		claimed := money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}.Decimal()
		s.Claimed = &claimed
	}
	var err error
	s.Watched, err = o.watched(ctx, f.marks, policy.Product())
	return s, err
}

// payeeByHand tells whether a claim says where to pay, and one of the insurer's people entered or changed it: they could
// have written down an account of their own, so no machine alone pays it.
func (o *Service) payeeByHand(ctx context.Context, row *ent.Claim, payee any) (bool, error) {
	if payee == nil || row.EnteredBy != 0 {
		return payee != nil, nil
	}
	changed, err := o.store.Client.ClaimRevision.Query().
		Where(claimrevision.ClaimID(row.ID), claimrevision.Not(claimrevision.MadeByHasPrefix("channel:"))).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("revisions of claim %s: %w", row.Number, err)
	}
	return changed, nil
}

// spent is what was approved under the policy before: in the policy year of the loss where the limit is a year's,
// else ever.
func spent(ctx context.Context, tx *work.Tx, row *ent.Claim, policy *policy.Policy, c *catalog.Case) (money.Decimal, error) {
	from, to, err := counted(row, policy, c)
	if err != nil {
		return money.Decimal{}, err
	}
	return spentWithin(ctx, tx, row, from, to)
}

// counted is the time whose losses count towards the sum insured beside that of a claim: its policy year where the limit
// is a year's; nil: all.
func counted(row *ent.Claim, policy *policy.Policy, c *catalog.Case) (from, to *time.Time, err error) {
	per, err := c.Terms.String("claim.limitPer", c.Facts)
	if err != nil || per != "year" {
		return nil, nil, err
	}
	start, end := policyYear(policy, row.OccurredAt)
	return &start, &end, nil
}

// spentWithin is spent of the claims whose losses lie within a time; nil: ever.
func spentWithin(ctx context.Context, tx *work.Tx, row *ent.Claim, from, to *time.Time) (money.Decimal, error) {
	query := tx.Claim.Query().Where(claim.PolicyID(row.PolicyID), claim.IDNEQ(row.ID),
		claim.StateIn(claim.StateApproved, claim.StatePayoutFailed, claim.StatePaid))
	if from != nil && to != nil {
		query.Where(claim.OccurredAtGTE(*from), claim.OccurredAtLT(*to))
	}
	rows, err := query.Select(claim.FieldPayable).All(ctx)
	if err != nil {
		return money.Decimal{}, err
	}
	total := money.Amount{Currency: money.Currency(row.Currency)}
	for _, other := range rows {
		if other.Payable != nil {
			total.Minor += *other.Payable
		}
	}
	return total.Decimal(), nil
}

// policyYear is the year of cover that a moment lies in, counted from the beginning of the cover in the insurer's zone.
func policyYear(policy *policy.Policy, at time.Time) (from, to time.Time) {
	start, zone := policy.Period().Start, policy.Product().Location()
	for n := 1; ; n++ {
		from, to = rule.Period{Years: n - 1}.AddTo(start, zone), rule.Period{Years: n}.AddTo(start, zone)
		if at.Before(to) {
			return from, to
		}
	}
}

// payOnce turns an approval into a correction where another claim pays by the same fact already.
func (o *Service) payOnce(ctx context.Context, tx *work.Tx, row *ent.Claim, product *catalog.Version, facts rule.Facts, d *catalog.Decision) error {
	taken, err := o.takeOnce(ctx, tx, row, product, facts)
	if err != nil || taken == nil {
		return err
	}
	d.Outcome, d.Reason, d.Sentence, d.Path = catalog.Correct, taken.Code, taken.Sentence, []string{"facts", taken.Fact}
	d.Findings = append(d.Findings, catalog.ClaimFinding{Code: taken.Code, Effect: rule.Correct, Sentence: taken.Sentence, Path: d.Path})
	return nil
}

// text is a decision as it is stored.
func text(d *catalog.Decision) (string, error) {
	out, err := json.Marshal(d)
	return string(out), err
}
