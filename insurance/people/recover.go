package people

import (
	"context"
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

// recoveryContent is what the one who approves sees; as for roles, the e-mail address is masked.
type recoveryContent struct {
	Person       string   `json:"person"`
	Email        string   `json:"email"`
	Roles        []string `json:"roles"` // of the person who signs in by it
	State        string   `json:"state"`
	NewPassword  bool     `json:"newPassword"`
	SecondFactor bool     `json:"secondFactor"`
}

type recoverySecret struct {
	PasswordHash string `json:"passwordHash"`
	Email        string `json:"email"`
}

// Recovery lets people in who lost their password or second factor.
type Recovery struct {
	store     *work.Store
	audit     *audit.Log
	approvals *approval.Service
	hasher    *hasher
}

// RequestRecovery asks to let a person in who lost their password or second factor: by a password that is shown this once
// and works for three days once another security administrator approved; they must then choose their own and set up a second factor anew.
// What bound them to the identity provider is forgotten too. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT, FOUR_EYES for
// oneself.
func (s *Recovery) RequestRecovery(ctx context.Context, c *access.Caller, in StateInput) (row *ent.Approval, password string, err error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, "", err
	}
	password = temporary()
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return nil, "", err
	}
	err = s.store.Do(ctx, "request recovery", func(ctx context.Context, tx *work.Tx) error {
		p, err := other(ctx, tx, c, int64(in.ID), in.ExpectedRevision)
		if err != nil {
			return err
		}
		row, err = s.approvals.Request(ctx, tx, c, approval.Request{
			Kind: entapproval.KindRecovery, Object: p.Name, Reason: in.Reason, Secret: recoverySecret{hash, p.Email},
			Content: recoveryContent{Person: p.Name, Email: access.MaskEmail(p.Email), Roles: p.Roles, State: string(p.State), NewPassword: true, SecondFactor: false},
			InForce: recoveryContent{Person: p.Name, Email: access.MaskEmail(p.Email), Roles: p.Roles, State: string(p.State), NewPassword: false, SecondFactor: enrolled(p)},
		})
		if err == nil {
			row = row.Unwrap()
		}
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return row, password, nil
}

// applyRecovery makes the password that was shown work.
func (s *Recovery) applyRecovery(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error {
	var secret recoverySecret
	var asked recoveryContent
	if err := read(r.Secret, &secret); err != nil {
		return err
	}
	if err := read(&r.Content, &asked); err != nil {
		return err
	}
	p, err := subjectOf(ctx, tx, r, by)
	if err != nil {
		return err
	}
	switch {
	case p.Email != secret.Email:
		return fault.New(fault.CodeConflict, "their e-mail address changed since this was asked")
	case !slices.Equal(p.Roles, asked.Roles):
		return fault.New(fault.CodeConflict, "their roles changed since this was asked")
	case changedState(p, asked.State):
		return stateChanged()
	}
	return s.reset(ctx, tx, by, p, secret.PasswordHash, r.Reason)
}

// reset gives a person a password that somebody else chose, and takes their second factor, recovery codes, sessions, failed
// logins and their place at the identity provider away.
func (s *Recovery) reset(ctx context.Context, tx *work.Tx, by *access.Caller, p *ent.Person, hash, reason string) error {
	n, err := tx.Person.Update().Where(person.ID(p.ID), person.Revision(p.Revision)).
		SetPasswordHash(hash).SetMustChangePassword(true).SetPasswordUntil(tx.Now.Add(temporaryLives)).ClearTotpKey().ClearTotpSecret().ClearTotpConfirmedAt().
		SetRecoveryCodes([]string{}).ClearOidcSubject().AddRevision(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("recover person: %w", err)
	}
	if n == 0 {
		return changedMeanwhile(p.ID)
	}
	if err := clearFailures(ctx, tx, p.Name); err != nil {
		return err
	}
	ended, err := endAll(ctx, tx, p.ID, 0)
	if err != nil {
		return err
	}
	return s.audit.Record(ctx, tx, by.AuditActor(), audit.Entry{
		Action: "person.recover", ObjectKind: "person", Object: p.Name, Before: map[string]any{"secondFactor": enrolled(p)},
		After: map[string]any{"secondFactor": false, "sessionsEnded": ended}, Reason: reason,
	})
}

// Reset lets a person in anew without asking anybody: for the command line, where nobody is left who could approve. It
// answers the password. Fault: NOT_FOUND.
func (s *Recovery) Reset(ctx context.Context, c *access.Caller, name string) (password string, err error) {
	password = temporary()
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	return password, s.store.Do(ctx, "reset person", func(ctx context.Context, tx *work.Tx) error {
		p, err := tx.Person.Query().Where(person.Name(name)).Only(ctx)
		if ent.IsNotFound(err) {
			return fault.Newf(fault.CodeNotFound, "person %s", name)
		}
		if err != nil {
			return fmt.Errorf("reset person: %w", err)
		}
		return s.reset(ctx, tx, c, p, hash, "")
	})
}
