package load

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"
)

// Flow is requests of one kind that arrive by themselves.
type Flow struct {
	Kind *Kind
	Rate float64 // a second, on average
}

// Open is an open loop: requests arrive as those of many independent customers do (Poisson), whether or not earlier
// ones were answered, and a latency counts from the instant a request was due, not from when it could be sent. So a
// server that stalls is charged for all who would have come meanwhile.
type Open struct {
	Lanes   int // connections; when all are busy, those that are due wait, and the wait counts
	Measure time.Duration
	Seed    uint64 // of the arrivals
}

// OpenResult is the result of one flow.
type OpenResult struct {
	Result
	Late Latencies // how long after they were due requests were sent: what the generator itself adds
}

type arrival struct {
	flow int
	due  time.Time
}

// Run plays all flows at once; the results are in the order of the flows.
func (o Open) Run(ctx context.Context, target *Target, flows []Flow) []*OpenResult {
	results := make([]*OpenResult, len(flows))
	locks := make([]sync.Mutex, len(flows))
	for i := range results {
		results[i] = &OpenResult{}
	}
	due := make(chan arrival)
	var group sync.WaitGroup
	for range o.Lanes {
		group.Go(func() {
			l := newLane(target)
			defer l.close()
			for a := range due {
				sent := time.Now()
				err := l.do(ctx, flows[a.flow].Kind)
				end := time.Now()
				locks[a.flow].Lock()
				results[a.flow].add(a.due, sent, end, err)
				locks[a.flow].Unlock()
			}
		})
	}
	elapsed := o.dispatch(ctx, flows, due)
	close(due)
	group.Wait()
	for _, r := range results {
		r.Elapsed = elapsed
	}
	return results
}

func (r *OpenResult) add(due, sent, end time.Time, err error) {
	if err != nil {
		r.Failures.Add(err)
		return
	}
	r.Answered++
	r.Completed++
	r.Latencies = append(r.Latencies, end.Sub(due))
	r.Late = append(r.Late, sent.Sub(due))
}

// dispatch hands out each request when it is due. It holds a thread of its own, because a sleeping goroutine wakes up
// to a millisecond late.
func (o Open) dispatch(ctx context.Context, flows []Flow, due chan<- arrival) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	random := rand.New(rand.NewPCG(o.Seed, o.Seed))
	start := time.Now()
	end := start.Add(o.Measure)
	next := make([]time.Time, len(flows))
	for i, flow := range flows {
		next[i] = start.Add(gap(random, flow.Rate))
	}
	for ctx.Err() == nil {
		first := 0
		for i := range next {
			if next[i].Before(next[first]) {
				first = i
			}
		}
		if !next[first].Before(end) {
			break
		}
		pauseUntil(next[first])
		due <- arrival{first, next[first]}
		next[first] = next[first].Add(gap(random, flows[first].Rate))
	}
	return time.Since(start)
}

// gap between two arrivals of a Poisson process.
func gap(random *rand.Rand, rate float64) time.Duration {
	return time.Duration(random.ExpFloat64() / rate * float64(time.Second))
}
