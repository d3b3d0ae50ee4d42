package servicing_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
	"baodan/insurance/work"
)

// B3, check value: 182 of 365 days left of BASIC to PLUS: 48 x 182 / 365 = 23.93, 24 fen, which the platform pays.
func TestB3UpgradeCostsTheDifference(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(183 * day)
		done, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		require.NoError(t, err)
		assert.False(t, done.Replayed)
		assert.Equal(t, "0.24", done.Endorsement.PremiumChange().Text())
		assert.Equal(t, []policy.Share{{Payer: policy.Platform, Premium: done.Endorsement.PremiumChange()}}, done.Endorsement.ByPayer())
		assert.True(t, done.Endorsement.EffectiveAt().Equal(w.Clock.Now()))
		sheet, err := done.Endorsement.Rating()
		require.NoError(t, err)
		assert.Equal(t, done.Endorsement.PremiumChange(), sheet.Result)
		assert.Equal(t, "0.239342", sheet.Steps[2].Value.String())
		p := see(t, w, insurancetest.Pay, no, policy.PointInTime{})
		assert.Equal(t, "PLUS", p.PlanCode())
		assert.Equal(t, "0.36", p.Premium().Text())
		assert.Equal(t, "1000000.00", p.SumInsured().Text())
		assert.Equal(t, "0.04", p.Commission().Text(), "0.036, rounded half up")
		assert.Equal(t, []string{"policy.issued", "policy.endorsed"}, told(t, w, no))
		pages, err := w.Servicing.Endorsements(ctx, []*policy.Policy{p}, work.Page{Most: 10})
		require.NoError(t, err)
		require.Len(t, pages[p].Rows, 1)
		assert.False(t, pages[p].More)
		assert.Equal(t, done.Endorsement.Number(), pages[p].Rows[0].Number())
		found, err := w.Servicing.ByID(ctx, payer(w), done.Endorsement.Key())
		require.NoError(t, err)
		assert.Equal(t, done.Endorsement.Number(), found.Number())
		found, err = w.Servicing.ByID(ctx, w.Caller(insurancetest.Mall), done.Endorsement.Key())
		require.NoError(t, err)
		assert.Nil(t, found, "another channel's")
	})
}

// Lesson: an endorsement re-priced by default terms, not by those of the policy: a corrected phone number changed the
// premium.
func TestB3CorrectedDataCostNothing(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		done, err := w.Servicing.Endorse(ctx, payer(w), named("E-1", no, "a-1", "张三丰"))
		require.NoError(t, err)
		assert.Equal(t, "0.00", done.Endorsement.PremiumChange().Text())
		p := see(t, w, insurancetest.Pay, no, policy.PointInTime{})
		insureds, err := p.Insureds()
		require.NoError(t, err)
		require.NotNil(t, insureds[0].Name)
		assert.Equal(t, access.MaskName("张三丰"), *insureds[0].Name)
		assert.Equal(t, "0.12", p.Premium().Text())
		_, err = w.Servicing.Endorse(ctx, payer(w), named("E-2", no, "a-1", "张三丰"))
		refuses(t, err, fault.CodeInvalidValue, "change", "insured", "party")
		_, err = w.Servicing.Endorse(ctx, payer(w), named("E-2", no, "a-2", "张三丰"))
		refuses(t, err, fault.CodeNotFound, "change", "insured", "reference")
		_, err = w.Servicing.Endorse(ctx, payer(w), named("E-2", no, "a-1", ""))
		refuses(t, err, fault.CodeInvalidValue, "change", "insured", "party", "name")
		gone := named("E-2", no, "a-1", "")
		gone.Change.Insured.Party = map[string]any{"name": nil}
		_, err = w.Servicing.Endorse(ctx, payer(w), gone)
		require.NoError(t, err)
		insureds, err = see(t, w, insurancetest.Pay, no, policy.PointInTime{}).Insureds()
		require.NoError(t, err)
		assert.Nil(t, insureds[0].Name)
	})
}

