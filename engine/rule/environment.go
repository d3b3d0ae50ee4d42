package rule

import (
	"fmt"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"baodan/engine/money"
)

// Environment is what the formulas of a product may name: its factors, what derives from them, the circumstances of a
// case, the terms, and what rating adds. It grows while a product is compiled, by one goroutine; after that it is
// read only and safe for concurrent use.
type Environment struct {
	env       *cel.Env
	zone      *time.Location
	roots     map[string]*Factor // factors, claim and tracking, as objects: for paths, sizes and what is personal
	structs   map[string][]Factor
	names     map[string]int
	variables []variable
	titles    map[string]Text // of those that no factor is
	proves    bool            // see Prove
	reasons   []string        // see CancelledFor
	cost      uint64
}

// variable is a name in a formula. look gives a value as CEL takes it, or an error value; nil for one that is absent.
type variable struct {
	name  string
	kind  Type
	enum  []string
	title Text
	look  func(s *Scope) any
}

const (
	factorsName = "factors" // has(factors.weightKg) asks whether an optional factor is there
	within      = "/"       // in names of types; with a dot claim.items would be taken for the type and not for the value
)

// NewEnvironment makes the environment of a product: its factors by name, the facts of a claim as claim.NAME. Days are
// those of the zone.
func NewEnvironment(factors, claim Factors, zone *time.Location) (*Environment, error) {
	e := &Environment{zone: zone, roots: map[string]*Factor{}, structs: map[string][]Factor{}, names: map[string]int{}, titles: map[string]Text{}}
	options, err := language(zone)
	if err != nil {
		return nil, err
	}
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	e.define(factorsName, factors)
	e.define(claimName, claim)
	e.define(trackingName, trackingFields)
	options = append(options,
		cel.CustomTypeProvider(&provider{registry, e}), cel.CustomTypeAdapter(&adapter{registry}),
		cel.ParserExpressionSizeLimit(longestFormula), cel.ParserRecursionLimit(50))
	if e.env, err = cel.NewCustomEnv(options...); err != nil {
		return nil, fmt.Errorf("environment: %w", err)
	}
	for i := range factors {
		f := &factors[i]
		e.roots[f.Name] = f
		if err := e.declare(f.Name, f.Type, f.Enum, celType(f, factorsName), lookFactor(f.Name)); err != nil {
			return nil, err
		}
	}
	e.roots[factorsName] = &Factor{Name: factorsName, Type: ObjectType, Fields: factors}
	return e, e.declare(factorsName, ObjectType, nil, types.NewObjectType(factorsName), func(s *Scope) any {
		return map[string]any(s.facts)
	})
}

// Derive adds a factor that follows from others by a formula. It is computed at most once a case.
func (e *Environment) Derive(d Derived) []Problem {
	var problems Problems
	if !namePattern.MatchString(d.Name) || slices.Contains(reserved, d.Name) || e.knows(d.Name) {
		problems.Add("name", "%q cannot name a derived factor, or is taken", d.Name)
	}
	switch d.Type {
	case StringType, IntegerType, DecimalType, BooleanType, InstantType:
	default:
		problems.Add("type", "%q is none of string, integer, decimal, boolean, instant", d.Type)
	}
	if d.Enum != nil && d.Type != StringType {
		problems.Add("enum", "only a string has this")
	}
	if len(problems.List) > 0 {
		return problems.List
	}
	formula, err := e.compile(d.Formula, d.Type, proofs{enum: d.Enum})
	if err != nil {
		problems.Add("formula", "%v", err)
		if e.proves { // it is known, so that others do not report it once more
			_ = e.declare(d.Name, d.Type, d.Enum, simpleTypes[d.Type], func(*Scope) any { return nil })
		}
		return problems.List
	}
	e.cost += formula.cost
	e.titles[d.Name] = d.Title
	look := func(s *Scope) any {
		value := formula.eval(s)
		if name, ok := value.(types.String); ok && d.Enum != nil && !slices.Contains(d.Enum, string(name)) {
			return types.NewErr("%s came out as %q, which it does not declare", d.Name, name)
		}
		return value
	}
	if err := e.declare(d.Name, d.Type, d.Enum, simpleTypes[d.Type], look); err != nil {
		problems.Add("name", "%v", err)
	}
	return problems.List
}

