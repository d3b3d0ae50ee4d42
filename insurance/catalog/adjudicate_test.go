package catalog_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/insurance/catalog"
)

// What a decision is in each case stands in the examples; here is what examples do not say.

// returned is a claim of RFI-01 on freight(), plan A: 13.00 is payable.
func returned(t testing.TB, p *catalog.Product) (*catalog.Case, catalog.Standing) {
	t.Helper()
	c := kase(t, p, "A", freight())
	claim, violations := p.CheckClaimFacts(map[string]any{
		"returnCarrier": "YTO", "returnTrackingNo": "YT9876543210", "shippedBackAt": "2026-11-30T12:00:00+08:00",
		"receivedAt": "2026-12-02T12:00:00+08:00", "refundedAt": "2026-12-02T13:00:00+08:00", "payeeAccount": "6222-0001",
	})
	require.Empty(t, violations)
	c.Act, c.Claim = rule.Claim, claim
	c.Loss, c.Reported = time.Date(2026, 11, 30, 4, 0, 0, 0, time.UTC), time.Date(2026, 12, 2, 6, 0, 0, 0, time.UTC)
	return c, catalog.Standing{InForce: true, Limit: money.FromInt(13)}
}

func TestADecisionExplainsItselfAndComesBack(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	c, s := returned(t, p)
	claimed := money.MustDecimal("12.999")
	s.Claimed, s.Spent, s.Watched = &claimed, money.FromInt(2), map[string]int{"SELLER_BURST": 51}
	d, err := p.Adjudicate(c, s)
	require.NoError(t, err)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	assert.JSONEq(t, `{"outcome":"APPROVE","reason":"APPROVED",
		"sentence":{"zh":"属于保险责任，按计算结果赔付","en":"The claim is covered and paid as computed"},
		"findings":[{"code":"SELLER_BURST","effect":"score","points":40,
			"sentence":{"zh":"该商家一天内理赔激增","en":"Very many claims at one seller within a day"},
			"facts":[{"name":"claims","value":"51"},{"name":"more","value":"50"},{"name":"within","value":"P1D"}]}],
		"score":40,
		"payable":["CNY",1100,[["first kg",["zone","far","firstKg","13"],"13"],["round 2 halfUp",[],"13"],["bounds ..25.00",[],"13"],
			["at most claimed",["claimed","12.999"],"12.999"],["at most left",["sumInsured","13","spent","2"],"11"]]]}`, string(text))
	var back catalog.Decision
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, *d, back)
	standing, err := json.Marshal(s)
	require.NoError(t, err)
	assert.JSONEq(t, `{"inForce":true,"limit":"13","spent":"2","claimed":"12.999","watched":{"SELLER_BURST":51}}`, string(standing))
	assert.NotContains(t, string(text), "6222", "nothing personal is explained")
}

func TestTheCaseStaysAsItIs(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	c, s := returned(t, p)
	before := *c
	first, err := p.Adjudicate(c, s)
	require.NoError(t, err)
	assert.Equal(t, before, *c)
	again, err := p.Adjudicate(c, s)
	require.NoError(t, err)
	assert.Equal(t, first, again)
}

func TestWhatIsNoClaim(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	for name, change := range map[string]func(*catalog.Case){
		"act":   func(c *catalog.Case) { c.Act = rule.Issue },
		"plan":  func(c *catalog.Case) { c.Plan = "C" },
		"terms": func(c *catalog.Case) { c.Terms = nil },
		"loss":  func(c *catalog.Case) { c.Loss = time.Time{} },
		"told":  func(c *catalog.Case) { c.Reported = time.Time{} },
	} {
		c, s := returned(t, p)
		change(c)
		_, err := p.Adjudicate(c, s)
		assert.Error(t, err, name)
	}
}

// A rule that cannot be computed neither pays nor declines: a person looks, and sees which rule it was.
func TestABrokenRuleIsReferred(t *testing.T) {
	t.Parallel()
	file := seedFile(t, "rfi-01")
	for code, broken := range map[string]string{
		"RETURN_TIMES": strings.Replace(file, "claim.receivedAt < claim.shippedBackAt\n    effect: correct", "claim.actualPostage > 1\n    effect: refuse", 1),
		"BUYER_RISK":   strings.Replace(file, "buyerRiskScore >= 80", "claim.actualPostage > 1", 1),
	} {
		p, err := catalog.Parse([]byte(broken), catalog.Seeds())
		require.NoError(t, err)
		c, s := returned(t, p)
		d, err := p.Adjudicate(c, s)
		require.NoError(t, err)
		assert.Equal(t, catalog.Refer, d.Outcome, code)
		assert.Equal(t, catalog.EvaluationFailed, d.Reason, code)
		require.Len(t, d.Findings, 1)
		assert.Equal(t, code, d.Findings[0].Code)
		assert.Equal(t, rule.Refer, d.Findings[0].Effect)
		assert.Equal(t, catalog.EvaluationFailed, d.Findings[0].Reason)
		assert.Zero(t, d.Score)
		assert.Equal(t, "13.00", d.Payable.Result.Text(), "who decides sees the amount")
	}
}

