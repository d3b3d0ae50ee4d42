package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		alive := func(k *people.Key) bool {
			_, err := h.People.Caller(h.ctx, k.Token)
			if err != nil {
				has(t, err, fault.CodeUnauthenticated)
			}
			return err == nil
		}
		idle := h.enter(t, "uma")
		assert.NotEqual(t, idle.Token, h.enter(t, "uma").Token, "each login has its own")
		h.Clock.Advance(29 * time.Minute)
		assert.True(t, alive(idle))
		h.Clock.Advance(29*time.Minute + 59*time.Second)
		assert.True(t, alive(idle), "used meanwhile")
		h.Clock.Advance(30 * time.Minute)
		assert.False(t, alive(idle), "idle for half an hour")

		old := h.enter(t, "uma")
		for range 35 {
			h.Clock.Advance(20 * time.Minute)
			require.True(t, alive(old))
		}
		h.Clock.Advance(20 * time.Minute)
		assert.False(t, alive(old), "twelve hours, whatever happened")

		for _, bad := range []string{"", "x", strings.Repeat("A", 43), idle.Token + "A"} {
			_, err := h.People.Caller(h.ctx, bad)
			has(t, err, fault.CodeUnauthenticated, bad)
		}
		out := h.enter(t, "uma")
		require.NoError(t, h.People.Logout(h.ctx, out.Caller))
		assert.False(t, alive(out))
		has(t, h.People.Logout(h.ctx, out.Caller), fault.CodeNotFound)
	})
}

// Last use is written to within a minute, and no more often.
func TestLastUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		key := h.enter(t, "uma")
		began := h.Clock.Now()
		h.Clock.Advance(59 * time.Second)
		c, err := h.People.Caller(h.ctx, key.Token)
		require.NoError(t, err)
		assert.Equal(t, began, c.Session.LastSeenAt.UTC())
		h.Clock.Advance(time.Second)
		c, err = h.People.Caller(h.ctx, key.Token)
		require.NoError(t, err)
		assert.Equal(t, h.Clock.Now(), c.Session.LastSeenAt.UTC())
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		first, second := h.enter(t, "uma"), h.enter(t, "uma")
		other := h.enter(t, "ulf")
		count := func(c *access.Caller, of int64) int {
			list, err := h.People.Sessions(h.ctx, c, of)
			require.NoError(t, err)
			return len(list)
		}
		uma, ulf := first.Caller, other.Caller
		assert.Equal(t, 3, count(uma, uma.PersonID()), "two, and the one that tests work in")
		assert.Zero(t, count(ulf, uma.PersonID()), "another's")
		assert.Equal(t, 3, count(h.Person("ada"), uma.PersonID()))

		has(t, h.People.EndSession(h.ctx, ulf, work.SessionKey(second.Caller.Session.ID)), fault.CodeNotFound, "another's")
		has(t, h.People.EndSession(h.ctx, h.Person("ada"), work.SessionKey(second.Caller.Session.ID)), fault.CodeNotFound, "an auditor changes nothing")
		require.NoError(t, h.People.EndSession(h.ctx, uma, work.SessionKey(second.Caller.Session.ID)))
		_, err := h.People.Caller(h.ctx, second.Token)
		has(t, err, fault.CodeUnauthenticated)
		has(t, h.People.EndSession(h.ctx, uma, work.SessionKey(second.Caller.Session.ID)), fault.CodeNotFound, "twice")
		require.NoError(t, h.People.EndSession(h.ctx, h.Person("sec"), work.SessionKey(other.Caller.Session.ID)))
		_, err = h.People.Caller(h.ctx, other.Token)
		has(t, err, fault.CodeUnauthenticated)
		assert.Contains(t, h.actions(), "session.end")

		got, err := h.People.Session(h.ctx, ulf, first.Caller.Session.ID)
		require.NoError(t, err)
		assert.Nil(t, got)
		got, err = h.People.Session(h.ctx, uma, first.Caller.Session.ID)
		require.NoError(t, err)
		assert.NotNil(t, got)
	})
}

