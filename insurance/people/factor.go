package people

import (
	"context"
	"fmt"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// factors keeps the second factors of people and checks their codes: those of an authenticator (totp.go) and recovery
// codes (recovery_code.go).
type factors struct {
	audit *audit.Log
	ring  *seal.Keyring
	codes *seal.Mac // of recovery codes
}

// useCode proves the second factor with a code that counts this once: the step of an authenticator's code only goes on,
// and a recovery code leaves the list. The caller has taken the person's row. Fault: BAD_CREDENTIALS.
func (s *factors) useCode(ctx context.Context, tx *work.Tx, c *access.Caller, p *ent.Person, code string) error {
	if !looksLikeTOTP(code) {
		left, ok := s.without(p, code)
		if !ok {
			return badCredentials()
		}
		if err := tx.Person.Update().Where(person.ID(p.ID)).SetRecoveryCodes(left).Exec(ctx); err != nil {
			return fmt.Errorf("use a recovery code: %w", err)
		}
		return s.audit.Record(ctx, tx, audit.Actor{Name: "person:" + p.Name, PersonID: p.ID, Address: c.Address, RequestID: c.RequestID}, audit.Entry{
			Action: "recovery_code.use", ObjectKind: "person", Object: p.Name, After: map[string]any{"left": len(left)},
		})
	}
	secret, err := s.openTOTP(p)
	if err != nil {
		return err
	}
	step := totpStepOf(secret, code, tx.Now)
	if step == 0 {
		return badCredentials()
	}
	n, err := tx.Person.Update().Where(person.ID(p.ID), person.TotpStepLT(step)).SetTotpStep(step).Save(ctx)
	if err != nil {
		return fmt.Errorf("use a code: %w", err)
	}
	if n == 0 {
		return badCredentials()
	}
	return nil
}

// TOTPContext is the context under which a person's authenticator secret is sealed.
func TOTPContext(personID int64) string { return fmt.Sprintf("people.totp_secret:%d", personID) }

func (s *factors) openTOTP(p *ent.Person) ([]byte, error) {
	secret, err := s.ring.Open(p.TotpKey, p.TotpSecret, TOTPContext(p.ID))
	if err != nil {
		return nil, fmt.Errorf("second factor of %s: %w", p.Name, err)
	}
	return secret, nil
}

// enrolled tells whether a person has a second factor.
func enrolled(p *ent.Person) bool { return p.TotpConfirmedAt != nil }
