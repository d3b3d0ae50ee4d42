package people_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/session"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/people"
)

func identity(subject, email string) people.Identity {
	return people.Identity{Issuer: "https://id.example", Subject: subject, Email: email, EmailVerified: true, SecondFactor: true}
}

func (h *house) vouched(in people.Identity) (*people.Key, error) {
	return h.People.LoginByProvider(h.ctx, nobody("192.0.2.9"), in)
}

// The first login binds by a verified e-mail address; from then on the subject counts, whatever the address says.
func TestProviderBindsOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		h.has("ulf")
		key, err := h.vouched(identity("s-1", "UMA@baodan.example"))
		require.NoError(t, err)
		assert.Equal(t, "uma", key.Caller.Person.Name)
		assert.Equal(t, session.ViaOIDC, key.Caller.Session.Via)
		assert.Empty(t, key.Caller.PendingSetup, "the provider vouches for a second factor")
		key, err = h.vouched(identity("s-1", "ulf@baodan.example"))
		require.NoError(t, err)
		assert.Equal(t, "uma", key.Caller.Person.Name)
		_, err = h.vouched(identity("s-2", "uma@baodan.example"))
		has(t, err, fault.CodeBadCredentials, "bound to another already")
		assert.Contains(t, h.actions(), "identity.bind")
	})
}

// Nobody is added, and nobody is taken for another.
func TestProviderRefuses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		h.has("sam").Update().SetEmail("shared@baodan.example").ExecX(h.ctx)
		h.has("sue").Update().SetEmail("shared@baodan.example").ExecX(h.ctx)
		ulf := h.has("ulf")
		_, err := h.People.Suspend(h.ctx, h.Person("sec"), people.StateInput{ID: ulf.ID, ExpectedRevision: 1, Reason: "x"})
		require.NoError(t, err)
		people0 := h.Store.Client.Person.Query().CountX(h.ctx)
		unverified := identity("s-1", "uma@baodan.example")
		unverified.EmailVerified = false
		for name, in := range map[string]people.Identity{
			"unknown": identity("s-1", "stranger@baodan.example"), "not verified": unverified, "no address": identity("s-1", ""),
			"two people": identity("s-1", "shared@baodan.example"), "suspended": identity("s-1", "ulf@baodan.example"),
			"no subject": identity("", "uma@baodan.example"), "long subject": identity(strings.Repeat("s", 250), "uma@baodan.example"),
		} {
			_, err := h.vouched(in)
			has(t, err, fault.CodeBadCredentials, name)
		}
		assert.Equal(t, people0, h.Store.Client.Person.Query().CountX(h.ctx))

		// Who changes somebody's address does not become them at the provider.
		email := "mallory@baodan.example"
		_, err = h.People.Change(h.ctx, h.Person("sec"), people.ChangeInput{ID: h.row("uma").ID, ExpectedRevision: 1, Email: &email})
		require.NoError(t, err)
		_, err = h.vouched(identity("s-9", email))
		has(t, err, fault.CodeBadCredentials)
		row, _, err := h.People.RequestRecovery(h.ctx, h.Person("sec"), people.StateInput{ID: h.row("uma").ID, ExpectedRevision: 2, Reason: "new address"})
		require.NoError(t, err)
		require.NoError(t, h.approve("sly", row))
		_, err = h.vouched(identity("s-9", email))
		require.NoError(t, err, "until somebody else approved")
	})
}

// A provider that does not vouch for a second factor: the person's own is asked for before anything else.
func TestProviderWithoutSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		f, _ := h.enrol(t, "uma")
		weak := identity("s-1", "uma@baodan.example")
		weak.SecondFactor = false
		key, err := h.vouched(weak)
		require.NoError(t, err)
		assert.Equal(t, []access.SetupStep{access.ConfirmSecondFactor}, key.Caller.PendingSetup)
		_, _, err = h.People.ConfirmSecondFactor(h.ctx, key.Caller, "000000")
		has(t, err, fault.CodeBadCredentials)
		fresh, codes, err := h.People.ConfirmSecondFactor(h.ctx, key.Caller, f.code(h.Clock.Now()))
		require.NoError(t, err)
		assert.Empty(t, codes)
		_, err = h.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated, "another token from then on")
		c, err := h.People.Caller(h.ctx, fresh.Token)
		require.NoError(t, err)
		assert.Empty(t, c.PendingSetup)
	})
}
