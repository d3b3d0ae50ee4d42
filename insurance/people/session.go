package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/person"
	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

const (
	tokenSize    = 32 // bytes
	tokenLength  = 43 // characters
	seenEvery    = time.Minute
	longestAgent = 255
	mostListed   = 100
)

// Rate is what a person may spend, in cost points a second.
const Rate = access.DefaultRate

// LiveSessions begins sessions, tells who calls in them, and ends them.
type LiveSessions struct {
	store *work.Store
	audit *audit.Log
	rules Rules
}

// Key opens a session: the token to keep in a cookie, until when, and whose it is.
type Key struct {
	Token  string
	Until  time.Time
	Caller *access.Caller
}

func newToken() string {
	var random [tokenSize]byte
	rand.Read(random[:])
	return base64.RawURLEncoding.EncodeToString(random[:])
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// begin starts a session, in the transaction of the login that it belongs to.
func (s *LiveSessions) begin(ctx context.Context, tx *work.Tx, c *access.Caller, p *ent.Person, via session.Via, proved bool) (*Key, error) {
	token := newToken()
	row, err := tx.Session.Create().SetID(tx.NewKey()).SetPersonID(p.ID).SetTokenHash(tokenHash(token)).SetVia(via).SetSecondFactor(proved).
		SetAddress(cut(c.Address, 64)).SetUserAgent(cut(c.Agent, longestAgent)).
		SetCreatedAt(tx.Now).SetLastSeenAt(tx.Now).SetExpiresAt(tx.Now.Add(s.rules.Stay)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin a session: %w", err)
	}
	caller := s.callerOf(p, row.Unwrap())
	caller.Address, caller.Agent, caller.RequestID, caller.Language = c.Address, c.Agent, c.RequestID, c.Language
	err = s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "login.success", ObjectKind: "person", Object: p.Name, After: map[string]any{"via": via, "secondFactor": proved},
	})
	return &Key{Token: token, Until: row.ExpiresAt, Caller: caller}, err
}

// cut shortens a text that somebody else wrote to what fits, in whole characters.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(text, "?")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most])
	}
	return text
}

func (s *LiveSessions) callerOf(p *ent.Person, one *ent.Session) *access.Caller {
	return &access.Caller{
		Audience: access.Ops, Person: p, Session: one, Roles: access.RolesOf(p), PendingSetup: s.pendingSetup(p, one),
		Credential: "person:" + p.Name, Rate: Rate,
	}
}

// pendingSetup is what a person must do before anything else is permitted in a session.
func (s *LiveSessions) pendingSetup(p *ent.Person, one *ent.Session) (steps []access.SetupStep) {
	if p.MustChangePassword && one.Via == session.ViaPassword {
		steps = append(steps, access.ChangePassword)
	}
	switch {
	case one.SecondFactor:
	case enrolled(p):
		steps = append(steps, access.ConfirmSecondFactor)
	case s.rules.SecondFactor:
		steps = append(steps, access.EnrolSecondFactor)
	}
	return steps
}

// Caller is whose token this is: their session lives, and they are not suspended. Both are read anew for each request, so
// that what ends is over at once. Fault: UNAUTHENTICATED.
func (s *LiveSessions) Caller(ctx context.Context, token string) (*access.Caller, error) {
	over := fault.New(fault.CodeUnauthenticated, "the session is over")
	if len(token) != tokenLength {
		return nil, over
	}
	row, err := s.store.Client.Session.Query().Where(session.TokenHash(tokenHash(token))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, over
	}
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	now := s.store.Now()
	if !s.lives(row, now) {
		return nil, over
	}
	p, err := s.store.Client.Person.Get(ctx, row.PersonID)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	if p.State != person.StateActive {
		return nil, over
	}
	if now.Sub(row.LastSeenAt) >= seenEvery {
		err = s.store.Client.Session.Update().Where(session.ID(row.ID), session.EndedAtIsNil()).SetLastSeenAt(now).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("session: %w", err)
		}
		row.LastSeenAt = now
	}
	return s.callerOf(p, row), nil
}

func (s *LiveSessions) lives(one *ent.Session, now time.Time) bool {
	return one.EndedAt == nil && now.Before(one.ExpiresAt) && now.Before(one.LastSeenAt.Add(s.rules.Idle))
}

