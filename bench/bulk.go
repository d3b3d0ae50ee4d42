package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"baodan/bench/load"
	"baodan/bench/rig"
)

// bulkFlags are those of bulk.
type bulkFlags struct {
	rows     int
	shuffled bool
	online   float64
}

func (o *options) bulkFlagsOf(f *flag.FlagSet) {
	f.IntVar(&o.rows, "rows", 2_000_000, "of the file")
	f.BoolVar(&o.shuffled, "shuffled", false, "put the rows in no order, so that indexes grow everywhere at once")
	f.Float64Var(&o.online, "rate", 50, "quotes a second, and as many issues, that people wait for meanwhile")
	f.StringVar(&o.workerProfile, "cpuprofile-worker", "", "write the worker's CPU profile to this `file`, taken while it is counted")
}

const (
	bulkLanes   = 64
	bulkStretch = 5 * time.Second  // of load; it comes in one after the other as long as rows are issued
	profileTime = 15 * time.Second // from when the first rows are issued

	bulkRows    = "rows issued"
	issueAlone  = "issue, alone"
	quoteAlone  = "quote, alone"
	issueBeside = "issue, beside rows"
	quoteBeside = "quote, beside rows"
	workerMiB   = "worker MiB, most"
)

// bulk issues a file of accounts by a worker (B1) while people quote and issue at the front door, the server, the worker,
// the database and the load all on this machine. Then the policies come to their end all at once.
func bulk(ctx context.Context, b *bench) error {
	file, err := accounts(b.rows, b.shuffled, b.rig.Run)
	if err != nil {
		return err
	}
	defer os.Remove(file) //nolint:errcheck // it is temporary
	if err := b.people(ctx, 2, issueAlone, quoteAlone); err != nil {
		return err
	}
	if _, err := b.rig.Tool(ctx, "bulk", "issue", file, "--channel", "demo-pay", "--agreement", "AG-PAY-ASI", "--detach"); err != nil {
		return err
	}
	ended := make(chan error, 1)
	running, enough := context.WithCancel(ctx)
	go func() { defer enough(); ended <- b.watchRows(ctx) }()
	for running.Err() == nil {
		if err := b.people(ctx, 1, issueBeside, quoteBeside); err != nil {
			return err
		}
	}
	if err := errors.Join(<-ended, b.settled(ctx), b.countRows(ctx)); err != nil {
		return err
	}
	if err := announced(ctx, b); err != nil {
		return err
	}
	b.report.bulkGoals(b.online)
	b.report.announceGoal()
	return nil
}

