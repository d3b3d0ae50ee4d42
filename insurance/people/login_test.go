package people_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/auditrecord"
	"baodan/ent/loginthrottle"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// RFC 6238, appendix B, with six digits.
func TestCodesOfTheStandard(t *testing.T) {
	t.Parallel()
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		assert.Equal(t, at/30, people.TOTPStepOf([]byte("12345678901234567890"), code, time.Unix(at, 0)), at)
	}
}

// A code is known in its own time step and those beside it; what is no code of six digits never is.
func TestCodesAreKnownForAWhile(t *testing.T) {
	t.Parallel()
	const at, code = 1111111111, "050471"
	secret := []byte("12345678901234567890")
	for later, step := range map[int64]int64{-60: 0, -30: at / 30, 0: at / 30, 30: at / 30, 60: 0} {
		assert.Equal(t, step, people.TOTPStepOf(secret, code, time.Unix(at+later, 0)), later)
	}
	for _, other := range []string{"", " 050471", "050471 ", "50471", "0050471", "050472", "05047१"} {
		assert.Zero(t, people.TOTPStepOf(secret, other, time.Unix(at, 0)), other)
	}
}

// What an authenticator program reads is as it always was.
func TestAuthenticatorAddress(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "otpauth://totp/Baodan:chief%20o%27x@b%20c?issuer=Baodan&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
		people.TOTPURI("chief o'x@b c", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
}

// Hashes that were stored before still work, and are as strong as new ones; broken ones are an error.
func TestStoredHashesStillWork(t *testing.T) {
	t.Parallel()
	const stored = "$argon2id$v=19$m=19456,t=2,p=1$bo2jVC1NwhZ3t20Wa8n1Xg$pRHLt37eNFYGVjU1BG3X3Zwu6knYVjgnzUCz4X0Za3s"
	right, stale, err := people.CheckHash(t.Context(), stored, "once a jolly swagman 保单")
	require.NoError(t, err)
	assert.True(t, right)
	assert.False(t, stale)
	right, _, err = people.CheckHash(t.Context(), stored, "once a jolly swagman 保單")
	require.NoError(t, err)
	assert.False(t, right)
	right, stale, err = people.CheckHash(t.Context(), "", "")
	require.NoError(t, err)
	assert.False(t, right, "nobody's")
	assert.False(t, stale, "takes as long as somebody's")
	for _, broken := range []string{
		"x", strings.Replace(stored, "v=19", "v=16", 1), strings.Replace(stored, "argon2id", "argon2i", 1),
		strings.Replace(stored, "m=19456", "m=7", 1), strings.Replace(stored, "m=19456", "m=1048577", 1),
		strings.Replace(stored, "t=2", "t=0", 1), strings.Replace(stored, "t=2", "t=101", 1), strings.Replace(stored, "p=1", "p=0", 1),
		stored[:strings.LastIndex(stored, "$")+1] + "c2hvcnQ", "$argon2id$v=19$$$$",
	} {
		_, _, err = people.CheckHash(t.Context(), broken, "x")
		assert.Error(t, err, broken)
	}
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		first := h.enter(t, "uma")
		assert.Equal(t, []access.SetupStep{access.EnrolSecondFactor}, first.Caller.PendingSetup)
		_, _, err := h.People.ConfirmSecondFactor(h.ctx, first.Caller, "123456")
		has(t, err, fault.CodeInvalidState, "nothing enrolled")

		f, key := h.enrol(t, "uma")
		assert.Len(t, f.codes, 10)
		now, err := h.People.Caller(h.ctx, key.Token)
		require.NoError(t, err)
		assert.Empty(t, now.PendingSetup)
		old, err := h.People.Caller(h.ctx, first.Token)
		require.NoError(t, err)
		assert.Equal(t, []access.SetupStep{access.ConfirmSecondFactor}, old.PendingSetup, "a session that began without it")
		_, _, err = h.People.EnrolSecondFactor(h.ctx, now)
		has(t, err, fault.CodeInvalidState, "one there is")
		_, _, err = h.People.ConfirmSecondFactor(h.ctx, now, f.code(h.Clock.Now()))
		has(t, err, fault.CodeInvalidState, "proved already")

		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeSecondFactorRequired)
		code := f.code(h.Clock.Now())
		_, err = h.login("uma", insurancetest.Password, code)
		require.NoError(t, err)
		_, err = h.login("uma", insurancetest.Password, code)
		has(t, err, fault.CodeBadCredentials, "a code works once")
		_, err = h.login("uma", insurancetest.Password, f.code(h.Clock.Now().Add(-30*time.Second)))
		has(t, err, fault.CodeBadCredentials, "an older one not at all")
		_, err = h.login("uma", insurancetest.Password, f.code(h.Clock.Now().Add(30*time.Second)))
		require.NoError(t, err, "a clock may be a step ahead")
		_, err = h.login("uma", insurancetest.Password, f.code(h.Clock.Now().Add(90*time.Second)))
		has(t, err, fault.CodeBadCredentials, "and not three")

		_, err = h.login("uma", insurancetest.Password, strings.ToUpper(f.codes[3]))
		require.NoError(t, err, "a recovery code in its place")
		_, err = h.login("uma", insurancetest.Password, f.codes[3])
		has(t, err, fault.CodeBadCredentials, "which works once")
		assert.Len(t, h.row("uma").RecoveryCodes, 9)
	})
}

