// Package model is the rules of the business once more: written anew from docs/products.md, docs/agreements.md, docs/claims.md and
// the definitions of layers, upgrades, refunds and commission, so that random histories can compare the product with it. It imports
// nothing of engine or insurance; all numbers are exact fractions. It knows one product, one channel and one agreement, and is as
// short as it can be: a reader holds it against the text.
//
// Where an act is refused the model answers every reason that there is; which of them is told first is not its business.
package model

import (
	"math/big"
	"strconv"
	"strings"
)

// Fen is an amount in the smallest unit.
type Fen int64

// Rat reads an exact decimal such as "0.083333".
func Rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("no decimal: " + text)
	}
	return r
}

func (f Fen) rat() *big.Rat { return new(big.Rat).SetInt64(int64(f)) }

// Yuan is the amount in major units.
func (f Fen) Yuan() *big.Rat { return big.NewRat(int64(f), 100) }

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

func least(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func most(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// floor is the largest whole number that is not above x.
func floor(x *big.Rat) *big.Int { return new(big.Int).Div(x.Num(), x.Denom()) }

// halfAway rounds to a whole number; the middle goes away from zero: -0.5 -> -1.
func halfAway(x *big.Rat) int64 {
	up := floor(add(new(big.Rat).Abs(x), big.NewRat(1, 2)))
	if x.Sign() < 0 {
		up.Neg(up)
	}
	return up.Int64()
}

// round rounds to digits after the point. Up is away from zero; halfUp is 四舍五入.
func round(x *big.Rat, digits int, mode string) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil))
	scaled := new(big.Rat).Abs(mul(x, scale))
	whole := floor(scaled)
	rest, half := sub(scaled, new(big.Rat).SetInt(whole)), big.NewRat(1, 2)
	up := false
	switch mode {
	case "halfUp":
		up = rest.Cmp(half) >= 0
	case "halfEven":
		up = rest.Cmp(half) > 0 || rest.Cmp(half) == 0 && whole.Bit(0) == 1
	case "up":
		up = rest.Sign() > 0
	}
	if up {
		whole.Add(whole, big.NewInt(1))
	}
	result := new(big.Rat).Quo(new(big.Rat).SetInt(whole), scale)
	if x.Sign() < 0 {
		result.Neg(result)
	}
	return result
}

// inFen is an amount in yuan that has no fractions of a fen.
func inFen(yuan *big.Rat) Fen {
	fen := mul(yuan, big.NewRat(100, 1))
	if !fen.IsInt() {
		panic("a fraction of a fen: " + yuan.RatString())
	}
	return Fen(fen.Num().Int64())
}

// Exact writes a decimal with as many digits as it has, at most 12.
func Exact(x *big.Rat) string {
	text := x.FloatString(12)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func number(n int) string    { return strconv.Itoa(n) }
func (f Fen) String() string { return strconv.FormatInt(int64(f), 10) }
