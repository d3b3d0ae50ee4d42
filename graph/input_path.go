package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/fault"
)

// inputPath says which input an error is about that is known by the field and the argument: ["variable", "in", "amount"] where a variable
// holds it, as GraphQL's own checks of variables say; a value that the document holds keeps the path of its field.
func inputPath(ctx context.Context, path ast.Path) ast.Path {
	if !graphql.HasOperationContext(ctx) || graphql.GetOperationContext(ctx).Operation == nil {
		return path
	}
	set := graphql.GetOperationContext(ctx).Operation.SelectionSet
	var field *ast.Field
	for i, step := range path {
		name, ok := step.(ast.PathName)
		if !ok {
			continue // the place of a list
		}
		if field != nil {
			if input := argumentPath(field, path[i:]); input != nil {
				return input
			}
		}
		if field = chosen(set, string(name)); field == nil {
			return path
		}
		set = field.SelectionSet
	}
	return path
}

// argumentPath is the variable that holds an input, and the way to it; nil where none does. Errors of a mutation name what lies in its
// argument input.
func argumentPath(field *ast.Field, path ast.Path) ast.Path {
	argument, rest := field.Arguments.ForName(string(path[0].(ast.PathName))), path[1:]
	if argument == nil {
		if argument, rest = field.Arguments.ForName("input"), path; argument == nil || chosen(field.SelectionSet, string(path[0].(ast.PathName))) != nil {
			return nil
		}
	}
	value := argument.Value
	for i := 0; value != nil; i++ {
		if value.Kind == ast.Variable {
			return append(ast.Path{ast.PathName("variable"), ast.PathName(value.Raw)}, rest[i:]...)
		}
		if i == len(rest) {
			return nil
		}
		switch step := rest[i].(type) {
		case ast.PathName:
			value = value.Children.ForName(string(step))
		case ast.PathIndex:
			if int(step) >= len(value.Children) {
				return nil
			}
			value = value.Children[step].Value
		}
	}
	return nil
}

// chosen is the field that an answer shows under a name.
func chosen(set ast.SelectionSet, alias string) *ast.Field {
	for _, selection := range set {
		var found *ast.Field
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Alias == alias {
				found = selection
			}
		case *ast.InlineFragment:
			found = chosen(selection.SelectionSet, alias)
		case *ast.FragmentSpread:
			found = chosen(selection.Definition.SelectionSet, alias)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// named is a plain fault with the name of its input, which only the path of the error knows.
func named(f fault.Error, path ast.Path) fault.Error {
	plain, ok := f.(fault.Fault)
	if !ok || len(plain.Path) > 0 {
		return f
	}
	for i := len(path) - 1; i > 0; i-- {
		if name, ok := path[i].(ast.PathName); ok {
			return plain.At(string(name))
		}
	}
	return f
}
