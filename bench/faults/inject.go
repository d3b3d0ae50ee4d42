package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"time"
)

// faultCounts count by kind what was done to the children.
type faultCounts struct {
	mu sync.Mutex
	of map[string]int
}

func (c *faultCounts) add(kind string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[kind]++
}

func (c *faultCounts) get(kind string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.of[kind]
}

// sum is of all kinds that begin so.
func (c *faultCounts) sum(prefix string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for kind, times := range c.of {
		if strings.HasPrefix(kind, prefix) {
			n += times
		}
	}
	return n
}

// text lists the counts.
func (c *faultCounts) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(c.of)) {
		parts = append(parts, fmt.Sprintf("%s %d", kind, c.of[kind]))
	}
	return strings.Join(parts, ", ")
}

// wantedKinds must each have happened at least once in the main run.
var wantedKinds = []string{
	"kill database", "kill redis", "kill gateway", "kill receiver", "kill server", "kill worker",
	"pause database", "pause redis", "pause gateway", "pause receiver", "pause server", "pause worker",
	"restart database", "restart redis", "restart gateway", "restart receiver", "restart server", "restart worker",
	"flush redis", "cut database", "cut redis", "swallow database", "swallow redis", "delay database", "delay redis", "hole database", "hole redis",
}

// wantedKills is how many kill -9 a main run has at least.
const wantedKills = 20

// fault is one thing to do; deck holds all of them, shuffled, so that every kind comes by.
type fault struct {
	kind, child, group string
}

func deck(rng *rand.Rand) []fault {
	var all []fault
	for _, c := range []string{databaseChild, redisChild, gatewayChild, receiverChild, serverA, serverB, workerA, workerB} {
		all = append(all, fault{"kill", c, ""}, fault{"pause", c, ""}, fault{"restart", c, ""})
		if strings.HasPrefix(c, "server") || strings.HasPrefix(c, "worker") || c == databaseChild {
			all = append(all, fault{"kill", c, ""})
		}
	}
	for _, group := range []string{"servers", "workers"} {
		for _, c := range []string{databaseChild, redisChild} {
			for _, kind := range []string{"cut", "swallow", "delay", "hole"} {
				all = append(all, fault{kind, c, group})
			}
		}
	}
	all = append(all, fault{"flush", redisChild, ""})
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// inject does one thing after the other until the context ends, with some quiet in between, so that there is business
// to be hurt.
func (l *lab) inject(ctx context.Context) {
	rng := l.random("faults")
	var cards []fault
	for ctx.Err() == nil {
		if len(cards) == 0 {
			cards = deck(rng)
		}
		f := cards[0]
		cards = cards[1:]
		l.doFault(ctx, rng, f)
		quiet(ctx, time.Duration(300+rng.IntN(1300))*time.Millisecond)
	}
	for _, p := range l.proxies {
		p.heal()
	}
}

func quiet(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}

// doFault does it and waits until it is over.
func (l *lab) doFault(ctx context.Context, rng *rand.Rand, f fault) {
	length := time.Duration(200+rng.IntN(1800)) * time.Millisecond
	if f.child == workerB && l.asleep.Load() {
		f.child = workerA // the other one is not to be woken
	}
	short, _, _ := strings.Cut(f.child, "-")
	c, p := l.children[f.child], l.proxies[f.group+"-"+f.child]
	happened := true
	switch f.kind {
	case "kill":
		happened = c.kill(length / 2)
	case "pause":
		happened = c.pause(2 * length)
	case "restart":
		happened = c.restart()
	case "flush":
		happened = flush(ctx, l.address(redisChild)) == nil
	case "cut":
		p.cut()
	case "swallow":
		p.swallow.Store(int64(1 + rng.IntN(3)))
		quiet(ctx, length)
		p.swallow.Store(0)
	case "delay":
		p.delay.Store(int64(time.Duration(5+rng.IntN(40)) * time.Millisecond))
		quiet(ctx, 2*length)
		p.delay.Store(0)
	case "hole":
		p.hole.Store(true)
		quiet(ctx, length)
		p.hole.Store(false)
	}
	if happened {
		l.counts.add(f.kind + " " + short)
	}
}

// flush empties Redis.
func flush(ctx context.Context, address string) error {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // only told once
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	if _, err := conn.Write([]byte("FLUSHALL\r\n")); err != nil {
		return err
	}
	answer := make([]byte, 5)
	if _, err := conn.Read(answer); err != nil {
		return err
	}
	if string(answer[:3]) != "+OK" {
		return fmt.Errorf("FLUSHALL: %q", answer)
	}
	return nil
}

// longPause holds one worker up for longer than any lease, so that it comes back to work that others did. Where another
// fault has just ended that worker, it waits for the next.
func (l *lab) longPause(ctx context.Context, length time.Duration) {
	c := l.children[workerB]
	for !c.signal(stopSignal, func() { c.counts.pauses++ }) {
		if ctx.Err() != nil {
			return
		}
		quiet(ctx, 100*time.Millisecond)
	}
	l.asleep.Store(true)
	quiet(ctx, length)
	l.asleep.Store(false)
	c.signal(goSignal, func() {})
	l.counts.add("long pause worker")
}

// really says which kinds did not happen, or were too few; empty: it was really tried.
func (l *lab) really() string {
	var missing []string
	for _, kind := range wantedKinds {
		if l.counts.get(kind) == 0 {
			missing = append(missing, kind)
		}
	}
	if l.counts.get("long pause worker") == 0 {
		missing = append(missing, "long pause of a worker")
	}
	if n := l.counts.sum("kill "); n < wantedKills {
		missing = append(missing, fmt.Sprintf("%d of %d kills", n, wantedKills))
	}
	return strings.Join(missing, ", ")
}
