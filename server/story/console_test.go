package story

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/insurance/insurancetest"
)

// consoleDocument is an operation of a file, with the fragments that stand there.
type consoleDocument struct {
	name, text string
	op         *ast.OperationDefinition
	variables  []string
}

// documentsOf are the operations of a file, in their order; each is valid by itself. What has no filter there asks for sandboxes: nothing else was
// sold here.
func documentsOf(t *testing.T, schema *ast.Schema, file string) (list []consoleDocument) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var operations, fragments []string
	for _, part := range strings.Split("\n"+strings.ReplaceAll(string(text), "filter: {}", "filter: {mode: SANDBOX}"), "\n}\n") {
		_, part, _ = strings.Cut(part, "\n")
		part = strings.TrimSpace(part[max(strings.Index(part, "query "), strings.Index(part, "mutation "), strings.Index(part, "fragment "), 0):]) + "\n}\n"
		switch {
		case strings.HasPrefix(part, "fragment"):
			fragments = append(fragments, part)
		case strings.HasPrefix(part, "query"), strings.HasPrefix(part, "mutation"):
			operations = append(operations, part)
		}
	}
	for _, operation := range operations {
		for used := ""; used != operation; {
			used = operation
			for _, fragment := range fragments {
				if name := strings.Fields(fragment)[1]; spreads(operation, name) && !strings.Contains(operation, fragment) {
					operation += fragment
				}
			}
		}
		document, faults := gqlparser.LoadQueryWithRules(schema, operation, nil)
		require.Empty(t, faults, operation)
		one := consoleDocument{name: document.Operations[0].Name, text: operation, op: document.Operations[0]}
		for _, v := range one.op.VariableDefinitions {
			one.variables = append(one.variables, v.Variable)
		}
		list = append(list, one)
	}
	return list
}

func spreads(operation, fragment string) bool {
	return strings.Contains(operation, "..."+fragment+" ") || strings.Contains(operation, "..."+fragment+"\n")
}

// chosen are those of the values that a document takes.
func (d *consoleDocument) chosen(t *testing.T, values map[string]any) map[string]any {
	t.Helper()
	chosen := map[string]any{}
	for _, name := range d.variables {
		require.Contains(t, values, name, d.name)
		chosen[name] = values[name]
	}
	return chosen
}

// coordinate is the field of the schema that a path of an answer leads to.
func (d *consoleDocument) coordinate(path []any) (at string) {
	selected := d.op.SelectionSet
	for _, step := range path {
		name, ok := step.(string)
		if !ok {
			continue
		}
		field := fieldIn(selected, name)
		if field == nil {
			return ""
		}
		at, selected = field.ObjectDefinition.Name+"."+field.Name, field.SelectionSet
	}
	return at
}

func fieldIn(selected ast.SelectionSet, alias string) *ast.Field {
	for _, s := range selected {
		var below ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			if s.Alias == alias {
				return s
			}
		case *ast.InlineFragment:
			below = s.SelectionSet
		case *ast.FragmentSpread:
			below = s.Definition.SelectionSet
		}
		if found := fieldIn(below, alias); found != nil {
			return found
		}
	}
	return nil
}

// consoleValues are what the pages are asked about: a policy that was endorsed and that may be renewed soon, a claim that somebody decides,
// a service request, a request for approval, an endpoint.
func (f *front) consoleValues(hook *receiver) map[string]any {
	f.t.Helper()
	endpoint := hook.subscribe(f, payKey, "*")
	policy := f.sold(payKey, map[string]any{"in": map[string]any{"orderNo": "CON-1", "risk": account("acct-con", "BASIC")}})
	f.pass(payKey, 10*24*time.Hour)
	then := f.now(payKey)
	claim := f.ask(payKey, submitDocument, f.robbed("CON-C", policy, "30000", "")).at("submitClaim", "claim", "number")
	doDue(f.t, f.App)
	require.NotEmpty(f.t, claim)
	opened := f.service("serge", "openServiceRequest", byMail("CON-S", policy))
	asked := f.keyAsked("sam", "demo-mall", "console-key")
	preview := previewed(f.robbed("CON-P", policy, "100", ""))["in"]
	file := f.as(f.person("uma"), `{ productVersion(productCode: "ASI-01", version: 1) { file } }`, nil).at("productVersion", "file").(string)
	change := map[string]any{"insured": map[string]any{"reference": "acct-con", "party": map[string]any{"name": "王晓明"}}}
	return map[string]any{
		"first": 5, "policy": policy, "claim": claim, "endpoint": endpoint, "text": policy, "since": nil, "then": then.Format(time.RFC3339), "claimFacts": preview,
		"cancellation": map[string]any{"policyNumber": policy, "reason": "CUSTOMER_REQUEST"}, "endorsement": map[string]any{"policyNumber": policy, "change": change},
		"renewal": map[string]any{"policyNumber": policy}, "file": map[string]any{"productCode": "ASI-01", "file": file},
		"sample": map[string]any{
			"productCode": "ASI-01", "version": 1, "planCode": "BASIC", "payer": "PLATFORM", "at": "2026-11-23T10:00:00+08:00",
			"factors": insurancetest.Account("acct-con", "BASIC").Factors,
		},
		"service": opened["id"], "approval": asked["id"],
		"decision": map[string]any{"claimNumber": claim, "expectedRevision": 2, "outcome": "APPROVE", "reason": "APPROVED_BY_REVIEW", "note": "材料齐全"},
		"change":   map[string]any{"requestNo": "CON-E", "policyNumber": policy, "change": change, "note": "客户来电"},
		"draft":    map[string]any{"requestNo": "CON-D", "file": commented(file)},
	}
}

