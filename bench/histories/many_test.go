package histories

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"
)

// A long run is a sequence of parts, each in a database of its own. What a part came to is a line of a file, so that a run that was
// stopped goes on; parts that were played on other code are void.
const (
	partSize    = 100
	mysqlEach   = 10 // part is on MySQL
	resultsFile = "../../bin/histories.jsonl"
)

// part is what one part came to.
type part struct {
	Code    string   `json:"code"` // digest of the sources
	Kind    string   `json:"kind"`
	From    uint64   `json:"from"`
	N       uint64   `json:"n"`
	Counts  Counts   `json:"counts"`
	Texts   []string `json:"texts,omitempty"` // of histories that differ
	Seconds float64  `json:"seconds"`
}

// TestManyHistories plays HISTORIES from SEED on; make histories runs it.
func TestManyHistories(t *testing.T) {
	n, from := number("HISTORIES", 0), number("SEED", 1)
	if n == 0 || os.Getenv("MANY") == "" {
		t.Skip("make histories plays many")
	}
	digest, known := sources(t), results(t)
	fmt.Printf("%d histories, seeds %d to %d, code %s\n", n, from, from+n-1, digest)
	var total Counts
	var texts []string
	for i, at := 1, from; at < from+n; i, at = i+1, at+partSize {
		p := part{Code: digest, Kind: dialect.SQLite, From: at, N: min(partSize, from+n-at)}
		if i%mysqlEach == 0 && os.Getenv("MYSQL_DSN") != "" {
			p.Kind = dialect.MySQL
		}
		done, is := known[p.key()]
		if !is {
			done = p.play(t)
			require.Equal(t, p.N, uint64(done.Counts.Histories), "a part that ends before its end counts for nothing")
			done.keep(t)
		}
		total.Add(done.Counts)
		texts = append(texts, done.Texts...)
		fmt.Printf("seeds %d to %d on %s: %d differences, %.0f s%s\n", at, at+p.N-1, done.Kind, done.Counts.Differences, done.Seconds, map[bool]string{true: ", known"}[is])
	}
	fmt.Print(total.table())
	require.Empty(t, texts, "product and model differ")
}

func (p part) key() string { return fmt.Sprint(p.Code, p.Kind, p.From, p.N) }

func (p part) play(t *testing.T) part {
	began := time.Now()
	t.Run(fmt.Sprint(p.Kind, p.From), func(t *testing.T) {
		l := NewLab(t, p.Kind)
		for seed := p.From; seed < p.From+p.N; seed++ {
			one, text := l.Play(seed)
			p.Counts.Add(one)
			if text != "" {
				p.Texts = append(p.Texts, text)
				fmt.Println(text)
			}
		}
	})
	p.Seconds = time.Since(began).Seconds()
	return p
}

func (p part) keep(t *testing.T) {
	require.NoError(t, os.MkdirAll(filepath.Dir(resultsFile), 0o750))
	file, err := os.OpenFile(resultsFile, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	require.NoError(t, err)
	defer file.Close()
	line, err := json.Marshal(p)
	require.NoError(t, err)
	_, err = file.Write(append(line, '\n'))
	require.NoError(t, err)
}

// results are the parts that were played.
func results(t *testing.T) map[string]part {
	known := map[string]part{}
	text, err := os.ReadFile(resultsFile)
	if err != nil && !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var p part
		if json.Unmarshal(lines.Bytes(), &p) == nil { // the last line may be half of one
			known[p.key()] = p
		}
	}
	return known
}

// sources is a digest of the code that histories run through.
func sources(t *testing.T) string {
	sum := sha256.New()
	for _, folder := range []string{"engine", "ent", "insurance", "bench/histories"} {
		err := filepath.WalkDir(filepath.Join("../..", folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "mistakes" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			text, err := os.ReadFile(path)
			fmt.Fprintln(sum, path, len(text))
			sum.Write(text)
			return err
		})
		require.NoError(t, err)
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// table tells counts.
func (c Counts) table() string {
	var text strings.Builder
	for _, list := range []struct {
		title  string
		counts map[string]int
	}{{"acts that were done", c.Acts}, {"acts that were refused, and by what", c.Refusals}, {"what they came to", c.Reached}} {
		fmt.Fprintf(&text, "\n%s\n", list.title)
		for _, key := range slices.Sorted(maps.Keys(list.counts)) {
			fmt.Fprintf(&text, "  %-52s %8d\n", key, list.counts[key])
		}
	}
	fmt.Fprintf(&text, "\n%d histories, %d views, %d differences\n", c.Histories, c.Views, c.Differences)
	return text.String()
}
