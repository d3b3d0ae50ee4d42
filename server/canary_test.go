package server_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
)

// shop is a channel that is filled with strings which nobody else may ever see.
type shop struct {
	code, key, canary string
	hook              *receiver
	known             map[string]bool // ids, numbers and order numbers of its own
}

// canaries are in everything that a channel writes: order numbers, references, factors, facts, webhook addresses, files.
func (f *front) shop(code string) *shop {
	f.t.Helper()
	s := &shop{code: code, key: f.openShop(code), canary: "CANARY-" + strings.ToUpper(code), hook: newReceiver(f.t.(*testing.T)), known: map[string]bool{}}
	s.hook.URL += "/" + s.canary
	s.known[s.hook.subscribe(f, s.key, "*")] = true
	risk := freight(s.canary)
	factors := maps.Clone(risk["factors"].(map[string]any))
	factors["sellerId"], factors["buyerId"] = s.canary+"-seller", s.canary+"-buyer"
	risk["factors"] = factors
	number := f.sold(s.key, map[string]any{"in": map[string]any{"orderNo": s.canary + "-1", "risk": risk}})
	f.ask(s.key, endorseDocument, map[string]any{"in": map[string]any{"requestNo": s.canary + "-E", "policyNumber": number, "change": map[string]any{"factors": map[string]any{}}}})
	claim := f.returned(s.canary+"-C", number, "YT"+s.canary)
	f.evidence(s.key, s.canary+".pdf", []byte("%PDF-1.4 "+s.canary))
	a := f.ask(s.key, submitDocument, claim)
	require.Empty(f.t, a.Errors, string(a.Body))
	f.App.Work(context.Background(), f.t)
	for _, text := range []string{number, s.canary + "-1", s.canary, code} {
		s.known[text] = true
	}
	return s
}

// learn takes the ids and numbers out of an answer of the shop's own.
func (s *shop) learn(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, one := range v {
			if text, ok := one.(string); ok && (name == "id" || name == "number" || name == "orderNo" || strings.HasSuffix(name, "Cursor")) {
				s.known[text] = true
			}
			s.learn(one)
		}
	case []any:
		for _, one := range v {
			s.learn(one)
		}
	}
}

// Three channels that fill everything they can with strings of their own: whatever one asks, with whatever ids, numbers
// and names of the others, by every field of its schema, nothing that it gets - answers, errors, webhooks - holds theirs.
func TestChannelsNeverSeeEachOther(t *testing.T) {
	t.Parallel()
	eachProxied(t, nil, func(t *testing.T, f *front) {
		shops := []*shop{f.shop("alder"), f.shop("birch"), f.shop("cedar")}
		schema := fullSchema(t)
		for _, s := range shops {
			own := 0
			for _, q := range s.askable(schema, []string{s.canary + "-1"}) {
				a := f.ask(s.key, q, nil)
				assert.NotContains(t, []string{"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "QUERY_TOO_COMPLEX", "QUERY_TOO_DEEP", "QUERY_TOO_MANY_FIELDS", "THROTTLED"}, a.Code(), "%s: %s", q, a.Body)
				s.learn(a.Data)
				own += strings.Count(string(a.Body), s.canary)
			}
			assert.Positive(t, own, "%s sees its own", s.code)
			assert.Greater(t, len(s.known), 5, s.code)
		}
		asked := 0
		for _, s := range shops {
			for _, other := range shops {
				if other == s {
					continue
				}
				for _, q := range s.askable(schema, slices.Sorted(maps.Keys(other.known))) {
					a := f.ask(s.key, q, nil)
					body := string(a.Body)
					for known := range other.known { // what was asked with may be named in an error
						body = strings.ReplaceAll(body, known, "")
					}
					assert.NotContains(t, body, other.canary, "%s asks %s", s.code, q)
					if a.Data != nil && strings.HasPrefix(q, "query { node") {
						assert.Nil(t, a.Data["node"], q)
					}
					asked++
				}
			}
		}
		assert.Greater(t, asked, 500)
		f.App.Work(context.Background(), t)
		for _, s := range shops {
			s.hook.mu.Lock()
			assert.NotEmpty(t, s.hook.got, s.code)
			for _, m := range s.hook.got {
				for _, other := range shops {
					assert.Equal(t, other == s, strings.Contains(fmt.Sprint(m), other.canary) || other != s && strings.Contains(fmt.Sprint(m.Data), other.code), "%s hears of %v", s.code, m)
				}
			}
			s.hook.mu.Unlock()
		}
	})
}

// askable are documents that ask every root field of a channel's schema for all it has, with each of the values in place
// of every id and text; a field without such arguments is asked once.
func (s *shop) askable(schema *ast.Schema, values []string) (list []string) {
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") || !listed(field.Directives, "CHANNEL") {
				continue
			}
			seen := map[string]bool{}
			for _, value := range values {
				w := &writing{schema: schema, value: value, audience: "CHANNEL"}
				for _, choice := range w.choices(field) {
					for _, all := range w.selections(field.Type) {
						text := strings.ToLower(root.Name) + " { " + field.Name + choice + all + " }"
						if !seen[text] {
							seen[text], list = true, append(list, text)
						}
					}
				}
			}
		}
	}
	return list
}

