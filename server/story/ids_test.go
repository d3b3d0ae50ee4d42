package story

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/ent/migrate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// kindOf says what an argument, or a field of an input, is the id of: by its owner and name, or by its name alone.
func kindOf(owner, name string) work.Kind {
	for _, at := range []string{owner + "." + name, name} {
		if kind, known := idKinds[at]; known {
			return kind
		}
	}
	panic("of what is " + owner + "." + name + " the id? Say so in idKinds")
}

var idKinds = map[string]work.Kind{
	"fileId": work.FileID, "fileIds": work.FileID, "archiveId": work.FileID, "id": work.EndpointID, "eventIds": work.EventID,
	"jobId": work.JobID, "personId": work.PersonID, "assigneeId": work.PersonID, "serviceRequestId": work.ServiceRequestID,
	"node.id": work.PolicyID, "PolicyLookup.id": work.PolicyID, "ClaimLookup.id": work.ClaimID, "approval.id": work.ApprovalID, "ServiceRequestLookup.id": work.ServiceRequestID, "job.id": work.JobID, "webhookEndpoint.id": work.EndpointID, "RevealPersonalDataInput.id": work.ClaimID,
	"StopJobInput.id": work.JobID, "ResumeJobInput.id": work.JobID, "EndSessionInput.id": work.SessionID,
	"ApproveApprovalInput.id": work.ApprovalID, "RejectApprovalInput.id": work.ApprovalID, "WithdrawApprovalInput.id": work.ApprovalID,
	"CommentApprovalInput.id": work.ApprovalID, "ChangePersonInput.id": work.PersonID, "RequestRolesInput.id": work.PersonID,
	"RequestRecoveryInput.id": work.PersonID, "SuspendPersonInput.id": work.PersonID, "ReinstatePersonInput.id": work.PersonID,
	"UnlockPersonInput.id": work.PersonID, "RevokeReportingTokenInput.id": work.ReportingTokenID,
	"TakeServiceRequestInput.id": work.ServiceRequestID, "AttachToServiceRequestInput.id": work.ServiceRequestID,
	"MailServiceRequestInput.id": work.ServiceRequestID, "MarkServiceRequestPostedInput.id": work.ServiceRequestID,
	"CloseServiceRequestInput.id": work.ServiceRequestID, "CancelServiceRequestInput.id": work.ServiceRequestID,
	"ChangeWebhookEndpointInput.id": work.EndpointID, "DeleteWebhookEndpointInput.id": work.EndpointID, "DisableWebhookEndpointInput.id": work.EndpointID,
}

// alsoTaken are the places that take ids of several kinds; node takes one of anything.
var alsoTaken = map[string][]work.Kind{
	"RevealPersonalDataInput.id": {work.PolicyID, work.ClaimID, work.ServiceRequestID},
}

// place is where an id is said: a document with the variable $id there.
type place struct {
	question
	owner, name string
	path        []any
}

// Every argument and every field of an input that is an id, of the whole schema: one of another kind, or text that is no id,
// is refused before anything is done, with a path to it. A new one is in the list by itself.
func TestEveryIDIsOfItsKind(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	places := idPlaces(t, fullSchema(t))
	assert.Greater(t, len(places), 40)
	callers := make([]*access.Caller, len(places))
	for i, p := range places {
		callers[i] = f.mayAsk(p.question)
	}
	before := f.rows()
	for i, p := range places {
		own := append(slices.Clone(alsoTaken[p.owner+"."+p.name]), kindOf(p.owner, p.name))
		wrong := []string{"", "1", "pol_", "xyz_0000000000001", "pol_zzzzzzzzzzzzz", work.Kind("cur").Of(1)}
		for kind := range work.Kinds {
			if !slices.Contains(own, kind) && p.owner != "node" {
				wrong = append(wrong, kind.Of(1))
			}
		}
		for _, id := range wrong {
			a := f.as(callers[i], p.document, map[string]any{"id": id})
			name := fmt.Sprintf("%s.%s in %s = %q: %s", p.owner, p.name, p.document, id, a.Body)
			require.Equal(t, "VARIABLE_INVALID", a.Code(), name)
			// The path names the variable that a field of an input was given by (P9), else the argument.
			path := a.Errors[0].Path
			assert.Contains(t, [][]any{p.path, {"variable", "id"}}, path[:min(len(p.path), len(path))], name)
			assert.Contains(t, a.Errors[0].Message, "id", name)
		}
	}
	assert.Equal(t, before, f.rows(), "what is refused writes nothing")
	for i, p := range places {
		a := f.as(callers[i], p.document, map[string]any{"id": kindOf(p.owner, p.name).Of(1)})
		assert.NotContains(t, []string{"VARIABLE_INVALID", "GRAPHQL_VALIDATION_FAILED", "INTERNAL"}, a.Code(), "%s: %s", p.document, a.Body)
	}
}

