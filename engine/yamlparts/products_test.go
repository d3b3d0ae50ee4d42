package yamlparts_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"baodan/engine/yamlparts"
)

// The products of the repository, whose files are what people edit.
var products = []string{"seed/rfi-01.yaml", "seed/asi-01.yaml", "testdata/phx-01.yaml"}

// TestAnEditIsAllThatChanges makes 200 random edits of each product: file -> structure -> file is byte-equal except the edit, and what
// is taken back gives the very file.
func TestAnEditIsAllThatChanges(t *testing.T) {
	t.Parallel()
	for _, name := range products {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, err := os.ReadFile(filepath.Join("../../insurance/catalog", name))
			require.NoError(t, err)
			for seed := range uint64(200) {
				random(t, string(file), seed)
			}
		})
	}
}

func random(t *testing.T, file string, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7)) // a seed, so that a failure can be repeated
	parts := partsOf(t, file)
	at := parts[r.IntN(len(parts))]
	before := at.value
	where := fmt.Sprintf("seed %d: %s", seed, strings.Join(at.path, "."))
	switch r.IntN(5) {
	case 0: // another text or number
		at = scalarOf(r, parts)
		fresh := newScalar(r, at.value)
		after := apply(t, where, file, yamlparts.Replace, at.path, fresh)
		require.True(t, slices.Equal(leavesBut(t, file, at.path), leavesBut(t, after, at.path)), where)
		changed := linesThatDiffer(file, after)
		require.LessOrEqual(t, changed, max(1, strings.Count(text(at.value), "\n")+2), "%s: more lines than its own", where)
		if _, inexact := at.value.(float64); inexact {
			return // its zeros are not known here
		}
		same(t, where+": set back", file, apply(t, where, after, yamlparts.Replace, at.path, at.value))
	case 1: // a key more
		if _, ok := at.value.(yaml.MapSlice); !ok {
			return
		}
		path := append(slices.Clone(at.path), "zzKey")
		after := apply(t, where, file, yamlparts.Add, path, newScalar(r, ""))
		require.True(t, slices.Equal(leavesBut(t, file, path), leavesBut(t, after, path)), where)
		same(t, where+": taken out", file, remove(t, where, after, path))
	case 2: // an item more, as another one is
		list, ok := before.([]any)
		if !ok || len(list) == 0 {
			return
		}
		place := r.IntN(len(list) + 1)
		path := append(slices.Clone(at.path), strconv.Itoa(place))
		after := apply(t, where, file, yamlparts.Add, path, list[r.IntN(len(list))])
		same(t, where+": taken out", file, remove(t, where, after, path))
	case 4: // an item elsewhere in its list, and back
		list, ok := before.([]any)
		if !ok || len(list) < 2 {
			return
		}
		from, to := r.IntN(len(list)), r.IntN(len(list))
		one := list[from]
		move := func(file string, from, to int) string {
			return apply(t, where, file, yamlparts.Move, append(slices.Clone(at.path), stepTo(one, from)), to)
		}
		same(t, where+": moved back", file, move(move(file, from, to), to, from))
	case 3: // a part less
		if len(at.path) == 0 {
			return
		}
		after := remove(t, where, file, at.path)
		head := commonPrefix(file, after)
		tail := min(commonPrefix(reversed(file), reversed(after)), len(after)-head)
		require.LessOrEqual(t, len(after)-head-tail, 2, "%s: all that is left has its bytes", where)
	}
}

type part struct {
	path  []string
	value any
}

// partsOf are all parts of a file, as another reader of YAML has them.
func partsOf(t *testing.T, file string) (list []part) {
	t.Helper()
	var root yaml.MapSlice
	require.NoError(t, yaml.UnmarshalWithOptions([]byte(file), &root, yaml.UseOrderedMap()))
	var walk func(path []string, value any)
	walk = func(path []string, value any) {
		list = append(list, part{path, value})
		switch value := value.(type) {
		case yaml.MapSlice:
			for _, each := range value {
				walk(append(slices.Clone(path), fmt.Sprint(each.Key)), each.Value)
			}
		case []any:
			for i, each := range value {
				walk(append(slices.Clone(path), stepTo(each, i)), each)
			}
		}
	}
	walk(nil, root)
	return list
}

