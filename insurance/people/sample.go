package people

import (
	"cmp"
	"context"
	"fmt"

	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Sample is a person of the development data.
type Sample struct {
	Name        string
	DisplayName string // empty: the name
	Roles       []access.Role
}

// Samples adds the people of the development data.
type Samples struct {
	store  *work.Store
	audit  *audit.Log
	hasher *hasher
}

// Seed adds the samples that are missing, with their roles, and a password that is given as its hash.
func (s *Samples) Seed(ctx context.Context, c *access.Caller, samples []Sample, phc string) error {
	names := make([]string, len(samples))
	for i, one := range samples {
		names[i] = one.Name
	}
	there, err := s.store.Client.Person.Query().Where(person.NameIn(names...)).Select(person.FieldName).Strings(ctx)
	if err != nil {
		return fmt.Errorf("seed people: %w", err)
	}
	known := map[string]bool{}
	for _, name := range there {
		known[name] = true
	}
	return s.store.Do(ctx, "seed people", func(ctx context.Context, tx *work.Tx) error {
		for _, one := range samples {
			if known[one.Name] {
				continue
			}
			err := tx.Person.Create().SetID(tx.NewKey()).SetName(one.Name).SetDisplayName(cmp.Or(one.DisplayName, one.Name)).SetEmail(one.Name + "@baodan.example").
				SetRoles(texts(one.Roles)).SetState(person.StateActive).SetPasswordHash(phc).SetRecoveryCodes([]string{}).
				SetCreatedAt(tx.Now).Exec(ctx)
			if err != nil {
				return fmt.Errorf("seed people: %w", err)
			}
			err = s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{
				Action: "person.add", ObjectKind: "person", Object: one.Name, After: map[string]any{"roles": one.Roles},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Opens names the first active person of the samples whom a password lets in; empty: none.
func (s *Samples) Opens(ctx context.Context, samples []Sample, password string) (string, error) {
	for _, one := range samples {
		list, err := s.store.Client.Person.Query().Where(person.Name(one.Name), person.StateEQ(person.StateActive)).All(ctx)
		if err != nil {
			return "", fmt.Errorf("sample people: %w", err)
		}
		for _, p := range list {
			if right, _, err := s.hasher.check(ctx, p.PasswordHash, password); right || err != nil {
				return p.Name, err
			}
		}
	}
	return "", nil
}
