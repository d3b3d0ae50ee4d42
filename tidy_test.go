package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The style as a test: levels, lengths, comments. What it holds is written in ARCHITECTURE.md.

// levels of packages, lowest first; a package imports lower levels only. Inside insurance there are: base, who calls,
// what all acts of people need, masters, the policy and mail, acts.
var levels = []struct {
	pattern string
	level   int
}{
	{`^baodan/engine/`, 0},
	{`^baodan/ent(/|$)`, 1},
	{`^baodan/insurance/fault$`, 2},
	{`^baodan/insurance/(work|event|eventlog|audit|words)$`, 3},
	{`^baodan/insurance/access$`, 4},
	{`^baodan/insurance/idempotency$`, 5},
	{`^baodan/insurance/(approval|background|files)$`, 6},
	{`^baodan/insurance/(people|privacy|catalog|distribution)$`, 7},
	{`^baodan/insurance/(policy|mail)$`, 8},
	{`^baodan/insurance/(issuing|servicing|claims|webhooks|ledger|settlement|statement|voucher|bulk|backtest|enquiry|helpdesk|inbox|health|firstrun)$`, 9},
	{`^baodan/insurance$`, 10},
	{`^baodan/insurance/(check$|insurancetest)`, 11},
	{`^baodan/insurance/demo$`, 11}, // calls the acts of all services, and nothing of a server
	{`^baodan/graph(/|$)`, 12},
	{`^baodan/jobs$`, 12},
	{`^baodan/(server/httpsig|console)$`, 13},
	{`^baodan/server/(outbound|payout|smtp|storage|tracking)(/|$)`, 14},
	{`^baodan/server/web$`, 15},
	{`^baodan/server$`, 16},
	{`^baodan/server/(command|story)$`, 17},
	{`^baodan/(bench|examples)(/|$)`, 18},
	{`^baodan$`, 19},
}

// arrows inside a level that are wanted.
var arrows = map[string][]string{
	"baodan/insurance/event":        {"baodan/insurance/work"},                                // an event is stored with its cause
	"baodan/insurance/eventlog":     {"baodan/insurance/work", "baodan/insurance/event"},      // it orders events
	"baodan/insurance/audit":        {"baodan/insurance/work"},                                // a record is stored with its cause
	"baodan/insurance/bulk":         {"baodan/insurance/issuing"},                             // a file of policies is issued
	"baodan/insurance/backtest":     {"baodan/insurance/issuing"},                             // the book is rated again
	"baodan/insurance/distribution": {"baodan/insurance/catalog"},                             // an agreement sells a product
	"baodan/insurance/statement":    {"baodan/insurance/ledger"},                              // its lines are bookings
	"baodan/insurance/voucher":      {"baodan/insurance/ledger"},                              // bookings are posted
	"baodan/insurance/settlement":   {"baodan/insurance/ledger"},                              // what is settled was booked
	"baodan/insurance/servicing":    {"baodan/insurance/issuing"},                             // a renewal issues
	"baodan/insurance/enquiry":      {"baodan/insurance/claims", "baodan/insurance/helpdesk"}, // what lists show is exported
}

type goPackage struct {
	ImportPath, Name                   string
	Imports                            []string
	GoFiles, TestGoFiles, XTestGoFiles []string
}

func TestTidyLevels(t *testing.T) {
	packages := list(t)
	for _, p := range packages {
		own := levelOf(p.ImportPath)
		require.NotEqual(t, -1, own, "%s has no level: add it to the table", p.ImportPath)
		for _, i := range p.Imports {
			if !strings.HasPrefix(i, "baodan") {
				continue
			}
			other := levelOf(i)
			switch {
			case other < own, slices.Contains(arrows[p.ImportPath], i), sameFamily(p.ImportPath, i):
			default:
				t.Errorf("%s (level %d) imports %s (level %d)", p.ImportPath, own, i, other)
			}
		}
	}
}

// sameFamily lets packages of one lower folder use each other: ent's generated parts, graph's, the engines.
func sameFamily(a, b string) bool {
	for _, family := range []string{"baodan/engine/", "baodan/ent", "baodan/graph", "baodan/server/payout", "baodan/bench", "baodan/insurance/insurancetest"} {
		if strings.HasPrefix(a, family) && strings.HasPrefix(b, family) {
			return true
		}
	}
	return false
}

