package work

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"baodan/ent"
	"baodan/ent/node"
)

// A node number is a lease: a process takes one before it makes keys, says every nodeSeenEvery that it lives, and gives
// the number back when it ends. One that is killed keeps it until it was not seen for nodeStale. A restart loop would
// have to kill a process every 1.8 seconds for half an hour to use all numbers up.
//
// A process stops using its number nodeTrust after it last said that it lives, five minutes before another may have it:
// as far may clocks of servers differ, and a signature that is older is refused as well. So one that was frozen looks
// first whether the number is still its own, and two signs of life may fail before that matters.
const (
	nodeSeenEvery = 10 * time.Minute
	nodeTrust     = 25 * time.Minute
	nodeStale     = 30 * time.Minute
	nodeAgain     = time.Minute // after a sign of life that failed
)

// ErrNodeLost says that another process has this one's node number, or that it was given back: it must make no more keys.
var ErrNodeLost = errors.New("this process has lost its node number")

// nodeLease is the node number that a process holds.
type nodeLease struct {
	id    int64
	owner string
	until atomic.Int64 // by the real clock, in milliseconds: until then the number is ours without asking
	mu    sync.Mutex   // renews
	gone  chan struct{}
	over  atomic.Bool // given back, or lost
}

// nobody owns a number that was given back.
const nobody = ""

// Join takes a node number, by which this process makes keys. Close gives it back.
func (s *Store) Join(ctx context.Context) error {
	var seed [12]byte
	if _, err := rand.Read(seed[:]); err != nil {
		return err
	}
	lease := &nodeLease{owner: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(seed[:]), gone: make(chan struct{})}
	began := time.Now()
	number, last, err := claimNode(ctx, s.Client, lease.owner, s.Now())
	if err != nil {
		return err
	}
	lease.id = number
	lease.until.Store(began.Add(nodeTrust).UnixMilli())
	s.keys, s.node = &keys{node: number, last: last + 1}, lease
	return nil
}

// claimNode takes a node number: one that no process ever had, else the one that was given back first, else one whose
// process was not seen for too long. Last is the millisecond of keys up to which its last process may have made some.
func claimNode(ctx context.Context, client *ent.Client, owner string, now time.Time) (number, last int64, err error) {
	for {
		rows, err := client.Node.Query().All(ctx) // 1,024 at most
		if err != nil {
			return 0, 0, fmt.Errorf("claim a node number: %w", err)
		}
		free, held := freeNodes(rows, now)
		for _, row := range free {
			var taken bool
			if row.Owner == unheard {
				taken, err = insertNode(ctx, client, row.ID, owner, now)
			} else {
				taken, err = takeOverNode(ctx, client, row, owner, now)
			}
			if err != nil {
				return 0, 0, err
			}
			if taken {
				return row.ID, millisOf(lastUse(row)), nil
			}
		}
		if len(free) == 0 {
			return 0, 0, fmt.Errorf("all %d node numbers are in use: each running process holds one, and one that was killed "+
				"for another %s; the next is free at %s at the latest, unless its process lives", nodes, nodeStale,
				held.Add(nodeStale).UTC().Format(time.RFC3339))
		}
	}
}

// unheard stands for the owner of a number that has no row yet.
const unheard = "-"

// freeNodes are the numbers that may be taken, best first, and when the one of the others that was seen first was seen.
func freeNodes(rows []*ent.Node, now time.Time) (free []*ent.Node, held time.Time) {
	known := make(map[int64]bool, len(rows))
	for _, row := range rows {
		known[row.ID] = true
		switch {
		case row.Owner == nobody, row.SeenAt.Before(now.Add(-nodeStale)):
			free = append(free, row)
		case held.IsZero(), row.SeenAt.Before(held):
			held = row.SeenAt
		}
	}
	slices.SortFunc(free, func(a, b *ent.Node) int {
		return cmp.Or(cmp.Compare(min(len(a.Owner), 1), min(len(b.Owner), 1)), a.SeenAt.Compare(b.SeenAt))
	})
	var fresh []*ent.Node
	for _, id := range mathrand.Perm(nodes) { // processes that start together seldom meet
		if !known[int64(id)] {
			fresh = append(fresh, &ent.Node{ID: int64(id), Owner: unheard})
		}
	}
	return append(fresh, free...), held
}

