package people

import (
	"cmp"
	"context"
	"crypto/rand"
	_ "embed" // the commonest passwords
	"encoding/base32"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"baodan/ent"
	"baodan/insurance/fault"
)

// passwordCost of a hash: argon2id with 19 MiB, twice, one lane (OWASP). A hash that was made at another cost is made again
// at the next login.
var passwordCost = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hasher bounds how many passwords are hashed at once, so that a flood of logins waits instead of eating the memory.
type hasher struct {
	slots  chan struct{}
	hashed atomic.Int64 // how often a password was hashed: what a login costs, whatever name it gives
}

// hashWait is how long a login waits for its turn.
const hashWait = 5 * time.Second

func newHasher() *hasher {
	return &hasher{slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
}

// decoy is compared with where there is no password, so that no name is told from another by the time it takes. It is
// nobody's password, and made at the cost of one.
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hash makes the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (hash string, err error) {
	err = h.turn(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &passwordCost)
		return err
	})
	return hash, err
}

// check compares a password with a PHC string; an empty one is nobody's, and takes as long. stale tells that it was made
// at another cost. Fault: UNAVAILABLE where too many wait.
func (h *hasher) check(ctx context.Context, stored, password string) (right, stale bool, err error) {
	hash := cmp.Or(stored, decoy)
	cost, _, _, err := argon2id.DecodeHash(hash)
	if err == nil && !bearable(cost) {
		err = errors.New("its cost is out of bounds")
	}
	if err != nil {
		return false, false, fmt.Errorf("a password's hash cannot be read: %w", err)
	}
	err = h.turn(ctx, func() error {
		right, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	cost.SaltLength = passwordCost.SaltLength // what a salt is long costs nothing
	return right && stored != "", *cost != passwordCost, err
}

// bearable tells whether a hash of this cost can be made, and made in a reasonable time and memory.
func bearable(cost *argon2id.Params) bool {
	return cost.Memory >= 8 && cost.Memory <= 1<<20 && cost.Iterations >= 1 && cost.Iterations <= 100 && cost.Parallelism >= 1 &&
		cost.KeyLength >= 16 && cost.KeyLength <= 64
}

// turn waits for a slot and works in it.
func (h *hasher) turn(ctx context.Context, do func() error) error {
	timer := time.NewTimer(hashWait)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		h.hashed.Add(1)
		return do()
	case <-timer.C:
		return fault.New(fault.CodeUnavailable, "too many log in at once")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Length of a password, in characters.
const (
	shortestPassword = 12
	longestPassword  = 128
	fewestSigns      = 5 // different ones
)

// PasswordRules are what a password must be.
type PasswordRules struct {
	Least, Most int // characters
	Different   int // different characters at least
}

// Passwords are the rules for them.
func Passwords() PasswordRules { return PasswordRules{shortestPassword, longestPassword, fewestSigns} }

// The commonest passwords that are long enough to pass otherwise, one a line, in small letters.
//
//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for line := range strings.Lines(commonText) {
		known[strings.TrimSpace(line)] = true
	}
	return known
})

// checkPassword finds fault with a new password: INVALID_VALUE.
func checkPassword(name, password string) error {
	refuse := func(why string) error { return fault.New(fault.CodeInvalidValue, why, "new") }
	small := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return refuse("a password is text in one line")
	case n < shortestPassword || n > longestPassword:
		return refuse(fmt.Sprintf("a password has %d to %d characters", shortestPassword, longestPassword))
	case strings.Contains(small, name):
		return refuse("a password does not hold the login")
	case common()[small] || signs(small) < fewestSigns:
		return refuse("everybody tries this password first")
	}
	return nil
}

func signs(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}

var readable = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// temporaryLives is how long a temporary password works: somebody else knows it, and it lies in a letter or a chat.
const temporaryLives = 72 * time.Hour

// over tells whether a person's password is a temporary one that works no more.
func over(p *ent.Person, now time.Time) bool {
	return p.PasswordUntil != nil && !now.Before(*p.PasswordUntil)
}

// temporary makes a password of 100 random bits that is easy to read out: xxxxx-xxxxx-xxxxx-xxxxx.
func temporary() string {
	var random [13]byte
	rand.Read(random[:])
	text := readable.EncodeToString(random[:])
	return strings.Join([]string{text[:5], text[5:10], text[10:15], text[15:20]}, "-")
}
