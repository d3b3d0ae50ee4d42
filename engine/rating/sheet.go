package rating

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"baodan/engine/money"
	"baodan/engine/rule"
)

// Line declares one step of a sheet; exactly one of set, multiply, add, formula, bounds and round.
type Line struct {
	Name     string    // of the step in explanations; by default what it does
	Title    rule.Text // what people read of it; by default what it does, in words
	If       string    // a condition; the step is left out where it does not hold
	Set      *Operand
	Multiply *Operand
	Add      *Operand
	Formula  string // decimal; may name value, what was computed so far, and table.NAME
	Bounds   *Bounds
	Round    *Rounding
}

// Operand is where a step takes its number from; exactly one.
type Operand struct {
	Table   string
	Factor  string
	Decimal rule.Literal
}

// Bounds keep a value from min to max, in major units; either may be left out.
type Bounds struct{ Min, Max rule.Literal }

// Rounding rounds to digits after the point.
type Rounding struct {
	Digits int
	Mode   string // halfUp, halfEven, up, down
}

// ErrResult says that a computation gave what cannot be an amount: less than nothing, or too large.
var ErrResult = errors.New("the result is no amount")

// Book is the compiled tables of a product and the sheets that use them. It is safe for concurrent use once its sheets
// are made.
type Book struct {
	env    *rule.Environment
	tables map[string]*table
	value  rule.Variable
}

// Sheet is a compiled computation.
type Sheet struct {
	book     *Book
	currency money.Currency
	lines    []line
	rounds   int // index of the last step that rounds; -1: none does
	inputs   int // most facts a worksheet shows, a hint
}

const tablePrefix = "table." // formulas name tables so

var tableName = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)

// NewBook compiles tables and makes them known to formulas as table.NAME. All mistakes are named, by paths like
// [0].rows[3].
func NewBook(env *rule.Environment, tables []Table) (*Book, []rule.Problem) {
	var problems rule.Problems
	b := &Book{env: env, tables: map[string]*table{}}
	for i := range tables {
		at := fmt.Sprintf("[%d]", i)
		name := tables[i].Name
		if !tableName.MatchString(name) || b.tables[name] != nil {
			problems.Add(at+".name", "%q cannot name a table, or is taken", name)
			continue
		}
		t, list := newTable(env, &tables[i])
		problems.Within(at, list)
		if t == nil {
			t = &table{name: name} // known, so that steps do not report it once more
		}
		t.index = i
		b.tables[name] = t
	}
	for i := range tables {
		t := b.tables[tables[i].Name]
		if t == nil {
			continue
		}
		err := env.Define(tablePrefix+t.name, func(s *rule.Scope) (money.Decimal, error) {
			c, _, err := t.find(s, nil)
			if err != nil {
				return money.Decimal{}, err
			}
			return c.value, nil
		})
		if err != nil {
			problems.Add(fmt.Sprintf("[%d].name", i), "%v", err)
		}
	}
	var err error
	if b.value, err = env.Variable("value"); err != nil {
		problems.Add("", "%v", err)
	}
	return b, problems.List
}

// Sheet compiles a computation whose result is an amount of the currency. Mistakes are named by paths like [2].if. A
// sheet that could leave fractions of a minor unit is refused: nothing is rounded that does not say so.
func (b *Book) Sheet(declared []Line, currency money.Currency) (*Sheet, []rule.Problem) {
	var problems rule.Problems
	s := &Sheet{book: b, currency: currency, rounds: -1}
	digits := 0 // after the point, at most
	for i := range declared {
		at := fmt.Sprintf("[%d]", i)
		l, list := b.line(&declared[i])
		problems.Within(at, list)
		if i == 0 && (declared[i].Set == nil && declared[i].Formula == "" || declared[i].If != "") {
			problems.Add(at, "the first step sets a value, always")
		}
		after := l.digits(digits)
		if l.guard != nil {
			after = max(after, digits)
		}
		digits = after
		if s.lines = append(s.lines, l); l.round {
			s.rounds = i
		}
		s.inputs += l.width()
	}
	if len(declared) == 0 {
		problems.Add("", "a sheet needs steps")
	}
	_, unknown := money.ParseCurrency(string(currency))
	if len(problems.List) == 0 && unknown == nil && digits > currency.Digits() {
		problems.Add(fmt.Sprintf("[%d]", len(declared)-1), "may leave fractions of a minor unit: round to %d digits", currency.Digits())
	}
	return s, problems.List
}

