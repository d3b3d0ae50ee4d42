package people

import (
	"context"

	"baodan/ent"
	entapproval "baodan/ent/approval"
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
		if err := mayTurn(c, p, from); err != nil {
			return nil, err
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

// mayTurn refuses to suspend or reinstate oneself, FOUR_EYES, and a person of another state: INVALID_STATE.
func mayTurn(c *access.Caller, p *ent.Person, from person.State) error {
	if err := isOther(c, p); err != nil {
		return err
	}
	if p.State != from {
		return fault.Newf(fault.CodeInvalidState, "the person is %s", p.State)
	}
	return nil
}

// isOther refuses the caller themselves: FOUR_EYES.
func isOther(c *access.Caller, p *ent.Person) error {
	if p.ID == c.PersonID() {
		return fault.New(fault.CodeFourEyes, "nobody decides about themselves", "id")
	}
	return nil
}

// Allowed says of people which acts are possible for a caller now, and why others are not, by the keys of the people.
func (s *Directory) Allowed(ctx context.Context, c *access.Caller, list []*ent.Person) (map[int64][]*access.Act, error) {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	asked := map[entapproval.Kind]map[string]*ent.Approval{}
	for _, kind := range []entapproval.Kind{entapproval.KindRoles, entapproval.KindRecovery} {
		var err error
		if asked[kind], err = s.approvals.Waiting(ctx, kind, names); err != nil {
			return nil, err
		}
	}
	mayAsk := func(p *ent.Person, kind entapproval.Kind) error {
		if err := isOther(c, p); err != nil || asked[kind][p.Name] == nil {
			return err
		}
		return approval.WaitsAlready(p.Name)
	}
	allowed := make(map[int64][]*access.Act, len(list))
	for _, p := range list {
		acts, err := access.ActsOf(map[string]error{
			"changePerson": nil, "reinstatePerson": mayTurn(c, p, person.StateSuspended), "requestRecovery": mayAsk(p, entapproval.KindRecovery),
			"requestRoles": mayAsk(p, entapproval.KindRoles), "suspendPerson": mayTurn(c, p, person.StateActive), "unlockPerson": nil,
		})
		if err != nil {
			return nil, err
		}
		allowed[p.ID] = acts
	}
	return allowed, nil
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
