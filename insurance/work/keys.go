package work

import (
	"sync"
	"time"
)

// keys makes primary keys: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of count. They order by time
// across servers to within the clocks' difference; the primary key itself is the last guard against a repeat.
type keys struct {
	node  int64
	mu    sync.Mutex
	last  int64
	count int64
}

const (
	nodeBits, countBits = 10, 12
	nodes               = 1 << nodeBits
	keyEpoch            = 1577836800000 // 2020-01-01T00:00:00Z
)

func (k *keys) next(now time.Time) int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	ms := max(now.UnixMilli()-keyEpoch, k.last) // never backwards, whatever the clock does
	if ms == k.last {
		k.count++
		if k.count == 1<<countBits {
			ms, k.count = ms+1, 0
		}
	} else {
		k.count = 0
	}
	k.last = ms
	return ms<<(nodeBits+countBits) | k.node<<countBits | k.count
}

// KeyAt is the smallest key that could have been made at an instant: a key range is a time range.
func KeyAt(t time.Time) int64 { return millisOf(t) << (nodeBits + countBits) }

// TimeOf is when a key was made.
func TimeOf(key int64) time.Time { return time.UnixMilli(key>>(nodeBits+countBits) + keyEpoch).UTC() }

// millisOf is an instant in milliseconds of keys; 0 for one before their epoch.
func millisOf(t time.Time) int64 { return max(t.UnixMilli()-keyEpoch, 0) }

// latest is the instant up to which keys were made.
func (k *keys) latest() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return TimeOf(k.last << (nodeBits + countBits))
}
