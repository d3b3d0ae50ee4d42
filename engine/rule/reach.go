package rule

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"baodan/engine/money"
)

// mostCombined is for how many combinations of enums and booleans a condition is looked at.
const mostCombined = 4096

var errNever = errors.New("never holds, whatever the factors are: the step or the rule is never reached")

// reach looks for a way in which a condition can hold: it knows what enums, booleans and numbers of the factors can be, each by
// itself and within one chain of && together. What it does not understand may hold.
type reach struct {
	*comparison
	chosen map[string]string // variables with an enum, and booleans
}

// span is what a number can be.
type span struct {
	least, most           *money.Decimal // nil: no end
	aboveLeast, belowMost bool           // the end itself is left out
}

// reachable fails with errNever where a condition can be shown never to hold.
func (i *inspection) reachable() error {
	r := &reach{&comparison{i, map[string]ast.Expr{}}, map[string]string{}}
	top := i.checked.Expr()
	names, values := r.finite()
	var any func(k int) bool
	any = func(k int) bool {
		if k == len(names) {
			return r.possible(top, map[string]span{})
		}
		return slices.ContainsFunc(values[k], func(value string) bool {
			r.chosen[names[k]] = value
			return any(k + 1)
		})
	}
	if any(0) {
		return nil
	}
	return errNever
}

// finite are the variables that the formula reads of which all values are known, as far as they do not combine to too many.
func (r *reach) finite() (names []string, values [][]string) {
	combined := 1
	for _, name := range r.formula.reads {
		reader, err := r.formula.env.Reader(name)
		if err != nil {
			continue
		}
		can := reader.Enum
		if reader.Kind == BooleanType {
			can = []string{"false", "true"}
		} else if reader.Kind != StringType {
			can = nil
		}
		if name == "act" {
			can = actNames
		}
		if len(can) > 0 && combined*len(can) <= mostCombined {
			combined *= len(can)
			names, values = append(names, name), append(values, can)
		}
	}
	return names, values
}

// possible tells whether an expression may hold within what is known of the numbers, which it narrows.
func (r *reach) possible(e ast.Expr, known map[string]span) bool {
	if e.Kind() != ast.CallKind {
		return r.truth(e) != "false"
	}
	call := e.AsCall()
	switch arguments := call.Args(); call.FunctionName() {
	case operators.LogicalAnd:
		return r.possible(arguments[0], known) && r.possible(arguments[1], known)
	case operators.LogicalOr:
		return r.possible(arguments[0], maps.Clone(known)) || r.possible(arguments[1], maps.Clone(known))
	case operators.Conditional:
		return r.truth(arguments[0]) != "false" && r.possible(arguments[1], maps.Clone(known)) ||
			r.truth(arguments[0]) != "true" && r.possible(arguments[2], maps.Clone(known))
	case operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals:
		return r.narrow(call.FunctionName(), arguments[0], arguments[1], known) && r.truth(e) != "false"
	default:
		return r.truth(e) != "false"
	}
}

// truth is "true" or "false" where the chosen values tell, else empty.
func (r *reach) truth(e ast.Expr) string {
	if text, ok := r.value(e); ok {
		return text
	}
	if e.Kind() != ast.CallKind {
		return ""
	}
	call := e.AsCall()
	arguments := call.Args()
	switch call.FunctionName() {
	case operators.LogicalNot:
		return map[string]string{"true": "false", "false": "true"}[r.truth(arguments[0])]
	case operators.LogicalAnd:
		return either(r.truth(arguments[0]), r.truth(arguments[1]), "false", "true")
	case operators.LogicalOr:
		return either(r.truth(arguments[0]), r.truth(arguments[1]), "true", "false")
	case operators.Equals, operators.NotEquals:
		left, known := r.value(arguments[0])
		right, both := r.value(arguments[1])
		if known && both {
			return truthOf((left == right) == (call.FunctionName() == operators.Equals))
		}
	case operators.In:
		return r.listed(arguments[0], arguments[1])
	}
	return ""
}

