package policy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

const day = 24 * time.Hour

// upgraded is an account policy whose plan changes on day 183, and whose cancellation takes effect on day 200; both are
// recorded on the days they take effect.
func upgraded(w *insurancetest.World) (number string) {
	w.T.Helper()
	w.WithSamples()
	pay := w.Caller(insurancetest.Pay)
	issued, err := w.Issuing.Issue(ctx, pay, &issuing.IssueInput{OrderNo: "1", Risk: insurancetest.Account("a-1", "BASIC")})
	require.NoError(w.T, err)
	number = issued.Policy.Number()
	w.Clock.Advance(183 * day)
	plus := "PLUS"
	_, err = w.Servicing.Endorse(ctx, pay, &servicing.EndorseInput{RequestNo: "E-1", PolicyNumber: number, Change: servicing.ChangeInput{PlanCode: &plus}})
	require.NoError(w.T, err)
	w.Clock.Advance(17 * day)
	_, err = w.Servicing.Cancel(ctx, pay, &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: number, Reason: "CUSTOMER_REQUEST"})
	require.NoError(w.T, err)
	return number
}

func see(w *insurancetest.World, caller *access.Caller, number string, at policy.PointInTime) *policy.Policy {
	w.T.Helper()
	p, err := w.Policies.ByNumber(ctx, caller, number, at)
	require.NoError(w.T, err)
	return p
}

// Each version moves the difference to the one before, for one coverage and one payer, and the lines that hold add up to
// what the policy says of itself (F2).
func TestLinesAddUp(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		number := upgraded(w)
		p := see(w, w.Caller(insurancetest.Pay), number, policy.PointInTime{})
		require.Equal(t, 3, p.Revision())
		assert.Equal(t, p.Premium(), policy.PremiumOf(p.HoldingLines(), p.Currency()), "lines that hold")
		want := []struct {
			version, layer           int
			premium, sum, commission string
		}{
			{1, 1, "0.12", "100000.00", "0.012"}, {2, 2, "0.24", "900000.00", "0.024"},
			{3, 1, "-0.05", "-100000.00", "-0.005"}, {3, 2, "-0.22", "-900000.00", "-0.022"}, // 12 x 165/365 + 24 x 165/182 = 5.42 + 21.76 = 27.18
		}
		lines := slices.Concat(p.Lines(1), p.Lines(2), p.Lines(3))
		require.Len(t, lines, len(want))
		for i, w := range want {
			l := lines[i]
			assert.Equal(t, "ASI-01", l.Coverage, "a product without coverages has one of its own name")
			assert.Equal(t, policy.Platform, l.Payer)
			assert.Equal(t, w.layer, l.Layer, "line %d", i)
			assert.Equal(t, w.premium, l.Premium.Text(), "line %d", i)
			assert.Equal(t, w.sum, l.SumInsured.Text(), "line %d", i)
			assert.Equal(t, w.commission, l.Commission.String(), "line %d", i)
			assert.True(t, p.Period().End.Equal(l.To))
		}
		assert.Equal(t, p.Period().Start, p.Lines(1)[0].From)
		assert.Equal(t, insurancetest.Epoch.Add(183*day), p.Lines(2)[0].From.UTC())
		assert.Equal(t, insurancetest.Epoch.Add(200*day), p.Lines(3)[0].From.UTC())
		assert.Empty(t, p.Lines(0))
		assert.Empty(t, p.Lines(4), "there is no such version")

		assert.Equal(t, []string{"0.09", "1000000.00", "0.01"}, []string{p.Premium().Text(), p.SumInsured().Text(), p.Commission().Text()})
		before := p.AsOf(insurancetest.Epoch.Add(190 * day))
		assert.Equal(t, []string{"0.36", "1000000.00", "0.04"}, []string{before.Premium().Text(), before.SumInsured().Text(), before.Commission().Text()})
		var recorded int64
		for l := range before.RecordedLines() {
			recorded += l.Premium.Minor
		}
		assert.EqualValues(t, 9, recorded, "what is recorded counts also before it takes effect")
		assert.Equal(t, policy.Platform, p.Payer())
	})
}

