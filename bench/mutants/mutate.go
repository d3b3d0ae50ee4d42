package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// mutant is one small change of one file.
type mutant struct {
	File         string // below the module, with slashes
	Line, Column int
	Kind         string
	Old, New     string
	from, to     int // bytes of the file that New takes the place of
}

// apply gives the file with the change.
func (m mutant) apply(source []byte) []byte {
	return append(append(append([]byte{}, source[:m.from]...), m.New...), source[m.to:]...)
}

// String names the mutant, the same each time while its file stays as it is.
func (m mutant) String() string {
	return fmt.Sprintf("%s:%d:%d %s: %s -> %s", m.File, m.Line, m.Column, m.Kind, oneLine(m.Old), oneLine(m.New))
}

// oneLine shortens a piece of code to what fits into a line.
func oneLine(code string) string {
	const most = 60
	text := []rune(strings.Join(strings.Fields(code), " "))
	if len(text) > most {
		return string(text[:most-3]) + "..."
	}
	return string(text)
}

// finder walks a file and gathers mutants.
type finder struct {
	file    string
	source  []byte
	set     *token.FileSet
	results []*ast.FuncType // of the functions that the walk is in
	list    []mutant
}

// mutants are all changes of a file that are worth a try. Changes that do not compile are among them; types would be
// needed to tell, and the compiler does.
func mutants(file string, source []byte) ([]mutant, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	if ast.IsGenerated(parsed) {
		return nil, nil
	}
	f := &finder{file: file, source: source, set: set}
	ast.Walk(f, parsed)
	return f.list, nil
}

// Visit looks at a node; functions get a finder of their own, which knows what they return.
func (f *finder) Visit(node ast.Node) ast.Visitor {
	switch n := node.(type) {
	case *ast.ImportSpec:
		return nil
	case *ast.FuncDecl:
		return f.inside(n.Type, n.Body)
	case *ast.FuncLit:
		return f.inside(n.Type, n.Body)
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.ForStmt:
		f.negate(n.Cond)
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.BasicLit:
		f.literal(n)
	case *ast.Ident:
		if other, is := map[string]string{"true": "false", "false": "true"}[n.Name]; is {
			f.replace(n, "constant changed", other)
		}
	case *ast.ReturnStmt:
		f.answer(n)
	case ast.Stmt:
		f.statement(n)
	}
	return f
}

// inside walks a function, and nothing of it again.
func (f *finder) inside(function *ast.FuncType, body *ast.BlockStmt) ast.Visitor {
	if body != nil {
		f.results = append(f.results, function)
		ast.Walk(f, body)
		f.results = f.results[:len(f.results)-1]
	}
	return nil
}

// negate turns a condition round. One that only compares two things is left to binary, which does the same.
func (f *finder) negate(condition ast.Expr) {
	if equals, is := condition.(*ast.BinaryExpr); condition == nil || is && (equals.Op == token.EQL || equals.Op == token.NEQ) {
		return
	}
	f.replace(condition, "condition negated", "!("+f.code(condition)+")")
}

// operators and what takes their place.
var operators = map[token.Token]struct{ kind, other string }{
	token.LSS:  {"boundary moved", "<="},
	token.LEQ:  {"boundary moved", "<"},
	token.GTR:  {"boundary moved", ">="},
	token.GEQ:  {"boundary moved", ">"},
	token.EQL:  {"condition negated", "!="},
	token.NEQ:  {"condition negated", "=="},
	token.LAND: {"logic swapped", "||"},
	token.LOR:  {"logic swapped", "&&"},
	token.ADD:  {"arithmetic swapped", "-"},
	token.SUB:  {"arithmetic swapped", "+"},
	token.MUL:  {"arithmetic swapped", "/"},
	token.QUO:  {"arithmetic swapped", "*"},
	token.REM:  {"arithmetic swapped", "*"},
	token.SHL:  {"arithmetic swapped", ">>"},
	token.SHR:  {"arithmetic swapped", "<<"},
	token.AND:  {"arithmetic swapped", "|"},
	token.OR:   {"arithmetic swapped", "&"},
}

func (f *finder) binary(n *ast.BinaryExpr) {
	if n.Op == token.ADD && (isText(n.X) || isText(n.Y)) {
		return // texts cannot be subtracted
	}
	if o, is := operators[n.Op]; is {
		f.add(n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), o.kind, o.other)
	}
}

// isText tells whether a literal of a text stands in a sum.
func isText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (isText(e.X) || isText(e.Y))
	}
	return false
}

func (f *finder) literal(n *ast.BasicLit) {
	if n.Kind != token.INT {
		return
	}
	if value, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
		f.replace(n, "constant changed", strconv.FormatInt(value+1, 10))
	}
}

// answer drops the error that a function returns.
func (f *finder) answer(n *ast.ReturnStmt) {
	if len(n.Results) == 0 || len(f.results) == 0 {
		return
	}
	results := f.results[len(f.results)-1].Results
	if results == nil {
		return
	}
	kind, is := results.List[len(results.List)-1].Type.(*ast.Ident)
	if !is || kind.Name != "error" || len(n.Results) != results.NumFields() {
		return
	}
	last := n.Results[len(n.Results)-1]
	if name, is := last.(*ast.Ident); is && name.Name == "nil" {
		return
	}
	f.replace(last, "error dropped", "nil")
}

// statement removes what has an effect. It stays in the text, so that everything it names is still in use.
func (f *finder) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.ExprStmt, *ast.SendStmt, *ast.DeferStmt, *ast.GoStmt, *ast.BranchStmt:
		f.remove(n)
	case *ast.IncDecStmt:
		other := map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok]
		f.add(n.TokPos, n.TokPos+2, "arithmetic swapped", other)
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE || blank(n.Lhs) {
			return
		}
		f.remove(n)
		if other, is := map[token.Token]string{token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+="}[n.Tok]; is {
			f.add(n.TokPos, n.TokPos+2, "arithmetic swapped", other)
		}
	}
}

// remove takes a statement of a block away; what stands before a condition, or after case, cannot go.
func (f *finder) remove(n ast.Stmt) {
	at := f.set.Position(n.Pos())
	before := strings.TrimSpace(string(f.source[at.Offset-at.Column+1 : at.Offset]))
	if before == "" || strings.HasSuffix(before, "{") {
		f.replace(n, "statement removed", "if false { "+f.code(n)+" }")
	}
}

// blank tells whether all of a list is _.
func blank(list []ast.Expr) bool {
	for _, e := range list {
		if name, is := e.(*ast.Ident); !is || name.Name != "_" {
			return false
		}
	}
	return true
}

func (f *finder) code(n ast.Node) string {
	return string(f.source[f.set.Position(n.Pos()).Offset:f.set.Position(n.End()).Offset])
}

func (f *finder) replace(n ast.Node, kind, other string) { f.add(n.Pos(), n.End(), kind, other) }

func (f *finder) add(from, to token.Pos, kind, other string) {
	at, end := f.set.Position(from), f.set.Position(to)
	f.list = append(f.list, mutant{
		File: f.file, Line: at.Line, Column: at.Column, Kind: kind,
		Old: string(f.source[at.Offset:end.Offset]), New: other, from: at.Offset, to: end.Offset,
	})
}