// Derived declares a factor that follows from others.
type Derived struct {
	Name    string
	Type    Type
	Title   Text
	Enum    []string // of a string: the values it can take, so that tables can be checked for gaps
	Formula string
}

// Define adds a decimal that is computed when it is named, as rating does for its tables. It is computed at most once
// a case.
func (e *Environment) Define(name string, compute func(*Scope) (money.Decimal, error)) error {
	return e.declare(name, DecimalType, nil, decimalType, func(s *Scope) any {
		value, err := compute(s)
		if err != nil {
			return types.WrapErr(err)
		}
		return decimal{value}
	})
}

func (e *Environment) knows(name string) bool {
	_, known := e.names[name]
	return known
}

func (e *Environment) declare(name string, kind Type, enum []string, as *types.Type, look func(*Scope) any) error {
	if e.knows(name) {
		return fmt.Errorf("%q is declared twice", name)
	}
	env, err := e.env.Extend(cel.Variable(name, as))
	if err != nil {
		return fmt.Errorf("declare %s: %w", name, err)
	}
	e.env = env
	e.names[name] = len(e.variables)
	e.variables = append(e.variables, variable{name, kind, enum, Text{}, look})
	return nil
}

func (e *Environment) define(name string, fields []Factor) {
	e.structs[name] = fields
	for i := range fields {
		f := &fields[i]
		if f.Type == ListType && f.Items != nil {
			f = f.Items
		}
		if f.Type == ObjectType {
			e.define(name+within+fields[i].Name, f.Fields)
		}
	}
}

func lookFactor(name string) func(*Scope) any {
	return func(s *Scope) any { return native(s.facts[name]) }
}

// native gives a canonical value as CEL takes it without converting it again.
func native(value any) any {
	switch value := value.(type) {
	case nil:
		return nil
	case string:
		return types.String(value)
	case int64:
		return types.Int(value)
	case bool:
		return types.Bool(value)
	case money.Decimal:
		return decimal{value}
	case time.Time:
		return types.Timestamp{Time: value}
	case Facts:
		return map[string]any(value)
	case []string:
		return types.NewStringList(types.DefaultTypeAdapter, value)
	case Period:
		return types.String(value.String())
	}
	return value
}

var simpleTypes = map[Type]*types.Type{
	StringType: types.StringType, IntegerType: types.IntType, DecimalType: decimalType,
	BooleanType: types.BoolType, InstantType: types.TimestampType,
}

func celType(f *Factor, owner string) *types.Type {
	name := owner + within + f.Name
	switch f.Type {
	case ObjectType:
		return types.NewObjectType(name)
	case ListType:
		if f.Items.Type == ObjectType {
			return types.NewListType(types.NewObjectType(name))
		}
		return types.NewListType(simpleTypes[f.Items.Type])
	default:
		return simpleTypes[f.Type]
	}
}

// adapter makes canonical values into CEL's where the interpreter meets them within objects.
type adapter struct{ *types.Registry }

// NativeToValue is for CEL.
func (a *adapter) NativeToValue(value any) ref.Val {
	switch value := value.(type) {
	case ref.Val:
		return value
	case Facts, money.Decimal, time.Time, string, int64, bool:
		if converted, ok := native(value).(ref.Val); ok {
			return converted
		}
		return types.NewStringInterfaceMap(a, native(value).(map[string]any))
	case map[string]any:
		return types.NewStringInterfaceMap(a, value)
	case []any:
		return types.NewDynamicList(a, value)
	}
	return a.Registry.NativeToValue(value)
}

// provider tells the checker which fields objects have.
type provider struct {
	*types.Registry
	of *Environment
}

// FindStructType is for CEL.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if _, known := p.of.structs[name]; known {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return nil, false
}

// FindStructFieldNames is for CEL.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	fields, known := p.of.structs[name]
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].Name
	}
	return names, known
}

// FindStructFieldType is for CEL.
func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if f, ok := Factors(p.of.structs[name]).Find([]string{field}); ok {
		return &types.FieldType{Type: celType(f, name)}, true
	}
	return nil, false
}

// NewValue is for CEL; formulas make no objects.
func (p *provider) NewValue(string, map[string]ref.Val) ref.Val {
	return types.NewErr("formulas make no objects")
}
