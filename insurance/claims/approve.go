package claims

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// approversNeeded is how many people must approve a payout besides the person who decides: one where it is above what the
// product computes or above their own authority, and as many as the terms say.
func (r *review) approversNeeded(ctx context.Context, tx *work.Tx, amount money.Amount) (int, error) {
	bounds, err := boundsOf(ctx, tx.ClaimAuthority, r.caller, r.row.ProductCode)
	if err != nil {
		return 0, err
	}
	return r.others(bounds, amount)
}

// others is how many others must approve an amount, by the caller's own bounds and by the terms.
func (r *review) others(bounds ownBounds, amount money.Amount) (int, error) {
	needed, err := approversByTerms(r.terms, r.facts, amount)
	if r.above || bounds.exceededBy(r.row.ProductCode, amount) {
		needed = max(needed, 1)
	}
	return needed, err
}

// reviewLimits are the terms that say above which amount others must approve, and how many.
var reviewLimits = []struct {
	key    string
	others int
}{{"claim.singleReviewLimit", 1}, {"claim.doubleReviewLimit", 2}}

// approversByTerms is how many others the terms ask for.
func approversByTerms(terms *rule.Terms, facts rule.Facts, amount money.Amount) (int, error) {
	needed := 0
	for _, over := range reviewLimits {
		limit, err := terms.Decimal(over.key, facts)
		if err != nil {
			return 0, err
		}
		if limit.Sign() > 0 && amount.Decimal().Cmp(limit) > 0 {
			needed = max(needed, over.others)
		}
	}
	return needed, nil
}

// payoutContent is what approvers are shown.
type payoutContent struct {
	ClaimNumber  string       `json:"claimNumber"`
	PolicyNumber string       `json:"policyNumber"`
	ProductCode  string       `json:"productCode"`
	Version      int          `json:"version"`            // of the claim
	Limit        event.Money  `json:"limit"`              // what the policy pays for one event at most
	Claimed      *event.Money `json:"claimed,omitempty"`  // the loss
	Computed     *event.Money `json:"computed,omitempty"` // what the product would pay
	Amount       event.Money  `json:"amount"`             // what is to be paid
	Reason       string       `json:"reason"`
	Score        int          `json:"score"`
}

// frozen is what takes effect after approval: the whole decision, and the limits that it is checked against at that
// time.
type frozen struct {
	Decision      *catalog.Decision `json:"decision"`
	Note          string            `json:"note"`
	PolicyVersion int               `json:"policyVersion"`
	Limit         money.Decimal     `json:"limit"` // the sum insured when the loss happened
	From          *time.Time        `json:"from,omitempty"`
	To            *time.Time        `json:"to,omitempty"` // the policy year whose claims count; nil: all claims count
	Unique        []reservation     `json:"unique,omitempty"`
}

// requestApproval asks others to approve a payout (B8). A claim that waited for evidence goes back into review.
func (r *review) requestApproval(ctx context.Context, tx *work.Tx, d *catalog.Decision, needed int) (*Decided, error) {
	s, row := r.desk, r.row
	if err := fourEyes(ctx, tx.Claim, row.ID, ownEntry, r.guards()...); err != nil {
		return nil, err
	}
	f := frozen{Decision: d, Note: r.in.Note, PolicyVersion: r.policy.Row().Version, Limit: r.standing.Limit, Unique: s.unique.reservations(r.policy.Product(), r.facts)}
	var err error
	if f.From, f.To, err = countedPeriod(row, r.policy, r.c); err != nil {
		return nil, err
	}
	next := row
	if row.State == claim.StateEvidenceNeeded {
		if next, err = r.stopWaiting(ctx, tx); err != nil {
			return nil, err
		}
	}
	asked, err := s.approvals.Request(ctx, tx, r.caller, approval.Request{
		Kind: entapproval.KindClaimPayout, Object: row.Number, ChannelID: row.ChannelID, Needed: needed, Reason: r.in.Note, Secret: f,
		Content: payoutContent{
			ClaimNumber: row.Number, PolicyNumber: r.policy.Number(), ProductCode: row.ProductCode, Version: next.Version, Score: d.Score, Reason: d.Reason,
			Limit: event.MoneyOf(*r.limit), Claimed: optionalMoney(row, row.Claimed), Computed: optionalMoney(row, row.Computed),
			Amount: event.MoneyOf(d.Payable.Result),
		},
	})
	if err != nil {
		return nil, err
	}
	err = addNote(ctx, tx, r.caller, row, claimnote.KindDecision, r.in.Note, s.distribution.Now(row.ChannelID))
	return &Decided{Claim: s.reader.claim(next), Approval: asked}, err
}