// lastUse is when a number's last process may have made its last key.
func lastUse(row *ent.Node) time.Time {
	if row.Owner == nobody || row.Owner == unheard {
		return row.SeenAt
	}
	return row.SeenAt.Add(nodeTrust)
}

func insertNode(ctx context.Context, client *ent.Client, id int64, owner string, now time.Time) (bool, error) {
	err := client.Node.Create().SetID(id).SetOwner(owner).SetSeenAt(now).Exec(ctx)
	if IsDuplicate(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim a node number: %w", err)
	}
	return true, nil
}

// takeOverNode takes a number whose row is as it was read: only its time changes while its owner stays, and it only grows.
func takeOverNode(ctx context.Context, client *ent.Client, row *ent.Node, owner string, now time.Time) (bool, error) {
	n, err := client.Node.Update().Where(node.ID(row.ID), node.Owner(row.Owner), node.SeenAtLTE(row.SeenAt)).
		SetOwner(owner).SetSeenAt(now).Save(ctx)
	if err != nil {
		return false, fmt.Errorf("take over a node number: %w", err)
	}
	return n == 1, nil
}

// holds makes sure that the node number is this process's before it writes. Where it was not said for long that the
// process lives - it was frozen, or the database was away - that is said first.
func (s *Store) holds(ctx context.Context) error {
	switch {
	case s.node == nil:
		return errors.New("this process only reads: it has no node number")
	case s.node.over.Load():
		return ErrNodeLost
	case time.Now().UnixMilli() < s.node.until.Load():
		return nil
	}
	return s.Renew(ctx)
}

// Renew says that this process lives. ErrNodeLost: another process has its number, so it must stop.
func (s *Store) Renew(ctx context.Context) error {
	l := s.node
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over.Load() {
		return ErrNodeLost
	}
	began := time.Now()
	n, err := s.Client.Node.Update().Where(node.ID(l.id), node.Owner(l.owner)).SetSeenAt(s.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("keep node number %d: %w", l.id, err)
	}
	if n == 0 {
		l.over.Store(true)
		close(l.gone)
		return ErrNodeLost
	}
	l.until.Store(began.Add(nodeTrust).UnixMilli())
	return nil
}

// KeepNode says that this process lives until the context ends. Its error is ErrNodeLost: the process must stop.
func (s *Store) KeepNode(ctx context.Context) error {
	next := time.NewTimer(nodeSeenEvery)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.node.gone:
		case <-next.C:
			err := s.Renew(ctx)
			if err == nil {
				next.Reset(nodeSeenEvery)
				continue
			}
			if ctx.Err() != nil {
				return nil
			}
			if !errors.Is(err, ErrNodeLost) {
				slog.WarnContext(ctx, "this process could not say that it lives", "code", "NODE_UNSEEN", "node", s.node.id, "error", err)
				next.Reset(nodeAgain)
				continue
			}
		}
		slog.ErrorContext(ctx, "another process has this one's node number; it stops", "code", "NODE_LOST", "node", s.node.id)
		return ErrNodeLost
	}
}

// Close gives the node number back. Nothing may be written by this store afterwards.
func (s *Store) Close(ctx context.Context) error {
	if s.node == nil || s.node.over.Swap(true) {
		return nil
	}
	// Keys may be ahead of the clock, and the next process's clock behind this one's: it goes on after the last key.
	last := s.Now()
	if made := s.keys.latest(); made.After(last) {
		last = made
	}
	err := s.Client.Node.Update().Where(node.ID(s.node.id), node.Owner(s.node.owner)).SetOwner(nobody).SetSeenAt(last).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give node number %d back: %w", s.node.id, err)
	}
	return nil
}
