package graph_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"entgo.io/ent/dialect"

	"baodan/ent/agreement"
	"baodan/ent/approval"
	"baodan/ent/auditrecord"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/credential"
	"baodan/ent/delivery"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/ent/job"
	"baodan/ent/payout"
	"baodan/ent/servicerequest"
	"baodan/ent/webhookendpoint"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// ofNoChannel are the fields of Query that show nothing of channels, each with what they show, and those whose answer a test of the
// package behind them holds.
var ofNoChannel = map[string]string{
	"auditChain": "the state of the whole record", "backTest": "figures of a product, of all policies together",
	"changeProductFile": "a file", "checkProduct": "a file", "claimAuthorities": "people", "claimReasons": "a product", "colleagues": "people", "conditionCompletion": "a product", "firstRun": "the installation", "installation": "the server",
	"node": "every kind of thing, below", "people": "people", "productContent": "a product", "productDifferences": "a product", "productExamples": "a product",
	"productVersion": "a product", "publishedProducts": "products", "reportingTokens": "tools of the insurer", "rolePermissions": "the schema", "sessions": "the caller", "system": "the server",
	"terms": "words", "viewer": "the caller; their inbox is compared",
}

// namedOf are the fields of Query that name a thing, with arguments that name one of another channel.
var namedOf = map[string]string{
	"agreement": `channelCode: "$channel;", code: "$agreement;"`, "approval": `id: "$approval;"`, "cancellationPreview": `input: {policyNumber: "$policy;", reason: "OTHER"}`,
	"channel": `code: "$channel;"`, "claim": `by: {id: "$claim;"}`,
	"claimPreview": `input: {policyNumber: "$policy;", occurredAt: "2026-11-20T00:00:00Z", facts: {}}`,
	"changes":      `since: "$token;"`,
	"claimQueues":  "", "endorsement": `by: {number: "$endorsement;"}`, "endorsementPreview": `input: {policyNumber: "$policy;", change: {planCode: "PLUS"}}`,
	"events": `first: 50, channelCode: "$channel;"`, "job": `id: "$job;"`, "mailPreview": `serviceRequestId: "$requestId;"`,
	"policy": `by: {number: "$policy;"}`, "policyTerms": `channelCode: "$channel;", mode: LIVE, agreementCode: "$agreement;", planCode: "BASIC"`,
	"productPreview": `input: {productCode: "ASI-01", planCode: "BASIC", channelCode: "$channel;", agreementCode: "$agreement;", factors: {}}`,
	"renewalPreview": `input: {policyNumber: "$policy;"}`,
	"ruleBench":      `input: {productCode: "ASI-01", planCode: "BASIC", channelCode: "$channel;", agreementCode: "$agreement;", factors: {}}`,
	"search":         `text: "$policy;"`, "serviceRequest": `by: {id: "$request;"}`, "webhookEndpoint": `id: "$endpoint;"`,
}

// others are the ids of all that belongs to channels other than some.
func (c *crowd) others(seen ...int64) map[work.Kind][]string {
	ctx, db := context.Background(), c.Store.Client
	seen = append(seen, 0)
	ids := map[work.Kind][]string{}
	add := func(kind work.Kind, keys []int64, err error) {
		require.NoError(c.T, err)
		require.NotEmpty(c.T, keys, kind)
		for _, key := range keys {
			ids[kind] = append(ids[kind], kind.Of(key))
		}
	}
	for kind, read := range map[work.Kind]func(context.Context) ([]int64, error){
		work.AgreementID: db.Agreement.Query().Where(agreement.ChannelIDNotIn(seen...)).IDs, work.ApprovalID: db.Approval.Query().Where(approval.ChannelIDNotIn(seen...)).IDs,
		work.AuditRecordID: db.AuditRecord.Query().Where(auditrecord.ChannelIDNotIn(seen...)).IDs, work.ClaimID: db.Claim.Query().Where(claim.ChannelIDNotIn(seen...)).IDs,
		work.ClaimNoteID: db.ClaimNote.Query().Where(claimnote.ChannelIDNotIn(seen...)).IDs, work.CredentialID: db.Credential.Query().Where(credential.ChannelIDNotIn(seen...)).IDs,
		work.DeliveryID: db.Delivery.Query().Where(delivery.ChannelIDNotIn(seen...)).IDs, work.EndorsementID: db.Endorsement.Query().Where(endorsement.ChannelIDNotIn(seen...)).IDs,
		work.EndpointID: db.WebhookEndpoint.Query().Where(webhookendpoint.ChannelIDNotIn(seen...)).IDs, work.EventID: db.Event.Query().Where(event.ChannelIDNotIn(seen...)).IDs,
		work.JobID: db.Job.Query().Where(job.ChannelIDNotIn(seen...)).IDs, work.PayoutID: db.Payout.Query().Where(payout.ChannelIDNotIn(seen...)).IDs,
		work.PolicyID: db.InsurancePolicy.Query().Where(insurancepolicy.ChannelIDNotIn(seen...)).IDs, work.ServiceRequestID: db.ServiceRequest.Query().Where(servicerequest.ChannelIDNotIn(seen...)).IDs,
	} {
		keys, err := read(ctx)
		add(kind, keys, err)
	}
	for _, channel := range db.Channel.Query().AllX(ctx) {
		if !slices.Contains(seen, channel.ID) {
			ids[work.ChannelID] = append(ids[work.ChannelID], work.ChannelID.Of(channel.ID))
		}
	}
	return ids
}

