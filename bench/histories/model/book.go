package model

import (
	"fmt"
	"slices"
	"time"
)

// Book is all that a history did: sales, and claims.
type Book struct {
	*Sales
	numbers map[string]*answered // of requests about claims
	once    map[string]*Claim    // unique facts that are reserved
}

// Sales are policies and their changes.
type Sales struct {
	Product    *Product
	Agreements []*Agreement // by version
	Policies   []*Policy
	Now        time.Time

	requests map[string]*answered // numbers of endorsements and cancellations
}

type answered struct {
	ask    string
	answer Answer
}

// NewBook is a book without acts.
func NewBook(p *Product) *Book {
	return &Book{Sales: &Sales{Product: p, requests: map[string]*answered{}}, numbers: map[string]*answered{}, once: map[string]*Claim{}}
}

// Answer is what an act answers: facts, or why it is refused, by code and, for a rule, its name.
type Answer struct {
	Refused []string
	Facts   []string
}

func (a *Answer) refuse(code string, when bool) {
	if when && !slices.Contains(a.Refused, code) {
		a.Refused = append(a.Refused, code)
	}
}

const (
	invalidValue    = "INVALID_VALUE"
	invalidState    = "INVALID_STATE"
	notAgreed       = "NOT_AGREED"
	requestMismatch = "REQUEST_MISMATCH"
	notFound        = "NOT_FOUND"
	conflict        = "CONFLICT"
	outsideFiling   = "RULE_REFUSED OUTSIDE_FILING"
)

// Policy finds one by its order.
func (b *Sales) Policy(order string) *Policy {
	i := slices.IndexFunc(b.Policies, func(p *Policy) bool { return p.Order == order })
	if i < 0 {
		return nil
	}
	return b.Policies[i]
}

// Current is the newest version of the agreement that is in force; nil: none.
func (b *Sales) Current() *Agreement {
	for _, a := range slices.Backward(b.Agreements) {
		if !b.Now.Before(a.From) && (a.Until == nil || b.Now.Before(*a.Until)) {
			return a
		}
	}
	return nil
}

// View is a policy as it holds at one instant by what was known at another.
func (b *Sales) View(order string, asOf, knownAt time.Time) (answer Answer) {
	p := b.Policy(order)
	if p == nil {
		return Answer{Facts: []string{"nothing"}}
	}
	v := p.at(asOf, knownAt)
	if v == nil {
		return Answer{Facts: []string{"nothing"}}
	}
	return Answer{Facts: append(v.facts(), v.lines()...)}
}

// PlanNow is the plan of a policy in force.
func (b *Sales) PlanNow(p *Policy) string { return b.now(p).plan() }

// now is the policy with all that is known.
func (b *Sales) now(p *Policy) *view { return p.at(b.Now, b.Now) }

func ask(parts ...any) string { return fmt.Sprintln(parts...) }
