package rule

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// exactLiterals refuses numbers that are no whole ones, before types are checked: the reason is clearer so.
func exactLiterals(e ast.Expr) error {
	if e.Kind() == ast.LiteralKind {
		switch literal := e.AsLiteral().(type) {
		case types.Double:
			return fmt.Errorf("%v is a binary fraction: write decimal('%v')", literal.Value(), literal.Value())
		case types.Uint, types.Bytes:
			return fmt.Errorf("%v: unsigned numbers and bytes are not used", literal.Value())
		}
	}
	for _, child := range children(e) {
		if err := exactLiterals(child); err != nil {
			return err
		}
	}
	return nil
}

// inspection walks a checked formula: it notes what is read and refuses what may not be.
type inspection struct {
	formula *Formula
	checked *ast.AST
	failure error
}

// inspect notes what a formula reads and refuses what it may not: whatever is personal, by name, as a field of an
// item, or compared as part of a whole. Where the environment proves, also what can never be.
func (f *Formula) inspect(checked *cel.Ast, proofs proofs) error {
	i := &inspection{formula: f, checked: checked.NativeRep()}
	i.walk(i.checked.Expr())
	if i.failure == nil && f.env.proves {
		i.compare(proofs.enum)
	}
	if i.failure == nil && f.env.proves && proofs.condition && fits(checked.OutputType(), BooleanType) {
		return i.reachable()
	}
	return i.failure
}

func (i *inspection) refuse(format string, arguments ...any) {
	if i.failure == nil {
		i.failure = fmt.Errorf(format, arguments...)
	}
}

func (i *inspection) walk(e ast.Expr) {
	switch e.Kind() {
	case ast.StructKind:
		i.refuse("formulas make no objects")
	case ast.IdentKind, ast.SelectKind:
		if path := i.path(e); path != nil {
			i.read(path)
			return
		}
		if e.Kind() == ast.SelectKind {
			i.field(e.AsSelect())
		}
	case ast.CallKind:
		i.call(e)
	default:
	}
	for _, child := range children(e) {
		i.walk(child)
	}
}

// path gives the variable that an expression names, and the way into it; nil if it is something computed.
func (i *inspection) path(e ast.Expr) []string {
	if r := i.checked.ReferenceMap()[e.ID()]; r != nil && r.Name != "" && i.formula.env.knows(r.Name) {
		return []string{r.Name}
	}
	if e.Kind() == ast.SelectKind {
		if path := i.path(e.AsSelect().Operand()); path != nil {
			return append(path, e.AsSelect().FieldName())
		}
	}
	return nil
}

func (i *inspection) read(path []string) {
	if path[0] == factorsName && len(path) > 1 {
		path = path[1:]
	}
	name := strings.Join(path, ".")
	if factor := i.formula.env.factor(path); factor != nil && factor.isPersonal() {
		i.personal(name)
	}
	if !slices.Contains(i.formula.reads, name) {
		i.formula.reads = append(i.formula.reads, name)
	}
}

func (i *inspection) personal(name string) {
	i.refuse("%s is personal: neither rules nor prices may look at it", strings.ReplaceAll(name, within, "."))
}

// field refuses a personal field of an item of a list.
func (i *inspection) field(s ast.SelectExpr) {
	of := i.checked.GetType(s.Operand().ID())
	if f, ok := Factors(i.formula.env.structs[of.TypeName()]).Find([]string{s.FieldName()}); ok && f.isPersonal() {
		i.personal(of.TypeName() + "." + f.Name)
	}
}

// harmless are the calls that pass objects on without looking into them.
var harmless = []string{operators.Index, operators.Conditional, operators.Add, "size"}

// call refuses to compare objects that hold something personal.
func (i *inspection) call(e ast.Expr) {
	call := e.AsCall()
	if slices.Contains(harmless, call.FunctionName()) {
		return
	}
	for _, argument := range children(e) {
		if name := i.holder(i.checked.GetType(argument.ID())); name != "" {
			i.personal(name)
		}
	}
}

// holder names the object with something personal that a type is or holds; empty if there is none.
func (i *inspection) holder(t *types.Type) string {
	for _, f := range i.formula.env.structs[t.TypeName()] {
		if f.holdsPersonal() {
			return t.TypeName()
		}
	}
	for _, parameter := range t.Parameters() {
		if name := i.holder(parameter); name != "" {
			return name
		}
	}
	return ""
}

// factor is the declaration at a path; nil if the path leads to none.
func (e *Environment) factor(path []string) *Factor {
	root := e.roots[path[0]]
	if root == nil || len(path) == 1 {
		return root
	}
	if root.Personal != "" {
		return root
	}
	if root.Type == ListType {
		root = root.Items
	}
	f, _ := Factors(root.Fields).Find(path[1:])
	return f
}

func children(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			return append([]ast.Expr{call.Target()}, call.Args()...)
		}
		return call.Args()
	case ast.ListKind:
		return e.AsList().Elements()
	case ast.MapKind:
		var all []ast.Expr
		for _, entry := range e.AsMap().Entries() {
			all = append(all, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return all
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		return []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()}
	default:
		return nil
	}
}

// sizes tells the estimator how long texts and lists can become.
type sizes struct{ env *Environment }

// EstimateSize is for CEL.
func (s sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	switch t := node.Type(); {
	case t.IsExactType(decimalType):
		return &cost.SizeEstimate{Min: 1, Max: 1}
	case t.Kind() == types.StructKind:
		return &cost.SizeEstimate{Min: 1, Max: mostLength}
	}
	path := slices.DeleteFunc(slices.Clone(node.Path()), func(name string) bool { return strings.HasPrefix(name, "@") })
	if len(path) == 0 {
		return nil
	}
	most := uint64(defaultMaxLength)
	if path[0] == factorsName && len(path) > 1 {
		path = path[1:]
	}
	if f := s.env.factor(path); f != nil {
		most = longest(f, slices.Contains(node.Path(), "@items"))
	}
	return &cost.SizeEstimate{Min: 0, Max: most}
}

func longest(f *Factor, item bool) uint64 {
	if f.Type == ListType {
		if !item {
			return uint64(f.MaxItems)
		}
		f = f.Items
	}
	return uint64(max(f.MaxLength, len(f.Fields), 1))
}

// EstimateCallCost is for CEL.
func (s sizes) EstimateCallCost(function, _ string, _ *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	switch function {
	case "string":
	case "sum":
		return cost.NewCallEstimate(cost.Estimate{Min: 1, Max: mostItems}, nil)
	default:
		return nil
	}
	return cost.NewCallEstimate(cost.Estimate{Min: 1, Max: 10}, &cost.SizeEstimate{Min: 0, Max: defaultMaxLength})
}
