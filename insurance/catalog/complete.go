package catalog

import (
	"context"

	"baodan/engine/rule"
	"baodan/insurance/fault"
)

// CompletionInput is a place where a condition is written.
type CompletionInput struct {
	ProductCode string
	Version     *int    // nil: the newest
	File        *string // instead of the version's own
	Act         rule.Act
}

// Completion is what a condition may say there.
type Completion struct {
	Names      []*CompletedName
	Operations []*CompletedOperation
	UserErrors []fault.Error // for the one who shows it
}

// CompletedName is a variable; nil is what it has not.
type CompletedName struct {
	rule.VariableName
	Items          *rule.Type
	Unit, Presence *string
}

// CompletedOperation is a function or an operator.
type CompletedOperation struct {
	rule.Operation
	Example *string // nil: there is none
}

// said is a text; nil where it is empty.
func said[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}

// Complete tells what a condition of a version, or of a file in hand, may name in an act. Faults: INVALID_VALUE, NOT_FOUND.
func (s *Reader) Complete(ctx context.Context, in CompletionInput) (*Completion, error) {
	c := &Completion{Names: []*CompletedName{}, Operations: []*CompletedOperation{}}
	product, err := s.CompileDraft(ctx, in.ProductCode, in.Version, in.File)
	if err != nil {
		return c, err
	}
	for _, n := range product.env.Names(in.Act) {
		c.Names = append(c.Names, &CompletedName{n, said(n.Items), said(n.Unit), said(n.Presence)})
	}
	for _, o := range product.env.Operations(in.Act) {
		c.Operations = append(c.Operations, &CompletedOperation{o, said(o.Example)})
	}
	return c, nil
}
