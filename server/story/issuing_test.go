package story

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One story per requirement row, through the front door.

// A1, D1: a buyer sees premium, cover and documents at checkout; nothing is stored.
func TestA1QuoteAtCheckout(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		offers := f.ask(mallKey, `{ offers { agreementCode productCode productVersion planCode name { zh en } factorsSchema claimFactsSchema
			documents { kind title { zh en } url sha256 } } }`, nil)
		require.Empty(t, offers.Errors)
		list := offers.Data["offers"].([]any)
		require.Len(t, list, 2)
		first := list[0].(map[string]any)
		assert.Equal(t, "RFI-01", first["productCode"])
		documents := first["documents"].([]any)
		require.Len(t, documents, 3)
		address := documents[0].(map[string]any)["url"].(string)
		response, err := http.Get(strings.Replace(address, "https://baodan.example", f.URL, 1))
		require.NoError(t, err)
		defer response.Body.Close()
		assert.Equal(t, http.StatusOK, response.StatusCode)

		a := f.ask(mallKey, quoteDocument, map[string]any{"in": map[string]any{"risk": freight("O-1")}})
		require.Empty(t, a.Errors)
		assert.Equal(t, "0.73", a.at("quote", "quote", "premium", "amount"))
		assert.Equal(t, "CNY", a.at("quote", "quote", "premium", "currency"))
		assert.Equal(t, 0, countRows(t, f.App, "policies"))
		assert.Equal(t, 0, countRows(t, f.App, "events"))
	})
}

// A2: a seller gives the cover away; the policy says who pays.
func TestA2SellerPays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		in := order("O-2")
		in["in"].(map[string]any)["risk"].(map[string]any)["payer"] = "SELLER"
		a := f.ask(mallKey, issueDocument, in)
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		assert.Equal(t, "SELLER", a.at("issuePolicy", "policy", "payer"))
	})
}

// A3, A4, D2, D3: the platform takes out the policy when the seller ships, and reads it by number and by order.
func TestA3IssueThenReadThePolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.ask(mallKey, issueDocument, order("O-3"))
		require.Empty(t, a.Errors, string(a.Body))
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		issued := a.at("issuePolicy", "policy").(map[string]any)
		assert.Regexp(t, `^P\d{15}$`, issued["number"])
		assert.Equal(t, false, a.at("issuePolicy", "replayed"))
		assert.Equal(t, map[string]any{"amount": "0.73", "currency": "CNY"}, issued["premium"])
		assert.NotEmpty(t, issued["rating"].(map[string]any)["steps"])
		for _, by := range []map[string]any{{"number": issued["number"]}, {"orderNo": "O-3"}} {
			read := f.ask(mallKey, policyDocument, map[string]any{"by": by})
			require.Empty(t, read.Errors, string(read.Body))
			assert.Equal(t, issued, read.Data["policy"])
		}
		node := f.ask(mallKey, `query($id: ID!) { node(id: $id) { __typename id ... on Policy { number } } }`, map[string]any{"id": issued["id"]})
		assert.Equal(t, issued["number"], node.at("node", "number"))
	})
}

// B2, B6: a payment platform gives an account the basic plan, once at a time.
func TestB2AccountSecurity(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		ask := func(no, reference, plan string) *answer {
			return f.ask(payKey, issueDocument, map[string]any{"in": map[string]any{"orderNo": no, "risk": account(reference, plan)}})
		}
		a := ask("ACC-1", "acct-1", "BASIC")
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		assert.Equal(t, "0.12", a.at("issuePolicy", "policy", "premium", "amount"))
		assert.Equal(t, "IN_FORCE", a.at("issuePolicy", "policy", "state"))
		again := ask("ACC-2", "acct-1", "PLUS")
		assert.Equal(t, []string{"DUPLICATE_COVER"}, again.codes("issuePolicy"), string(again.Body))
		other := ask("ACC-3", "acct-2", "PLUS")
		assert.Equal(t, "0.60", other.at("issuePolicy", "policy", "premium", "amount"), string(other.Body))
	})
}

// F3: the same order twice is the same policy, to the byte; other content is told apart by what differs.
func TestF3ReplayAnswersTheSame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		first := f.ask(mallKey, issueDocument, order("O-4"))
		require.Empty(t, first.codes("issuePolicy"), string(first.Body))
		second := f.ask(mallKey, issueDocument, order("O-4"))
		assert.Equal(t, true, second.at("issuePolicy", "replayed"))
		assert.Equal(t, strings.Replace(first.data(), `"replayed":false`, `"replayed":true`, 1), second.data())

		changed := order("O-4")
		risk := changed["in"].(map[string]any)["risk"].(map[string]any)
		risk["planCode"] = "B"
		risk["factors"].(map[string]any)["category"] = "shoes"
		risk["factors"].(map[string]any)["from"].(map[string]any)["address"] = "别处"
		a := f.ask(mallKey, issueDocument, changed)
		require.Equal(t, []string{"REQUEST_MISMATCH"}, a.codes("issuePolicy"), string(a.Body))
		fault := a.at("issuePolicy", "userErrors").([]any)[0].(map[string]any)
		assert.Equal(t, []any{"risk.factors.category", "risk.factors.from", "risk.planCode"}, fault["differs"])
		assert.Nil(t, a.at("issuePolicy", "policy"))
		assert.Equal(t, 1, countRows(t, f.App, "policies"))
		assert.Equal(t, 1, countRows(t, f.App, "events"))
	})
}

