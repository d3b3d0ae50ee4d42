package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"baodan/ent"
	"baodan/ent/loginthrottle"
	"baodan/ent/person"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// Filter narrows a list of people.
type Filter struct {
	States []person.State
	Roles  []access.Role // any of them
	Name   string        // how the login begins
	Locked *bool         // whether they must wait after failed logins
}

// Reader finds people.
type Reader struct{ store *work.Store }

// Find lists people, newest first.
func (s *Reader) Find(ctx context.Context, f Filter, page work.Page) (list []*ent.Person, more bool, err error) {
	rows, err := s.store.Client.Person.Query().Where(f.where(s.store.Now())...).Where(page.Newest).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("find people: %w", err)
	}
	list, more = work.Trim(page, rows)
	return list, more, nil
}

// Count counts what a filter finds, up to a maximum.
func (s *Reader) Count(ctx context.Context, f Filter, most int) (work.Count, error) {
	return work.CountUpTo(ctx, s.store, person.Table, most, f.where(s.store.Now())...)
}

func (f *Filter) where(now time.Time) (where []predicate.Person) {
	if len(f.States) > 0 {
		where = append(where, person.StateIn(f.States...))
	}
	if f.Name != "" {
		where = append(where, person.NameHasPrefix(f.Name))
	}
	if len(f.Roles) > 0 {
		where = append(where, holds(f.Roles...))
	}
	if f.Locked != nil {
		locked := lockedAt(now)
		if !*f.Locked {
			locked = person.Not(locked)
		}
		where = append(where, locked)
	}
	return where
}

// lockedAt narrows to people whose login waits at a moment.
func lockedAt(now time.Time) predicate.Person {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		t := d.Table(loginthrottle.Table)
		name := "'" + throttledName("") + "' || " + s.C(person.FieldName)
		if s.Dialect() == dialect.MySQL {
			name = "CONCAT('" + throttledName("") + "', " + s.C(person.FieldName) + ")"
		}
		s.Where(sql.Exists(d.Select(t.C(loginthrottle.FieldID)).From(t).Where(sql.And(
			sql.ExprP(t.C(loginthrottle.FieldSubject)+" = "+name), sql.GT(t.C(loginthrottle.FieldUntil), now)))))
	}
}

// LockedUntil are the moments until which logins of people wait after failures, by the keys of these people.
func (s *Reader) LockedUntil(ctx context.Context, rows []*ent.Person) (map[int64]*time.Time, error) {
	keys, subjects := map[string]int64{}, make([]string, len(rows))
	for i, p := range rows {
		subjects[i] = throttledName(p.Name)
		keys[subjects[i]] = p.ID
	}
	list, err := s.store.Client.LoginThrottle.Query().Where(loginthrottle.SubjectIn(subjects...), loginthrottle.UntilGT(s.store.Now())).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("who waits to log in: %w", err)
	}
	until := make(map[int64]*time.Time, len(list))
	for _, row := range list {
		until[keys[row.Subject]] = &row.Until
	}
	return until, nil
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

// Colleague is a person as all of the insurer's people know them.
type Colleague struct {
	ID                int64
	Name, DisplayName string
}

func colleague(p *ent.Person) *Colleague { return &Colleague{p.ID, p.Name, p.DisplayName} }

// Manages tells whether a caller may know more of a person than their name.
func Manages(c *access.Caller) bool {
	return c.Audience == access.Ops && c.HasRole(access.SecurityAdmin, access.Audit)
}

// Colleagues are the active people who have a role, by name, at most 500.
func (s *Reader) Colleagues(ctx context.Context, role access.Role) ([]*Colleague, error) {
	rows, err := s.store.Client.Person.Query().Where(person.StateEQ(person.StateActive), holds(role)).
		Order(person.ByName()).Limit(mostColleagues).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("colleagues: %w", err)
	}
	list := make([]*Colleague, len(rows))
	for i, p := range rows {
		list[i] = colleague(p)
	}
	return list, nil
}

// ByID is a person; nil where there is none in the caller's view: the insurer's people see each other.
func (s *Reader) ByID(ctx context.Context, c *access.Caller, id int64) (*ent.Person, error) {
	if c.Audience != access.Ops {
		return nil, nil // no such person
	}
	return byKey(ctx, s.store, id)
}

// Colleague by the key of the person; nil where there is none in the caller's view: the insurer's people know each other.
func (s *Reader) Colleague(ctx context.Context, c *access.Caller, id int64) (*Colleague, error) {
	p, err := s.ByID(ctx, c, id)
	if p == nil || err != nil {
		return nil, err
	}
	return colleague(p), nil
}

// byKey is a person; nil where there is none.
func byKey(ctx context.Context, store *work.Store, id int64) (*ent.Person, error) {
	p, err := store.Client.Person.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such person
	}
	if err != nil {
		return nil, fmt.Errorf("person: %w", err)
	}
	return p, nil
}

// ColleaguesByID finds colleagues by the keys of the people, at once.
func (s *Reader) ColleaguesByID(ctx context.Context, ids []int64) (map[int64]*Colleague, error) {
	rows, err := s.store.Client.Person.Query().Where(person.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	found := make(map[int64]*Colleague, len(rows))
	for _, p := range rows {
		found[p.ID] = colleague(p)
	}
	return found, nil
}

// ColleaguesByName are those who have some logins, by them.
func (s *Reader) ColleaguesByName(ctx context.Context, names []string) (map[string]*Colleague, error) {
	slices.Sort(names)
	rows, err := s.store.Client.Person.Query().Where(person.NameIn(slices.Compact(names)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	found := make(map[string]*Colleague, len(rows))
	for _, p := range rows {
		found[p.Name] = colleague(p)
	}
	return found, nil
}
