// Package rule decides what may be done with a risk (F1): which facts a product asks for, which of its rules object to
// them, and which terms hold. All of it is data of the product; this package reads the data, refuses what is faulty
// when it is compiled, and then judges cases. What a risk costs is left to rating, who sells it to the agreements.
//
// Conditions and formulas are CEL, type-checked against the product's own factors, without binary fractions: decimals
// are written decimal('0.5') and compare and compute exactly.
package rule

import (
	"fmt"
	"strings"
)

// Text is a text for people in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Fact is a named value as text, as explanations show it. It is never a personal one.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Act is what is done with a policy.
type Act string

// Acts. Quoting and issuing are judged alike in rules that name "sale".
const (
	Quote   Act = "quote"
	Issue   Act = "issue"
	Endorse Act = "endorse"
	Renew   Act = "renew"
	Cancel  Act = "cancel"
	Claim   Act = "claim"
)

// Problem is a mistake in a declaration: where, as a path like factors[2].min, and what is wrong.
type Problem struct {
	Path     string
	Sentence string
}

func (p Problem) String() string { return p.Path + ": " + p.Sentence }

// Problems collects mistakes below a path.
type Problems struct{ List []Problem }

// Add notes a mistake at a path.
func (p *Problems) Add(path, format string, arguments ...any) {
	p.List = append(p.List, Problem{path, fmt.Sprintf(format, arguments...)})
}

// Within takes over mistakes found below a path.
func (p *Problems) Within(path string, list []Problem) {
	for _, each := range list {
		joined := path + each.Path
		if path != "" && each.Path != "" && !strings.HasPrefix(each.Path, "[") {
			joined = path + "." + each.Path
		}
		p.List = append(p.List, Problem{joined, each.Sentence})
	}
}

// Err is nil where there are no mistakes, else an error with a line for each.
func (p *Problems) Err() error {
	if len(p.List) == 0 {
		return nil
	}
	lines := make([]string, len(p.List))
	for i, each := range p.List {
		lines[i] = each.String()
	}
	return fmt.Errorf("%s", strings.Join(lines, "\n"))
}