func TestTidyForeignImports(t *testing.T) {
	// Who alone may know a library.
	only := map[string]string{
		"github.com/hibiken/asynq":            `^baodan/jobs$`,
		"github.com/hibiken/asynqmon":         `^baodan/jobs$`,
		"github.com/99designs/gqlgen":         `^baodan/graph(/|$)`,
		"github.com/redis/go-redis/v9":        `^baodan/server(/web)?$`,
		"net/http":                            `^baodan/(graph|server|bench|examples)(/|$)`,
		"github.com/alicebob/miniredis/v2":    `^baodan/server$`,
		"github.com/wneessen/go-mail":         `^baodan/server/smtp$`,
		"github.com/pquerna/otp":              `^baodan/insurance/people$`,
		"github.com/alexedwards/argon2id":     `^baodan/insurance/people$`,
		"code.dny.dev/ssrf":                   `^baodan/server/outbound$`,
		"cel.dev/cel-go":                      `^baodan/engine/`,
		"github.com/prometheus/client_golang": `^baodan/(server(/web)?|jobs)$`,
	}
	for _, p := range list(t) {
		for _, i := range p.Imports {
			for library, who := range only {
				if i == library || strings.HasPrefix(i, library+"/") {
					assert.Regexp(t, who, p.ImportPath, "%s imports %s", p.ImportPath, i)
				}
			}
		}
	}
}

func TestTidyLengths(t *testing.T) {
	const file, function = 400, 60
	walk(t, func(path string, set *token.FileSet, f *ast.File) {
		assert.LessOrEqual(t, set.Position(f.End()).Line, file, "%s is too long", path)
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				lines := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1
				assert.LessOrEqual(t, lines, function, "%s: %s has %d lines", path, fn.Name.Name, lines)
			}
		}
	})
}

// receivers of more methods than the bound: gqlgen asks for one type for all mutations and one for all types.
var manyMethods = map[string]bool{"graph.mutationResolver": true, "graph.queryResolver": true, "graph.Resolver": true}

// A type has one job, so that each act reads from top to bottom.
func TestTidyMethods(t *testing.T) {
	const most = 35
	methods := map[string]int{}
	walk(t, func(path string, _ *token.FileSet, f *ast.File) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				methods[filepath.Dir(path)+"."+receiverOf(fn)]++
			}
		}
	})
	for name, count := range methods {
		if !manyMethods[name] {
			assert.LessOrEqual(t, count, most, "%s has %d methods: split it by what they do", name, count)
		}
	}
}

func receiverOf(fn *ast.FuncDecl) string {
	of := fn.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	if generic, ok := of.(*ast.IndexListExpr); ok {
		of = generic.X
	}
	return of.(*ast.Ident).Name
}

// Words that are not the field's, with what it says instead. They do not come back in names or in comments.
var words = []struct {
	pattern *regexp.Regexp
	instead string
	but     string // folders and files in which the word is the right one
}{
	{regexp.MustCompile(`(?i)\b(he|him|his|himself)\b`), "they", ""},
	{regexp.MustCompile(`(?i)\bbut for\b`), "except", ""},
	{regexp.MustCompile(`(?i)\bwhoever\b`), "who, or the one that", ""},
	{regexp.MustCompile(`(?i)\bso many\b`), "at most n", ""},
	{regexp.MustCompile(`(?i)\bthat there is not\b`), "that does not exist", ""},
	{regexp.MustCompile(`(?i)\b(bells?|ringer|rung)\b`), "wake-up", ""},
	{regexp.MustCompile(`(?i)\blanes?\b`), "worker", "^(bench/|insurance/people/password.go)"},
	{regexp.MustCompile(`(?i)\bparcels?\b`), "attempt", "^(insurance/(check|claims|insurancetest|catalog|issuing|servicing|backtest|bulk|enquiry|demo)/|server/|bench/|engine/)"},
	{regexp.MustCompile(`(?i)\bbrakes?\b`), "throttle", ""},
	{regexp.MustCompile(`\b(Office|Shelf|Postman|Behalf|Witness)\b`), "a word of the field", ""},
	{regexp.MustCompile(`(?i)\bpatience\b`), "max attempts", "^bench/"},
}

func TestTidyWords(t *testing.T) {
	walk(t, func(path string, set *token.FileSet, f *ast.File) {
		check := func(at token.Pos, text string) {
			for _, w := range words {
				if w.pattern.MatchString(text) && (w.but == "" || !regexp.MustCompile(w.but).MatchString(path)) {
					t.Errorf("%s: %q: say %s", set.Position(at), w.pattern.FindString(text), w.instead)
				}
			}
		}
		for _, group := range f.Comments {
			check(group.Pos(), strings.Join(strings.Fields(strings.ReplaceAll(group.Text(), "\n", " ")), " "))
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if name, ok := n.(*ast.Ident); ok {
				check(name.Pos(), partsOf(name.Name))
			}
			return true
		})
	})
}

