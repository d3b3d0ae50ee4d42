package people_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// A token works once somebody else approved, until it expires or is revoked, on every server.
func TestReportingToken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		elsewhere := h.AddServer()
		sec := h.Person("sec")
		in := people.TokenInput{Name: "warehouse", ExpiresAt: h.Clock.Now().Add(48 * time.Hour), Reason: "monthly figures"}
		row, token, err := h.People.RequestToken(h.ctx, sec, in)
		require.NoError(t, err)
		assert.NotContains(t, row.Content, token)
		_, err = h.People.TokenCaller(h.ctx, token)
		has(t, err, fault.CodeUnauthenticated, "not approved yet")
		_, _, err = h.People.RequestToken(h.ctx, sec, in)
		has(t, err, fault.CodeConflict, "one of that name waits")
		has(t, h.approve("sec", row), fault.CodeFourEyes)
		require.NoError(t, h.approve("sly", row))
		require.NoError(t, h.Cache.Refresh(h.ctx))
		require.NoError(t, elsewhere.Cache.Refresh(h.ctx))
		c, err := elsewhere.People.TokenCaller(h.ctx, token)
		require.NoError(t, err)
		assert.Equal(t, access.Reporting, c.Audience)
		assert.Equal(t, "token:warehouse", c.Actor())
		assert.Empty(t, c.Roles)
		for _, bad := range []string{"", token + "x", token[:len(token)-1], people.TokenPrefix} {
			_, err = h.People.TokenCaller(h.ctx, bad)
			has(t, err, fault.CodeUnauthenticated, bad)
		}
		_, _, err = h.People.RequestToken(h.ctx, sec, in)
		has(t, err, fault.CodeConflict, "one of that name works")

		list, err := h.People.Tokens(h.ctx, nil)
		require.NoError(t, err)
		require.Len(t, list, 1)
		assert.Equal(t, sec.PersonID(), list[0].MadeBy)
		assert.NotNil(t, list[0].LastUsedAt)
		_, err = h.People.RevokeToken(h.ctx, sec, people.RevokeInput{ID: work.ReportingTokenKey(list[0].ID), Reason: ""})
		has(t, err, fault.CodeInvalidValue)
		_, err = h.People.RevokeToken(h.ctx, sec, people.RevokeInput{ID: work.ReportingTokenKey(1), Reason: "x"})
		has(t, err, fault.CodeNotFound)
		states := func(want ...people.TokenState) {
			t.Helper()
			for _, state := range []people.TokenState{people.TokenWorks, people.TokenExpired, people.TokenRevoked} {
				some, err := h.People.Tokens(h.ctx, &state)
				require.NoError(t, err)
				assert.Equal(t, slices.Contains(want, state), len(some) == 1, "%s", state)
			}
		}
		states(people.TokenWorks)
		revoked, err := h.People.RevokeToken(h.ctx, sec, people.RevokeInput{ID: work.ReportingTokenKey(list[0].ID), Reason: "went astray"})
		require.NoError(t, err)
		assert.NotNil(t, revoked.RevokedAt)
		states(people.TokenRevoked)
		_, err = h.People.TokenCaller(h.ctx, token)
		has(t, err, fault.CodeUnauthenticated, "at once")
		require.NoError(t, elsewhere.Cache.Refresh(h.ctx))
		_, err = elsewhere.People.TokenCaller(h.ctx, token)
		has(t, err, fault.CodeUnauthenticated, "and elsewhere")
		h.Clock.Advance(time.Minute)
		_, err = h.People.RevokeToken(h.ctx, sec, people.RevokeInput{ID: work.ReportingTokenKey(list[0].ID), Reason: "went astray"})
		has(t, err, fault.CodeConflict, "it was revoked meanwhile")
		_, _, err = h.People.RequestToken(h.ctx, sec, in)
		require.NoError(t, err, "the name is free again")
		assert.Subset(t, h.actions(), []string{"reporting_token.add", "reporting_token.revoke"})
	})
}

func TestReportingTokenExpires(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		in := people.TokenInput{Name: "warehouse", ExpiresAt: h.Clock.Now().Add(time.Hour), Reason: "x"}
		row, token, err := h.People.RequestToken(h.ctx, h.Person("sec"), in)
		require.NoError(t, err)
		require.NoError(t, h.approve("sly", row))
		require.NoError(t, h.Cache.Refresh(h.ctx))
		h.Clock.Advance(time.Hour - time.Second)
		_, err = h.People.TokenCaller(h.ctx, token)
		require.NoError(t, err)
		h.Clock.Advance(time.Second)
		_, err = h.People.TokenCaller(h.ctx, token)
		has(t, err, fault.CodeUnauthenticated)

		in.ExpiresAt = h.Clock.Now().Add(time.Hour)
		late, _, err := h.People.RequestToken(h.ctx, h.Person("sec"), in)
		require.NoError(t, err)
		h.Clock.Advance(time.Hour)
		has(t, h.approve("sly", late), fault.CodeConflict, "over before it was approved")
	})
}

func TestReportingTokenLimits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		now, sec := h.Clock.Now(), h.Person("sec")
		for name, in := range map[string]people.TokenInput{
			"no name":        {ExpiresAt: now.Add(time.Hour), Reason: "x"},
			"65 characters":  {Name: strings.Repeat("n", 65), ExpiresAt: now.Add(time.Hour), Reason: "x"},
			"blank name":     {Name: " ", ExpiresAt: now.Add(time.Hour), Reason: "x"},
			"over already":   {Name: "n", ExpiresAt: now, Reason: "x"},
			"over 400 days":  {Name: "n", ExpiresAt: now.Add(400*24*time.Hour + time.Millisecond), Reason: "x"},
			"no reason":      {Name: "n", ExpiresAt: now.Add(time.Hour)},
			"501 characters": {Name: "n", ExpiresAt: now.Add(time.Hour), Reason: strings.Repeat("x", 501)},
		} {
			_, _, err := h.People.RequestToken(h.ctx, sec, in)
			has(t, err, fault.CodeInvalidValue, name)
		}
		assert.Zero(t, h.Store.Client.Approval.Query().CountX(h.ctx))
		_, _, err := h.People.RequestToken(h.ctx, sec, people.TokenInput{
			Name: strings.Repeat("名", 64), ExpiresAt: now.Add(400 * 24 * time.Hour), Reason: strings.Repeat("因", 500),
		})
		require.NoError(t, err, "at the limits")
	})
}
