package claims

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmark"
	"baodan/ent/claimrevision"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Claims in these states may be updated and withdrawn; what is being paid must first be paid or fail.
var (
	correctable  = append(slices.Clone(transitions.update.from), claim.StateEvidenceNeeded)
	withdrawable = transitions.withdraw.from
)

// change is an update or a withdrawal on its way.
type change struct {
	service  *Service
	caller   *access.Caller
	row      *ent.Claim
	policy   *policy.Policy
	revision *ent.ClaimRevision
}

// errMoved says that somebody else changed the claim meanwhile: look again.
var errMoved = errors.New("the claim was changed meanwhile")

// moved tells whether claim or policy was changed after it was read.
func moved(err error) bool { return errors.Is(err, errMoved) || errors.Is(err, policy.ErrMoved) }

const lookAgain = 30

// retry does an act again while others change the same claim or policy.
func retry(ctx context.Context, act func() error) error {
	for range lookAgain {
		err := act()
		if !moved(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(1+rand.IntN(10)) * time.Millisecond):
		}
	}
	return fault.New(fault.CodeConflict, "too many changes of the claim at once")
}

// Update corrects a claim that is not closed (A8, D5): the change is stored as a revision and the claim is decided
// again, from the beginning. One that a person works on goes back to them, with what the product finds now. One whose payout
// failed is paid again with the corrected facts. A request for approval to pay it is void. Faults: INVALID_VALUE,
// REQUIRED, NOT_FOUND, INVALID_STATE for a claim that is closed or being paid, CONFLICT where it has another version
// than expected, REQUEST_MISMATCH.
func (o *Service) Update(ctx context.Context, caller *access.Caller, in *UpdateInput) (answer *Answer, err error) {
	err = retry(ctx, func() error {
		answer, err = o.update(ctx, caller, in)
		return err
	})
	return answer, err
}

func (o *Service) update(ctx context.Context, caller *access.Caller, in *UpdateInput) (*Answer, error) {
	c, err := o.changeOf(ctx, caller, in.RequestNo, in.ClaimNumber, claimrevision.KindUpdate)
	if err != nil {
		return nil, err
	}
	caller = c.caller
	declared := c.policy.Product().ClaimFacts()
	correction, err := correctionOf(declared, in.Facts)
	if err != nil {
		return nil, o.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	c.revision.RequestHash = o.hash(c.revision.Kind, in.ClaimNumber, string(correction.canonical(declared)), fmt.Sprint(in.FileIDs))
	before, err := o.factsOf(c.row, declared)
	if err != nil {
		return nil, err
	}
	facts, changed, err := correction.over(declared, before)
	if err != nil {
		return nil, o.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	c.revision.State = string(c.way().to)
	open, hidden := facts.SplitPersonal(declared)
	c.revision.Facts, c.revision.Changed = string(declared.AppendJSON(nil, open)), append([]string{}, changed...)
	copied := o.seal(declared, hidden, "claim_revisions", c.row.ChannelID, c.revision.ID)
	c.revision.PersonalKey, c.revision.Personal = copied.key, copied.box
	own := o.seal(declared, hidden, "claims", c.row.ChannelID, c.row.ID)
	marks, err := o.marksOf(c.row, c.policy, facts, c.revision.At)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, "update claim", func(ctx context.Context, tx *work.Tx) error {
		if err := c.may(correctable, in.ExpectedVersion); err != nil {
			return err
		}
		if err := c.replaceFacts(ctx, tx, own, marks); err != nil {
			return err
		}
		if err := tx.Insert(ctx, c.service.changedIn(c.row, declared, hidden, changed)); err != nil {
			return err
		}
		return attach(ctx, tx, caller, c.row, work.Plain(in.FileIDs))
	})
}

// way is the transition of an update: a claim that a person has in hand stays with them.
func (c *change) way() transition {
	if c.row.State == claim.StateEvidenceNeeded || c.row.State == claim.StateInReview && c.row.Assignee != 0 {
		return transitions.updateInHand
	}
	return transitions.update
}

// replaceFacts writes corrected facts and sends the claim back to be decided. What was found before is kept for a person to
// see until a worker has looked again.
func (c *change) replaceFacts(ctx context.Context, tx *work.Tx, own sealed, marks []*ent.ClaimMark) error {
	_, err := c.service.move(ctx, tx, c.way(), move{
		row: c.row, at: c.revision.At, may: []predicate.Claim{claim.Assignee(c.row.Assignee)},
		set: func(next *ent.Claim) {
			due := c.service.distribution.Due(c.row.ChannelID, c.revision.At)
			next.Facts, next.PersonalKey, next.Personal, next.Decision, next.Score = c.revision.Facts, own.key, own.box, "null", 0
			next.Reason, next.DecidedAt, next.Payable, next.Tries, next.DueAt = "", nil, nil, 0, &due
		},
		tell: func(next *ent.Claim) event.Payload {
			return event.ClaimUpdated{
				Claim: snapshot(next, c.policy.Number()), UpdateRequestNo: c.revision.RequestNo, Changed: c.revision.Changed,
			}
		},
	})
	if err != nil {
		return err
	}
	if err := releaseOnce(ctx, tx, c.row.ID); err != nil {
		return err
	}
	if _, err := tx.ClaimMark.Delete().Where(claimmark.ClaimID(c.row.ID)).Exec(ctx); err != nil {
		return err
	}
	return insertMarks(ctx, tx, marks)
}

// Withdraw takes a claim back before it is approved. Faults: INVALID_VALUE, NOT_FOUND, INVALID_STATE, REQUEST_MISMATCH.
func (o *Service) Withdraw(ctx context.Context, caller *access.Caller, in *WithdrawInput) (answer *Answer, err error) {
	err = retry(ctx, func() error {
		answer, err = o.withdraw(ctx, caller, in)
		return err
	})
	return answer, err
}

func (o *Service) withdraw(ctx context.Context, caller *access.Caller, in *WithdrawInput) (*Answer, error) {
	c, err := o.changeOf(ctx, caller, in.RequestNo, in.ClaimNumber, claimrevision.KindWithdraw)
	if err != nil {
		return nil, err
	}
	c.revision.State = string(transitions.withdraw.to)
	c.revision.RequestHash = o.hash(c.revision.Kind, in.ClaimNumber)
	c.revision.Facts, c.revision.Changed = c.row.Facts, []string{}
	return c.run(ctx, "withdraw claim", func(ctx context.Context, tx *work.Tx) error {
		if err := c.may(withdrawable, nil); err != nil {
			return err
		}
		_, err := o.move(ctx, tx, transitions.withdraw, move{
			row: c.row, at: c.revision.At,
			set: func(next *ent.Claim) {
				next.Reason, next.DecidedAt, next.Decision, next.Payable, next.ClosedAt = "", nil, "null", nil, &c.revision.At
			},
			tell: func(next *ent.Claim) event.Payload {
				return event.ClaimWithdrawn{Claim: snapshot(next, c.policy.Number()), WithdrawRequestNo: c.revision.RequestNo}
			},
		})
		return err
	})
}

// changeOf finds the claim that is to be changed, and its policy as it held when the loss happened.
func (o *Service) changeOf(ctx context.Context, caller *access.Caller, no, claimNumber string, kind claimrevision.Kind) (*change, error) {
	if !policy.ValidOrderNo(no) {
		return nil, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	found, err := o.ByNumber(ctx, caller, claimNumber)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, o.unlessUsed(ctx, caller, no, fault.New(fault.CodeNotFound, "", "claimNumber"))
	}
	row := found.row
	caller = o.behalfOf(caller, row.ChannelID)
	policy, err := o.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt})
	if err != nil {
		return nil, err
	}
	return &change{service: o, caller: caller, row: row, policy: policy, revision: &ent.ClaimRevision{
		ID: o.store.NewKey(), ChannelID: row.ChannelID, ClaimID: row.ID, RequestNo: requestNo(caller, no), Kind: kind,
		Version: row.Version + 1, At: o.distribution.Now(row.ChannelID), MadeBy: madeBy(caller),
	}}, nil
}

