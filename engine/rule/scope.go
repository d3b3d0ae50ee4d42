package rule

import (
	"fmt"
	"strings"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"baodan/engine/money"
)

// Case is what rules and rating look at. It is used by one goroutine, and not changed once it was judged or rated:
// what was computed of it is kept.
type Case struct {
	Act        Act
	Plan       string
	Payer      string
	Now        time.Time // the instant that decides
	Start, End time.Time // of cover
	Insureds   int
	Facts      Facts
	Terms      *Terms

	// Of a claim only.
	Claim          Facts
	Loss, Reported time.Time // when the loss happened, and when it was told
	Tracking       Facts     // what a carrier says of the parcel, see TrackingFields; nil: it was not asked
	SumInsured     money.Decimal

	Reason     string // of a cancellation: its code
	PlanBefore string // of an endorsement

	scope *Scope
}

// Scope holds the variables of one case while formulas look at them, each computed at most once.
type Scope struct {
	of     *Case
	env    *Environment
	facts  Facts
	values []any
}

// Scope is where formulas of an environment look at the case.
func (c *Case) Scope(env *Environment) *Scope {
	if c.scope == nil || c.scope.of != c || c.scope.env != env {
		c.scope = &Scope{of: c, env: env, facts: c.Facts, values: make([]any, len(env.variables))}
	}
	return c.scope
}

// ResolveName is for CEL.
func (s *Scope) ResolveName(name string) (any, bool) {
	slot, known := s.env.names[name]
	if !known {
		return nil, false
	}
	value := s.at(slot)
	return value, value != nil
}

// Parent is for CEL.
func (s *Scope) Parent() interpreter.Activation { return nil }

func (s *Scope) at(slot int) any {
	value := s.values[slot]
	if value == nil {
		value = s.env.variables[slot].look(s)
		s.values[slot] = value
	}
	return value
}

// Set gives a variable of rating its value for the formulas computed from now on.
func (s *Scope) Set(v Variable, value money.Decimal) { s.values[v] = decimal{value} }

// Variable is a decimal whose value is set as a computation goes on.
type Variable int

// Variable adds a decimal that Scope.Set gives values.
func (e *Environment) Variable(name string) (Variable, error) {
	err := e.declare(name, DecimalType, nil, decimalType, func(*Scope) any { return nil })
	return Variable(e.names[name]), err
}

func (s *Scope) term(key int) any {
	if s.of.Terms == nil {
		return types.NewErr("the case has no terms")
	}
	value, err := s.of.Terms.value(key, s.facts)
	if err != nil {
		return types.WrapErr(err)
	}
	return native(value)
}

// Reader reads one variable, or a field within one, without a formula: tables look up by it.
type Reader struct {
	Name string
	Kind Type
	Enum []string // all values it can take, where they are known

	slot   int
	path   []string // from the variable on; nil where it is no object
	direct bool     // a factor: its canonical value is at hand
	factor *Factor
}

// Reader makes a reader of a variable such as category, plan or from.province. Personal factors are refused.
func (e *Environment) Reader(name string) (*Reader, error) {
	if slot, known := e.names[name]; known {
		v := e.variables[slot]
		r := &Reader{Name: name, Kind: v.kind, Enum: v.enum, slot: slot, factor: e.roots[name]}
		r.direct = r.factor != nil
		return r, r.permitted()
	}
	path := strings.Split(name, ".")
	slot, known := e.names[path[0]]
	f := e.factor(path)
	if !known || f == nil || len(path) < 2 || e.factor(path[:len(path)-1]).Type != ObjectType {
		return nil, fmt.Errorf("there is no %q%s", name, DidYouMean(name, e.variableNames()))
	}
	r := &Reader{Name: name, Kind: f.Type, Enum: f.Enum, slot: slot, path: path, factor: f, direct: path[0] != claimName && path[0] != trackingName}
	if !r.direct {
		r.path = path[1:]
	}
	return r, r.permitted()
}

func (r *Reader) permitted() error {
	if r.factor != nil && r.factor.holdsPersonal() {
		return fmt.Errorf("%s is personal: neither rules nor prices may look at it", r.Name)
	}
	return nil
}

// Limits are those of a number: least and most it can be, nil where there is none. Open says that it must stay below
// most.
func (r *Reader) Limits() (least, most *money.Decimal, open bool) {
	switch f := r.factor; {
	case f == nil:
		return nil, nil, false
	case f.below != nil:
		return f.min, f.below, true
	default:
		return f.min, f.max, false
	}
}

// Value is the canonical value. It fails with ErrEvaluation where it is absent or cannot be computed.
func (r *Reader) Value(s *Scope) (any, error) {
	if r.direct {
		value := any(s.facts)
		path := r.path
		if path == nil {
			path = []string{r.Name}
		}
		return r.follow(value, path)
	}
	switch value := s.at(r.slot).(type) {
	case *types.Err:
		return nil, fmt.Errorf("%w: %s: %w", ErrEvaluation, r.Name, value)
	case ref.Val:
		return canonical(value, r.Kind)
	case map[string]any:
		return r.follow(Facts(value), r.path)
	default:
		return nil, fmt.Errorf("%w: %s is absent", ErrEvaluation, r.Name)
	}
}

func (r *Reader) follow(value any, path []string) (any, error) {
	for _, name := range path {
		object, ok := value.(Facts)
		if value = object[name]; !ok || value == nil {
			return nil, fmt.Errorf("%w: %s is absent", ErrEvaluation, r.Name)
		}
	}
	return value, nil
}

// Text writes a canonical value for explanations.
func (r *Reader) Text(value any) string { return text(value) }

// See is what a case says of variables, for explanations: those that are absent or faulty are left out.
func (s *Scope) See(names []string) []Fact {
	var facts []Fact
	for _, name := range names {
		reader, err := s.env.Reader(name)
		if err != nil {
			continue
		}
		if value, err := reader.Value(s); err == nil {
			facts = append(facts, Fact{name, text(value)})
		}
	}
	return facts
}
