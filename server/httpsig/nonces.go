package httpsig

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"
)

// Nonces remembers which nonces were used, within this process; many may use it at once. Servers that share channels,
// or that restart within two Windows of a request, need a lasting memory behind it.
//
// It needs no clock: with Verify done first, no creation time lies further than Window ahead, so whatever was created
// more than two Windows before the newest one seen would be stale by now, and is forgotten. It keeps 64-bit keyed hashes
// (some 30 bytes each: 180 MB at 8,000 requests a second), by which at that size one fresh nonce in 10^12 is refused.
//
// When it is full it refuses every nonce until older ones are forgotten, at most three Windows later: it never forgets
// early, since a request could then be replayed. Its capacity must therefore hold 900 s of the most the server can take.
type Nonces struct {
	seed    maphash.Seed
	shards  [nonceShards]nonceShard
	limit   int // of one shard
	refused atomic.Uint64
}

const (
	nonceShards = 64
	// A generation holds the nonces created within one Window. The newest and two before cover two Windows.
	generations = 3
)

type nonceShard struct {
	mu     sync.Mutex
	newest int64 // number of the newest generation
	used   [generations]map[uint64]struct{}
	held   int
}

// NewNonces makes a memory for about n nonces: its shards do not fill evenly, and the first full one refuses. It
// takes no room before it is used.
func NewNonces(capacity int) *Nonces {
	return &Nonces{seed: maphash.MakeSeed(), limit: max(1, (capacity+nonceShards-1)/nonceShards)}
}

// Use says true the first time that a key's nonce comes, and false every other time, whatever the creation time. It
// says false, too, when the memory is full or the creation time lies before all that is remembered. Call it after Verify.
func (n *Nonces) Use(keyID, nonce string, created time.Time) bool {
	var hash maphash.Hash
	hash.SetSeed(n.seed)
	_, _ = hash.WriteString(keyID)
	_ = hash.WriteByte(0) // in no key id
	_, _ = hash.WriteString(nonce)
	sum := hash.Sum64()
	shard := &n.shards[sum%nonceShards]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	generation := created.Unix() / int64(Window/time.Second)
	shard.advance(generation)
	if created.Unix() < 0 || generation <= shard.newest-generations || shard.has(sum) {
		return false
	}
	if shard.held >= n.limit {
		n.refused.Add(1)
		return false
	}
	shard.add(generation, sum)
	return true
}

// Held is how many nonces are remembered; Refused how many were refused because the memory was full. For metrics.
func (n *Nonces) Held() (held int, refused uint64) {
	for i := range n.shards {
		shard := &n.shards[i]
		shard.mu.Lock()
		held += shard.held
		shard.mu.Unlock()
	}
	return held, n.refused.Load()
}

// advance makes a generation the newest, if it is, and forgets those that are too old beside it.
func (s *nonceShard) advance(generation int64) {
	if generation <= s.newest {
		return
	}
	for old := max(s.newest, generation-generations) + 1; old <= generation; old++ {
		place := &s.used[old%generations]
		s.held -= len(*place)
		*place = nil
	}
	s.newest = generation
}

func (s *nonceShard) has(sum uint64) bool {
	for _, used := range s.used {
		if _, found := used[sum]; found {
			return true
		}
	}
	return false
}

func (s *nonceShard) add(generation int64, sum uint64) {
	place := &s.used[generation%generations]
	if *place == nil {
		*place = make(map[uint64]struct{})
	}
	(*place)[sum] = struct{}{}
	s.held++
}
