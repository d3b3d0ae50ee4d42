package web

import (
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"baodan/graph"
	"baodan/insurance/access"
)

// budgets are the leaky buckets of all credentials, one each for reads and writes. They count for this process: a
// credential may spend its rate on every server. A bucket holds two seconds' worth.
type budgets struct {
	buckets *lru.Cache[bucketKey, *rate.Limiter]
}

func newBudgets() *budgets {
	buckets, err := lru.New[bucketKey, *rate.Limiter](mostBuckets)
	if err != nil {
		panic(err) // the size is positive
	}
	return &budgets{buckets}
}

type bucketKey struct {
	credential string
	write      bool
}

const (
	bucketSeconds = 2
	mostBuckets   = 100_000 // the credential not seen for longest starts with a full bucket again
)

func (b *budgets) bucket(c *access.Caller, write bool) *rate.Limiter {
	key := bucketKey{c.Credential, write}
	if known, ok := b.buckets.Get(key); ok && int(known.Limit()) == c.Rate {
		return known
	}
	fresh := rate.NewLimiter(rate.Limit(c.Rate), c.Rate*bucketSeconds)
	b.buckets.Add(key, fresh)
	return fresh
}

// Spend takes points, or says how long to wait for them.
func (b *budgets) Spend(c *access.Caller, write bool, points int) (graph.Level, time.Duration) {
	limiter, now := b.bucket(c, write), time.Now()
	reserved := limiter.ReserveN(now, points)
	if !reserved.OK() {
		return level(limiter, now), time.Second // costs more than the bucket holds
	}
	wait := reserved.DelayFrom(now)
	if wait > 0 {
		reserved.CancelAt(now)
	}
	return level(limiter, now), wait
}

// Owe takes points that may not be there yet, a bucket's worth at a time.
func (b *budgets) Owe(c *access.Caller, write bool, points int) graph.Level {
	limiter, now := b.bucket(c, write), time.Now()
	for points > 0 {
		part := min(points, limiter.Burst())
		if part == 0 {
			break // nothing may ever be spent of this bucket
		}
		limiter.ReserveN(now, part)
		points -= part
	}
	return level(limiter, now)
}

// Left is what could be spent now.
func (b *budgets) Left(c *access.Caller, write bool) graph.Level {
	return level(b.bucket(c, write), time.Now())
}

func level(limiter *rate.Limiter, now time.Time) graph.Level {
	left := max(limiter.TokensAt(now), 0)
	missing := float64(limiter.Burst()) - left
	return graph.Level{
		Limit: limiter.Burst(), Remaining: int(left),
		ResetAt: now.Add(time.Duration(missing / float64(limiter.Limit()) * float64(time.Second))),
	}
}
