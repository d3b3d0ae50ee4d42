package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed" // the commonest passwords
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"baodan/ent"
	"baodan/insurance/fault"
)

// Cost of a password's hash: argon2id with 19 MiB, twice, one lane (OWASP). A hash that was made at another cost is made
// again at the next login.
const (
	hashMemory = 19 << 10 // KiB
	hashTime   = 2
	hashLanes  = 1
	saltSize   = 16
	digestSize = 32
)

// hasher bounds how many passwords are hashed at once, so that a flood of logins waits instead of eating the memory.
type hasher struct {
	slots chan struct{}
	decoy string // compared with where there is no password, so that no name is told from another by the time it takes
}

// hashWait is how long a login waits for its turn.
const hashWait = 5 * time.Second

func newHasher() *hasher {
	h := &hasher{slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	var nobody [digestSize]byte
	rand.Read(nobody[:])
	h.decoy = phc(newSalt(), nobody[:])
	return h
}

// hash makes the PHC string of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := newSalt()
	digest, err := h.digest(ctx, password, salt, hashTime, hashMemory, hashLanes, digestSize)
	return phc(salt, digest), err
}

// check compares a password with a PHC string; an empty one is nobody's, and takes as long. stale tells that it was made
// at another cost. Fault: UNAVAILABLE where too many wait.
func (h *hasher) check(ctx context.Context, stored, password string) (right, stale bool, err error) {
	known := stored != ""
	if !known {
		stored = h.decoy
	}
	var version, memory, passes int
	var lanes uint8
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false, fmt.Errorf("a password's hash cannot be read")
	}
	_, err = fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes)
	if err != nil || version != argon2.Version || memory < 8 || memory > 1<<20 || passes < 1 || passes > 100 || lanes < 1 {
		return false, false, fmt.Errorf("a password's hash cannot be read: %w", err)
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	want, digestErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || digestErr != nil || len(want) < 16 || len(want) > 64 {
		return false, false, fmt.Errorf("a password's hash cannot be read")
	}
	got, err := h.digest(ctx, password, salt, uint32(passes), uint32(memory), lanes, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	stale = memory != hashMemory || passes != hashTime || lanes != hashLanes || len(want) != digestSize
	return subtle.ConstantTimeCompare(got, want) == 1 && known, stale, nil
}

func (h *hasher) digest(ctx context.Context, password string, salt []byte, passes, memory uint32, lanes uint8, size uint32) ([]byte, error) {
	patience := time.NewTimer(hashWait)
	defer patience.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.IDKey([]byte(password), salt, passes, memory, lanes, size), nil
	case <-patience.C:
		return nil, fault.New(fault.Unavailable, "too many log in at once")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func newSalt() []byte {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	return salt
}

func phc(salt, digest []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(digest))
}

// Length of a password, in characters.
const (
	shortestPassword = 12
	longestPassword  = 128
	fewestSigns      = 5 // different ones
)

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
	refuse := func(why string) error { return fault.New(fault.InvalidValue, why, "new") }
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
