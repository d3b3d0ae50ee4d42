package people

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"baodan/ent"
	"baodan/ent/loginthrottle"
	"baodan/ent/person"
	"baodan/ent/predicate"
	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// Filter narrows a list of people.
type Filter struct {
	States []person.State
	Roles  []access.Role // any of them
	Name   string        // how the login begins
}

// Find lists people, newest first.
func (s *Service) Find(ctx context.Context, f Filter, page work.Page) (list []*ent.Person, more bool, err error) {
	query := s.store.Client.Person.Query()
	if len(f.States) > 0 {
		query.Where(person.StateIn(f.States...))
	}
	if f.Name != "" {
		query.Where(person.NameHasPrefix(f.Name))
	}
	if len(f.Roles) > 0 {
		query.Where(holds(f.Roles...))
	}
	rows, err := query.Where(page.Newest).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("find people: %w", err)
	}
	list, more = work.Trim(page, rows)
	return list, more, nil
}

func holds(roles ...access.Role) predicate.Person {
	return func(s *sql.Selector) {
		any := make([]*sql.Predicate, len(roles))
		for i, r := range roles {
			any[i] = sqljson.ValueContains(person.FieldRoles, string(r))
		}
		s.Where(sql.Or(any...))
	}
}

const mostColleagues = 500

// Colleagues are the active people who have a role, by name, at most 500.
func (s *Service) Colleagues(ctx context.Context, role access.Role) ([]*ent.Person, error) {
	rows, err := s.store.Client.Person.Query().Where(person.StateEQ(person.StateActive), holds(role)).
		Order(person.ByName()).Limit(mostColleagues).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("colleagues: %w", err)
	}
	return rows, nil
}

// ByID is a person; nil where there is none in the caller's view: the insurer's people see each other.
func (s *Service) ByID(ctx context.Context, c *access.Caller, id int64) (*ent.Person, error) {
	if c.Audience != access.Ops {
		return nil, nil // no such person
	}
	return s.byKey(ctx, id)
}

// byKey is a person; nil where there is none.
func (s *Service) byKey(ctx context.Context, id int64) (*ent.Person, error) {
	p, err := s.store.Client.Person.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such person
	}
	if err != nil {
		return nil, fmt.Errorf("person: %w", err)
	}
	return p, nil
}

// sessionsKept is how long a session that is over stays in the table; the audit record keeps the rest.
const sessionsKept = 30 * 24 * time.Hour

// Purge deletes at most `most` each of throttles that nobody failed at for a day and of sessions that were over a month
// ago, and answers how many.
func (s *Service) Purge(ctx context.Context, most int) (int, error) {
	now := s.store.Now()
	throttles, err := s.store.Client.LoginThrottle.Query().Where(loginthrottle.FailedAtLT(now.Add(-forgetAfter))).Limit(most).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge people: %w", err)
	}
	sessions, err := s.store.Client.Session.Query().Where(session.ExpiresAtLT(now.Add(-sessionsKept))).Limit(most).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge people: %w", err)
	}
	gone := 0
	err = s.store.Do(ctx, "purge people", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.LoginThrottle.Delete().Where(loginthrottle.IDIn(throttles...), loginthrottle.FailedAtLT(now.Add(-forgetAfter))).Exec(ctx)
		if err != nil {
			return err
		}
		m, err := tx.Session.Delete().Where(session.IDIn(sessions...)).Exec(ctx)
		gone = n + m
		return err
	})
	return gone, err
}

// ByIDs finds people by their keys, at once.
func (s *Service) ByIDs(ctx context.Context, ids []int64) (map[int64]*ent.Person, error) {
	rows, err := s.store.Client.Person.Query().Where(person.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	return work.ByKey(rows, func(p *ent.Person) int64 { return p.ID }), nil
}