// stepTo is the place of an item, or its code where that is a number: plan '2' is not the plan at 2.
func stepTo(item any, place int) string {
	fields, _ := item.(yaml.MapSlice)
	for _, each := range fields {
		if isNumber(each.Value) && each.Key == "code" {
			return text(each.Value)
		}
	}
	return strconv.Itoa(place)
}

func isNumber(value any) bool {
	said, ok := value.(string)
	_, err := strconv.Atoi(said)
	return ok && err == nil
}

func text(value any) string { return fmt.Sprint(value) }

// leavesBut are all values of a file but those of a part, each with its path.
func leavesBut(t *testing.T, file string, path []string) (list []string) {
	t.Helper()
	for _, each := range partsOf(t, file) {
		switch each.value.(type) {
		case yaml.MapSlice, []any:
			continue
		}
		if len(each.path) < len(path) || !slices.Equal(each.path[:len(path)], path) {
			list = append(list, strings.Join(each.path, ".")+"="+text(each.value))
		}
	}
	return list
}

func scalarOf(r *rand.Rand, parts []part) part {
	for {
		one := parts[r.IntN(len(parts))]
		switch one.value.(type) {
		case yaml.MapSlice, []any, nil:
		default:
			if !isNumber(one.value) { // a code that is one names its item
				return one
			}
		}
	}
}

func newScalar(r *rand.Rand, like any) any {
	switch like.(type) {
	case string:
		return []string{"x", "有逗号, 有引号'", "a: b", "{x}", "#1", "true", "1.50", "- y", "'q'", "P30D", "x > 1 && y == 'z'", "%", "@", "  "}[r.IntN(14)] + strconv.Itoa(r.IntN(9))
	case bool:
		return like != true
	}
	return r.IntN(1000)
}

func encoded(t *testing.T, value any) string {
	t.Helper()
	var b strings.Builder
	var write func(value any)
	write = func(value any) {
		switch value := value.(type) {
		case yaml.MapSlice:
			b.WriteByte('{')
			for i, each := range value {
				if i > 0 {
					b.WriteByte(',')
				}
				write(fmt.Sprint(each.Key))
				b.WriteByte(':')
				write(each.Value)
			}
			b.WriteByte('}')
		case []any:
			b.WriteByte('[')
			for i, each := range value {
				if i > 0 {
					b.WriteByte(',')
				}
				write(each)
			}
			b.WriteByte(']')
		default:
			one, err := json.Marshal(value)
			require.NoError(t, err)
			b.Write(one)
		}
	}
	write(value)
	return b.String()
}

func apply(t *testing.T, where, file string, operation yamlparts.Operation, path []string, value any) string {
	t.Helper()
	after, err := rules.Apply(file, []yamlparts.Change{{Operation: operation, Path: path, Value: encoded(t, value)}})
	require.NoError(t, err, where)
	return after
}

func remove(t *testing.T, where, file string, path []string) string {
	t.Helper()
	after, err := rules.Apply(file, []yamlparts.Change{{Operation: yamlparts.Remove, Path: path}})
	require.NoError(t, err, where)
	return after
}

// same tells the first line that differs, not two whole files.
func same(t *testing.T, where, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	at := commonPrefix(want, got)
	require.Failf(t, where, "want %q\ngot  %q", want[max(0, at-40):min(len(want), at+80)], got[max(0, at-40):min(len(got), at+80)])
}

func linesThatDiffer(a, b string) int {
	before, after := strings.Split(a, "\n"), strings.Split(b, "\n")
	head := 0
	for head < min(len(before), len(after)) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < min(len(before), len(after))-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	return max(len(before), len(after)) - head - tail
}

func commonPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

func reversed(text string) string {
	bytes := []byte(text)
	slices.Reverse(bytes)
	return string(bytes)
}
