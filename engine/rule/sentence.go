package rule

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// What the language's own parser and checker say is for programmers; an underwriter is told what to write.

// syntax are the parser's messages, and what is said instead; %s stands for the word that is wrong.
var syntax = []struct {
	message *regexp.Regexp
	say     string
}{
	{regexp.MustCompile(`^token recognition error at: '(["'])`), "a text is not closed: %s is missing"},
	{regexp.MustCompile(`^token recognition error at: '(=) ?.*'$`), "'%s' alone compares nothing (did you mean '=='?)"},
	{regexp.MustCompile(`^token recognition error at: '(&) ?.*'$`), "'%s' alone is no sign (did you mean '&&'?)"},
	{regexp.MustCompile(`^token recognition error at: '(\|) ?.*'$`), "'%s' alone is no sign (did you mean '||'?)"},
	{regexp.MustCompile(`^token recognition error at: '(.+)'$`), "%s is not understood"},
	{regexp.MustCompile(`input '(and|AND)'`), "'%s' is no sign (did you mean '&&'?)"},
	{regexp.MustCompile(`input '(or|OR)'`), "'%s' is no sign (did you mean '||'?)"},
	{regexp.MustCompile(`input '(not|NOT)'`), "'%s' is no sign (did you mean '!'?)"},
	{regexp.MustCompile(`input '<EOF>' expecting \{?'([\])}])'`), "it ends too early: %s is missing"},
	{regexp.MustCompile(`input '<EOF>'()`), "it ends too early: something is missing at the end%s"},
	{regexp.MustCompile(`^missing '([^']+)'`), "%s is missing"},
	{regexp.MustCompile(`input '([^']+)'`), "'%s' is not expected here"},
}

// kinds are the checker's names of types as people say them.
var kinds = map[string]string{
	"int": "a whole number", "string": "a text", "bool": "yes or no", "google.protobuf.Timestamp": "a time",
	"timestamp":                "a time",
	"google.protobuf.Duration": "a length of time", "duration": "a length of time", "null": "nothing", "list(string)": "a list of texts",
	string(IntegerType): "a whole number", string(BooleanType): "yes or no", string(InstantType): "a time",
	string(DecimalType): "a decimal", string(ListType): "a list of texts",
}

// kindOf says a type in plain words.
func kindOf(name string) string {
	if plain, known := kinds[name]; known {
		return plain
	}
	return strings.ReplaceAll(name, within, ".")
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']+)'`)
	noField    = regexp.MustCompile(`^undefined field '([^']+)'`)
	noOverload = regexp.MustCompile(`^found no matching overload for '([^']+)' applied to '\(?(.*?)\)?'$`)
)

// sentence says what the parser or the checker found: of the syntax the first thing only, since others follow from it.
func (e *Environment) sentence(issues *cel.Issues, parsed *cel.Ast) error {
	var lines []string
	for _, each := range issues.Errors() {
		message, isSyntax := strings.CutPrefix(each.Message, "Syntax error: ")
		if isSyntax {
			message = ofSyntax(message)
		} else if parsed != nil {
			message = e.ofTypes(message, find(parsed.NativeRep().Expr(), each.ExprID))
		}
		lines = append(lines, message+placed(each.Location))
		if isSyntax {
			break
		}
	}
	return errors.New(strings.Join(lines, "; "))
}

func ofSyntax(message string) string {
	for _, each := range syntax {
		if found := each.message.FindStringSubmatch(message); found != nil {
			return fmt.Sprintf(each.say, found[1])
		}
	}
	return message
}

// ofTypes says what the checker found at an expression.
func (e *Environment) ofTypes(message string, at ast.Expr) string {
	if found := undeclared.FindStringSubmatch(message); found != nil {
		known := append(e.variableNames(), operators.Has)
		for name := range e.env.Functions() {
			if !strings.HasPrefix(name, "@") && !strings.HasPrefix(name, "_") {
				known = append(known, name)
			}
		}
		slices.Sort(known)
		return "there is no '" + found[1] + "'" + DidYouMean(found[1], known)
	}
	if found := noField.FindStringSubmatch(message); found != nil {
		return "there is no '" + found[1] + "'" + DidYouMean(found[1], e.fieldsBeside(at))
	}
	if found := noOverload.FindStringSubmatch(message); found != nil {
		var given []string
		// A call of what stands before it is told as target.(arguments).
		for _, kind := range strings.Split(strings.Replace(found[2], ".(", ", ", 1), ", ") {
			if kind != "" {
				given = append(given, kindOf(kind))
			}
		}
		name, _, _ := strings.Cut(strings.Trim(found[1], "_@"), "_")
		return fmt.Sprintf("'%s' does not take %s", name, strings.Join(given, " and "))
	}
	return message
}

// fieldsBeside are the fields of what an expression selects one from.
func (e *Environment) fieldsBeside(at ast.Expr) (names []string) {
	if at == nil || at.Kind() != ast.SelectKind {
		return nil
	}
	path := pathOf(at.AsSelect().Operand())
	if len(path) > 1 && path[0] == factorsName {
		path = path[1:]
	}
	if len(path) == 0 {
		return nil
	}
	if of := e.factor(path); of != nil {
		for _, each := range of.Fields {
			names = append(names, each.Name)
		}
	}
	return names
}

// pathOf is how a parsed expression names something: claim, weightKg.
func pathOf(expression ast.Expr) []string {
	switch expression.Kind() {
	case ast.IdentKind:
		return []string{expression.AsIdent()}
	case ast.SelectKind:
		if path := pathOf(expression.AsSelect().Operand()); path != nil {
			return append(path, expression.AsSelect().FieldName())
		}
	default:
	}
	return nil
}

// find is the expression of an id; nil where there is none.
func find(of ast.Expr, id int64) ast.Expr {
	if of.ID() == id {
		return of
	}
	for _, each := range children(of) {
		if found := find(each, id); found != nil {
			return found
		}
	}
	return nil
}

var badConstant = regexp.MustCompile(`type conversion error from 'string' to 'google\.protobuf\.(Duration|Timestamp)'`)

// ofConstants says why a length of time or a time is none, which is found once all else is right.
func ofConstants(err error) error {
	found := badConstant.FindStringSubmatch(err.Error())
	switch {
	case found == nil:
		return err
	case found[1] == "Duration":
		return errors.New("a length of time is written as 5m, 1h30m or 24h")
	}
	return errors.New("a time is written as 2026-11-28T00:00:00+08:00")
}

// variableNames are all that formulas may name.
func (e *Environment) variableNames() []string {
	names := make([]string, len(e.variables))
	for i, one := range e.variables {
		names[i] = one.name
	}
	return names
}
