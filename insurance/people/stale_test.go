package people_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

func (h *house) about(name string) people.StateInput {
	if insurancetest.Staff[name] != nil {
		h.has(name)
	}
	p := h.row(name)
	return people.StateInput{ID: work.PersonKey(p.ID), ExpectedRevision: p.Revision, Reason: "x"}
}

func (h *house) asksRoles(t *testing.T, name string, roles ...access.Role) *ent.Approval {
	t.Helper()
	in := h.about(name)
	row, err := h.People.RequestRoles(h.ctx, h.Person("sec"), people.RolesInput{ID: in.ID, ExpectedRevision: in.ExpectedRevision, Roles: roles, Reason: "x"})
	require.NoError(t, err)
	return row
}

func (h *house) asksRecovery(t *testing.T, name string) (*ent.Approval, string) {
	t.Helper()
	row, password, err := h.People.RequestRecovery(h.ctx, h.Person("sec"), h.about(name))
	require.NoError(t, err)
	return row, password
}

// Nobody refuses what others want to take from them, and nobody is told that they may approve what is for them.
func TestNobodyRefusesAboutThemselves(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sly := h.Person("sly")
		fewer := h.asksRoles(t, "sly", access.Finance)
		recovery, _ := h.asksRecovery(t, "sly")
		for _, row := range []*ent.Approval{fewer, recovery} {
			_, err := h.Approvals.Reject(h.ctx, sly, approval.Decision{ID: work.ApprovalKey(row.ID), ExpectedRevision: row.Revision, Comment: "I stay"})
			has(t, err, fault.CodeFourEyes)
			may, err := h.Approvals.MayApprove(h.ctx, sly, []*ent.Approval{row})
			require.NoError(t, err)
			assert.False(t, may[row.ID])
		}
		assert.Equal(t, []string{"SECURITY_ADMIN"}, h.row("sly").Roles)
	})
}

// What an approver was shown is what there is: who was suspended or reinstated since, or has other roles, is asked about
// anew.
func TestRequestsAboutWhoChangedSinceAreVoid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		void := func(row *ent.Approval, why string) {
			t.Helper()
			has(t, h.approve("sly", row), fault.CodeConflict, why)
			assert.Equal(t, "VOID", string(h.Store.Client.Approval.GetX(h.ctx, row.ID).State), why)
		}
		roles := h.asksRoles(t, "uma", access.Sales)
		recovery, _ := h.asksRecovery(t, "uma")
		assert.Contains(t, recovery.Content, `"state":"ACTIVE"`)
		_, err := h.People.Suspend(h.ctx, h.Person("sec"), h.about("uma"))
		require.NoError(t, err)
		void(roles, "suspended")
		void(recovery, "suspended")

		recovery, _ = h.asksRecovery(t, "uma")
		assert.Contains(t, recovery.Content, `"state":"SUSPENDED"`, "the one who approves sees it")
		_, err = h.People.Reinstate(h.ctx, h.Person("sec"), h.about("uma"))
		require.NoError(t, err)
		void(recovery, "reinstated")

		recovery, password := h.asksRecovery(t, "uma")
		h.row("uma").Update().SetRoles([]string{"SECURITY_ADMIN"}).ExecX(h.ctx)
		void(recovery, "the password would open more doors than was shown")
		_, err = h.login("uma", password, "")
		has(t, err, fault.CodeBadCredentials)
		assert.Equal(t, []string{"SECURITY_ADMIN"}, h.row("uma").Roles)
	})
}

// A person who signed in by an address that a newcomer had for a while does not get the newcomer's roles.
func TestABondEndsWithItsAddress(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		in := newcomer("nina", access.Finance)
		in.Email = "mallory@elsewhere.example"
		added, err := h.People.Add(h.ctx, h.Person("sec"), in)
		require.NoError(t, err)
		_, err = h.vouched(identity("mallory", in.Email))
		require.NoError(t, err, "they may, and can do nothing")
		email := "nina@insurer.example"
		_, err = h.People.Change(h.ctx, h.Person("sec"), people.ChangeInput{ID: work.PersonKey(added.Person.ID), ExpectedRevision: h.row("nina").Revision, Email: &email})
		require.NoError(t, err)
		row, err := h.People.RequestRoles(h.ctx, h.Person("sec"), people.RolesInput{
			ID: work.PersonKey(added.Person.ID), ExpectedRevision: h.row("nina").Revision, Roles: []access.Role{access.Finance}, Reason: "x",
		})
		require.NoError(t, err)
		require.NoError(t, h.approve("sly", row))
		_, err = h.vouched(identity("mallory", in.Email))
		has(t, err, fault.CodeBadCredentials)
		_, err = h.vouched(identity("nina", email))
		require.NoError(t, err)
	})
}

