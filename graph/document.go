package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// A document is parsed, counted and validated here, and not by the executor, which validates right after it has parsed. The
// executor finds the validated document in what it takes for its cache.

const (
	cachedDocuments = 1000
	cachedLength    = 8 << 10 // longer documents are parsed every time
	mostErrors      = 50      // that are told of one request
)

// validation are the rules for documents; they do not suggest what may be meant, which takes long.
func validation() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, one := range []struct{ old, new validator.Rule }{
		{rules.FieldsOnCorrectTypeRule, rules.FieldsOnCorrectTypeRuleWithoutSuggestions},
		{rules.ScalarLeafsRule, rules.ScalarLeafsRuleWithoutSuggestions},
		{rules.KnownArgumentNamesRule, rules.KnownArgumentNamesRuleWithoutSuggestions},
		{rules.KnownTypeNamesRule, rules.KnownTypeNamesRuleWithoutSuggestions},
		{rules.ValuesOfCorrectTypeRule, rules.ValuesOfCorrectTypeRuleWithoutSuggestions},
	} {
		r.RemoveRule(one.old.Name)
		r.AddRule(one.new.Name, one.new.RuleFunc)
	}
	return r
}

// document of a request, parsed and validated for this view. An error that is no list of GraphQL's is a fault of surveyed.
func (v *View) document(text string) (*ast.QueryDocument, error) {
	if known, ok := v.documents.Get(text); ok {
		return known, nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, MaxTokens)
	if err != nil {
		errcode.Set(err, errcode.ParseFailed)
		return nil, gqlerror.List{gqlerror.WrapIfUnwrapped(err)}
	}
	if len(doc.Operations) == 0 {
		err := gqlerror.Errorf("no operation provided")
		errcode.Set(err, errcode.ValidationFailed)
		return nil, gqlerror.List{err}
	}
	if err := surveyed(doc); err != nil {
		return nil, err
	}
	if list := validator.ValidateWithRules(v.Schema, doc, v.rules); len(list) > 0 {
		list = list[:min(len(list), mostErrors)]
		for _, one := range list {
			errcode.Set(one, errcode.ValidationFailed)
		}
		return nil, list
	}
	if len(text) <= cachedLength {
		v.documents.Add(text, doc)
	}
	return doc, nil
}

type documentKey struct{}

// operation of a request whose document is validated: chosen by its name, with its variables read.
func (v *View) operation(ctx context.Context, doc *ast.QueryDocument, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	return v.exec.CreateOperationContext(context.WithValue(ctx, documentKey{}, doc), params)
}

// validated gives the executor the document of its context.
type validated struct{}

// Get is the document of the context.
func (validated) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(documentKey{}).(*ast.QueryDocument)
	return doc, ok
}

// Add is never called, since Get always finds it.
func (validated) Add(context.Context, string, *ast.QueryDocument) {}