// IdleUntil is when a session ends unless it is used before.
func (s *LiveSessions) IdleUntil(one *ent.Session) time.Time {
	if idle := one.LastSeenAt.Add(s.rules.Idle); idle.Before(one.ExpiresAt) {
		return idle
	}
	return one.ExpiresAt
}

// SecondFactorRequired says that nobody does anything before they have set up a second factor.
func (s *LiveSessions) SecondFactorRequired() bool { return s.rules.SecondFactor }

// exchange gives the caller's own session another token, because they may do more with it from now on.
func (s *LiveSessions) exchange(ctx context.Context, tx *work.Tx, c *access.Caller, proved bool) (*Key, error) {
	token := newToken()
	update := tx.Session.Update().Where(session.ID(c.Session.ID), session.TokenHash(c.Session.TokenHash), session.EndedAtIsNil()).
		SetTokenHash(tokenHash(token))
	if proved {
		update.SetSecondFactor(true)
	}
	n, err := update.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("exchange a token: %w", err)
	}
	if n == 0 {
		return nil, fault.New(fault.CodeUnauthenticated, "the session is over")
	}
	return &Key{Token: token, Until: c.Session.ExpiresAt, Caller: c}, nil
}

// endAll ends the sessions of a person, except one; 0: all.
func endAll(ctx context.Context, tx *work.Tx, personID, but int64) (int, error) {
	n, err := tx.Session.Update().Where(session.PersonID(personID), session.EndedAtIsNil(), session.IDNEQ(but)).SetEndedAt(tx.Now).Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	return n, nil
}

// Sessions that have not ended, newest first, at most 100: the caller's own for 0, or those of a person, whom others
// than SECURITY_ADMIN and AUDIT do not see.
func (s *LiveSessions) Sessions(ctx context.Context, c *access.Caller, personID int64) ([]*ent.Session, error) {
	if personID != c.PersonID() && !c.HasRole(access.SecurityAdmin, access.Audit) {
		return nil, nil
	}
	now := s.store.Now()
	rows, err := s.store.Client.Session.Query().
		Where(session.PersonID(personID), session.EndedAtIsNil(), session.ExpiresAtGT(now), session.LastSeenAtGT(now.Add(-s.rules.Idle))).
		Order(session.ByID(sql.OrderDesc())).Limit(mostListed).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return rows, nil
}

// Session by its key, of those that the caller may see; nil where there is none.
func (s *LiveSessions) Session(ctx context.Context, c *access.Caller, id int64) (*ent.Session, error) {
	if c.Audience != access.Ops {
		return nil, nil // no such session
	}
	row, err := s.store.Client.Session.Get(ctx, id)
	if ent.IsNotFound(err) || err == nil && row.PersonID != c.PersonID() && !c.HasRole(access.SecurityAdmin, access.Audit) {
		return nil, nil // no such session
	}
	return row, err
}

// WhichSession names a session.
type WhichSession struct{ ID work.SessionKey }

// EndSession ends a session: one's own, or as SECURITY_ADMIN anybody's. Fault: NOT_FOUND.
func (s *LiveSessions) EndSession(ctx context.Context, c *access.Caller, id work.SessionKey) error {
	return s.end(ctx, c, int64(id), "session.end")
}

// Logout ends the caller's session. Fault: NOT_FOUND where somebody ended it meanwhile.
func (s *LiveSessions) Logout(ctx context.Context, c *access.Caller) error {
	if c.Session == nil {
		return fault.New(fault.CodeNotFound, "no session")
	}
	return s.end(ctx, c, c.Session.ID, "logout")
}

func (s *LiveSessions) end(ctx context.Context, c *access.Caller, id int64, action string) error {
	return s.store.Do(ctx, "end a session", func(ctx context.Context, tx *work.Tx) error {
		update := tx.Session.Update().Where(session.ID(id), session.EndedAtIsNil())
		if !c.HasRole(access.SecurityAdmin) {
			update.Where(session.PersonID(c.PersonID()))
		}
		n, err := update.SetEndedAt(tx.Now).Save(ctx)
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		if n == 0 {
			return fault.New(fault.CodeNotFound, "no such session", "id")
		}
		row, err := tx.Session.Get(ctx, id)
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		p, err := tx.Person.Get(ctx, row.PersonID)
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		return s.audit.Record(ctx, tx, c.AuditActor(), audit.Entry{Action: action, ObjectKind: "person", Object: p.Name})
	})
}