// An insured is checked as at issue, by the terms of the policy's own agreement.
func TestB3PartiesAreCheckedAsAtIssue(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"insured.party": "none"})
		no := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{})
		_, err := w.Servicing.Endorse(ctx, payer(w), named("E-1", no, "a-1", "张三"))
		refuses(t, err, fault.CodeInvalidValue, "change", "insured", "party")
	})
}

// B3: what is asked wrongly, or at the wrong time, is refused by name and leaves nothing behind.
func TestB3RefusalsAreNamed(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		plus := "PLUS"
		for name, c := range map[string]struct {
			in   *servicing.EndorseInput
			code fault.Code
			path []string
		}{
			"number":     {plan("E 1", no, "PLUS", nil), fault.CodeInvalidValue, []string{"requestNo"}},
			"policy":     {plan("E-1", "P000000000000422", "PLUS", nil), fault.CodeNotFound, []string{"policyNumber"}},
			"mistyped":   {plan("E-1", no+"0", "PLUS", nil), fault.CodeNotFound, []string{"policyNumber"}},
			"nothing":    {&servicing.EndorseInput{RequestNo: "E-1", PolicyNumber: no}, fault.CodeInvalidValue, []string{"change"}},
			"two things": {&servicing.EndorseInput{RequestNo: "E-1", PolicyNumber: no, Change: servicing.ChangeInput{PlanCode: &plus, Insured: &servicing.InsuredChangeInput{Reference: "a-1"}}}, fault.CodeInvalidValue, []string{"change"}},
			"no change":  {&servicing.EndorseInput{RequestNo: "E-1", PolicyNumber: no, Change: servicing.ChangeInput{Insured: &servicing.InsuredChangeInput{Reference: "a-1"}}}, fault.CodeRequired, []string{"change", "insured", "party"}},
			"reference":  {named("E-1", no, "a 1", "李思"), fault.CodeInvalidValue, []string{"change", "insured", "reference"}},
			"plan":       {plan("E-1", no, "GOLD", nil), fault.CodeNotAgreed, []string{"change", "planCode"}},
			"same plan":  {plan("E-1", no, "BASIC", nil), fault.CodeInvalidState, []string{"change", "planCode"}},
			"past":       {plan("E-1", no, "PLUS", after(-time.Millisecond)), fault.CodeInvalidValue, []string{"effectiveAt"}},
			"ahead":      {plan("E-1", no, "PLUS", after(30*day+time.Millisecond)), fault.CodeInvalidValue, []string{"effectiveAt"}},
		} {
			_, err := w.Servicing.Endorse(ctx, payer(w), c.in)
			t.Run(name, func(t *testing.T) { refuses(t, err, c.code, c.path...) })
		}
		_, err := w.Servicing.Endorse(ctx, w.Caller(insurancetest.Mall), plan("E-1", no, "PLUS", nil))
		refuses(t, err, fault.CodeNotFound, "policyNumber") // another channel's is as one that never was
		w.Clock.Advance(365*day - time.Millisecond)
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", after(365*day)))
		refuses(t, err, fault.CodeInvalidValue, "effectiveAt")
		w.Clock.Advance(time.Millisecond)
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		assert.Zero(t, w.Store.Client.Endorsement.Query().CountX(ctx))
		assert.Equal(t, []string{"policy.issued"}, told(t, w, no))
	})
}

// Freight has one plan for a life: its terms permit no endorsement.
func TestB3TermsDecideWhetherAndBywhom(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := freight(t, w, "O-1")
		_, err := w.Servicing.Endorse(ctx, w.Caller(insurancetest.Mall), plan("E-1", no, "B", nil))
		refuses(t, err, fault.CodeNotAgreed)
		for i, c := range []struct {
			terms rule.Layer
			path  []string
		}{
			{rule.Layer{"endorse.by": []any{"insurer"}}, nil},
			{rule.Layer{"endorse.changes": []any{"insured"}}, []string{"change"}},
			{rule.Layer{"endorse.allowed": false}, nil},
		} {
			agree(t, w, c.terms)
			no := account(t, w, string(rune('a'+i)), "BASIC")
			_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
			refuses(t, err, fault.CodeNotAgreed, c.path...)
		}
	})
}

