package claims

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/recovery"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Recoveries writes down money that came back after a claim was paid.
type Recoveries struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	audit        *audit.Log
	reader       *Reader
}

// RecoveryInput is money that came back.
type RecoveryInput struct {
	RequestNo   string
	ClaimNumber string
	Amount      money.Input
	Kind        *recovery.Kind // nil: SUBROGATION
	Source      string
	ReceivedAt  time.Time
}

const maxSourceLength = 128

// Recover records money that came back after a claim was paid (追偿); in total at most what was paid. It does not raise
// the limits of the policy. The same number with the same content is recorded once. Faults: INVALID_VALUE, NOT_FOUND,
// INVALID_STATE for a claim that was not paid, REQUEST_MISMATCH.
func (s *Recoveries) Recover(ctx context.Context, caller *access.Caller, in *RecoveryInput) (*Answer, error) {
	row, amount, err := s.checkRecovery(ctx, caller, in)
	if err != nil {
		return nil, err
	}
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	kind := recovery.KindSubrogation
	if in.Kind != nil {
		kind = *in.Kind
	}
	r := &ent.Recovery{
		ID: s.store.NewKey(), ChannelID: row.ChannelID, ClaimID: row.ID, RequestNo: in.RequestNo, Currency: row.Currency, Amount: amount.Minor, Kind: kind,
		Source: in.Source, ReceivedAt: in.ReceivedAt.UTC().Truncate(time.Millisecond), RecordedAt: s.distribution.Now(row.ChannelID), PersonID: caller.PersonID(),
	}
	var next *ent.Claim
	err = s.store.Do(ctx, "record recovery", func(ctx context.Context, tx *work.Tx) (err error) {
		next, err = s.storeRecovery(ctx, tx, caller, r, policy.Number())
		return err
	})
	if work.IsDuplicate(err) || errors.Is(err, work.ErrUnknownOutcome) {
		return s.replayRecovery(ctx, caller, r, in.ClaimNumber, err)
	}
	if err != nil {
		return nil, err
	}
	return &Answer{Claim: s.reader.claim(next)}, nil
}

// checkRecovery checks everything that needs no lock. Whether the claim is paid is checked later, under the lock.
func (s *Recoveries) checkRecovery(ctx context.Context, caller *access.Caller, in *RecoveryInput) (*ent.Claim, money.Amount, error) {
	var none money.Amount
	if !policy.ValidOrderNo(in.RequestNo) {
		return nil, none, fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")
	}
	if err := checkText(in.Source, maxSourceLength, "source"); err != nil {
		return nil, none, err
	}
	found, err := s.reader.ByNumber(ctx, caller, in.ClaimNumber)
	if err != nil {
		return nil, none, err
	}
	if found == nil {
		return nil, none, fault.New(fault.CodeNotFound, "", "claimNumber")
	}
	row := found.row
	amount, err := amountOf(&in.Amount, row.Currency, "amount")
	if err != nil {
		return nil, none, err
	}
	if in.ReceivedAt.After(s.distribution.Now(row.ChannelID).Add(maxClockSkew)) || in.ReceivedAt.Before(row.OccurredAt) {
		return nil, none, fault.New(fault.CodeInvalidValue, "it came between the loss and now", "receivedAt")
	}
	return row, amount, nil
}

