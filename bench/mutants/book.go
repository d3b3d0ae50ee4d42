package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// verdict is what became of a mutant.
type verdict string

const (
	killed  verdict = "killed"
	lived   verdict = "lived"
	noBuild verdict = "does not compile"
)

// result is one line of the book.
type result struct {
	Mutant  string  `json:"mutant"`
	File    string  `json:"file"`
	Source  string  `json:"source"` // SHA-256 of the file that was changed, the beginning of it
	Verdict verdict `json:"verdict"`
	How     string  `json:"how,omitempty"` // which test said no
	Seconds float64 `json:"seconds"`
}

// draw shuffles mutants by a seed. Those that come first are the sample: a larger one holds a smaller one.
func draw(all []mutant, seed uint64) []mutant {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b mutant) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.New, b.New))
	})
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// book holds the results that are known, and stores each new one at once.
type book struct {
	known   map[string]result
	root    string
	sources map[string]string
	file    *os.File
}

// openBook reads the results of earlier runs. With again, what lived is unknown: tests may have been mended.
func openBook(name, root string, again bool) (*book, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	b := &book{known: map[string]result{}, root: root, sources: map[string]string{}, file: file}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var r result
		if json.Unmarshal(bytes.TrimSpace(lines.Bytes()), &r) == nil { // the last line may be half of one
			b.known[r.Mutant] = r
		}
	}
	for key, r := range b.known {
		if again && r.Verdict == lived {
			delete(b.known, key)
		}
	}
	return b, nil
}

// source names the state of a file.
func (b *book) source(file string) string {
	if b.sources[file] == "" {
		text, err := os.ReadFile(filepath.Join(b.root, filepath.FromSlash(file)))
		if err != nil {
			return err.Error()
		}
		sum := sha256.Sum256(text)
		b.sources[file] = hex.EncodeToString(sum[:8])
	}
	return b.sources[file]
}

// find gives the result of a mutant if it is known of the file as it is now.
func (b *book) find(m mutant) (result, bool) {
	r, there := b.known[m.String()]
	return r, there && r.Source == b.source(m.File)
}

// add stores a result.
func (b *book) add(m mutant, r result) error {
	r.Mutant, r.File, r.Source = m.String(), m.File, b.source(m.File)
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = b.file.Write(append(line, '\n'))
	return err
}

func (b *book) close() { _ = b.file.Close() }

// tally counts verdicts by package.
type tally struct {
	counts map[string]map[verdict]int
	living []mutant
}

func (t *tally) add(m mutant, v verdict) {
	for _, of := range []string{path.Dir(m.File), ""} {
		if t.counts == nil {
			t.counts = map[string]map[verdict]int{}
		}
		if t.counts[of] == nil {
			t.counts[of] = map[verdict]int{}
		}
		t.counts[of][v]++
	}
	if v == lived {
		t.living = append(t.living, m)
	}
}

// tried is how many compiled.
func (t *tally) tried() int { return t.counts[""][killed] + t.counts[""][lived] }

// share is how many percent of those that compiled were killed.
func (t *tally) share() float64 {
	return 100 * float64(t.counts[""][killed]) / float64(max(t.tried(), 1))
}

func (t *tally) print(out io.Writer) {
	if len(t.counts) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%-24s %6s %6s %12s\n", "package", "killed", "lived", "not compiled")
	names := slices.Sorted(maps.Keys(t.counts))
	for _, name := range append(names[1:], "") { // the sum, which has no name, comes last
		c := t.counts[name]
		fmt.Fprintf(out, "%-24s %6d %6d %12d\n", cmp.Or(name, "all"), c[killed], c[lived], c[noBuild])
	}
	fmt.Fprintf(out, "%.0f %% killed\n", t.share())
	if len(t.living) > 0 {
		fmt.Fprintln(out, "\nthese lived:")
	}
	slices.SortFunc(t.living, func(a, b mutant) int { return cmp.Compare(a.String(), b.String()) })
	for _, m := range t.living {
		fmt.Fprintln(out, "  "+m.String())
	}
}
