package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
)

// purse counts what callers spend.
type purse struct{ spent, owed int }

func (p *purse) Spend(_ *access.Caller, _ bool, points int) (graph.Level, time.Duration) {
	p.spent += points
	return graph.Level{}, 0
}

func (p *purse) Owe(_ *access.Caller, _ bool, points int) graph.Level {
	p.owed += points
	return graph.Level{}
}

func (p *purse) Left(*access.Caller, bool) graph.Level { return graph.Level{} }

// told is an answer, and what it cost.
type told struct {
	status int
	body   string
	points int
	sent   int // bytes
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code string }
	}
	Extensions struct {
		Cost struct{ Requested, Actual int }
	}
}

func (a *told) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// stranger asks endpoints with a purse.
type stranger struct {
	t        *testing.T
	endpoint *graph.Endpoint
	purse    *purse
	caller   *access.Caller
}

func newStranger(t *testing.T, w *insurancetest.World, c *access.Caller) *stranger {
	p := &purse{}
	return &stranger{t, graph.NewEndpoint(&graph.Resolver{Insurance: w.AddServer(), Budget: p}), p, c}
}

func (s *stranger) ask(document string, variables map[string]any) *told {
	s.t.Helper()
	return s.askIn(context.Background(), document, variables)
}

func (s *stranger) askIn(ctx context.Context, document string, variables map[string]any) *told {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	require.NoError(s.t, err)
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	*s.purse = purse{}
	s.endpoint.Serve(w, r, body, s.caller)
	a := &told{status: w.Code, body: w.Body.String(), sent: len(body), points: s.purse.spent + s.purse.owed}
	require.NoError(s.t, json.Unmarshal(w.Body.Bytes(), a))
	return a
}

func nobody(t *testing.T) *stranger {
	return newStranger(t, insurancetest.New(t, dialect.SQLite), &access.Caller{Audience: access.Public, Language: "en"})
}

// repeated writes a text for each number.
func repeated(n int, format string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return out.String()
}

// What takes longer to validate than to send is refused before it is validated, in a few words.
func TestDocumentsAreCountedBeforeValidation(t *testing.T) {
	t.Parallel()
	s := nobody(t)
	const fields = "QUERY_TOO_MANY_FIELDS"
	most := repeated(15, "a#: publishedProducts {"+strings.Repeat("code name { en zh } ", 8)+"} ") + strings.Repeat("__typename ", 5)
	for name, c := range map[string]struct{ document, code string }{
		"one unknown field, 4,990 times":        {"{" + strings.Repeat("a ", 4990) + "}", fields},
		"__typename, 4,990 times":               {"{" + strings.Repeat("__typename ", 4990) + "}", fields},
		"one field 100 times":                   {"{" + strings.Repeat("__typename ", 100) + "}", ""},
		"one field 101 times":                   {"{" + strings.Repeat("__typename ", 101) + "}", fields},
		"different fields under one name":       {"{ publishedProducts { " + strings.Repeat("x: code x: version ", 7) + "} }", "GRAPHQL_VALIDATION_FAILED"},
		"one place by many ways":                {"{" + strings.Repeat("publishedProducts { code } ", 101) + "}", fields},
		"fields in fragments":                   {"{ ...a ...a } fragment a on Query {" + strings.Repeat("__typename ", 51) + "}", fields},
		"many fields in each of 40 fragments":   {repeated(40, "fragment f# on Query {"+strings.Repeat(" __typename", 100)+"} ") + "{ __typename }", fields},
		"500 fields":                            {"{" + most + "}", ""},
		"501 fields":                            {"{" + most + "__typename }", fields},
		"a chain of 90 fragments":               {"{ ...f0 } " + chain(90), ""},
		"a chain of 600 fragments":              {"{ ...f0 } " + chain(600), fields},
		"a large value under many operations":   {repeated(90, "query q# { ...f } ") + "fragment f on Query { a(b: [" + strings.Repeat("$v ", 1500) + "]) }", fields},
		"fragments that explode":                {explosion("__typename"), fields},
		"an unknown fragment that explodes":     {explosion("...nobody"), fields},
		"a fragment in itself":                  {"{ ...f } fragment f on Query { publishedProducts { name { en } } ...f }", "GRAPHQL_VALIDATION_FAILED"},
		"a fragment in its own field":           {"{ ...f } fragment f on Query { publishedProducts { ...f } }", "GRAPHQL_VALIDATION_FAILED"},
		"deep in an unused fragment":            {"{ __typename } fragment f on Query " + strings.Repeat("{ a ", 16) + strings.Repeat("}", 16), "QUERY_TOO_DEEP"},
		"too many aliases in another operation": {"query a { __typename } query b {" + repeated(16, "a#: __typename ") + "}", "QUERY_TOO_MANY_ALIASES"},
	} {
		a := s.ask(c.document, nil)
		assert.Equal(t, c.code, a.code(), name)
		assert.Less(t, len(a.body), 50_000, name)
	}
}

