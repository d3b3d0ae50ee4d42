package catalog

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"baodan/engine/rule"
)

// exampleVerbs are how examples say that a rule objected; of a claim some say it otherwise.
var exampleVerbs = map[rule.Effect]string{rule.Refuse: "refused", rule.Refer: "referred", rule.Require: "requires", rule.Correct: "corrected"}

var claimVerbs = map[rule.Effect]string{rule.Refuse: "declined", rule.Refer: "referred", rule.Require: "corrected", rule.Correct: "corrected"}

// unnamed are the rules that no example names, with their lines: nobody has seen that they ever object.
func (b *Bundle) unnamed(product *Product) []Problem {
	named := map[string]bool{}
	for name, text := range b.Beside {
		if path.Ext(name) != exampleEnding {
			continue
		}
		examples, _ := readExamples(product, string(text))
		for _, e := range examples {
			for _, each := range e.expects {
				if words := strings.Fields(each.text); len(words) == 2 {
					named[words[1]] = true
				}
			}
		}
	}
	var missing Problems
	lines, _ := decode(b.File, &definition{})
	for i, r := range product.definition.Rules {
		if named[r.Code] {
			continue
		}
		verb := exampleVerbs[r.Effect]
		if slices.Equal(r.On, []rule.Act{rule.Claim}) {
			verb = claimVerbs[r.Effect]
		}
		at := fmt.Sprintf("rules[%d].code", i)
		missing.add(at, lines.position(at), "no example names %s: write one that is %q, so that it is seen to object", r.Code, verb+" "+r.Code)
	}
	return missing.List
}
