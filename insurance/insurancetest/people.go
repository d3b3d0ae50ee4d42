package insurancetest

import (
	"context"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/person"
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

// Person is one of Staff, as he calls: he is added where he is missing.
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
			SetState(person.StateActive).SetRecoveryCodes([]string{}).SetCreatedAt(w.Store.Now()).Save(ctx)
	}
	require.NoError(w.T, err)
	return &access.Caller{
		Audience: access.Ops, Person: row, Roles: roles, Credential: "person:" + name, Rate: 1_000_000, Language: "en",
		Address: "192.0.2.1", RequestID: "test",
	}
}
