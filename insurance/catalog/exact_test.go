package catalog_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func itoa(n int) string { return strconv.Itoa(n) }

// No float64 anywhere near money (F2): neither engines nor business name a type of binary fractions, write one down,
// or call what makes one.
func TestNoBinaryFractions(t *testing.T) {
	t.Parallel()
	forbidden := []string{"float32", "float64", "complex64", "complex128", "ParseFloat", "FormatFloat", "AppendFloat", "Float64", "Float32"}
	looked := 0
	for _, root := range []string{"../../engine", ".."} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			require.NoError(t, err)
			files := token.NewFileSet()
			parsed, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
			require.NoError(t, err)
			looked++
			ast.Inspect(parsed, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					assert.False(t, slices.Contains(forbidden, n.Name), "%s: %s", files.Position(n.Pos()), n.Name)
				case *ast.BasicLit:
					assert.NotEqual(t, token.FLOAT, n.Kind, "%s: %s", files.Position(n.Pos()), n.Value)
				}
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
	assert.Greater(t, looked, 40)
}

// Engines are pure: no clock, no database, no network, and at most the one module that each was given.
func TestEnginesArePure(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{
		"money":  {"github.com/cockroachdb/apd/v3"},
		"rule":   {"cel.dev/cel-go/", "baodan/engine/money"},
		"rating": {"baodan/engine/money", "baodan/engine/rule"},
	}
	impure := []string{"database/sql", "net", "net/http", "os", "math/rand", "math/rand/v2", "log", "log/slog"}
	for name, modules := range allowed {
		names, err := filepath.Glob("../../engine/" + name + "/*.go")
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, path := range names {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			files := token.NewFileSet()
			parsed, err := parser.ParseFile(files, path, nil, 0)
			require.NoError(t, err)
			for _, i := range parsed.Imports {
				imported, err := strconv.Unquote(i.Path.Value)
				require.NoError(t, err)
				assert.NotContains(t, impure, imported, path)
				known := slices.ContainsFunc(modules, func(m string) bool { return strings.HasPrefix(imported, m) })
				assert.True(t, known || !strings.Contains(strings.Split(imported, "/")[0], ".") && !strings.HasPrefix(imported, "baodan/"), "%s imports %s", path, imported)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" {
						assert.NotContains(t, []string{"Now", "Since", "Until", "Sleep", "After", "Local"}, s.Sel.Name, "%s", files.Position(n.Pos()))
					}
				}
				return true
			})
		}
	}
}
