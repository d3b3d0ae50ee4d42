package work

import (
	"context"
	"sync"
	"time"
)

// Aside lets a batch go on while one of its flushes takes long, mostly since it waits for a row that another process
// has locked: that flush is set aside with its flusher, and another flusher takes what is queued.
type Aside[In any] struct {
	After time.Duration  // from when on a flush takes long
	Most  int            // flushes that may be set aside at once; while there are as many, the queue waits
	Keys  func(In) []any // what a call may have to wait for; calls that share one with a flush set aside wait for it, too
}

// aside are the flushes that were set aside.
type aside[In, Out any] struct {
	Aside[In]
	places chan struct{} // one element for each
	mu     sync.Mutex
	held   map[any]*flight[In, Out] // by the keys of their calls
}

// flight is a flush that was set aside, and the calls that wait for it.
type flight[In, Out any] struct {
	calls, waiting []*call[In, Out]
}

// NewBatchWithAside is NewBatch whose long flushes are set aside.
func NewBatchWithAside[In, Out any](flushers, size int, flush func(context.Context, []In) []Result[Out], a Aside[In]) *Batch[In, Out] {
	b := newBatch(size, flush)
	b.aside = &aside[In, Out]{Aside: a, places: make(chan struct{}, a.Most), held: map[any]*flight[In, Out]{}}
	b.start(flushers)
	return b
}

// answer flushes calls and answers each.
func (b *Batch[In, Out]) answer(calls []*call[In, Out], ins []In) {
	for i, r := range b.flush(context.Background(), ins) {
		calls[i].done <- r
	}
}

// flushOrSetAside flushes calls. It returns when they are answered, or when that takes long and is set aside.
func (b *Batch[In, Out]) flushOrSetAside(calls []*call[In, Out]) {
	a := b.aside
	if calls = a.wait(calls); len(calls) == 0 {
		return
	}
	answered := make(chan struct{})
	// The flusher's own lists serve the next batch while this one is still on its way.
	calls = append([]*call[In, Out]{}, calls...)
	go func() {
		defer close(answered)
		b.answer(calls, insOf(calls))
	}()
	long := time.NewTimer(a.After)
	defer long.Stop()
	select {
	case <-answered:
		return
	case <-long.C:
	}
	select {
	case <-answered:
		return
	case a.places <- struct{}{}:
	}
	f := &flight[In, Out]{calls: calls}
	a.hold(f)
	b.group.Go(func() {
		<-answered
		for calls := a.release(f, b.size); len(calls) > 0; calls = a.release(f, b.size) {
			b.answer(calls, insOf(calls))
		}
		<-a.places
	})
}

func insOf[In, Out any](calls []*call[In, Out]) []In {
	ins := make([]In, len(calls))
	for i, c := range calls {
		ins[i] = c.in
	}
	return ins
}

// wait lets calls wait for the flush that has one of their keys, and returns the others.
func (a *aside[In, Out]) wait(calls []*call[In, Out]) (free []*call[In, Out]) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.held) == 0 {
		return calls
	}
	for _, c := range calls {
		if f := a.holder(c); f != nil {
			f.waiting = append(f.waiting, c)
			continue
		}
		free = append(free, c)
	}
	return free
}

func (a *aside[In, Out]) holder(c *call[In, Out]) *flight[In, Out] {
	for _, key := range a.Keys(c.in) {
		if f := a.held[key]; f != nil {
			return f
		}
	}
	return nil
}

// hold notes what a flush may wait for. A key that another one holds stays with that one.
func (a *aside[In, Out]) hold(f *flight[In, Out]) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keep(f, f.calls)
}

func (a *aside[In, Out]) keep(f *flight[In, Out], calls []*call[In, Out]) {
	for _, c := range calls {
		for _, key := range a.Keys(c.in) {
			if a.held[key] == nil {
				a.held[key] = f
			}
		}
	}
}

// release gives the keys of a flush that is answered free, and takes those of the calls that waited for it, at most
// `most` of them: they are flushed next. None: it is over.
func (a *aside[In, Out]) release(f *flight[In, Out], most int) []*call[In, Out] {
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, holder := range a.held {
		if holder == f {
			delete(a.held, key)
		}
	}
	n := min(most, len(f.waiting))
	f.calls, f.waiting = f.waiting[:n:n], f.waiting[n:]
	a.keep(f, f.calls)
	a.keep(f, f.waiting) // more than one batch: the rest goes on waiting
	return f.calls
}
