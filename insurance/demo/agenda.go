package demo

import (
	"container/heap"
	"context"
	"time"
)

// item is something that happens at a moment of the story.
type item struct {
	at  time.Time
	seq int // those of one moment come in the order in which they were written down
	do  func(context.Context) error
}

// agenda is what is still to happen, soonest first.
type agenda struct {
	items []item
	seq   int
}

func (a *agenda) Len() int { return len(a.items) }

func (a *agenda) Less(i, j int) bool {
	if !a.items[i].at.Equal(a.items[j].at) {
		return a.items[i].at.Before(a.items[j].at)
	}
	return a.items[i].seq < a.items[j].seq
}

func (a *agenda) Swap(i, j int) { a.items[i], a.items[j] = a.items[j], a.items[i] }

// Push is heap's: use at.
func (a *agenda) Push(x any) { a.items = append(a.items, x.(item)) }

// Pop is heap's: use next.
func (a *agenda) Pop() any {
	last := a.items[len(a.items)-1]
	a.items = a.items[:len(a.items)-1]
	return last
}

// at writes something down; what lies after the end of the story never happens.
func (a *agenda) at(t time.Time, do func(context.Context) error) {
	a.seq++
	heap.Push(a, item{t.Truncate(time.Second), a.seq, do})
}

// next takes what happens next and not after a moment; false: nothing.
func (a *agenda) next(until time.Time) (item, bool) {
	if len(a.items) == 0 || a.items[0].at.After(until) {
		return item{}, false
	}
	return heap.Pop(a).(item), true
}