// chain of fragments, each of which spreads the next; the last one answers a field.
func chain(n int) string {
	var out strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&out, "fragment f%d on Query { ...f%d } ", i, i+1)
	}
	fmt.Fprintf(&out, "fragment f%d on Query { __typename }", n-1)
	return out.String()
}

// explosion is a short document with millions of selections.
func explosion(last string) string {
	text := "{ ...f0 } fragment f9 on Query { " + last + " }"
	for i := range 9 {
		text += fmt.Sprintf(" fragment f%d on Query { %s }", i, strings.Repeat(fmt.Sprintf("...f%d ", i+1), 8))
	}
	return text
}

// An answer tells at most 50 errors, each in at most 500 bytes, whatever was sent.
func TestErrorsAreBounded(t *testing.T) {
	t.Parallel()
	s := nobody(t)
	huge := strings.Repeat("很", 50_000)
	for name, c := range map[string]struct {
		document  string
		variables map[string]any
		code      string
	}{
		"unknown arguments":             {"{ publishedProducts(" + repeated(1000, "a#: 1 ") + ") { code } }", nil, "GRAPHQL_VALIDATION_FAILED"},
		"unknown types of variables":    {"query(" + repeated(1000, "$a#: T# ") + ") { __typename }", nil, "GRAPHQL_VALIDATION_FAILED"},
		"a huge name":                   {"{ " + strings.Repeat("a", 200_000) + " }", nil, "GRAPHQL_VALIDATION_FAILED"},
		"a huge token in a wrong place": {"{ __typename } " + strings.Repeat("a", 200_000), nil, "GRAPHQL_PARSE_FAILED"},
		"a huge value of another type":  {`{ __type(name: {a: "` + huge + `"}) { name } }`, nil, "GRAPHQL_VALIDATION_FAILED"},
		"a huge operation name":         {"mutation($in: LoginInput!) { login(input: $in) { userErrors { code } } }", map[string]any{"in": map[string]any{huge: 1}}, "VARIABLE_INVALID"},
		"a huge variable":               {"query($n: Boolean!) { __typename @skip(if: $n) }", map[string]any{"n": huge}, "VARIABLE_INVALID"},
	} {
		a := s.ask(c.document, c.variables)
		assert.Equal(t, c.code, a.code(), name)
		assert.LessOrEqual(t, len(a.Errors), 50, name)
		assert.Less(t, len(a.body), 20_000, name)
		for _, e := range a.Errors {
			assert.LessOrEqual(t, len(e.Message), 500, name)
			assert.True(t, strings.ToValidUTF8(e.Message, "") == e.Message, name)
		}
	}
}

// Who asks for the schema pays for as much as is told: a point for each 64 KiB at least.
func TestIntrospectionPaysForItsAnswer(t *testing.T) {
	t.Parallel()
	s := nobody(t)
	w := insurancetest.New(t, dialect.SQLite)
	channel := newStranger(t, w, &access.Caller{Audience: access.Channel, Channel: newCrowd(w).first, Language: "en"})
	const kind = "kind name description ofType { kind name ofType { kind name } }"
	all := "{ types { kind name description fields(includeDeprecated: true) { name description args { name description type { " + kind + " } } type { " + kind + " } } " +
		"inputFields { name description type { " + kind + " } } enumValues { name description } interfaces { name } possibleTypes { name } } directives { name args { name } } }"
	for name, document := range map[string]string{
		"all":               "{ __schema " + all + "}",
		"all, 10 times":     "{" + repeated(4, "a#: __schema "+all+" ") + "}",
		"one type":          `{ __type(name: "Query") { fields { name description type { ` + kind + ` } args { name } } } }`,
		"fields of fields":  `{ __schema { types { fields { type { fields { name } } } } } }`,
		"names":             `{ __schema { types { name } } }`,
		"of one, all roots": "{" + repeated(10, `a#: __type(name: "PublishedProduct") { fields { name } } `) + "}",
	} {
		for who, one := range map[string]*stranger{"nobody": s, "channel": channel} {
			a := one.ask(document, nil)
			require.Empty(t, a.code(), "%s: %s", who, name)
			assert.LessOrEqual(t, len(a.body), a.points<<16, "%s: %s: %d points", who, name, a.points)
		}
	}
	assert.Equal(t, 2, s.ask(`{ __schema { queryType { name } } }`, nil).points)
}