// No answer tells a name that exists from one that does not, nor does the time it takes.
func TestLoginTellsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		suspended := h.has("ulf")
		_, err := h.People.Suspend(h.ctx, h.Person("sec"), people.StateInput{ID: work.PersonKey(suspended.ID), ExpectedRevision: 1, Reason: "left"})
		require.NoError(t, err)
		h.has("sam").Update().SetPasswordHash("").ExecX(h.ctx)
		for _, name := range []string{"uma", "ulf", "sam", "nobody-of-that-name"} {
			password := "not this one"
			if name == "ulf" {
				password = insurancetest.Password
			}
			before := h.People.Hashed()
			_, err := h.login(name, password, "")
			has(t, err, fault.CodeBadCredentials, name)
			assert.Equal(t, fault.New(fault.CodeBadCredentials, ""), fault.All(err)[0].Base(), name)
			// Hashing is what a login takes its time for: one hash each, at one cost. A clock would tell the load of the machine.
			assert.EqualValues(t, 1, h.People.Hashed()-before, name)
		}
		right, stale, err := people.CheckHash(h.ctx, "", "not this one")
		require.NoError(t, err)
		assert.False(t, right)
		assert.False(t, stale, "what an unknown name is compared with has the cost of a password")
	})
}

// The fifth failure begins a wait, which grows; a right password tells nothing meanwhile, and unknown names wait too.
func TestThrottleOfAName(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		uma := h.has("uma")
		for _, name := range []string{"uma", "nobody"} {
			for range 5 {
				_, err := h.login(name, "wrong password", "")
				has(t, err, fault.CodeBadCredentials)
			}
			_, err := h.login(name, insurancetest.Password, "")
			has(t, err, fault.CodeLockedOut)
			assert.ErrorContains(t, err, "30s")
		}
		h.Clock.Advance(30 * time.Second)
		_, err := h.login("uma", "wrong password", "")
		has(t, err, fault.CodeBadCredentials)
		h.Clock.Advance(59 * time.Second)
		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeLockedOut, "a minute now")
		h.Clock.Advance(time.Second)
		_, err = h.login("uma", insurancetest.Password, "")
		require.NoError(t, err)
		assert.False(t, h.Store.Client.LoginThrottle.Query().Where(loginthrottle.Subject("name:uma")).ExistX(h.ctx), "forgotten by success")
		assert.Equal(t, "15m0s", people.WaitAfter(1000))

		for range 5 {
			_, err = h.login("uma", "wrong password", "")
			has(t, err, fault.CodeBadCredentials)
		}
		_, err = h.login("nobody-there", "wrong password", "")
		has(t, err, fault.CodeBadCredentials)
		locked := func(want ...string) {
			t.Helper()
			for is, names := range map[bool][]string{true: want, false: nil} {
				list, _, err := h.People.Find(h.ctx, people.Filter{Locked: &is}, work.Page{Most: 100})
				require.NoError(t, err)
				n, err := h.People.Count(h.ctx, people.Filter{Locked: &is}, 100)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(len(list), 100), n)
				until, err := h.People.LockedUntil(h.ctx, list)
				require.NoError(t, err)
				if is {
					require.Len(t, list, len(names))
					assert.Len(t, until, len(names))
					continue
				}
				assert.Empty(t, until)
				assert.Equal(t, len(want) == 0, len(list) > 0, "uma is in one of the two lists")
			}
		}
		locked("uma")
		_, err = h.People.Unlock(h.ctx, h.Person("sec"), people.Which{ID: work.PersonKey(uma.ID)})
		require.NoError(t, err)
		locked()
		_, err = h.login("uma", insurancetest.Password, "")
		require.NoError(t, err, "unlocked")
		_, err = h.People.Unlock(h.ctx, h.Person("sec"), people.Which{ID: 1})
		has(t, err, fault.CodeNotFound)
	})
}

