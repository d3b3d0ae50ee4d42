// Command mutants measures tests: it makes small mistakes in the code, one at a time, and runs the tests of the package
// that the mistake is in. A mistake that no test notices is a test that is missing, or code that does nothing.
//
//	go run ./bench/mutants                          100 mistakes in the packages that everything stands on
//	go run ./bench/mutants -sample 30 insurance/work
//	go run ./bench/mutants insurance/claims:transition.go,move.go
//
// The sample is drawn by a seed, so that the same run can be had again. Each result is appended to a file; a run that was
// stopped continues where it was. Results of files that changed since are void. The work tree is never changed: mistakes are
// compiled by go test -overlay. Tests run without servers first and, if the mistake lives, with those that MYSQL_DSN and
// REDIS_ADDR name.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// usual are the packages, or some of their files, that are measured where none are named.
var usual = []string{"insurance/work", "insurance/fault", "insurance/policy", "insurance/claims:transition.go"}

type options struct {
	sample  int
	seed    uint64
	results string
	again   bool
	goal    int
	list    bool
	targets []string
}

func main() {
	var o options
	flag.IntVar(&o.sample, "sample", 100, "how many mistakes that compile; 0: all")
	flag.Uint64Var(&o.seed, "seed", 11, "draws the sample")
	flag.StringVar(&o.results, "results", "bin/mutants.jsonl", "the file of results, to which a stopped run adds")
	flag.BoolVar(&o.again, "again", false, "try again what lived; all else is known")
	flag.IntVar(&o.goal, "goal", 90, "percent that must be killed, else it exits with 1")
	flag.BoolVar(&o.list, "list", false, "list the sample and run nothing")
	flag.Parse()
	if o.targets = flag.Args(); len(o.targets) == 0 {
		o.targets = usual
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants: "+err.Error())
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	all, err := gather(ctx, root, o.targets)
	if err != nil {
		return err
	}
	drawn := draw(all, o.seed)
	if o.list {
		for _, m := range first(drawn, o.sample) {
			fmt.Println(m)
		}
		return nil
	}
	book, err := openBook(o.results, root, o.again)
	if err != nil {
		return err
	}
	defer book.close()
	folder, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a folder for temporary files
	lab := &lab{root: root, folder: folder, limits: map[string]*limit{}}
	fmt.Printf("%d mistakes are possible; a sample of %d\n", len(all), o.sample)
	tally, err := lab.all(ctx, drawn, o.sample, book)
	if errors.Is(err, context.Canceled) {
		fmt.Println("stopped; the same command goes on from here")
	}
	if err != nil {
		return err
	}
	tally.print(os.Stdout)
	if share := tally.share(); share < float64(o.goal) {
		return fmt.Errorf("%.0f %% were killed, the goal is %d %%", share, o.goal)
	}
	return nil
}

// first are the first n of a list, or all where n is 0.
func first(list []mutant, n int) []mutant {
	if n == 0 || n > len(list) {
		return list
	}
	return list[:n]
}

func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	return strings.TrimSpace(string(out)), err
}

// gather finds the mutants of targets: the folder of a package, or FOLDER:FILE,FILE. Files of other builds, tests and
// generated code are left out.
func gather(ctx context.Context, root string, targets []string) (all []mutant, err error) {
	for _, target := range targets {
		folder, only, narrowed := strings.Cut(filepath.ToSlash(filepath.Clean(target)), ":")
		list := exec.CommandContext(ctx, "go", "list", "-f", `{{join .GoFiles "\n"}}`, "./"+folder)
		list.Dir, list.Stderr = root, os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list %s: %w", folder, err)
		}
		files := strings.Fields(string(out))
		if narrowed {
			files = strings.Split(only, ",")
		}
		for _, name := range files {
			file := folder + "/" + name
			source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
			if err != nil {
				return nil, err
			}
			found, err := mutants(file, source)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("there is nothing to change in these files")
	}
	return all, nil
}
