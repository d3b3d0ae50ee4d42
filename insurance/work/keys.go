package work

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"sync"
	"time"

	"baodan/ent"
	"baodan/ent/node"
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
	nodeStale           = 24 * time.Hour
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
func KeyAt(t time.Time) int64 { return max(t.UnixMilli()-keyEpoch, 0) << (nodeBits + countBits) }

// TimeOf is when a key was made.
func TimeOf(key int64) time.Time { return time.UnixMilli(key>>(nodeBits+countBits) + keyEpoch).UTC() }

// claimNode takes a number that no process used within a day: insert first, take over a stale one by compare-and-swap.
func claimNode(ctx context.Context, client *ent.Client, now time.Time) (int64, error) {
	var seed [12]byte
	if _, err := rand.Read(seed[:]); err != nil {
		return 0, err
	}
	owner := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(seed[:])
	start := int64(seed[0])<<8 | int64(seed[1])
	for i := range int64(nodes) {
		id := (start + i) % nodes
		err := client.Node.Create().SetID(id).SetOwner(owner).SetSeenAt(now).Exec(ctx)
		if err == nil {
			return id, nil
		}
		if !IsDuplicate(err) {
			return 0, fmt.Errorf("claim a node number: %w", err)
		}
		n, err := client.Node.Update().Where(node.ID(id), node.SeenAtLT(now.Add(-nodeStale))).
			SetOwner(owner).SetSeenAt(now).Save(ctx)
		if err != nil {
			return 0, fmt.Errorf("take over a node number: %w", err)
		}
		if n == 1 {
			return id, nil
		}
	}
	return 0, errors.New("all node numbers are in use")
}

// KeepNode says that this process lives, until the context ends; the number is free a day later.
func (s *Store) KeepNode(ctx context.Context) {
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			// A failure is repeated by the next tick; a day of them means the database is gone.
			_ = s.Client.Node.Update().Where(node.ID(s.keys.node)).SetSeenAt(s.Now()).Exec(ctx)
		}
	}
}