// rows of every table.
func (f *front) rows() map[string]int {
	counts := map[string]int{}
	for _, table := range migrate.Tables {
		counts[table.Name] = countRows(f.t, f.App, table.Name)
	}
	return counts
}

// mayAsk is somebody who may ask.
func (f *front) mayAsk(q question) *access.Caller {
	if !slices.Contains(q.to, "OPS") {
		caller := sandboxCaller(f.t, f.App, "demo-mall")
		caller.Rate = 1 << 30
		return caller
	}
	for _, name := range []string{"serge", "cleo", "uma", "sam", "fay", "sec", "sys", "ada"} {
		p := *f.person(name)
		if len(q.roles) == 0 || slices.ContainsFunc(p.Roles, func(r access.Role) bool { return slices.Contains(q.roles, string(r)) }) {
			p.Rate = 1 << 30
			return &p
		}
	}
	f.t.Fatalf("nobody has one of the roles %v", q.roles)
	return nil
}

// idPlaces are all places of ids in arguments of root fields; no other field takes any, which is looked at.
func idPlaces(t *testing.T, schema *ast.Schema) (list []place) {
	for name, d := range schema.Types {
		if d.Kind != ast.Object || strings.HasPrefix(name, "__") {
			continue
		}
		for _, field := range d.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			for _, a := range field.Arguments {
				for _, p := range idsBelow(schema, field.Name, a.Name, a.Type, nil) {
					require.Contains(t, []*ast.Definition{schema.Query, schema.Mutation}, d, "%s.%s takes an id: give the test a way to it", name, field.Name)
					arguments := []string{a.Name + ": " + p.document}
					for _, other := range field.Arguments {
						if other != a && other.Type.NonNull && other.DefaultValue == nil {
							arguments = append(arguments, other.Name+": "+literal(schema, field.Name, other.Name, other.Type))
						}
					}
					text := strings.ToLower(name) + "($id: ID!) { " + field.Name + "(" + strings.Join(arguments, ", ") + ")" + selection(schema, field.Type) + " }"
					p.question, p.path = asked(name+"."+field.Name, text, field.Directives), append([]any{field.Name}, p.path...)
					list = append(list, p)
				}
			}
		}
	}
	return list
}

// idsBelow are the ids in a value of a type; its documents are values.
func idsBelow(schema *ast.Schema, owner, name string, of *ast.Type, above []string) (list []place) {
	if of.Name() == "ID" {
		value := "$id"
		if of.Elem != nil {
			value = "[$id]"
		}
		return []place{{question: question{document: value}, owner: owner, name: name, path: []any{name}}}
	}
	d := schema.Types[of.Name()]
	if d.Kind != ast.InputObject || slices.Contains(above, d.Name) {
		return nil
	}
	for _, field := range d.Fields {
		for _, p := range idsBelow(schema, d.Name, field.Name, field.Type, append(above, d.Name)) {
			parts := []string{field.Name + ": " + p.document}
			for _, other := range d.Fields {
				if other != field && other.Type.NonNull && other.DefaultValue == nil {
					parts = append(parts, other.Name+": "+literal(schema, d.Name, other.Name, other.Type))
				}
			}
			p.document, p.path = "{"+strings.Join(parts, ", ")+"}", append([]any{name}, p.path...)
			if of.Elem != nil {
				p.document = "[" + p.document + "]"
			}
			list = append(list, p)
		}
	}
	return list
}