// accounts writes a file of accounts that get the basic plan.
func accounts(rows int, shuffled bool, run string) (path string, err error) {
	file, err := os.CreateTemp("", "baodan-bulk-*.csv")
	if err != nil {
		return "", err
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted")
	order := rand.New(rand.NewPCG(1, 1)).Perm(rows)
	for i := range rows {
		if shuffled {
			i = order[i]
		}
		fmt.Fprintf(w, "%[1]s-%08[2]d,BASIC,PLATFORM,acct-%[1]s-%08[2]d,acct-%[1]s-%08[2]d,2020-01-01T00:00:00+08:00,normal,true\n", run, i)
	}
	return file.Name(), errors.Join(w.Flush(), file.Close())
}

// people quote and issue for some stretches, whose times are of one phase each.
func (b *bench) people(ctx context.Context, stretches int, issues, quotes string) error {
	i, err := issueKind(false)
	if err != nil {
		return err
	}
	q, err := quoteKind(false)
	if err != nil {
		return err
	}
	flows := []load.Flow{{Kind: i, Rate: b.online}, {Kind: q, Rate: b.online}}
	for range stretches {
		results := load.Open{Lanes: bulkLanes, Measure: bulkStretch, Seed: uint64(time.Now().UnixNano())}.Run(ctx, b.target, flows)
		if err := errors.Join(ctx.Err(), b.rig.Alive()); err != nil {
			return err
		}
		for n, phase := range []string{issues, quotes} {
			b.report.addUncounted(&results[n].Result)
			m := b.measure(phase, "request", fmt.Sprintf("%g/s in an open loop", b.online), "from when it was due to the answer")
			m.pool(results[n])
		}
	}
	return nil
}

// pool adds to a phase of one round, whose times are all counted together.
func (m *measured) pool(r *load.OpenResult) {
	if len(m.rounds) == 0 {
		m.rounds = []round{{}}
	}
	all := &m.rounds[0]
	all.units, all.elapsed = all.units+r.Completed, all.elapsed+r.Elapsed
	all.waits, all.refused = append(all.waits, r.Latencies...), all.refused+r.Failures.Count()
	pooled := *all
	*m = measured{Phase: m.Phase, Unit: m.Unit, Conditions: m.Conditions, Waits: m.Waits, Cores: m.Cores, Open: m.Open}
	m.addRound(pooled)
}

// look is how far the job was at an instant.
type look struct {
	at   time.Time
	done int
}

// watchRows follows the job until it has ended, and measures it from its first rows to its last.
func (b *bench) watchRows(ctx context.Context) error {
	m := b.measure(bulkRows, "row", fmt.Sprintf("%d rows of a CSV file, one policy, cover, event each", b.rows), "")
	var start reading
	var looks []look
	var most int64
	profiles := make(chan error, 1)
	profiles <- nil
	for {
		var state, problem string
		var done, failed int
		err := b.rig.DB.QueryRowContext(ctx, "SELECT state, done, failed, problem FROM jobs").Scan(&state, &done, &failed, &problem)
		if err := errors.Join(err, ctx.Err(), b.rig.Alive()); err != nil {
			return err
		}
		most = max(most, b.rig.Memory(rig.Worker))
		if done > 0 && len(looks) == 0 {
			start = b.read(ctx)
			looks = append(looks, look{start.at, done})
			<-profiles //nolint:errcheck // the placeholder that it begins with
			go func() { profiles <- b.profileBulk(ctx) }()
		}
		if len(looks) > 0 && done > looks[len(looks)-1].done {
			looks = append(looks, look{time.Now(), done})
		}
		switch state {
		case "SUCCEEDED":
			if failed > 0 {
				return fmt.Errorf("%d rows failed", failed)
			}
			r := b.read(ctx).since(start, looks[len(looks)-1].done-looks[0].done)
			r.elapsed = looks[len(looks)-1].at.Sub(looks[0].at)
			r.figures = map[string]float64{workerMiB: float64(most) / (1 << 20), "slowest 5 s, rows a second": slowest(looks)}
			b.report.addRound(m, r)
			return <-profiles
		case "FAILED", "STOPPED":
			return fmt.Errorf("the job is %s: %s", state, problem)
		}
		time.Sleep(lookEvery)
	}
}

// slowest is the lowest rate of any five seconds.
func slowest(looks []look) float64 {
	lowest := -1.0
	for i, from := range looks {
		j := slices.IndexFunc(looks[i:], func(l look) bool { return l.at.Sub(from.at) >= 5*time.Second })
		if j < 0 {
			break
		}
		rate := float64(looks[i+j].done-from.done) / looks[i+j].at.Sub(from.at).Seconds()
		if lowest < 0 || rate < lowest {
			lowest = rate
		}
	}
	return lowest
}

func (b *bench) profileBulk(ctx context.Context) error {
	var errs []error
	for process, file := range map[string]string{rig.Server: b.profile, rig.Worker: b.workerProfile} {
		if file != "" {
			errs = append(errs, b.rig.ProfileOf(ctx, process, "profile", file, profileTime))
		}
	}
	return errors.Join(errs...)
}

// countRows sees that every row is a policy, once.
func (b *bench) countRows(ctx context.Context) error {
	var n int
	err := b.rig.DB.QueryRowContext(ctx, "SELECT COUNT(*) FROM policies WHERE order_no LIKE ?", b.rig.Run+"-%").Scan(&n)
	if err == nil && n != b.rows {
		err = fmt.Errorf("the file has %d rows, the database %d policies of them", b.rows, n)
	}
	return err
}

func (r *report) bulkGoals(online float64) {
	for _, m := range r.Phases {
		switch m.Phase {
		case bulkRows:
			r.atLeast("rows a second", m.Rate, 5000)
			r.atMost("worker MiB", m.Figures[workerMiB], 200)
		case issueBeside, quoteBeside:
			r.atMost(fmt.Sprintf("%s at %g/s, p99 ms", m.Phase, online), m.P99, 100)
		}
	}
}
