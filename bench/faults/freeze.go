package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

const (
	frozenFor  = time.Minute
	mostWait   = 6 * time.Second // of a request that needs a row that the stopped process holds, and of the log
	mostOthers = time.Second     // 99 of 100 other requests
	takenOut   = time.Second     // until a load balancer sends nothing more to a server that does not answer
)

// freezer stops processes of a lab and looks at what the others do.
type freezer struct{ *lab }

// freeze is a process that is stopped in the middle of a transaction, as a frozen machine stops.
type freeze struct {
	name, child, point string
	needs              func(sample) bool // whether a request needs the row that it holds; nil: that is not known
}

var freezes = []freeze{
	{"a server that has drawn on a quota", serverB, "issue.drawn@20", func(s sample) bool { return s.channel == mall && s.mutation == issue }},
	{"a worker before a commit", workerA, "tx.before-commit@40", nil},
	{"the worker that holds the lock of the log", workerB, "relay.locked@40", nil},
}

// freezes stops one process after the other for a minute, under business: the others go on. Then everything is checked.
func (o *options) freezes(ctx context.Context, t *template) (bool, error) {
	replay := fmt.Sprintf("go run ./bench/faults -seed %d -duration 0 -freeze", o.seed)
	say("freezes; again: %s", replay)
	l, err := t.open(ctx, &lab{seed: o.seed, mix: "ok=100"})
	if err != nil {
		return false, err
	}
	d := freezer{l}
	if err := d.addQuota(ctx); err != nil {
		l.close(true)
		return false, err
	}
	traffic := l.business(ctx)
	quiet(ctx, 3*time.Second)
	for _, f := range freezes {
		d.freeze(ctx, f)
	}
	quiet(ctx, 5*time.Second)
	if err := l.finish(ctx, traffic, 100*time.Second); err != nil {
		l.close(true)
		return false, err
	}
	l.report()
	return l.verdict(o, replay), nil
}

// addQuota bounds what the mall sells, so that all servers draw on one counter.
func (l freezer) addQuota(ctx context.Context) error {
	c := exec.CommandContext(ctx, l.binary, "agreement", "add", mall, mallAgreed, "RFI-01", "--commission", "0.10", "--quotas", "POLICIES/TOTAL=1000000000")
	c.Env = l.baodan("tool", "", "servers", 1).Env
	if err := output(c); err != nil {
		return err
	}
	quiet(ctx, time.Second) // servers look twice a second whether an agreement changed
	return nil
}

// freeze lets a process stop at its point, continues it after a minute, and says what does not hold meanwhile.
func (l freezer) freeze(ctx context.Context, f freeze) {
	c := l.children[f.child]
	c.setExtra("BAODAN_PAUSE_POINT=" + f.point)
	c.restart()
	if !l.untilStopped(ctx, c) {
		l.found.add("not really tried", f.name, "%s did not come to %s", f.child, f.point)
		return
	}
	c.setExtra()
	begun := time.Now()
	l.clock.start()
	watching, enough := context.WithCancel(ctx)
	var group sync.WaitGroup
	var stood time.Duration
	group.Go(func() { stood = l.watchLog(watching) })
	group.Go(func() { l.probe(watching, f) })
	if strings.HasPrefix(f.child, "server") {
		quiet(ctx, takenOut)
		outOfRotation.Store(&f.child)
	}
	quiet(ctx, frozenFor-time.Since(begun))
	c.signal(goSignal, func() { c.counts.pauses++ })
	enough()
	group.Wait()
	samples := l.clock.stop()
	outOfRotation.Store(nil)
	l.counts.add("freeze " + strings.TrimSuffix(strings.TrimSuffix(f.child, "-a"), "-b"))
	l.judgeFreeze(f, begun, samples, stood)
	quiet(ctx, 5*time.Second) // it continues beside the others
}

