package approval_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

func (d *desk) may(t *testing.T, name string, row *ent.Approval) bool {
	t.Helper()
	may, err := mayApprove(d, d.Person(name), row)
	require.NoError(t, err)
	return may
}

func (d *desk) set(name string, state person.State) {
	d.Person(name).Person.Update().SetState(state).ExecX(ctx)
}

// A vote counts while its voter might still give it: of two who approved one after the other, the first was suspended, or
// lost the role, in between.
func TestVotesCountAsTheirVotersAreNow(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		d.Person("sue").Person.Update().SetRoles([]string{"UNDERWRITING"}).ExecX(ctx)
		sue := d.Person("sue")
		sue.Roles = []access.Role{access.Underwriting}
		row := d.ask(t, d.Person("sam"), "X/1", 2)
		row, err := d.Approvals.Approve(ctx, d.Person("uma"), on(row))
		require.NoError(t, err)
		d.set("uma", person.StateSuspended)
		row, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		require.NoError(t, err)
		assert.Equal(t, stored.StateRequested, row.State, "one of the two may say nothing any more")
		assert.Zero(t, d.applied.Load())
		row, err = d.Approvals.Approve(ctx, sue, on(row))
		require.NoError(t, err)
		assert.Equal(t, stored.StateApproved, row.State)

		row = d.ask(t, d.Person("sam"), "X/2", 2)
		row, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		require.NoError(t, err)
		d.Person("ulf").Person.Update().SetRoles([]string{"SALES"}).ExecX(ctx)
		row, err = d.Approvals.Approve(ctx, sue, on(row))
		require.NoError(t, err)
		assert.Equal(t, stored.StateRequested, row.State)
		assert.EqualValues(t, 1, d.applied.Load())
	})
}

// What somebody asked for who was suspended since takes effect by nobody's approval: they may know a secret of it. It can be
// refused.
func TestWhoAskedMustStillBeThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("sam"), "X/1", 1)
		d.set("sam", person.StateSuspended)
		assert.False(t, d.may(t, "ulf", row))
		_, err := d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))
		d.set("sam", person.StateActive)
		assert.True(t, d.may(t, "ulf", row))
		d.Person("sam").Person.Update().SetRoles([]string{}).ExecX(ctx)
		assert.False(t, d.may(t, "ulf", row), "nor with no role left")
		_, err = d.Approvals.Reject(ctx, d.Person("ulf"), saying(row, "they left"))
		require.NoError(t, err)
		assert.Zero(t, d.applied.Load())
	})
}

// Two accounts with one e-mail address are one person.
func TestTwoAccountsOfOnePerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		d.Person("uma").Person.Update().SetEmail("sam@baodan.example").ExecX(ctx)
		row := d.ask(t, d.Person("sam"), "X/1", 2)
		assert.False(t, d.may(t, "uma", row))
		_, err := d.Approvals.Approve(ctx, d.Person("uma"), on(row))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))
		_, err = d.Approvals.Reject(ctx, d.Person("uma"), saying(row, "no"))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))

		d.Person("uma").Person.Update().SetEmail("ulf@baodan.example").ExecX(ctx)
		row, err = d.Approvals.Approve(ctx, d.Person("uma"), on(row))
		require.NoError(t, err)
		assert.False(t, d.may(t, "ulf", row), "they approved already, as uma")
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))
		for _, name := range []string{"uma", "ulf"} { // no address is nobody's
			d.Person(name).Person.Update().SetEmail("").ExecX(ctx)
		}
		assert.True(t, d.may(t, "ulf", row))
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		require.NoError(t, err)
		assert.EqualValues(t, 1, d.applied.Load())
	})
}

// Nobody decides about themselves, nor what their kind keeps them from; they are not told that they may.
func TestMayApproveIsWhatApproveSays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		d.Approvals.Handle(kind, approval.Subject{
			Roles: []access.Role{access.Underwriting}, Personal: true,
			May: func(_ context.Context, tx *work.Tx, rows []*ent.Approval, by *access.Caller) (map[int64]error, error) {
				assert.NotNil(t, tx.Tx)
				refused := map[int64]error{}
				for _, r := range rows {
					if r.Object == "X/1" && by.Person.Name == "uma" {
						refused[r.ID] = fault.New(fault.CodeFourEyes, "their own entry")
					}
				}
				return refused, nil
			},
			Apply: func(context.Context, *work.Tx, *ent.Approval, *access.Caller) error { return nil },
		})
		entered, about := d.ask(t, d.Person("sam"), "X/1", 1), d.ask(t, d.Person("sam"), "ulf", 1)
		for _, c := range []struct {
			name     string
			row      *ent.Approval
			may, not bool // approve; not even reject
		}{{"uma", entered, false, false}, {"ulf", about, false, true}, {"uma", about, true, false}, {"ulf", entered, true, false}} {
			assert.Equal(t, c.may, d.may(t, c.name, c.row), "%s %s", c.name, c.row.Object)
			if c.not {
				_, err := d.Approvals.Reject(ctx, d.Person(c.name), saying(c.row, "not me"))
				assert.Equal(t, fault.CodeFourEyes, code(t, err))
			}
			_, err := d.Approvals.Approve(ctx, d.Person(c.name), on(c.row))
			if c.may {
				require.NoError(t, err)
				continue
			}
			assert.Equal(t, fault.CodeFourEyes, code(t, err))
		}
	})
}

// mayApprove tells whether a caller may approve a request.
func mayApprove(d *desk, caller *access.Caller, row *ent.Approval) (bool, error) {
	may, err := d.Approvals.MayApprove(ctx, caller, []*ent.Approval{row})
	return may[row.ID], err
}
