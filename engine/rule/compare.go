package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// Prove makes the environment refuse from now on what can be shown to be a mistake without any case: comparisons with
// texts that cannot be, and conditions that never hold. What was published before such a proof was known is compiled
// without it.
func (e *Environment) Prove() { e.proves = true }

// CancelledFor tells an environment that proves all that reason can be.
func (e *Environment) CancelledFor(reasons []string) { e.reasons = reasons }

// comparison refuses to compare what has known values with a text that is none of them: by such a typo a rule never
// objects, or always does.
type comparison struct {
	*inspection
	loops map[string]ast.Expr // the list that the variable of a loop goes through
}

// actNames are what act can be.
var actNames = func() (names []string) {
	for _, act := range acts {
		names = append(names, string(act))
	}
	return names
}()

const mostListed = 12 // values that a sentence names

// known is an expression that can only be one of some texts; values is nil where that is not known.
type known struct {
	name   string
	values []string
}

func (c *comparison) walk(e ast.Expr) {
	switch e.Kind() {
	case ast.ComprehensionKind:
		loop := e.AsComprehension()
		before, shadowed := c.loops[loop.IterVar()]
		c.loops[loop.IterVar()] = loop.IterRange()
		for _, child := range children(e) {
			c.walk(child)
		}
		if delete(c.loops, loop.IterVar()); shadowed {
			c.loops[loop.IterVar()] = before
		}
		return
	case ast.CallKind:
		c.call(e.AsCall())
	default:
	}
	for _, child := range children(e) {
		c.walk(child)
	}
}

func (c *comparison) call(call ast.CallExpr) {
	arguments := call.Args()
	if len(arguments) != 2 {
		return
	}
	left, right := arguments[0], arguments[1]
	switch call.FunctionName() {
	case operators.Equals, operators.NotEquals:
		c.among(c.text(left), texts(right))
		c.among(c.text(right), texts(left))
		a, b := c.text(left), c.text(right)
		if a.values != nil && b.values != nil && !slices.ContainsFunc(a.values, func(v string) bool { return slices.Contains(b.values, v) }) {
			c.refuse("%s and %s are never equal%s", a.name, b.name, c.place(right))
		}
	case operators.In:
		c.among(c.text(left), members(right))
		c.among(c.item(right), texts(left))
	case operators.Index:
		c.among(c.text(right), members(left))
	}
}

// among refuses texts that an expression can never be.
func (c *comparison) among(of known, written []ast.Expr) {
	if of.values == nil {
		return
	}
	for _, each := range written {
		text := string(each.AsLiteral().(types.String))
		if slices.Contains(of.values, text) {
			continue
		}
		hint := DidYouMean(text, of.values)
		if hint == "" && len(of.values) <= mostListed {
			hint = " (it is one of " + strings.Join(of.values, ", ") + ")"
		}
		c.refuse("%s is never '%s'%s%s", of.name, text, hint, c.place(each))
	}
}

// text is what is known of an expression that is a text.
func (c *comparison) text(e ast.Expr) known {
	switch e.Kind() {
	case ast.IdentKind:
		if list, loops := c.loops[e.AsIdent()]; loops {
			return c.item(list)
		}
	case ast.CallKind:
		if call := e.AsCall(); call.FunctionName() == operators.Index {
			return c.item(call.Args()[0])
		}
	case ast.SelectKind:
		s := e.AsSelect()
		of := c.checked.GetType(s.Operand().ID()).TypeName()
		if f, ok := Factors(c.formula.env.structs[of]).Find([]string{s.FieldName()}); ok && c.path(e) == nil {
			return known{strings.ReplaceAll(of, within, ".") + "." + f.Name, f.Enum}
		}
	default:
	}
	if path := c.variable(e); path != nil {
		return known{strings.Join(path, "."), c.formula.env.enum(path)}
	}
	return known{}
}

// item is what is known of the items of an expression that is a list of texts.
func (c *comparison) item(list ast.Expr) known {
	if call := list.Kind() == ast.CallKind; call && list.AsCall().FunctionName() == operators.Conditional {
		return known{}
	}
	path := c.variable(list)
	if path == nil {
		return known{}
	}
	name := "an item of " + strings.Join(path, ".")
	if f := c.formula.env.factor(path); f != nil {
		if f.Type == ListType && f.Items != nil {
			return known{name, f.Items.Enum}
		}
		return known{}
	}
	return known{name, c.formula.env.enum(path)}
}

// variable is the path that an expression names, without the word factors.
func (c *comparison) variable(e ast.Expr) []string {
	path := c.path(e)
	if len(path) > 1 && path[0] == factorsName {
		path = path[1:]
	}
	return path
}

// enum is what a variable, or a field within one, can be; nil where that is not known.
func (e *Environment) enum(path []string) []string {
	switch path[0] {
	case "act":
		return actNames
	case "reason":
		return e.reasons
	}
	if slot, there := e.names[path[0]]; there && len(path) == 1 {
		return e.variables[slot].enum
	}
	if f := e.factor(path); f != nil {
		return f.Enum
	}
	return nil
}

// texts are the texts that an expression gives where it is written as such, each branch of a choice alike.
func texts(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		if _, ok := e.AsLiteral().(types.String); ok {
			return []ast.Expr{e}
		}
	case ast.CallKind:
		if call := e.AsCall(); call.FunctionName() == operators.Conditional {
			return append(texts(call.Args()[1]), texts(call.Args()[2])...)
		}
	default:
	}
	return nil
}

// members are the texts written as items of a list, or as keys of a map.
func members(e ast.Expr) []ast.Expr {
	var all []ast.Expr
	switch e.Kind() {
	case ast.ListKind:
		for _, item := range e.AsList().Elements() {
			all = append(all, texts(item)...)
		}
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			all = append(all, texts(entry.AsMapEntry().Key())...)
		}
	default:
	}
	return all
}

// place says where an expression stands in the formula, counted from 1.
func (c *comparison) place(e ast.Expr) string {
	return placed(c.checked.SourceInfo().GetStartLocation(e.ID()))
}

func placed(at common.Location) string {
	column := max(at.Column(), 0) + 1
	if at.Line() > 1 {
		return fmt.Sprintf(" (line %d of it, column %d)", at.Line(), column)
	}
	return fmt.Sprintf(" (column %d)", column)
}

var withinLines = regexp.MustCompile(`\(line (\d+) of it, `)

// LineWithin is the line of a formula, from 1, that a sentence about it names; 1 where it names none.
func LineWithin(sentence string) int {
	if found := withinLines.FindStringSubmatch(sentence); found != nil {
		if line, err := strconv.Atoi(found[1]); err == nil {
			return line
		}
	}
	return 1
}

// compare refuses comparisons that can never be so, and texts that a formula gives and its enum has not.
func (i *inspection) compare(enum []string) {
	c := &comparison{i, map[string]ast.Expr{}}
	c.walk(i.checked.Expr())
	c.among(known{"the result", enum}, texts(i.checked.Expr()))
}
