package story

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// P11: a colleague who asks by the id of a person gets to know their name; e-mail, roles and logins are for those who manage people.
func TestP11ColleaguesKnowANameAndNoMore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		for _, who := range []string{"uma", "sam", "cleo", "serge", "fay", "sys", "ada", "sec"} {
			p := f.person(who)
			manages := who == "ada" || who == "sec"
			assert.Equal(t, manages, f.as(p, `{ people { edges { node { email } } } }`, nil).Code() == "", who)
			list := f.as(p, `{ colleagues(role: CLAIMS) { __typename id name displayName } }`, nil)
			require.Empty(t, list.Errors, "%s: %s", who, list.Body)
			first := list.at("colleagues").([]any)[0].(map[string]any)
			assert.Equal(t, "Colleague", first["__typename"])
			found := f.as(p, `query($id: ID!) { node(id: $id) { __typename id ... on Person { email roles } ... on Colleague { name } } }`, map[string]any{"id": first["id"]})
			require.Empty(t, found.Errors, "%s: %s", who, found.Body)
			want := map[string]any{"__typename": "Colleague", "id": first["id"], "name": first["name"]}
			if manages {
				assert.Equal(t, "Person", found.at("node", "__typename"), who)
				continue
			}
			assert.Equal(t, want, found.at("node"), who)
			asked := f.as(p, `{ colleagues(role: CLAIMS) { email } }`, nil)
			assert.Equal(t, "GRAPHQL_VALIDATION_FAILED", asked.Code(), "%s: %s", who, asked.Body)
			own := f.as(p, `{ viewer { person { email roles secondFactor } } }`, nil)
			assert.Empty(t, own.Errors, "what is on record of themselves: %s", own.Body)
		}
	})
}