// probe lets both channels issue through a server that runs, ten times a second from the beginning of a freeze on, whatever has
// become of the orders before: desks that wait for the stopped server ask for nothing.
func (l freezer) probe(ctx context.Context, f freeze) {
	live := map[string]string{serverB: serverA}[f.child]
	if live == "" {
		live = serverB
	}
	var group sync.WaitGroup
	for n := range 10 * int(mostWait/time.Second) {
		for _, c := range l.channels {
			desk := &lane{channel: c, name: fmt.Sprintf("probe-%s-%s-%d", c.code, f.child, n), rng: l.random("probe")}
			number := desk.number()
			risk := desk.freight(number)
			if c.code == pay {
				_, _, risk = desk.account(number)
			}
			r := newRequest(c.code, issue, number, map[string]any{"risk": risk})
			l.book.enter(r)
			group.Go(func() {
				if c.attempt(context.WithoutCancel(ctx), live, r) == silence {
					l.book.later(r)
				}
			})
		}
		quiet(ctx, 100*time.Millisecond)
	}
	group.Wait()
}

// untilStopped waits until a process stopped itself.
func (l freezer) untilStopped(ctx context.Context, c *child) bool {
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end) && ctx.Err() == nil; quiet(ctx, 10*time.Millisecond) {
		if c.stoppedBySignal() {
			return true
		}
	}
	return false
}

// stoppedBySignal tells whether the process is stopped: state T in /proc.
func (c *child) stoppedBySignal() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.process == nil {
		return false
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.process.Process.Pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.HasPrefix(rest, "T")
}

// watchLog answers the longest time for which events waited and none got its offset in the log.
func (l freezer) watchLog(ctx context.Context) (longest time.Duration) {
	last, moved := int64(-1), time.Now()
	for ; ctx.Err() == nil; quiet(ctx, 100*time.Millisecond) {
		var offset, waiting int64
		err := l.db.QueryRowContext(ctx, `SELECT (SELECT value FROM counters WHERE name = 'event log'), (SELECT COUNT(*) FROM outbox)`).Scan(&offset, &waiting)
		if err != nil {
			continue
		}
		if offset != last || waiting == 0 {
			last, moved = offset, time.Now()
		}
		longest = max(longest, time.Since(moved))
	}
	return longest
}

// judgeFreeze prints what the others saw and finds what should not be.
func (l freezer) judgeFreeze(f freeze, begun time.Time, samples []sample, stood time.Duration) {
	var needing, others, live []sample
	waits := map[string]int{}
	for _, s := range samples {
		if s.server == f.child {
			continue
		}
		live = append(live, s)
		if f.needs != nil && f.needs(s) && s.begun.Before(begun.Add(mostWait)) {
			needing = append(needing, s)
		} else {
			others = append(others, s)
		}
		if s.took > mostOthers {
			waits[s.number]++
		}
		if s.took > mostWait {
			l.found.add("FREEZE", s.number, "%s of %s took %s while %s was stopped", s.mutation, s.channel, s.took.Round(time.Millisecond), f.name)
		}
		if s.failure == "TIMEOUT" || s.failure == "no answer" {
			l.found.add("FREEZE", s.number, "%s of %s ended in %s while %s was stopped", s.mutation, s.channel, s.failure, f.name)
		}
	}
	for number, n := range waits {
		if n > 1 {
			l.found.add("FREEZE", number, "it waited %d times while %s was stopped", n, f.name)
		}
	}
	p99 := percentile(others, 0.99)
	if p99 > mostOthers {
		l.found.add("FREEZE", f.name, "p99 of the other requests was %s", p99)
	}
	if stood > mostWait {
		l.found.add("FREEZE", f.name, "the log stood still for %s", stood)
	}
	if f.needs != nil && len(needing) < 30 {
		l.found.add("not really tried", f.name, "only %d requests needed its row", len(needing))
	}
	if len(live) < 100 {
		l.found.add("not really tried", f.name, "only %d requests meanwhile", len(live))
	}
	text := fmt.Sprintf("%s stopped for %s: %d requests, p50 %s, p99 %s, longest %s", f.name, frozenFor, len(live),
		percentile(others, 0.5).Round(time.Millisecond), p99.Round(time.Millisecond), percentile(live, 1).Round(time.Millisecond))
	if f.needs != nil {
		text += fmt.Sprintf("; %d that need its row in the first %s, longest %s", len(needing), mostWait, percentile(needing, 1).Round(time.Millisecond))
	}
	say("%s; %d waited above a second; errors: %s; the log stood for %s", text, len(waits), failures(live), stood.Round(100*time.Millisecond))
}
