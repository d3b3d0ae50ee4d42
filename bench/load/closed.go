package load

import (
	"context"
	"sync"
	"time"
)

// Closed is a closed loop: each lane sends its next request when the last one was answered.
type Closed struct {
	Lanes   int
	Warmup  time.Duration // not counted
	Measure time.Duration
	Most    int    // stop after this number of requests, 0: never; then Measure may be long
	Mark    func() // called when counting begins and when it ends; may be nil
}

// Result of one phase.
type Result struct {
	Answered  int           // well, from the first request to the last, warm-up included
	Completed int           // well, between the two marks
	Elapsed   time.Duration // between the two marks
	Latencies Latencies     // of all that were answered well after the first mark
	Failures  Failures
}

// Rate is requests a second.
func (r *Result) Rate() float64 {
	if r.Elapsed <= 0 {
		return 0
	}
	return float64(r.Completed) / r.Elapsed.Seconds()
}

// Run plays the loop with one kind of request. It ends early when the context does.
func (c Closed) Run(ctx context.Context, target *Target, kind *Kind) *Result {
	result := &Result{}
	begin := time.Now()
	from := begin.Add(c.Warmup)
	until := from.Add(c.Measure)
	share := 0
	if c.Most > 0 {
		share = (c.Most + c.Lanes - 1) / c.Lanes
	}
	parts := make([]part, c.Lanes)
	var group sync.WaitGroup
	for i := range parts {
		parts[i] = part{from: from, until: until, most: share}
		group.Go(func() { parts[i].run(ctx, target, kind, &result.Failures) })
	}
	over := make(chan struct{})
	go func() { group.Wait(); close(over) }()
	start, end := c.marks(ctx, from, until, over)
	<-over
	result.Elapsed = end.Sub(start)
	for i := range parts {
		result.Answered += parts[i].answered
		result.Completed += parts[i].completed
		result.Latencies = append(result.Latencies, parts[i].latencies...)
	}
	return result
}

// marks calls Mark at the two instants, the second one sooner when all is over before.
func (c Closed) marks(ctx context.Context, from, until time.Time, over <-chan struct{}) (start, end time.Time) {
	for i, at := range []time.Time{from, until} {
		select {
		case <-time.After(time.Until(at)):
		case <-over:
		case <-ctx.Done():
		}
		if c.Mark != nil {
			c.Mark()
		}
		if end = time.Now(); i == 0 {
			start = end
		}
	}
	return start, end
}

// part is what one lane does and counts.
type part struct {
	from, until         time.Time
	most                int
	answered, completed int
	latencies           Latencies
}

func (p *part) run(ctx context.Context, target *Target, kind *Kind, failures *Failures) {
	l := newLane(target)
	defer l.close()
	for sent := 0; p.most == 0 || sent < p.most; sent++ {
		start := time.Now()
		if !start.Before(p.until) || ctx.Err() != nil {
			return
		}
		err := l.do(ctx, kind)
		end := time.Now()
		if err != nil {
			failures.Add(err)
			select { // a server that is gone must not be asked a million times
			case <-time.After(time.Millisecond):
			case <-ctx.Done():
			}
			continue
		}
		p.answered++
		if end.Before(p.from) {
			continue
		}
		p.latencies = append(p.latencies, end.Sub(start))
		if end.Before(p.until) {
			p.completed++
		}
	}
}
