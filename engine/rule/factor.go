package rule

import (
	"regexp"
	"slices"
	"strings"

	"baodan/engine/money"
)

// Type is that of a factor.
type Type string

// Types, as product files name them.
const (
	StringType  Type = "string"
	IntegerType Type = "integer" // whole, within 2^53 of zero
	DecimalType Type = "decimal" // exact, at most 18 digits before and 6 after the point; a string in JSON
	BooleanType Type = "boolean"
	InstantType Type = "instant" // RFC 3339 with an offset, kept in UTC to the millisecond
	ObjectType  Type = "object"
	ListType    Type = "list"
)

const (
	defaultMaxLength = 200
	mostLength       = 10_000
	mostItems        = 1000
	mostDepth        = 4
)

// Classes of personal data. What a personal factor says never reaches rules, rating or explanations.
var personalClasses = []string{"NAME", "IDENTITY_NO", "CONTACT", "ACCOUNT"}

// Literal is a value as it was written in a product file, letter by letter: 0.10 is not yet a number.
type Literal string

// Known tells whether a product file may name the type.
func (t Type) Known() bool {
	return slices.Contains([]Type{StringType, IntegerType, DecimalType, BooleanType, InstantType, ObjectType, ListType}, t)
}

// KindsKnown tells whether factors, and what lies in them, are of types that there are.
func KindsKnown(list []Factor) bool {
	for _, f := range list {
		if !f.Type.Known() || !KindsKnown(f.Fields) || f.Items != nil && (!f.Items.Type.Known() || !KindsKnown(f.Items.Fields)) {
			return false
		}
	}
	return true
}

// Factor declares one input of a product.
type Factor struct {
	Name     string
	Type     Type
	Title    Text
	Optional bool
	Default  any // a value as JSON would give it; makes the factor optional

	Min, Max Literal // of integers and decimals, both included
	Below    Literal // upper limit that is itself not permitted
	Unit     string  // of a number: CNY, kg, day ...

	Enum      []string
	Pattern   string // the whole text must match
	MaxLength int    // in characters; 200 where not declared

	Fields   []Factor // of an object
	Items    *Factor  // of a list
	MaxItems int      // of a list, needed

	Personal string // NAME, IDENTITY_NO, CONTACT, ACCOUNT; empty: not personal

	min, max, below *money.Decimal
	pattern         *regexp.Regexp
	fallback        any
}

// Factors are declared inputs, ready for use: see NewFactors.
type Factors []Factor

