package people

import (
	"context"
	"fmt"
	"strings"

	"baodan/ent"
	"baodan/ent/person"
	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Identity is what the insurer's identity provider says of somebody who logged in there.
type Identity struct {
	Issuer, Subject string
	Email           string
	EmailVerified   bool
	SecondFactor    bool // the provider vouches for one
}

const longestSubject = 255

func (i Identity) key() string { return i.Issuer + " " + i.Subject }

// LoginByProvider lets in whom the identity provider vouches for. They are known by issuer and subject; at their first login
// they are bound by their verified e-mail address, if exactly one active person has it. Nobody is ever added. Where the
// provider does not vouch for a second factor, that of the person is asked for before anything else. Fault:
// BAD_CREDENTIALS.
func (s *Logins) LoginByProvider(ctx context.Context, c *access.Caller, in Identity) (key *Key, err error) {
	p, err := s.personOf(ctx, in)
	if err != nil {
		return nil, err
	}
	if p == nil || p.State != person.StateActive {
		return nil, s.attempts.failed(ctx, c, p)
	}
	err = s.store.Do(ctx, "login by provider", func(ctx context.Context, tx *work.Tx) error {
		if p.OidcSubject == nil {
			if err := s.bind(ctx, tx, c, p, in); err != nil {
				return err
			}
		}
		n, err := tx.Person.Update().Where(person.ID(p.ID), person.StateEQ(person.StateActive), person.OidcSubject(in.key())).
			SetLastLoginAt(tx.Now).Save(ctx)
		if err != nil {
			return fmt.Errorf("login by provider: %w", err)
		}
		if n == 0 {
			return badCredentials()
		}
		now, err := tx.Person.Get(ctx, p.ID)
		if err != nil {
			return fmt.Errorf("login by provider: %w", err)
		}
		key, err = s.sessions.begin(ctx, tx, c, now.Unwrap(), session.ViaOIDC, in.SecondFactor)
		return err
	})
	if fault.Has(err, fault.CodeBadCredentials) {
		return nil, s.attempts.failed(ctx, c, p)
	}
	return key, err
}

// personOf finds whom an identity is bound to, or might be bound to; nil: nobody.
func (s *Logins) personOf(ctx context.Context, in Identity) (*ent.Person, error) {
	// One of the databases takes no notice of blanks at the end.
	if in.Issuer == "" || in.Subject == "" || len(in.key()) > longestSubject || strings.TrimRight(in.Subject, " ") != in.Subject {
		return nil, nil // no identity
	}
	p, err := s.store.Client.Person.Query().Where(person.OidcSubject(in.key())).Only(ctx)
	if err == nil || !ent.IsNotFound(err) {
		return p, err
	}
	if !in.EmailVerified || in.Email == "" {
		return nil, nil // nothing to bind by
	}
	same, err := s.store.Client.Person.Query().
		Where(person.Email(strings.ToLower(in.Email)), person.StateEQ(person.StateActive)).Limit(2).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("login by provider: %w", err)
	}
	if len(same) != 1 || same[0].OidcSubject != nil {
		return nil, nil // nobody, or not clear who, or bound to another identity
	}
	return same[0], nil
}

// bind remembers an identity as a person's; by their e-mail address as it still is.
func (s *Logins) bind(ctx context.Context, tx *work.Tx, c *access.Caller, p *ent.Person, in Identity) error {
	n, err := tx.Person.Update().
		Where(person.ID(p.ID), person.OidcSubjectIsNil(), person.Email(p.Email), person.StateEQ(person.StateActive)).
		SetOidcSubject(in.key()).AddRevision(1).Save(ctx)
	if work.IsDuplicate(err) || err == nil && n == 0 {
		return badCredentials()
	}
	if err != nil {
		return fmt.Errorf("bind identity: %w", err)
	}
	return s.audit.Record(ctx, tx, audit.Actor{Name: "person:" + p.Name, PersonID: p.ID, Address: c.Address, RequestID: c.RequestID}, audit.Entry{
		Action: "identity.bind", ObjectKind: "person", Object: p.Name, After: map[string]any{"issuer": in.Issuer},
	})
}
