package approval_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/work"
)

func TestListOfRequests(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		var rows []*ent.Approval
		for i := range 5 {
			rows = append(rows, d.ask(t, d.Person([]string{"uma", "sam"}[i%2]), fmt.Sprint("X/", i), 1))
		}
		_, err := d.Approvals.Approve(ctx, d.Person("ulf"), on(rows[0]))
		require.NoError(t, err)
		for name, c := range map[string]struct {
			filter approval.Filter
			want   []int
		}{
			"all": {approval.Filter{}, []int{4, 3, 2, 1, 0}}, "waiting": {approval.Filter{States: []stored.State{stored.StateRequested}}, []int{4, 3, 2, 1}},
			"mine": {approval.Filter{Mine: true}, []int{4, 2, 0}}, "object": {approval.Filter{Object: "X/3"}, []int{3}},
			"kind": {approval.Filter{Kinds: []stored.Kind{stored.KindErasure}}, nil},
			"two states, a kind twice": {approval.Filter{
				States: []stored.State{stored.StateApproved, stored.StateRequested}, Kinds: []stored.Kind{rows[0].Kind, rows[0].Kind},
			}, []int{4, 3, 2, 1, 0}},
			"may approve": {approval.Filter{MayApprove: true}, []int{3, 1}}, "may approve, of a kind": {approval.Filter{MayApprove: true, Kinds: []stored.Kind{stored.KindErasure}}, nil},
			"may approve what is decided": {approval.Filter{MayApprove: true, States: []stored.State{stored.StateApproved}}, nil},
		} {
			var got []int
			for page := (work.Page{Most: 2}); ; {
				found, err := d.Approvals.List(ctx, d.Person("uma"), c.filter, page)
				require.NoError(t, err)
				for _, row := range found.Rows {
					for i := range rows {
						if rows[i].ID == row.ID {
							got = append(got, i)
						}
					}
					page.After.Key = row.ID
				}
				if !found.More {
					break
				}
			}
			assert.Equal(t, c.want, got, name)
			for _, most := range []int{max(len(c.want)-1, 1), len(c.want) + 1} {
				n, err := d.Approvals.Count(ctx, d.Person("uma"), c.filter, most)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(len(c.want), most), n, "%s counted to %d", name, most)
			}
		}
		stranger := &access.Caller{Audience: access.Channel, Channel: &ent.Channel{ID: 1}}
		found, err := d.Approvals.List(ctx, stranger, approval.Filter{}, work.Page{Most: 2})
		require.NoError(t, err)
		assert.Empty(t, found.Rows)
		n, err := d.Approvals.Count(ctx, stranger, approval.Filter{}, 2)
		require.NoError(t, err)
		assert.Equal(t, work.Count{Exact: true}, n)
	})
}

// exec changes rows behind the desk's back.
func (d *desk) exec(t *testing.T, statement string, values ...any) {
	t.Helper()
	_, err := d.Store.Client.ExecContext(ctx, statement, values...)
	require.NoError(t, err)
}
