package approval_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/diff"
	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/ent/approvalvote"
	"baodan/ent/auditrecord"
	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// kind is decided in these tests by underwriters, with an effect that is counted.
const kind = stored.KindExport

type desk struct {
	*insurancetest.World
	applied, ended atomic.Int32
	check, apply   error
}

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		d := &desk{World: w}
		d.handle(w.Approvals)
		test(t, d)
	})
}

func (d *desk) handle(at *approval.Service) {
	at.Handle(kind, approval.Subject{
		Roles: []access.Role{access.Underwriting},
		Check: func(context.Context, *ent.Approval) error { return d.check },
		Apply: func(_ context.Context, _ *work.Tx, r *ent.Approval, _ *access.Caller) error {
			if d.apply == nil {
				assert.Equal(d.T, stored.StateApproved, r.State)
				d.applied.Add(1)
			}
			return d.apply
		},
		Ended: func(_ context.Context, _ *work.Tx, r *ent.Approval) error {
			assert.NotEqual(d.T, stored.StateRequested, r.State)
			d.ended.Add(1)
			return nil
		},
	})
}

// ask makes a request.
func (d *desk) ask(t *testing.T, caller *access.Caller, object string, needed int) *ent.Approval {
	t.Helper()
	row, err := d.tryAsk(caller, object, needed)
	require.NoError(t, err)
	return row
}

func (d *desk) tryAsk(caller *access.Caller, object string, needed int) (row *ent.Approval, err error) {
	err = d.Store.Do(ctx, "ask", func(ctx context.Context, tx *work.Tx) error {
		row, err = d.Approvals.Request(ctx, tx, caller, approval.Request{
			Kind: kind, Object: object, Content: map[string]any{"rate": "0.10"}, InForce: map[string]any{"rate": "0.05"},
			Secret: map[string]any{"hash": "x"}, Needed: needed, Reason: "quarter's end",
		})
		return err
	})
	return row, err
}

func on(row *ent.Approval) approval.Decision {
	return approval.Decision{ID: work.ApprovalKey(row.ID), ExpectedRevision: row.Revision}
}

func saying(row *ent.Approval, comment string) approval.Decision {
	return approval.Decision{ID: work.ApprovalKey(row.ID), ExpectedRevision: row.Revision, Comment: comment}
}

// code of a fault; nothing where there is none.
func code(t *testing.T, err error) fault.Code {
	t.Helper()
	if err == nil {
		return ""
	}
	list := fault.All(err)
	require.NotEmpty(t, list, err)
	return list[0].Base().Code
}

func (d *desk) state(t *testing.T, row *ent.Approval) stored.State {
	t.Helper()
	now, err := d.Approvals.ByID(ctx, d.Person("uma"), row.ID)
	require.NoError(t, err)
	return now.State
}

func TestAnotherPersonApprovesAndItTakesEffect(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("uma"), "X/1", 1)
		may, err := mayApprove(d, d.Person("ulf"), row)
		require.NoError(t, err)
		assert.True(t, may)
		done, err := d.Approvals.Approve(ctx, d.Person("ulf"), saying(row, "fine"))
		require.NoError(t, err)
		assert.Equal(t, stored.StateApproved, done.State)
		assert.Equal(t, 2, done.Revision)
		assert.NotNil(t, done.DecidedAt)
		assert.EqualValues(t, 1, d.applied.Load())
		votes, err := insurancetest.Of(ctx, d.Approvals.Votes, row, row.ID)
		require.NoError(t, err)
		require.Len(t, votes, 1)
		assert.Equal(t, "fine", votes[0].Comment)
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(done))
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		actions, err := d.Store.Client.AuditRecord.Query().Order(ent.Asc(auditrecord.FieldID)).Select(auditrecord.FieldAction).Strings(ctx)
		require.NoError(t, err)
		assert.Equal(t, []string{"approval.request", "approval.approve"}, actions)
		assert.Equal(t, []diff.Difference{{Path: "rate", Before: text("0.05"), After: text("0.10")}}, approval.DifferencesOf(row))
	})
}