// Rate computes the sheet for a case. It fails with *Decline where a table says so, with rule.ErrEvaluation where
// something it needs is absent, and with ErrResult.
func (s *Sheet) Rate(c *rule.Case) (Worksheet, error) { return s.RateAdjusted(c, &Adjustment{}) }

// RateAdjusted is Rate with what somebody else agreed on.
func (s *Sheet) RateAdjusted(c *rule.Case, a *Adjustment) (Worksheet, error) {
	scope := c.Scope(s.book.env)
	w := Worksheet{Steps: make([]Step, 0, len(s.lines))}
	facts := make([]rule.Fact, 0, s.inputs) // one array for all steps
	var value money.Decimal
	for i := range s.lines {
		l := &s.lines[i]
		if i == s.rounds && a.Factor != nil {
			value = a.multiply(value, &w)
		}
		if l.looks {
			scope.Set(s.book.value, value)
		}
		if l.guard != nil {
			holds, err := l.guard.Bool(scope)
			if err != nil {
				return Worksheet{}, fmt.Errorf("step %s: %w", l.name, err)
			}
			if !holds {
				continue
			}
		}
		before := len(facts)
		after, shown, err := l.apply(scope, value, facts)
		if err != nil {
			return Worksheet{}, fmt.Errorf("step %s: %w", l.name, err)
		}
		if err := after.Err(); err != nil {
			return Worksheet{}, fmt.Errorf("%w: step %s: %w", ErrResult, l.name, err)
		}
		value, facts = after, shown
		step := Step{Rule: l.name, Value: value}
		if len(facts) > before {
			step.Inputs = slices.Clip(facts[before:])
		}
		w.Steps = append(w.Steps, step)
	}
	if s.rounds < 0 && a.Factor != nil {
		value = a.multiply(value, &w)
	}
	value = a.finish(value, &w, s.currency)
	err := value.Err()
	if err == nil {
		w.Result, err = value.In(s.currency)
	}
	if err == nil && value.Sign() < 0 {
		err = fmt.Errorf("%s is less than nothing", w.Result)
	}
	if err != nil {
		return Worksheet{}, fmt.Errorf("%w: %w", ErrResult, err)
	}
	return w, nil
}

// Reads names the variables that the sheet looks at, by formulas and conditions and by tables.
func (s *Sheet) Reads() []string {
	var names []string
	for i := range s.lines {
		l := &s.lines[i]
		names = append(names, l.table.reads()...)
		for _, f := range []*rule.Formula{l.guard, l.formula} {
			if f == nil {
				continue
			}
			for _, name := range f.Reads() {
				names = append(names, name)
				if of, ok := strings.CutPrefix(name, tablePrefix); ok {
					names = append(names, s.book.tables[of].reads()...)
				}
			}
		}
		if l.factor != nil {
			names = append(names, l.factor.Name)
		}
	}
	return names
}

// Rule is how worksheets name the step.
func (l *Line) Rule() string {
	switch {
	case l.Name != "":
		return l.Name
	case l.Round != nil:
		return fmt.Sprintf("round %d %s", l.Round.Digits, l.Round.Mode)
	case l.Bounds != nil:
		return "bounds " + string(l.Bounds.Min) + ".." + string(l.Bounds.Max)
	case l.Add != nil:
		return describe("add", l.Add)
	case l.Multiply != nil:
		return describe("multiply", l.Multiply)
	case l.Set != nil:
		return describe("set", l.Set)
	}
	return l.Formula
}

func describe(op string, o *Operand) string {
	return strings.TrimSpace(op + " " + strings.TrimSpace(o.Table+" "+o.Factor+" "+string(o.Decimal)))
}
