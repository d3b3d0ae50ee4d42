package web

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"baodan/insurance/work"
	"baodan/server/httpsig"
)

// nonces remembers which nonces were used, on all servers. Each server remembers its own; Redis joins them. When Redis
// is away, a nonce still works once on each server, and requests go on: what changes money is idempotent by its own
// number, so that a replay finds the same answer and no second effect.
type nonces struct {
	own    *httpsig.Nonces
	shared *work.Batch[string, bool]
	pause  atomic.Int64 // Unix nanoseconds until which Redis is left alone after it did not answer
	away   func()       // counts that Redis did not answer
}

const (
	nonceCapacity = 10_000_000 // in ten minutes, this process; 8 bytes each
	nonceWindow   = 10 * time.Minute
	nonceTimeout  = 200 * time.Millisecond
	noncePause    = 5 * time.Second
)

func newNonces(client redis.UniversalClient, away func()) *nonces {
	n := &nonces{own: httpsig.NewNonces(nonceCapacity), away: away}
	n.shared = work.NewBatch(1, 256, func(ctx context.Context, keys []string) []work.Result[bool] {
		return firstUses(ctx, client, keys)
	})
	return n
}

// use tells whether a nonce is used for the first time.
func (n *nonces) use(ctx context.Context, keyID, nonce string, created time.Time) bool {
	if !n.own.Use(keyID, nonce, created) {
		return false
	}
	if time.Now().UnixNano() < n.pause.Load() {
		return true
	}
	first, err := n.shared.Do(ctx, "nonce:"+keyID+":"+nonce)
	if err != nil {
		n.pause.Store(time.Now().Add(noncePause).UnixNano())
		n.away()
		slog.WarnContext(ctx, "nonces are not shared between servers now", "error", err)
		return true
	}
	return first
}

// firstUses asks Redis for a whole batch in one round trip.
func firstUses(ctx context.Context, client redis.UniversalClient, keys []string) []work.Result[bool] {
	ctx, cancel := context.WithTimeout(ctx, nonceTimeout)
	defer cancel()
	asked := make([]*redis.BoolCmd, len(keys))
	_, _ = client.Pipelined(ctx, func(p redis.Pipeliner) error { // each command holds its own error
		for i, key := range keys {
			asked[i] = p.SetNX(ctx, key, 1, nonceWindow)
		}
		return nil
	})
	results := make([]work.Result[bool], len(keys))
	for i, one := range asked {
		results[i].Value, results[i].Err = one.Result()
	}
	return results
}

func (n *nonces) close() { n.shared.Close() }
