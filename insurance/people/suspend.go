package people

import (
	"context"

	"baodan/ent"
	"baodan/ent/loginthrottle"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// StateInput is a person to suspend or reinstate.
type StateInput struct {
	ID               work.PersonKey
	ExpectedRevision int
	Reason           string
}

// Suspend keeps a person out from now on: their sessions end, at once on all servers. Faults: INVALID_VALUE, NOT_FOUND,
// CONFLICT, INVALID_STATE, FOUR_EYES for oneself.
func (s *Directory) Suspend(ctx context.Context, c *access.Caller, in StateInput) (*ent.Person, error) {
	return s.setState(ctx, c, in, person.StateActive, person.StateSuspended, "person.suspend")
}

// Reinstate lets a suspended person in again. Faults: as Suspend.
func (s *Directory) Reinstate(ctx context.Context, c *access.Caller, in StateInput) (*ent.Person, error) {
	return s.setState(ctx, c, in, person.StateSuspended, person.StateActive, "person.reinstate")
}

func (s *Directory) setState(ctx context.Context, c *access.Caller, in StateInput, from, to person.State, action string) (*ent.Person, error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	return s.update(ctx, int64(in.ID), in.ExpectedRevision, action, func(ctx context.Context, tx *work.Tx, p *ent.Person) (*ent.PersonUpdate, error) {
		switch {
		case p.ID == c.PersonID():
			return nil, fault.New(fault.CodeFourEyes, "nobody decides about themselves", "id")
		case p.State != from:
			return nil, fault.Newf(fault.CodeInvalidState, "the person is %s", p.State)
		}
		ended, err := endAll(ctx, tx, p.ID, 0)
		if err != nil {
			return nil, err
		}
		return tx.Person.Update().SetState(to), s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: action, ObjectKind: "person", Object: p.Name, Before: map[string]any{"state": from},
			After: map[string]any{"state": to, "sessionsEnded": ended}, Reason: in.Reason,
		})
	})
}

// Which names a person.
type Which struct {
	ID               work.PersonKey
	ExpectedRevision *int // nil: whichever they have, for the command line
}

// Unlock forgets the failed logins of a person. Faults: NOT_FOUND, CONFLICT where their revision is another.
func (s *Directory) Unlock(ctx context.Context, c *access.Caller, which Which) (*ent.Person, error) {
	p, err := byKey(ctx, s.store, int64(which.ID))
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.New(fault.CodeNotFound, "no such person", "id")
	}
	if which.ExpectedRevision != nil && p.Revision != *which.ExpectedRevision {
		return nil, fault.Changed(work.PersonID.Of(p.ID), "somebody changed the person meanwhile", "expectedRevision")
	}
	return p, s.store.Do(ctx, "unlock person", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.LoginThrottle.Delete().Where(loginthrottle.Subject(throttledName(p.Name))).Exec(ctx)
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: "person.unlock", ObjectKind: "person", Object: p.Name, After: map[string]any{"hadFailed": n > 0},
		})
	})
}
