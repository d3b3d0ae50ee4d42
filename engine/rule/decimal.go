package rule

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"baodan/engine/money"
)

// decimalType is what conditions know exact decimals as.
var decimalType = types.NewOpaqueType("decimal").
	WithTraits(traits.AdderType | traits.SubtractorType | traits.MultiplierType | traits.NegatorType | traits.ComparerType)

// decimal is an exact decimal as a CEL value. The operators of the standard library come here by its traits.
type decimal struct{ money.Decimal }

// asDecimal takes decimals and whole numbers.
func asDecimal(value ref.Val) (decimal, bool) {
	switch value := value.(type) {
	case decimal:
		return value, true
	case types.Int:
		return decimal{money.FromInt(int64(value))}, true
	}
	return decimal{}, false
}

// sound is a result that could be held exactly, or else an error: nothing inexact is ever compared.
func sound(value money.Decimal) ref.Val {
	if err := value.Err(); err != nil {
		return types.WrapErr(err)
	}
	return decimal{value}
}

func (d decimal) with(other ref.Val, operation func(money.Decimal, money.Decimal) money.Decimal) ref.Val {
	right, ok := asDecimal(other)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return sound(operation(d.Decimal, right.Decimal))
}

// Add is for CEL.
func (d decimal) Add(other ref.Val) ref.Val { return d.with(other, money.Decimal.Add) }

// Subtract is for CEL.
func (d decimal) Subtract(other ref.Val) ref.Val { return d.with(other, money.Decimal.Sub) }

// Multiply is for CEL.
func (d decimal) Multiply(other ref.Val) ref.Val { return d.with(other, money.Decimal.Mul) }

// Negate is for CEL.
func (d decimal) Negate() ref.Val { return sound(d.Neg()) }

// Compare is for CEL.
func (d decimal) Compare(other ref.Val) ref.Val {
	right, ok := asDecimal(other)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.Cmp(right.Decimal))
}

// Equal is for CEL.
func (d decimal) Equal(other ref.Val) ref.Val {
	right, ok := asDecimal(other)
	return types.Bool(ok && d.Decimal.Equal(right.Decimal))
}

// ConvertToNative is for CEL.
func (d decimal) ConvertToNative(to reflect.Type) (any, error) {
	if to == reflect.TypeFor[money.Decimal]() {
		return d.Decimal, nil
	}
	return nil, fmt.Errorf("a decimal is no %s", to)
}

// ConvertToType is for CEL.
func (d decimal) ConvertToType(to ref.Type) ref.Val {
	switch to.TypeName() {
	case decimalType.TypeName():
		return d
	case types.StringType.TypeName():
		return types.String(d.String())
	}
	return types.NewErr("a decimal cannot become a %s", to.TypeName())
}

// Type is for CEL.
func (d decimal) Type() ref.Type { return decimalType }

// Value is for CEL.
func (d decimal) Value() any { return d.Decimal }
