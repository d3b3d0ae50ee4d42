package story

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
)

// shop is a channel that is filled with strings which nobody else may ever see.
type shop struct {
	code, key, canary string
	account           string // that its customer's accounts begin with
	customer          map[string]any
	hook              *receiver
	known             map[string]bool // ids, numbers and order numbers of its own
	policy            string          // number of one with a named customer
	spare             string          // a file that belongs to no claim yet
	failures          string          // address of the rows that failed of its bulk issue
	day               time.Time       // by its own clock, some days after its policies began
}

// secrets are what is the shop's alone, and of its customer.
func (s *shop) secrets() []string { return append(s.personal(), s.canary) }

// personal are secrets that name its customer.
func (s *shop) personal() (list []string) {
	for _, value := range s.customer {
		list = append(list, value.(string))
	}
	return append(list, s.account, s.street())
}

func (s *shop) street() string { return "浙江省杭州市金丝雀路" + strings.ToUpper(s.code) }

// canarySearch fills shops with strings of their own, and looks for them where they must not be.
type canarySearch struct{ *front }

// newShop opens a channel for both products, with a webhook.
func (f canarySearch) newShop(code string) *shop {
	f.t.Helper()
	s := &shop{code: code, key: f.openShop(code), canary: "CANARY-" + strings.ToUpper(code), hook: newReceiver(f.t.(*testing.T)), known: map[string]bool{}}
	tag := strings.ToUpper(code)
	s.account = "6222-8888-" + tag
	s.customer = map[string]any{
		"name": "金丝雀" + tag + "甲", "identityNo": "CANARY7788" + tag, "phone": fmt.Sprintf("139%08d", 7654000+int(code[0])), "email": tag + ".bird@customers.example",
	}
	f.approved("fay", f.asksOf("sam", agreeDocument, agreed(code, 0, map[string]any{"agreementCode": "AG-PAY-ASI", "productCode": "ASI-01"})), "requestAgreement")
	f.soon("it sells both", func() bool {
		list, _ := f.ask(s.key, "{ offers { planCode } }", nil).at("offers").([]any)
		return len(list) == 4
	})
	s.hook.URL += "/" + s.canary
	s.known[s.hook.subscribe(f.front, s.key, "*")] = true
	return s
}

// shop is one with canaries in everything that a channel writes: order numbers, references, persons, factors, facts,
// accounts, webhook addresses, files.
func (f canarySearch) shop(code string) *shop {
	f.t.Helper()
	s := f.newShop(code)
	risk := freight(s.canary)
	factors := maps.Clone(risk["factors"].(map[string]any))
	factors["sellerId"], factors["buyerId"] = s.canary+"-seller", s.canary+"-buyer"
	factors["to"] = map[string]any{"province": "21", "address": s.street() + "一号"}
	risk["factors"] = factors
	parcel := f.sold(s.key, map[string]any{"in": map[string]any{"orderNo": s.canary + "-1", "risk": risk}})
	s.policy = f.sold(s.key, s.order(s.canary+"-2"))
	s.day = f.pass(s.key, 5*24*time.Hour)
	for _, in := range []map[string]any{
		{"requestNo": s.canary + "-E", "policyNumber": s.policy, "change": map[string]any{"planCode": "PLUS"}},
		{"requestNo": s.canary + "-F", "policyNumber": parcel, "change": map[string]any{"factors": map[string]any{}}}, // not to be had
	} {
		f.ask(s.key, endorseDocument, map[string]any{"in": in})
	}
	file := f.evidence(s.key, s.canary+".pdf", []byte("%PDF-1.4 "+s.canary))
	s.spare = f.evidence(s.key, s.canary+"-spare.pdf", []byte("%PDF-1.4 spare "+s.canary))
	for _, in := range []map[string]any{s.returned(s.canary+"-C", parcel), s.robbed(s.canary+"-D", file)} {
		a := f.ask(s.key, submitDocument, map[string]any{"in": in})
		require.Empty(f.t, a.codes("submitClaim"), string(a.Body))
		s.learn(a.Data)
	}
	f.bulkOf(s)
	f.emailFor(s)
	doDue(f.t, f.App)
	for _, text := range []string{parcel, s.policy, s.canary + "-1", s.canary + "-2", code, file, s.spare} {
		s.known[text] = true
	}
	return s
}

