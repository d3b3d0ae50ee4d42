// Command mistakes plants mistakes in the product, one at a time, and plays random histories until one notices: a mistake that
// none notices is a part of the rules that histories do not reach. The work tree is never changed: go test -overlay compiles the
// mistake.
//
//	go run ./bench/histories/mistakes                     all of them
//	go run ./bench/histories/mistakes -only "too many"    those whose name has this text
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"baodan/bench/faults/bugs"
)

func main() {
	only := flag.String("only", "", "a part of the names of mistakes")
	most := flag.Int("histories", 500, "histories that are played at most")
	seed := flag.Int("seed", 1, "of the first history")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	missed, err := run(ctx, *only, *seed, *most)
	stop()
	if err != nil || missed > 0 {
		fmt.Fprintf(os.Stderr, "mistakes: %d were not noticed; %v\n", missed, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only string, seed, most int) (missed int, err error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return 0, fmt.Errorf("go env GOMOD: %w", err)
	}
	for _, m := range list {
		if !strings.Contains(m.name, only) {
			continue
		}
		found, err := m.noticed(ctx, filepath.Dir(string(module)), seed, most)
		if err != nil {
			return missed, fmt.Errorf("%s: %w", m.name, err)
		}
		if found == "" {
			missed++
			found = "NOT NOTICED"
		}
		fmt.Printf("%s: %s\n", m.name, found)
	}
	return missed, nil
}

var difference = regexp.MustCompile(`history (\d+) (?s:.*?)DIFFERENT: (.*)\n`)

// noticed plays histories on the product with a mistake and tells which one noticed it, by which act; empty: none.
func (m mistake) noticed(ctx context.Context, root string, seed, most int) (string, error) {
	folder, err := os.MkdirTemp("", "mistake")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder for temporary files
	overlay, err := bugs.Plant(root, m.edits, folder)
	if err != nil {
		return "", err
	}
	test := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-count=1", "-timeout=30m", "-run=TestHistories/sqlite", "./bench/histories")
	test.Dir = root
	test.Env = append(os.Environ(), fmt.Sprint("SEED=", seed), fmt.Sprint("HISTORIES=", most), "DIFFERENCES=1")
	out, err := test.CombinedOutput()
	if err == nil {
		return "", nil
	}
	what := difference.FindSubmatch(out)
	if what == nil {
		return "", fmt.Errorf("the test did not run: %w\n%s", err, out)
	}
	return fmt.Sprintf("history %s, %s", what[1], what[2]), nil
}