func text(s string) *string { return &s }

// Nobody approves their own request, by whatever path.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("uma"), "X/1", 2)
		second := *d.Person("uma") // from another session, with more roles than they had
		second.Session, second.Roles = &ent.Session{ID: 7}, access.Roles
		half := d.ask(t, d.Person("sam"), "X/2", 2)
		half, err := d.Approvals.Approve(ctx, d.Person("uma"), on(half))
		require.NoError(t, err)
		byCommand := d.ask(t, access.CommandLine("root"), "X/3", 1)
		auditor := *d.Person("ada")
		auditor.Roles = append(auditor.Roles, access.Underwriting)
		for name, c := range map[string]struct {
			caller *access.Caller
			row    *ent.Approval
		}{
			"their own": {d.Person("uma"), row}, "their own, another session": {&second, row},
			"the same person twice": {d.Person("uma"), half}, "without the role": {d.Person("fay"), row},
			"an auditor": {d.Person("ada"), row}, "an auditor with the role": {&auditor, row},
			"the command line": {access.CommandLine("root"), row}, "the command line its own": {access.CommandLine("root"), byCommand},
		} {
			_, err := d.Approvals.Approve(ctx, c.caller, on(c.row))
			assert.Equal(t, fault.CodeFourEyes, code(t, err), name)
			_, err = d.Approvals.Reject(ctx, c.caller, saying(c.row, "no"))
			assert.Equal(t, fault.CodeFourEyes, code(t, err), name)
			may, err := mayApprove(d, c.caller, c.row)
			require.NoError(t, err)
			assert.False(t, may, name)
			assert.Equal(t, stored.StateRequested, d.state(t, c.row), name)
		}
		// Even where what the desk looks at first says otherwise, the update's own condition holds.
		_, err = d.Approvals.Withdraw(ctx, d.Person("ulf"), on(row))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))
		_, err = d.Approvals.Withdraw(ctx, d.Person("uma"), on(byCommand))
		assert.Equal(t, fault.CodeFourEyes, code(t, err))
		assert.Zero(t, d.applied.Load())
		_, err = d.Approvals.Approve(ctx, d.Person("uma"), on(byCommand))
		require.NoError(t, err, "what the command line asks for, any person with the role approves")
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(half))
		require.NoError(t, err)
		assert.EqualValues(t, 2, d.applied.Load())
	})
}

// Who was suspended or lost their role since they logged in decides nothing; who got the role since they asked is still the
// one who asked.
func TestRolesAreLookedAtWhenItIsDecided(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("sam"), "X/1", 1)
		ulf, uma := d.Person("ulf"), d.Person("uma")
		require.NoError(t, d.Store.Client.Person.UpdateOneID(ulf.Person.ID).SetState(person.StateSuspended).Exec(ctx))
		require.NoError(t, d.Store.Client.Person.UpdateOneID(uma.Person.ID).SetRoles([]string{"SALES"}).Exec(ctx))
		require.NoError(t, d.Store.Client.Person.UpdateOneID(d.Person("sam").Person.ID).SetRoles([]string{"UNDERWRITING"}).Exec(ctx))
		sam := d.Person("sam")
		sam.Roles = []access.Role{access.Underwriting}
		for _, caller := range []*access.Caller{ulf, uma, sam} {
			_, err := d.Approvals.Approve(ctx, caller, on(row))
			assert.Equal(t, fault.CodeFourEyes, code(t, err), caller.Actor())
			_, err = d.Approvals.Reject(ctx, caller, saying(row, "no"))
			assert.Equal(t, fault.CodeFourEyes, code(t, err), caller.Actor())
		}
		assert.Equal(t, stored.StateRequested, d.state(t, row))
		votes, err := insurancetest.Of(ctx, d.Approvals.Votes, row, row.ID)
		require.NoError(t, err)
		assert.Empty(t, votes)
	})
}

