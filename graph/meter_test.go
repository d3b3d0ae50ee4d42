package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/file"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// A query whose answer grows past its bound is refused as a whole.
func TestLargeAnswersAreRefused(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	newCrowd(w)
	s := newStranger(t, w, &access.Caller{Audience: access.Public, Language: "en"})
	document := "{ publishedProducts { code plans { code name { zh en } } } }"
	whole := s.ask(document, nil)
	require.Empty(t, whole.code())
	s.endpoint.Bound(200)
	a := s.ask(document, nil)
	assert.Equal(t, "ANSWER_TOO_LARGE", a.code())
	assert.Equal(t, http.StatusBadRequest, a.status)
	assert.Len(t, a.Errors, 1)
	assert.NotContains(t, a.body, `"data"`)
	assert.Equal(t, a.points, a.Extensions.Cost.Actual, "it is paid for all the same")
	s.endpoint.Bound(10_000)
	assert.Equal(t, whole.body, s.ask(document, nil).body)
}

// What a mutation did is told however large its answer would be; only what lies below its payload is left out, with an error.
func TestActsAreToldWhereTheirAnswersAreTooLarge(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	newCrowd(w)
	s := newStranger(t, w, w.Caller(insurancetest.Pay))
	s.caller.Language = "en"
	const document = `mutation($in: IssuePolicyInput!) { issuePolicy(input: $in) {
		policy { number rating { steps { rule inputs { name value } value } } endorsements { edges { node { id } } } } replayed userErrors { code } } }`
	input := map[string]any{"in": map[string]any{"orderNo": "O-2", "risk": map[string]any{
		"agreementCode": "AG-PAY-ASI", "planCode": "BASIC", "payer": "PLATFORM", "insureds": []any{map[string]any{"reference": "a-2"}},
		"factors": insurancetest.Account("a-2", "BASIC").Factors,
	}}}
	s.endpoint.Bound(200)
	a := s.ask(document, input)
	assert.Equal(t, http.StatusOK, a.status)
	assert.Equal(t, "ANSWER_TOO_LARGE", a.code(), a.body)
	assert.Len(t, a.Errors, 1, "told once")
	assert.Equal(t, map[string]any{"policy": nil, "replayed": false, "userErrors": []any{}}, a.Data["issuePolicy"])
	s.endpoint.Bound(10_000)
	a = s.ask(document, input)
	require.Empty(t, a.code())
	assert.Equal(t, true, a.Data["issuePolicy"].(map[string]any)["replayed"])
	assert.NotNil(t, a.Data["issuePolicy"].(map[string]any)["policy"])
}

// tired is a context whose time is over after it was asked for that often.
type tired struct {
	context.Context
	left  int64
	asked *atomic.Int64
}

func (c tired) Err() error {
	if c.asked.Add(1) > c.left {
		return context.DeadlineExceeded
	}
	return nil
}

// A query whose time is over while its answer is computed stops there, and one code says so.
func TestTimeIsLookedAtWhileAnAnswerIsComputed(t *testing.T) {
	t.Parallel()
	s := nobody(t)
	ctx := tired{context.Background(), 50, &atomic.Int64{}}
	a := s.askIn(ctx, "{ __schema { types { name fields { name } } } }", nil)
	assert.Equal(t, http.StatusServiceUnavailable, a.status)
	assert.Equal(t, "TIMEOUT", a.code())
	assert.NotContains(t, a.body, `"data"`)
	assert.Less(t, ctx.asked.Load(), int64(400), "fields that were begun")
}

// Of a claim the newest 50 revisions and 100 files are told, by whatever number of names; older revisions are read on.
func TestHistoriesOfClaimsAreBounded(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	c := newCrowd(w)
	c.grow(1)
	ctx, db := context.Background(), w.Store.Client
	own := db.Claim.Query().Where(claim.ChannelID(c.first.ID)).OnlyX(ctx)
	own.Update().SetVersion(1613).ExecX(ctx)
	for v := 2; v <= 1613; v++ {
		db.ClaimRevision.Create().SetID(c.key()).SetChannelID(c.first.ID).SetClaimID(own.ID).SetRequestNo(fmt.Sprint("U", v)).SetRequestHash(make([]byte, 32)).
			SetKind(claimrevision.KindUpdate).SetVersion(v).SetAt(c.now).SetFacts("{}").SetChanged([]string{}).SetMadeBy("channel:test").ExecX(ctx)
	}
	for range 200 {
		c.file(db, c.first.ID, file.PurposeClaimEvidence).SetClaimID(own.ID).ExecX(ctx)
	}
	s := newStranger(t, w, w.Caller(insurancetest.Pay))
	const one = "query($id: ID!) { node(id: $id) { ... on Claim { %s } } }"
	which := map[string]any{"id": work.ClaimID.Of(own.ID)}
	a := s.ask(fmt.Sprintf(one, repeated(7, "r#: revisions { revision at kind facts changed } e#: evidence { name } ")), which)
	require.Empty(t, a.code(), a.body)
	told := a.Data["node"].(map[string]any)
	assert.Len(t, told["r0"], 50)
	assert.Len(t, told["e6"], 100)
	assert.EqualValues(t, 1613, told["r0"].([]any)[49].(map[string]any)["revision"])
	assert.Equal(t, 16, a.points, "of which 14 for the lists")
	a = s.ask(fmt.Sprintf(one, "revisions(before: 1564) { revision }"), which)
	require.Empty(t, a.code(), a.body)
	older := a.Data["node"].(map[string]any)["revisions"].([]any)
	require.Len(t, older, 50)
	assert.EqualValues(t, 1563, older[49].(map[string]any)["revision"])
}

// An answer that is larger than the points of its request pay for is paid for afterwards, and its cost says so.
func TestAnswersPayForTheirBytes(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	newCrowd(w)
	s := newStranger(t, w, w.Caller(insurancetest.Pay))
	a := s.ask("{"+repeated(15, "a#: offers { factorsSchema claimFactsSchema documents { title { zh en } url sha256 } } ")+"}", nil)
	require.Empty(t, a.code())
	assert.Equal(t, a.points, a.Extensions.Cost.Actual)
	assert.LessOrEqual(t, len(a.body), (a.points+1)<<16)
	factors := map[string]any{}
	for i := range 2000 {
		factors[fmt.Sprintf("%s%d", strings.Repeat("x", 40), i)] = 1
	}
	a = s.ask("mutation($in: QuoteInput!) { quote(input: $in) { "+repeated(15, "a#: userErrors { code message path } ")+"} }",
		map[string]any{"in": map[string]any{"risk": map[string]any{
			"agreementCode": "AG-PAY-ASI", "planCode": "BASIC", "insureds": []any{map[string]any{"reference": "a-2"}}, "factors": factors,
		}}})
	require.Empty(t, a.code())
	assert.Len(t, a.Data["quote"].(map[string]any)["a0"], 100, "errors that are told")
	assert.Greater(t, len(a.body), 3<<16)
	assert.LessOrEqual(t, len(a.body), a.points<<16, "%d points", a.points)
	assert.Positive(t, s.purse.owed)
	assert.Equal(t, a.Extensions.Cost.Actual, a.points, "a point for each 32 KiB that were sent beside it")
}