// A password that somebody else chose works for three days from when it begins to work, and looks like a wrong one then.
func TestTemporaryPasswordsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		added, err := h.People.Add(h.ctx, h.Person("sec"), newcomer("nina", access.Sales))
		require.NoError(t, err)
		h.Clock.Advance(72*time.Hour - time.Second)
		key, err := h.login("nina", added.Password, "")
		require.NoError(t, err)
		h.Clock.Advance(time.Second)
		for range 2 {
			_, err = h.login("nina", added.Password, "")
			has(t, err, fault.CodeBadCredentials)
		}
		fresh, err := h.People.ChangePassword(h.ctx, key.Caller, people.PasswordInput{Current: added.Password, New: "a sentence of her own"})
		require.NoError(t, err, "she came in in time")
		require.NotNil(t, fresh)

		h.Clock.Advance(240 * time.Hour)
		_, err = h.login("nina", "a sentence of her own", "")
		require.NoError(t, err, "her own does not end")

		row, password := h.asksRecovery(t, "nina")
		h.Clock.Advance(100 * time.Hour) // it waits for somebody to approve it
		require.NoError(t, h.approve("sly", row))
		_, err = h.login("nina", password, "")
		require.NoError(t, err)
		h.Clock.Advance(72 * time.Hour)
		_, err = h.login("nina", password, "")
		has(t, err, fault.CodeBadCredentials)

		password, err = h.People.Reset(h.ctx, access.CommandLine("root"), "nina")
		require.NoError(t, err)
		h.Clock.Advance(71 * time.Hour)
		_, err = h.login("nina", password, "")
		require.NoError(t, err)
		h.Clock.Advance(time.Hour)
		_, err = h.login("nina", password, "")
		has(t, err, fault.CodeBadCredentials)
	})
}

// Who has an IPv6 network has all of its addresses, and is counted as one.
func TestThrottleOfANetwork(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		try := func(address, name, password string) error {
			_, err := h.People.Login(h.ctx, nobody(address), people.LoginInput{Name: name, Password: password})
			return err
		}
		for i := range 30 {
			has(t, try(fmt.Sprintf("2001:db8:0:7::%x", i+1), fmt.Sprintf("guess-%d", i), "wrong password"), fault.CodeBadCredentials, i)
		}
		has(t, try("2001:db8:0:7:ffff::1", "uma", insurancetest.Password), fault.CodeLockedOut)
		require.NoError(t, try("2001:db8:0:8::1", "uma", insurancetest.Password), "another network")
		require.NoError(t, try("::ffff:192.0.2.1", "uma", insurancetest.Password))
		for name, want := range map[string]string{
			"2001:db8:0:7::1": "address:2001:db8:0:7::/64", "fe80::1%eth0": "address:fe80::/64", "192.0.2.1": "address:192.0.2.1",
			"::ffff:c000:201": "address:192.0.2.1", "": "address:", "unix": "address:unix",
		} {
			assert.Equal(t, want, people.ThrottledAddress(name))
		}
	})
}

// A recovery code that was used says from where; a subject that one of the databases would take for another is nobody's.
func TestSmallThings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		f, _ := h.enrol(t, "uma")
		_, err := h.login("uma", insurancetest.Password, f.codes[0])
		require.NoError(t, err)
		used := h.Store.Client.AuditRecord.Query().Where(auditrecord.Action("recovery_code.use")).OnlyX(h.ctx)
		assert.Equal(t, []string{"person:uma", "192.0.2.9", "req"}, []string{used.Actor, used.Address, used.RequestID})

		_, err = h.vouched(identity("s-1", "uma@baodan.example"))
		require.NoError(t, err)
		_, err = h.vouched(identity("s-1 ", "other@baodan.example"))
		has(t, err, fault.CodeBadCredentials)
	})
}