// run stores the revision first, so that a request that came before is met on its number whatever the claim's state is
// now, and then what the change does. The policy is locked before the claim, as everywhere.
func (c *change) run(ctx context.Context, act string, does func(context.Context, *work.Tx) error) (*Answer, error) {
	o := c.service
	err := o.store.Do(ctx, act, func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Lock(ctx, tx, c.row.PolicyID); err != nil {
			return err
		}
		if err := insertRevision(ctx, tx, c.revision); err != nil {
			return err
		}
		if err := does(ctx, tx); err != nil {
			return err
		}
		if err := o.voidApproval(ctx, tx, c.row, "the claim was changed"); err != nil {
			return err
		}
		return o.onRecord(ctx, tx, c.caller, audit.Entry{
			Action: "claim." + strings.ToLower(string(c.revision.Kind)), Object: c.row.Number, ChannelID: c.row.ChannelID,
			Before: map[string]any{"state": c.row.State}, After: map[string]any{"state": c.revision.State, "changed": c.revision.Changed},
		})
	})
	if work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		answer, replayed := o.replay(ctx, c.revision, err)
		if replayed != nil && work.IsDuplicate(replayed) {
			return nil, errMoved // another change took the version
		}
		return answer, replayed
	}
	if err != nil {
		return nil, err
	}
	return &Answer{Claim: &Claim{row: asLeft(c.row, c.revision), service: o}}, nil
}

// may checks version and state.
func (c *change) may(states []claim.State, expected *int) error {
	if expected != nil && *expected != c.row.Version {
		return fault.Newf(fault.CodeConflict, "the claim has version %d", c.row.Version).At("expectedVersion")
	}
	if !slices.Contains(states, c.row.State) {
		return fault.Newf(fault.CodeInvalidState, "the claim is %s", c.row.State).At("claimNumber")
	}
	return nil
}

// personalFact is a personal fact of a claim as text; empty where there is none.
func (o *Service) personalFact(c *ent.Claim, declared rule.Factors, name string) (string, error) {
	if name == "" || c.Personal == nil {
		return "", nil
	}
	facts, err := o.factsOf(c, declared)
	text, _ := facts[name].(string)
	return text, err
}