// F3: fifty calls at once on two servers make one policy, and all get it.
func TestF3FiftyAtOnceMakeOnePolicy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		other := f.another()
		var group sync.WaitGroup
		numbers := make([]any, 50)
		for i := range numbers {
			door := []*front{f, other}[i%2]
			group.Go(func() {
				numbers[i] = door.ask(mallKey, issueDocument, order("O-5")).at("issuePolicy", "policy", "number")
			})
		}
		group.Wait()
		require.NotNil(t, numbers[0])
		for _, n := range numbers {
			assert.Equal(t, numbers[0], n)
		}
		assert.Equal(t, 1, countRows(t, f.App, "policies"))
		assert.Equal(t, 1, countRows(t, f.App, "events"))
	})
}

// F3: fifty different orders for one account at once, on two servers: one is covered, forty-nine are told why not.
func TestF3DuplicateCoverIsDecidedByTheDatabase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		other := f.another()
		var group sync.WaitGroup
		answers := make([]*answer, 50)
		for i := range answers {
			door := []*front{f, other}[i%2]
			in := map[string]any{"in": map[string]any{"orderNo": fmt.Sprintf("D-%d", i), "risk": account("acct-9", "BASIC")}}
			group.Go(func() { answers[i] = door.ask(payKey, issueDocument, in) })
		}
		group.Wait()
		bound := 0
		for _, a := range answers {
			if a.at("issuePolicy", "policy") != nil {
				bound++
				continue
			}
			assert.Equal(t, []string{"DUPLICATE_COVER"}, a.codes("issuePolicy"), string(a.Body))
		}
		assert.Equal(t, 1, bound)
		assert.Equal(t, 1, countRows(t, f.App, "policies"))
	})
}

// F3: a quote keeps its price for its risk, its channel and its time.
func TestF3QuoteTokenKeepsThePrice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		q := f.ask(mallKey, quoteDocument, map[string]any{"in": map[string]any{"risk": freight("O-6")}})
		token := q.at("quote", "quote", "token").(string)
		in := order("O-6")["in"].(map[string]any)
		in["quoteToken"] = token
		a := f.ask(mallKey, issueDocument, map[string]any{"in": in})
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		in["orderNo"] = "O-7"
		in["risk"] = freight("O-7")
		assert.Equal(t, []string{"INVALID_VALUE"}, f.ask(mallKey, issueDocument, map[string]any{"in": in}).codes("issuePolicy"))
		in["quoteToken"] = token[:len(token)-4] + "AAAA"
		assert.Equal(t, []string{"INVALID_VALUE"}, f.ask(mallKey, issueDocument, map[string]any{"in": in}).codes("issuePolicy"))
		delete(in, "quoteToken")
		in["expectedPremium"] = map[string]any{"amount": "0.72", "currency": "CNY"}
		a = f.ask(mallKey, issueDocument, map[string]any{"in": in})
		require.Equal(t, []string{"PREMIUM_MISMATCH"}, a.codes("issuePolicy"), string(a.Body))
		assert.Equal(t, "0.73", a.at("issuePolicy", "userErrors").([]any)[0].(map[string]any)["expected"].(map[string]any)["amount"])
	})
}

// H7: addresses and names are nowhere in clear in the database, and masked in answers.
func TestH7PersonalDataIsSealed(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		in := order("O-8")
		in["in"].(map[string]any)["risk"].(map[string]any)["applicant"] = map[string]any{"person": map[string]any{"name": "王小明", "phone": "13800000000"}}
		a := f.ask(mallKey, issueDocument, in)
		require.Empty(t, a.codes("issuePolicy"), string(a.Body))
		dump := dump(t, f.App)
		for _, secret := range []string{"王小明", "13800000000", "文三路", "青年大街"} {
			assert.NotContains(t, dump, secret)
		}
		assert.Contains(t, dump, "O-8")
	})
}

// G, rule 6 of "channels never see each other": another channel's agreement, order and policy are as missing ones.
func TestNoChannelSeesAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		a := f.ask(mallKey, issueDocument, order("O-9"))
		number, id := a.at("issuePolicy", "policy", "number"), a.at("issuePolicy", "policy", "id")
		require.NotNil(t, number, string(a.Body))
		assert.Equal(t, []string{"NOT_AGREED"}, f.ask(payKey, issueDocument, order("O-10")).codes("issuePolicy"))
		for _, by := range []map[string]any{{"number": number}, {"orderNo": "O-9"}} {
			read := f.ask(payKey, policyDocument, map[string]any{"by": by})
			assert.Empty(t, read.Errors)
			assert.Nil(t, read.Data["policy"])
		}
		assert.Nil(t, f.ask(payKey, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id}).Data["node"])
	})
}

// F2: every stored policy rates the same again, fen and steps.
func TestF2StoredPoliciesRateTheSame(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		for i, factor := range []string{"0.001", "0.02", "0.05", "0.15", "0.3", "0.49"} {
			in := order(fmt.Sprintf("R-%d", i))
			in["in"].(map[string]any)["risk"].(map[string]any)["factors"].(map[string]any)["sellerReturnRate"] = factor
			require.Empty(t, f.ask(mallKey, issueDocument, in).codes("issuePolicy"))
		}
		looked, wrong := rerateAll(t, f.App)
		assert.Equal(t, 6, looked)
		assert.Empty(t, wrong)
	})
}

// The settings of the story stay in one place: a second server on the same database.
func (f *front) another() *front {
	f.t.Helper()
	return open(f.t, f.App.Config)
}