func TestWithoutAnAmountNothingIsPaid(t *testing.T) {
	t.Parallel()
	file, _, _ := strings.Cut(seedFile(t, "rfi-01"), "  amount:\n")
	p, err := catalog.Parse([]byte(file), catalog.Seeds())
	require.NoError(t, err)
	c, s := returned(t, p)
	d, err := p.Adjudicate(c, s)
	require.NoError(t, err)
	assert.Equal(t, catalog.Refer, d.Outcome)
	assert.Equal(t, catalog.NoAmountRule, d.Reason)
	assert.Nil(t, d.Payable)
}

// A limit with fractions of a fen is never exceeded: what is left of it is cut off.
func TestLimitsAreNeverExceeded(t *testing.T) {
	t.Parallel()
	p := seeded(t, "rfi-01")
	rapid.Check(t, func(r *rapid.T) {
		c, s := returned(t, p)
		draw := func(name string) money.Decimal {
			return money.MustDecimal(rapid.StringMatching(`[0-9]{1,2}(\.[0-9]{1,6})?`).Draw(r, name))
		}
		claimed, event := draw("claimed"), draw("event")
		s.Limit, s.Spent, s.Claimed = draw("limit"), draw("spent"), &claimed
		terms, err := p.Terms("A", nil, rule.Layer{"claim.eventLimit": event.String(), "claim.automaticLimit": "100"})
		require.NoError(r, err)
		c.Terms = terms
		d, err := p.Adjudicate(c, s)
		require.NoError(r, err)
		require.NotNil(r, d.Payable)
		paid := d.Payable.Result.Decimal()
		within := paid.Cmp(money.FromInt(13)) <= 0 && paid.Cmp(claimed) <= 0 && paid.Sign() >= 0 &&
			(event.Sign() == 0 || paid.Cmp(event) <= 0) && (paid.Sign() == 0 || paid.Cmp(s.Limit.Sub(s.Spent)) <= 0)
		if !within || (d.Outcome == catalog.Approve) != (paid.Sign() > 0) {
			r.Fatalf("%s %s pays %s", d.Outcome, d.Reason, paid)
		}
	})
}

func TestGeneralReasonsAreForPeople(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range catalog.ClaimReasons() {
		assert.True(t, rule.ValidCode(r.Code) && !seen[r.Code], r.Code)
		assert.NotEmpty(t, r.Sentence.Zh, r.Code)
		assert.NotEmpty(t, r.Sentence.En, r.Code)
		seen[r.Code] = true
	}
	catalog.ClaimReasons()[0].Code = "X"
	assert.Equal(t, catalog.Approved, catalog.ClaimReasons()[0].Code)
}

func TestWhatClaimsAsk(t *testing.T) {
	t.Parallel()
	rfi, asi := seeded(t, "rfi-01"), seeded(t, "asi-01")
	carrier, number, asked := rfi.ClaimTracking()
	assert.Equal(t, []any{"returnCarrier", "returnTrackingNo", true}, []any{carrier, number, asked})
	_, _, asked = asi.ClaimTracking()
	assert.False(t, asked)
	assert.Equal(t, "payeeAccount", asi.ClaimPayee())
	require.Len(t, asi.ClaimUniqueFacts(), 1)
	transactions := asi.ClaimUniqueFacts()[0].Values(rule.Facts{"transactions": []any{rule.Facts{"id": "tx-1"}, rule.Facts{"id": ""}, rule.Facts{"id": "TX2"}}})
	assert.Equal(t, []catalog.UniqueValue{
		{"TX1", []string{"facts", "transactions", "0", "id"}}, {"TX2", []string{"facts", "transactions", "2", "id"}},
	}, transactions)
	assert.Empty(t, asi.ClaimUniqueFacts()[0].Values(rule.Facts{}))

	require.Len(t, rfi.ClaimUniqueFacts(), 1)
	once := rfi.ClaimUniqueFacts()[0]
	assert.Equal(t, "TRACKING_NO_USED", once.Code)
	for text, want := range map[string]string{"YT9876543210": "YT9876543210", "yt-9876 543210": "YT9876543210", "---": "---", "": ""} {
		got := once.Values(rule.Facts{"returnTrackingNo": text})
		if want == "" {
			assert.Empty(t, got)
			continue
		}
		assert.Equal(t, []catalog.UniqueValue{{want, []string{"facts", "returnTrackingNo"}}}, got)
	}
	c, _ := returned(t, rfi)
	var watched []string
	for _, w := range rfi.ClaimVelocities() {
		value, there := w.Value(c.Facts, c.Claim)
		assert.True(t, there, w.Of)
		watched = append(watched, w.Code+" "+value+" "+w.Within.String())
	}
	assert.Equal(t, []string{
		"SELLER_BURST S-1 P1D", "BUYER_BURST B-1 P30D", "ADDRESS_BURST 青年大街 1 号 P30D", "PAYEE_BURST 6222-0001 P30D",
	}, watched)
	_, there := rfi.ClaimVelocities()[3].Value(c.Facts, rule.Facts{})
	assert.False(t, there)
}

