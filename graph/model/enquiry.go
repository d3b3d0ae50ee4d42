package model

import (
	"context"

	"baodan/insurance/work"
)

// PolicyConnection is a page of policies. Counted counts all that its filter finds; it runs only where it is asked for.
type PolicyConnection struct {
	Edges    []*PolicyEdge
	PageInfo *PageInfo
	Counted  Counted
}

// Counted counts what a list finds, up to a maximum.
type Counted func(ctx context.Context, most int) (work.Count, error)

// ClaimConnection is a page of claims. Counted counts all that its filter finds; nil: it is not counted.
type ClaimConnection struct {
	Edges    []*ClaimEdge
	PageInfo *PageInfo
	Counted  Counted
}
