package people

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/person"
	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// LoginInput is what somebody proves themselves with.
type LoginInput struct {
	Name     string
	Password string
	Code     string // of the authenticator, or a recovery code; empty: not given yet
}

const longestCode = 64

func (in *LoginInput) validate() error {
	for _, f := range []struct {
		name, text string
		most       int
	}{{"name", in.Name, longestName}, {"password", in.Password, longestPassword}, {"code", in.Code, longestCode}} {
		if n := utf8.RuneCountInString(f.text); n > f.most || n == 0 && f.name != "code" || !utf8.ValidString(f.text) {
			return fault.New(fault.CodeInvalidValue, fmt.Sprintf("1 to %d characters", f.most), f.name)
		}
	}
	return nil
}

// Logins lets people in, by their password and second factor or by the insurer's identity provider.
type Logins struct {
	store    *work.Store
	audit    *audit.Log
	hasher   *hasher
	attempts *attempts
	factors  *factors
	sessions *LiveSessions
}

// Login lets a person in. Faults: INVALID_VALUE for lengths; BAD_CREDENTIALS, which says neither what was wrong nor whether
// there is such a person, and takes as long, also for a temporary password that is over; SECOND_FACTOR_REQUIRED where all
// but the code is right; LOCKED_OUT, for a name or an address, whatever was given.
func (s *Logins) Login(ctx context.Context, c *access.Caller, in LoginInput) (*Key, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	address, err := s.attempts.count(ctx, throttledAddress(c.Address), freeOfAddress)
	if err != nil {
		return nil, err
	}
	name, err := s.attempts.count(ctx, throttledName(in.Name), freeOfName)
	if err != nil {
		return nil, errors.Join(err, s.attempts.uncount(ctx, address))
	}
	key, err := s.prove(ctx, c, in)
	switch {
	case fault.Has(err, fault.CodeBadCredentials):
		return nil, err // both tries were failures
	case err != nil:
		return nil, errors.Join(err, s.attempts.uncount(ctx, address), s.attempts.uncount(ctx, name))
	}
	return key, s.attempts.uncount(ctx, address)
}

// prove compares password and second factor, and starts the session.
func (s *Logins) prove(ctx context.Context, c *access.Caller, in LoginInput) (*Key, error) {
	p, err := s.store.Client.Person.Query().Where(person.Name(in.Name)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("login: %w", err)
	}
	stored := ""
	if p != nil {
		stored = p.PasswordHash
	}
	right, stale, err := s.hasher.check(ctx, stored, in.Password)
	if err != nil {
		return nil, err
	}
	if !right || p.State != person.StateActive || over(p, s.store.Now()) {
		return nil, s.attempts.failed(ctx, c, p)
	}
	if enrolled(p) && in.Code == "" {
		return nil, fault.New(fault.CodeSecondFactorRequired, "", "code")
	}
	fresh := stored
	if stale {
		if fresh, err = s.hasher.hash(ctx, in.Password); err != nil {
			return nil, err
		}
	}
	key, err := s.admit(ctx, c, p, in, fresh)
	if fault.Has(err, fault.CodeBadCredentials) {
		return nil, s.attempts.failed(ctx, c, p)
	}
	return key, err
}

// admit takes the person's row first, which two logins at once do one after the other, then uses the code up and starts
// the session. It compares with the hash that was checked: a password that was changed meanwhile counts no more.
func (s *Logins) admit(ctx context.Context, c *access.Caller, p *ent.Person, in LoginInput, fresh string) (key *Key, err error) {
	err = s.store.Do(ctx, "login", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Person.Update().Where(person.ID(p.ID), person.StateEQ(person.StateActive), person.PasswordHash(p.PasswordHash)).
			SetPasswordHash(fresh).SetLastLoginAt(tx.Now).Save(ctx)
		if err != nil {
			return fmt.Errorf("login: %w", err)
		}
		if n == 0 {
			return badCredentials()
		}
		now, err := tx.Person.Get(ctx, p.ID)
		if err != nil {
			return fmt.Errorf("login: %w", err)
		}
		if enrolled(now) {
			if err := s.factors.useCode(ctx, tx, c, now, in.Code); err != nil {
				return err
			}
		}
		if err := clearFailures(ctx, tx, p.Name); err != nil {
			return err
		}
		key, err = s.sessions.begin(ctx, tx, c, now.Unwrap(), session.ViaPassword, enrolled(now))
		return err
	})
	return key, err
}
