package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// points are the places where a process can be made to crash, and which processes come by.
var points = []struct{ name, child string }{
	{"batch.before-store", "server"}, {"batch.stored", "server"}, {"issue.before-answer", "server"},
	{"tx.before-commit", "server"}, {"tx.after-commit", "server"}, {"api.before-answer", "server"},
	{"tx.before-commit", "worker"}, {"tx.after-commit", "worker"}, {"relay.locked", "worker"}, {"consume.locked", "worker"}, {"consume.taken", "worker"}, {"relay.before-wakeup", "worker"},
	{"claim.decided", "worker"}, {"pay.bank-answered", "worker"}, {"deliver.sent", "worker"},
}

// wantedCrashes is how often a process dies at each point.
const wantedCrashes = 3

// sweepPoints crashes at every point, one after the other, under business; then everything is checked.
func (o *options) sweepPoints(ctx context.Context, t *template) (bool, error) {
	replay := fmt.Sprintf("go run ./bench/faults -seed %d -duration 0 -sweep", o.seed)
	if o.point != "" {
		replay = fmt.Sprintf("go run ./bench/faults -seed %d -point %s", o.seed, o.point)
	}
	say("sweep of crash points; again: %s", replay)
	l, err := t.open(ctx, &lab{seed: o.seed, mix: "ok=90,error-after=5,duplicate-callback=5"})
	if err != nil {
		return false, err
	}
	traffic := l.business(ctx)
	var seen []string
	for _, p := range points {
		if o.point != "" && o.point != p.name {
			continue
		}
		n := l.crashAt(ctx, p.name, p.child)
		seen = append(seen, fmt.Sprintf("%s (%s) %d", p.name, p.child, n))
		if n == 0 {
			l.found.add("not really tried", p.name, "no %s came by", p.child)
		}
	}
	if err := l.finish(ctx, traffic, 100*time.Second); err != nil {
		l.close(true)
		return false, err
	}
	say("crashed at %s", strings.Join(seen, ", "))
	l.report()
	return l.verdict(o, replay), nil
}

// crashAt makes both processes of a kind die at a point, each at another time it comes by, a few times.
func (l *lab) crashAt(ctx context.Context, point, kind string) (crashes int) {
	children := []*child{l.children[kind+"-a"], l.children[kind+"-b"]}
	before := children[0].count().crashes + children[1].count().crashes
	for i, c := range children {
		c.setExtra(fmt.Sprintf("BAODAN_CRASH_POINT=%s@%d", point, 1+i*3))
		c.restart()
	}
	for end := time.Now().Add(8 * time.Second); time.Now().Before(end) && ctx.Err() == nil; {
		quiet(ctx, 50*time.Millisecond)
		if crashes = children[0].count().crashes + children[1].count().crashes - before; crashes >= wantedCrashes {
			break
		}
	}
	for _, c := range children {
		c.setExtra()
		c.restart()
	}
	for _, c := range children {
		_ = c.wait(ctx, 10*time.Second) // whether it answers shows soon enough
	}
	return crashes
}
