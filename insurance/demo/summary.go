package demo

import (
	"context"
	"maps"
)

// Summary is what came of the story.
type Summary struct {
	Policies, Claims int
	Refused          map[string]int // acts that the rules refused, by code: a company has those too
}

func (c *Company) summarize(context.Context) (*Summary, error) {
	return &Summary{Policies: c.told.Policies, Claims: c.told.Claims, Refused: maps.Clone(c.book.refused)}, nil
}
