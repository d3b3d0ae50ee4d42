package story

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Contract section 4: the lists of the console are narrowed and counted by what its pages ask for, and a thing of each is opened by its
// own page.
func TestListsOfTheConsoleAreNarrowedAndCounted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		count := func(person, list string) float64 {
			t.Helper()
			a := f.as(f.person(person), "{ list: "+list+" { count(max: 100) { value exact } } }", nil)
			require.Empty(t, a.Errors, string(a.Body))
			assert.Equal(t, true, a.at("list", "count", "exact"))
			return a.at("list", "count", "value").(float64)
		}
		asked := f.as(f.person("sam"), `mutation { requestAgreement(input: {channelCode: "demo-mall", agreementCode: "AG-MALL-RFI", expectedRevision: 1,
			productCode: "RFI-01", commissionRate: "0.12", reason: "more volume"}) { approval { id } userErrors { message } } }`, nil)
		require.NotNil(t, asked.at("requestAgreement", "approval", "id"), string(asked.Body))
		id := asked.at("requestAgreement", "approval", "id").(string)
		assert.EqualValues(t, 1, count("fay", "approvals(filter: {mayApprove: true})"))
		assert.EqualValues(t, 0, count("sam", "approvals(filter: {mayApprove: true})"), "nobody approves what they asked for")
		assert.EqualValues(t, 1, count("sam", "approvals(filter: {mine: true, states: [REQUESTED], kinds: [AGREEMENT]})"))
		opened := f.as(f.person("fay"), "query($id: ID!) { approval(id: $id) { object mayApprove } }", map[string]any{"id": id})
		assert.Equal(t, map[string]any{"object": "demo-mall/AG-MALL-RFI", "mayApprove": true}, opened.Data["approval"], string(opened.Body))

		assert.EqualValues(t, 0, count("uma", "serviceRequests(filter: {overdue: true})"))
		assert.EqualValues(t, 0, count("uma", "serviceRequests(filter: {mine: true, mode: SANDBOX})"))
		none := f.as(f.person("uma"), `{ serviceRequest(by: {number: "S000000000099996"}) { id } }`, nil)
		require.Empty(t, none.Errors)
		assert.Nil(t, none.Data["serviceRequest"])

		assert.EqualValues(t, 0, count("ada", "jobs(filter: {mine: true, states: [FAILED], mode: LIVE})"))
		assert.EqualValues(t, 0, count("ada", "people(filter: {locked: true})"))
		assert.Positive(t, count("ada", "people(filter: {roles: [SALES], states: [ACTIVE]})"))
		assert.EqualValues(t, 0, count("ada", "channels(filter: {troubled: true})"))
		assert.Positive(t, count("ada", "channels(filter: {open: true, mode: SANDBOX})"))
		assert.EqualValues(t, 0, count("ada", `agreements(filter: {endsBefore: "2020-01-01T00:00:00Z"})`))
		assert.Positive(t, count("ada", "agreements(filter: {mode: SANDBOX, states: [IN_FORCE]})"))
		assert.EqualValues(t, 0, count("ada", `agreements(filter: {quotaAbove: "0.8"})`))
		assert.EqualValues(t, 0, count("ada", "endpoints(filter: {states: [PAUSED, DISABLED]})"))
		assert.EqualValues(t, 1, count("ada", `auditRecords(filter: {actor: "person:sam", actions: [APPROVAL_REQUEST], objectKind: APPROVAL})`))
		assert.EqualValues(t, 0, count("ada", `auditRecords(filter: {channelCode: "demo-mall", mode: SANDBOX, address: "192.0.2.99"})`))

		for max, code := range map[string]string{"0": "VARIABLE_INVALID", "1": "", "10000": "", "10001": "VARIABLE_INVALID"} {
			a := f.as(f.person("ada"), "{ jobs { count(max: "+max+") { value } } }", nil)
			assert.Equal(t, code, a.Code(), "%s: %s", max, a.Body)
		}
	})
}
