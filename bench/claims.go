package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"baodan/bench/load"
	"baodan/bench/rig"
	"baodan/server/httpsig"
)

// claims measures what continues after an answer: claims decided and paid by a worker, and events told to receivers, the
// server, the worker, the database, the bank, the receivers and the load all on this machine.
func claims(ctx context.Context, b *bench) error {
	known, err := b.takeOutApart(ctx, 1)
	if err != nil {
		return err
	}
	if err := b.tryClaim(ctx, known); err != nil {
		return err
	}
	claims := &claimPhases{b}
	for _, phase := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"drained", claims.claimsDrained}, {"sustained", claims.claimsSustained},
		{"webhooks", b.webhooksDrained}, {"delay", b.webhookDelay}, {"slow", b.slowReceiver},
	} {
		if !slices.Contains(b.phases, phase.name) {
			continue
		}
		if err := errors.Join(phase.run(ctx), ctx.Err(), b.rig.Alive()); err != nil {
			return fmt.Errorf("%s: %w", phase.name, err)
		}
	}
	b.report.claimsGoals(b.claimRate)
	return b.bank.check(ctx, b.rig.DB)
}

// Phases, and a figure of one.
const (
	claimsDrained   = "claims, drained"
	claimsSustained = "claims, sustained"
	webhooksDrained = "webhooks, drained"
	webhookDelay    = "webhooks, delay"
	sharePaid       = "share paid when the load ended"
)

const (
	claimLanes = 32
	patience   = 3 * time.Minute // with work that a worker has before it
	lookEvery  = 50 * time.Millisecond
	middle     = 0.8 // of what is drained: the share that is counted
)

// takeOutApart takes out the given number of policies or a few more, whose claims are approved by themselves, and waits until the
// worker has done with them and their cover has begun.
func (b *bench) takeOutApart(ctx context.Context, policiesWanted int) (*policies, error) {
	k, err := issueOf(false, apart("AG-MALL-RFI"))
	if err != nil {
		return nil, err
	}
	known := &policies{}
	k.Each = known.keep
	fmt.Fprintf(os.Stderr, "taking out %d policies\n", policiesWanted)
	r := load.Closed{Lanes: claimLanes, Measure: time.Hour, Most: policiesWanted}.Run(ctx, b.target, k)
	if n := r.Failures.Count(); n > 0 || len(known.kept) < policiesWanted {
		return nil, fmt.Errorf("%d policies were not taken out: %s", n, strings.Join(r.Failures.Texts(), "; "))
	}
	if err := b.settled(ctx); err != nil {
		return nil, err
	}
	time.Sleep(time.Second) // claims tell whole seconds, which must not lie before their cover
	return known, nil
}

const readClaim = `query($n: String!) { claim(by: {number: $n}) { state decision { reason sentence { zh en } } } }`

// tryClaim sees one claim paid: where it is not, there is nothing to measure.
func (b *bench) tryClaim(ctx context.Context, known *policies) error {
	k, err := claimKind(known, time.Now())
	if err != nil {
		return err
	}
	var number string
	k.Each = func(answer []byte) { number = field(answer, `"number":"`) }
	r := load.Closed{Lanes: 1, Measure: time.Minute, Most: 1}.Run(ctx, b.target, k)
	if r.Failures.Count() > 0 {
		return fmt.Errorf("the first claim was refused: %s", strings.Join(r.Failures.Texts(), "; "))
	}
	var answer json.RawMessage
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(lookEvery) {
		if answer, err = b.ask(ctx, b.rig.Signer, readClaim, map[string]any{"n": number}); err != nil {
			return err
		}
		if field(answer, `"state":"`) == "PAID" {
			return nil
		}
	}
	return fmt.Errorf("the first claim is not paid, but: %s", answer)
}

// ask sends one request that is no load.
func (b *bench) ask(ctx context.Context, as *httpsig.Signer, query string, variables map[string]any) (json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+b.rig.Address+b.target.Path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if err := as.Sign(r, body, time.Now()); err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // it was read
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`"errors":[`)) {
		return nil, fmt.Errorf("%s: %s", response.Status, answer)
	}
	return answer, nil
}

// settled waits until nothing is left for the worker to do.
func (b *bench) settled(ctx context.Context) error {
	for _, rest := range []string{
		"SELECT COUNT(*) FROM outbox", "SELECT COUNT(*) FROM deliveries WHERE due_at IS NOT NULL",
		"SELECT COUNT(*) FROM claims WHERE closed_at IS NULL", "SELECT COUNT(*) FROM outbox",
	} {
		if err := b.until(ctx, rest, func(n int) bool { return n == 0 }); err != nil {
			return err
		}
	}
	return nil
}

// until looks at a count until it is enough.
func (b *bench) until(ctx context.Context, count string, enough func(int) bool) error {
	n := 0
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(lookEvery) {
		if err := b.rig.DB.QueryRowContext(ctx, count).Scan(&n); err != nil {
			return fmt.Errorf("%s: %w", count, err)
		}
		if enough(n) {
			return nil
		}
		if err := errors.Join(ctx.Err(), b.rig.Alive()); err != nil {
			return err
		}
	}
	return fmt.Errorf("after %s there are still %d of: %s", patience, n, count)
}

// reading is what was used up to an instant.
type reading struct {
	at         time.Time
	cost       rig.Cost
	statements int64
}

func (b *bench) read(ctx context.Context) reading {
	n, err := b.rig.Statements(ctx)
	if err != nil {
		n = 0 // Alive tells of a database that is gone
	}
	return reading{time.Now(), b.rig.Cost(), n}
}

// since makes a round of the given units between two readings.
func (r reading) since(earlier reading, units int) round {
	return round{
		units: units, elapsed: r.at.Sub(earlier.at), cost: r.cost.Since(earlier.cost), statements: r.statements - earlier.statements,
	}
}

// profiled runs a phase once more, not counted, with profiles of the server and the worker taken from when it begins.
func (b *bench) profiled(ctx context.Context, suffix string, run func() error) error {
	wanted := map[string]string{rig.Server: b.profile, rig.Worker: b.workerProfile}
	if b.profile == "" && b.workerProfile == "" {
		return nil
	}
	const length = 5 * time.Second
	fmt.Fprintln(os.Stderr, "profiles of "+suffix)
	var group errgroup.Group
	b.begun = sync.OnceFunc(func() {
		for process, file := range wanted {
			if file == "" {
				continue
			}
			extension := filepath.Ext(file)
			file = strings.TrimSuffix(file, extension) + "-" + suffix + extension
			group.Go(func() error { return b.rig.ProfileOf(ctx, process, "profile", file, length) })
		}
	})
	err := run()
	b.begun = nil
	return errors.Join(err, group.Wait())
}

// begin says that what counts begins.
func (b *bench) begin() {
	if b.begun != nil {
		b.begun()
	}
}

// measure is a phase of this machine.
func (b *bench) measure(phase, unit, conditions, waits string) *measured {
	m := b.report.measured(phase)
	m.Unit, m.Conditions, m.Waits, m.Cores = unit, conditions, waits, float64(runtime.NumCPU())
	m.Open = waits != "" // of what waits for the worker to go on, times tell nothing
	return m
}

// field is the text behind a mark, up to the next quote; empty where there is none.
func field(body []byte, mark string) string {
	_, rest, found := bytes.Cut(body, []byte(mark))
	text, _, whole := bytes.Cut(rest, []byte(`"`))
	if !found || !whole {
		return ""
	}
	return string(text)
}
