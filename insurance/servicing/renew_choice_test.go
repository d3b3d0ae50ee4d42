package servicing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

const (
	successor          = "ASI-02"
	successorAgreement = "AG-ASI-02"
)

// choose renews with what is chosen: texts are nil where they are empty.
func choose(w *insurancetest.World, order, number, agreement, plan string, payer policy.Payer) (*issuing.Issued, error) {
	in := &servicing.RenewInput{OrderNo: order, PolicyNumber: number, AgreementCode: given(agreement), PlanCode: given(plan), Payer: given(payer)}
	return w.Servicing.Renew(ctx, w.Caller(insurancetest.Pay), in)
}

func given[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}

// B4: what the customer bought and the platform upgraded is renewed as the caller chooses, where the terms permit it.
func TestB4PlanAndPayerAreChosen(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"renew.plan": "any", "renew.payer": "any"})
		no := account(t, w, "a-1", "BASIC")
		_, err := w.Servicing.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
		require.NoError(t, err)
		w.Clock.Advance(340 * day)
		for path, chosen := range map[string][2]string{"planCode": {"GOLD", ""}, "payer": {"", "SELLER"}} {
			_, err = choose(w, "R-1", no, "", chosen[0], policy.Payer(chosen[1]))
			refuses(t, err, fault.CodeNotAgreed, path)
		}
		assert.Equal(t, []string{"policy.issued", "policy.endorsed"}, told(t, w, no), "a refusal leaves nothing behind")
		renewed, err := choose(w, "R-1", no, "", "BASIC", policy.Customer)
		require.NoError(t, err)
		assert.Equal(t, []any{"BASIC", policy.Customer, "0.12"}, []any{renewed.Policy.PlanCode(), renewed.Policy.Payer(), renewed.Policy.Premium().Text()})
		again, err := choose(w, "R-1", no, "", "BASIC", policy.Customer)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, renewed.Policy.Number(), again.Policy.Number())
		var mismatch fault.RequestMismatch
		for _, other := range []struct {
			plan    string
			payer   policy.Payer
			differs []string
		}{
			{"PLUS", policy.Customer, []string{"planCode"}}, {"", policy.Customer, []string{"planCode"}}, {"BASIC", "", []string{"payer"}},
			{"PLUS", policy.Platform, []string{"planCode", "payer"}}, {"", "", []string{"planCode", "payer"}},
		} {
			_, err = choose(w, "R-1", no, "", other.plan, other.payer)
			require.ErrorAs(t, err, &mismatch, "%v", other)
			assert.Equal(t, other.differs, mismatch.Differs, "%v", other)
		}
		_, wrong := rerated(t, w)
		assert.Empty(t, wrong)
	})
}

// B4: without terms of it nobody chooses; what the policy has may be said.
func TestB4NoChoiceWithoutTerms(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		_, err := choose(w, "R-1", no, "", "PLUS", "")
		refuses(t, err, fault.CodeNotAgreed, "planCode")
		_, err = choose(w, "R-1", no, "", "", policy.Customer)
		refuses(t, err, fault.CodeNotAgreed, "payer")
		_, err = choose(w, "R-1", no, "AG-NONE", "", "")
		refuses(t, err, fault.CodeNotAgreed, "agreementCode")
		assert.Equal(t, 1, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
		renewed, err := choose(w, "R-1", no, insurancetest.PayAgreement, "BASIC", policy.Platform)
		require.NoError(t, err)
		assert.Equal(t, "BASIC", renewed.Policy.PlanCode())
	})
}

// succeeded puts a successor of account security on sale, by an agreement of its own, and withdraws account security.
func succeeded(w *insurancetest.World, operations ...distribution.Operation) {
	w.T.Helper()
	publish(w, "asi-02", same)
	require.NoError(w.T, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: successorAgreement, ProductCode: successor, CommissionRate: "0.10", ValidFrom: w.Clock.Now(),
		Operations: operations,
	}))
	require.NoError(w.T, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: "AG-2", ProductCode: "RFI-01", CommissionRate: "0.1", ValidFrom: w.Clock.Now(),
	}))
	amend(w, "code: ASI-01\nname", "code: ASI-01\nsuccessor: "+successor+"\nname")
	w.Withdraw("ASI-01")
	require.NoError(w.T, w.Cache.Refresh(ctx))
}