func TestThrottleOfAnAddress(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		for i := range 30 {
			_, err := h.login(fmt.Sprintf("guess-%d", i), "wrong password", "")
			has(t, err, fault.CodeBadCredentials, i)
		}
		_, err := h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeLockedOut)
		_, err = h.People.Login(h.ctx, nobody("198.51.100.7"), people.LoginInput{Name: "uma", Password: insurancetest.Password})
		require.NoError(t, err, "another address")
		n, err := h.People.Purge(h.ctx, 1000)
		require.NoError(t, err)
		assert.Zero(t, n)
		h.Clock.Advance(25 * time.Hour)
		n, err = h.People.Purge(h.ctx, 1000)
		require.NoError(t, err)
		assert.Equal(t, 32, n, "30 names and two addresses")
	})
}

// However many try at once, no more are looked at than one after the other.
func TestThrottleCountsThoseAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		outcomes := together(25, func() error {
			_, err := h.login("uma", "wrong password", "")
			return err
		})
		assert.LessOrEqual(t, outcomes[fault.CodeBadCredentials], 5, outcomes)
		assert.Positive(t, outcomes[fault.CodeBadCredentials], outcomes)
		assert.Equal(t, 25, outcomes[fault.CodeBadCredentials]+outcomes[fault.CodeLockedOut], outcomes)
	})
}

// Races: the same code twice at once, of either kind; one wins.
func TestCodesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		f, _ := h.enrol(t, "uma")
		for kind, code := range map[string]string{"totp": f.code(h.Clock.Now()), "recovery": f.codes[0]} {
			outcomes := together(4, func() error {
				_, err := h.login("uma", insurancetest.Password, code)
				return err
			})
			assert.Equal(t, 1, outcomes[""], "%s: %v", kind, outcomes)
			assert.Zero(t, outcomes[fault.CodeInternal], "%s: %v", kind, outcomes)
			_, err := h.People.Unlock(h.ctx, h.Person("sec"), people.Which{ID: work.PersonKey(h.row("uma").ID)})
			require.NoError(t, err)
		}
		outcomes := map[fault.Code]int{}
		codes := make(chan string, 2)
		codes <- f.codes[1]
		codes <- f.codes[2]
		for code, n := range together(2, func() error {
			_, err := h.login("uma", insurancetest.Password, <-codes)
			return err
		}) {
			outcomes[code] += n
		}
		assert.Equal(t, 2, outcomes[""], "two different codes at once: %v", outcomes)
		assert.Len(t, h.row("uma").RecoveryCodes, 7, "and neither comes back")
	})
}