// partsOf takes a name apart into its words.
func partsOf(name string) string {
	return regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(name, "$1 $2")
}

// untested are packages without a test file of their own: what holds them.
var untested = map[string]string{
	"baodan/ent":         "generated",
	"baodan/graph/exec":  "generated",
	"baodan/graph/model": "generated; node.go is an interface",
	"baodan/examples/go": "server/story runs it against a server",
}

func TestTidyEveryPackageHasTests(t *testing.T) {
	for _, p := range list(t) {
		reason, known := untested[p.ImportPath]
		if generated := strings.HasPrefix(p.ImportPath, "baodan/ent/") && p.ImportPath != "baodan/ent/migrate"; generated || p.Name == "main" && len(p.GoFiles) == 1 {
			continue
		}
		if len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 {
			assert.False(t, known, "%s has tests: take it off the list", p.ImportPath)
		} else {
			assert.NotEmpty(t, reason, "%s has no test file", p.ImportPath)
		}
	}
}

func TestTidyResolversAreThin(t *testing.T) {
	files, err := filepath.Glob("graph/*.resolvers.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		require.NoError(t, err)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				lines := set.Position(fn.Body.End()).Line - set.Position(fn.Body.Pos()).Line - 1
				assert.LessOrEqual(t, lines, 12, "%s: %s has %d lines; a rule belongs into insurance/", path, fn.Name.Name, lines)
			}
		}
	}
}

// machinePath matches places that exist on one machine only.
var machinePath = regexp.MustCompile(`(^|[^\w.@/])/(root|home|work|tmp)/\w`)

func TestTidyNoPathsOfOneMachine(t *testing.T) {
	out, err := exec.Command("git", "ls-files").Output()
	require.NoError(t, err)
	for _, path := range strings.Fields(string(out)) {
		if strings.HasSuffix(path, ".sum") || strings.Contains(path, "/dist/") || strings.HasPrefix(path, "tidy_test") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue // deleted in the work tree
		}
		assert.NotRegexp(t, machinePath, string(text), path)
	}
}

// writers of a table: the one folder whose statements change its rows. What moves due times and wraps keys again is told
// the tables by their owners, and so names none.
var writers = map[string]struct{ entity, table string }{
	"insurance/policy/": {"InsurancePolicy", "policies"},
}

func TestTidyOneWriter(t *testing.T) {
	for folder, owned := range writers {
		statement := regexp.MustCompile(`(?i)\b(update|insert\s+into|delete\s+from|replace\s+into)\s+` + owned.table + `\b`)
		found := 0
		walk(t, func(path string, set *token.FileSet, f *ast.File) {
			if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "ent/") || strings.HasPrefix(path, "bench/") {
				return
			}
			ast.Inspect(f, func(n ast.Node) bool {
				writes := false
				switch n := n.(type) {
				case *ast.SelectorExpr: // tx.InsurancePolicy.Update
					of, isField := n.X.(*ast.SelectorExpr)
					writes = isField && of.Sel.Name == owned.entity && regexp.MustCompile(`^(Update|Create|Delete|MapCreate)`).MatchString(n.Sel.Name)
				case *ast.BasicLit:
					writes = n.Kind == token.STRING && statement.MatchString(n.Value)
				}
				if writes && strings.HasPrefix(path, folder) {
					found++
				} else if writes {
					t.Errorf("%s: only %s writes %s", set.Position(n.Pos()), folder, owned.table)
				}
				return true
			})
		})
		assert.Positive(t, found, "%s writes %s", folder, owned.table)
	}
}

func levelOf(path string) int {
	for _, l := range levels {
		if regexp.MustCompile(l.pattern).MatchString(path) {
			return l.level
		}
	}
	return -1
}

func list(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Name,Imports,GoFiles,TestGoFiles,XTestGoFiles", "./...").Output()
	require.NoError(t, err)
	var packages []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p goPackage
		require.NoError(t, d.Decode(&p))
		packages = append(packages, p)
	}
	return packages
}

// walk parses every file written by hand.
func walk(t *testing.T, visit func(path string, set *token.FileSet, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "bin") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if !ast.IsGenerated(f) {
			visit(path, set, f)
		}
		return nil
	})
	require.NoError(t, err)
}
