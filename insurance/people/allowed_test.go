package people_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// P3: an act on a person that is said to be possible succeeds, and one that is not is refused as it was said: others, oneself, who is
// suspended, and of whom something was asked already.
func TestP3ActsOnPeopleAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sec := h.Person("sec")
		state := func(p *ent.Person) people.StateInput {
			return people.StateInput{ID: work.PersonKey(p.ID), ExpectedRevision: p.Revision, Reason: "r"}
		}
		roles := func(p *ent.Person) error {
			_, err := h.People.RequestRoles(h.ctx, sec, people.RolesInput{ID: work.PersonKey(p.ID), ExpectedRevision: p.Revision, Roles: []access.Role{access.Sales}, Reason: "r"})
			return err
		}
		recovery := func(p *ent.Person) error { _, _, err := h.People.RequestRecovery(h.ctx, sec, state(p)); return err }
		suspend := func(p *ent.Person) error { _, err := h.People.Suspend(h.ctx, sec, state(p)); return err }
		tries := map[string]func(p *ent.Person) error{
			"changePerson": func(p *ent.Person) error {
				name := "新名字"
				_, err := h.People.Change(h.ctx, sec, people.ChangeInput{ID: work.PersonKey(p.ID), ExpectedRevision: p.Revision, DisplayName: &name})
				return err
			},
			"reinstatePerson": func(p *ent.Person) error { _, err := h.People.Reinstate(h.ctx, sec, state(p)); return err },
			"requestRecovery": recovery, "requestRoles": roles, "suspendPerson": suspend,
			"unlockPerson": func(p *ent.Person) error {
				_, err := h.People.Unlock(h.ctx, sec, people.Which{ID: work.PersonKey(p.ID), ExpectedRevision: &p.Revision})
				return err
			},
		}
		require.NoError(t, suspend(h.has("cleo")))
		require.NoError(t, roles(h.has("carl")))
		require.NoError(t, recovery(h.has("carl")))
		h.has("uma")
		for _, name := range []string{"cleo", "carl", "sec", "uma"} {
			for _, act := range []string{"unlockPerson", "changePerson", "requestRoles", "requestRecovery", "suspendPerson", "reinstatePerson"} {
				p := h.row(name)
				said, err := h.People.Allowed(h.ctx, sec, []*ent.Person{p})
				require.NoError(t, err)
				require.Len(t, said[p.ID], len(tries))
				insurancetest.HoldsTo(t, said[p.ID], act, func() error { return tries[act](p) }, name)
			}
		}
	})
}