func TestTwoOthersWhereTwoAreNeeded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("sam"), "X/1", 2)
		half, err := d.Approvals.Approve(ctx, d.Person("uma"), on(row))
		require.NoError(t, err)
		assert.Equal(t, stored.StateRequested, half.State)
		assert.Zero(t, d.applied.Load())
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		assert.Equal(t, fault.CodeConflict, code(t, err), "somebody voted since")
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(half))
		require.NoError(t, err)
		assert.EqualValues(t, 1, d.applied.Load())
	})
}

func TestRejectWithdrawComment(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("uma"), "X/1", 1)
		_, err := d.tryAsk(d.Person("sam"), "X/1", 1)
		assert.Equal(t, fault.CodeConflict, code(t, err), "one waits already")
		for _, comment := range []string{"", strings.Repeat("长", 1001), "\xff"} {
			_, err = d.Approvals.Reject(ctx, d.Person("ulf"), saying(row, comment))
			assert.Equal(t, fault.CodeInvalidValue, code(t, err))
			_, err = d.Approvals.Comment(ctx, d.Person("ulf"), approval.CommentInput{ID: work.ApprovalKey(row.ID), Comment: comment})
			assert.Equal(t, fault.CodeInvalidValue, code(t, err))
		}
		for range 2 {
			_, err = d.Approvals.Comment(ctx, d.Person("uma"), approval.CommentInput{ID: work.ApprovalKey(row.ID), Comment: strings.Repeat("长", 1000)})
			require.NoError(t, err)
		}
		_, err = d.Approvals.Comment(ctx, d.Person("ada"), approval.CommentInput{ID: work.ApprovalKey(row.ID), Comment: "hm"})
		assert.Equal(t, fault.CodeForbidden, code(t, err))
		done, err := d.Approvals.Reject(ctx, d.Person("ulf"), saying(row, "too high"))
		require.NoError(t, err)
		assert.Equal(t, stored.StateRejected, done.State)
		votes, err := insurancetest.Of(ctx, d.Approvals.Votes, row, row.ID)
		require.NoError(t, err)
		require.Len(t, votes, 3)
		assert.Equal(t, approvalvote.VerdictReject, votes[2].Verdict)
		_, err = d.Approvals.Comment(ctx, d.Person("ulf"), approval.CommentInput{ID: work.ApprovalKey(row.ID), Comment: "late"})
		assert.Equal(t, fault.CodeInvalidState, code(t, err))

		again := d.ask(t, d.Person("uma"), "X/1", 1)
		_, err = d.Approvals.Withdraw(ctx, d.Person("uma"), approval.Decision{ID: work.ApprovalKey(again.ID), ExpectedRevision: 2})
		assert.Equal(t, fault.CodeConflict, code(t, err))
		done, err = d.Approvals.Withdraw(ctx, d.Person("uma"), on(again))
		require.NoError(t, err)
		assert.Equal(t, stored.StateWithdrawn, done.State)
		_, err = d.Approvals.Withdraw(ctx, d.Person("uma"), on(done))
		assert.Equal(t, fault.CodeInvalidState, code(t, err))
		assert.EqualValues(t, 2, d.ended.Load())
		assert.Zero(t, d.applied.Load())
		_, err = d.Approvals.Approve(ctx, d.Person("ulf"), approval.Decision{ID: 1, ExpectedRevision: 1})
		assert.Equal(t, fault.CodeNotFound, code(t, err))
	})
}

// What was asked for is what takes effect: a changed row refuses, and is void.
func TestTamperedContentRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		changes := map[string]any{
			"content": `{"rate":"0.90"}`, "secret": `{"hash":"y"}`, "in_force": `{"rate":"0.10"}`, "object": "Y/1", "channel_id": 7,
			"needed": 2, "requested_by": d.Person("sue").Person.ID, "reason": "another", "content_hash": make([]byte, 32),
		}
		for column, value := range changes {
			row := d.ask(t, d.Person("uma"), "X/"+column, 1)
			d.exec(t, "UPDATE approvals SET "+column+" = ? WHERE id = ?", value, row.ID)
			_, err := d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
			assert.Equal(t, fault.CodeInvalidState, code(t, err), column)
			assert.Equal(t, stored.StateVoid, d.state(t, row), column)
		}
		assert.Zero(t, d.applied.Load())
		assert.EqualValues(t, len(changes), d.ended.Load())
	})
}

