package work

import "golang.org/x/sync/errgroup"

// ForEach works on several things, at most `most` at a time, and returns when all are done. None of them can fail the
// others: what goes wrong with one is its own to tell.
func ForEach[T any](things []T, most int, do func(T)) {
	var group errgroup.Group
	group.SetLimit(most)
	for _, thing := range things {
		group.Go(func() error { do(thing); return nil })
	}
	_ = group.Wait() // none of them fails
}
