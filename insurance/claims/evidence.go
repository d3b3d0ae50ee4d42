package claims

import (
	"context"

	"baodan/ent"
	"baodan/ent/claimnote"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// EvidenceInput asks the claimant for something.
type EvidenceInput struct {
	ClaimNumber      string
	ExpectedRevision int
	Text             string
}

const maxRequestLength = 1000

// RequestEvidence asks the claimant for evidence (B8). The channel is told what is needed and has as long as the terms
// say; after that the claim is declined. When the channel sends it with updateClaim, the claim returns to the person
// who works on it. Asking again starts the time anew. A waiting request to approve the payout becomes void. Faults:
// INVALID_VALUE, NOT_FOUND, CONFLICT, INVALID_STATE for a claim that waits for nobody's decision, FOUR_EYES for the
// caller's own entry.
func (s *Desk) RequestEvidence(ctx context.Context, caller *access.Caller, in *EvidenceInput) (answer *Claim, err error) {
	if err := checkText(in.Text, maxRequestLength, "text"); err != nil {
		return nil, err
	}
	err = transact(ctx, s.store, func() (func(context.Context, *work.Tx) error, error) {
		row, err := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, undecided)
		if err != nil {
			return nil, err
		}
		if err := fourEyes(ctx, s.store.Client.Claim, row.ID, ownEntry, notBy(caller)...); err != nil {
			return nil, err
		}
		policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt})
		if err != nil {
			return nil, err
		}
		terms, err := policy.Terms()
		if err != nil {
			return nil, err
		}
		window, err := terms.Period("claim.evidenceWindow", nil)
		if err != nil {
			return nil, err
		}
		now := s.distribution.Now(row.ChannelID)
		until := window.AddTo(now, policy.Product().Location())
		due := s.distribution.Due(row.ChannelID, until)
		return func(ctx context.Context, tx *work.Tx) error {
			next, err := s.storeEvidenceRequest(ctx, tx, caller, move{
				row: row, at: now, guards: notBy(caller), set: func(next *ent.Claim) { next.DueAt = &due },
				event: func(next *ent.Claim) event.Payload {
					return event.ClaimEvidenceNeeded{Claim: snapshot(next, policy.Number()), Text: in.Text, Until: event.Time(until)}
				},
			}, in.Text, event.Time(until))
			answer = s.reader.claim(next)
			return err
		}, nil
	}, "request evidence")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// storeEvidenceRequest stores that evidence is awaited, with a note and an audit record.
func (s *Desk) storeEvidenceRequest(ctx context.Context, tx *work.Tx, caller *access.Caller, m move, text string, until event.Time) (*ent.Claim, error) {
	row := m.row
	if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
		return nil, err
	}
	next, err := transitions.askEvidence.move(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	if err := voidApproval(ctx, tx, s.approvals, row, "evidence was asked for"); err != nil {
		return nil, err
	}
	if err := addNote(ctx, tx, caller, row, claimnote.KindEvidenceRequest, text, s.distribution.Now(row.ChannelID)); err != nil {
		return nil, err
	}
	return next, recordAudit(ctx, tx, s.audit, caller, audit.Entry{
		Action: "claim.request_evidence", Object: row.Number, ChannelID: row.ChannelID,
		Before: map[string]any{"state": row.State}, After: map[string]any{"state": next.State, "until": until},
	})
}
