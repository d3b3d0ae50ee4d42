package catalog

import (
	"fmt"
	"slices"

	"baodan/engine/rule"
)

// A product names the factors of a policy and the facts of a claim by whose values its policies are found (`search`): a tracking
// number, outbound or returned.

// LongestSearched is how much of a value is compared, in characters.
const LongestSearched = 64

// mostSearched factors and facts of a product.
const mostSearched = 8

// Searched is a value as it is stored and looked for, the same however it is written: capitals, letters and digits only. Empty:
// nothing is found by it.
func Searched(value string) string {
	runes := []rune(folded(value))
	return string(runes[:min(len(runes), LongestSearched)])
}

// SearchValues are the values that a policy is found by, each once: those of its factors; of a claim, with its facts, those of the
// claim. What counts is what the newest version on sale names, also for policies that were sold under an earlier one, and what
// their own names where none is on sale.
func (s *Masters) SearchValues(v *Version, factors, claim rule.Facts) (values []string) {
	named := v
	if newest := (*s.onSale.Load())[v.Code()]; newest != nil {
		named = newest
	}
	for _, p := range named.searched {
		if p.ofClaim != (claim != nil) {
			continue
		}
		text, _ := p.text(factors, claim)
		if value := Searched(text); value != "" && !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	return values
}

// search compiles the factors and facts that policies are found by. What is personal is found by its blind index, by those who may.
func (c *compiler) search() {
	p := c.product
	if len(p.definition.Search) > mostSearched {
		c.fault("search", "at most %d", mostSearched)
	}
	for i, name := range p.definition.Search {
		at := fmt.Sprintf("search[%d]", i)
		place, f := c.place(at, name)
		if f != nil && f.Personal != "" {
			c.fault(at, "%q is personal: it is found by those who may see personal data, without this", name)
		}
		if slices.Contains(p.definition.Search[:i], name) {
			c.fault(at, "%q is there twice", name)
		}
		p.searched = append(p.searched, place)
	}
}
