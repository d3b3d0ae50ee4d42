package distribution_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// C5: what an agreement may not say is refused by code, and leaves nothing.
func TestAgreementsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		before := w.Store.Client.Agreement.Query().CountX(ctx)
		past := w.Clock.Now().Add(-time.Hour)
		for name, c := range map[string]struct {
			change func(*distribution.AgreementInput)
			code   fault.Code
		}{
			"rate above one":         {func(in *distribution.AgreementInput) { in.CommissionRate = "1.01" }, fault.CodeInvalidValue},
			"rate below zero":        {func(in *distribution.AgreementInput) { in.CommissionRate = "-0.1" }, fault.CodeInvalidValue},
			"rate with exponent":     {func(in *distribution.AgreementInput) { in.CommissionRate = "1e-1" }, fault.CodeInvalidValue},
			"plan there is not":      {func(in *distribution.AgreementInput) { in.Plans = []string{"Z"} }, fault.CodeInvalidValue},
			"term there is not":      {func(in *distribution.AgreementInput) { in.Terms = rule.Layer{"cover.lenght": "P1Y"} }, fault.CodeInvalidValue},
			"term of another type":   {func(in *distribution.AgreementInput) { in.Terms = rule.Layer{"cover.length": true} }, fault.CodeInvalidValue},
			"code with a space":      {func(in *distribution.AgreementInput) { in.Code = "A B" }, fault.CodeInvalidValue},
			"long code":              {func(in *distribution.AgreementInput) { in.Code = strings.Repeat("A", 33) }, fault.CodeInvalidValue},
			"ends before it began":   {func(in *distribution.AgreementInput) { in.ValidUntil = &past }, fault.CodeInvalidValue},
			"product there is not":   {func(in *distribution.AgreementInput) { in.ProductCode = "NONE" }, fault.CodeProductOffSale},
			"channel there is not":   {func(in *distribution.AgreementInput) { in.ChannelCode = "nobody" }, fault.CodeNotFound},
			"plan twice":             {func(in *distribution.AgreementInput) { in.Plans = []string{"PLUS", "PLUS"} }, fault.CodeInvalidValue},
			"operation there is not": {func(in *distribution.AgreementInput) { in.Operations = []distribution.Operation{"CLAIM"} }, fault.CodeInvalidValue},
			"operation twice":        {func(in *distribution.AgreementInput) { in.Operations = []distribution.Operation{"ISSUE", "ISSUE"} }, fault.CodeInvalidValue},
			"quota of none":          {quota("POLICIES", "DAY", "0"), fault.CodeInvalidValue},
			"quota below none":       {quota("PREMIUM", "DAY", "-1"), fault.CodeInvalidValue},
			"half a policy":          {quota("POLICIES", "DAY", "1.5"), fault.CodeInvalidValue},
			"half a fen":             {quota("PREMIUM", "MONTH", "1.005"), fault.CodeInvalidValue},
			"quota without end":      {quota("POLICIES", "TOTAL", "1000000000000001"), fault.CodeInvalidValue},
			"quota of claims":        {quota("CLAIMS", "DAY", "1"), fault.CodeInvalidValue},
			"quota a week":           {quota("POLICIES", "WEEK", "1"), fault.CodeInvalidValue},
			"quota twice": {func(in *distribution.AgreementInput) {
				quota("POLICIES", "DAY", "1")(in)
				in.Quotas = append(in.Quotas, in.Quotas...)
			}, fault.CodeInvalidValue},
			"large terms": {func(in *distribution.AgreementInput) {
				in.Terms = rule.Layer{"payers": strings.Split(strings.Repeat("CUSTOMER,", 2000), ",")}
			}, fault.CodeInvalidValue},
			"another product": {func(in *distribution.AgreementInput) { in.Code = insurancetest.MallAgreement }, fault.CodeInvalidValue},
		} {
			in := distribution.AgreementInput{
				ChannelCode: insurancetest.Mall, Code: "AG-NEW", ProductCode: "ASI-01", CommissionRate: "0.1", ValidFrom: w.Clock.Now(),
			}
			c.change(&in)
			err := w.Distribution.AddAgreement(ctx, insurancetest.Command, in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
		}
		assert.Equal(t, before, w.Store.Client.Agreement.Query().CountX(ctx))
	})
}

func quota(measure, per, most string) func(*distribution.AgreementInput) {
	return func(in *distribution.AgreementInput) {
		in.Quotas = []distribution.QuotaInput{{Measure: measure, Per: per, Most: money.MustDecimal(most)}}
	}
}

// An agreement is in force from its beginning to before its end; the newest version that is in force counts.
func TestValidityOfAgreements(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		mall := w.Caller(insurancetest.Mall).Channel.ID
		from, until := w.Clock.Now().Add(time.Hour), w.Clock.Now().Add(2*time.Hour)
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Mall, Code: "AG-2", ProductCode: "ASI-01", CommissionRate: "0.1", ValidFrom: from, ValidUntil: &until,
		}))
		require.NoError(t, w.Cache.Refresh(ctx))
		for at, want := range map[time.Time]bool{
			from.Add(-time.Millisecond): false, from: true, until.Add(-time.Millisecond): true, until: false,
		} {
			_, err := w.Distribution.Current(mall, "AG-2", at)
			assert.Equal(t, want, err == nil, "%s: %v", at, err)
		}
	})
}
