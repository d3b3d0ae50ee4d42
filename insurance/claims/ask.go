package claims

import (
	"context"

	"baodan/ent"
	"baodan/ent/claimnote"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// EvidenceInput asks the claimant for something.
type EvidenceInput struct {
	ClaimNumber     string
	ExpectedVersion int
	Text            string
}

// NoteInput is something for colleagues to know.
type NoteInput struct {
	ClaimNumber string
	Text        string
}

const (
	longestRequest = 1000
	longestNote    = 2000
)

// RequestEvidence asks the claimant for evidence (B8): the channel hears what is needed, and has as long as the terms say;
// then the claim is declined. What it sends with updateClaim brings the claim back to whoever has it in hand. Asking again
// begins the time anew. A request for approval to pay it is void. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT,
// INVALID_STATE for one that waits for nobody's decision, FOUR_EYES for the caller's own entry.
func (o *Service) RequestEvidence(ctx context.Context, caller *access.Caller, in *EvidenceInput) (answer *Claim, err error) {
	if err := checkText(in.Text, longestRequest, "text"); err != nil {
		return nil, err
	}
	err = o.act(ctx, func() (func(context.Context, *work.Tx) error, error) {
		row, err := o.opened(ctx, caller, in.ClaimNumber, in.ExpectedVersion, decidable)
		if err != nil {
			return nil, err
		}
		if err := o.fourEyes(ctx, o.store.Client.Claim, row.ID, ownEntry, notBy(caller)...); err != nil {
			return nil, err
		}
		policy, err := o.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt})
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
		now := o.distribution.Now(row.ChannelID)
		until := window.AddTo(now, policy.Product().Location())
		due := o.distribution.Due(row.ChannelID, until)
		return func(ctx context.Context, tx *work.Tx) error {
			next, err := o.ask(ctx, tx, caller, move{
				row: row, at: now, may: notBy(caller), set: func(next *ent.Claim) { next.DueAt = &due },
				tell: func(next *ent.Claim) event.Payload {
					return event.ClaimEvidenceNeeded{Claim: snapshot(next, policy.Number()), Text: in.Text, Until: event.Moment(until)}
				},
			}, in.Text, event.Moment(until))
			answer = &Claim{row: next, service: o}
			return err
		}, nil
	}, "request evidence")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// ask stores that evidence is awaited.
func (o *Service) ask(ctx context.Context, tx *work.Tx, caller *access.Caller, m move, text string, until event.Moment) (*ent.Claim, error) {
	row := m.row
	if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
		return nil, err
	}
	next, err := o.move(ctx, tx, transitions.askEvidence, m)
	if err != nil {
		return nil, err
	}
	if err := o.voidApproval(ctx, tx, row, "evidence was asked for"); err != nil {
		return nil, err
	}
	if err := o.write(ctx, tx, caller, row, claimnote.KindEvidenceRequest, text); err != nil {
		return nil, err
	}
	return next, o.onRecord(ctx, tx, caller, audit.Entry{
		Action: "claim.request_evidence", Object: row.Number, ChannelID: row.ChannelID,
		Before: map[string]any{"state": row.State}, After: map[string]any{"state": next.State, "until": until},
	})
}

// Note writes something down for colleagues; a claim of any state takes notes. Faults: INVALID_VALUE, NOT_FOUND.
func (o *Service) Note(ctx context.Context, caller *access.Caller, in *NoteInput) (*Claim, error) {
	if err := checkText(in.Text, longestNote, "text"); err != nil {
		return nil, err
	}
	c, err := o.ByNumber(ctx, caller, in.ClaimNumber)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fault.New(fault.CodeNotFound, "", "claimNumber")
	}
	return c, o.store.Do(ctx, "note claim", func(ctx context.Context, tx *work.Tx) error {
		if err := o.write(ctx, tx, caller, c.row, claimnote.KindNote, in.Text); err != nil {
			return err
		}
		// What the note says stays with the claim: it may name people, and the record is never erased.
		return o.onRecord(ctx, tx, caller, audit.Entry{Action: "claim.note", Object: c.row.Number, ChannelID: c.row.ChannelID})
	})
}
