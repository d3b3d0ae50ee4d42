package graph

import (
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
	"baodan/insurance/work"
)

// NewEndpointOf builds an endpoint over another schema than ours.
func NewEndpointOf(r *Resolver, full *ast.Schema) *Endpoint { return newEndpoint(r, full) }

// FullSchema is ours, before anything is taken away.
func FullSchema() *ast.Schema { return fullSchema() }

// LoadedKinds are the kinds of ids that node finds something by.
func LoadedKinds() []work.Kind { return slices.Collect(maps.Keys(loaders)) }

// Bound sets how many bytes an answer may have.
func (e *Endpoint) Bound(bytes int64) { e.bounds = bounds{bytes, bytes} }

// Prune is the view of an audience.
func Prune(full *ast.Schema, audience access.Audience, live bool) *ast.Schema {
	return prune(full, audience, live)
}
