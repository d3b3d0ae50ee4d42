package rating

import (
	"fmt"
	"maps"
	"slices"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// line is a compiled step: exactly one of operand, formula, rounding and bounds is there.
type line struct {
	name     string
	guard    *rule.Formula
	looks    bool // guard or formula name value
	combine  func(value, operand money.Decimal) money.Decimal
	multiply bool
	add      bool

	table    *table
	factor   *rule.Reader
	constant *money.Decimal
	formula  *rule.Formula

	round    bool
	places   int
	mode     money.RoundingMode
	min, max *money.Decimal
}

const unlimited = 1000 // digits after the point that a formula may leave

func (b *Book) line(l *Line) (line, []rule.Problem) {
	var problems rule.Problems
	c := line{name: l.Rule()}
	kinds := 0
	for _, o := range []struct {
		name    string
		operand *Operand
		combine func(value, operand money.Decimal) money.Decimal
	}{
		{"set", l.Set, func(_, operand money.Decimal) money.Decimal { return operand }},
		{"multiply", l.Multiply, money.Decimal.Mul},
		{"add", l.Add, money.Decimal.Add},
	} {
		if o.operand == nil {
			continue
		}
		kinds++
		c.combine = o.combine
		c.multiply, c.add = o.name == "multiply", o.name == "add"
		b.operand(&problems, o.name, &c, o.operand)
	}
	if l.Formula != "" {
		kinds++
		c.formula = b.compile(&problems, "formula", l.Formula, rule.DecimalType, &c)
	}
	if l.Bounds != nil {
		kinds++
		c.bounds(&problems, l.Bounds)
	}
	if l.Round != nil {
		kinds++
		c.rounding(&problems, l.Round)
	}
	if kinds != 1 {
		problems.Add("", "a step is exactly one of set, multiply, add, formula, bounds, round")
	}
	if l.If != "" {
		f, err := b.env.Condition(l.If)
		c.guard = b.noted(&problems, "if", f, err, &c)
	}
	return c, problems.List
}

func (b *Book) compile(problems *rule.Problems, at, source string, want rule.Type, c *line) *rule.Formula {
	f, err := b.env.Compile(source, want)
	return b.noted(problems, at, f, err, c)
}

// noted keeps in mind whether a formula of a step names value.
func (b *Book) noted(problems *rule.Problems, at string, f *rule.Formula, err error, c *line) *rule.Formula {
	if err != nil {
		problems.Add(at, "%v", err)
		return nil
	}
	c.looks = c.looks || slices.Contains(f.Reads(), "value")
	return f
}

func (b *Book) operand(problems *rule.Problems, at string, c *line, o *Operand) {
	given := 0
	if o.Table != "" {
		given++
		if c.table = b.tables[o.Table]; c.table == nil {
			problems.Add(at+".table", "there is no table %q%s", o.Table, rule.DidYouMean(o.Table, slices.Sorted(maps.Keys(b.tables))))
		}
	}
	if o.Factor != "" {
		given++
		var err error
		c.factor, err = b.env.Reader(o.Factor)
		if err == nil && c.factor.Kind != rule.DecimalType && c.factor.Kind != rule.IntegerType {
			err = fmt.Errorf("%s is a %s, not a number", o.Factor, c.factor.Kind)
		}
		if err != nil {
			problems.Add(at+".factor", "%v", err)
		}
	}
	if o.Decimal != "" {
		given++
		c.constant = limit(problems, at+".decimal", o.Decimal)
	}
	if given != 1 {
		problems.Add(at, "takes exactly one of table, factor, decimal")
	}
}

func (c *line) bounds(problems *rule.Problems, b *Bounds) {
	c.min, c.max = limit(problems, "bounds.min", b.Min), limit(problems, "bounds.max", b.Max)
	if c.min == nil && c.max == nil || c.min != nil && c.max != nil && c.min.Cmp(*c.max) > 0 {
		problems.Add("bounds", "nothing lies between the bounds, or there are none")
	}
}

func limit(problems *rule.Problems, at string, text rule.Literal) *money.Decimal {
	if text == "" {
		return nil
	}
	value, err := money.ParseDecimal(string(text))
	if err != nil {
		problems.Add(at, "%v", err)
	}
	return &value
}

func (c *line) rounding(problems *rule.Problems, r *Rounding) {
	var err error
	if c.mode, err = money.ParseRoundingMode(r.Mode); err != nil {
		problems.Add("round.mode", "%v", err)
	}
	if r.Digits < 0 || r.Digits > money.MaxFraction {
		problems.Add("round.digits", "must lie between 0 and %d", money.MaxFraction)
	}
	c.round, c.places = true, r.Digits
}

// digits is how many there can be after the point when the step is done.
func (c *line) digits(before int) int {
	own := unlimited
	switch {
	case c.round:
		return min(before, c.places)
	case c.min != nil || c.max != nil:
		for _, b := range []*money.Decimal{c.min, c.max} {
			if b != nil {
				before = max(before, fraction(*b))
			}
		}
		return before
	case c.constant != nil:
		own = fraction(*c.constant)
	case c.table != nil:
		own = c.table.digits
	case c.factor != nil && c.factor.Kind == rule.IntegerType:
		own = 0
	case c.factor != nil:
		own = money.MaxFraction
	}
	switch {
	case c.multiply:
		return before + own
	case c.add:
		return max(before, own)
	}
	return own
}

// width is how many facts the step shows.
func (c *line) width() int {
	switch {
	case c.table != nil:
		return len(c.table.keys) + 2
	case c.formula != nil:
		return len(c.formula.Reads())
	}
	return 1
}

// apply gives the value after the step and the facts it looked at, appended.
func (c *line) apply(s *rule.Scope, value money.Decimal, facts []rule.Fact) (money.Decimal, []rule.Fact, error) {
	switch {
	case c.table != nil:
		found, facts, err := c.table.find(s, facts)
		if err != nil {
			return value, nil, err
		}
		return c.combine(value, found.value), facts, nil
	case c.factor != nil:
		raw, err := c.factor.Value(s)
		if err != nil {
			return value, nil, err
		}
		number, ok := raw.(money.Decimal)
		if whole, isWhole := raw.(int64); isWhole {
			number, ok = money.FromInt(whole), true
		}
		if !ok {
			return value, nil, fmt.Errorf("%w: %s is no number", rule.ErrEvaluation, c.factor.Name)
		}
		return c.combine(value, number), append(facts, rule.Fact{Name: c.factor.Name, Value: number.String()}), nil
	case c.constant != nil:
		return c.combine(value, *c.constant), facts, nil
	case c.formula != nil:
		result, err := c.formula.Decimal(s)
		return result, append(facts, s.See(c.formula.Reads())...), err
	case c.round:
		return value.Round(c.places, c.mode), facts, nil
	}
	if c.min != nil && value.Cmp(*c.min) < 0 {
		value = *c.min
	}
	if c.max != nil && value.Cmp(*c.max) > 0 {
		value = *c.max
	}
	return value, facts, nil
}