// asked answers a query for a caller, as text.
func asked(endpoint *graph.Endpoint, who *access.Caller, query string) string {
	body, _ := json.Marshal(map[string]any{"query": query}) //nolint:errchkjson // texts
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	endpoint.Serve(w, r, body, who)
	return w.Body.String()
}

// saidIn is an answer without what it cost.
func saidIn(t *testing.T, text string) string {
	var answer struct{ Data, Errors json.RawMessage }
	require.NoError(t, json.Unmarshal([]byte(text), &answer))
	return string(answer.Data) + string(answer.Errors)
}

var anyID = regexp.MustCompile(`[a-z]{3}_[0-9a-z]{13}`)

// A person who may see some channels finds nothing of others: in no list, by no number, code or id, and not below what they may see.
func TestAPersonSeesNothingOfOtherChannels(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{dialect.SQLite, dialect.MySQL} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCrowd(insurancetest.New(t, kind))
			c.grow(3)
			own, err := c.Distribution.ChannelByCode("c1001", true)
			require.NoError(t, err)
			who := *c.staff
			who.Only = []int64{own.ID}
			endpoint := graph.NewEndpoint(&graph.Resolver{Insurance: c.Server, Budget: rich{}, PublicURL: "https://baodan.example"})
			others, foreign := c.others(own.ID), map[string]bool{}
			for _, ids := range others {
				for _, id := range ids {
					foreign[id] = true
				}
			}
			names := strings.NewReplacer(
				"$channel;", insurancetest.Pay, "$policy;", c.policy.Number,
				"$claim;", others[work.ClaimID][0], "$request;", others[work.ServiceRequestID][0],
				"$endorsement;", c.change.Number, "$agreement;", insurancetest.PayAgreement,
				"$job;", others[work.JobID][0], "$approval;", others[work.ApprovalID][0], "$requestId;", others[work.ServiceRequestID][0],
				"$endpoint;", others[work.EndpointID][0], "$token;", "c"+strconv.FormatInt(time.Now().UnixMilli(), 36),
			)
			view, err := gqlparser.LoadSchema(&ast.Source{Name: "OPS", Input: graph.ViewSDL(access.Ops, true)})
			require.NoError(t, err)
			ask := func(field *ast.FieldDefinition, arguments string) {
				if arguments != "" {
					arguments = "(" + arguments + ")"
				}
				selection := all(view, view.Types[field.Type.Name()], nil)
				switch payload := view.Types[field.Type.Name()]; {
				case field.Name == "endorsement":
					selection = " { id policy { id } }" // all would be too many fields
				case payload.Fields.ForName("refusals") != nil:
					selection = strings.TrimSuffix(selection, "}") + "refusals { code message path } }"
				case payload.Fields.ForName("userErrors") != nil:
					selection = strings.TrimSuffix(selection, "}") + "userErrors { code message path } }"
				}
				query := "{ " + field.Name + arguments + selection + " }"
				answer := asked(endpoint, &who, query)
				assert.NotContains(t, answer, "VALIDATION", "%s: %s", field.Name, answer)
				assert.NotContains(t, answer, "INTERNAL", "%s: %s", field.Name, answer)
				if field.Name == "mailPreview" {
					return // nobody can write to recipients who were erased; helpdesk holds it
				}
				assert.NotEqual(t, saidIn(t, asked(endpoint, c.staff, query)), saidIn(t, answer), "%s: who sees everything is told no more", field.Name)
				for _, id := range anyID.FindAllString(answer, -1) {
					assert.False(t, foreign[id], "%s%s shows %s", field.Name, arguments, id)
				}
			}
			for _, field := range view.Query.Fields {
				list, isList := lists["OPS "+field.Name]
				named, isNamed := namedOf[field.Name]
				switch {
				case strings.HasPrefix(field.Name, "__") || ofNoChannel[field.Name] != "":
					continue
				case !isList && !isNamed:
					t.Errorf("%s: show here that it passes access.Caller.Sees or InView, or say why it need not", field.Name)
					continue
				}
				if isList && !strings.Contains(list.arguments, "$policy") && !strings.Contains(list.arguments, `"pay"`) {
					ask(field, list.arguments)
				}
				if isNamed {
					ask(field, names.Replace(named))
				}
			}
			for id := range foreign {
				assert.Contains(t, asked(endpoint, &who, `{ node(id: "`+id+`") { id } }`), `"node":null`, id)
			}
			assert.Contains(t, asked(endpoint, &who, `{ policies(first: 50, filter: {}) { edges { node { orderNo } } } }`), "O1001", "their own they see")
			box := `{ viewer { inbox { kind count { value } } } }`
			assert.NotEqual(t, asked(endpoint, c.staff, box), asked(endpoint, &who, box), "what waits of other channels is not counted")
		})
	}
}

// Of each kind of things that belong to channels, one of another channel is asked for by its id; the other kinds belong to none.
func TestEveryKindOfAChannelIsAskedFor(t *testing.T) {
	t.Parallel()
	c := newCrowd(insurancetest.New(t, dialect.SQLite))
	c.grow(1)
	kinds := c.others()
	for _, kind := range graph.LoadedKinds() {
		_, known := kinds[kind]
		none := slices.Contains([]work.Kind{work.PersonID, work.SessionID, work.ReportingTokenID, work.ProductVersionID, work.PreferenceID}, kind)
		assert.NotEqual(t, known, none, "%s belongs to channels: show a person one of another; or to none", kind)
	}
}
