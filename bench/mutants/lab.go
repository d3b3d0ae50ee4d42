package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// lab builds mutants and runs their tests.
type lab struct {
	root, folder string
	limits       map[string]*limit // by package
}

// limit is how long the tests of a package may take, without servers and with them: five times what they took on the code
// as it is. A mistake that makes them longer is noticed by that.
type limit struct{ alone, served time.Duration }

const (
	leastLimit = 20 * time.Second
	// firstLimit is that of the code as it is, of which nothing is known yet.
	firstLimit = 10 * time.Minute
)

// all tries mutants in their order until enough were tried that compile.
func (l *lab) all(ctx context.Context, drawn []mutant, sample int, b *book) (*tally, error) {
	t := &tally{}
	if sample == 0 {
		sample = len(drawn)
	}
	begin, fresh := time.Now(), 0
	for _, m := range drawn {
		if t.tried() >= sample {
			break
		}
		r, known := b.find(m)
		if !known {
			var err error
			if r, err = l.try(ctx, m); err != nil {
				return nil, err
			}
			if err := b.add(m, r); err != nil {
				return nil, err
			}
			fresh++
		}
		t.add(m, r.Verdict)
		if !known {
			left := time.Duration(float64(time.Since(begin)) / float64(fresh) * float64(max(sample-t.tried(), 0)))
			fmt.Printf("%3d/%d %-16s %5.1fs %s  (%s left)\n", t.tried(), sample, r.Verdict, r.Seconds, m, left.Round(time.Second))
		}
	}
	return t, nil
}

// try builds the tests of a package with a mistake in it and runs them.
func (l *lab) try(ctx context.Context, m mutant) (result, error) {
	folder := path.Dir(m.File)
	limit, err := l.limit(ctx, folder)
	if err != nil {
		return result{}, err
	}
	overlay, err := l.overlay(m)
	if err != nil {
		return result{}, err
	}
	begin := time.Now()
	binary := filepath.Join(l.folder, "mutant.test")
	if _, err := l.build(ctx, folder, binary, "-overlay", overlay); err != nil {
		return result{Verdict: noBuild, Seconds: time.Since(begin).Seconds()}, ctx.Err()
	}
	v, how := lived, ""
	if out, err := l.tests(ctx, folder, binary, limit.alone, withoutServers()); err != nil {
		v, how = killed, failed(out)
	} else if limit.served > 0 {
		if out, err := l.tests(ctx, folder, binary, limit.served, os.Environ()); err != nil {
			v, how = killed, failed(out)
		}
	}
	return result{Verdict: v, How: how, Seconds: time.Since(begin).Seconds()}, ctx.Err()
}

// limit runs the tests of a package on the code as it is, once. They must pass, else nothing that follows says anything.
func (l *lab) limit(ctx context.Context, folder string) (*limit, error) {
	if known := l.limits[folder]; known != nil {
		return known, nil
	}
	binary := filepath.Join(l.folder, "asitis.test")
	if out, err := l.build(ctx, folder, binary); err != nil {
		return nil, fmt.Errorf("%s does not compile: %w\n%s", folder, err, out)
	}
	took := func(environment []string) (time.Duration, error) {
		begin := time.Now()
		if out, err := l.tests(ctx, folder, binary, firstLimit, environment); err != nil {
			return 0, fmt.Errorf("the tests of %s fail as they are: %w\n%s", folder, err, out)
		}
		return max(5*time.Since(begin), leastLimit), ctx.Err()
	}
	var limits limit
	var err error
	if limits.alone, err = took(withoutServers()); err != nil {
		return nil, err
	}
	if os.Getenv("MYSQL_DSN") != "" || os.Getenv("REDIS_ADDR") != "" {
		if limits.served, err = took(os.Environ()); err != nil {
			return nil, err
		}
	}
	l.limits[folder] = &limits
	return &limits, nil
}

// overlay writes the file with its mistake and what go build -overlay reads.
func (l *lab) overlay(m mutant) (string, error) {
	file := filepath.Join(l.root, filepath.FromSlash(m.File))
	source, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(l.folder, "mutant.go")
	if err := os.WriteFile(changed, m.apply(source), 0o600); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(l.folder, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}

func (l *lab) build(ctx context.Context, folder, binary string, flags ...string) ([]byte, error) {
	build := exec.CommandContext(ctx, "go", slices.Concat([]string{"test", "-c", "-vet=off", "-o", binary}, flags, []string{"./" + folder})...)
	build.Dir = l.root
	return build.CombinedOutput()
}

// tests runs a test binary in the folder of its package. All that it started ends with it.
func (l *lab) tests(ctx context.Context, folder, binary string, limit time.Duration, environment []string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit+10*time.Second) // it ends itself earlier, if it still can
	defer cancel()
	test := exec.CommandContext(ctx, binary, "-test.failfast", "-test.timeout="+limit.String())
	test.Dir = filepath.Join(l.root, filepath.FromSlash(folder))
	test.Env = append(environment, "TMPDIR="+l.folder)
	test.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	test.Cancel = func() error { return syscall.Kill(-test.Process.Pid, syscall.SIGKILL) }
	test.WaitDelay = time.Second
	return test.CombinedOutput()
}

// withoutServers is the environment in which tests that need a server are skipped.
func withoutServers() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains([]string{"MYSQL_DSN", "REDIS_ADDR", "BAODAN_TEST_SERVERS"}, name)
	})
}

var (
	failure = regexp.MustCompile(`--- FAIL: (\S+)`)
	panics  = regexp.MustCompile(`(?m)^(panic: .*|fatal error: .*)$`)
)

// failed names the test that said no.
func failed(out []byte) string {
	if m := failure.FindSubmatch(out); m != nil {
		return string(m[1])
	}
	if m := panics.FindSubmatch(out); m != nil {
		return string(m[1])
	}
	return "it did not end"
}
