package story

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const recordsQuery = `query($filter: AuditFilter, $after: String) { auditRecords(filter: $filter, first: 2, after: $after) {
	edges { cursor node { id at actor ` + actor + ` address action objectKind object channel { code } before after reason sequence } } pageInfo { hasNextPage } } }`

// records finds audit records as a person, page by page.
func (f staff) records(who string, filter map[string]any) (all []map[string]any) {
	f.t.Helper()
	variables := map[string]any{"filter": filter}
	for {
		a := f.as(f.person(who), recordsQuery, variables)
		require.Empty(f.t, a.Errors, string(a.Body))
		for _, e := range a.at("auditRecords", "edges").([]any) {
			edge := e.(map[string]any)
			all = append(all, edge["node"].(map[string]any))
			variables["after"] = edge["cursor"]
		}
		if a.at("auditRecords", "pageInfo", "hasNextPage") != true {
			return all
		}
	}
}

// H3: what people do is on record, found by person, object, action and time, sealed, and read by those who may.
func TestH3EveryOperationIsOnRecord(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		begin := time.Now().Add(-time.Second)
		asked := f.keyAsked("sam", "demo-mall", "mall-2")
		a := f.asksOf("sec", saysYesDocument, map[string]any{"id": asked["id"], "expectedRevision": 1, "comment": "可以"})
		require.Empty(t, a.codes("approveApproval"), string(a.Body))

		sam := f.as(f.person("sam"), `{ viewer { person { id } } }`, nil).at("viewer", "person", "id")
		byPerson := f.records("ada", map[string]any{"personId": sam})
		require.NotEmpty(t, byPerson)
		for _, r := range byPerson {
			assert.Equal(t, "person:sam", by(r["actor"]))
			assert.Equal(t, "192.0.2.1", r["address"])
		}
		assert.Nil(t, byPerson[0]["sequence"], "it waits for its sequence number")
		approvals := f.records("sec", map[string]any{"actions": []string{"APPROVAL_APPROVE", "APPROVAL_REQUEST"}})
		require.Len(t, approvals, 2)
		assert.Equal(t, "可以", approvals[0]["reason"])
		assert.Equal(t, approvals[:1], f.records("ada", map[string]any{"actor": "person:sec", "actions": []string{"APPROVAL_APPROVE"}}))
		assert.Equal(t, approvals, f.records("ada", map[string]any{"objectKind": "APPROVAL", "object": approvals[0]["object"]}))
		span := map[string]any{"start": begin.UTC().Format(time.RFC3339), "end": time.Now().Add(time.Minute).UTC().Format(time.RFC3339)}
		assert.Equal(t, approvals, f.records("ada", map[string]any{"at": span, "objectKind": "APPROVAL"}))
		assert.Empty(t, f.records("ada", map[string]any{"personId": "per_0000000000002"}))
		none := f.as(f.person("ada"), recordsQuery, map[string]any{"filter": map[string]any{"personId": "per_0"}})
		assert.Equal(t, "VARIABLE_INVALID", none.Code(), string(none.Body))

		sealAudit(t, f.App)
		sealed := f.records("ada", map[string]any{"personId": sam})
		assert.NotNil(t, sealed[0]["sequence"])
		chain := f.as(f.person("sys"), `{ auditChain { sequence hash sealedAt checkpoint pending } }`, nil)
		require.Empty(t, chain.Errors, string(chain.Body))
		assert.Equal(t, chain.at("auditChain", "sequence"), chain.at("auditChain", "checkpoint"))
		assert.Regexp(t, `^[0-9a-f]{64}$`, chain.at("auditChain", "hash"))
		assert.EqualValues(t, 0, chain.at("auditChain", "pending"))

		for _, who := range []string{"uma", "sam", "fay", "serge", "cleo", "sys"} {
			assert.Equal(t, "FORBIDDEN", f.as(f.person(who), recordsQuery, nil).Code(), who)
		}
		node := `query($id: ID!) { node(id: $id) { ... on AuditRecord { action } } }`
		id := map[string]any{"id": sealed[0]["id"]}
		assert.NotNil(t, f.as(f.person("ada"), node, id).at("node"))
		assert.Nil(t, f.as(f.person("uma"), node, id).at("node"))
		bad := f.as(f.person("ada"), recordsQuery, map[string]any{"filter": map[string]any{"object": "x"}})
		assert.Equal(t, "VARIABLE_INVALID", bad.Code())
	})
}
