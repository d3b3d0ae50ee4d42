// Command against compares a bench of this tree with the same bench of an earlier commit:
//
//	go run ./bench/against -base b1ff14f -turns 7 claims -phases drained -rounds 1
//
// Old and new take turns, each with its own binary and load generator, so that a machine that is slow for a while is slow for
// both. What counts is the CPU time for a unit of all processes but the load generator; the ratio is the median of the pairs.
// The result of each turn is kept under bin/against, so a run that was broken off continues where it stopped; -again begins anew.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"baodan/bench/load"
	"baodan/bench/rig"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "against: "+err.Error())
		os.Exit(1) //nolint:gocritic // nothing is left to be stopped
	}
}

// comparison is one bench of two trees.
type comparison struct {
	base      string
	turns     int
	arguments []string
	folder    string // of results
	trees     [2]string
}

func run(ctx context.Context, arguments []string, out io.Writer) error {
	c := &comparison{}
	f := flag.NewFlagSet("against", flag.ContinueOnError)
	f.StringVar(&c.base, "base", "b1ff14f", "the earlier `commit`")
	f.IntVar(&c.turns, "turns", 7, "of each tree")
	again := f.Bool("again", false, "forget the turns that were taken")
	if err := f.Parse(arguments); err != nil {
		return err
	}
	if c.arguments = f.Args(); len(c.arguments) == 0 {
		return errors.New("name a bench and its flags: claims -phases drained -rounds 1")
	}
	root, err := git(ctx, ".", "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	c.folder = filepath.Join(root, "bin", "against", c.base+"-"+strings.Join(c.arguments, "_"))
	if *again {
		if err := os.RemoveAll(c.folder); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.folder, 0o750); err != nil {
		return err
	}
	c.trees = [2]string{filepath.Join(root, "bin", "against", "tree-"+c.base), root}
	if _, err := os.Stat(c.trees[0]); errors.Is(err, os.ErrNotExist) {
		if _, err := git(ctx, root, "worktree", "add", "--detach", c.trees[0], c.base); err != nil {
			return err
		}
	}
	var pairs [][2]costs
	for turn := range c.turns {
		var pair [2]costs
		for i := range 2 {
			which := (turn + i) % 2 // who begins changes
			if pair[which], err = c.turn(ctx, which, turn); err != nil {
				return err
			}
		}
		pairs = append(pairs, pair)
	}
	return compare(out, pairs)
}

func git(ctx context.Context, folder string, arguments ...string) (string, error) {
	text, err := exec.CommandContext(ctx, "git", append([]string{"-C", folder}, arguments...)...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", arguments[0], err, text)
	}
	return strings.TrimSpace(string(text)), nil
}

// turn runs the bench of a tree once, or reads what it told earlier.
func (c *comparison) turn(ctx context.Context, which, turn int) (costs, error) {
	name := []string{"old", "new"}[which]
	file := filepath.Join(c.folder, fmt.Sprintf("%d-%s.json", turn+1, name))
	if _, err := os.Stat(file); err != nil {
		fmt.Fprintf(os.Stderr, "turn %d of %d: %s\n", turn+1, c.turns, name)
		command := exec.CommandContext(ctx, "go", append(append([]string{"run", "./bench"}, c.arguments...), "-json", file+".part")...)
		command.Dir, command.Stdout, command.Stderr = c.trees[which], io.Discard, os.Stderr
		if err := command.Run(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := os.Rename(file+".part", file); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return costsOf(text)
}

// costs are the CPU times for a unit, by what was measured.
type costs map[string]float64

// costsOf reads the report of a bench. Rows of requests are in seconds for 1,000, phases of work in ms for one, which is the same.
func costsOf(text []byte) (costs, error) {
	var report struct {
		Rows []struct {
			Kind        string
			Concurrency int
			CPU         map[string]float64
		}
		Phases []struct {
			Phase string
			CPU   map[string]float64
		}
	}
	if err := json.Unmarshal(text, &report); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	found := costs{}
	for _, row := range report.Rows {
		found[fmt.Sprintf("%s, %d at once", row.Kind, row.Concurrency)] = sum(row.CPU)
	}
	for _, phase := range report.Phases {
		found[phase.Phase] = sum(phase.CPU)
	}
	if len(found) == 0 {
		return nil, errors.New("the report has no figures")
	}
	return found, nil
}

// sum is what all processes used, without the load generator.
func sum(cpu map[string]float64) (all float64) {
	for process, used := range cpu {
		if process != rig.Load && process != rig.Machine {
			all += used
		}
	}
	return all
}

// compare tells the medians of both trees and of their ratios, for all that both measured.
func compare(out io.Writer, pairs [][2]costs) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "measured\told ms\tnew ms\tnew/old\tpairs")
	for _, what := range slices.Sorted(maps.Keys(pairs[0][0])) {
		var old, fresh, ratios []float64
		for _, pair := range pairs {
			before, was := pair[0][what]
			after, is := pair[1][what]
			if was && is && before > 0 {
				old, fresh, ratios = append(old, before), append(fresh, after), append(ratios, after/before)
			}
		}
		if len(ratios) > 0 {
			fmt.Fprintf(table, "%s\t%.3f\t%.3f\t%.3f\t%d\n", what, load.Median(old), load.Median(fresh), load.Median(ratios), len(ratios))
		}
	}
	return table.Flush()
}