// F1, D6: the agreement's layer decides price and payer, for the policies that were sold under it.
func TestD6AgreementTermsDecidePriceAndPayer(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		for i, c := range []struct {
			terms    rule.Layer
			from, to string
			change   string
			payer    policy.Payer
		}{
			{rule.Layer{"endorse.price": "whole", "endorse.payer": "CUSTOMER"}, "BASIC", "PLUS", "0.48", policy.Customer},
			{rule.Layer{"endorse.price": "none", "endorse.payer": "policy"}, "BASIC", "PLUS", "0.00", policy.Platform},
			{rule.Layer{"endorse.price": "byDays"}, "BASIC", "PLUS", "0.24", policy.Platform},
			{rule.Layer{"endorse.price": "byDays", "endorse.downgrade": true}, "PLUS", "BASIC", "-0.24", policy.Platform},
			{rule.Layer{"endorse.price": "whole", "endorse.downgrade": true}, "PLUS", "BASIC", "-0.48", policy.Platform},
			{rule.Layer{}, "PLUS", "BASIC", "", ""},
		} {
			w.Clock.Set(insurancetest.Epoch)
			agree(t, w, c.terms)
			no := account(t, w, string(rune('a'+i)), c.from)
			agree(t, w, rule.Layer{"endorse.allowed": false}) // later versions change nothing for it
			w.Clock.Advance(183 * day)
			done, err := w.Servicing.Endorse(ctx, payer(w), plan("E-"+no, no, c.to, nil))
			if c.change == "" {
				ruled(t, err, servicing.Downgrade)
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, c.change, done.Endorsement.PremiumChange().Text())
			assert.Equal(t, []policy.Share{{Payer: c.payer, Premium: done.Endorsement.PremiumChange()}}, done.Endorsement.ByPayer())
			sheet, err := done.Endorsement.Rating()
			require.NoError(t, err)
			assert.Equal(t, c.change, sheet.Result.Text())
		}
	})
}

// A policy can be seen as it holds at any moment, by what was known at any other.
func TestEndorsementsAreBitemporal(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(10 * day)
		_, err := w.Servicing.Endorse(ctx, payer(w), named("E-1", no, "a-1", "张三"))
		require.NoError(t, err)
		w.Clock.Advance(day)
		future, err := w.Servicing.Endorse(ctx, payer(w), plan("E-2", no, "PLUS", after(30*day)))
		require.NoError(t, err)
		assert.Equal(t, "0.44", future.Endorsement.PremiumChange().Text(), "48 x 335 / 365 = 44.05")
		then, err := policyAfter(w, future.Endorsement)
		require.NoError(t, err)
		assert.Equal(t, "PLUS", then.PlanCode(), "it answers the policy once it has taken effect")
		for name, c := range map[string]struct {
			m       policy.PointInTime
			plan    string
			premium string
			version int
			named   bool
		}{
			"now":                      {policy.PointInTime{}, "BASIC", "0.12", 3, true},
			"when it takes effect":     {policy.PointInTime{AsOf: after(30 * day)}, "PLUS", "0.56", 3, true},
			"just before":              {policy.PointInTime{AsOf: after(30*day - time.Millisecond)}, "BASIC", "0.12", 3, true},
			"as it was":                {policy.PointInTime{AsOf: after(9 * day)}, "BASIC", "0.12", 3, false},
			"by what was known":        {policy.PointInTime{AsOf: after(31 * day), KnownAt: after(11*day - time.Millisecond)}, "BASIC", "0.12", 2, true},
			"before anything happened": {policy.PointInTime{AsOf: after(31 * day), KnownAt: after(5 * day)}, "BASIC", "0.12", 1, false},
		} {
			p := see(t, w, insurancetest.Pay, no, c.m)
			assert.Equal(t, c.plan, p.PlanCode(), name)
			assert.Equal(t, c.premium, p.Premium().Text(), name)
			assert.Equal(t, c.version, p.Revision(), name)
			insureds, err := p.Insureds()
			require.NoError(t, err)
			assert.Equal(t, c.named, insureds[0].Name != nil, name)
		}
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-3", no, "PLUS", after(20*day)))
		refuses(t, err, fault.CodeInvalidState, "effectiveAt") // before the newest change of plan
	})
}