// learn takes the ids and numbers out of an answer of the shop's own.
func (s *shop) learn(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, one := range v {
			if text, ok := one.(string); ok && (name == "id" || name == "number" || name == "orderNo" || name == "fileId" || strings.HasSuffix(name, "Cursor")) {
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
// and names of the others, by every field of its schema, and whatever else goes out for one - webhooks, exports, documents,
// e-mails, files - nothing holds theirs; and the log holds nobody.
func TestChannelsNeverSeeEachOther(t *testing.T) {
	log := captureLog(t) // so it is not parallel to others
	eachProxied(t, nil, func(t *testing.T, door *front) {
		f := canarySearch{door}
		shops := []*shop{f.shop("alder"), f.shop("birch"), f.shop("cedar")}
		f.searchFiles(shops) // first, while their clocks stand
		schema := fullSchema(t)
		for _, s := range shops {
			own := 0
			for _, q := range s.askable(schema, []string{s.canary + "-1", s.canary + "-2"}) {
				a := f.ask(s.key, q.text, nil)
				assert.NotContains(t, []string{"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "QUERY_TOO_COMPLEX", "QUERY_TOO_DEEP", "QUERY_TOO_MANY_FIELDS", "THROTTLED"}, a.Code(), "%s: %s", q.text, a.Body)
				s.learn(a.Data)
				own += strings.Count(string(a.Body), s.canary)
			}
			assert.Positive(t, own, "%s sees its own", s.code)
			assert.Greater(t, len(s.known), 10, s.code)
		}
		asked := 0
		for _, s := range shops {
			for _, other := range others(shops, s) {
				asked += f.probe(schema, s, other)
			}
		}
		assert.Greater(t, asked, 500)
		doDue(t, f.App)
		f.searchDatabase()
		f.searchDocuments(shops)
		f.searchExports(shops)
		f.searchEmails(shops)
		f.searchWebhooks(shops)
		f.searchLog(shops, log)
	})
}

// probe asks as one shop for what is another's, by every field, and answers how often.
func (f canarySearch) probe(schema *ast.Schema, s, other *shop) (asked int) {
	f.t.Helper()
	for _, q := range s.askable(schema, slices.Sorted(maps.Keys(other.known))) {
		a := f.ask(s.key, q.text, nil)
		body := strings.ReplaceAll(string(a.Body), q.value, "") // what was asked with may be named in an error
		for _, secret := range other.secrets() {
			assert.NotContains(f.t, body, secret, "%s asks %s", s.code, q.text)
		}
		if a.Data != nil && strings.HasPrefix(q.text, "query { node") {
			assert.Nil(f.t, a.Data["node"], q.text)
		}
		asked++
	}
	return asked
}

func others(shops []*shop, s *shop) []*shop {
	return slices.DeleteFunc(slices.Clone(shops), func(other *shop) bool { return other == s })
}

// probing is a document, and the value that it asks with.
type probing struct{ text, value string }

// askable are documents that ask every root field of a channel's schema for all it has, with each of the values in place
// of every id and text; a field without such arguments is asked once.
func (s *shop) askable(schema *ast.Schema, values []string) (list []probing) {
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
							seen[text], list = true, append(list, probing{text, value})
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
		return []string{literal(w.schema, "", "", t)}
	}
	var parts, list []string
	for _, f := range d.Fields {
		if !listed(f.Directives, w.audience) || w.schema.Types[f.Type.Name()].Kind == ast.InputObject && !f.Type.NonNull {
			continue
		}
		if f.Type.Name() == "ID" && !f.Type.NonNull {
			if _, err := kindOf(d.Name, f.Name).Key(w.value); err != nil {
				continue // it would be refused for this alone
			}
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

// shownAbove are shown of what is asked for itself, and not below.
var shownAbove = []string{"AllowedAct", "PolicyOptions", "PolicySnapshot"}

// selections of everything: one, or one for each type of an interface, whose fields of one name may have several types.
func (w *writing) selections(t *ast.Type) (list []string) {
	d := w.schema.Types[t.Name()]
	if !d.IsAbstractType() {
		whole := w.everything(t, 0, nil)
		if len(strings.Fields(whole)) < 500 {
			return []string{whole}
		}
		part := "" // a document has 500 fields at most
		for _, f := range d.Fields {
			one := w.field(f, 0, nil)
			if part != "" && len(strings.Fields(part+one)) > 400 {
				list, part = append(list, " {"+part+" }"), ""
			}
			part += " " + one
		}
		list = append(list, " {"+part+" }")
		return list
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
		if one := w.field(f, depth, above); one != "" {
			parts = append(parts, one)
		}
	}
	return " { " + strings.Join(parts, " ") + " }"
}

// field with everything below it; "" where it is not asked for.
func (w *writing) field(f *ast.FieldDefinition, depth int, above []string) string {
	name := f.Type.Name()
	if strings.HasPrefix(f.Name, "__") || !listed(f.Directives, w.audience) || !listed(w.schema.Types[name].Directives, w.audience) || slices.Contains(above, name) {
		return ""
	}
	if slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }) {
		return ""
	}
	if depth > 0 && slices.Contains(shownAbove, name) {
		return "" // a document has 500 fields at most
	}
	few := ""
	if f.Arguments.ForName("first") != nil {
		few = "(first: 3)"
	}
	return f.Name + few + w.everything(f.Type, depth+1, append(slices.Clone(above), name))
}
