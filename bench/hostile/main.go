// Command hostile sends a server of its own what nobody sends in earnest, and tells what it costs the server:
//
//	go run ./bench/hostile            every shape, as nobody and as a channel
//	go run ./bench/hostile -only deep those whose name holds a text
//
// For each shape it prints the CPU time of the server and the bytes of the answer for each point that the caller was charged, the
// worst last. More than 20 ms or 64 KiB a point for callers without a credential, or 50 ms or 64 KiB for channels, is a failure.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"baodan/bench/rig"
	"baodan/server/httpsig"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "hostile: "+err.Error())
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	only    string
	profile string
	long    time.Duration
	private bool
}

func run(ctx context.Context, arguments []string, out io.Writer) (err error) {
	var o options
	f := flag.NewFlagSet("hostile", flag.ContinueOnError)
	f.StringVar(&o.only, "only", "", "only shapes whose name holds this `text`")
	f.StringVar(&o.profile, "cpuprofile", "", "write the server's CPU profile to this `file`, while all of it is sent once more for 20 s")
	f.DurationVar(&o.long, "long", 1500*time.Millisecond, "how long each shape is sent at most")
	f.BoolVar(&o.private, "private", false, "start private database and Redis servers even where others answer")
	if err := f.Parse(arguments); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("what is %q?", f.Arg(0))
	}
	// Behind a proxy the address of a caller is what the proxy says, so that each request here has a full bucket.
	r, err := rig.Open(ctx, rig.Options{
		Algorithm: httpsig.HMACSHA256, Private: o.private, Out: os.Stderr, Environment: []string{"BEHIND_TLS_PROXY=true"},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	s := newSender(r)
	world, err := s.fill(ctx)
	if err != nil {
		return err
	}
	var all []*result
	var sent []attempt
	for _, one := range shapes(world) {
		if !strings.Contains(one.name, o.only) {
			continue
		}
		for _, who := range one.callers() {
			res, err := s.measure(ctx, attempt{one, who}, o.long)
			if err != nil {
				return err
			}
			fmt.Fprintln(os.Stderr, res)
			all, sent = append(all, res), append(sent, attempt{one, who})
		}
	}
	if err := r.Alive(); err != nil {
		return err
	}
	if o.profile != "" {
		if err := s.profileOf(ctx, sent, o.profile); err != nil {
			return err
		}
	}
	for _, line := range r.Complaints() {
		fmt.Fprintln(out, "server log: "+line)
	}
	return report(out, all)
}
