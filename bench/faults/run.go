package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	stopSignal = syscall.SIGSTOP
	goSignal   = syscall.SIGCONT
	lanes      = 4 // desks of a channel
)

// random is the main run: business and faults at random, then everything is checked.
func (o *options) random(ctx context.Context, t *template) (bool, error) {
	replay := fmt.Sprintf("go run ./bench/faults -seed %d -duration %s", o.seed, o.duration)
	say("main run of %s; again: %s", o.duration, replay)
	l, err := t.open(ctx, &lab{seed: o.seed, mix: mixOfModes, faulty: true})
	if err != nil {
		return false, err
	}
	traffic := l.business(ctx)
	faults, over := context.WithTimeout(ctx, o.duration)
	defer over()
	var group sync.WaitGroup
	group.Go(func() { l.inject(faults) })
	if o.duration >= 2*time.Minute {
		group.Go(func() {
			quiet(faults, o.duration/4)
			l.longPause(faults, min(70*time.Second, o.duration/2))
		})
	}
	l.progress(faults)
	group.Wait()
	if err := l.finish(ctx, traffic, 150*time.Second); err != nil {
		l.close(true)
		return false, err
	}
	if missing := l.really(); missing != "" && o.duration >= 2*time.Minute {
		l.found.add("not really tried", "faults", "missing: %s", missing)
	}
	l.report()
	return l.verdict(o, replay), nil
}

// traffic is the business that goes on until it is stopped.
type traffic struct {
	stop  context.CancelFunc
	read  context.CancelFunc
	group sync.WaitGroup
	log   sync.WaitGroup
}

// business starts the lanes, what is sent again later, and the readers of the logs.
func (l *lab) business(ctx context.Context) *traffic {
	t := &traffic{}
	going, stop := context.WithCancel(ctx)
	reading, read := context.WithCancel(ctx)
	t.stop, t.read = stop, read
	for _, c := range l.channels {
		for n := range lanes {
			name := fmt.Sprintf("%s-%d-%d", strings.TrimPrefix(c.code, "demo-"), l.seed, n)
			desk := &lane{channel: c, name: name, rng: l.random(name)}
			t.group.Go(func() { desk.run(going) })
		}
		t.log.Go(func() { c.readLog(reading) })
	}
	t.group.Go(func() {
		for going.Err() == nil {
			quiet(going, 200*time.Millisecond)
			l.sendWaiting(going)
		}
	})
	return t
}

// sendWaiting sends one request again that was not answered; where it is not answered again, it waits again.
func (l *lab) sendWaiting(ctx context.Context) bool {
	r := l.book.takeWaiting()
	if r == nil {
		return false
	}
	if l.channelOf(r.Channel).attempt(ctx, anyServer(), r) == silence {
		l.book.later(r)
	}
	return true
}

func (l *lab) channelOf(code string) *channel {
	for _, c := range l.channels {
		if c.code == code {
			return c
		}
	}
	return nil
}

// progress says every half minute how far it is, until the context ends.
func (l *lab) progress(ctx context.Context) {
	for ctx.Err() == nil {
		quiet(ctx, 30*time.Second)
		accepted, silent := 0, 0
		l.book.mu.Lock()
		for _, t := range l.book.counts {
			accepted, silent = accepted+t.accepted, silent+t.silent
		}
		l.book.mu.Unlock()
		say("%d requests answered, %d attempts without an answer; %d kills, %d faults", accepted, silent, l.counts.sum("kill "), l.counts.sum("")-l.counts.get("spied"))
	}
}

// finish ends the business, lets everything settle and checks it.
func (l *lab) finish(ctx context.Context, t *traffic, most time.Duration) error {
	t.stop()
	t.group.Wait()
	for _, p := range l.proxies {
		p.heal()
	}
	for _, c := range l.children {
		c.signal(goSignal, func() {})
		c.setExtra()
	}
	for _, c := range l.children {
		if err := c.wait(ctx, time.Minute); err != nil {
			return err
		}
	}
	l.faulty = false // a message that fails is tried again after 5 seconds and more, and policies expire all the time
	l.children[receiverChild].restart()
	l.answerAll(ctx)
	begun := time.Now()
	l.settle(ctx, most)
	say("settled after %s; checking", time.Since(begun).Round(100*time.Millisecond))
	time.Sleep(300 * time.Millisecond) // the readers of the logs come by once more
	t.read()
	t.log.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return (&verifier{l}).check(ctx)
}

// answerAll sends what was not answered until it is.
func (l *lab) answerAll(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for _, r := range l.book.all() {
		for r.open() && ctx.Err() == nil {
			if l.channelOf(r.Channel).attempt(ctx, anyServer(), r) == silence {
				quiet(ctx, 100*time.Millisecond)
			}
		}
	}
}

// verdict prints what does not hold and how to see it again.
func (l *lab) verdict(o *options, replay string) bool {
	l.panics()
	if !l.found.any() {
		l.close(o.keep)
		return true
	}
	fmt.Print(l.found.text())
	fmt.Println("        again: " + replay)
	l.close(true)
	return false
}

// panics finds processes that broke by a mistake of their own.
func (l *lab) panics() {
	for name, c := range l.children {
		file, err := os.ReadFile(c.log)
		if err != nil {
			continue
		}
		for _, sign := range []string{"panic: ", "fatal error: ", "DATA RACE", `"msg":"panic"`} {
			if at := strings.Index(string(file), sign); at >= 0 && name != databaseChild {
				l.found.add("PANIC", name, "%s", clip(string(file[at:]), 600))
				break
			}
		}
	}
}
