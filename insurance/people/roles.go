package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// rolesContent is what the one who approves sees, and what takes effect. It goes into the audit record, which is never erased, so the
// e-mail address is masked; the person's page shows it whole.
type rolesContent struct {
	Person string   `json:"person"`
	Email  string   `json:"email"`
	Roles  []string `json:"roles"`
}

// rolesSecret freezes who is meant: at the identity provider an e-mail address stands for a person.
type rolesSecret struct {
	Email string `json:"email"`
	State string `json:"state"`
}

func contentOf(p *ent.Person, roles []string) rolesContent {
	return rolesContent{Person: p.Name, Email: access.MaskEmail(p.Email), Roles: roles}
}

// RolesInput asks for roles.
type RolesInput struct {
	ID               work.PersonKey
	ExpectedRevision int
	Roles            []access.Role // all that they are to have; none takes all away
	Reason           string
}

// RequestRoles asks for other roles for a person; another security administrator approves. Faults: INVALID_VALUE,
// NOT_FOUND, CONFLICT, FOUR_EYES for one's own.
func (s *Directory) RequestRoles(ctx context.Context, c *access.Caller, in RolesInput) (row *ent.Approval, err error) {
	if err := checkRoles(in.Roles); err != nil {
		return nil, err
	}
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "request roles", func(ctx context.Context, tx *work.Tx) error {
		p, err := other(ctx, tx, c, int64(in.ID), in.ExpectedRevision)
		if err != nil {
			return err
		}
		row, err = s.askRoles(ctx, tx, c, p, in.Roles, in.Reason)
		return err
	})
	return row, err
}

// other is a person whom the caller may decide about: not themselves. Faults: NOT_FOUND, CONFLICT, FOUR_EYES.
func other(ctx context.Context, tx *work.Tx, c *access.Caller, id int64, revision int) (*ent.Person, error) {
	p, err := personAt(ctx, tx, id, revision)
	if err != nil {
		return nil, err
	}
	return p, isOther(c, p)
}

func (s *Directory) askRoles(ctx context.Context, tx *work.Tx, c *access.Caller, p *ent.Person, roles []access.Role, reason string) (*ent.Approval, error) {
	row, err := s.approvals.Request(ctx, tx, c, approval.Request{
		Kind: entapproval.KindRoles, Object: p.Name, Content: contentOf(p, texts(roles)), InForce: contentOf(p, p.Roles),
		Secret: rolesSecret{p.Email, string(p.State)}, Reason: reason,
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

// applyRoles gives a person the roles that were asked for, and ends their sessions: they log in anew with them.
func (s *Directory) applyRoles(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var asked, before rolesContent
	var frozen rolesSecret
	if err := read(&r.Content, &asked); err != nil {
		return err
	}
	if err := read(r.InForce, &before); err != nil {
		return err
	}
	if err := read(r.Secret, &frozen); err != nil {
		return err
	}
	p, err := subjectOf(ctx, tx, r, by)
	if err != nil {
		return err
	}
	if !slices.Equal(p.Roles, before.Roles) || p.Email != frozen.Email {
		return fault.New(fault.CodeConflict, "their roles or their e-mail address changed since this was asked")
	}
	if changedState(p, frozen.State) {
		return stateChanged()
	}
	n, err := tx.Person.Update().Where(person.ID(p.ID), person.Revision(p.Revision)).SetRoles(asked.Roles).AddRevision(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("give roles: %w", err)
	}
	if n == 0 {
		return changedMeanwhile(p.ID)
	}
	ended, err := endAll(ctx, tx, p.ID, 0)
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "person.roles", ObjectKind: "person", Object: p.Name, Before: map[string]any{"roles": before.Roles},
		After: map[string]any{"roles": asked.Roles, "sessionsEnded": ended}, Reason: r.Reason,
	})
}

// subjectOf is the person whom a request is about; the approver is another person. Faults: CONFLICT, FOUR_EYES.
func subjectOf(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) (*ent.Person, error) {
	p, err := tx.Person.Query().Where(person.Name(r.Object)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.CodeConflict, "there is no such person any more")
	}
	if err != nil {
		return nil, fmt.Errorf("person: %w", err)
	}
	if p.ID == by.PersonID() || p.ID == r.RequestedBy {
		return nil, fault.New(fault.CodeFourEyes, "nobody decides about themselves")
	}
	return p, nil
}

// changedState tells whether a person was suspended or reinstated since a request about them froze their state; those of
// earlier days froze none.
func changedState(p *ent.Person, frozen string) bool {
	return frozen != "" && frozen != string(p.State)
}

func stateChanged() error {
	return fault.New(fault.CodeConflict, "they were suspended or reinstated since this was asked")
}

func read(text *string, into any) error {
	if text == nil {
		return fmt.Errorf("a request for approval lacks a part")
	}
	if err := json.Unmarshal([]byte(*text), into); err != nil {
		return fmt.Errorf("a request for approval: %w", err)
	}
	return nil
}
