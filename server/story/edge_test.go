package story

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"baodan/graph/apidoc/reference"
)

// Section 5, P2: what the schema says that it takes is taken: every example of the reference is sent with each of its texts for people as
// long as its @limit permits, in Chinese, and each number of its caller as long as that; it answers as it does else, and the longest are
// read back whole. Columns are measured in characters, on both databases.
func TestP2WhatLiesAtTheLimitIsTaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		schema := fullSchema(t)
		examples, err := reference.Examples()
		require.NoError(t, err)
		answers, browsers, lengthened, tried := map[string]string{}, map[string]*browser{}, map[string]string{}, map[string]string{}
		for _, e := range examples {
			text, err := e.Filled(answers)
			require.NoError(t, err)
			var variables map[string]any
			if text != "" {
				require.NoError(t, json.Unmarshal([]byte(text), &variables), e.Name)
			}
			now := map[string]string{}
			if field := schema.Mutation.Fields.ForName(e.Operation); field != nil {
				for _, value := range variables {
					lengthen(schema, schema.Types[field.Arguments.ForName("input").Type.Name()], value, now)
				}
			}
			a := f.patiently(e, variables, browsers)
			require.Empty(t, a.Errors, "%s: %s", e.Name, a.Body)
			var want answer
			require.NoError(t, json.Unmarshal([]byte(e.Answer), &want))
			assert.Equal(t, want.codes(e.Operation), a.codes(e.Operation), "%s: %s", e.Name, a.Body)
			if maps.Copy(tried, now); len(a.codes(e.Operation)) == 0 {
				maps.Copy(lengthened, now)
			}
			if answers[e.Name] = string(a.Body); e.Upload != nil {
				f.put(a.at(e.Operation, "url").(string), e.Upload)
			}
			doDue(t, f.App)
		}
		for _, at := range mutationLimits(schema) {
			if _, name, _ := strings.Cut(at, "."); slices.Contains(written, name) && !notWritten[at] {
				assert.NotEmpty(t, tried[at], "%s: an example must take it by a variable", at)
			}
		}
		for at, c := range readBack {
			a := f.as(f.person(c.who), c.document, nil)
			require.Empty(t, a.Errors, "%s: %s", at, a.Body)
			require.NotEmpty(t, lengthened[at], at)
			assert.Contains(t, string(a.Body), lengthened[at], "%s is kept whole", at)
		}
	})
}

// readBack are those that are asked for afterwards, by whom.
var readBack = map[string]struct{ who, document string }{
	"NoteClaimInput.text":                   {"cleo", `{ claims(filter: {mode: SANDBOX}, first: 100) { edges { node { notes { text } } } } }`},
	"RequestEvidenceInput.text":             {"cleo", `{ claims(filter: {mode: SANDBOX}, first: 100) { edges { node { notes { text } } } } }`},
	"RecordRecoveryInput.source":            {"cleo", `{ claims(filter: {mode: SANDBOX}, first: 100) { edges { node { recoveries { source } } } } }`},
	"ChangePersonInput.displayName":         {"sec", `{ people(first: 100) { edges { node { displayName } } } }`},
	"OpenServiceRequestInput.note":          {"serge", `{ serviceRequests(filter: {mode: SANDBOX}, first: 100) { edges { node { note } } } }`},
	"MarkServiceRequestPostedInput.carrier": {"serge", `{ serviceRequests(filter: {mode: SANDBOX}, first: 100) { edges { node { carrier } } } }`},
	"RequestCredentialInput.reason":         {"sec", `{ approvals(first: 100) { edges { node { reason } } } }`},
	"CommentApprovalInput.comment":          {"sec", `{ approvals(first: 100) { edges { node { votes { comment } } } } }`},
	"ApproveApprovalInput.comment":          {"sec", `{ approvals(first: 100) { edges { node { votes { comment } } } } }`},
	"ChangeChannelInput.reason":             {"ada", `{ auditRecords(first: 100, filter: {actions: [CHANNEL_CHANGE]}) { edges { node { reason } } } }`},
}

// written are inputs that people write; notWritten are those among them, by name, that are codes.
var (
	written = []string{
		"note", "reason", "text", "comment", "source", "displayName", "remark", "outcome", "carrier", "name", "requestNo", "invoiceTitle", "address",
	}
	notWritten = map[string]bool{"LoginInput.name": true, "CancelPolicyInput.reason": true, "DecideClaimInput.reason": true, "AuditFilter.address": true}
)

// lengthen makes the texts in a value of an input as long as they may be.
func lengthen(schema *ast.Schema, d *ast.Definition, value any, done map[string]string) {
	object, ok := value.(map[string]any)
	if !ok || d.Kind != ast.InputObject {
		return
	}
	for _, f := range d.Fields {
		below := schema.Types[f.Type.Name()]
		if many, ok := object[f.Name].([]any); ok {
			for _, one := range many {
				lengthen(schema, below, one, done)
			}
		}
		lengthen(schema, below, object[f.Name], done)
		text, isText := object[f.Name].(string)
		limit := f.Directives.ForName("limit")
		if at := d.Name + "." + f.Name; limit != nil && isText && slices.Contains(written, f.Name) && !notWritten[at] {
			most := 0
			_, _ = fmt.Sscan(limit.Arguments.ForName("max").Value.Raw, &most)
			fill := "保"
			if limit.Arguments.ForName("pattern") != nil {
				fill = "x"
			}
			object[f.Name] = strings.Repeat(fill, most-len([]rune(text))) + text
			done[at] = object[f.Name].(string)
		}
	}
}
