package rule

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
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
	cost    uint64 // of evaluating it once, at most
}

// Compile checks a formula against what the environment knows by now, and that it gives the type wanted (a decimal may
// be given as a whole number). Refused are: unknown names, mixed types, binary fractions, personal factors, and
// whatever could cost too much with the longest texts and lists that the factors permit.
func (e *Environment) Compile(source string, want Type) (*Formula, error) {
	return e.compile(source, want, proofs{})
}

// Condition is Compile of a condition: an environment that proves refuses one that never holds.
func (e *Environment) Condition(source string) (*Formula, error) {
	return e.compile(source, BooleanType, proofs{condition: true})
}

// proofs are what an environment that proves looks at beside comparisons.
type proofs struct {
	enum      []string // all that the formula may give; nil: anything
	condition bool     // it must hold at times
}

func (e *Environment) compile(source string, want Type, proofs proofs) (*Formula, error) {
	if n := utf8.RuneCountInString(source); n > longestFormula {
		return nil, fmt.Errorf("it has %d characters: %d are the most", n, longestFormula)
	}
	parsed, issues := e.env.Parse(source)
	if issues.Err() != nil {
		return nil, e.sentence(issues, nil)
	}
	if err := exactLiterals(parsed.NativeRep().Expr()); err != nil {
		return nil, err
	}
	checked, issues := e.env.Check(parsed)
	if issues.Err() != nil {
		return nil, e.sentence(issues, parsed)
	}
	f := &Formula{source: source, kind: want, env: e}
	if err := f.inspect(checked, proofs); err != nil {
		return nil, err
	}
	if got := checked.OutputType(); !fits(got, want) {
		return nil, fmt.Errorf("gives %s where %s is needed", kindOf(got.String()), kindOf(string(want)))
	}
	estimate, err := e.env.EstimateCost(checked, sizes{e})
	if err != nil {
		return nil, err
	}
	if estimate.Max > costLimit {
		return nil, fmt.Errorf("may cost %d with the largest inputs, at most %d", estimate.Max, costLimit)
	}
	f.cost = estimate.Max
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize), cel.CustomDecorator(fold)}
	if estimate.Max > freely {
		options = append(options, cel.CostLimit(costLimit))
	}
	if f.program, err = e.env.Program(checked, options...); err != nil {
		return nil, ofConstants(err)
	}
	return f, nil
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

// Cost is what computing the formula once costs at most, in operations.
func (f *Formula) Cost() uint64 {
	if f == nil {
		return 0
	}
	return f.cost
}

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
