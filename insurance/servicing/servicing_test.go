package servicing_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

const day = 24 * time.Hour

var ctx = context.Background()

// each runs a test with the samples on sale.
func each(t *testing.T, test func(t *testing.T, w *insurancetest.World)) {
	t.Helper()
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		test(t, w)
	})
}

// agree lays terms over account security, from now on.
func agree(t require.TestingT, w *insurancetest.World, terms rule.Layer) {
	require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
		ValidFrom: w.Clock.Now(), Terms: terms,
	}))
	require.NoError(t, w.Cache.Refresh(ctx))
}

func payer(w *insurancetest.World) *access.Caller { return w.Caller(insurancetest.Pay) }

// account issues account security for an account and gives the number of the policy.
func account(t require.TestingT, w *insurancetest.World, reference, plan string) string {
	issued, err := w.Issuing.Issue(ctx, payer(w), &issuing.IssueInput{OrderNo: reference, Risk: insurancetest.Account(reference, plan)})
	require.NoError(t, err)
	return issued.Policy.Number()
}

// freight issues return freight for an order.
func freight(t require.TestingT, w *insurancetest.World, order string) string {
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: order, Risk: insurancetest.Freight(order)})
	require.NoError(t, err)
	return issued.Policy.Number()
}

func plan(requestNo, policy, plan string, at *time.Time) *servicing.EndorseInput {
	return &servicing.EndorseInput{
		RequestNo: requestNo, PolicyNumber: policy, Change: servicing.ChangeInput{PlanCode: &plan}, EffectiveAt: at,
	}
}

func named(requestNo, policyNo, reference, name string) *servicing.EndorseInput {
	return &servicing.EndorseInput{RequestNo: requestNo, PolicyNumber: policyNo, Change: servicing.ChangeInput{
		Insured: &servicing.InsuredChangeInput{Reference: reference, Party: map[string]any{"name": &name}},
	}}
}

func cancel(w *insurancetest.World, requestNo, policy string) (*servicing.Endorsed, error) {
	return w.Servicing.Cancel(ctx, payer(w), &servicing.CancelInput{
		RequestNo: requestNo, PolicyNumber: policy, Reason: "CUSTOMER_REQUEST",
	})
}

func renew(s *servicing.Service, w *insurancetest.World, order, policy string) (*issuing.Issued, error) {
	return s.Renew(ctx, payer(w), &servicing.RenewInput{OrderNo: order, PolicyNumber: policy})
}

func after(d time.Duration) *time.Time {
	at := insurancetest.Epoch.Add(d)
	return &at
}

// see is a policy from a point of view.
func see(t require.TestingT, w *insurancetest.World, channel, number string, m policy.PointInTime) *policy.Policy {
	p, err := w.Policies.ByNumber(ctx, w.Caller(channel), number, m)
	require.NoError(t, err)
	require.NotNil(t, p)
	return p
}

func head(t require.TestingT, w *insurancetest.World, number string) *ent.InsurancePolicy {
	row, err := w.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.Number(number)).Only(ctx)
	require.NoError(t, err)
	return row
}

// claimed sets the counts of claims of a policy.
func claimed(t require.TestingT, w *insurancetest.World, number string, open, paid int) {
	require.NoError(t, w.Store.Client.InsurancePolicy.Update().Where(insurancepolicy.Number(number)).
		SetClaims(open+paid).SetOpenClaims(open).SetPaidClaims(paid).Exec(ctx))
}

// told are the types of a policy's events; their numbers must have no gaps and end with the policy's version.
func told(t require.TestingT, w *insurancetest.World, number string) []string {
	rows, err := w.Store.Client.Event.Query().Where(event.Subject(number)).Order(ent.Asc(event.FieldSeq)).All(ctx)
	require.NoError(t, err)
	types := make([]string, len(rows))
	for i, row := range rows {
		require.Equal(t, i+1, row.Seq, "events of %s", number)
		types[i] = row.Type
	}
	require.Equal(t, len(rows), head(t, w, number).Version)
	return types
}

// answer is all that a caller can read of an answer.
func answer(t require.TestingT, w *insurancetest.World, e *servicing.Endorsed) string {
	worksheet, err := e.Endorsement.Rating()
	require.NoError(t, err)
	p, err := policyAfter(w, e.Endorsement)
	require.NoError(t, err)
	return text(t, map[string]any{
		"number": e.Endorsement.Number(), "kind": e.Endorsement.Kind(), "effective": e.Endorsement.EffectiveAt().UTC(),
		"recorded": e.Endorsement.RecordedAt().UTC(), "reason": e.Endorsement.Reason(), "change": e.Endorsement.PremiumChange(),
		"byPayer": e.Endorsement.ByPayer(), "lines": e.Endorsement.Lines(), "rating": worksheet, "policy": content(t, w, p),
	})
}

// content is all that a caller can read of a policy.
func content(t require.TestingT, w *insurancetest.World, p *policy.Policy) string {
	insureds, err := p.Insureds()
	require.NoError(t, err)
	renewed, err := renewedBy(w, p)
	require.NoError(t, err)
	renews, err := insurancetest.Of(ctx, w.Policies.RenewedFrom, p, p)
	require.NoError(t, err)
	return text(t, map[string]any{
		"number": p.Number(), "state": p.State(), "plan": p.PlanCode(), "premium": p.Premium(), "sum": p.SumInsured(),
		"commission": p.Commission(), "version": p.Revision(), "insureds": insureds, "renewedBy": renewed, "renews": renews,
		"start": p.Period().Start.UTC(), "end": p.Period().End.UTC(), "order": p.OrderNo(), "payer": p.Payer(),
	})
}

func text(t require.TestingT, value any) string {
	out, err := json.Marshal(value)
	require.NoError(t, err)
	return string(out)
}

// refuses checks code and path of a refusal.
func refuses(t assert.TestingT, err error, code fault.Code, path ...string) {
	list := fault.All(err)
	if assert.Len(t, list, 1, "%v", err) {
		assert.Equal(t, code, list[0].Base().Code, "%v", err)
		assert.Equal(t, strings.Join(path, "."), strings.Join(list[0].Base().Path, "."), "%v", err)
	}
}

// ruled checks that a rule refused.
func ruled(t assert.TestingT, err error, code string) {
	list := fault.All(err)
	if assert.Len(t, list, 1, "%v", err) {
		refused, ok := list[0].(fault.RuleRefused)
		assert.True(t, ok && refused.Rule == code, "%v", err)
		assert.NotEmpty(t, refused.Message("zh"))
		assert.NotEmpty(t, refused.Message("en"))
	}
}

// renewedBy is the number of the policy that renews a policy.
func renewedBy(w *insurancetest.World, p *policy.Policy) (*string, error) {
	return insurancetest.Of(ctx, w.Policies.RenewedBy, p, p)
}

// policyAfter an endorsement, once it has taken effect.
func policyAfter(w *insurancetest.World, e *servicing.Endorsement) (*policy.Policy, error) {
	return insurancetest.Of(ctx, w.Servicing.PoliciesAfter, e, e.Key())
}
