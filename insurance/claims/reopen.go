package claims

import (
	"context"
	"encoding/json"
	"fmt"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// ReopenInput asks to reopen a claim.
type ReopenInput struct {
	ClaimNumber      string
	ExpectedRevision int
	Reason           string // 1 to 500 characters
}

// reopeningContent is what approvers are shown.
type reopeningContent struct {
	ClaimNumber  string       `json:"claimNumber"`
	PolicyNumber string       `json:"policyNumber"`
	ProductCode  string       `json:"productCode"`
	Version      int          `json:"version"`  // of the claim
	Declined     string       `json:"declined"` // the reason that it was declined for
	Claimed      *event.Money `json:"claimed,omitempty"`
	Computed     *event.Money `json:"computed,omitempty"`
}

// reopeningSecret is what is checked again when it takes effect.
type reopeningSecret struct {
	MaxClaims int64 `json:"maxClaims"` // claims of the policy that may be open or paid; 0: any number
}

// Reopen asks to reopen a declined claim (B7), which another person must approve: it is decided anew then, by a person. A claim
// under a policy that was cancelled since may be reopened where the loss lies before that. Faults: INVALID_VALUE,
// NOT_FOUND; CONFLICT where it has another version, or a request waits; INVALID_STATE where it is not declined;
// RULE_REFUSED (NO_COVER) where there was no cover at the loss, or the policy is void, (CLAIM_MOST) where the policy has as
// many other claims as its terms permit.
func (s *Desk) Reopen(ctx context.Context, caller *access.Caller, in *ReopenInput) (answer *Decided, err error) {
	if err := checkText(in.Reason, maxReasonLength, "reason"); err != nil {
		return nil, err
	}
	row, err := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, transitions.reopen.from)
	if err != nil {
		return nil, err
	}
	held, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt})
	if err != nil {
		return nil, err
	}
	if err := covers(row, held); err != nil {
		return nil, err
	}
	terms, err := held.Terms()
	if err != nil {
		return nil, err
	}
	most := terms.Int("claim.most")
	err = s.store.Do(ctx, "request reopening", func(ctx context.Context, tx *work.Tx) error {
		head, err := policy.LockRow(ctx, tx, row.PolicyID)
		if err != nil {
			return err
		}
		if !policy.MayOpenClaim(head, most) {
			return refuseAnother(ctx, tx.Claim, held, most)
		}
		asked, err := s.approvals.Request(ctx, tx, caller, approval.Request{
			Kind: entapproval.KindClaimReopening, Object: row.Number, ChannelID: row.ChannelID, Reason: in.Reason, Secret: reopeningSecret{most},
			Content: reopeningContent{
				ClaimNumber: row.Number, PolicyNumber: held.Number(), ProductCode: row.ProductCode, Version: row.Version, Declined: row.Reason,
				Claimed: optionalMoney(row, row.Claimed), Computed: optionalMoney(row, row.Computed),
			},
		})
		if err == nil {
			answer = &Decided{Claim: s.reader.claim(row), Approval: asked.Unwrap()}
		}
		return err
	})
	return answer, err
}

// reopeningSubject says who may approve that a claim is reopened and what happens then.
func (s *Desk) reopeningSubject() approval.Subject {
	return approval.Subject{Roles: []access.Role{access.Claims}, May: s.checkNotOwn, Apply: s.applyReopening}
}

// applyReopening reopens a claim in the transaction of the approval. Fault: CONFLICT where the claim or its cover changed since
// it was asked, or the policy has as many other claims as its terms permit.
func (s *Desk) applyReopening(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var content reopeningContent
	var secret reopeningSecret
	if err := json.Unmarshal([]byte(r.Content), &content); err != nil {
		return fmt.Errorf("approval %d: %w", r.ID, err)
	}
	if r.Secret == nil {
		return fmt.Errorf("approval %d lacks a part", r.ID)
	}
	if err := json.Unmarshal([]byte(*r.Secret), &secret); err != nil {
		return fmt.Errorf("approval %d: %w", r.ID, err)
	}
	row, err := tx.Claim.Query().Where(claim.Number(r.Object)).Only(ctx)
	if err != nil {
		return fmt.Errorf("claim %s: %w", r.Object, err)
	}
	head, err := policy.LockRow(ctx, tx, row.PolicyID)
	if err != nil {
		return err
	}
	if err := checkReopening(ctx, tx, row, head, &content, secret.MaxClaims); err != nil {
		return err
	}
	now := s.distribution.Now(row.ChannelID)
	due := s.distribution.Due(row.ChannelID, now)
	next, err := transitions.reopen.move(ctx, tx, move{
		row: row, at: now, by: by.Actor(),
		set: func(next *ent.Claim) {
			next.Reason, next.DecidedAt, next.ClosedAt, next.Tries, next.DueAt = "", nil, nil, 0, &due
			next.PromisedAt = now.Add(row.PromisedAt.Sub(row.SubmittedAt))
		},
		event: func(next *ent.Claim) event.Payload {
			return event.ClaimReopened{Claim: snapshot(next, content.PolicyNumber)}
		},
	})
	if moved(err) {
		return fault.New(fault.CodeConflict, "the claim was changed since")
	}
	if err != nil {
		return err
	}
	err = tx.ClaimNote.Create().SetID(tx.NewKey()).SetChannelID(row.ChannelID).SetClaimID(row.ID).SetPersonID(r.RequestedBy).
		SetKind(claimnote.KindReopening).SetText(r.Reason).SetAt(now).Exec(ctx)
	if err != nil {
		return err
	}
	return recordAudit(ctx, tx, s.audit, by, audit.Entry{
		Action: "claim.reopen", Object: row.Number, ChannelID: row.ChannelID, Reason: r.Reason,
		Before: map[string]any{"state": row.State, "reason": row.Reason}, After: map[string]any{"state": next.State, "requestedBy": r.RequestedBy},
	})
}

// checkReopening refuses what changed since it was asked: CONFLICT.
func checkReopening(ctx context.Context, tx *work.Tx, row *ent.Claim, head *ent.InsurancePolicy, asked *reopeningContent, most int64) error {
	if row.Version != asked.Version || row.State != claim.StateDeclined {
		return fault.New(fault.CodeConflict, "the claim was changed since")
	}
	ended, err := tx.Endorsement.Query().Where(
		endorsement.PolicyID(row.PolicyID), endorsement.KindEQ(endorsement.KindCancellation), endorsement.EffectiveAtLTE(row.OccurredAt),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("cancellations: %w", err)
	}
	if ended {
		return fault.New(fault.CodeConflict, "the policy was cancelled since, from before the loss")
	}
	if !policy.MayOpenClaim(head, most) {
		return fault.New(fault.CodeConflict, "the policy has as many other claims as its terms permit")
	}
	return nil
}