// A policy is seen as it held at any moment (AsOf) by what was known at any other (KnownAt) (A5, I6).
func TestPointsInTime(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		number := upgraded(w)
		pay := w.Caller(insurancetest.Pay)
		on := func(days int) *time.Time {
			at := insurancetest.Epoch.Add(time.Duration(days) * day)
			return &at
		}
		for _, c := range []struct {
			name    string
			at      policy.PointInTime
			version int
			plan    string
			state   policy.State
			premium string
		}{
			{"now", policy.PointInTime{}, 3, "PLUS", policy.Cancelled, "0.09"},
			{"as bound", policy.PointInTime{AsOf: on(1), KnownAt: on(1)}, 1, "BASIC", policy.InForce, "0.12"},
			{"the first day, by what is known now", policy.PointInTime{AsOf: on(1)}, 3, "BASIC", policy.InForce, "0.12"},
			{"between the changes", policy.PointInTime{AsOf: on(190)}, 3, "PLUS", policy.InForce, "0.36"},
			{"now, by what was known between the changes", policy.PointInTime{KnownAt: on(190)}, 2, "PLUS", policy.InForce, "0.36"},
			{"the moment of a change counts with it", policy.PointInTime{AsOf: on(183), KnownAt: on(183)}, 2, "PLUS", policy.InForce, "0.36"},
			{"after its end, by what was known first", policy.PointInTime{AsOf: on(400), KnownAt: on(1)}, 1, "BASIC", policy.Expired, "0.12"},
			{"before its beginning", policy.PointInTime{AsOf: on(-1)}, 3, "BASIC", policy.Pending, "0.12"},
		} {
			p := see(w, pay, number, c.at)
			require.NotNil(t, p, c.name)
			assert.Equal(t, c.version, p.Revision(), c.name)
			assert.Equal(t, c.plan, p.PlanCode(), c.name)
			assert.Equal(t, c.state, p.State(), c.name)
			assert.Equal(t, c.premium, p.Premium().Text(), c.name)
		}
		assert.Nil(t, see(w, pay, number, policy.PointInTime{KnownAt: on(-1)}), "nobody knew of it")
		assert.Nil(t, see(w, w.Caller(insurancetest.Mall), number, policy.PointInTime{}), "another channel's")
		assert.NotNil(t, see(w, w.Person("serge"), number, policy.PointInTime{}))
	})
}

// Views of many rows are those of each, in their order, without those that were not known yet.
func TestViewsAreThoseOfEachRow(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		number := upgraded(w)
		old := see(w, w.Caller(insurancetest.Pay), number, policy.PointInTime{}).Row()
		fresh := issue(w, "2")
		views, err := w.Policies.Views(ctx, []*ent.InsurancePolicy{fresh, old}, policy.PointInTime{})
		require.NoError(t, err)
		require.Len(t, views, 2)
		assert.Equal(t, []string{fresh.Number, number}, []string{views[0].Number(), views[1].Number()})
		assert.Equal(t, "PLUS", views[1].PlanCode())
		long := insurancetest.Epoch.Add(day)
		views, err = w.Policies.Views(ctx, []*ent.InsurancePolicy{fresh, old}, policy.PointInTime{KnownAt: &long})
		require.NoError(t, err)
		require.Len(t, views, 1)
		assert.Equal(t, "BASIC", views[0].PlanCode())
		rows, err := w.Policies.Rows(ctx, []int64{fresh.ID, old.ID, 1})
		require.NoError(t, err)
		assert.Len(t, rows, 2)
		born, err := w.Policies.AsBound(ctx, old)
		require.NoError(t, err)
		assert.Equal(t, "BASIC", born.PlanCode())
		assert.Equal(t, 1, born.Revision())
	})
}