// stopWaiting puts a claim that waited for evidence back into review, so that it is not declined for lack of an answer
// while others decide.
func (r *review) stopWaiting(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return transitions.stopWaiting.move(ctx, tx, move{
		row: r.row, at: r.desk.distribution.Now(r.row.ChannelID), guards: r.guards(),
		event: func(next *ent.Claim) event.Payload {
			return event.ClaimInReview{Claim: snapshot(next, r.policy.Number())}
		},
	})
}

// checkNoRequest refuses to decide a claim while others are asked to approve its payout: INVALID_STATE.
func checkNoRequest(ctx context.Context, tx *work.Tx, row *ent.Claim) error {
	waits, err := tx.Approval.Query().Where(entapproval.Object(row.Number), entapproval.KindEQ(entapproval.KindClaimPayout), entapproval.StateEQ(entapproval.StateRequested)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("waiting request: %w", err)
	}
	if waits {
		return waitsForOthers()
	}
	return nil
}

func waitsForOthers() error {
	return fault.New(fault.CodeInvalidState, "its payout waits for the approval of others; withdraw that request first", "claimNumber")
}

// approvalSubject says who may approve a payout and what happens then.
func (s *Desk) approvalSubject() approval.Subject {
	return approval.Subject{Roles: []access.Role{access.Claims}, May: s.checkApprover, Apply: s.applyApproved}
}

// checkNotOwn refuses people who entered or changed the claim that a request is about: FOUR_EYES.
func (s *Desk) checkNotOwn(ctx context.Context, tx *work.Tx, requests []*ent.Approval, by *access.Caller) (refused map[int64]error, err error) {
	numbers := make([]string, len(requests))
	for i, r := range requests {
		numbers[i] = r.Object
	}
	others, err := tx.Claim.Query().Where(claim.NumberIn(numbers...)).Where(notBy(by)...).Select(claim.FieldNumber).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("four eyes: %w", err)
	}
	refused = map[int64]error{}
	for _, r := range requests {
		if !slices.Contains(others, r.Object) {
			refused[r.ID] = fault.New(fault.CodeFourEyes, ownEntry, "claimNumber")
		}
	}
	return refused, nil
}

// checkApprover refuses people who entered or changed the claim, and those whose own authority the amount exceeds: FOUR_EYES.
func (s *Desk) checkApprover(ctx context.Context, tx *work.Tx, requests []*ent.Approval, by *access.Caller) (map[int64]error, error) {
	refused, err := s.checkNotOwn(ctx, tx, requests, by)
	if err != nil {
		return nil, err
	}
	amounts, products := make([]money.Amount, len(requests)), make([]string, len(requests))
	for i, r := range requests {
		if amounts[i], products[i], err = payoutOf(r); err != nil {
			return nil, err
		}
	}
	bounds, err := boundsOf(ctx, tx.ClaimAuthority, by, products...)
	if err != nil {
		return nil, err
	}
	for i, r := range requests {
		if refused[r.ID] == nil && bounds.exceededBy(products[i], amounts[i]) {
			refused[r.ID] = fault.New(fault.CodeFourEyes, "the amount is above your own authority", "claimNumber")
		}
	}
	return refused, nil
}

// payoutOf is what a request asks to pay.
func payoutOf(r *ent.Approval) (amount money.Amount, product string, err error) {
	var content payoutContent
	if err = json.Unmarshal([]byte(r.Content), &content); err == nil && content.Amount.Amount != "" {
		amount, err = amountIn(content.Amount)
	}
	if err != nil {
		err = fmt.Errorf("approval %d: %w", r.ID, err)
	}
	return amount, content.ProductCode, err
}

