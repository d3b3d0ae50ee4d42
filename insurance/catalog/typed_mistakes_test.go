package catalog_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// A typedMistake is one of testdata/mistakes.txt.
type typedMistake struct {
	name, stands, typed string
	says                []string // what it must name, and its fix
	on                  string   // which line it stands on, where it is not that which was typed
}

func typedMistakes(t *testing.T) (all []typedMistake) {
	t.Helper()
	text, err := os.ReadFile("testdata/mistakes.txt")
	require.NoError(t, err)
	for _, part := range strings.Split(string(text), "\n# ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		one := typedMistake{name: name}
		for line := range strings.Lines(rest) {
			sign, content, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			switch sign {
			case "-":
				one.stands += content + "\n"
			case "+":
				one.typed += content + "\n"
			case "!":
				one.says = strings.Split(content, " | ")
			case "on:":
				one.on = content
			}
		}
		all = append(all, one)
	}
	return all
}

// lines of the file that the mistake may stand on, from 1.
func (m typedMistake) lines(t *testing.T, before, after string) (from, to int) {
	if m.on != "" {
		at := strings.Index(after, m.on)
		require.GreaterOrEqual(t, at, 0)
		n := strings.Count(after[:at], "\n") + 1
		return n, n
	}
	from = strings.Count(before[:strings.Index(before, m.stands)], "\n") + 1
	return from, from + strings.Count(m.typed, "\n") - 1
}

func TestE6FiftyMistakesOfAnUnderwriter(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		stored := string(bundle(t, "rfi-01").File)
		code, version := "RFI-01", 1
		mistakes := typedMistakes(t)
		assert.GreaterOrEqual(t, len(mistakes), 50)
		for _, m := range mistakes {
			t.Run(m.name, func(t *testing.T) {
				require.Equal(t, 1, min(1, strings.Count(stored, m.stands)), "it stands in the file")
				file := strings.Replace(stored, m.stands, m.typed, 1)
				err := w.Catalog.Check(ctx, catalog.CheckInput{ProductCode: &code, File: file, AttachmentsOf: &version})
				from, to := m.lines(t, stored, file)
				named := slices.ContainsFunc(fault.All(err), func(f fault.Error) bool {
					problem, ok := f.(catalog.FileProblem)
					told := f.Error()
					return ok && problem.Line != nil && *problem.Line >= from && *problem.Line <= to && strings.Contains(told, m.says[0]) &&
						(len(m.says) == 1 || strings.Contains(told, m.says[1]))
				})
				assert.True(t, named, "lines %d to %d: %v", from, to, err)
				for _, f := range fault.All(err) {
					assert.False(t, fault.English(f.(catalog.FileProblem).Message("zh")), "%s: %s", f.Error(), f.(catalog.FileProblem).Message("zh"))
				}
			})
		}
	})
}
