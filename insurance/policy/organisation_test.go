package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
)

const creditCode = "91350100M000100Y43" // the example of GB 32100-2015

// firm is an organisation with a contact.
func firm() *policy.Party {
	return &policy.Party{Name: text("福州某某有限公司"), CreditCode: text(creditCode), ContactName: text("陈五"), Phone: text("13812345678"), Email: text("chen@example.com")}
}

// An organisation is sealed, found and shown as persons are, and what was sent is what is sent again.
func TestAnOrganisationAsApplicantAndInsured(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := named(w, "1", firm(), firm())
		assert.Equal(t, map[string]string{
			"applicant.name": "福州某某有限公司", "applicant.creditCode": creditCode, "applicant.contactName": "陈五",
			"applicant.phone": "13812345678", "applicant.email": "chen@example.com",
			"insureds.0.name": "福州某某有限公司", "insureds.0.creditCode": creditCode, "insureds.0.contactName": "陈五",
			"insureds.0.phone": "13812345678", "insureds.0.email": "chen@example.com", "factors.accountId": "acct-1",
		}, values(w, p.Key()))
		assert.NotContains(t, string(p.Row().Personal), creditCode)
		assert.Equal(t, []int64{p.Key()}, found(w, privacy.IdentityNo, creditCode))
		assert.Equal(t, []int64{p.Key()}, found(w, privacy.Name, "陈五"))

		shown := &policy.Organisation{
			Name: text("*******司"), CreditCode: "91**************43",
			Contact: &policy.Contact{Name: text("*五"), Phone: text("138****5678"), Email: text("c***@example.com")},
		}
		applicant, err := p.Applicant()
		require.NoError(t, err)
		assert.Equal(t, shown, applicant)
		insureds, err := p.Insureds()
		require.NoError(t, err)
		assert.Equal(t, shown, insureds[0].Party)
		assert.Equal(t, p.Key(), named(w, "1", firm(), firm()).Key(), "a replay")
		assert.Equal(t, firm(), firm().Input().Party())
		assert.Equal(t, zhang(), zhang().Input().Party())
		assert.Nil(t, (*policy.Party)(nil).Input().Party())
	})
}

// A correction of an organisation keeps what it does not name; a person becomes one only without their identity document.
func TestACorrectionOfAnOrganisation(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p, person := named(w, "1", firm(), nil), named(w, "2", zhang(), nil)
		change := func(p *policy.Policy, no, reference string, party map[string]any) error {
			_, err := w.Servicing.Endorse(ctx, w.Caller(insurancetest.Pay), &servicing.EndorseInput{
				RequestNo: no, PolicyNumber: p.Number(),
				Change: servicing.ChangeInput{Insured: &servicing.InsuredChangeInput{Reference: reference, Party: party}},
			})
			return err
		}
		require.NoError(t, change(p, "E-1", "acct-1", map[string]any{"contactName": text("林六")}))
		assert.Equal(t, "林六", values(w, p.Key())["insureds.0.contactName"])
		assert.Equal(t, creditCode, values(w, p.Key())["insureds.0.creditCode"])
		assert.ErrorContains(t, change(p, "E-2", "acct-1", map[string]any{"creditCode": text("91350100M000100Y44")}), "not a unified social credit code")
		assert.ErrorContains(t, change(p, "E-3", "acct-1", map[string]any{"identityNo": text("E1")}), "an organisation has no identity document")
		assert.ErrorContains(t, change(person, "E-4", "acct-2", map[string]any{"creditCode": text(creditCode)}), "an organisation has no identity document")
		assert.ErrorContains(t, change(person, "E-5", "acct-2", map[string]any{"contactName": text("林六")}), "only an organisation has a contact")
		require.NoError(t, change(person, "E-6", "acct-2", map[string]any{"creditCode": text(creditCode), "identityNo": nil, "identityType": nil}))
	})
}

// An organisation is told input by input what is wrong with its form.
func TestFormsOfAnOrganisation(t *testing.T) {
	t.Parallel()
	sent := func(change func(*policy.OrganisationInput)) *policy.PartyInput {
		in := firm().Input()
		change(in.Organisation)
		return in
	}
	for name, c := range map[string]struct {
		in *policy.PartyInput
		at []string
	}{
		"right":          {firm().Input(), nil},
		"no contact":     {sent(func(o *policy.OrganisationInput) { o.Contact = nil }), nil},
		"empty name":     {sent(func(o *policy.OrganisationInput) { o.Name = "" }), []string{"party", "organisation", "name"}},
		"mistyped code":  {sent(func(o *policy.OrganisationInput) { o.CreditCode = "91350100M000100Y44" }), []string{"party", "organisation", "creditCode"}},
		"letter I":       {sent(func(o *policy.OrganisationInput) { o.CreditCode = "9I350100M000100Y43" }), []string{"party", "organisation", "creditCode"}},
		"contact's name": {sent(func(o *policy.OrganisationInput) { o.Contact.Name = text("") }), []string{"party", "organisation", "contact", "name"}},
		"phone":          {sent(func(o *policy.OrganisationInput) { o.Contact.Phone = text("1") }), []string{"party", "organisation", "contact", "phone"}},
		"e-mail":         {sent(func(o *policy.OrganisationInput) { o.Contact.Email = text("x") }), []string{"party", "organisation", "contact", "email"}},
		"a person":       {(&policy.Party{Email: text("x")}).Input(), []string{"party", "person", "email"}},
		"both":           {&policy.PartyInput{Person: zhang(), Organisation: firm().Input().Organisation}, []string{"party"}},
		"neither":        {&policy.PartyInput{}, []string{"party"}},
	} {
		var at []string
		c.in.Check(func(detail string, path ...string) {
			assert.NotEmpty(t, detail, name)
			at = append(at, path...)
		}, "party")
		assert.Equal(t, c.at, at, name)
	}
}

// What the channel said is shown with what is personal masked; coverages have all of the totals.
func TestFactorsAndCoveragesAreReadBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		p := named(w, "account-17", nil, nil)
		factors, err := p.MaskedFactors()
		require.NoError(t, err)
		assert.Equal(t, "***********t-17", factors["accountId"], "an account, sealed")
		assert.Equal(t, "normal", factors["accountLevel"])
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "F-1", Risk: insurancetest.Freight("F-1")})
		require.NoError(t, err)
		if factors, err = issued.Policy.MaskedFactors(); assert.NoError(t, err) {
			from, _ := factors["from"].(map[string]any)
			assert.Equal(t, "33", from["province"])
			assert.NotContains(t, from["address"], "100", "an address within what is not personal")
			assert.Contains(t, from["address"], "***")
		}
		c := issued.Policy.Coverages()
		require.Len(t, c, 1)
		assert.Equal(t, issued.Policy.Product().Coverage().Code, c[0].Code)
		assert.Equal(t, []any{issued.Policy.Premium(), issued.Policy.SumInsured()}, []any{c[0].Premium, c[0].SumInsured})
	})
}