// storeRecovery stores a recovery. Its row is inserted first, so that a repeated number fails there.
func (s *Recoveries) storeRecovery(ctx context.Context, tx *work.Tx, caller *access.Caller, r *ent.Recovery, policyNumber string) (*ent.Claim, error) {
	row, err := tx.Claim.Get(ctx, r.ClaimID)
	if err != nil {
		return nil, fmt.Errorf("claim %d: %w", r.ClaimID, err)
	}
	if err := policy.Lock(ctx, tx, row.PolicyID); err != nil {
		return nil, err
	}
	err = tx.Recovery.Create().SetID(r.ID).SetChannelID(r.ChannelID).SetClaimID(r.ClaimID).SetRequestNo(r.RequestNo).SetCurrency(r.Currency).
		SetAmount(r.Amount).SetKind(r.Kind).SetSource(r.Source).SetReceivedAt(r.ReceivedAt).SetRecordedAt(r.RecordedAt).SetPersonID(r.PersonID).Exec(ctx)
	if err != nil {
		return nil, err
	}
	if row, err = tx.Claim.Get(ctx, row.ID); err != nil { // as it is, now that nobody else can change it
		return nil, fmt.Errorf("claim %d: %w", r.ClaimID, err)
	}
	if err := recovers(row, r.Amount); err != nil {
		return nil, err
	}
	inCurrency := func(minor int64) money.Amount {
		return money.Amount{Minor: minor, Currency: money.Currency(r.Currency)}
	}
	amount, total := inCurrency(r.Amount), inCurrency(row.Recovered+r.Amount)
	err = recordAudit(ctx, tx, s.audit, caller, audit.Entry{
		Action: "claim.recover", Object: row.Number, ChannelID: row.ChannelID,
		Before: map[string]any{"recovered": inCurrency(row.Recovered).Text()}, After: map[string]any{"recovered": total.Text(), "requestNo": r.RequestNo},
	})
	if err != nil {
		return nil, err
	}
	return transitions.recover.move(ctx, tx, move{
		row: row, at: r.RecordedAt, by: caller.Actor(), document: r.RequestNo, reason: string(r.Kind), set: func(next *ent.Claim) { next.Recovered = total.Minor },
		event: func(next *ent.Claim) event.Payload {
			return event.ClaimRecovered{Claim: snapshot(next, policyNumber), Recovery: event.MoneyOf(amount), Recovered: event.MoneyOf(total)}
		},
	})
}

// recovers refuses what comes back for a claim that was not paid, INVALID_STATE, and more than is left: INVALID_VALUE.
func recovers(row *ent.Claim, minor int64) error {
	switch {
	case row.State != claim.StatePaid || row.Payable == nil:
		return fault.Newf(fault.CodeInvalidState, "the claim is %s", row.State).At("claimNumber")
	case row.Recovered+minor <= *row.Payable:
		return nil
	}
	left := money.Amount{Minor: *row.Payable - row.Recovered, Currency: money.Currency(row.Currency)}
	return fault.Newf(fault.CodeInvalidValue, "more than was paid: %s is left", left.Text()).At("amount", "amount")
}

// replayRecovery answers a number that is stored, or may be: with the claim as it is now, if the content is the same.
func (s *Recoveries) replayRecovery(ctx context.Context, caller *access.Caller, asked *ent.Recovery, claimNumber string, cause error) (*Answer, error) {
	stored, err := s.store.Client.Recovery.Query().Where(recovery.ClaimID(asked.ClaimID), recovery.RequestNo(asked.RequestNo)).Only(ctx)
	if ent.IsNotFound(err) {
		if errors.Is(cause, work.ErrUnknownOutcome) {
			return nil, fault.New(fault.CodeUnavailable, "it did not take effect; send it again")
		}
		return nil, cause
	}
	if err != nil {
		return nil, fmt.Errorf("look up recovery: %w", err)
	}
	var differs []string
	for name, same := range map[string]bool{
		"amount": stored.Amount == asked.Amount, "kind": stored.Kind == asked.Kind, "source": stored.Source == asked.Source, "receivedAt": stored.ReceivedAt.Equal(asked.ReceivedAt),
	} {
		if !same {
			differs = append(differs, name)
		}
	}
	slices.Sort(differs)
	if len(differs) > 0 {
		return nil, fault.RequestMismatch{Fault: fault.New(fault.CodeRequestMismatch, "", "requestNo"), FirstSeenAt: stored.RecordedAt, Differs: differs}
	}
	c, err := s.reader.ByNumber(ctx, caller, claimNumber)
	return &Answer{Claim: c, Replayed: stored.ID != asked.ID}, err
}
