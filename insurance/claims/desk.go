package claims

import (
	"context"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// What people do with claims that machines cannot decide: the claims desk (B8).

// Claims in these states wait for a person to decide them.
var undecided = []claim.State{claim.StateInReview, claim.StateEvidenceNeeded}

// unclosed are the states in which something is still to be done about a claim.
var unclosed = []claim.State{
	claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded, claim.StateApproved, claim.StatePayoutFailed,
}

// load is a claim that a person works on. Faults: NOT_FOUND; CONFLICT where it has another version than they saw;
// INVALID_STATE where it is in none of the states.
func (s *Service) load(ctx context.Context, caller *access.Caller, number string, version int, states []claim.State) (*ent.Claim, error) {
	found, err := s.ByNumber(ctx, caller, number)
	if err != nil {
		return nil, err
	}
	switch {
	case found == nil:
		return nil, fault.New(fault.CodeNotFound, "", "claimNumber")
	case found.row.Version != version:
		return nil, fault.Newf(fault.CodeConflict, "the claim has version %d", found.row.Version).At("expectedVersion")
	case !slices.Contains(states, found.row.State):
		return nil, fault.Newf(fault.CodeInvalidState, "the claim is %s", found.row.State).At("claimNumber")
	}
	return found.row, nil
}

// transact runs what a person does with a claim in one transaction, and again from the look at the claim on where somebody was
// faster: then that look says what has become of it.
func (s *Service) transact(ctx context.Context, prepare func() (func(context.Context, *work.Tx) error, error), name string) error {
	return retryOnConflict(ctx, func() error {
		effect, err := prepare()
		if err != nil {
			return err
		}
		return s.store.Do(ctx, name, effect)
	})
}

// notBy holds for claims that a person neither entered nor changed for a caller: nobody decides their own entry.
func notBy(c *access.Caller) []predicate.Claim {
	return []predicate.Claim{claim.EnteredByNEQ(c.PersonID()), claim.Not(changedBy(c.By()))}
}

func changedBy(who string) predicate.Claim {
	return func(s *sql.Selector) {
		of := sql.Table(claimrevision.Table)
		s.Where(sql.Exists(sql.Select(of.C(claimrevision.FieldID)).From(of).Where(sql.And(
			sql.ColumnsEQ(of.C(claimrevision.FieldClaimID), s.C(claim.FieldID)), sql.EQ(of.C(claimrevision.FieldMadeBy), who)))))
	}
}

// notDecidedBy holds for claims of which a person decided nothing so far.
func notDecidedBy(person int64) predicate.Claim {
	return func(s *sql.Selector) {
		of := sql.Table(claimnote.Table)
		s.Where(sql.Not(sql.Exists(sql.Select(of.C(claimnote.FieldID)).From(of).Where(sql.And(
			sql.ColumnsEQ(of.C(claimnote.FieldClaimID), s.C(claim.FieldID)), sql.EQ(of.C(claimnote.FieldPersonID), person),
			sql.EQ(of.C(claimnote.FieldKind), claimnote.KindDecision))))))
	}
}

// notApprovedBy holds for claims whose payout a person never approved.
func notApprovedBy(person int64) predicate.Claim {
	return func(s *sql.Selector) {
		votes, requests := sql.Table(approvalvote.Table), sql.Table(approval.Table)
		s.Where(sql.Not(sql.Exists(sql.Select(votes.C(approvalvote.FieldID)).From(votes).Join(requests).
			On(votes.C(approvalvote.FieldApprovalID), requests.C(approval.FieldID)).Where(sql.And(
			sql.ColumnsEQ(requests.C(approval.FieldObject), s.C(claim.FieldNumber)), sql.EQ(requests.C(approval.FieldKind), approval.KindClaimPayout),
			sql.EQ(votes.C(approvalvote.FieldPersonID), person), sql.EQ(votes.C(approvalvote.FieldVerdict), approvalvote.VerdictApprove))))))
	}
}

// fourEyes tells beforehand what the conditions of an update hold. Fault: FOUR_EYES.
func (s *Service) fourEyes(ctx context.Context, client *ent.ClaimClient, id int64, sentence string, guards ...predicate.Claim) error {
	ok, err := client.Query().Where(claim.ID(id)).Where(guards...).Exist(ctx)
	if err != nil {
		return fmt.Errorf("four eyes: %w", err)
	}
	if !ok {
		return fault.New(fault.CodeFourEyes, sentence, "claimNumber")
	}
	return nil
}

const ownEntry = "nobody decides a claim that they entered or changed themselves"

// voidApproval ends a request to pay a claim that waits, because the claim changes. Where it is being decided at this
// moment the change looks again.
func (s *Service) voidApproval(ctx context.Context, tx *work.Tx, row *ent.Claim, why string) error {
	if !slices.Contains(undecided, row.State) {
		return nil
	}
	err := s.approvals.Void(ctx, tx, approval.KindClaimPayout, row.Number, why)
	if fault.Has(err, fault.CodeConflict) {
		return errMoved
	}
	return err
}

// addNote adds a note to a claim.
func (s *Service) addNote(ctx context.Context, tx *work.Tx, caller *access.Caller, row *ent.Claim, kind claimnote.Kind, text string) error {
	return tx.ClaimNote.Create().SetID(tx.NewKey()).SetChannelID(row.ChannelID).SetClaimID(row.ID).SetPersonID(caller.PersonID()).
		SetKind(kind).SetText(text).SetAt(s.distribution.Now(row.ChannelID)).Exec(ctx)
}

// maxReasonLength of whatever a person does, on record.
const maxReasonLength = 500

// checkText finds fault with what a person writes: INVALID_VALUE.
func checkText(text string, max int, path string) error {
	bad := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
	if n := utf8.RuneCountInString(text); n == 0 || n > max || !utf8.ValidString(text) || slices.ContainsFunc([]rune(text), bad) {
		return fault.Newf(fault.CodeInvalidValue, "1 to %d printable characters", max).At(path)
	}
	return nil
}