// A hash of another cost is made again by the login that can.
func TestHashGrowsWithItsCost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		weak, err := argon2id.CreateHash(insurancetest.Password, &argon2id.Params{Memory: 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
		require.NoError(t, err)
		h.has("uma").Update().SetPasswordHash(weak).ExecX(h.ctx)
		_, err = h.login("uma", "wrong password", "")
		has(t, err, fault.CodeBadCredentials)
		assert.Equal(t, weak, h.row("uma").PasswordHash)
		_, err = h.login("uma", insurancetest.Password, "")
		require.NoError(t, err)
		assert.Contains(t, h.row("uma").PasswordHash, "$m=19456,t=2,p=1$")
		_, err = h.login("uma", insurancetest.Password, "")
		require.NoError(t, err)
	})
}

func TestLoginLimits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for name, in := range map[string]people.LoginInput{
			"no name": {Password: "x"}, "no password": {Name: "uma"}, "long name": {Name: strings.Repeat("a", 33), Password: "x"},
			"long password": {Name: "uma", Password: strings.Repeat("x", 129)}, "long code": {Name: "uma", Password: "x", Code: strings.Repeat("1", 65)},
			"not UTF-8": {Name: "uma", Password: "\xff"},
		} {
			_, err := h.People.Login(h.ctx, nobody("192.0.2.9"), in)
			has(t, err, fault.CodeInvalidValue, name)
		}
		assert.Zero(t, h.Store.Client.LoginThrottle.Query().CountX(h.ctx), "left nothing behind")
		_, err := h.People.Login(h.ctx, nobody("192.0.2.9"), people.LoginInput{Name: strings.Repeat("a", 32), Password: strings.Repeat("密", 128)})
		has(t, err, fault.CodeBadCredentials, "at the limit")
	})
}

// Logins are on record, also those that failed; what was typed as a name that nobody has is not.
func TestLoginsAreOnRecord(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.enter(t, "uma")
		_, err := h.login("uma", "wrong password", "")
		has(t, err, fault.CodeBadCredentials)
		_, err = h.login("my secret password", "uma", "")
		has(t, err, fault.CodeBadCredentials)
		rows := h.Store.Client.AuditRecord.Query().Where(auditrecord.ActionHasPrefix("login.")).Order(auditrecord.ByID()).AllX(h.ctx)
		require.Len(t, rows, 3)
		assert.Equal(t, []string{"login.success", "person:uma", "uma", "192.0.2.9"}, []string{rows[0].Action, rows[0].Actor, rows[0].Object, rows[0].Address})
		assert.Equal(t, []string{"login.failure", "anonymous", "uma", "192.0.2.9"}, []string{rows[1].Action, rows[1].Actor, rows[1].Object, rows[1].Address})
		assert.Equal(t, []string{"login.failure", "anonymous", "unknown", "req"}, []string{rows[2].Action, rows[2].Actor, rows[2].Object, rows[2].RequestID})
	})
}

// A flood of logins waits for its turn, and a person who gives up has not failed.
func TestLoginsWaitForTheirTurn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.has("uma")
		letGo := h.People.Crowd()
		short, cancel := context.WithTimeout(h.ctx, 100*time.Millisecond)
		defer cancel()
		_, err := h.People.Login(short, nobody("192.0.2.9"), people.LoginInput{Name: "uma", Password: insurancetest.Password})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = h.login("uma", insurancetest.Password, "")
		has(t, err, fault.CodeUnavailable, "after five seconds")
		letGo()
		_, err = h.login("uma", insurancetest.Password, "")
		require.NoError(t, err)
		row, err := h.Store.Client.LoginThrottle.Query().Where(loginthrottle.Subject("address:192.0.2.9")).Only(h.ctx)
		require.NoError(t, err)
		assert.Zero(t, row.Failures)
	})
}
