package story

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const changesQuery = `query($since: String) { changes(since: $since) { token lists { list reload changed { nodeId changedAt } } } }`

// Section 4, changed-since: a claims handler polls, and hears of a claim that came and of one that was decided.
func TestSection4AHandlerPollsForChanges(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		cleo := f.person("cleo")
		first := f.as(cleo, changesQuery, nil)
		require.Empty(t, first.Errors, string(first.Body))
		changed := func(a *answer) map[string][]any {
			ids := map[string][]any{}
			for _, l := range a.at("changes", "lists").([]any) {
				list := l.(map[string]any)
				for _, row := range list["changed"].([]any) {
					ids[list["list"].(string)] = append(ids[list["list"].(string)], row.(map[string]any)["nodeId"])
				}
			}
			return ids
		}
		assert.Empty(t, changed(first))
		policy := f.sold(mallKey, order("P-1"))
		claimed := f.ask(mallKey, submitDocument, f.returned("C-1", policy, "YT0000000131"))
		require.Empty(t, claimed.codes("submitClaim"), string(claimed.Body))
		again := f.as(cleo, changesQuery, map[string]any{"since": first.at("changes", "token")})
		require.Len(t, changed(again)["CLAIMS"], 1, string(again.Body))
		bad := f.as(cleo, changesQuery, map[string]any{"since": "never"})
		assert.Equal(t, "INVALID_VALUE", bad.Code(), string(bad.Body))
		assert.NotEmpty(t, f.ask(mallKey, changesQuery, nil).Errors, "no channel polls lists of the house")
	})
}

// Section 4, system health: a system administrator sees every part, and nobody who has nothing to do with it does.
func TestSection4TheSystemTellsHowItIs(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		query := `{ system { at databaseVersion parts { part state code since figures { measure value } } queues { name waiting oldestSeconds } workers { host pid } } }`
		a := f.as(f.person("sys"), query, nil)
		require.Empty(t, a.Errors, string(a.Body))
		states := map[any]any{}
		for _, p := range a.at("system", "parts").([]any) {
			states[p.(map[string]any)["part"]] = p.(map[string]any)["state"]
		}
		assert.Len(t, states, 11)
		for _, part := range []string{"DATABASE", "CLOCK", "STORAGE", "QUEUES"} {
			assert.Equal(t, "OK", states[part], part)
		}
		// This test runs no worker; on a Redis that tests share, another test's may be seen.
		if workers := a.at("system", "workers").([]any); f.App.Config.RedisAddr == "" || len(workers) == 0 {
			assert.Empty(t, workers)
			assert.Equal(t, "TROUBLE", states["WORKERS"])
		} else {
			assert.Equal(t, "OK", states["WORKERS"])
		}
		assert.Len(t, a.at("system", "queues"), 3)
		for _, who := range []string{"cleo", "sam", "uma"} {
			assert.Equal(t, "FORBIDDEN", f.as(f.person(who), query, nil).Code(), who)
		}
	})
}

// Section 4, audit: a record links to what it is about; who may not see that is answered nothing. An auditor has the record verified.
func TestSection4RecordsAreLinks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		policy := f.sold(mallKey, order("P-1"))
		id := f.as(f.person("serge"), `query($n: String!) { policy(by: {number: $n}) { id } }`, map[string]any{"n": policy}).at("policy", "id")
		reveal := f.as(f.person("serge"), `mutation($in: RevealPersonalDataInput!) { revealPersonalData(input: $in) { `+errorFields+` } }`,
			map[string]any{"in": map[string]any{"id": id, "classes": []any{"ACCOUNT"}, "reason": "核对"}})
		require.Empty(t, reveal.codes("revealPersonalData"), string(reveal.Body))
		records := `{ auditRecords(filter: {actions: [PERSONAL_REVEAL, LOGIN_SUCCESS]}) { edges { node { action objectKind object subjectId } } } }`
		a := f.as(f.person("ada"), records, nil)
		require.Empty(t, a.Errors, string(a.Body))
		found := map[any]any{}
		for _, e := range a.at("auditRecords", "edges").([]any) {
			r := e.(map[string]any)["node"].(map[string]any)
			found[r["action"]] = r["subjectId"]
		}
		assert.Equal(t, id, found["PERSONAL_REVEAL"])
		unknown := f.as(f.person("ada"), `query($f: AuditFilter) { auditRecords(filter: $f) { edges { cursor } } }`, map[string]any{"f": map[string]any{"actions": []any{"NO_SUCH_ACT"}}})
		assert.Equal(t, "VARIABLE_INVALID", unknown.Code(), string(unknown.Body))

		verify := `mutation($in: VerifyAuditRecordInput!) { verifyAuditRecord(input: $in) { job { id } replayed ` + errorFields + ` } }`
		in := map[string]any{"in": map[string]any{"requestNo": "V-1", "reason": "季度"}}
		asked := f.as(f.person("ada"), verify, in)
		require.Empty(t, asked.codes("verifyAuditRecord"), string(asked.Body))
		twice := f.as(f.person("ada"), verify, in)
		assert.Equal(t, asked.at("verifyAuditRecord", "job"), twice.at("verifyAuditRecord", "job"))
		assert.Equal(t, "FORBIDDEN", f.as(f.person("sys"), verify, in).Code(), "a system administrator asks an auditor")
		sealAudit(t, f.App)
		doDue(t, f.App)
		chain := f.as(f.person("ada"), `{ auditChain { signedAt verification { whole wrong records } } }`, nil)
		assert.Equal(t, true, chain.at("auditChain", "verification", "whole"), string(chain.Body))
	})
}

// Section 4, list exports: an auditor exports the record alone, a claims handler claims; neither the other's.
func TestSection4EachRoleExportsItsLists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		export := func(who string, list string) *answer {
			return f.as(f.person(who), exportDocument, map[string]any{"in": map[string]any{list: map[string]any{}, "format": "NDJSON", "reason": "月末"}})
		}
		for list, who := range map[string][2]string{"auditRecords": {"ada", "cleo"}, "claims": {"cleo", "sys"}, "serviceRequests": {"fay", "cleo"}, "policies": {"sam", "ada"}} {
			ok := export(who[0], list)
			require.Empty(t, ok.codes("exportList"), "%s: %s", list, ok.Body)
			assert.NotNil(t, ok.at("exportList", "job"), list)
			no := export(who[1], list)
			if len(no.Errors) > 0 {
				assert.Equal(t, "FORBIDDEN", no.Code(), list)
			} else {
				assert.Equal(t, []string{"FORBIDDEN"}, no.codes("exportList"), list)
			}
		}
	})
}
