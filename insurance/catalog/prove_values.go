package catalog

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// dimension is one input of a case with the values worth trying, numbers from the least to the most.
type dimension struct {
	path   []string
	values []any // nil: left out
	number bool
}

const (
	largestWhole   = 1 << 53 // see engine/rule
	largestDecimal = "999999999999999999"
	smallestStep   = "0.000001"
)

var writtenNumber = regexp.MustCompile(`\d+(\.\d+)?`)

// cornersOf are where answers change: those of the tables, and the numbers that formulas compare factors with.
func cornersOf(p *Product, book *rating.Book) map[string][]string {
	corners := book.Corners()
	var formulas []string
	for _, r := range p.definition.Rules {
		formulas = append(formulas, r.If)
	}
	for _, d := range p.definition.Derived {
		formulas = append(formulas, d.Formula)
	}
	for _, l := range slices.Concat(p.definition.Rating.Premium, p.definition.Rating.SumInsured) {
		formulas = append(formulas, l.If, l.Formula)
	}
	for _, formula := range formulas {
		for _, f := range p.factors {
			if (f.Type == rule.IntegerType || f.Type == rule.DecimalType) && strings.Contains(formula, f.Name) {
				corners[f.Name] = append(corners[f.Name], writtenNumber.FindAllString(formula, -1)...)
			}
		}
	}
	return corners
}

// dimensions are plan, payer and all factors that rules and prices may look at.
func dimensions(p *Product, corners map[string][]string, now time.Time) []dimension {
	plan := dimension{path: []string{"plan"}}
	for _, each := range p.plans {
		plan.values = append(plan.values, each.Code)
	}
	payer := dimension{path: []string{"payer"}, values: []any{"CUSTOMER", "SELLER", "PLATFORM"}}
	return factorDimensions([]dimension{plan, payer}, p, p.factors, nil, corners, now)
}

func factorDimensions(all []dimension, p *Product, factors []rule.Factor, within []string, corners map[string][]string, now time.Time) []dimension {
	for i := range factors {
		f := &factors[i]
		d := dimension{path: append(slices.Clone(within), f.Name)}
		if f.Personal != "" {
			continue
		}
		if f.Type == rule.ObjectType {
			all = factorDimensions(all, p, f.Fields, d.path, corners, now)
			continue
		}
		name := joined(d.path)
		d.number = f.Type == rule.IntegerType || f.Type == rule.DecimalType
		d.values = valuesOf(f, limitsOf(p, name), corners[name], now)
		if f.Optional {
			d.values = append(d.values, nil)
			d.number = false // the last is none
		}
		all = append(all, d)
	}
	return all
}

func joined(path []string) string {
	name := path[0]
	for _, step := range path[1:] {
		name += "." + step
	}
	return name
}

// limits of a number.
type limits struct {
	least, most *money.Decimal
	open        bool
}

func limitsOf(p *Product, name string) (l limits) {
	if reader, err := p.env.Reader(name); err == nil {
		l.least, l.most, l.open = reader.Limits()
	}
	return l
}

// valuesOf are the values of a factor that are worth trying.
func valuesOf(f *rule.Factor, l limits, corners []string, now time.Time) []any {
	var all []any
	switch f.Type {
	case rule.StringType:
		for _, text := range f.Enum {
			all = append(all, text)
		}
		if f.Enum == nil {
			all = append(all, "x")
			for _, text := range corners {
				all = append(all, text)
			}
		}
	case rule.BooleanType:
		all = []any{false, true}
	case rule.IntegerType, rule.DecimalType:
		for _, number := range numbers(f, l, corners) {
			if f.Type == rule.DecimalType {
				all = append(all, number)
			} else if whole, ok := number.Int64(); ok {
				all = append(all, whole)
			}
		}
	case rule.InstantType:
		for _, days := range []int{0, -1, -10, -40, -400, -8000, 1, 10} {
			all = append(all, now.AddDate(0, 0, days))
		}
	case rule.ListType:
		all = append(all, []any{}, items(f, now, 1), items(f, now, f.MaxItems))
	case rule.ObjectType:
	}
	return all
}

// items are a list of some length, with the values of items by turns.
func items(f *rule.Factor, now time.Time, length int) []any {
	one := []any{rule.Facts{}}
	if f.Items.Type != rule.ObjectType {
		one = valuesOf(f.Items, limits{}, nil, now)
	} else {
		for i := range f.Items.Fields {
			if field := &f.Items.Fields[i]; field.Personal == "" && field.Type != rule.ObjectType {
				one[0].(rule.Facts)[field.Name] = valuesOf(field, limits{}, nil, now)[0]
			}
		}
	}
	list := make([]any, min(length, 10))
	for i := range list {
		list[i] = one[i%len(one)]
	}
	return list
}

// numbers are the least and the most that a factor permits, the middle, and both sides of each corner of a table.
func numbers(f *rule.Factor, l limits, corners []string) []money.Decimal {
	step, far := money.FromInt(1), money.FromInt(largestWhole)
	if f.Type == rule.DecimalType {
		step, far = money.MustDecimal(smallestStep), money.MustDecimal(largestDecimal)
	}
	least, most := far.Neg(), far
	if l.least != nil {
		least = *l.least
	}
	if l.most != nil {
		most = *l.most
		if l.open {
			most = most.Sub(step)
		}
	}
	all := []money.Decimal{least, most, least.Add(most).Mul(money.MustDecimal("0.5")).Round(0, money.Down), money.FromInt(0), money.FromInt(1)}
	for _, text := range corners {
		if at, err := money.ParseDecimal(text); err == nil {
			all = append(all, at.Sub(step), at, at.Add(step))
		}
	}
	all = slices.DeleteFunc(all, func(d money.Decimal) bool { return d.Cmp(least) < 0 || d.Cmp(most) > 0 })
	slices.SortFunc(all, money.Decimal.Cmp)
	return slices.CompactFunc(all, money.Decimal.Equal)
}

// put sets a value at a path.
func put(into rule.Facts, path []string, value any) {
	for _, step := range path[:len(path)-1] {
		inner, ok := into[step].(rule.Facts)
		if !ok {
			inner = rule.Facts{}
			into[step] = inner
		}
		into = inner
	}
	into[path[len(path)-1]] = value
}