func TestFaultsOfClaimsAreNamedWithTheirLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, new, want string }{
		{"rfi-01", "since: refundedAt", "since: refunded", `claims.since: "refunded" is no instant among the facts of a claim`},
		{"rfi-01", "since: refundedAt", "since: returnCarrier", `claims.since: "returnCarrier" is no instant`},
		{"rfi-01", "payee: payeeAccount", "payee: returnCarrier", "claims.payee: returnCarrier must be personal: ACCOUNT"},
		{"asi-01", "occurred: transactions[].at", "occurred: transactions[].id", `claims.occurred: "transactions[].id" is no instant`},
		{"rfi-01", "occurred: shippedBackAt", "occurred: weightKg", `claims.occurred: "weightKg" is no instant`},
		{"asi-01", "reported: reportedAt", "reported: reporter", `claims.reported: "reporter" is no instant among the facts of a claim`},
		{"rfi-01", "loss: actualPostage", "loss: postage", `claims.loss: "postage" is no decimal among the facts of a claim`},
		{"rfi-01", "loss: actualPostage", "loss: returnCarrier", `claims.loss: "returnCarrier" is no decimal`},
		{"rfi-01", "unit: CNY}\n    - {name: weightKg, title: {zh: 退货重量", "unit: CNY, personal: ACCOUNT}\n    - {name: weightKg, title: {zh: 退货重量", "claims.loss: actualPostage is personal"},
		{"rfi-01", "carrier: returnCarrier,", "", "claims.tracking.carrier: a fact of a claim is needed"},
		{"rfi-01", "number: returnTrackingNo", "number: weightKg", `claims.tracking.number: "weightKg" is no string`},
		{"rfi-01", "fact: returnTrackingNo", "fact: trackingNo", `claims.once[0].fact: "trackingNo" is no string`},
		{"asi-01", "fact: transactions[].id", "fact: transactions[].amount", `claims.once[0].fact: "transactions[].amount" is no LIST[].FIELD`},
		{"asi-01", "fact: transactions[].id", "fact: transaction[].id", `claims.once[0].fact: "transaction[].id" is no LIST[].FIELD`},
		{"asi-01", "fact: transactions[].id", "fact: transactions", `claims.once[0].fact: "transactions" is no string`},
		{"asi-01", "fact: transactions[].id", "fact: transactions[]." + strings.Repeat("i", 35), "of at most 48 characters"},
		{"rfi-01", "code: TRACKING_NO_USED", "code: used", `claims.once[0].code: "used" is no code`},
		{"rfi-01", "code: TRACKING_NO_USED", "code: RISK_SCORE", "claims.once[0].code: \"RISK_SCORE\" is no code (capitals, digits and _), or there twice"},
		{"rfi-01", "code: TRACKING_NO_USED", "code: FRAUD_SCORE", "claims.once[0].code: FRAUD_SCORE has a meaning of its own"},
		{"rfi-01", "code: RISK_SCORE", "code: NO_COVER", "rules[2].code: NO_COVER has a meaning of its own"},
		{"rfi-01", "of: sellerId", "of: seller", `claims.watch[0].of: "seller" is neither`},
		{"rfi-01", "of: sellerId", "of: buyerReturns", `claims.watch[0].of: "buyerReturns" is neither`},
		{"rfi-01", "of: claim.payeeAccount", "of: claim", `claims.watch[3].of: "claim" is neither`},
		{"asi-01", "of: claim.payeeAccount", "of: claim.transactions.counterparty", "claims.watch[1].of:"},
		{"rfi-01", "within: P1D", "within: one day", "claims.watch[0].within:"},
		{"rfi-01", "within: P1D", "within: PT0S", "claims.watch[0].within:"},
		{"rfi-01", "more: 50", "more: 0", "claims.watch[0].more: must be 1 or more"},
		{"rfi-01", "points: 40", "points: 101", "claims.watch[0].points: must lie between 1 and 100"},
		{"rfi-01", "points: 45", "points: 0", "claims.score[0].points: must lie between 1 and 100"},
		{"rfi-01", "if: buyerRiskScore >= 80", "if: buyerRisk >= 80", "claims.score[2].if: there is no"},
		{"rfi-01", "if: buyerRiskScore >= 80", "if: reason == 'OTHER'", "claims.score[2].if: reason: a claim has none"},
		{"rfi-01", "if: buyerRiskScore >= 80", "if: claim.payeeAccount == ''", "claim.payeeAccount is personal"},
		{"rfi-01", "if: buyerRiskScore >= 80", "if: value > 1", "there is no 'value'"},
		{"rfi-01", "First kg}, set: {table: firstKg}}", "First kg}, set: {table: first}}", "claims.amount[0].set.table: there is no table"},
		{"rfi-01", "'min(value, claim.actualPostage)'}\n    - round: {digits: 2, mode: halfUp}", "'min(value, claim.actualPostage)'}", "may leave fractions of a minor unit"},
		{"rfi-01", "'min(value, claim.actualPostage)'", "'planBefore == plan ? value : value'", "claims.amount: planBefore: there is none here"},
		{"rfi-01", "keys: [category]", "keys: [claim.returnCarrier]", "rating.premium: claim.returnCarrier: there is no claim yet"},
		{"rfi-01", "- set: {table: base}", "- {name: base, formula: sumInsured}", "rating.premium: sumInsured: there is no claim yet"},
		{"rfi-01", "once:\n", "ones:\n", "claims.ones: there is no such key here"},
		{"asi-01", "insured.party: optional", "insured.party: {formula: \"gifted ? 'none' : 'optional'\"}", "terms.insured.party: layer product: it cannot be computed"},
		{"asi-01", "claim.limitPer: year", "claim.limitPer: month", `"month" is none of policy, year`},
		{"asi-01", "endorse.payer: PLATFORM", "endorse.payer: NOBODY", `"NOBODY" is none of policy, CUSTOMER, SELLER, PLATFORM`},
	} {
		file := seedFile(t, c.name)
		changed := strings.Replace(file, c.old, c.new, 1)
		require.NotEqual(t, file, changed, c.old)
		got := faults(t, changed)
		assert.Contains(t, got, c.want, "%s -> %s", c.old, c.new)
		assert.Regexp(t, `^line [0-9]{2,3}: `, got)
	}
}

