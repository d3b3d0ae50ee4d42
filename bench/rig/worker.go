package rig

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// startWorker starts workers in a process of their own.
func (r *Rig) startWorker(ctx context.Context) error {
	r.work = "127.0.0.1:" + strconv.Itoa(freePort())
	c := r.command(ctx, "work")
	c.Env = append(c.Env, "METRICS_ADDR="+r.work)
	child, err := background(ctx, c, filepath.Join(r.folder, "work.log"), func() error {
		answer, err := http.Get("http://" + r.work + "/metrics")
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
	if err != nil {
		return err
	}
	r.worker, r.pids[Worker] = child, child.pid()
	r.closers = append(r.closers, child.stop, r.Resume)
	return nil
}

// Pause stops the worker where it stands, as a machine that hangs does. Do it while nothing is under way: a transaction
// of a stopped process keeps its locks.
func (r *Rig) Pause() error { return r.signalWorker(syscall.SIGSTOP) }

// Resume lets a paused worker go on.
func (r *Rig) Resume() error { return r.signalWorker(syscall.SIGCONT) }

func (r *Rig) signalWorker(s syscall.Signal) error {
	err := r.worker.command.Process.Signal(s)
	if err != nil && !errors.Is(err, os.ErrProcessDone) { // Alive tells of one that has ended
		return fmt.Errorf("%s to the worker: %w", s, err)
	}
	return nil
}

// Statements is how many SQL statements the database server has run since it started, for everybody.
func (r *Rig) Statements(ctx context.Context) (n int64, err error) {
	var name string
	err = r.DB.QueryRowContext(ctx, "SHOW GLOBAL STATUS LIKE 'Questions'").Scan(&name, &n)
	return n, err
}
