package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"baodan/bench/load"
	"baodan/server/httpsig"
)

const (
	halfOfGoal   = 500 // events a second while delay is measured: half of what is to be delivered
	delayWarmup  = 2 * time.Second
	mostOfDelay  = 20 * time.Second
	setEndpoint  = `mutation($in: AddWebhookEndpointInput!) { addWebhookEndpoint(input: $in) { endpoint { id state } userErrors { code message path } } }`
	readEndpoint = `query($id: ID!) { webhookEndpoint(id: $id) { state } }`
)

// listen opens a receiver and has a channel's issued policies told to it, for good.
func (b *bench) listen(ctx context.Context, as *httpsig.Signer) (*receiver, error) {
	r, err := openReceiver()
	if err != nil {
		return nil, err
	}
	b.receivers = append(b.receivers, r)
	in := map[string]any{"requestNo": fmt.Sprint("ENDPOINT-", len(b.receivers)), "url": r.url, "eventTypes": []string{"policy.issued"}, "ordering": b.ordering}
	answer, err := b.ask(ctx, as, setEndpoint, map[string]any{"in": in})
	if err != nil {
		return nil, err
	}
	id := field(answer, `"id":"`)
	for until := time.Now().Add(30 * time.Second); id != "" && time.Now().Before(until); time.Sleep(lookEvery) {
		if answer, err = b.ask(ctx, as, readEndpoint, map[string]any{"id": id}); err != nil {
			return nil, err
		}
		if field(answer, `"state":"`) == "ACTIVE" {
			return r, nil
		}
	}
	return nil, fmt.Errorf("the endpoint is not active, but: %s", answer)
}

// mall is the receiver of the first channel, which is opened when it is first asked for.
func (b *bench) mall(ctx context.Context) (r *receiver, err error) {
	if len(b.receivers) > 0 {
		return b.receivers[0], nil
	}
	return b.listen(ctx, b.rig.Signer)
}

// webhooksDrained measures events that wait while the worker stands still: from when it goes on to the last delivery.
func (b *bench) webhooksDrained(ctx context.Context) error {
	to, err := b.mall(ctx)
	if err != nil {
		return err
	}
	m := b.measure(webhooksDrained, "delivery", fmt.Sprintf("%d events of issued policies wait for a worker that stood still, one "+
		"loopback receiver, ordering %s; the middle %.0f %% of the deliveries count", b.events, b.ordering, 100*middle), "")
	for n := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d: webhooks, drained\n", n+1)
		r, err := b.drainEvents(ctx, to)
		if err != nil {
			return err
		}
		b.report.addRound(m, r)
	}
	return b.profiled(ctx, "webhooks", func() error { _, err := b.drainEvents(ctx, to); return err })
}

func (b *bench) drainEvents(ctx context.Context, to *receiver) (round, error) {
	k, err := issueOf(false, apart("AG-MALL-RFI"))
	if err != nil {
		return round{}, err
	}
	if err := errors.Join(b.settled(ctx), b.rig.Pause()); err != nil {
		return round{}, err
	}
	to.forget()
	issued := load.Closed{Lanes: claimLanes, Measure: time.Hour, Most: b.events}.Run(ctx, b.target, k)
	b.report.addUncounted(issued)
	if err := errors.Join(complaint("policies were not taken out", issued), b.rig.Resume()); err != nil {
		return round{}, err
	}
	b.begin()
	marks, err := b.marks(ctx, issued.Answered, func() int { return int(to.count.Load()) })
	if err != nil {
		return round{}, err
	}
	if err := b.settled(ctx); err != nil {
		return round{}, err
	}
	r := marks[1].since(marks[0], marks[1].done-marks[0].done)
	_, r.errors, r.figures = to.verdict(issued.Answered)
	return r, nil
}

// verdict sums up what a receiver heard of the given number of events: it is an error that one is missing, or out of its order.
func (r *receiver) verdict(events int) (delays load.Latencies, wrong int, figures map[string]float64) {
	delays, disorder, repeated := r.heard()
	missing := max(events+repeated-len(delays), 0)
	return delays, missing + disorder, map[string]float64{
		"events": float64(events), "missing": float64(missing), "out of order": float64(disorder), "repeated": float64(repeated),
	}
}

// webhookDelay measures how long after its act an event arrives, at half the load that is to be borne.
func (b *bench) webhookDelay(ctx context.Context) error {
	to, err := b.mall(ctx)
	if err != nil {
		return err
	}
	length := min(time.Duration(b.seconds)*time.Second, mostOfDelay)
	m := b.measure(webhookDelay, "delivery", fmt.Sprintf("%d policies a second issued in an open loop for %s, one "+
		"loopback receiver, ordering %s", halfOfGoal, length, b.ordering), "from the act to arrival")
	for n := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d: webhooks, %d/s for %s\n", n+1, halfOfGoal, length)
		r, err := b.delayOf(ctx, to, length)
		if err != nil {
			return err
		}
		b.report.addRound(m, r)
	}
	return b.profiled(ctx, "delay", func() error { _, err := b.delayOf(ctx, to, length+delayWarmup); return err })
}

func (b *bench) delayOf(ctx context.Context, to *receiver, length time.Duration) (round, error) {
	k, err := issueOf(false, apart("AG-MALL-RFI"))
	if err != nil {
		return round{}, err
	}
	flow := []load.Flow{{Kind: k, Rate: halfOfGoal}}
	warm := load.Open{Lanes: mixLanes, Measure: min(delayWarmup, length), Seed: 4}.Run(ctx, b.target, flow)
	b.report.addUncounted(&warm[0].Result)
	if err := b.settled(ctx); err != nil {
		return round{}, err
	}
	to.forget()
	b.begin()
	before := b.read(ctx)
	issued := load.Open{Lanes: mixLanes, Measure: length, Seed: 5}.Run(ctx, b.target, flow)[0]
	after, arrived := b.read(ctx), int(to.count.Load())
	b.report.addUncounted(&issued.Result)
	if err := b.settled(ctx); err != nil {
		return round{}, err
	}
	r := after.since(before, arrived)
	r.waits, r.errors, r.figures = to.verdict(issued.Answered)
	r.refused = issued.Failures.Count()
	r.figures["waiting at the end"] = float64(issued.Answered - arrived)
	r.figures["issue p99 ms"] = ms(issued.Latencies.Summary().P99)
	return r, nil
}