// B4: a product that is off sale names its successor; the renewal goes there where the caller says so, and never unasked.
func TestB4RenewedIntoTheSuccessor(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, other := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC")
		w.Clock.Advance(340 * day)
		_, err := choose(w, "R-0", no, successorAgreement, "", "")
		refuses(t, err, fault.CodeNotAgreed, "agreementCode")
		succeeded(w)
		_, err = renew(w.Servicing, w, "R-1", no)
		refuses(t, err, fault.CodeProductOffSale, "policyNumber")
		var off distribution.OffSale
		require.ErrorAs(t, err, &off)
		require.Len(t, off.Alternatives, 2)
		for _, o := range off.Alternatives {
			assert.Equal(t, successor, o.ProductCode())
		}
		_, err = choose(w, "R-1", no, "AG-2", "", "")
		refuses(t, err, fault.CodeNotAgreed, "agreementCode")
		_, err = choose(w, "R-1", no, successorAgreement, "NONE", "")
		refuses(t, err, fault.CodeNotAgreed, "planCode")
		announce(t, w)
		assert.Equal(t, []string{"policy.issued", "policy.expiring"}, told(t, w, no))
		renewed, err := choose(w, "R-1", no, successorAgreement, "PLUS", "")
		require.NoError(t, err)
		assert.Equal(t, successor, renewed.Policy.Product().Code())
		assert.Equal(t, "0.60", renewed.Policy.Premium().Text())
		assert.True(t, renewed.Policy.Period().Start.Equal(see(t, w, insurancetest.Pay, no, policy.PointInTime{}).Period().End))
		_, err = choose(w, "R-1", no, "", "PLUS", "")
		var mismatch fault.RequestMismatch
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"agreementCode"}, mismatch.Differs)
		kept, err := choose(w, "R-2", other, successorAgreement, "", "")
		require.NoError(t, err)
		assert.Equal(t, "BASIC", kept.Policy.PlanCode())
		_, wrong := rerated(t, w)
		assert.Empty(t, wrong)
	})
}

// B4: neither the agreement of the policy nor that of the successor may forbid renewals.
func TestB4TheSuccessorsAgreementForbidsIt(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(340 * day)
		succeeded(w, distribution.Issue)
		announce(t, w)
		assert.Equal(t, []string{"policy.issued"}, told(t, w, no))
		_, err := choose(w, "R-1", no, successorAgreement, "", "")
		refuses(t, err, fault.CodeNotAgreed)
	})
}

// B4, A4: customer service renews for a customer who called, under the same terms and agreement as the channel, on record.
func TestB4ServiceRenewsForACustomer(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		agree(t, w, rule.Layer{"renew.by": []any{"channel"}})
		channels := account(t, w, "a-2", "BASIC")
		agree(t, w, rule.Layer{})
		w.Clock.Advance(340 * day)
		serge, note := w.Person("serge"), "客户来电续保"
		in := &servicing.RenewInput{OrderNo: "R-1", PolicyNumber: no}
		_, err := w.Servicing.Renew(ctx, serge, in)
		refuses(t, err, fault.CodeRequired, "note")
		in.Note = &note
		renewed, err := w.Servicing.Renew(ctx, serge, in)
		require.NoError(t, err)
		again, err := w.Servicing.Renew(ctx, serge, in)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, renewed.Policy.Number(), again.Policy.Number())
		records := recorded(t, w, no)
		require.Len(t, records, 1, "a replay changed nothing")
		assert.Equal(t, []string{"policy.renew", "person:serge", note}, []string{records[0].Action, records[0].Actor, records[0].Reason})
		assert.Contains(t, *records[0].After, renewed.Policy.Number())
		assert.Equal(t, []string{"policy.issued", "policy.renewed"}, told(t, w, no))
		_, err = w.Servicing.Renew(ctx, serge, &servicing.RenewInput{OrderNo: "R-2", PolicyNumber: channels, Note: &note})
		refuses(t, err, fault.CodeNotAgreed)
		_, err = renew(w.Servicing, w, "R-1", channels)
		require.NoError(t, err, "the channel has numbers of its own")
		_, err = w.Servicing.Renew(ctx, serge, &servicing.RenewInput{OrderNo: "R-3", PolicyNumber: "P000000000000000", Note: &note})
		refuses(t, err, fault.CodeNotFound, "policyNumber")
	})
}
