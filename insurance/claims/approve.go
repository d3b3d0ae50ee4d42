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
	kind "baodan/ent/approval"
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

// othersFor is how many people besides the one who decides must approve a payout.
func othersFor(terms *rule.Terms, facts rule.Facts, amount money.Amount) (int, error) {
	needed := 0
	for _, over := range []struct {
		key    string
		others int
	}{{"claim.singleReviewLimit", 1}, {"claim.doubleReviewLimit", 2}} {
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

// payoutContent is what others are asked to approve.
type payoutContent struct {
	ClaimNumber  string      `json:"claimNumber"`
	PolicyNumber string      `json:"policyNumber"`
	ProductCode  string      `json:"productCode"`
	Version      int         `json:"version"` // of the claim
	Asked        event.Money `json:"asked"`
	Amount       event.Money `json:"amount"`
	Reason       string      `json:"reason"`
	Score        int         `json:"score"`
}

// frozen is what takes effect once they have approved: the decision whole, and what its limits are held against then.
type frozen struct {
	Decision      *catalog.Decision `json:"decision"`
	Note          string            `json:"note"`
	PolicyVersion int               `json:"policyVersion"`
	Limit         money.Decimal     `json:"limit"` // the sum insured when the loss happened
	From          *time.Time        `json:"from,omitempty"`
	To            *time.Time        `json:"to,omitempty"` // of the policy year whose claims count; nil: all do
	Once          []onceValue       `json:"once,omitempty"`
}

// request asks others to approve a payout (B8). A claim that waited for evidence waits no longer.
func (r *review) request(ctx context.Context, tx *work.Tx, d *catalog.Decision, needed int) (*Decided, error) {
	o, row := r.service, r.row
	if err := o.fourEyes(ctx, tx.Claim, row.ID, ownEntry, r.may()...); err != nil {
		return nil, err
	}
	f := frozen{Decision: d, Note: r.in.Note, PolicyVersion: r.policy.Row().Version, Limit: r.standing.Limit, Once: o.onceValues(r.policy.Product(), r.facts)}
	var err error
	if f.From, f.To, err = counted(row, r.policy, r.c); err != nil {
		return nil, err
	}
	next := row
	if row.State == claim.StateEvidenceNeeded {
		if next, err = r.stopWaiting(ctx, tx); err != nil {
			return nil, err
		}
	}
	asked, err := o.approvals.Request(ctx, tx, r.caller, approval.Request{
		Kind: kind.KindClaimPayout, Object: row.Number, ChannelID: row.ChannelID, Needed: needed, Reason: r.in.Note, Secret: f,
		Content: payoutContent{
			ClaimNumber: row.Number, PolicyNumber: r.policy.Number(), ProductCode: row.ProductCode, Version: next.Version, Score: d.Score, Reason: d.Reason,
			Asked:  event.MoneyOf(money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}),
			Amount: event.MoneyOf(d.Payable.Result),
		},
	})
	if err != nil {
		return nil, err
	}
	err = o.write(ctx, tx, r.caller, row, claimnote.KindDecision, r.in.Note)
	return &Decided{Claim: &Claim{row: next, service: o}, Approval: asked}, err
}

// stopWaiting puts a claim that waited for evidence back into review, so that it is not given up while others decide.
func (r *review) stopWaiting(ctx context.Context, tx *work.Tx) (*ent.Claim, error) {
	return r.service.move(ctx, tx, transitions.stopWaiting, move{
		row: r.row, at: r.service.distribution.Now(r.row.ChannelID), may: r.may(),
		tell: func(next *ent.Claim) event.Payload {
			return event.ClaimInReview{Claim: snapshot(next, r.policy.Number())}
		},
	})
}

// noRequestWaits refuses to decide a claim otherwise while others are asked to approve its payout: INVALID_STATE.
func (o *Service) noRequestWaits(ctx context.Context, tx *work.Tx, row *ent.Claim) error {
	waits, err := tx.Approval.Query().Where(kind.Object(row.Number), kind.KindEQ(kind.KindClaimPayout), kind.StateEQ(kind.StateRequested)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("waiting request: %w", err)
	}
	if waits {
		return fault.New(fault.CodeInvalidState, "its payout waits for the approval of others; withdraw that request first", "claimNumber")
	}
	return nil
}

// payoutSubject is how requests to pay a claim are decided.
func (o *Service) payoutSubject() approval.Subject {
	return approval.Subject{Roles: []access.Role{access.Claims}, May: o.mayApprove, Apply: o.applyPayout}
}

// mayApprove keeps whoever entered or changed a claim from approving its payout: FOUR_EYES.
func (o *Service) mayApprove(ctx context.Context, tx *work.Tx, requests []*ent.Approval, by *access.Caller) (refused map[int64]error, err error) {
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

// applyPayout decides a claim as it was asked for, in the transaction of the last approval, with its limits counted again
// under the lock of its policy. Fault: CONFLICT where claim, cover or what is left of it changed.
func (o *Service) applyPayout(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
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
	if err := o.stillLeft(ctx, tx, row, &f); err != nil {
		return err
	}
	if taken, err := o.takeValues(ctx, tx, row, f.Once); err != nil || taken != nil {
		if err == nil {
			err = fault.Newf(fault.CodeConflict, "%s: another claim pays by the same fact", taken.Fact)
		}
		return err
	}
	v := &verdict{row: row, policyNumber: content.PolicyNumber, decision: f.Decision, may: append(notBy(by), claim.StateEQ(claim.StateInReview))}
	next, err := o.pass(ctx, tx, v)
	if errors.Is(err, errMoved) {
		return fault.New(fault.CodeConflict, "the claim was changed since")
	}
	if err != nil {
		return err
	}
	record := decisionRecord(row, f.Decision, next.State, f.Note)
	record.After.(map[string]any)["requestedBy"] = r.RequestedBy
	return o.onRecord(ctx, tx, by, record)
}

// stillLeft counts again whether the limits leave what was asked for, by the cover that it was asked under: CONFLICT.
func (o *Service) stillLeft(ctx context.Context, tx *work.Tx, row *ent.Claim, f *frozen) error {
	changed, err := tx.Endorsement.Query().
		Where(endorsement.PolicyID(row.PolicyID), endorsement.VersionGT(f.PolicyVersion), endorsement.EffectiveAtLTE(row.OccurredAt)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("endorsements: %w", err)
	}
	if changed {
		return fault.New(fault.CodeConflict, "the cover at the time of the loss was changed since")
	}
	before, err := spentWithin(ctx, tx, row, f.From, f.To)
	if err != nil {
		return err
	}
	if left := f.Limit.Sub(before); f.Decision.Payable.Result.Decimal().Cmp(left) > 0 {
		return fault.Newf(fault.CodeConflict, "of the sum insured only %s is left", left)
	}
	return nil
}
