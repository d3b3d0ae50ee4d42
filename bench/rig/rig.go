// Package rig puts up what a load test stands on: a real database and Redis (those that are named, else private ones),
// a database of its own, and the baodan binary as a child process; and it takes all of that down again. It reads from
// the system what each process costs. What load is sent is left to the caller.
package rig

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"baodan/server/httpsig"
)

// Options of a rig.
type Options struct {
	Algorithm httpsig.Algorithm
	Private   bool      // start private servers even where others answer
	Out       io.Writer // says what is going on

	Worker      bool      // start a worker beside the server, with a queue of its own
	Environment []string  // of both, NAME=VALUE
	Partners    []Partner // channels that get a live key and an agreement of their own
}

// Partner is a sample channel beside the first one, and what it is to sell.
type Partner struct{ Channel, Agreement, Product string }

// Setting is one fact about the surroundings, to be printed with the figures.
type Setting struct{ Name, Value string }

// Rig is everything put up.
type Rig struct {
	Address  string // of the API
	Metrics  string // address of the server's metrics and profiles
	work     string // address of the worker's
	Signer   *httpsig.Signer
	Partners map[string]*httpsig.Signer // by channel
	DB       *sql.DB                    // on the database of this run
	Settings []Setting
	Run      string // 8 characters that name this run

	options  Options
	folder   string
	database database
	redis    string
	binary   string
	server   *child
	worker   *child
	pids     map[string]int
	closers  []func() error
}

// Processes whose cost is told apart.
const (
	Server   = "server"
	Worker   = "worker"
	Load     = "load"
	Database = "database"
	Redis    = "redis"
)

const (
	keyID   = "bench-key"
	channel = "demo-mall"
)

// Open puts everything up. Close takes it down, also after an error.
func Open(ctx context.Context, o Options) (r *Rig, err error) {
	r = &Rig{options: o, pids: map[string]int{Load: os.Getpid()}, Run: strings.ToLower(rand.Text()[:8])}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if r.folder, err = os.MkdirTemp("", "baodan-bench-"); err != nil {
		return r, err
	}
	r.closers = append(r.closers, func() error { return os.RemoveAll(r.folder) })
	r.say("building baodan")
	if err := r.build(ctx); err != nil {
		return r, err
	}
	if err := r.openRedis(ctx); err != nil {
		return r, err
	}
	if err := r.openDatabase(ctx); err != nil {
		return r, err
	}
	if err := r.serve(ctx); err != nil {
		return r, err
	}
	if o.Worker {
		return r, r.startWorker(ctx)
	}
	return r, nil
}

// Close takes everything down, last first.
func (r *Rig) Close() error {
	var errs []error
	for i := len(r.closers) - 1; i >= 0; i-- {
		errs = append(errs, r.closers[i]())
	}
	r.closers = nil
	return errors.Join(errs...)
}

func (r *Rig) say(format string, arguments ...any) {
	fmt.Fprintf(r.options.Out, format+"\n", arguments...)
}

// build compiles the binary of the module that this program belongs to.
func (r *Rig) build(ctx context.Context) error {
	mod, err := output(exec.CommandContext(ctx, "go", "env", "GOMOD"))
	if err != nil {
		return err
	}
	r.binary = filepath.Join(r.folder, "baodan")
	c := exec.CommandContext(ctx, "go", "build", "-pgo=server/release.pgo", "-o", r.binary, ".") // as make build does
	c.Dir = filepath.Dir(strings.TrimSpace(mod))
	_, err = output(c)
	return err
}

// output runs a command and answers what it prints; its complaints become the error.
func output(c *exec.Cmd) (string, error) {
	var complaints strings.Builder
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		return string(out), fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, complaints.String())
	}
	return string(out), nil
}