// either is decided by one side that decides, or by both sides.
func either(left, right, decides, other string) string {
	switch {
	case left == decides || right == decides:
		return decides
	case left == other && right == other:
		return other
	}
	return ""
}

func truthOf(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (r *reach) listed(e, list ast.Expr) string {
	text, known := r.value(e)
	if !known || list.Kind() != ast.ListKind {
		return ""
	}
	result := "false"
	for _, item := range list.AsList().Elements() {
		switch one, ok := r.value(item); {
		case ok && one == text:
			return "true"
		case !ok:
			result = ""
		}
	}
	return result
}

// value is a text or a boolean that is written, or chosen.
func (r *reach) value(e ast.Expr) (string, bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		switch literal := e.AsLiteral().(type) {
		case types.String:
			return string(literal), true
		case types.Bool:
			return truthOf(bool(literal)), true
		}
	case ast.SelectKind:
		if e.AsSelect().IsTestOnly() {
			return "", false
		}
	default:
	}
	path := r.variable(e)
	if path == nil {
		return "", false
	}
	text, ok := r.chosen[strings.Join(path, ".")]
	return text, ok
}

// narrow takes a comparison of a number with a written one into account; false where no number is left.
func (r *reach) narrow(operator string, left, right ast.Expr, known map[string]span) bool {
	if at, ok := r.number(left); ok {
		if fixed, both := r.number(right); both {
			return holds(operator, at.Cmp(fixed))
		}
		mirrored := map[string]string{
			operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals,
			operators.Greater: operators.Less, operators.GreaterEquals: operators.LessEquals,
		}
		if other, there := mirrored[operator]; there {
			operator = other
		}
		left, right = right, left
	}
	at, ok := r.number(right)
	path := r.variable(left)
	if !ok || path == nil {
		return true
	}
	name := strings.Join(path, ".")
	s, seen := known[name]
	if !seen {
		reader, err := r.formula.env.Reader(name)
		if err != nil {
			return true
		}
		s.least, s.most, s.belowMost = reader.Limits()
	}
	known[name] = s.within(operator, at)
	return known[name].some()
}

func holds(operator string, sign int) bool {
	switch operator {
	case operators.Less:
		return sign < 0
	case operators.LessEquals:
		return sign <= 0
	case operators.Greater:
		return sign > 0
	case operators.GreaterEquals:
		return sign >= 0
	default:
		return sign == 0
	}
}

// within is what is left of a span by a comparison.
func (s span) within(operator string, at money.Decimal) span {
	if operator != operators.Less && operator != operators.LessEquals { // from at on
		strict := operator == operators.Greater
		if s.least == nil || s.least.Cmp(at) < 0 || strict && s.least.Equal(at) {
			s.least, s.aboveLeast = &at, strict
		}
	}
	if operator != operators.Greater && operator != operators.GreaterEquals { // up to at
		strict := operator == operators.Less
		if s.most == nil || s.most.Cmp(at) > 0 || strict && s.most.Equal(at) {
			s.most, s.belowMost = &at, strict
		}
	}
	return s
}

// some tells whether a number lies in the span.
func (s span) some() bool {
	if s.least == nil || s.most == nil {
		return true
	}
	sign := s.least.Cmp(*s.most)
	return sign < 0 || sign == 0 && !s.aboveLeast && !s.belowMost
}

// number is one that is written: 3, -3, decimal('0.5').
func (r *reach) number(e ast.Expr) (money.Decimal, bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		if n, ok := e.AsLiteral().(types.Int); ok {
			return money.FromInt(int64(n)), true
		}
	case ast.CallKind:
		call := e.AsCall()
		if len(call.Args()) != 1 {
			break
		}
		switch call.FunctionName() {
		case operators.Negate:
			value, ok := r.number(call.Args()[0])
			return value.Neg(), ok
		case "decimal":
			if text, ok := r.value(call.Args()[0]); ok {
				value, err := money.ParseDecimal(text)
				return value, err == nil
			}
			return r.number(call.Args()[0])
		}
	default:
	}
	return money.Decimal{}, false
}
