package insurancetest

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/person"
	"baodan/ent/session"
	"baodan/insurance/access"
)

// Staff are the insurer's people in tests, by name.
var Staff = map[string][]access.Role{
	"uma": {access.Underwriting}, "ulf": {access.Underwriting},
	"sam": {access.Sales}, "sue": {access.Sales},
	"cleo": {access.Claims}, "carl": {access.Claims}, "cora": {access.Claims}, "clio": {access.Claims},
	"serge": {access.Service}, "fay": {access.Finance}, "fritz": {access.Finance}, "ada": {access.Audit},
	"sec": {access.SecurityAdmin}, "sly": {access.SecurityAdmin}, "sys": {access.SystemAdmin},
}

// Password is what all of Staff log in with; PasswordHash is what is stored of it, made once so that no test waits.
const (
	Password     = "known-to-everyone"
	PasswordHash = "$argon2id$v=19$m=19456,t=2,p=1$YmFvZGFuIHNhbXBsZXMhIQ$k6jUE07/i00eB3NjEWzEvrXAhLDPhW3jDdaewlI1Fig"
)

// Person is one of Staff, as they call: they are added where they are missing.
func (w *World) Person(name string) *access.Caller {
	w.T.Helper()
	ctx, client := context.Background(), w.Store.Client
	roles := Staff[name]
	require.NotEmpty(w.T, roles, name)
	row, err := client.Person.Query().Where(person.Name(name)).Only(ctx)
	if ent.IsNotFound(err) {
		texts := make([]string, len(roles))
		for i, r := range roles {
			texts[i] = string(r)
		}
		row, err = client.Person.Create().SetID(w.Store.NewKey()).SetName(name).SetDisplayName(name).SetRoles(texts).
			SetEmail(name + "@baodan.example").SetPasswordHash(PasswordHash).SetState(person.StateActive).SetRecoveryCodes([]string{}).SetCreatedAt(w.Store.Now()).Save(ctx)
	}
	require.NoError(w.T, err)
	return &access.Caller{
		Audience: access.Ops, Person: row, Session: w.session(row), Roles: roles, Credential: "person:" + name, Rate: 1_000_000, Language: "en",
		Address: "192.0.2.1", RequestID: "test",
	}
}

// session is one in which a person works that proved themselves with a second factor: the one they have, or a new one.
func (w *World) session(p *ent.Person) *ent.Session {
	ctx, client, now := context.Background(), w.Store.Client, w.Store.Now()
	row, err := client.Session.Query().
		Where(session.PersonID(p.ID), session.SecondFactor(true), session.EndedAtIsNil(), session.ExpiresAtGT(now)).First(ctx)
	if ent.IsNotFound(err) {
		nobodys := make([]byte, 32)
		rand.Read(nobodys)
		row, err = client.Session.Create().SetID(w.Store.NewKey()).SetPersonID(p.ID).SetTokenHash(nobodys).
			SetVia(session.ViaPassword).SetSecondFactor(true).SetAddress("192.0.2.1").SetUserAgent("test").
			SetCreatedAt(now).SetLastSeenAt(now).SetExpiresAt(now.Add(12 * time.Hour)).Save(ctx)
	}
	require.NoError(w.T, err)
	return row
}
