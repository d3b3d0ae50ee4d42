package catalog

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"baodan/engine/rule"
)

// UniqueFact is a fact of a claim by which only one claim of the whole company is paid, such as a tracking number, or the id of
// each transaction of a list; `once` in a product file.
type UniqueFact struct {
	Fact     string // a fact, or LIST[].FIELD of each element of one
	Code     string // of the finding where its value was paid before, or stands twice in a claim
	Sentence rule.Text
}

// UniqueValue is a value of a unique fact, with where it stands in the claim.
type UniqueValue struct {
	Value string
	Path  []string
}

// longestUniqueFact is as long as the column that keeps it.
const longestUniqueFact = 48

// element splits LIST[].FIELD.
func element(name string) (list, field string, ofList bool) { return strings.Cut(name, "[].") }

// Values are the values to compare, in the order of the claim, the same however they are written: capitals, letters and digits
// only. There are none where the fact was left out.
func (o UniqueFact) Values(claim rule.Facts) (values []UniqueValue) {
	add := func(of any, path ...string) {
		text, _ := of.(string)
		if folded := folded(text); folded != "" {
			values = append(values, UniqueValue{folded, path})
		}
	}
	list, field, ofList := element(o.Fact)
	if !ofList {
		add(claim[o.Fact], "facts", o.Fact)
		return values
	}
	elements, _ := claim[list].([]any)
	for i, e := range elements {
		object, _ := e.(rule.Facts)
		add(object[field], "facts", list, strconv.Itoa(i), field)
	}
	return values
}

// folded is a text as it is compared: capitals, letters and digits only; signs only as they stand.
func folded(text string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
	if plain == "" {
		return text
	}
	return plain
}

// doubled is a finding where a value stands twice in one claim.
func (o UniqueFact) doubled(claim rule.Facts) *ClaimFinding {
	values := o.Values(claim)
	for i, v := range values {
		if slices.ContainsFunc(values[:i], func(before UniqueValue) bool { return before.Value == v.Value }) {
			return &ClaimFinding{Code: o.Code, Effect: rule.Correct, Sentence: o.Sentence, Path: v.Path}
		}
	}
	return nil
}

// uniqueFact compiles a unique fact: a string, or a field that is one of the objects of a list.
func (c *compiler) uniqueFact(at string, d onceDefinition) UniqueFact {
	o := UniqueFact(d)
	list, field, ofList := element(o.Fact)
	if !ofList {
		c.neededFact(at, d.Fact)
		return o
	}
	holder, known := c.product.claim.Find([]string{list})
	fits := known && holder.Type == rule.ListType && holder.Items != nil && slices.ContainsFunc(holder.Items.Fields, func(f rule.Factor) bool {
		return f.Name == field && f.Type == rule.StringType
	})
	if !fits || len(d.Fact) > longestUniqueFact {
		c.fault(at, "%q is no LIST[].FIELD of a list of objects with such a string, of at most %d characters", d.Fact, longestUniqueFact)
	}
	return o
}
