package work

import (
	"context"
	"sync"
)

// Batch gathers concurrent calls into one durable transaction and answers each by itself. It never waits for company:
// whatever is queued when a flusher is free goes along, so one caller alone pays nothing and a thousand share a commit.
type Batch[In, Out any] struct {
	queue chan *call[In, Out]
	flush func(context.Context, []In) []Result[Out]
	size  int
	aside *aside[In, Out] // nil: a flusher waits for its flush
	group sync.WaitGroup
	mu    sync.RWMutex
	over  bool
}

// Result is the answer to one call of a batch.
type Result[Out any] struct {
	Value Out
	Err   error
}

type call[In, Out any] struct {
	in   In
	done chan Result[Out]
}

// NewBatch starts flushers, each flushing at most size calls at a time. The flush function answers every call, in
// order; it runs under a context that no single caller can cancel.
func NewBatch[In, Out any](flushers, size int, flush func(context.Context, []In) []Result[Out]) *Batch[In, Out] {
	b := newBatch(size, flush)
	b.start(flushers)
	return b
}

func newBatch[In, Out any](size int, flush func(context.Context, []In) []Result[Out]) *Batch[In, Out] {
	return &Batch[In, Out]{queue: make(chan *call[In, Out], 4*size), flush: flush, size: size}
}

func (b *Batch[In, Out]) start(flushers int) {
	for range flushers {
		b.group.Go(b.run)
	}
}

// Do queues one call and waits for its answer. A caller that gives up gets its context's error; its call may still
// take effect, as with any lost answer.
func (b *Batch[In, Out]) Do(ctx context.Context, in In) (Out, error) {
	c := &call[In, Out]{in: in, done: make(chan Result[Out], 1)}
	var none Out
	b.mu.RLock()
	if b.over {
		b.mu.RUnlock()
		return none, context.Canceled
	}
	select {
	case b.queue <- c:
		b.mu.RUnlock()
	case <-ctx.Done():
		b.mu.RUnlock()
		return none, ctx.Err()
	}
	select {
	case r := <-c.done:
		return r.Value, r.Err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// Close answers what is queued and stops the flushers; later calls are refused.
func (b *Batch[In, Out]) Close() {
	b.mu.Lock()
	if !b.over {
		b.over = true
		close(b.queue)
	}
	b.mu.Unlock()
	b.group.Wait()
}

func (b *Batch[In, Out]) run() {
	calls := make([]*call[In, Out], 0, b.size)
	ins := make([]In, 0, b.size)
	for first := range b.queue {
		calls, ins = append(calls[:0], first), append(ins[:0], first.in)
	gather:
		for len(calls) < b.size {
			select {
			case c, ok := <-b.queue:
				if !ok {
					break gather
				}
				calls, ins = append(calls, c), append(ins, c.in)
			default:
				break gather
			}
		}
		if b.aside != nil {
			b.flushOrSetAside(calls)
		} else {
			b.answer(calls, ins)
		}
		clear(calls)
		clear(ins)
	}
}