// An edit after the request voids it, whether the editor says so or the kind finds out; other refusals leave it waiting.
func TestEditsAfterTheRequestVoidIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		row := d.ask(t, d.Person("uma"), "X/1", 1)
		require.NoError(t, d.Store.Do(ctx, "edit", func(ctx context.Context, tx *work.Tx) error {
			return d.Approvals.Void(ctx, tx, kind, "X/1", "the draft was saved again")
		}))
		_, err := d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
		assert.Equal(t, fault.CodeConflict, code(t, err))

		changed := fault.New(fault.CodeConflict, strings.Repeat("版本已变", 200))
		for i, set := range []func(error){func(err error) { d.check = err }, func(err error) { d.apply = err }} {
			row = d.ask(t, d.Person("uma"), fmt.Sprint("Y/", i), 1)
			for _, waits := range []error{fault.New(fault.CodeProductOffSale, ""), errors.New("the disk is full")} {
				set(waits)
				_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
				require.ErrorContains(t, err, waits.Error())
				assert.Equal(t, stored.StateRequested, d.state(t, row), "as if nothing had happened")
			}
			set(changed)
			_, err = d.Approvals.Approve(ctx, d.Person("ulf"), on(row))
			assert.Equal(t, fault.CodeConflict, code(t, err))
			now, err := d.Approvals.ByID(ctx, d.Person("uma"), row.ID)
			require.NoError(t, err)
			assert.Equal(t, stored.StateVoid, now.State)
			assert.Equal(t, 500, len([]rune(now.Outcome)))
			votes, err := insurancetest.Of(ctx, d.Approvals.Votes, row, row.ID)
			require.NoError(t, err)
			assert.Empty(t, votes)
			set(nil)
		}
		assert.Zero(t, d.applied.Load())
	})
}

// Of many that decide at once on two servers, one does; what takes effect does so once.
func TestManyDecideAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		other := d.AddServer()
		d.handle(other.Approvals)
		for round := range 6 {
			row := d.ask(t, d.Person("sam"), fmt.Sprint("X/", round), 1)
			before, decided := d.applied.Load()+d.ended.Load(), atomic.Int32{}
			sam, uma, ulf := d.Person("sam"), d.Person("uma"), d.Person("ulf")
			var group sync.WaitGroup
			for i := range 8 {
				group.Go(func() {
					server, caller := d.Approvals, uma
					if i%2 == 0 {
						server, caller = other.Approvals, ulf
					}
					var err error
					switch {
					case i < 6:
						_, err = server.Approve(ctx, caller, on(row))
					case i == 6:
						_, err = server.Reject(ctx, caller, saying(row, "no"))
					default:
						_, err = server.Withdraw(ctx, sam, on(row))
					}
					if err == nil {
						decided.Add(1)
						return
					}
					assert.Contains(t, []fault.Code{fault.CodeConflict, fault.CodeInvalidState, fault.CodeFourEyes}, code(t, err))
				})
			}
			group.Wait()
			assert.EqualValues(t, 1, decided.Load())
			assert.EqualValues(t, before+1, d.applied.Load()+d.ended.Load())
		}
	})
}

// Two that ask for the same thing at once: one request waits.
func TestOneRequestWaitsForAnObject(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d *desk) {
		var asked atomic.Int32
		var group sync.WaitGroup
		uma := d.Person("uma")
		for range 8 {
			group.Go(func() {
				if _, err := d.tryAsk(uma, "X/1", 1); err == nil {
					asked.Add(1)
				} else {
					assert.Equal(t, fault.CodeConflict, code(t, err))
				}
			})
		}
		group.Wait()
		assert.EqualValues(t, 1, asked.Load())
	})
}
