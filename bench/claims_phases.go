package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"baodan/bench/load"
)

// claimPhases are what the claims scenario measures.
type claimPhases struct{ *bench }

// claimsDrained measures claims that wait while the worker stands still: from when it goes on to the last payment.
func (b *claimPhases) claimsDrained(ctx context.Context) error {
	m := b.measure(claimsDrained, "claim", fmt.Sprintf("%d claims wait for a worker that stood still; the middle %.0f %% of "+
		"their payments count; no endpoint hears of them", b.claims, 100*middle), "")
	for n := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d: claims, drained\n", n+1)
		r, err := b.drainClaims(ctx)
		if err != nil {
			return err
		}
		b.report.addRound(m, r)
	}
	return b.profiled(ctx, "claims", func() error { _, err := b.drainClaims(ctx); return err })
}

func (b *claimPhases) drainClaims(ctx context.Context) (round, error) {
	known, err := b.takeOutApart(ctx, b.claims)
	if err != nil {
		return round{}, err
	}
	k, err := claimKind(known, time.Now())
	if err != nil {
		return round{}, err
	}
	if err := b.rig.Pause(); err != nil {
		return round{}, err
	}
	begin := time.Now()
	submitted := load.Closed{Lanes: claimLanes, Measure: time.Hour, Most: len(known.kept)}.Run(ctx, b.target, k)
	b.report.addUncounted(submitted)
	if err := errors.Join(complaint("claims were not submitted", submitted), b.rig.Resume()); err != nil {
		return round{}, err
	}
	b.begin()
	// What is used is read when the bank has paid a tenth of them, and when it has paid nine tenths.
	orders := b.bank.orders.Load()
	marks, err := b.marks(ctx, submitted.Answered, func() int { return int(b.bank.orders.Load() - orders) })
	if err != nil {
		return round{}, err
	}
	if err := b.settled(ctx); err != nil {
		return round{}, err
	}
	lives, err := b.livesSince(ctx, begin)
	if err != nil {
		return round{}, err
	}
	r := marks[1].since(marks[0], marks[1].done-marks[0].done)
	r.errors = lives.unpaid()
	r.figures = map[string]float64{"claims": float64(len(lives)), "a second from the first to the last": lives.rate()}
	return r, nil
}

// claimsSustained measures claims that arrive by themselves while the worker runs.
func (b *claimPhases) claimsSustained(ctx context.Context) error {
	m := b.measure(claimsSustained, "claim", fmt.Sprintf("%g/s submitted in an open loop for %d s; no endpoint hears of them", b.claimRate, b.seconds),
		"from submitting to paid")
	for n := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d: claims, %g/s for %d s\n", n+1, b.claimRate, b.seconds)
		r, err := b.sustainClaims(ctx)
		if err != nil {
			return err
		}
		b.report.addRound(m, r)
	}
	return nil
}

func (b *claimPhases) sustainClaims(ctx context.Context) (round, error) {
	length := time.Duration(b.seconds) * time.Second
	expected := b.claimRate * length.Seconds()
	known, err := b.takeOutApart(ctx, int(1.1*expected)+200) // arrivals are random
	if err != nil {
		return round{}, err
	}
	k, err := claimKind(known, time.Now())
	if err != nil {
		return round{}, err
	}
	b.begin()
	before := b.read(ctx)
	results := load.Open{Lanes: mixLanes, Measure: length, Seed: 3}.Run(ctx, b.target, []load.Flow{{Kind: k, Rate: b.claimRate}})
	after := b.read(ctx)
	b.report.addUncounted(&results[0].Result)
	if err := errors.Join(ctx.Err(), b.settled(ctx)); err != nil {
		return round{}, err
	}
	lives, err := b.livesSince(ctx, before.at)
	if err != nil {
		return round{}, err
	}
	end := before.at.Add(results[0].Elapsed)
	half := before.at.Add(results[0].Elapsed / 2)
	r := after.since(before, lives.paidBy(end))
	r.waits, r.refused, r.errors = lives.waits(), results[0].Failures.Count(), lives.unpaid()
	r.figures = map[string]float64{
		"submitted":               float64(len(lives)),
		sharePaid:                 float64(lives.paidBy(end)) / float64(max(len(lives), 1)),
		"waiting at half time":    float64(lives.waitingAt(half)),
		"waiting at the end":      float64(lives.waitingAt(end)),
		"backlog growth a second": float64(lives.waitingAt(end)-lives.waitingAt(half)) / end.Sub(half).Seconds(),
	}
	return r, nil
}

// mark is a reading with how far the work was then.
type mark struct {
	reading
	done int
}

// marks reads what is used at the edges of the middle of the given units.
func (b *bench) marks(ctx context.Context, all int, done func() int) ([2]mark, error) {
	var marks [2]mark
	edge := (1 - middle) / 2
	for i, share := range []float64{edge, 1 - edge} {
		for until := time.Now().Add(patience); float64(done()) < share*float64(all); time.Sleep(2 * time.Millisecond) {
			if err := errors.Join(ctx.Err(), b.rig.Alive()); err != nil {
				return marks, err
			}
			if time.Now().After(until) {
				return marks, fmt.Errorf("only %d of %d are done after %s", done(), all, patience)
			}
		}
		marks[i] = mark{b.read(ctx), done()}
	}
	return marks, nil
}

// since makes a round of what was done between two marks.
func (m mark) since(earlier mark, units int) round { return m.reading.since(earlier.reading, units) }

func complaint(what string, r *load.Result) error {
	if n := r.Failures.Count(); n > 0 {
		return fmt.Errorf("%d %s: %s", n, what, strings.Join(r.Failures.Texts(), "; "))
	}
	return nil
}
