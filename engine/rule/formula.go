package rule

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"baodan/engine/money"
)

const (
	longestFormula = 4000 // characters
	// costLimit is what evaluating a formula may cost at most, in CEL's units of about one operation each.
	costLimit = 100_000
	// freely is the worst case below which the cost is not counted while evaluating: counting costs more than that.
	freely = 3_000
)

// ErrEvaluation says that a formula could not be computed: what it needs is absent, or out of range.
var ErrEvaluation = errors.New("the formula could not be computed")

// Formula is a compiled expression. It is safe for concurrent use.
type Formula struct {
	source  string
	program cel.Program
	kind    Type
	reads   []string // variables with the path into them: from.province
	env     *Environment
}

// Compile checks a formula against what the environment knows by now, and that it gives the type wanted (a decimal may
// be given as a whole number). Refused are: unknown names, mixed types, binary fractions, personal factors, and
// whatever could cost too much with the longest texts and lists that the factors permit.
func (e *Environment) Compile(source string, want Type) (*Formula, error) {
	checked, issues := e.env.Compile(source)
	if issues.Err() != nil {
		return nil, sentence(issues)
	}
	f := &Formula{source: source, kind: want, env: e}
	if err := f.inspect(checked); err != nil {
		return nil, err
	}
	if got := checked.OutputType(); !fits(got, want) {
		return nil, fmt.Errorf("gives %s where %s is needed", got, want)
	}
	estimate, err := e.env.EstimateCost(checked, sizes{e})
	if err != nil {
		return nil, err
	}
	if estimate.Max > costLimit {
		return nil, fmt.Errorf("may cost %d with the largest inputs, at most %d", estimate.Max, costLimit)
	}
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize), cel.CustomDecorator(fold)}
	if estimate.Max > freely {
		options = append(options, cel.CostLimit(costLimit))
	}
	f.program, err = e.env.Program(checked, options...)
	return f, err
}

// sentence makes the checker's findings short: the first line of each says it.
func sentence(issues *cel.Issues) error {
	var lines []string
	for _, each := range issues.Errors() {
		lines = append(lines, fmt.Sprintf("%s (column %d)", each.Message, each.Location.Column()+1))
	}
	return errors.New(strings.Join(lines, "; "))
}

func fits(got *types.Type, want Type) bool {
	switch want {
	case DecimalType:
		return got.IsExactType(decimalType) || got.IsExactType(types.IntType)
	case ListType:
		return got.IsExactType(types.NewListType(types.StringType))
	default:
		return simpleTypes[want] != nil && got.IsExactType(simpleTypes[want])
	}
}

// inspect notes what a formula reads and refuses what it may not.
func (f *Formula) inspect(checked *cel.Ast) error {
	var failure error
	refuse := func(format string, arguments ...any) {
		if failure == nil {
			failure = fmt.Errorf(format, arguments...)
		}
	}
	var walk func(ast.Expr)
	walk = func(e ast.Expr) {
		switch e.Kind() {
		case ast.LiteralKind:
			if _, double := e.AsLiteral().(types.Double); double {
				refuse("%v is a binary fraction: write decimal('%v')", e.AsLiteral().Value(), e.AsLiteral().Value())
			}
		case ast.StructKind:
			refuse("formulas make no objects")
		case ast.IdentKind, ast.SelectKind:
			if path := f.path(checked, e); path != nil {
				f.read(path, refuse)
				return
			}
		}
		for _, child := range children(e) {
			walk(child)
		}
	}
	walk(checked.NativeRep().Expr())
	return failure
}

// path gives the variable that an expression names, and the way into it; nil if it is something computed.
func (f *Formula) path(checked *cel.Ast, e ast.Expr) []string {
	if r := checked.NativeRep().ReferenceMap()[e.ID()]; r != nil && r.Name != "" && f.env.knows(r.Name) {
		return []string{r.Name}
	}
	if e.Kind() == ast.SelectKind {
		if path := f.path(checked, e.AsSelect().Operand()); path != nil {
			return append(path, e.AsSelect().FieldName())
		}
	}
	return nil
}

func (f *Formula) read(path []string, refuse func(string, ...any)) {
	if path[0] == factorsName && len(path) > 1 {
		path = path[1:]
	}
	if factor := f.env.factor(path); factor != nil && factor.holdsPersonal() {
		refuse("%s is personal: neither rules nor prices may look at it", strings.Join(path, "."))
	}
	if name := strings.Join(path, "."); !slices.Contains(f.reads, name) {
		f.reads = append(f.reads, name)
	}
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
	}
	return nil
}

// fold computes calls of constants once, when the formula is compiled, so that decimal('0.5') costs nothing later and
// decimal('half') is refused.
func fold(i interpreter.Interpretable) (interpreter.Interpretable, error) {
	call, ok := i.(interpreter.InterpretableCall)
	if !ok || !slices.Contains(folded, call.Function()) {
		return i, nil
	}
	for _, argument := range call.Args() {
		if _, constant := argument.(interpreter.InterpretableConst); !constant {
			return i, nil
		}
	}
	value := call.Eval(interpreter.EmptyActivation())
	if failure, failed := value.(*types.Err); failed {
		return nil, failure
	}
	return interpreter.NewConstValue(call.ID(), value), nil
}

// sizes tells the estimator how long texts and lists can become.
type sizes struct{ env *Environment }

// EstimateSize is for CEL.
func (s sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
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
func (s sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

// eval gives the value or a CEL error.
func (f *Formula) eval(s *Scope) ref.Val {
	value, _, err := f.program.Eval(s)
	if err != nil {
		return types.WrapErr(err)
	}
	return value
}

// Value computes the formula: string, int64, money.Decimal, bool, time.Time or []string by its type. It fails with
// ErrEvaluation and the cause.
func (f *Formula) Value(s *Scope) (any, error) {
	value := f.eval(s)
	if err, failed := value.(*types.Err); failed {
		return nil, fmt.Errorf("%w: %q: %w", ErrEvaluation, f.source, err)
	}
	return canonical(value, f.kind)
}

// Bool computes a condition. It fails as Value does.
func (f *Formula) Bool(s *Scope) (bool, error) {
	value := f.eval(s)
	if yes, ok := value.(types.Bool); ok {
		return bool(yes), nil
	}
	_, err := f.Value(s)
	return false, errors.Join(ErrEvaluation, err)
}

// Decimal computes a formula of type decimal. It fails as Value does.
func (f *Formula) Decimal(s *Scope) (money.Decimal, error) {
	if d, ok := asDecimal(f.eval(s)); ok {
		return d.Decimal, nil
	}
	_, err := f.Value(s)
	return money.Decimal{}, errors.Join(ErrEvaluation, err)
}

// Reads names the variables that the formula looks at, in the order it names them: category, from.province.
func (f *Formula) Reads() []string { return f.reads }

// String is the formula as it was written.
func (f *Formula) String() string { return f.source }

func canonical(value ref.Val, want Type) (any, error) {
	switch value := value.(type) {
	case types.String:
		return string(value), nil
	case types.Bool:
		return bool(value), nil
	case types.Timestamp:
		return value.Time, nil
	case decimal:
		return value.Decimal, nil
	case types.Int:
		if want == DecimalType {
			return money.FromInt(int64(value)), nil
		}
		return int64(value), nil
	}
	if value.Type() == types.ListType {
		list, err := value.ConvertToNative(stringsType)
		return list, err
	}
	return nil, fmt.Errorf("%w: gives %v", ErrEvaluation, value.Type().TypeName())
}
