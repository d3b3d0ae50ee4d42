// Package graph is the only place that knows GraphQL: the views of the schema, limits and cost, the transport, and
// resolvers that each make one call into the business.
package graph

import (
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"baodan/graph/exec"
	"baodan/insurance/access"
)

// Endpoint answers GraphQL requests, each by the view of its caller.
type Endpoint struct {
	views  map[viewKey]*View
	budget Budget
	bounds bounds
	used   func(channelID int64, coordinates []string) // deprecated elements; nil: nobody counts
}

type viewKey struct {
	audience access.Audience
	live     bool
}

// View is an executable view of the schema with caches of its own: a document that was validated for one audience is
// never taken for another.
type View struct {
	Schema           *ast.Schema
	exec             *executor.Executor
	rules            *rules.Rules
	documents        *lru.Cache[string, *ast.QueryDocument] // validated
	shapes           *lru.Cache[string, shape]
	census           *census
	tariff           tariff
	limits           limits
	deprecatedInputs map[string]bool // input types and enums that reach something deprecated
}

var fullSchema = sync.OnceValue(func() *ast.Schema {
	return exec.NewExecutableSchema(exec.Config{}).Schema()
})

// Views of the schema, by audience; live views lack what exists in the sandbox only.
func newView(r *Resolver, full *ast.Schema, key viewKey) *View {
	pruned := prune(full, key.audience, key.live)
	schema := exec.NewExecutableSchema(exec.Config{Schema: pruned, Resolvers: r})
	v := &View{
		Schema: pruned, exec: executor.New(schema), rules: validation(), census: censusOf(pruned), tariff: tariffOf(pruned), limits: limitsOf(pruned),
		deprecatedInputs: inputsWithDeprecations(pruned),
	}
	v.shapes, _ = lru.New[string, shape](cachedDocuments) // the size is positive
	v.documents, _ = lru.New[string, *ast.QueryDocument](cachedDocuments)
	v.exec.SetQueryCache(validated{})
	v.exec.SetErrorPresenter(present)
	v.exec.SetRecoverFunc(recovered)
	v.exec.AroundRootFields(guard)
	v.exec.Use(extension.Introspection{})
	return v
}

// NewEndpoint builds the views.
func NewEndpoint(r *Resolver) *Endpoint { return newEndpoint(r, fullSchema()) }

func newEndpoint(r *Resolver, full *ast.Schema) *Endpoint {
	e := &Endpoint{views: map[viewKey]*View{}, budget: r.Budget, bounds: bounds{mostAnswer, mostMutationAnswer}}
	if r.Distribution != nil {
		e.used = r.Distribution.UsedDeprecated
	}
	for _, audience := range []access.Audience{access.Channel, access.Ops, access.Reporting, access.Public} {
		for _, live := range []bool{true, false} {
			key := viewKey{audience, live}
			e.views[key] = newView(r, full, key)
		}
	}
	return e
}

// ViewSDL is the contract of an audience as text.
func ViewSDL(audience access.Audience, live bool) string {
	return SDL(prune(fullSchema(), audience, live))
}

// shapeOf measures an operation, once for each document unless its cost depends on variables.
func (v *View) shapeOf(op *graphql.OperationContext) shape {
	key := op.OperationName + "\x00" + op.RawQuery
	if known, ok := v.shapes.Get(key); ok && !known.multiplied {
		return known
	}
	s := v.measure(op.Operation, op.Variables)
	if len(op.RawQuery) <= cachedLength {
		v.shapes.Add(key, s)
	}
	return s
}
