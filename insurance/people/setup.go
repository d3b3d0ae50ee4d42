package people

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"baodan/engine/seal"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// PasswordInput is another password, with the present one.
type PasswordInput struct{ Current, New string }

// Setup lets people choose their password and set up their second factor.
type Setup struct {
	store    *work.Store
	audit    *audit.Log
	ring     *seal.Keyring
	hasher   *hasher
	attempts *attempts
	factors  *factors
	sessions *LiveSessions
}

// ChangePassword gives the caller another password; their other sessions end, and this one continues under another token.
// Faults: INVALID_VALUE, BAD_CREDENTIALS for the present password, LOCKED_OUT.
func (s *Setup) ChangePassword(ctx context.Context, c *access.Caller, in PasswordInput) (*Key, error) {
	p, current, fresh := c.Person, in.Current, in.New
	if err := checkPassword(p.Name, fresh); err != nil {
		return nil, err
	}
	switch {
	case current == "" || utf8.RuneCountInString(current) > longestPassword:
		return nil, fault.Newf(fault.CodeInvalidValue, "1 to %d characters", longestPassword).At("current")
	case current == fresh:
		return nil, fault.New(fault.CodeInvalidValue, "it is the present one", "new")
	}
	made, err := s.attempts.count(ctx, throttledName(p.Name), freeOfName)
	if err != nil {
		return nil, err
	}
	right, _, err := s.hasher.check(ctx, p.PasswordHash, current)
	if err != nil {
		return nil, errors.Join(err, s.attempts.uncount(ctx, made))
	}
	if !right {
		return nil, s.attempts.failed(ctx, c, p)
	}
	hash, err := s.hasher.hash(ctx, fresh)
	if err != nil {
		return nil, errors.Join(err, s.attempts.uncount(ctx, made))
	}
	var key *Key
	err = s.store.Do(ctx, "change password", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Person.Update().Where(person.ID(p.ID), person.StateEQ(person.StateActive), person.PasswordHash(p.PasswordHash)).
			SetPasswordHash(hash).SetMustChangePassword(false).ClearPasswordUntil().AddRevision(1).Save(ctx)
		if err != nil {
			return fmt.Errorf("change password: %w", err)
		}
		if n == 0 {
			return badCredentials() // changed meanwhile
		}
		ended, err := endAll(ctx, tx, p.ID, c.Session.ID)
		if err != nil {
			return err
		}
		if err := clearFailures(ctx, tx, p.Name); err != nil {
			return err
		}
		if key, err = s.sessions.exchange(ctx, tx, c, false); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: "password.change", ObjectKind: "person", Object: p.Name, After: map[string]any{"sessionsEnded": ended},
		})
	})
	return key, err
}

// EnrolSecondFactor makes an authenticator's secret, which counts once a code of it was shown. Beginning again replaces
// it. Fault: INVALID_STATE where the caller has a second factor already; a lost one is recovered by somebody else.
func (s *Setup) EnrolSecondFactor(ctx context.Context, c *access.Caller) (secret, uri string, err error) {
	plain := newTOTPSecret()
	key, box := s.ring.Seal(plain, TOTPContext(c.Person.ID))
	err = s.store.Do(ctx, "enrol second factor", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Person.Update().Where(person.ID(c.Person.ID), person.TotpConfirmedAtIsNil()).
			SetTotpKey(key).SetTotpSecret(box).SetTotpStep(0).Save(ctx)
		if err != nil {
			return fmt.Errorf("enrol second factor: %w", err)
		}
		if n == 0 {
			return fault.New(fault.CodeInvalidState, "there is a second factor already")
		}
		return s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{Action: "second_factor.enrol", ObjectKind: "person", Object: c.Person.Name})
	})
	text := base32Plain.EncodeToString(plain)
	return text, totpURI(c.Person.Name, text), err
}

// CodeInput is what an authenticator shows.
type CodeInput struct{ Code string }

// ConfirmSecondFactor takes a code of the authenticator. Of one that is being set up it makes the second factor, and
// answers ten recovery codes; in a session that began without one, such as the identity provider's, it proves it. Either
// way the session continues under another token. Faults: INVALID_STATE where nothing is to be confirmed, BAD_CREDENTIALS,
// LOCKED_OUT.
func (s *Setup) ConfirmSecondFactor(ctx context.Context, c *access.Caller, code string) (key *Key, codes []string, err error) {
	p := c.Person
	switch {
	case enrolled(p) && c.Session.SecondFactor:
		return nil, nil, fault.New(fault.CodeInvalidState, "the second factor is set up and proved")
	case !enrolled(p) && p.TotpSecret == nil:
		return nil, nil, fault.New(fault.CodeInvalidState, "enrolSecondFactor comes first")
	}
	made, err := s.attempts.count(ctx, throttledName(p.Name), freeOfName)
	if err != nil {
		return nil, nil, err
	}
	err = s.store.Do(ctx, "confirm second factor", func(ctx context.Context, tx *work.Tx) error {
		action := "second_factor.prove"
		if enrolled(p) {
			err = s.proveCode(ctx, tx, c, code)
		} else {
			action = "second_factor.confirm"
			codes, err = s.confirmCode(ctx, tx, c, code)
		}
		if err != nil {
			return err
		}
		if err := clearFailures(ctx, tx, p.Name); err != nil {
			return err
		}
		if key, err = s.sessions.exchange(ctx, tx, c, true); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{Action: action, ObjectKind: "person", Object: p.Name})
	})
	switch {
	case fault.Has(err, fault.CodeBadCredentials):
		return nil, nil, s.attempts.failed(ctx, c, p)
	case err != nil:
		return nil, nil, errors.Join(err, s.attempts.uncount(ctx, made))
	}
	return key, codes, nil
}

// proveCode uses a code up, in a session that was not proved with the second factor yet.
func (s *Setup) proveCode(ctx context.Context, tx *work.Tx, c *access.Caller, code string) error {
	if err := tx.Person.Update().Where(person.ID(c.Person.ID)).SetLastLoginAt(tx.Now).Exec(ctx); err != nil {
		return fmt.Errorf("confirm second factor: %w", err) // takes the row: two at once use a code one after the other
	}
	now, err := tx.Person.Get(ctx, c.Person.ID)
	if err != nil {
		return fmt.Errorf("confirm second factor: %w", err)
	}
	if !enrolled(now) {
		return badCredentials() // taken away meanwhile
	}
	return s.factors.useCode(ctx, tx, c, now, code)
}

// confirmCode makes what was enrolled the second factor, unless it was replaced or confirmed meanwhile.
func (s *Setup) confirmCode(ctx context.Context, tx *work.Tx, c *access.Caller, code string) ([]string, error) {
	secret, err := s.factors.openTOTP(c.Person)
	if err != nil {
		return nil, err
	}
	step := totpStepOf(secret, code, tx.Now)
	if step == 0 {
		return nil, badCredentials()
	}
	shown, stored := s.factors.newRecoveryCodes(c.Person.ID)
	n, err := tx.Person.Update().
		Where(person.ID(c.Person.ID), person.TotpConfirmedAtIsNil(), person.TotpSecret(c.Person.TotpSecret), person.TotpStepLT(step)).
		SetTotpConfirmedAt(tx.Now).SetTotpStep(step).SetRecoveryCodes(stored).AddRevision(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("confirm second factor: %w", err)
	}
	if n == 0 {
		return nil, fault.New(fault.CodeInvalidState, "it was confirmed or replaced meanwhile")
	}
	return shown, nil
}
