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
func (o *Service) begin(ctx context.Context, tx *work.Tx, c *access.Caller, p *ent.Person, via session.Via, proved bool) (*Key, error) {
	token := newToken()
	row, err := tx.Session.Create().SetID(tx.NewKey()).SetPersonID(p.ID).SetTokenHash(tokenHash(token)).SetVia(via).SetSecondFactor(proved).
		SetAddress(cut(c.Address, 64)).SetUserAgent(cut(c.Agent, longestAgent)).
		SetCreatedAt(tx.Now).SetLastSeenAt(tx.Now).SetExpiresAt(tx.Now.Add(o.rules.Stay)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin a session: %w", err)
	}
	caller := o.callerOf(p, row.Unwrap())
	caller.Address, caller.Agent, caller.RequestID, caller.Language = c.Address, c.Agent, c.RequestID, c.Language
	err = o.audit.Record(ctx, tx, caller.Who(), audit.Entry{
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

func (o *Service) callerOf(p *ent.Person, s *ent.Session) *access.Caller {
	return &access.Caller{
		Audience: access.Ops, Person: p, Session: s, Roles: access.RolesOf(p), Unready: o.unready(p, s),
		Credential: "person:" + p.Name, Rate: Rate,
	}
}

// unready is what a person must do before anything else is permitted in a session.
func (o *Service) unready(p *ent.Person, s *ent.Session) (steps []access.Step) {
	if p.MustChangePassword && s.Via == session.ViaPassword {
		steps = append(steps, access.ChangePassword)
	}
	switch {
	case s.SecondFactor:
	case enrolled(p):
		steps = append(steps, access.ConfirmSecondFactor)
	case o.rules.SecondFactor:
		steps = append(steps, access.EnrolSecondFactor)
	}
	return steps
}

// Caller is whose token this is: their session lives, and they are not suspended. Both are read anew for each request, so
// that what ends is over at once. Fault: UNAUTHENTICATED.
func (o *Service) Caller(ctx context.Context, token string) (*access.Caller, error) {
	over := fault.New(fault.CodeUnauthenticated, "the session is over")
	if len(token) != tokenLength {
		return nil, over
	}
	row, err := o.store.Client.Session.Query().Where(session.TokenHash(tokenHash(token))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, over
	}
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	now := o.store.Now()
	if !o.lives(row, now) {
		return nil, over
	}
	p, err := o.store.Client.Person.Get(ctx, row.PersonID)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	if p.State != person.StateActive {
		return nil, over
	}
	if now.Sub(row.LastSeenAt) >= seenEvery {
		err = o.store.Client.Session.Update().Where(session.ID(row.ID), session.EndedAtIsNil()).SetLastSeenAt(now).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("session: %w", err)
		}
		row.LastSeenAt = now
	}
	return o.callerOf(p, row), nil
}

func (o *Service) lives(s *ent.Session, now time.Time) bool {
	return s.EndedAt == nil && now.Before(s.ExpiresAt) && now.Before(s.LastSeenAt.Add(o.rules.Idle))
}

// exchange gives the caller's own session another token, because they may do more with it from now on.
func (o *Service) exchange(ctx context.Context, tx *work.Tx, c *access.Caller, proved bool) (*Key, error) {
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

// endAll ends the sessions of a person, but for one; 0: all.
func endAll(ctx context.Context, tx *work.Tx, personID, but int64) (int, error) {
	n, err := tx.Session.Update().Where(session.PersonID(personID), session.EndedAtIsNil(), session.IDNEQ(but)).SetEndedAt(tx.Now).Save(ctx)
	if err != nil {
		return 0, fmt.Errorf("end sessions: %w", err)
	}
	return n, nil
}

// Sessions that have not ended, newest first, at most 100: the caller's own for 0, or those of a person, whom others
// than SECURITY_ADMIN and AUDIT do not see.
func (o *Service) Sessions(ctx context.Context, c *access.Caller, personID int64) ([]*ent.Session, error) {
	if personID != c.PersonID() && !c.Has(access.SecurityAdmin, access.Audit) {
		return nil, nil
	}
	now := o.store.Now()
	rows, err := o.store.Client.Session.Query().
		Where(session.PersonID(personID), session.EndedAtIsNil(), session.ExpiresAtGT(now), session.LastSeenAtGT(now.Add(-o.rules.Idle))).
		Order(session.ByID(sql.OrderDesc())).Limit(mostListed).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return rows, nil
}

// Session by its key, of those that the caller may see; nil where there is none.
func (o *Service) Session(ctx context.Context, c *access.Caller, id int64) (*ent.Session, error) {
	if c.Audience != access.Ops {
		return nil, nil // no such session
	}
	row, err := o.store.Client.Session.Get(ctx, id)
	if ent.IsNotFound(err) || err == nil && row.PersonID != c.PersonID() && !c.Has(access.SecurityAdmin, access.Audit) {
		return nil, nil // no such session
	}
	return row, err
}

// WhichSession names a session.
type WhichSession struct{ ID work.SessionKey }

// EndSession ends a session: one's own, or as SECURITY_ADMIN anybody's. Fault: NOT_FOUND.
func (o *Service) EndSession(ctx context.Context, c *access.Caller, id work.SessionKey) error {
	return o.end(ctx, c, int64(id), "session.end")
}

// Logout ends the caller's session. Fault: NOT_FOUND where somebody ended it meanwhile.
func (o *Service) Logout(ctx context.Context, c *access.Caller) error {
	if c.Session == nil {
		return fault.New(fault.CodeNotFound, "no session")
	}
	return o.end(ctx, c, c.Session.ID, "logout")
}

func (o *Service) end(ctx context.Context, c *access.Caller, id int64, action string) error {
	return o.store.Do(ctx, "end a session", func(ctx context.Context, tx *work.Tx) error {
		update := tx.Session.Update().Where(session.ID(id), session.EndedAtIsNil())
		if !c.Has(access.SecurityAdmin) {
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
		return o.audit.Record(ctx, tx, c.Who(), audit.Entry{Action: action, ObjectKind: "person", Object: p.Name})
	})
}
