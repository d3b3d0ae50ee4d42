package httpsig_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/server/httpsig"
)

// Time goes on and channels' clocks are wrong by up to the window: each nonce works once, and no fresh one is refused.
func TestEachNonceWorksOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		type use struct{ key, nonce string }
		nonces := httpsig.NewNonces(1 << 20)
		used := map[use]time.Time{}
		clock := now
		for range rapid.IntRange(1, 200).Draw(t, "uses") {
			clock = clock.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "pass")) * time.Second)
			skew := rapid.IntRange(-300, 300).Draw(t, "skew")
			created := clock.Add(time.Duration(skew) * time.Second)
			u := use{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "key"), nonceOf(rapid.IntRange(0, 30).Draw(t, "nonce"))}
			first, again := used[u]
			ok := nonces.Use(u.key, u.nonce, created)
			switch {
			case !again:
				require.True(t, ok, "a fresh nonce")
			case !first.Before(clock.Add(-httpsig.Window)):
				require.False(t, ok, "a nonce of a request that could still be replayed")
			}
			if ok {
				used[u] = created
			}
		}
	})
}

func TestAFullMemoryRefuses(t *testing.T) {
	t.Parallel()
	const capacity = 6400
	nonces := httpsig.NewNonces(capacity)
	taken := 0
	for i := range 4 * capacity {
		if nonces.Use("key", nonceOf(i), now) {
			taken++
		}
	}
	assert.Equal(t, capacity, taken)
	held, refused := nonces.Held()
	assert.Equal(t, capacity, held)
	assert.EqualValues(t, 3*capacity, refused)
	for i := range 4 * capacity {
		require.False(t, nonces.Use("key", nonceOf(i), now), "nothing is forgotten early")
	}
	later := now.Add(3 * httpsig.Window)
	for i := range 4 * capacity {
		nonces.Use("key", nonceOf(i), later)
	}
	held, _ = nonces.Held()
	assert.Equal(t, capacity, held, "the old ones are gone")
	assert.False(t, nonces.Use("key", "another nonce 16", now), "and what was created then could be a replay")
}

func TestNoncesOfAbsurdTimes(t *testing.T) {
	t.Parallel()
	nonces := httpsig.NewNonces(0)
	for _, created := range []time.Time{{}, time.Unix(-1, 0), time.Unix(-1<<62, 0)} {
		assert.False(t, nonces.Use("key", "nonce", created))
	}
	assert.True(t, nonces.Use("key", "nonce", now))
	assert.False(t, nonces.Use("key", "nonce", now.Add(-3*httpsig.Window)))
	assert.False(t, nonces.Use("key", "nonce", now))
}

func TestManyAtOnceUseANonceOnce(t *testing.T) {
	t.Parallel()
	nonces := httpsig.NewNonces(1 << 20)
	var taken [1000]atomic.Int32
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range taken {
				if nonces.Use("key", nonceOf(i), now.Add(time.Duration(worker)*time.Second)) {
					taken[i].Add(1)
				}
			}
		})
	}
	group.Wait()
	for i := range taken {
		assert.EqualValues(t, 1, taken[i].Load(), i)
	}
}
