package servicing_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
)

// life is what a policy's life must look like from outside.
type life struct {
	w         *insurancetest.World
	no        string
	requests  int
	cancelled bool
	renewed   bool
	end       time.Time
}

// Whatever comes in whatever order, a policy's premium is the sum of its parts, its versions and events have no gaps, it
// is cancelled once at most and renewed once at most, and what the model says is refused is refused.
func TestALifeOfAPolicy(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		agree(t, w, rule.Layer{"endorse.downgrade": true, "endorse.maxPast": "P30D", "renew.noticeDays": 300, "renew.grace": "P10D"})
		round := 0
		rapid.Check(t, func(t *rapid.T) {
			round++
			w.Clock.Set(insurancetest.Epoch)
			l := &life{w: w, end: insurancetest.Epoch.AddDate(1, 0, 0)}
			l.no = account(t, w, fmt.Sprint("life-", round), rapid.SampledFrom([]string{"BASIC", "PLUS"}).Draw(t, "plan"))
			t.Repeat(map[string]func(*rapid.T){
				"": l.check,
				"time": func(t *rapid.T) {
					w.Clock.Advance(time.Duration(rapid.IntRange(1, 60*24).Draw(t, "hours")) * time.Hour)
				},
				"plan":     l.plan,
				"insured":  l.insured,
				"cancel":   l.cancel,
				"renew":    l.renew,
				"announce": func(t *rapid.T) { _, err := w.Servicing.Announce(ctx, 10); require.NoError(t, err) },
			})
		})
	})
}

func (l *life) next() string {
	l.requests++
	return fmt.Sprint(l.no, "-", l.requests)
}

func (l *life) over() bool { return !l.w.Clock.Now().Before(l.end) }

func (l *life) plan(t *rapid.T) {
	to := rapid.SampledFrom([]string{"BASIC", "PLUS"}).Draw(t, "to")
	at := l.w.Clock.Now().Add(time.Duration(rapid.IntRange(-20, 20).Draw(t, "days")) * day)
	in := plan(l.next(), l.no, to, &at)
	previewed, refusal := l.w.Servicing.PreviewEndorsement(ctx, payer(l.w), &servicing.EndorsementPreviewInput{PolicyNumber: l.no, Change: in.Change, EffectiveAt: &at})
	in.PreviewToken = tokenOf(previewed)
	done, err := l.w.Servicing.Endorse(ctx, payer(l.w), in)
	require.Equal(t, fmt.Sprint(err), fmt.Sprint(refusal), "the preview is refused as the act is")
	if err == nil {
		require.Equal(t, figuresOf(t, l.w, done.Endorsement), previewedFigures(t, previewed))
		require.False(t, l.cancelled)
		require.Equal(t, at, done.Endorsement.EffectiveAt())
		require.Equal(t, to, see(t, l.w, insurancetest.Pay, l.no, policy.PointInTime{AsOf: &at}).PlanCode(), "it has effect")
		return
	}
	require.True(t, fault.Has(err, fault.CodeInvalidState) || fault.Has(err, fault.CodeInvalidValue), "%v", err)
}

func (l *life) insured(t *rapid.T) {
	name := fmt.Sprint("张", l.requests)
	in := named(l.next(), l.no, see(t, l.w, insurancetest.Pay, l.no, policy.PointInTime{}).OrderNo(), name)
	done, err := l.w.Servicing.Endorse(ctx, payer(l.w), in)
	if l.cancelled || l.over() {
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		return
	}
	require.NoError(t, err)
	require.Zero(t, done.Endorsement.PremiumChange().Minor)
}

func (l *life) cancel(t *rapid.T) {
	in := &servicing.CancelInput{RequestNo: l.next(), PolicyNumber: l.no, Reason: "CUSTOMER_REQUEST"}
	previewed, refusal := l.w.Servicing.PreviewCancellation(ctx, payer(l.w), &servicing.CancellationPreviewInput{PolicyNumber: l.no, Reason: in.Reason})
	in.PreviewToken = tokenOf(previewed)
	done, err := l.w.Servicing.Cancel(ctx, payer(l.w), in)
	require.Equal(t, fmt.Sprint(err), fmt.Sprint(refusal), "the preview is refused as the act is")
	if l.cancelled || l.over() {
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		return
	}
	require.NoError(t, err)
	require.Equal(t, figuresOf(t, l.w, done.Endorsement), previewedFigures(t, previewed))
	l.cancelled = true
}

func (l *life) renew(t *rapid.T) {
	_, err := renew(l.w.Servicing, l.w, l.next(), l.no)
	now := l.w.Clock.Now()
	if l.cancelled || l.renewed || now.Before(l.end.AddDate(0, 0, -300)) || now.After(l.end.AddDate(0, 0, 10)) {
		refuses(t, err, fault.CodeInvalidState, "policyNumber")
		return
	}
	require.NoError(t, err)
	l.renewed = true
}

func (l *life) check(t *rapid.T) {
	row := head(t, l.w, l.no)
	told(t, l.w, l.no)
	all, err := l.w.Store.Client.Endorsement.Query().Where(endorsement.PolicyID(row.ID)).Order(ent.Asc(endorsement.FieldVersion)).All(ctx)
	require.NoError(t, err)
	premium, sum, ends := row.Premium, row.SumInsured, 0
	for _, e := range all {
		for _, line := range e.PremiumLines {
			premium, sum = premium+line.Premium, sum+line.SumInsured
		}
		if e.Kind == endorsement.KindCancellation {
			ends++
			require.Zero(t, sum, "what every layer brought is taken back")
		}
	}
	last := see(t, l.w, insurancetest.Pay, l.no, policy.PointInTime{AsOf: &l.end})
	require.Equal(t, premium, last.Premium().Minor, "the premium is the sum of its parts")
	require.GreaterOrEqual(t, see(t, l.w, insurancetest.Pay, l.no, policy.PointInTime{}).Premium().Minor, int64(0), "nor is it negative before")
	require.GreaterOrEqual(t, premium, int64(0), "never more comes back than was paid")
	require.GreaterOrEqual(t, last.Commission().Minor, int64(0))
	require.Equal(t, map[string]int64{"BASIC": 100_000_00, "PLUS": 1_000_000_00}[last.PlanCode()], last.SumInsured().Minor)
	require.Equal(t, l.cancelled, ends == 1)
	require.LessOrEqual(t, ends, 1)
	require.Equal(t, l.cancelled, row.State == insurancepolicy.StateCANCELLED)
	renewals, err := l.w.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.Renews(row.ID)).Count(ctx)
	require.NoError(t, err)
	require.Equal(t, l.renewed, renewals == 1)
	require.LessOrEqual(t, renewals, 1)
}
