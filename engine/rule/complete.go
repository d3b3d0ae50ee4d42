package rule

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// VariableName is a variable that a condition may name.
type VariableName struct {
	Name     string // category, from.province, claim.weightKg, terms.cover.length
	Type     Type
	Items    Type // of a list
	Unit     string
	Title    Text
	Values   []string // all that it, or an item of it, can be; nil: anything of its type
	Presence string   // the condition that it is there; empty: it always is
}

// Operation is a function or an operator that a condition may use.
type Operation struct {
	Name       string // ceil, <
	Operator   bool
	Signatures []string // decimal < integer → boolean
	Sentence   Text
	Example    string // a condition with it; empty: there is no variable to show it with
}

// Names are the variables of a condition in an act, in the order they are declared: what WithCase and Derive declared too, and
// nothing personal.
func (e *Environment) Names(act Act) []VariableName {
	var names []VariableName
	for _, v := range e.variables {
		root := e.roots[v.name]
		switch {
		case v.name == factorsName || own[v.name] != "" && own[v.name] != act:
		case root != nil && (v.name == claimName || v.name == trackingName):
			for i := range root.Fields {
				names = append(names, nameOf(&root.Fields[i], v.name, v.name == trackingName || root.Fields[i].Optional)...)
			}
		case root != nil:
			names = append(names, nameOf(root, "", root.Optional)...)
		case e.titles[v.name].En != "": // tables have none: rules are judged before anything is rated
			n := VariableName{Name: v.name, Type: v.kind, Title: e.titles[v.name], Values: v.enum}
			if v.kind == ListType {
				n.Items = StringType
			}
			if v.name == "act" {
				n.Values = actNames
			}
			names = append(names, n)
		}
	}
	return names
}

// nameOf is a factor, or what lies in it, below a name.
func nameOf(f *Factor, below string, optional bool) []VariableName {
	if f.isPersonal() {
		return nil
	}
	name, presence := f.Name, ""
	if below != "" {
		name = below + "." + f.Name
	}
	if optional && below == "" {
		presence = "has(" + factorsName + "." + name + ")"
	} else if optional {
		presence = "has(" + name + ")"
	}
	if f.Type == ObjectType {
		var names []VariableName
		for i := range f.Fields {
			names = append(names, nameOf(&f.Fields[i], name, optional || f.Fields[i].Optional)...)
		}
		return names
	}
	n := VariableName{Name: name, Type: f.Type, Unit: f.Unit, Title: f.Title, Values: f.Enum, Presence: presence}
	if n.Title.En == "" {
		n.Title = Text{f.Name, f.Name}
	}
	if f.Type == ListType {
		n.Items, n.Values = f.Items.Type, f.Items.Enum
	}
	return []VariableName{n}
}

// Operations are the functions and operators of a condition in an act, by name.
func (e *Environment) Operations(act Act) []Operation {
	all := map[string]Operation{}
	for name, f := range e.env.Functions() {
		if o := operation(name, f); len(o.Signatures) > 0 {
			all[o.Name] = o
		}
	}
	for _, m := range e.env.Macros() {
		h := help[m.Function()]
		all[m.Function()] = Operation{Name: m.Function(), Signatures: h.macro, Sentence: h.sentence, Example: h.example}
	}
	has := all[operators.Has]
	for _, n := range e.Names(act) {
		if has.Example == "" {
			has.Example = n.Presence
		}
	}
	all[operators.Has] = has
	list := make([]Operation, 0, len(all))
	for _, name := range sortedKeys(all) {
		list = append(list, all[name])
	}
	return list
}

// operation is a function of CEL as authors write it; without signatures where they do not.
func operation(name string, f *decls.FunctionDecl) Operation {
	symbol, isOperator := operators.FindReverse(name)
	o := Operation{Name: name, Operator: isOperator, Sentence: help[name].sentence, Example: help[name].example}
	switch {
	case name == operators.Conditional:
		o.Name = "?:"
	case name == operators.Index:
		o.Name = "[]"
	case isOperator:
		o.Name = symbol
	}
	if name == operators.OldIn || name == "in" || strings.HasPrefix(name, "__") || strings.HasPrefix(name, "@") && name != operators.In {
		return o // CEL's own
	}
	if name == operators.Negate {
		o.Name = "-x" // beside the subtraction
	}
	for _, overload := range f.OverloadDecls() {
		if signature := signed(name, symbol, overload); signature != "" {
			o.Signatures = append(o.Signatures, signature)
		}
	}
	slices.Sort(o.Signatures)
	return o
}

// signed is an overload as it is written; empty where it takes or gives bytes, which formulas do not.
func signed(name, symbol string, o *decls.OverloadDecl) string {
	arguments := make([]string, len(o.ArgTypes()))
	for i, t := range o.ArgTypes() {
		arguments[i] = typeName(t)
	}
	gives := typeName(o.ResultType())
	if gives == "bytes" || slices.Contains(arguments, "bytes") {
		return ""
	}
	var call string
	switch {
	case name == operators.Conditional:
		call = fmt.Sprintf("%s ? %s : %s", arguments[0], arguments[1], arguments[2])
	case name == operators.Index:
		call = fmt.Sprintf("%s[%s]", arguments[0], arguments[1])
	case symbol != "" && len(arguments) == 1:
		call = symbol + arguments[0]
	case symbol != "":
		call = arguments[0] + " " + symbol + " " + arguments[1]
	case o.IsMemberFunction():
		call = fmt.Sprintf("%s.%s(%s)", arguments[0], name, strings.Join(arguments[1:], ", "))
	default:
		call = fmt.Sprintf("%s(%s)", name, strings.Join(arguments, ", "))
	}
	return call + " → " + gives
}

// typeName is a type as product files call it.
func typeName(t *types.Type) string {
	for name, known := range simpleTypes {
		if t.IsExactType(known) {
			return string(name)
		}
	}
	switch t.Kind() {
	case types.DurationKind:
		return "duration"
	case types.ListKind, types.MapKind:
		parameters := make([]string, len(t.Parameters()))
		for i, p := range t.Parameters() {
			parameters[i] = typeName(p)
		}
		return t.TypeName() + "(" + strings.Join(parameters, ", ") + ")"
	default:
		return t.TypeName()
	}
}
