package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/person"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

func newcomer(name string, roles ...access.Role) people.AddInput {
	return people.AddInput{Name: name, DisplayName: "新同事", Email: name + "@insurer.example", Roles: roles, Reason: "joins us"}
}

// A person who is added may log in, and do nothing before somebody else approved their roles.
func TestAddPerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		added, err := h.People.Add(h.ctx, h.Person("sec"), newcomer("nina", access.Sales))
		require.NoError(t, err)
		require.NotNil(t, added.Approval)
		assert.Empty(t, added.Person.Roles)
		key, err := h.login("nina", added.Password, "")
		require.NoError(t, err)
		assert.Empty(t, key.Caller.Roles)
		assert.Equal(t, []access.SetupStep{access.ChangePassword, access.EnrolSecondFactor}, key.Caller.PendingSetup)

		has(t, h.approve("sec", added.Approval), fault.CodeFourEyes, "the one who asked")
		has(t, h.approve("uma", added.Approval), fault.CodeFourEyes, "not a security administrator")
		require.NoError(t, h.approve("sly", added.Approval))
		assert.Equal(t, []string{"SALES"}, h.row("nina").Roles)
		_, err = h.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated, "other roles, another session")
		key, err = h.login("nina", added.Password, "")
		require.NoError(t, err)
		_, err = h.People.ChangePassword(h.ctx, key.Caller, added.Password, "a sentence of her own")
		require.NoError(t, err)
		key, err = h.login("nina", "a sentence of her own", "")
		require.NoError(t, err)
		assert.Equal(t, []access.SetupStep{access.EnrolSecondFactor}, key.Caller.PendingSetup)
		assert.Equal(t, []access.Role{access.Sales}, key.Caller.Roles)

		_, err = h.People.Add(h.ctx, h.Person("sec"), newcomer("nina", access.Sales))
		has(t, err, fault.CodeConflict)
		assert.Subset(t, h.actions(), []string{"person.add", "person.roles", "password.change", "approval.request"})
		for _, r := range h.Store.Client.AuditRecord.Query().AllX(h.ctx) {
			for _, text := range []*string{r.Before, r.After} {
				if text != nil {
					assert.NotContains(t, *text, added.Password)
					assert.NotContains(t, *text, "nina@insurer.example")
				}
			}
		}
	})
}

// The command line makes the first ones, at once.
func TestFirstPeople(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		root := access.CommandLine("root")
		added, err := h.People.Add(h.ctx, root, newcomer("first", access.SecurityAdmin))
		require.NoError(t, err)
		assert.Nil(t, added.Approval)
		key, err := h.login("first", added.Password, "")
		require.NoError(t, err)
		assert.Equal(t, []access.Role{access.SecurityAdmin}, key.Caller.Roles)
		password, err := h.People.Reset(h.ctx, root, "first")
		require.NoError(t, err)
		_, err = h.login("first", added.Password, "")
		has(t, err, fault.CodeBadCredentials)
		_, err = h.login("first", password, "")
		require.NoError(t, err)
		_, err = h.People.Reset(h.ctx, root, "nobody")
		has(t, err, fault.CodeNotFound)
		assert.Equal(t, "cli:root", h.Store.Client.AuditRecord.Query().FirstX(h.ctx).Actor)
	})
}

func TestAddPersonLimits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sec := h.Person("sec")
		before := h.Store.Client.Person.Query().CountX(h.ctx)
		for name, change := range map[string]func(*people.AddInput){
			"name of one":        func(in *people.AddInput) { in.Name = "a" },
			"name of 33":         func(in *people.AddInput) { in.Name = strings.Repeat("a", 33) },
			"capitals":           func(in *people.AddInput) { in.Name = "Nina" },
			"Chinese":            func(in *people.AddInput) { in.Name = "小明" },
			"blank":              func(in *people.AddInput) { in.Name = "ni na" },
			"begins with a dot":  func(in *people.AddInput) { in.Name = ".nina" },
			"no display name":    func(in *people.AddInput) { in.DisplayName = "" },
			"65 characters":      func(in *people.AddInput) { in.DisplayName = strings.Repeat("名", 65) },
			"blanks around":      func(in *people.AddInput) { in.DisplayName = " Nina" },
			"control character":  func(in *people.AddInput) { in.DisplayName = "Ni\x00na" },
			"no e-mail":          func(in *people.AddInput) { in.Email = "" },
			"e-mail with a name": func(in *people.AddInput) { in.Email = "Nina <n@x.example>" },
			"no host":            func(in *people.AddInput) { in.Email = "nina" },
			"long e-mail":        func(in *people.AddInput) { in.Email = strings.Repeat("a", 250) + "@x.cn" },
			"no role":            func(in *people.AddInput) { in.Roles = nil },
			"a role twice":       func(in *people.AddInput) { in.Roles = []access.Role{access.Sales, access.Sales} },
			"no such role":       func(in *people.AddInput) { in.Roles = []access.Role{"KING"} },
			"auditor who acts":   func(in *people.AddInput) { in.Roles = []access.Role{access.Audit, access.Sales} },
			"no reason":          func(in *people.AddInput) { in.Reason = "" },
			"501 characters":     func(in *people.AddInput) { in.Reason = strings.Repeat("因", 501) },
		} {
			in := newcomer("nina", access.Sales)
			change(&in)
			_, err := h.People.Add(h.ctx, sec, in)
			has(t, err, fault.CodeInvalidValue, name)
		}
		assert.Equal(t, before, h.Store.Client.Person.Query().CountX(h.ctx))
		assert.Zero(t, h.Store.Client.Approval.Query().CountX(h.ctx))
		in := newcomer(strings.Repeat("a", 32), access.Sales, access.Service)
		in.DisplayName, in.Reason = strings.Repeat("名", 64), strings.Repeat("因", 500)
		_, err := h.People.Add(h.ctx, sec, in)
		require.NoError(t, err, "at the limits")
	})
}

