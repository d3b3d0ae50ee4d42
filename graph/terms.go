package graph

import (
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/access"
	"baodan/insurance/words"
)

// Words of the values of enums that people see in two audiences; each is made once.
var (
	channelTerms = sync.OnceValue(func() []*words.Term { return termsIn(prune(fullSchema(), access.Channel, false)) })
	opsTerms     = sync.OnceValue(func() []*words.Term { return termsIn(prune(fullSchema(), access.Ops, true)) })
)

// termsOf are the words for what a caller sees, of some enums or of all.
func termsOf(c *access.Caller, enums []string) []*words.Term {
	list := channelTerms()
	if c.Audience == access.Ops {
		list = opsTerms()
	}
	if len(enums) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(t *words.Term) bool {
		enum, _, _ := strings.Cut(t.Coordinate, ".")
		return !slices.Contains(enums, enum)
	})
}

// termsIn are the words of all values of the enums of a view, and of all error codes. That none is missing is a test.
func termsIn(view *ast.Schema) []*words.Term {
	var list []*words.Term
	for name, d := range view.Types {
		if d.Kind != ast.Enum || strings.HasPrefix(name, "__") || name == "ErrorCode" {
			continue
		}
		for _, v := range d.EnumValues {
			if text, known := words.Of(name, v.Name); known {
				list = append(list, &words.Term{Coordinate: name + "." + v.Name, Text: text})
			}
		}
	}
	for _, term := range words.Codes() {
		list = append(list, &term)
	}
	slices.SortFunc(list, func(a, b *words.Term) int { return strings.Compare(a.Coordinate, b.Coordinate) })
	return list
}
