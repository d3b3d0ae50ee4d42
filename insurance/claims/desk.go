package claims

import (
	"context"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/claimrevision"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Desk is what people do with claims that machines cannot decide (B8): take, assign, note, ask for evidence, decide.
type Desk struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	audit        *audit.Log
	approvals    *approval.Service
	reader       *Reader
	sealer       *sealer
	unique       *uniqueFacts
	assessor     *assessor
}

// undecided are the states in which a claim waits for a person to decide it.
var undecided = []claim.State{claim.StateInReview, claim.StateEvidenceNeeded}

// unclosed are the states in which a claim still needs something.
var unclosed = []claim.State{
	claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded, claim.StateApproved, claim.StatePayoutFailed,
}

// notBy holds for claims that a person neither entered nor changed for a claimant: nobody decides their own entry.
func notBy(c *access.Caller) []predicate.Claim {
	return []predicate.Claim{claim.EnteredByNEQ(c.PersonID()), claim.Not(changedBy(c.Actor()))}
}

func changedBy(who string) predicate.Claim {
	return func(s *sql.Selector) {
		of := sql.Table(claimrevision.Table)
		s.Where(sql.Exists(sql.Select(of.C(claimrevision.FieldID)).From(of).Where(sql.And(
			sql.ColumnsEQ(of.C(claimrevision.FieldClaimID), s.C(claim.FieldID)), sql.EQ(of.C(claimrevision.FieldMadeBy), who)))))
	}
}

// notDecidedBy holds for claims that a person has not decided.
func notDecidedBy(person int64) predicate.Claim {
	return func(s *sql.Selector) {
		of := sql.Table(claimnote.Table)
		s.Where(sql.Not(sql.Exists(sql.Select(of.C(claimnote.FieldID)).From(of).Where(sql.And(
			sql.ColumnsEQ(of.C(claimnote.FieldClaimID), s.C(claim.FieldID)), sql.EQ(of.C(claimnote.FieldPersonID), person),
			sql.EQ(of.C(claimnote.FieldKind), claimnote.KindDecision))))))
	}
}

// notApprovedBy holds for claims whose payout a person has not approved.
func notApprovedBy(person int64) predicate.Claim {
	return func(s *sql.Selector) {
		votes, requests := sql.Table(approvalvote.Table), sql.Table(entapproval.Table)
		s.Where(sql.Not(sql.Exists(sql.Select(votes.C(approvalvote.FieldID)).From(votes).Join(requests).
			On(votes.C(approvalvote.FieldApprovalID), requests.C(entapproval.FieldID)).Where(sql.And(
			sql.ColumnsEQ(requests.C(entapproval.FieldObject), s.C(claim.FieldNumber)), sql.EQ(requests.C(entapproval.FieldKind), entapproval.KindClaimPayout),
			sql.EQ(votes.C(approvalvote.FieldPersonID), person), sql.EQ(votes.C(approvalvote.FieldVerdict), approvalvote.VerdictApprove))))))
	}
}

// fourEyes refuses where guards do not hold for a claim: FOUR_EYES. The update that follows has the same guards as
// conditions; this gives their reason.
func fourEyes(ctx context.Context, client *ent.ClaimClient, id int64, sentence string, guards ...predicate.Claim) error {
	ok, err := client.Query().Where(claim.ID(id)).Where(guards...).Exist(ctx)
	if err != nil {
		return fmt.Errorf("four eyes: %w", err)
	}
	if !ok {
		return refuseFourEyes(sentence)
	}
	return nil
}

func refuseFourEyes(sentence string) error {
	return fault.New(fault.CodeFourEyes, sentence, "claimNumber")
}

const ownEntry = "nobody decides a claim that they entered or changed themselves"

// maxReasonLength bounds the reason that a person gives for an act.
const maxReasonLength = 500

// checkText refuses text that is empty, too long or not printable: INVALID_VALUE.
func checkText(text string, max int, path string) error {
	bad := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
	if n := utf8.RuneCountInString(text); n == 0 || n > max || !utf8.ValidString(text) || slices.ContainsFunc([]rune(text), bad) {
		return fault.Newf(fault.CodeInvalidValue, "1 to %d printable characters", max).At(path)
	}
	return nil
}