// Nobody gives themselves roles: not by asking, not by approving what another asked for them.
func TestNobodyDecidesAboutHimself(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sec, sly := h.Person("sec"), h.Person("sly")
		_, err := h.People.RequestRoles(h.ctx, sec, people.RolesInput{ID: sec.PersonID(), ExpectedRevision: 1, Roles: []access.Role{access.Finance}, Reason: "x"})
		has(t, err, fault.CodeFourEyes)
		_, _, err = h.People.RequestRecovery(h.ctx, sec, people.StateInput{ID: sec.PersonID(), ExpectedRevision: 1, Reason: "x"})
		has(t, err, fault.CodeFourEyes)
		asked, err := h.People.RequestRoles(h.ctx, sec, people.RolesInput{ID: sly.PersonID(), ExpectedRevision: 1, Roles: []access.Role{access.SecurityAdmin, access.Finance}, Reason: "x"})
		require.NoError(t, err)
		has(t, h.approve("sly", asked), fault.CodeFourEyes, "the one whom it is for")
		recovery, _, err := h.People.RequestRecovery(h.ctx, sec, people.StateInput{ID: sly.PersonID(), ExpectedRevision: 1, Reason: "x"})
		require.NoError(t, err)
		has(t, h.approve("sly", recovery), fault.CodeFourEyes, "the one whom it is for")
		assert.Equal(t, []string{"SECURITY_ADMIN"}, h.row("sly").Roles)
	})
}

func TestRequestRoles(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sec, uma := h.Person("sec"), h.has("uma")
		in := people.RolesInput{ID: uma.ID, ExpectedRevision: 1, Roles: []access.Role{access.Sales}, Reason: "moves on"}
		first, err := h.People.RequestRoles(h.ctx, sec, in)
		require.NoError(t, err)
		assert.JSONEq(t, `{"person":"uma","email":"u**@baodan.example","roles":["SALES"]}`, first.Content)
		_, err = h.People.RequestRoles(h.ctx, sec, in)
		has(t, err, fault.CodeConflict, "one waits")
		for name, c := range map[string]struct {
			change func(*people.RolesInput)
			code   fault.Code
		}{
			"revision":   {func(in *people.RolesInput) { in.ExpectedRevision = 7 }, fault.CodeConflict},
			"nobody":     {func(in *people.RolesInput) { in.ID = 1 }, fault.CodeNotFound},
			"no reason":  {func(in *people.RolesInput) { in.Reason = "" }, fault.CodeInvalidValue},
			"role twice": {func(in *people.RolesInput) { in.Roles = []access.Role{"SALES", "SALES"} }, fault.CodeInvalidValue},
		} {
			bad := in
			c.change(&bad)
			_, err = h.People.RequestRoles(h.ctx, sec, bad)
			has(t, err, c.code, name)
		}
		key := h.enter(t, "uma")
		require.NoError(t, h.approve("sly", first))
		assert.Equal(t, []string{"SALES"}, h.row("uma").Roles)
		_, err = h.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated)

		// What was asked about changed meanwhile: another e-mail address voids it, other roles refuse it.
		in.ExpectedRevision, in.Roles = 2, nil
		second, err := h.People.RequestRoles(h.ctx, sec, in)
		require.NoError(t, err)
		email := "uma@elsewhere.example"
		_, err = h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 2, Email: &email})
		require.NoError(t, err)
		assert.Equal(t, "VOID", string(h.Store.Client.Approval.GetX(h.ctx, second.ID).State))
		in.ExpectedRevision = 3
		third, err := h.People.RequestRoles(h.ctx, sec, in)
		require.NoError(t, err)
		h.row("uma").Update().SetRoles([]string{"FINANCE"}).ExecX(h.ctx)
		has(t, h.approve("sly", third), fault.CodeConflict)
		assert.Equal(t, []string{"FINANCE"}, h.row("uma").Roles)
	})
}

