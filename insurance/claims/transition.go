package claims

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/predicate"
	"baodan/insurance/event"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// The life of a claim is this table: which state follows which, which event tells the channel, how the claim counts in its
// policy, and which columns change besides state, version, due time and lease. Every change that a channel is told of goes
// through move. docs/claims.md draws the table, and a test compares both.

// transition is one way of a claim from a state to another.
type transition struct {
	from       []claim.State
	to         claim.State
	event      event.Payload // its type
	open, paid int           // added to the policy's counts
	columns    []string      // written from the claim as it is then
}

// decisionColumns are those of a decision.
var decisionColumns = []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldDecision, claim.FieldScore, claim.FieldEventLimit, claim.FieldComputed}

// factColumns are those that an update replaces.
var factColumns = []string{
	claim.FieldFacts, claim.FieldPersonalKey, claim.FieldPersonal, claim.FieldReason, claim.FieldDecidedAt, claim.FieldPayable, claim.FieldTries,
	claim.FieldEventLimit, claim.FieldClaimed, claim.FieldComputed, claim.FieldReportedAt,
}

// transitions by name. All there are: a test walks the fields.
var transitions = struct {
	// By the product, or by a person.
	approve, decline, refer, correct transition
	// By a person who decides.
	askEvidence, stopWaiting transition
	// By what the bank says.
	pay, payDisputed, failPayout, payAgain, holdPayout transition
	// By the claimant. A person who works on a claim keeps it when it is updated.
	update, updateInHand, withdraw transition
	// By what came back.
	recover transition
	// By a person, and another who approves it.
	reopen transition
}{
	approve: transition{
		from: []claim.State{claim.StateSubmitted, claim.StateInReview, claim.StateEvidenceNeeded}, to: claim.StateApproved,
		event: event.ClaimApproved{}, columns: append([]string{claim.FieldPayable, claim.FieldPayouts}, decisionColumns...),
	},
	decline: transition{
		from: []claim.State{claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded}, to: claim.StateDeclined,
		event: event.ClaimDeclined{}, open: -1, columns: append([]string{claim.FieldClosedAt}, decisionColumns...),
	},
	refer: transition{
		from: []claim.State{claim.StateSubmitted}, to: claim.StateInReview, event: event.ClaimInReview{}, columns: decisionColumns,
	},
	correct: transition{
		from: []claim.State{claim.StateSubmitted}, to: claim.StateCorrectionNeeded, event: event.ClaimCorrectionNeeded{}, columns: decisionColumns,
	},
	askEvidence: transition{from: undecided, to: claim.StateEvidenceNeeded, event: event.ClaimEvidenceNeeded{}},
	stopWaiting: transition{from: []claim.State{claim.StateEvidenceNeeded}, to: claim.StateInReview, event: event.ClaimInReview{}},
	pay: transition{
		from: []claim.State{claim.StateApproved}, to: claim.StatePaid, event: event.ClaimPaid{}, open: -1, paid: 1,
		columns: []string{claim.FieldClosedAt},
	},
	payDisputed: transition{
		from: []claim.State{claim.StateApproved}, to: claim.StatePaid, event: event.ClaimPaid{}, open: -1, paid: 1,
		columns: []string{claim.FieldPayable, claim.FieldClosedAt},
	},
	failPayout: transition{
		from: []claim.State{claim.StateApproved}, to: claim.StatePayoutFailed, event: event.ClaimPayoutFailed{},
		columns: []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldDecision, claim.FieldTries},
	},
	payAgain: transition{
		from: []claim.State{claim.StatePayoutFailed}, to: claim.StateApproved, event: event.ClaimApproved{},
		columns: []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldDecision, claim.FieldPayouts},
	},
	holdPayout: transition{
		from: []claim.State{claim.StatePayoutFailed}, to: claim.StateApproved, event: event.ClaimApproved{},
		columns: []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldDecision},
	},
	update: transition{
		from: []claim.State{claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StatePayoutFailed}, to: claim.StateSubmitted,
		event: event.ClaimUpdated{}, columns: append([]string{claim.FieldDecision, claim.FieldScore}, factColumns...),
	},
	updateInHand: transition{from: undecided, to: claim.StateInReview, event: event.ClaimUpdated{}, columns: factColumns},
	withdraw: transition{
		from: []claim.State{claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded}, to: claim.StateWithdrawn,
		event: event.ClaimWithdrawn{}, open: -1,
		columns: []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldDecision, claim.FieldPayable, claim.FieldClosedAt},
	},
	recover: transition{
		from: []claim.State{claim.StatePaid}, to: claim.StatePaid, event: event.ClaimRecovered{}, columns: []string{claim.FieldRecovered},
	},
	reopen: transition{
		from: []claim.State{claim.StateDeclined}, to: claim.StateInReview, event: event.ClaimReopened{}, open: 1,
		columns: []string{claim.FieldReason, claim.FieldDecidedAt, claim.FieldClosedAt, claim.FieldPromisedAt, claim.FieldTries},
	},
}

