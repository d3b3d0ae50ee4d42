package rule

import (
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/stdlib"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"baodan/engine/money"
)

// operatorsOnDecimals are the operators that also take decimals, alone or with whole numbers.
var operatorsOnDecimals = map[string]*types.Type{
	operators.Less: types.BoolType, operators.LessEquals: types.BoolType,
	operators.Greater: types.BoolType, operators.GreaterEquals: types.BoolType,
	operators.Add: decimalType, operators.Subtract: decimalType, operators.Multiply: decimalType,
}

// language is CEL's standard library without binary fractions, unsigned numbers, untyped values and clock fields that
// name no zone; with exact decimals.
func language(zone *time.Location) ([]cel.EnvOption, error) {
	var kept []*decls.FunctionDecl
	for _, f := range stdlib.Functions() {
		if f.Name() == "dyn" || f.Name() == "type" {
			continue
		}
		f = f.Subset(func(o *decls.OverloadDecl) bool { return isExact(f.Name(), o) })
		if f == nil {
			continue
		}
		if result, ok := operatorsOnDecimals[f.Name()]; ok {
			var err error
			if f, err = withDecimals(f, result); err != nil {
				return nil, err
			}
		}
		kept = append(kept, f)
	}
	options := []cel.EnvOption{
		cel.FunctionDecls(kept...), cel.Macros(cel.StandardMacros...),
		cel.Function(operators.Negate, cel.Overload("negate_decimal", []*cel.Type{decimalType}, decimalType)),
	}
	return append(options, helpers(zone)...), nil
}

func isExact(name string, o *decls.OverloadDecl) bool {
	inexact := func(t *types.Type) bool { return t.IsExactType(types.DoubleType) || t.IsExactType(types.UintType) }
	if inexact(o.ResultType()) || slices.ContainsFunc(o.ArgTypes(), inexact) {
		return false
	}
	ofClock := o.IsMemberFunction() && strings.HasPrefix(name, "get") && o.ArgTypes()[0].IsExactType(types.TimestampType)
	return !ofClock || len(o.ArgTypes()) == 2 // "day" is the insurer's zone's: the zone must be named
}

// withDecimals adds the overloads with decimals to a binary operator. Its implementation goes by the left operand, so
// a whole number left of a decimal is made one first.
func withDecimals(f *decls.FunctionDecl, result *types.Type) (*decls.FunctionDecl, error) {
	bindings, err := f.Bindings()
	if err != nil {
		return nil, err
	}
	standard := bindings[0].Binary
	options := []decls.FunctionOpt{decls.SingletonBinaryBinding(func(left, right ref.Val) ref.Val {
		if _, ok := right.(decimal); ok {
			if whole, ok := left.(types.Int); ok {
				left = decimal{money.FromInt(int64(whole))}
			}
		}
		return standard(left, right)
	}, bindings[0].OperandTrait)}
	for _, o := range f.OverloadDecls() {
		options = append(options, decls.Overload(o.ID(), o.ArgTypes(), o.ResultType()))
	}
	name := strings.Trim(f.Name(), "_")
	for id, operands := range map[string][]*types.Type{
		"_decimal_decimal": {decimalType, decimalType},
		"_decimal_int":     {decimalType, types.IntType},
		"_int_decimal":     {types.IntType, decimalType},
	} {
		options = append(options, decls.Overload(name+id, operands, result))
	}
	return decls.NewFunction(f.Name(), options...)
}

// helpers are the functions of our own. All are pure.
func helpers(zone *time.Location) []cel.EnvOption {
	d, i := decimalType, cel.IntType
	options := []cel.EnvOption{
		cel.Function("decimal",
			cel.Overload("decimal_string", []*cel.Type{cel.StringType}, d, cel.UnaryBinding(parseDecimal)),
			cel.Overload("decimal_int", []*cel.Type{i}, d, cel.UnaryBinding(func(n ref.Val) ref.Val {
				return decimal{money.FromInt(int64(n.(types.Int)))}
			}))),
		cel.Function("string", cel.Overload("string_decimal", []*cel.Type{d}, cel.StringType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return types.String(v.(decimal).String())
		}))),
		cel.Function("ceil", cel.Overload("ceil_decimal", []*cel.Type{d}, i, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return whole(v.(decimal).Ceil())
		}))),
		cel.Function("floor", cel.Overload("floor_decimal", []*cel.Type{d}, i, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return whole(v.(decimal).Neg().Ceil().Neg())
		}))),
		cel.Function("round", cel.Overload("round_decimal_int", []*cel.Type{d, i}, d, cel.BinaryBinding(func(v, digits ref.Val) ref.Val {
			return sound(v.(decimal).Round(int(digits.(types.Int)), money.HalfUp))
		}))),
		cel.Function("divide", cel.Overload("divide_decimal_decimal_int", []*cel.Type{d, d, i}, d, cel.FunctionBinding(func(v ...ref.Val) ref.Val {
			return sound(v[0].(decimal).Quo(v[1].(decimal).Decimal, int(v[2].(types.Int)), money.HalfUp))
		}))),
		cel.Function("sum", cel.Overload("sum_list", []*cel.Type{cel.ListType(d)}, d, cel.UnaryBinding(sum))),
		cel.Function("days", cel.Overload("days_between", []*cel.Type{cel.TimestampType, cel.TimestampType}, i,
			cel.BinaryBinding(func(from, to ref.Val) ref.Val {
				return types.Int(days(from.(types.Timestamp).Time, to.(types.Timestamp).Time, zone))
			}))),
	}
	for name, sign := range map[string]int{"min": -1, "max": 1} {
		pick := func(left, right ref.Val) ref.Val { return further(left, right, sign) }
		options = append(options, cel.Function(name,
			cel.Overload(name+"_int_int", []*cel.Type{i, i}, i, cel.BinaryBinding(pick)),
			cel.Overload(name+"_decimal_decimal", []*cel.Type{d, d}, d, cel.BinaryBinding(pick)),
			cel.Overload(name+"_decimal_int", []*cel.Type{d, i}, d, cel.BinaryBinding(pick)),
			cel.Overload(name+"_int_decimal", []*cel.Type{i, d}, d, cel.BinaryBinding(pick))))
	}
	return options
}

// folded are the functions that are computed when a formula is compiled, where all they take is written there.
var folded = []string{"decimal", "min", "max", "ceil", "floor", "round", "divide", operators.Negate}

func parseDecimal(v ref.Val) ref.Val {
	value, err := money.ParseDecimal(string(v.(types.String)))
	if err != nil {
		return types.WrapErr(err)
	}
	return decimal{value}
}

func whole(value money.Decimal) ref.Val {
	if n, ok := value.Int64(); ok {
		return types.Int(n)
	}
	return types.NewErr("%s does not fit", value)
}

func sum(list ref.Val) ref.Val {
	var total money.Decimal
	for each := list.(traits.Lister).Iterator(); each.HasNext() == types.True; {
		value, ok := asDecimal(each.Next())
		if !ok {
			return types.MaybeNoSuchOverloadErr(list)
		}
		total = total.Add(value.Decimal)
	}
	return sound(total)
}

func further(left, right ref.Val, sign int) ref.Val {
	a, _ := asDecimal(left)
	b, _ := asDecimal(right)
	chosen := right
	if a.Cmp(b.Decimal) == sign {
		chosen = left
	}
	if left.Type() != right.Type() {
		chosen, _ = asDecimal(chosen)
	}
	return chosen
}

// days counts the midnights of the zone between two instants; negative where to lies before from.
func days(from, to time.Time, zone *time.Location) int64 {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int64(day(to).Sub(day(from)) / (24 * time.Hour))
}