var (
	namePattern = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,39}$`)
	unitPattern = regexp.MustCompile(`^[A-Za-z0-9%/²³]{1,16}$`)
	// reserved are names that conditions give another meaning.
	reserved = []string{
		"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
		"namespace", "return", "var", "void", "while", "in", "true", "false", "null",
		"factors", "terms", "table", "claim", "value", "plan", "payer", "act", "now", "start", "end", "insureds",
		"occurred", "reported", "tracking", "sumInsured", "reason", "planBefore",
	}
)

// NewFactors checks declarations and makes them ready. All mistakes are named, by paths like [2].min.
func NewFactors(declared []Factor) (Factors, []Problem) {
	var problems Problems
	ready := slices.Clone(declared)
	prepareAll(&problems, "", ready, 1)
	return ready, problems.List
}

func prepareAll(problems *Problems, path string, factors []Factor, depth int) {
	seen := map[string]bool{}
	for i := range factors {
		f, at := &factors[i], path+index(i)
		if !namePattern.MatchString(f.Name) || depth == 1 && slices.Contains(reserved, f.Name) {
			problems.Add(at+".name", "%q cannot name a factor: a small letter, then letters and digits, and no reserved word", f.Name)
		}
		if seen[f.Name] {
			problems.Add(at+".name", "%q is declared twice", f.Name)
		}
		seen[f.Name] = true
		f.prepare(problems, at, depth)
	}
}

func (f *Factor) prepare(problems *Problems, at string, depth int) {
	if depth > mostDepth {
		problems.Add(at, "nested more than %d deep", mostDepth)
		return
	}
	if depth == 1 && (f.Title.Zh == "" || f.Title.En == "") {
		problems.Add(at+".title", "a title in zh and en is needed")
	}
	if f.Personal != "" && !slices.Contains(personalClasses, f.Personal) {
		problems.Add(at+".personal", "%q is none of %s", f.Personal, strings.Join(personalClasses, ", "))
	}
	number := f.Type == IntegerType || f.Type == DecimalType
	f.only(problems, at, number, "a number", map[string]bool{"min": f.Min != "", "max": f.Max != "", "below": f.Below != "", "unit": f.Unit != ""})
	f.only(problems, at, f.Type == StringType, "a string", map[string]bool{"enum": f.Enum != nil, "pattern": f.Pattern != "", "maxLength": f.MaxLength != 0})
	f.only(problems, at, f.Type == ObjectType, "an object", map[string]bool{"fields": f.Fields != nil})
	f.only(problems, at, f.Type == ListType, "a list", map[string]bool{"items": f.Items != nil, "maxItems": f.MaxItems != 0})
	switch f.Type {
	case StringType:
		f.prepareString(problems, at)
	case IntegerType, DecimalType:
		f.prepareNumber(problems, at)
	case BooleanType, InstantType:
	case ObjectType:
		if len(f.Fields) == 0 {
			problems.Add(at+".fields", "an object needs fields")
		}
		f.Fields = slices.Clone(f.Fields)
		prepareAll(problems, at+".fields", f.Fields, depth+1)
	case ListType:
		f.prepareList(problems, at, depth)
	default:
		problems.Add(at+".type", "%q is none of string, integer, decimal, boolean, instant, object, list", f.Type)
	}
	f.prepareDefault(problems, at)
}

func (f *Factor) only(problems *Problems, at string, fits bool, kind string, given map[string]bool) {
	if fits {
		return
	}
	for _, name := range sortedKeys(given) {
		if given[name] {
			problems.Add(at+"."+name, "only %s has this", kind)
		}
	}
}

func (f *Factor) prepareString(problems *Problems, at string) {
	if f.MaxLength == 0 {
		f.MaxLength = defaultMaxLength
	}
	if f.MaxLength < 1 || f.MaxLength > mostLength {
		problems.Add(at+".maxLength", "must lie between 1 and %d", mostLength)
	}
	if f.Pattern != "" {
		var err error
		if f.pattern, err = regexp.Compile(`^(?:` + f.Pattern + `)$`); err != nil {
			problems.Add(at+".pattern", "%v", err)
		}
	}
	for i, value := range f.Enum {
		if value == "" || slices.Contains(f.Enum[:i], value) {
			problems.Add(at+".enum"+index(i), "empty, or there twice")
		}
	}
	if f.Enum != nil && len(f.Enum) == 0 {
		problems.Add(at+".enum", "permits nothing")
	}
}

func (f *Factor) prepareNumber(problems *Problems, at string) {
	f.min = bound(problems, at+".min", f.Min, f.Type)
	f.max = bound(problems, at+".max", f.Max, f.Type)
	f.below = bound(problems, at+".below", f.Below, f.Type)
	if f.max != nil && f.below != nil {
		problems.Add(at+".below", "max and below exclude each other")
	}
	if f.min != nil && (f.max != nil && f.max.Cmp(*f.min) < 0 || f.below != nil && f.below.Cmp(*f.min) <= 0) {
		problems.Add(at+".min", "nothing lies between the limits")
	}
	if f.Unit != "" && !unitPattern.MatchString(f.Unit) {
		problems.Add(at+".unit", "%q is no unit", f.Unit)
	}
}

func bound(problems *Problems, at string, text Literal, of Type) *money.Decimal {
	if text == "" {
		return nil
	}
	value, err := money.ParseDecimal(string(text))
	if _, whole := value.Int64(); err != nil || of == IntegerType && !whole {
		problems.Add(at, "%q is no %s", text, of)
		return nil
	}
	return &value
}

func (f *Factor) prepareList(problems *Problems, at string, depth int) {
	if f.MaxItems < 1 || f.MaxItems > mostItems {
		problems.Add(at+".maxItems", "a list needs a limit between 1 and %d", mostItems)
	}
	if f.Items == nil {
		problems.Add(at+".items", "a list needs to say what its items are")
		return
	}
	items := *f.Items
	f.Items = &items
	if items.Optional || items.Default != nil || items.Type == ListType {
		problems.Add(at+".items", "items are neither optional nor lists")
	}
	f.Items.prepare(problems, at+".items", depth+1)
}

func (f *Factor) prepareDefault(problems *Problems, at string) {
	if f.Default == nil {
		return
	}
	f.Optional = true
	c := checker{complete: true}
	f.fallback = c.value(f, f.Default)
	for _, v := range c.violations {
		problems.Add(at+".default", "%s", v.Message)
	}
}

// Find is the factor at a path of names; lists are passed through to their items.
func (fs Factors) Find(path []string) (*Factor, bool) {
	for i := range fs {
		if f := &fs[i]; len(path) > 0 && f.Name == path[0] {
			if len(path) == 1 {
				return f, true
			}
			if f.Type == ListType && f.Items != nil {
				f = f.Items
			}
			return Factors(f.Fields).Find(path[1:])
		}
	}
	return nil, false
}

// isPersonal tells whether a factor, or each item of a list, is personal itself.
func (f *Factor) isPersonal() bool {
	return f.Personal != "" || f.Items != nil && f.Items.Personal != ""
}

// holdsPersonal tells whether a factor or anything in it is personal.
func (f *Factor) holdsPersonal() bool {
	if f.Personal != "" || f.Items != nil && f.Items.holdsPersonal() {
		return true
	}
	for i := range f.Fields {
		if f.Fields[i].holdsPersonal() {
			return true
		}
	}
	return false
}
