package rig

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// serve makes the tables, the samples and a key, and starts the server.
func (r *Rig) serve(ctx context.Context) error {
	for _, arguments := range [][]string{{"migrate"}, {"seed"}} {
		r.say("baodan %s", arguments[0])
		if _, err := r.tool(ctx, arguments...); err != nil {
			return err
		}
	}
	if err := r.credentials(ctx); err != nil {
		return err
	}
	port, operations := freePort(), freePort()
	r.Address, r.Metrics = "127.0.0.1:"+strconv.Itoa(port), "127.0.0.1:"+strconv.Itoa(operations)
	c := r.command(ctx, "serve")
	c.Env = append(c.Env, "PORT="+strconv.Itoa(port), "METRICS_ADDR="+r.Metrics)
	healthy := func() error {
		answer, err := http.Get("http://" + r.Address + "/healthz")
		if err != nil {
			return err
		}
		defer answer.Body.Close() //nolint:errcheck // only the status is wanted
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("healthz: %s", answer.Status)
		}
		return nil
	}
	child, err := background(ctx, c, filepath.Join(r.folder, "serve.log"), healthy)
	if err != nil {
		return err
	}
	r.server, r.pids[Server] = child, child.pid()
	r.closers = append(r.closers, child.stop)
	return nil
}

// command is the binary in the surroundings of this run: development mode, all else as it comes.
func (r *Rig) command(ctx context.Context, arguments ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, r.binary, arguments...)
	c.Dir = r.folder
	c.Env = append(os.Environ(), "BAODAN_MODE=development", "LISTEN=127.0.0.1", "PUBLIC_URL=http://localhost",
		"DATA_DIR="+filepath.Join(r.folder, "data"), "MYSQL_DSN="+r.database.dsn(), "REDIS_ADDR="+r.redis)
	c.Env = append(c.Env, r.options.Environment...)
	return c
}

func (r *Rig) tool(ctx context.Context, arguments ...string) (string, error) {
	c := r.command(ctx, arguments...)
	c.Env = append(c.Env, "METRICS_ADDR=")
	return output(c)
}

// Alive is an error when the server, or a worker, has ended by itself; what was measured since is worth nothing.
func (r *Rig) Alive() error {
	if r.worker == nil {
		return r.server.alive()
	}
	return errors.Join(r.server.alive(), r.worker.alive())
}

// Profile writes a profile of the server over some seconds to a file. Its name is that of net/http/pprof: profile is
// CPU time, allocs what was allocated.
func (r *Rig) Profile(ctx context.Context, name, file string, length time.Duration) error {
	return r.ProfileOf(ctx, Server, name, file, length)
}

// ProfileOf writes a profile of the server or of the worker.
func (r *Rig) ProfileOf(ctx context.Context, process, name, file string, length time.Duration) error {
	at := map[string]string{Server: r.Metrics, Worker: r.work}[process]
	address := fmt.Sprintf("http://%s/debug/pprof/%s?seconds=%d", at, name, max(int(length.Seconds()), 1))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	profile, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("profile: %s: %s", answer.Status, profile)
	}
	return os.WriteFile(file, profile, 0o600)
}

// Complaints are the last lines that the server logged above the level of information, and the worker.
func (r *Rig) Complaints() []string {
	kept := r.complaintsIn("serve.log")
	if r.worker != nil {
		kept = append(kept, r.complaintsIn("work.log")...)
	}
	return kept
}

func (r *Rig) complaintsIn(log string) []string {
	text, err := os.ReadFile(filepath.Join(r.folder, log))
	if err != nil {
		return []string{err.Error()}
	}
	var kept []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, `"level":"INFO"`) && !strings.Contains(line, `"level":"DEBUG"`) {
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	const last = 5
	return kept[max(len(kept)-last, 0):]
}