// A suspended person is out at once, on every server, and comes in again when they are reinstated.
func TestSuspension(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		key := h.enter(t, "uma")
		elsewhere := h.AddServer()
		in := people.StateInput{ID: work.PersonKey(key.Caller.PersonID()), ExpectedRevision: 1, Reason: "left"}
		_, err := h.People.Reinstate(h.ctx, h.Person("sec"), in)
		has(t, err, fault.CodeInvalidState)
		p, err := h.People.Suspend(h.ctx, h.Person("sec"), in)
		require.NoError(t, err)
		assert.Equal(t, 2, p.Revision)
		_, err = elsewhere.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated)
		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeBadCredentials)
		_, err = h.People.Suspend(h.ctx, h.Person("sec"), in)
		has(t, err, fault.CodeConflict, "an old revision")
		in.ExpectedRevision = 2
		_, err = h.People.Suspend(h.ctx, h.Person("sec"), in)
		has(t, err, fault.CodeInvalidState)
		_, err = h.People.Reinstate(h.ctx, h.Person("sec"), in)
		require.NoError(t, err)
		_, err = h.People.Caller(h.ctx, key.Token)
		has(t, err, fault.CodeUnauthenticated, "the old session stays over")
		h.enter(t, "uma")

		self := h.Person("sec")
		_, err = h.People.Suspend(h.ctx, self, people.StateInput{ID: work.PersonKey(self.PersonID()), ExpectedRevision: 1, Reason: "x"})
		has(t, err, fault.CodeFourEyes)
		for _, reason := range []string{"", strings.Repeat("x", 501)} {
			_, err = h.People.Suspend(h.ctx, self, people.StateInput{ID: work.PersonKey(key.Caller.PersonID()), ExpectedRevision: 3, Reason: reason})
			has(t, err, fault.CodeInvalidValue)
		}
		_, err = h.People.Suspend(h.ctx, self, people.StateInput{ID: 1, ExpectedRevision: 1, Reason: "x"})
		has(t, err, fault.CodeNotFound)
	})
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		key, other := h.enter(t, "uma"), h.enter(t, "uma")
		const fresh = "a sentence nobody knows"
		for name, c := range map[string]struct{ current, fresh string }{
			"11 characters":  {insurancetest.Password, "abcdefgh123"},
			"129 characters": {insurancetest.Password, strings.Repeat("abcdefg", 18) + "xyz"},
			"the login":      {insurancetest.Password, "my name is UMA ok"},
			"everybody's":    {insurancetest.Password, "Password1234"},
			"few signs":      {insurancetest.Password, "aaaaaaaabbbb"},
			"two lines":      {insurancetest.Password, "first line\nsecond"},
			"not UTF-8":      {insurancetest.Password, "abcdefghijklm\xff"},
			"the same":       {insurancetest.Password, insurancetest.Password},
			"no present one": {"", fresh},
			"long present":   {strings.Repeat("x", 129), fresh},
		} {
			_, err := h.People.ChangePassword(h.ctx, key.Caller, people.PasswordInput{Current: c.current, New: c.fresh})
			has(t, err, fault.CodeInvalidValue, name)
		}
		_, err := h.People.ChangePassword(h.ctx, key.Caller, people.PasswordInput{Current: "not this one", New: fresh})
		has(t, err, fault.CodeBadCredentials)
		exchanged, err := h.People.ChangePassword(h.ctx, key.Caller, people.PasswordInput{Current: insurancetest.Password, New: fresh})
		require.NoError(t, err)
		for name, token := range map[string]string{"the old token": key.Token, "the other session": other.Token} {
			_, err = h.People.Caller(h.ctx, token)
			has(t, err, fault.CodeUnauthenticated, name)
		}
		_, err = h.People.Caller(h.ctx, exchanged.Token)
		require.NoError(t, err)
		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeBadCredentials)
		_, err = h.login("uma", fresh, "")
		require.NoError(t, err)

		for range 5 {
			_, err = h.People.ChangePassword(h.ctx, h.Person("ulf"), people.PasswordInput{Current: "not this one", New: fresh})
			has(t, err, fault.CodeBadCredentials)
		}
		_, err = h.People.ChangePassword(h.ctx, h.Person("ulf"), people.PasswordInput{Current: insurancetest.Password, New: fresh})
		has(t, err, fault.CodeLockedOut, "who took a session over cannot try passwords out")
		longest := strings.Repeat("abcdefgh", 16)
		_, err = h.People.ChangePassword(h.ctx, h.Person("sam"), people.PasswordInput{Current: insurancetest.Password, New: longest})
		require.NoError(t, err, "128 characters")
	})
}
