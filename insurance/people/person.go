package people

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/ent"
	entapproval "baodan/ent/approval"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

const (
	longestName    = 32
	longestDisplay = 64
)

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,31}$`)

// AddInput is a person to add.
type AddInput struct {
	RequestNo                string
	Name, DisplayName, Email string
	Roles                    []access.Role
	Reason                   string
}

// Added is a person who was added, with the password for their first login, which is shown this once.
type Added struct {
	Person   *ent.Person
	Password string
	Approval *ent.Approval // the request for their roles; nil where the command line gave them
}

// Directory adds people, changes them and their roles, and keeps them out or lets them in again.
type Directory struct {
	store     *work.Store
	audit     *audit.Log
	approvals *approval.Service
	hasher    *hasher
}

// Add adds a person, who must choose another password at their first login. Roles take effect once another security
// administrator approves them; the command line, which makes the first ones, gives them at once. Until then they have none,
// and may do nothing. Faults: INVALID_VALUE, CONFLICT for a name that is taken.
func (s *Directory) Add(ctx context.Context, c *access.Caller, in AddInput) (*Added, error) {
	in.Email = strings.ToLower(in.Email)
	if err := in.validate(); err != nil {
		return nil, err
	}
	added := &Added{Password: temporary()}
	hash, err := s.hasher.hash(ctx, added.Password)
	if err != nil {
		return nil, err
	}
	return added, s.store.Do(ctx, "add person", func(ctx context.Context, tx *work.Tx) error {
		roles := []string{}
		if c.Command != "" {
			roles = texts(in.Roles)
		}
		row, err := tx.Person.Create().SetID(tx.NewKey()).SetName(in.Name).SetDisplayName(in.DisplayName).SetEmail(in.Email).
			SetRoles(roles).SetState(person.StateActive).SetPasswordHash(hash).SetMustChangePassword(true).
			SetPasswordUntil(tx.Now.Add(temporaryLives)).SetRecoveryCodes([]string{}).SetCreatedAt(tx.Now).Save(ctx)
		if work.IsDuplicate(err) {
			return fault.New(fault.CodeConflict, "the name is taken", "name")
		}
		if err != nil {
			return fmt.Errorf("add person: %w", err)
		}
		added.Person = row.Unwrap()
		if err := idempotency.Made(ctx, tx, row.ID, added.Password); err != nil {
			return err
		}
		err = s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: "person.add", ObjectKind: "person", Object: in.Name, After: map[string]any{"roles": roles}, Reason: in.Reason,
		})
		if err != nil || c.Command != "" {
			return err
		}
		added.Approval, err = s.askRoles(ctx, tx, c, added.Person, in.Roles, in.Reason)
		return err
	})
}

// AddedBefore is what Add made of a person: without the password, with the request for their roles where it still waits.
func (s *Directory) AddedBefore(ctx context.Context, _ *access.Caller, id int64) (*Added, error) {
	p, err := byKey(ctx, s.store, id)
	if err != nil || p == nil {
		return nil, err
	}
	waiting, err := s.approvals.Waiting(ctx, entapproval.KindRoles, []string{p.Name})
	return &Added{Person: p, Approval: waiting[p.Name]}, err
}

func (in *AddInput) validate() error {
	if !namePattern.MatchString(in.Name) {
		return fault.New(fault.CodeInvalidValue, "a login has 2 to 32 small letters, digits, dots and hyphens, and begins with a letter or digit", "name")
	}
	if err := checkDisplayName(in.DisplayName); err != nil {
		return err
	}
	if err := checkEmail(in.Email); err != nil {
		return err
	}
	if len(in.Roles) == 0 {
		return fault.New(fault.CodeInvalidValue, "at least one role", "roles")
	}
	if err := checkRoles(in.Roles); err != nil {
		return err
	}
	return approval.CheckReason(in.Reason)
}

func checkDisplayName(name string) error {
	n := utf8.RuneCountInString(name)
	if n == 0 || n > longestDisplay || strings.TrimSpace(name) != name || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return fault.New(fault.CodeInvalidValue, "a name has 1 to 64 characters, and no blanks around it", "displayName")
	}
	return nil
}

func checkEmail(email string) error {
	if !identity.Mailbox(email) {
		return fault.New(fault.CodeInvalidValue, "an e-mail address, somebody@example.com", "email")
	}
	return nil
}

// checkRoles finds fault with a set of roles: INVALID_VALUE. An auditor only reads, so AUDIT stands alone.
func checkRoles(roles []access.Role) error {
	for i, r := range roles {
		if !slices.Contains(access.Roles, r) {
			return fault.New(fault.CodeInvalidValue, "no such role", "roles", fmt.Sprint(i))
		}
		if slices.Contains(roles[:i], r) {
			return fault.New(fault.CodeInvalidValue, "a role comes once", "roles", fmt.Sprint(i))
		}
	}
	if len(roles) > 1 && slices.Contains(roles, access.Audit) {
		return fault.New(fault.CodeInvalidValue, "an auditor only reads: AUDIT goes with no other role", "roles")
	}
	return nil
}

func texts(roles []access.Role) []string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = string(r)
	}
	return list
}

// ChangeInput is what is to be said of a person from now on; nil: as it is.
type ChangeInput struct {
	ID               work.PersonKey
	ExpectedRevision int
	DisplayName      *string
	Email            *string
}

// unbindable stands in a person's place at the identity provider where their e-mail address was changed: who could change
// it could otherwise log in as them, there. Recovery, which somebody else approves, takes it away.
func unbindable(p *ent.Person) string { return fmt.Sprintf("- %d", p.ID) }

// Change changes what is said of a person. A request for roles or recovery that waits is void by another e-mail address,
// which it shows. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT.
func (s *Directory) Change(ctx context.Context, c *access.Caller, in ChangeInput) (*ent.Person, error) {
	if in.DisplayName != nil {
		if err := checkDisplayName(*in.DisplayName); err != nil {
			return nil, err
		}
	}
	if in.Email != nil {
		email := strings.ToLower(*in.Email)
		if err := checkEmail(email); err != nil {
			return nil, err
		}
		in.Email = &email
	}
	return s.update(ctx, int64(in.ID), in.ExpectedRevision, "change person", func(ctx context.Context, tx *work.Tx, p *ent.Person) (*ent.PersonUpdate, error) {
		update := tx.Person.Update().SetNillableDisplayName(in.DisplayName).SetNillableEmail(in.Email)
		var changed []string
		if in.DisplayName != nil && *in.DisplayName != p.DisplayName {
			changed = append(changed, "displayName")
		}
		if in.Email != nil && *in.Email != p.Email {
			changed = append(changed, "email")
			switch {
			case len(p.Roles) == 0:
				// A person who signed in by the address until now would keep the roles that are asked for the owner of the new one.
				update.ClearOidcSubject()
			case p.OidcSubject == nil:
				update.SetOidcSubject(unbindable(p))
			}
			for _, kind := range []entapproval.Kind{entapproval.KindRoles, entapproval.KindRecovery} {
				if err := s.approvals.Void(ctx, tx, kind, p.Name, "their e-mail address was changed"); err != nil {
					return nil, err
				}
			}
		}
		return update, s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
			Action: "person.change", ObjectKind: "person", Object: p.Name, After: map[string]any{"changed": changed},
		})
	})
}

// update changes a person's row, if it still has its revision, and answers it as it is then. Faults: NOT_FOUND, CONFLICT.
func (s *Directory) update(ctx context.Context, id int64, revision int, act string, f func(context.Context, *work.Tx, *ent.Person) (*ent.PersonUpdate, error)) (after *ent.Person, err error) {
	err = s.store.Do(ctx, act, func(ctx context.Context, tx *work.Tx) error {
		p, err := personAt(ctx, tx, id, revision)
		if err != nil {
			return err
		}
		update, err := f(ctx, tx, p)
		if err != nil {
			return err
		}
		n, err := update.Where(person.ID(id), person.Revision(revision)).AddRevision(1).Save(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		if n == 0 {
			return changedMeanwhile(id)
		}
		after, err = tx.Person.Get(ctx, id)
		if err == nil {
			after = after.Unwrap()
		}
		return err
	})
	return after, err
}

// personAt reads a person who must have a revision. Faults: NOT_FOUND, CONFLICT.
func personAt(ctx context.Context, tx *work.Tx, id int64, revision int) (*ent.Person, error) {
	p, err := tx.Person.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.CodeNotFound, "no such person", "id")
	}
	if err != nil {
		return nil, fmt.Errorf("person: %w", err)
	}
	if p.Revision != revision {
		return nil, changedMeanwhile(p.ID)
	}
	return p, nil
}

func changedMeanwhile(id int64) error {
	return fault.Changed(work.PersonID.Of(id), "somebody changed the person meanwhile", "expectedRevision")
}
