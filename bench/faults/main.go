// Command faults is the fault laboratory: it runs the real binary - two servers, two workers - on a real MariaDB and a
// real Redis, with a payment gateway and a receiver of webhooks, kills, pauses and cuts off each of them while channels
// do business, and then checks from the outside and from the inside that nothing was lost, doubled or left half done.
// docs/faults.md says what is checked and how to read what it prints. What load is sent fast is bench's.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// options of the program.
type options struct {
	seed     uint64
	duration time.Duration
	sweep    bool
	bugs     bool
	freeze   bool
	point    string
	bug      string
	keep     bool
	binary   string
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "receiver" {
		if err := receive(os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, "receiver: "+err.Error())
			os.Exit(1)
		}
		return
	}
	var o options
	flag.Uint64Var(&o.seed, "seed", 0, "of all that is random; 0: a new one, which is printed")
	flag.DurationVar(&o.duration, "duration", 3*time.Minute, "of the main run; 0: none")
	flag.BoolVar(&o.sweep, "sweep", false, "also crash at every named point, one after the other")
	flag.BoolVar(&o.bugs, "bugs", false, "also plant every bug, one after the other: each must be found")
	flag.BoolVar(&o.freeze, "freeze", false, "also stop a server and workers in the middle of a transaction, for a minute each: the others go on")
	flag.StringVar(&o.point, "point", "", "crash at this point alone")
	flag.StringVar(&o.bug, "bug", "", "plant this bug alone: it must be found")
	flag.BoolVar(&o.keep, "keep", false, "keep folders also of what went well")
	flag.StringVar(&o.binary, "binary", "", "baodan built with -tags faults; none: it is built, as one with a bug always is")
	flag.Parse()
	if o.seed == 0 {
		o.seed = rand.Uint64N(1_000_000) + 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	ok, err := o.run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults: "+err.Error())
	}
	if err != nil || !ok {
		os.Exit(1)
	}
}

// run does what was asked for, one laboratory after the other; false where one failed.
func (o *options) run(ctx context.Context) (ok bool, err error) {
	begun := time.Now()
	t, err := newTemplate(ctx, o)
	if err != nil {
		return false, err
	}
	defer t.remove()
	ok = true
	if o.duration > 0 && o.point == "" && o.bug == "" {
		passed, err := o.random(ctx, t)
		if ok = ok && passed; err != nil {
			return false, err
		}
	}
	if o.sweep || o.point != "" {
		passed, err := o.sweepPoints(ctx, t)
		if ok = ok && passed; err != nil {
			return false, err
		}
	}
	if o.freeze {
		passed, err := o.freezes(ctx, t)
		if ok = ok && passed; err != nil {
			return false, err
		}
	}
	if o.bugs || o.bug != "" {
		passed, err := o.plantBugs(ctx, t)
		if ok = ok && passed; err != nil {
			return false, err
		}
	}
	verdict := "everything held"
	if !ok {
		verdict = "FAILED, see above"
	}
	say("%s; all in all %s", verdict, time.Since(begun).Round(time.Second))
	return ok, nil
}

var beginning = time.Now()

// say prints progress.
func say(format string, arguments ...any) {
	fmt.Printf("%6.1fs "+format+"\n", append([]any{time.Since(beginning).Seconds()}, arguments...)...)
}
