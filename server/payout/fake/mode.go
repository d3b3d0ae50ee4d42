package fake

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// Mode is how the gateway behaves towards one key. It is chosen at the first request of the key and kept.
type Mode string

// The eight modes. ErrorBefore, ErrorAfter and Hang concern the first request of a key only; the next one behaves as
// OK, so that every key comes to an end.
const (
	OK                Mode = "ok"                 // pays
	Decline           Mode = "decline"            // declines for ever: account_closed
	ErrorBefore       Mode = "error-before"       // 500, nothing was paid, the key is not known
	ErrorAfter        Mode = "error-after"        // pays, then 500
	Hang              Mode = "hang"               // pays or not, by the key's hash, and never answers
	DuplicateCallback Mode = "duplicate-callback" // pays, says pending, then calls back twice alike
	LateCallback      Mode = "late-callback"      // says pending, then, after Options.Delay, pays and calls back
	WrongAmount       Mode = "wrong-amount"       // pays, and says that it paid, one minor unit more than it was asked
)

// Variants of modes, where a test wants to know beforehand.
const (
	DeclineRetry Mode = "decline-retry" // declines for now: try_later, retryable; every key
	DeclineOnce  Mode = "decline-once"  // the same for keys that end in -1, the first attempt; pays the others
	HangPaid     Mode = "hang-paid"     // hangs, having paid
	HangLost     Mode = "hang-lost"     // hangs, not having paid
)

// magic begins an account that asks for a mode: FAKE-ERROR-AFTER.
const magic = "FAKE-"

var modes = []Mode{
	OK, Decline, ErrorBefore, ErrorAfter, Hang, DuplicateCallback, LateCallback, WrongAmount,
	DeclineRetry, DeclineOnce, HangPaid, HangLost,
}

func (m Mode) known() bool { return slices.Contains(modes, m) }

// choose gives the mode of a key: the forced one, the account's, one of the mix, or OK; false where the account asks for
// an unknown one. The mix depends on seed and key alone, not on the order in which requests come.
func (g *Gateway) choose(key, account string) (Mode, bool) {
	mode := OK
	if named, found := strings.CutPrefix(account, magic); g.forced != "" {
		mode = g.forced
	} else if found {
		mode = Mode(strings.ToLower(named))
	} else if g.weights > 0 {
		at := rand.New(rand.NewPCG(g.options.Seed, hash(key))).IntN(g.weights)
		for _, m := range modes {
			if at -= g.options.Mix[m]; at < 0 {
				mode = m
				break
			}
		}
	}
	return mode.of(key), mode.known()
}

// of settles what depends on the key.
func (m Mode) of(key string) Mode {
	switch m {
	case Hang:
		if hash(key)%2 == 0 {
			return HangPaid
		}
		return HangLost
	case DeclineOnce:
		if strings.HasSuffix(key, "-1") {
			return DeclineRetry
		}
		return OK
	default:
		return m
	}
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}
