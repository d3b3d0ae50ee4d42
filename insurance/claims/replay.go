package claims

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// replay answers a request whose number is stored, or may be: with the claim as that request left it if the content is
// the same, else with REQUEST_MISMATCH. A commit of unknown outcome that did not happen stays an error.
func (s *Intake) replay(ctx context.Context, asked *ent.ClaimRevision, cause error) (*Answer, error) {
	stored, err := s.store.Client.ClaimRevision.Query().
		Where(claimrevision.ChannelID(asked.ChannelID), claimrevision.RequestNo(asked.RequestNo)).Only(ctx)
	if ent.IsNotFound(err) {
		if errors.Is(cause, work.ErrUnknownOutcome) {
			return nil, fault.New(fault.CodeUnavailable, "it did not take effect; send it again")
		}
		return nil, cause // another unique key: a number of ours
	}
	if err != nil {
		return nil, fmt.Errorf("look up request: %w", err)
	}
	if !bytes.Equal(stored.RequestHash, asked.RequestHash) {
		return nil, mismatch(stored, asked)
	}
	row, err := s.store.Client.Claim.Get(ctx, stored.ClaimID)
	if err != nil {
		return nil, fmt.Errorf("claim %d: %w", stored.ClaimID, err)
	}
	return &Answer{Claim: s.reader.claim(asLeft(row, stored)), Made: revisionOf(stored), Replayed: stored.ID != asked.ID}, nil
}

// unlessUsed answers why a request is refused, or REQUEST_MISMATCH where its number is stored: the stored request was
// accepted, so this one must differ from it.
func (s *Intake) unlessUsed(ctx context.Context, caller *access.Caller, no string, cause error) error {
	if caller.Channel == nil {
		return cause // a person: nobody knows for which channel
	}
	stored, err := s.store.Client.ClaimRevision.Query().
		Where(claimrevision.ChannelID(caller.Channel.ID), claimrevision.RequestNo(caller.RequestNo(no))).Only(ctx)
	if ent.IsNotFound(err) {
		return cause
	}
	if err != nil {
		return fmt.Errorf("look up request: %w", err)
	}
	return mismatch(stored, nil)
}

func mismatch(stored, asked *ent.ClaimRevision) error {
	differs := []string{"content"}
	switch {
	case asked == nil:
	case stored.Kind != asked.Kind:
		differs = []string{"operation"}
	case asked.Kind != claimrevision.KindSubmit && stored.ClaimID != asked.ClaimID:
		differs = []string{"claimNumber"}
	case asked.Kind == claimrevision.KindSubmit && stored.Facts != asked.Facts:
		differs = []string{"facts"}
	}
	return fault.RequestMismatch{
		Fault: fault.New(fault.CodeRequestMismatch, "", "requestNo"), FirstSeenAt: stored.At, Differs: differs,
	}
}

// asLeft is a claim as one of its requests left it.
func asLeft(row *ent.Claim, by *ent.ClaimRevision) *ent.Claim {
	left := *row
	left.Version, left.Facts, left.Claimed, left.Computed = by.Version, by.Facts, by.Claimed, by.Computed
	left.Reason, left.DecidedAt, left.Decision, left.Payable, left.Recovered = "", nil, "null", nil, 0
	left.State = claim.StateSubmitted
	switch {
	case by.State != "":
		left.State = claim.State(by.State)
	case by.Kind == claimrevision.KindWithdraw:
		left.State = claim.StateWithdrawn
	}
	return &left
}

func insertRevision(ctx context.Context, tx *work.Tx, r *ent.ClaimRevision) error {
	return tx.ClaimRevision.Create().SetID(r.ID).SetChannelID(r.ChannelID).SetClaimID(r.ClaimID).SetRequestNo(r.RequestNo).
		SetRequestHash(r.RequestHash).SetKind(r.Kind).SetVersion(r.Version).SetState(r.State).SetAt(r.At).SetFacts(r.Facts).SetNillableClaimed(r.Claimed).SetNillableComputed(r.Computed).
		SetChanged(r.Changed).SetPersonalKey(r.PersonalKey).SetPersonal(r.Personal).SetMadeBy(r.MadeBy).Exec(ctx)
}

// requestHash recognizes a request by its content.
func (s *Intake) requestHash(kind claimrevision.Kind, parts ...string) []byte {
	text, err := json.Marshal(append([]string{string(kind)}, parts...))
	if err != nil {
		panic(err) // strings always marshal
	}
	return s.requests.Sum(text)
}