// Lesson: a plan endorsement recorded but without effect. Rules of the product look at endorsements, too.
func TestRulesJudgeEndorsements(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		amend(w, "\nrating:\n", `
  - code: UPGRADE_OF_YOUNG_ACCOUNT
    on: [endorse]
    if: planBefore == 'BASIC' && plan == 'PLUS' && days(openedAt, now) < 400
    effect: refuse
    sentence: {zh: 开户不久, en: The account is young}
    path: factors.openedAt

rating:
`, "\ngiven: now 2026-11-23T10:00:00+08:00, openedAt 2026-11-01T00:00:00+08:00", "endorse plan PLUS: from plan BASIC", "  refused UPGRADE_OF_YOUNG_ACCOUNT\n")
		young := insurancetest.Account("a-1", "BASIC")
		young.Factors["openedAt"] = "2026-11-01T00:00:00+08:00"
		issued, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "O-1", Risk: young})
		require.NoError(t, err)
		_, err = w.Servicing.Endorse(ctx, payer(w), plan("E-1", issued.Policy.Number(), "PLUS", nil))
		ruled(t, err, "UPGRADE_OF_YOUNG_ACCOUNT")
		refuses(t, err, fault.CodeRuleRefused, "change", "planCode")
	})
}

// B3: a correction adds: what is left out stays, null removes it, and what is sent is checked beside what stays.
func TestB3ACorrectionKeepsWhatItDoesNotName(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"insured.party": "optional"})
		text := func(s string) *string { return &s }
		risk := insurancetest.Account("a-1", "BASIC")
		risk.Insureds[0].Party = &policy.PartyInput{Person: &policy.Party{
			Name: text("李四"), IdentityType: text("ID_CARD"), IdentityNo: text("11010519491231002X"), Phone: text("13800138000"),
		}}
		issued, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: "a-1", Risk: risk})
		require.NoError(t, err)
		no := issued.Policy.Number()
		change := func(requestNo string, party map[string]any) error {
			_, err := w.Servicing.Endorse(ctx, payer(w), &servicing.EndorseInput{RequestNo: requestNo, PolicyNumber: no, Change: servicing.ChangeInput{
				Insured: &servicing.InsuredChangeInput{Reference: "a-1", Party: party},
			}})
			w.Clock.Advance(time.Second)
			return err
		}
		known := func() *policy.Party {
			party, err := see(t, w, insurancetest.Pay, no, policy.PointInTime{}).Party("a-1")
			require.NoError(t, err)
			return party
		}
		require.NoError(t, change("E-1", map[string]any{"name": text("李思")}))
		assert.Equal(t, &policy.Party{Name: text("李思"), IdentityType: text("ID_CARD"), IdentityNo: text("11010519491231002X"), Phone: text("13800138000")}, known())
		require.NoError(t, change("E-1", map[string]any{"name": text("李思")}), "a replay")
		require.NoError(t, change("E-2", map[string]any{"phone": nil, "email": text("li@example.com")}))
		assert.Equal(t, &policy.Party{Name: text("李思"), IdentityType: text("ID_CARD"), IdentityNo: text("11010519491231002X"), Email: text("li@example.com")}, known())

		at := []string{"change", "insured", "party"}
		refuses(t, change("E-3", map[string]any{"identityNo": text("110105194912310021")}), fault.CodeInvalidValue, append(at, "identityNo")...)
		refuses(t, change("E-3", map[string]any{"name": text("李思")}), fault.CodeInvalidValue, at...) // nothing changes
		refuses(t, change("E-2", map[string]any{"phone": text("13800138000"), "email": text("li@example.com")}), fault.CodeRequestMismatch, "requestNo")
		require.NoError(t, change("E-3", map[string]any{"identityType": text("PASSPORT"), "identityNo": text("E12345678")}))
		refuses(t, change("E-4", map[string]any{"identityType": text("ID_CARD")}), fault.CodeInvalidValue, append(at, "identityNo")...)
		require.NoError(t, change("E-4", map[string]any{"name": nil, "identityType": nil, "identityNo": nil, "email": nil}))
		assert.Nil(t, known(), "nothing is left")
	})
}
