package graph

import "github.com/vektah/gqlparser/v2/ast"

// NewEndpointOf builds an endpoint over another schema than ours.
func NewEndpointOf(r *Resolver, full *ast.Schema) *Endpoint { return newEndpoint(r, full) }

// FullSchema is ours, before anything is taken away.
func FullSchema() *ast.Schema { return fullSchema() }