// An example of a claim fails where the decision is another, or is not named.
func TestFailingExamplesOfClaims(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/phx-01.yaml")
	require.NoError(t, err)
	p, err := catalog.Parse(file, os.DirFS("testdata"))
	require.NoError(t, err)
	given := "given: payer CUSTOMER, imei 123456789012345, brand huawei, price 4000, boughtAt 2026-01-10T10:00:00+08:00, owner.name X, owner.ageBand adult\n" +
		"given: claim.brokenAt 2026-01-15T02:00:00Z, claim.invoiceNo I, claim.bill 500, claim.drops 1, occurred 2026-01-20T02:00:00Z\n"
	for text, want := range map[string]string{
		"claim plan 1:\n  approved 500":                       "",
		"claim plan 1:\n  approved 501":                       "not approved 501 (approved 500.00, score 0)",
		"claim plan 1:\n  approved many":                      "not a decimal",
		"claim plan 1:\n  score 0":                            "line 3: approved 500.00",
		"claim plan 1:\n  score 1, approved 500":              "not score 1",
		"claim plan 1:\n  found CLUMSY, approved 500":         "not found CLUMSY",
		"claim plan 1:\n  payable 1, approved 500":            "not payable 1",
		"claim plan 1:\n  accepted":                           "cannot be understood",
		"claim plan 1:\n  refused NO_COVER":                   "not so: refused NO_COVER",
		"claim plan 1: not in force\n  declined CLAIM_LATE":   "not declined CLAIM_LATE (declined NO_COVER, score 0)",
		"claim plan 1: not in force\n  referred NO_COVER":     "not referred NO_COVER",
		"claim plan 1: watched BURST 2\n  approved 500":       `there is no watch "BURST"`,
		"claim plan 1: watched OWNER_BURST x\n  approved 500": "invalid syntax",
		"claim plan 1: spent x\n  approved 500":               "not a decimal",
		"claim plan 1: claimed x\n  approved 500":             "not a decimal",
		"claim plan 1: occurred now\n  approved 500":          "cannot parse",
		"claim plan 1: tracking.colour red\n  approved 500":   "invalid tracking.colour",
		"endorse plan 2: from plan 3\n  premium 74.00":        `there is no plan "3"`,
	} {
		var got []string
		for _, f := range catalog.RunExamples(p, []byte(given+text)) {
			got = append(got, strings.Replace(f.String(), f.Example+": ", "", 1))
		}
		if want == "" {
			assert.Empty(t, got)
		} else {
			assert.Contains(t, strings.Join(got, "\n"), want, text)
		}
	}
}