// Section 5: each page of the console, in one request, answers for each of the sample people: what their roles may not see is null and
// an error that says where, and is not in what the viewer allows; nothing else is missing. An act is refused whole to who may not do it.
func TestSection5EachPageAnswersEachRole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		schema, values := fullSchema(t), f.consoleValues(newReceiver(t))
		pages := documentsOf(t, schema, filepath.Join("..", "..", "graph", "testdata", "console.graphql"))
		pages = append(pages, documentsOf(t, schema, filepath.Join("testdata", "console", "pages.graphql"))...)
		require.Len(t, pages, 30, "a page that is not read is not tested")
		whole := map[string]bool{}
		for name := range insurancetest.Staff {
			caller := f.person(name)
			allows := f.as(caller, `{ viewer { allows } }`, nil).at("viewer", "allows").([]any)
			for _, page := range pages {
				a := f.as(caller, page.text, page.chosen(t, values))
				at := name + " on " + page.name + ": " + string(a.Body)
				if page.op.Operation == ast.Mutation {
					f.actOfAPage(&page, a, slices.Contains(allows, any(page.coordinate([]any{page.op.SelectionSet[0].(*ast.Field).Alias}))), at)
					whole[page.name] = whole[page.name] || len(a.Errors) == 0
					continue
				}
				require.Equal(t, http.StatusOK, a.Status, at)
				require.NotNil(t, a.Data, at)
				for _, e := range a.Errors {
					require.Equal(t, "FORBIDDEN", e.Extensions.Code, at)
					require.NotEmpty(t, e.Path, at)
					assert.NotContains(t, allows, any(page.coordinate(e.Path)), at)
				}
				if len(a.Errors) == 0 {
					for root, value := range a.Data {
						assert.NotNil(t, value, "%s: %s", root, at)
					}
					whole[page.name] = true
				}
			}
		}
		for _, page := range pages {
			assert.True(t, whole[page.name] || seenInParts[page.name], "%s: nobody sees all of it", page.name)
		}
	})
}

// seenInParts are pages of which every role sees some parts only.
var seenInParts = map[string]bool{"PolicyPage": true} // commission is not for service

// actOfAPage holds that an act answers as a whole, or is refused as a whole.
func (f *front) actOfAPage(page *consoleDocument, a *answer, may bool, at string) {
	f.t.Helper()
	if may {
		require.Equal(f.t, http.StatusOK, a.Status, at)
		require.NotNil(f.t, a.Data[page.op.SelectionSet[0].(*ast.Field).Alias], at)
		require.Empty(f.t, a.Errors, at)
		return
	}
	require.Equal(f.t, http.StatusForbidden, a.Status, at)
	require.Nil(f.t, a.Data, at)
	require.Equal(f.t, "FORBIDDEN", a.Code(), at)
}

// Section 5: what a platform asks for, in the order of a policy's life, with one document each.
func TestSection5ADocumentForEachActOfAPlatform(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		newReceiver(t).subscribe(f, payKey, "*")
		values := map[string]any{
			"quote": map[string]any{"risk": account("acct-ch", "BASIC")}, "issue": map[string]any{"orderNo": "CH-1", "risk": account("acct-ch", "BASIC")},
			"types": []any{"policy.*", "claim.*"},
		}
		for _, one := range documentsOf(t, fullSchema(t), filepath.Join("testdata", "console", "channel.graphql")) {
			if one.name == "Renew" {
				f.pass(payKey, 335*24*time.Hour)
				doDue(t, f.App)
			}
			a := f.ask(payKey, one.text, one.chosen(t, values))
			require.Equal(t, http.StatusOK, a.Status, "%s: %s", one.name, a.Body)
			require.Empty(t, a.Errors, "%s: %s", one.name, a.Body)
			root := one.op.SelectionSet[0].(*ast.Field).Alias
			require.NotNil(t, a.Data[root], "%s: %s", one.name, a.Body)
			if one.op.Operation == ast.Mutation {
				require.Empty(t, a.codes(root), "%s: %s", one.name, a.Body)
			}
			switch one.name {
			case "Issue":
				policy := a.at(root, "policy", "number").(string)
				f.pass(payKey, 24*time.Hour)
				values["policy"], values["id"] = policy, a.at(root, "policy", "id")
				values["endorse"] = map[string]any{"requestNo": "CH-E", "policyNumber": policy, "change": map[string]any{"planCode": "PLUS"}}
				values["submit"] = f.robbed("CH-C", policy, "30000", "")["in"]
				values["renew"] = map[string]any{"orderNo": "CH-2", "policyNumber": policy}
			case "Submit":
				doDue(t, f.App)
				values["claim"] = a.at(root, "claim", "number")
				values["update"] = map[string]any{"requestNo": "CH-U", "claimNumber": values["claim"], "facts": map[string]any{"sameDevice": true}}
				values["withdraw"] = map[string]any{"requestNo": "CH-W", "claimNumber": values["claim"]}
			case "Renew":
				values["cancel"] = map[string]any{"requestNo": "CH-X", "policyNumber": a.at(root, "policy", "number"), "reason": "CUSTOMER_REQUEST"}
			}
		}
	})
}