func TestChangePerson(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		sec, uma := h.Person("sec"), h.has("uma")
		name, email := "乌玛", "Uma@Insurer.Example"
		p, err := h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 1, DisplayName: &name, Email: &email})
		require.NoError(t, err)
		assert.Equal(t, []any{"乌玛", "uma@insurer.example", 2}, []any{p.DisplayName, p.Email, p.Revision})
		_, err = h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 1})
		has(t, err, fault.CodeConflict)
		_, err = h.People.Change(h.ctx, sec, people.ChangeInput{ID: 1, ExpectedRevision: 1})
		has(t, err, fault.CodeNotFound)
		bad := "x"
		_, err = h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 2, Email: &bad})
		has(t, err, fault.CodeInvalidValue)
		bad = ""
		_, err = h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 2, DisplayName: &bad})
		has(t, err, fault.CodeInvalidValue)
		outcomes := together(5, func() error {
			_, err := h.People.Change(h.ctx, sec, people.ChangeInput{ID: uma.ID, ExpectedRevision: 2, DisplayName: &name})
			return err
		})
		assert.Equal(t, map[fault.Code]int{"": 1, fault.CodeConflict: 4}, outcomes)
	})
}

// The password that was shown works once somebody else approved; the second factor is gone.
func TestRecovery(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		_, key := h.enrol(t, "uma")
		for range 6 {
			_, _ = h.login("uma", "wrong password", "")
		}
		row, password, err := h.People.RequestRecovery(h.ctx, h.Person("sec"), people.StateInput{ID: key.Caller.PersonID(), ExpectedRevision: h.row("uma").Revision, Reason: "lost her phone"})
		require.NoError(t, err)
		assert.NotContains(t, row.Content, "argon2")
		h.Clock.Advance(time.Minute)
		_, err = h.login("uma", password, "")
		has(t, err, fault.CodeBadCredentials, "not approved yet")
		require.NoError(t, h.approve("sly", row))
		_, err = h.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated)
		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeBadCredentials)
		fresh, err := h.login("uma", password, "")
		require.NoError(t, err, "not locked out either")
		assert.Equal(t, []access.SetupStep{access.ChangePassword, access.EnrolSecondFactor}, fresh.Caller.PendingSetup)
		assert.Contains(t, h.actions(), "person.recover")

		rejected, password, err := h.People.RequestRecovery(h.ctx, h.Person("sec"), people.StateInput{ID: h.has("ulf").ID, ExpectedRevision: 1, Reason: "x"})
		require.NoError(t, err)
		h.row("ulf").Update().SetEmail("other@x.example").ExecX(h.ctx)
		has(t, h.approve("sly", rejected), fault.CodeConflict, "another e-mail address")
		_, err = h.login("ulf", password, "")
		has(t, err, fault.CodeBadCredentials)
	})
}

func TestFindPeople(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for _, name := range []string{"uma", "ulf", "cleo", "carl", "sec", "ada"} {
			h.has(name)
		}
		h.row("carl").Update().SetState(person.StateSuspended).ExecX(h.ctx)
		find := func(f people.Filter) (names []string) {
			list, more, err := h.People.Find(h.ctx, f, work.Page{Most: 10})
			require.NoError(t, err)
			assert.False(t, more)
			for _, p := range list {
				names = append(names, p.Name)
			}
			return names
		}
		assert.Equal(t, []string{"ada", "sec", "carl", "cleo", "ulf", "uma"}, find(people.Filter{}))
		assert.Equal(t, []string{"carl"}, find(people.Filter{States: []person.State{person.StateSuspended}}))
		assert.Equal(t, []string{"ada", "carl", "cleo"}, find(people.Filter{Roles: []access.Role{access.Claims, access.Audit}}))
		assert.Equal(t, []string{"ulf", "uma"}, find(people.Filter{Name: "u"}))
		assert.Empty(t, find(people.Filter{Name: "%"}))
		list, err := h.People.Colleagues(h.ctx, access.Claims)
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, "cleo", list[0].Name, "carl is suspended")
	})
}