// writing writes documents that ask for everything.
type writing struct {
	schema          *ast.Schema
	value, audience string
}

// choices are the arguments of a field: one text, or one for each member where an argument is one of several.
func (w *writing) choices(f *ast.FieldDefinition) []string {
	texts := []string{""}
	for _, a := range f.Arguments {
		if !listed(a.Directives, w.audience) || !a.Type.NonNull && w.schema.Types[a.Type.Name()].Kind != ast.Scalar || a.Type.Elem != nil ||
			slices.Contains([]string{"first", "last", "after", "before"}, a.Name) {
			continue
		}
		var next []string
		for _, before := range texts {
			for _, value := range w.values(a.Type) {
				next = append(next, before+a.Name+": "+value+", ")
			}
		}
		texts = next
	}
	for i, text := range texts {
		if text != "" {
			texts[i] = "(" + strings.TrimSuffix(text, ", ") + ")"
		}
	}
	return texts
}

// values of a type: all texts and ids are the one value.
func (w *writing) values(t *ast.Type) []string {
	if t.Elem != nil {
		return []string{"[" + w.values(t.Elem)[0] + "]"}
	}
	d := w.schema.Types[t.NamedType]
	switch {
	case t.NamedType == "ID", t.NamedType == "String":
		return []string{fmt.Sprintf("%q", w.value)}
	case d.Kind != ast.InputObject:
		return []string{literal(w.schema, t)}
	}
	var parts, list []string
	for _, f := range d.Fields {
		if !listed(f.Directives, w.audience) || w.schema.Types[f.Type.Name()].Kind == ast.InputObject && !f.Type.NonNull {
			continue
		}
		value := w.values(f.Type)[0]
		parts, list = append(parts, f.Name+": "+value), append(list, "{"+f.Name+": "+value+"}")
	}
	if d.Directives.ForName("oneOf") != nil {
		return list
	}
	return []string{"{" + strings.Join(parts, ", ") + "}"}
}

const deepest = 5

// selections of everything: one, or one for each type of an interface, whose fields of one name may have several types.
func (w *writing) selections(t *ast.Type) (list []string) {
	d := w.schema.Types[t.Name()]
	if !d.IsAbstractType() {
		return []string{w.everything(t, 0, nil)}
	}
	for _, one := range w.schema.PossibleTypes[d.Name] {
		if listed(one.Directives, w.audience) {
			list = append(list, " { ... on "+one.Name+w.everything(ast.NamedType(one.Name, nil), 1, []string{one.Name})+" }")
		}
	}
	return list
}

// everything of a type that needs no arguments, some levels down, of one list at most.
func (w *writing) everything(t *ast.Type, depth int, above []string) string {
	d := w.schema.Types[t.Name()]
	if d.Kind == ast.Scalar || d.Kind == ast.Enum {
		return ""
	}
	if depth == deepest {
		return " { __typename }"
	}
	parts := []string{"__typename"}
	if d.IsAbstractType() {
		if d.Name == "UserError" {
			parts = append(parts, "code message path")
		}
		return " { " + strings.Join(parts, " ") + " }"
	}
	for _, f := range d.Fields {
		name := f.Type.Name()
		if strings.HasPrefix(f.Name, "__") || !listed(f.Directives, w.audience) || !listed(w.schema.Types[name].Directives, w.audience) || slices.Contains(above, name) {
			continue
		}
		if slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }) {
			continue
		}
		few := ""
		if f.Arguments.ForName("first") != nil {
			few = "(first: 3)"
		}
		parts = append(parts, f.Name+few+w.everything(f.Type, depth+1, append(above, name)))
	}
	return " { " + strings.Join(parts, " ") + " }"
}