// move is one claim in a transition.
type move struct {
	row    *ent.Claim // as it was read
	at     time.Time
	guards []predicate.Claim // what must hold of the row beside its version and state
	// set writes the columns of the transition, and a due time where something is to be done later; nil: nothing.
	set func(next *ent.Claim)
	// by is who moves it; empty: the machine. document and reason are those of what its movement of money comes from; empty: the claim's.
	by, document, reason string
	// first does what must be done between the lock of the policy and the claim; nil: nothing.
	first func(ctx context.Context, tx *work.Tx) error
	// event tells the channel of the claim as it is then.
	event func(next *ent.Claim) event.Payload
}

// move takes a claim to its next state, counts it in its policy, which is locked before the claim as everywhere, and tells
// the channel. It answers the claim as it is then, and fails with errMoved where the claim is not as it was read.
func (t transition) move(ctx context.Context, tx *work.Tx, m move) (*ent.Claim, error) {
	if t.open != 0 || t.paid != 0 {
		if _, err := policy.CountClaims(ctx, tx, t.open, t.paid, m.row.PolicyID); err != nil {
			return nil, err
		}
	}
	if m.first != nil {
		if err := m.first(ctx, tx); err != nil {
			return nil, err
		}
	}
	next := t.next(m.row)
	if m.set != nil {
		m.set(next)
	}
	update := tx.Claim.Update().Where(claim.ID(m.row.ID), claim.Version(m.row.Version), claim.StateIn(t.from...)).Where(m.guards...)
	if err := t.write(update, next); err != nil {
		return nil, err
	}
	n, err := update.Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errMoved
	}
	err = insertMovements(ctx, tx, movement{before: m.row, after: next, document: m.document, reason: m.reason, by: m.by, at: m.at})
	if err != nil {
		return nil, err
	}
	told := m.event(next)
	if told.Type() != t.event.Type() {
		return nil, fmt.Errorf("claim %s: %s is told of a transition that says %s", next.Number, told.Type(), t.event.Type())
	}
	return next, event.Record(ctx, tx, next.ChannelID, next.Number, next.Version, m.at, told)
}

// next is a claim at the end of a transition, before its columns are set.
func (t transition) next(row *ent.Claim) *ent.Claim {
	next := *row
	next.State, next.Version, next.DueAt, next.Lease = t.to, row.Version+1, nil, 0
	return &next
}

// write sets what a transition changes in the row.
func (t transition) write(u *ent.ClaimUpdate, next *ent.Claim) error {
	u.SetState(next.State).SetVersion(next.Version).SetLease(0)
	if next.DueAt == nil {
		u.ClearDueAt()
	} else {
		u.SetDueAt(*next.DueAt)
	}
	for _, column := range t.columns {
		value, err := valueOf(next, column)
		if err != nil {
			return err
		}
		if value == nil {
			err = u.Mutation().ClearField(column)
		} else {
			err = u.Mutation().SetField(column, value)
		}
		if err != nil {
			return fmt.Errorf("claim %s: %w", next.Number, err)
		}
	}
	return nil
}

// valueOf a column of a claim that a transition may write; nil is NULL.
func valueOf(c *ent.Claim, column string) (any, error) {
	switch column {
	case claim.FieldReason:
		return c.Reason, nil
	case claim.FieldDecidedAt:
		return orNil(c.DecidedAt), nil
	case claim.FieldDecision:
		return c.Decision, nil
	case claim.FieldScore:
		return c.Score, nil
	case claim.FieldReportedAt:
		return orNil(c.ReportedAt), nil
	case claim.FieldPromisedAt:
		return c.PromisedAt, nil
	case claim.FieldEventLimit:
		return c.EventLimit, nil
	case claim.FieldClaimed:
		return orNil(c.Claimed), nil
	case claim.FieldComputed:
		return orNil(c.Computed), nil
	case claim.FieldPayable:
		return orNil(c.Payable), nil
	case claim.FieldPayouts:
		return c.Payouts, nil
	case claim.FieldTries:
		return c.Tries, nil
	case claim.FieldClosedAt:
		return orNil(c.ClosedAt), nil
	case claim.FieldFacts:
		return c.Facts, nil
	case claim.FieldPersonalKey:
		return sealedOrNil(c.PersonalKey), nil
	case claim.FieldPersonal:
		return sealedOrNil(c.Personal), nil
	case claim.FieldRecovered:
		return c.Recovered, nil
	}
	return nil, fmt.Errorf("no transition of a claim writes %s", column)
}

func orNil[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

func sealedOrNil(value []byte) any {
	if value == nil {
		return nil
	}
	return value
}
