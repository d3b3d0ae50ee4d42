package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"baodan/bench/faults/bugs"
)

// planted are bugs that a good programmer might write and that no unique key stops, each with what finds it: how the
// gateway and the receiver behave, what is done meanwhile, and which invariants it breaks.
var planted = []struct {
	name, breaks string
	mix          string
	faulty       bool
	during       func(*lab, context.Context)
}{
	{"events-after-commit", "I3 I4 I8 REBUILD", "ok=1", false, crashServers},
	{"answer-before-commit", "I1", "ok=1", false, killServers},
	{"fresh-payment-key", "I2", "ok=6,error-after=4", false, nil},
	{"settle-twice", "I8 REBUILD", "ok=5,duplicate-callback=5", false, nil},
	{"delivered-before-sent", "I4 REBUILD", "ok=1", true, nil},
	{"log-by-key", "I4", "ok=1", false, slowServer},
}

// bugTime is how long business goes on with a bug.
const bugTime = 12 * time.Second

// bugSettles is how long it may take to settle then; one that never settles is found, too.
const bugSettles = 15 * time.Second

// plantBugs runs the laboratory once for each bug: it must find each, by its invariant.
func (o *options) plantBugs(ctx context.Context, t *template) (bool, error) {
	ok := true
	for _, b := range planted {
		if o.bug != "" && o.bug != b.name {
			continue
		}
		binary, err := t.buildBug(ctx, b.name)
		if err != nil {
			return false, err
		}
		l, err := t.open(ctx, &lab{seed: o.seed, mix: b.mix, faulty: b.faulty, binary: binary})
		if err != nil {
			return false, err
		}
		traffic := l.business(ctx)
		during, over := context.WithTimeout(ctx, bugTime)
		var group sync.WaitGroup
		if b.during != nil {
			group.Go(func() { b.during(l, during) })
		}
		<-during.Done()
		over()
		group.Wait()
		if err := l.finish(ctx, traffic, bugSettles); err != nil {
			l.close(true)
			return false, err
		}
		found := l.found.names()
		hit := ""
		for _, name := range strings.Fields(b.breaks) {
			if strings.Contains(", "+found+",", ", "+name+",") {
				hit = name
				break
			}
		}
		if hit == "" {
			ok = false
			say("bug %s was NOT FOUND by any of %s; found: %s", b.name, b.breaks, found)
			l.report()
			fmt.Print(l.found.text())
			fmt.Printf("        again: go run ./bench/faults -seed %d -bug %s\n", o.seed, b.name)
			l.close(true)
			continue
		}
		say("bug %s was found by %s; %s", b.name, found, l.found.first(hit))
		l.close(o.keep)
	}
	return ok, nil
}

// buildBug builds baodan with a bug. The product itself has none: it is compiled from copies of the files it is in.
func (t *template) buildBug(ctx context.Context, bug string) (binary string, err error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	folder := filepath.Join(t.folder, bug)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	overlay, err := bugs.Overlay(filepath.Dir(string(module)), bug, folder)
	if err != nil {
		return "", err
	}
	say("building baodan with the bug %s", bug)
	binary = filepath.Join(folder, "baodan")
	return binary, build(ctx, binary, "-overlay", overlay)
}

// killServers kills a server about every second.
func killServers(l *lab, ctx context.Context) {
	for i := 0; ctx.Err() == nil; i++ {
		quiet(ctx, 700*time.Millisecond)
		l.children[[]string{serverA, serverB}[i%2]].kill(100 * time.Millisecond)
	}
}

// crashServers makes servers die right after they stored something.
func crashServers(l *lab, ctx context.Context) {
	quiet(ctx, time.Second)
	for ctx.Err() == nil {
		l.crashAt(ctx, "batch.stored", "server")
	}
}

// slowServer makes the way of the servers to the database slow now and then, so that commits overtake each other.
func slowServer(l *lab, ctx context.Context) {
	p := l.proxies["servers-"+databaseChild]
	for ctx.Err() == nil {
		p.delay.Store(int64(15 * time.Millisecond))
		quiet(ctx, time.Second)
		p.delay.Store(0)
		quiet(ctx, time.Second)
	}
}