// amountIn is an amount of what approvers are shown.
func amountIn(shown event.Money) (money.Amount, error) {
	value, err := money.ParseDecimal(shown.Amount)
	if err != nil {
		return money.Amount{}, err
	}
	return value.In(shown.Currency)
}

// applyApproved decides a claim as it was requested, in the transaction of the last approval. The limits are counted
// again under the lock of the policy. Fault: CONFLICT where the claim, its cover or what is left of it changed.
func (s *Desk) applyApproved(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var content payoutContent
	var f frozen
	if err := json.Unmarshal([]byte(r.Content), &content); err != nil {
		return fmt.Errorf("approval %d: %w", r.ID, err)
	}
	if r.Secret == nil {
		return fmt.Errorf("approval %d has no decision", r.ID)
	}
	if err := json.Unmarshal([]byte(*r.Secret), &f); err != nil {
		return fmt.Errorf("approval %d: %w", r.ID, err)
	}
	row, err := tx.Claim.Query().Where(claim.Number(r.Object)).Only(ctx)
	if err != nil {
		return fmt.Errorf("claim %s: %w", r.Object, err)
	}
	if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
		return err
	}
	if row.Version != content.Version || row.State != claim.StateInReview {
		return fault.New(fault.CodeConflict, "the claim was changed since")
	}
	if err := checkStillCovered(ctx, tx, row, &f); err != nil {
		return err
	}
	if taken, err := s.unique.reserveAll(ctx, tx, row, f.Unique); err != nil || taken != nil {
		if err == nil {
			err = fault.Newf(fault.CodeConflict, "%s: another claim pays by the same fact", taken.Fact)
		}
		return err
	}
	limit, err := amountIn(content.Limit)
	if err != nil {
		return fmt.Errorf("approval %d: %w", r.ID, err)
	}
	v := &verdict{row: row, policyNumber: content.PolicyNumber, decision: f.Decision, limit: &limit, guards: append(notBy(by), claim.StateEQ(claim.StateInReview)), by: by.Actor()}
	next, err := v.apply(ctx, tx, s.distribution)
	if errors.Is(err, errMoved) {
		return fault.New(fault.CodeConflict, "the claim was changed since")
	}
	if err != nil {
		return err
	}
	record := decisionRecord(row, f.Decision, next.State, f.Note)
	record.After.(map[string]any)["requestedBy"] = r.RequestedBy
	return recordAudit(ctx, tx, s.audit, by, record)
}

// checkStillCovered refuses where the cover changed since the request, or its limits do not leave the amount any more:
// CONFLICT.
func checkStillCovered(ctx context.Context, tx *work.Tx, row *ent.Claim, f *frozen) error {
	changed, err := tx.Endorsement.Query().
		Where(endorsement.PolicyID(row.PolicyID), endorsement.VersionGT(f.PolicyVersion), endorsement.EffectiveAtLTE(row.OccurredAt)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("endorsements: %w", err)
	}
	if changed {
		return fault.New(fault.CodeConflict, "the cover at the time of the loss was changed since")
	}
	before, err := spentWithin(ctx, tx.Claim, row, f.From, f.To)
	if err != nil {
		return err
	}
	if left := f.Limit.Sub(before); f.Decision.Payable.Result.Decimal().Cmp(left) > 0 {
		return fault.Newf(fault.CodeConflict, "of the sum insured only %s is left", left)
	}
	return nil
}

// voidApproval ends a waiting request to pay a claim, because the claim changes. Where the request is being decided at
// this moment, it fails with errMoved.
func voidApproval(ctx context.Context, tx *work.Tx, approvals *approval.Service, row *ent.Claim, why string) error {
	if !slices.Contains(undecided, row.State) {
		return nil
	}
	err := approvals.Void(ctx, tx, entapproval.KindClaimPayout, row.Number, why)
	if fault.Has(err, fault.CodeConflict) {
		return errMoved
	}
	return err
}
