// Command bench puts load on a server of its own and tells what it costs:
//
//	go run ./bench issue    policies taken out, closed loop, beside sysbench on the same database
//	go run ./bench quote    quotes, and policies read by number, closed loop
//	go run ./bench mix      200 issues, 400 quotes and 200 reads a second, open loop
//	go run ./bench claims   claims paid by a worker, and webhooks delivered by it
//	go run ./bench bulk     a file of policies issued by a worker, beside people who wait for answers
//
// It needs MySQL or MariaDB and Redis: those of MYSQL_DSN and REDIS_ADDR, else those at the usual places, else programs
// it finds and starts. What it measures is compared with the goals, but a goal that is missed is no failure: figures of
// a busy machine prove nothing. Requests that go wrong are.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"baodan/bench/load"
	"baodan/bench/rig"
	"baodan/server/httpsig"
)

// options are the flags.
type options struct {
	algorithm     string
	concurrency   numbers
	sysbench      numbers
	rounds        int
	warmup        time.Duration
	seconds       int
	full, private bool
	orders        int
	duration      time.Duration
	issues        float64
	profile       string
	allocations   string
	json          string
	afterAnswers
	bulkFlags
}

// afterAnswers are the flags of claims.
type afterAnswers struct {
	claims, events int
	claimRate      float64
	ordering       string
	phases         names
	workerProfile  string
}

// scenario measures on a rig and fills in a report.
type scenario func(ctx context.Context, b *bench) error

var scenarios = map[string]scenario{"issue": issue, "quote": quote, "mix": mix, "claims": claims, "bulk": bulk}

// bench is one run.
type bench struct {
	options
	rig    *rig.Rig
	target *load.Target
	report *report

	bank      *bank       // claims only, as all that follows
	receivers []*receiver // of webhooks, the first channel's first
	begun     func()      // called when what counts begins; nil: nobody wants to know
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench: "+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) (err error) {
	if len(arguments) == 0 || scenarios[arguments[0]] == nil {
		return errors.New("say what to measure: issue, quote, mix, claims or bulk (then -h for its flags)")
	}
	name := arguments[0]
	o, err := parse(name, arguments[1:])
	if err != nil {
		return err
	}
	debug.SetGCPercent(1000) // the load's own collector should not take what it measures
	b := &bench{options: o, report: newReport(name, o.algorithm, o.full)}
	want := rig.Options{Algorithm: httpsig.Algorithm(o.algorithm), Private: o.private, Out: os.Stderr}
	if name == "claims" {
		if err := b.openOutside(&want); err != nil {
			return err
		}
		defer b.closeOutside()
	}
	want.Worker = want.Worker || name == "bulk"
	r, err := rig.Open(ctx, want)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	b.rig, b.target = r, &load.Target{Address: r.Address, Path: "/graphql", Signer: r.Signer, Run: r.Run}
	b.report.Settings = append([]rig.Setting{{Name: "cores", Value: strconv.Itoa(runtime.NumCPU())}}, r.Settings...)
	b.report.printSettings(os.Stdout)
	err = scenarios[name](ctx, b)
	b.report.print(os.Stdout) // what there is, also when it went wrong halfway
	for _, line := range r.Complaints() {
		fmt.Println("server log: " + line)
	}
	if o.json != "" {
		err = errors.Join(err, b.report.write(o.json))
	}
	return errors.Join(err, b.report.failed())
}

func parse(name string, arguments []string) (options, error) {
	o := options{concurrency: numbers{1, 8, 32, 128}, sysbench: numbers{32, 128}}
	f := flag.NewFlagSet("bench "+name, flag.ContinueOnError)
	f.StringVar(&o.algorithm, "algorithm", string(httpsig.HMACSHA256), "how requests are signed: hmac-sha256 or ed25519")
	f.StringVar(&o.profile, "cpuprofile", "", "write the server's CPU profile to this `file`, taken in a phase of its own that is not counted")
	f.StringVar(&o.json, "json", "", "write the results to this `file` as JSON")
	f.BoolVar(&o.private, "private", false, "start private database and Redis servers even where others answer")
	if name == "claims" {
		o.claimFlags(f)
		return o, parsed(f, arguments)
	}
	if name == "bulk" {
		o.bulkFlagsOf(f)
		return o, parsed(f, arguments)
	}
	f.StringVar(&o.allocations, "allocprofile", "", "write what the server allocates to this `file`, likewise")
	f.BoolVar(&o.full, "full", false, "also ask for the steps of rating")
	switch name {
	case "mix":
		f.DurationVar(&o.duration, "duration", 10*time.Minute, "how long")
		f.Float64Var(&o.issues, "rate", 200, "issues a second; as many reads and twice as many quotes come with them")
	default:
		f.Var(&o.concurrency, "concurrency", "`list` of connections in use at once")
		f.IntVar(&o.rounds, "rounds", 3, "rounds over all concurrencies; figures are their medians")
		f.IntVar(&o.seconds, "seconds", 5, "counted, in each phase")
		f.DurationVar(&o.warmup, "warmup", time.Second, "not counted, before each phase")
	}
	if name == "issue" {
		f.Var(&o.sysbench, "sysbench", "`list` of threads of the yardstick")
	} else {
		f.IntVar(&o.orders, "orders", 20_000, "policies to take out beforehand")
	}
	return o, parsed(f, arguments)
}

// parsed reads flags, and nothing else.
func parsed(f *flag.FlagSet, arguments []string) error {
	if err := f.Parse(arguments); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("what is %q?", f.Arg(0))
	}
	return nil
}

// numbers is a flag: positive whole numbers with commas between.
type numbers []int

// String is the list as one writes it.
func (n *numbers) String() string {
	texts := make([]string, len(*n))
	for i, one := range *n {
		texts[i] = strconv.Itoa(one)
	}
	return strings.Join(texts, ",")
}

// Set reads a list.
func (n *numbers) Set(text string) error {
	*n = nil
	for one := range strings.SplitSeq(text, ",") {
		i, err := strconv.Atoi(strings.TrimSpace(one))
		if err != nil || i < 1 {
			return fmt.Errorf("%q is no positive number", one)
		}
		*n = append(*n, i)
	}
	return nil
}
