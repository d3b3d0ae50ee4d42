package backtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/backtest"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

var ctx = context.Background()

// changed saves a draft of a shipped product in which texts are replaced: old, new, old, new.
func changed(w *insurancetest.World, name string, texts ...string) *ent.ProductVersion {
	w.T.Helper()
	b, err := catalog.ReadFolder(catalog.Seeds(), name+".yaml")
	require.NoError(w.T, err)
	for i := 0; i < len(texts); i += 2 {
		after := bytes.ReplaceAll(b.File, []byte(texts[i]), []byte(texts[i+1]))
		require.NotEqual(w.T, string(b.File), string(after), texts[i])
		b.File = after
	}
	draft, err := w.Catalog.Save(ctx, access.CommandLine("test"), b)
	require.NoError(w.T, err)
	return draft
}

// sell issues n policies of RFI-01, with changes.
func sell(w *insurancetest.World, prefix string, n int, change func(i int, r *issuing.RiskInput)) {
	w.T.Helper()
	for i := range n {
		no := fmt.Sprintf("%s-%d", prefix, i)
		risk := insurancetest.Freight(no)
		if change != nil {
			change(i, &risk)
		}
		_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: risk})
		require.NoError(w.T, err)
		w.Clock.Advance(time.Minute)
	}
}

func start(w *insurancetest.World, draft *ent.ProductVersion, sample int) *ent.Job {
	w.T.Helper()
	j, err := w.Backtest.Start(ctx, w.Person("uma"), backtest.Input{
		ProductCode: draft.Code, Version: draft.Version, Bound: work.Period{Start: insurancetest.Epoch.Add(-time.Hour), End: w.Clock.Now().Add(time.Hour)}, Sample: &sample,
	})
	require.NoError(w.T, err)
	return j
}

func run(w *insurancetest.World, j *ent.Job) *backtest.Result {
	w.T.Helper()
	_, err := w.Backtest.Work(ctx)
	require.NoError(w.T, err)
	r, err := w.Backtest.Result(ctx, j.ID)
	require.NoError(w.T, err)
	return r
}

// The whole book is rated under the draft: dearer for clothing, a plan less, a rule more. Everything adds up to the fen.
func TestBackTestTellsWhatWouldChange(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "C", 6, nil) // 0.73 each
		sell(w, "O", 3, func(_ int, r *issuing.RiskInput) { r.Factors["category"] = "other" })
		sell(w, "B", 2, func(_ int, r *issuing.RiskInput) { r.PlanCode = "B" })
		sell(w, "R", 4, func(i int, r *issuing.RiskInput) {
			r.Factors["buyerReturns"] = []any{json.Number("1"), json.Number("9")}[i%2]
			r.Factors["sellerId"] = "S-BAD"
		})
		draft := changed(w, "rfi-01", "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}",
			"  - code: RISK_SCORE", "  - code: BAD_SELLER\n    on: [sale]\n    if: sellerId == 'S-BAD'\n    effect: refuse\n    sentence: {zh: 不, en: no}\n  - code: RISK_SCORE",
			"- code: B\n", "- code: C\n", "plan == 'B'", "plan == 'C'")
		w.Clock.Advance(time.Minute)
		j := start(w, draft, 1000)
		r := run(w, j)
		assert.Equal(t, job.StateSucceeded, r.Job.State)
		assert.EqualValues(t, 15, r.Job.Done)
		assert.EqualValues(t, 15, *r.Job.Total)
		assert.EqualValues(t, "CNY", r.PremiumBefore.Currency)
		rows := map[string]backtest.Row{}
		for _, row := range r.Rows {
			rows[string(row.Dimension)+" "+row.Value] = *row
		}
		up := rows["BAND 10..20 %"] // 0.73125 -> 0.8775 -> 0.88: 20.5 %
		assert.Zero(t, up.Policies)
		up = rows["BAND 20..50 %"]
		assert.Equal(t, [3]int64{6, 6 * 73, 6 * 88}, [3]int64{up.Policies, up.PremiumBefore.Minor, up.PremiumAfter.Minor})
		assert.EqualValues(t, 3, rows["BAND 0 %"].Policies)
		assert.Equal(t, rows["BAND 0 %"].PremiumBefore, rows["BAND 0 %"].PremiumAfter)
		assert.EqualValues(t, 2, rows["REFUSAL PLAN_MISSING"].Refused)
		assert.EqualValues(t, 4, rows["REFUSAL BAD_SELLER"].Refused)
		assert.Zero(t, rows["REFUSAL BAD_SELLER"].PremiumAfter.Minor)
		assert.EqualValues(t, 15, rows["CHANNEL mall"].Policies)
		assert.EqualValues(t, 13, rows["PLAN A"].Policies)
		assert.EqualValues(t, 2, rows["PLAN B"].Refused)
		assert.EqualValues(t, 6, r.Refused)
		var before, after int64
		for _, row := range r.Rows {
			if row.Dimension == backtest.Band || row.Dimension == backtest.Refusal {
				before, after = before+row.PremiumBefore.Minor, after+row.PremiumAfter.Minor
			}
		}
		assert.Equal(t, [2]int64{r.PremiumBefore.Minor, r.PremiumAfter.Minor}, [2]int64{before, after})
		var stored int64
		for _, p := range w.Store.Client.InsurancePolicy.Query().AllX(ctx) {
			stored += p.Premium
		}
		assert.Equal(t, stored, r.PremiumBefore.Minor)
		require.Len(t, records(w, "product.backtest"), 1)
		assert.Equal(t, "person:uma", records(w, "product.backtest")[0].Actor)
	})
}

func records(w *insurancetest.World, action string) (list []*ent.AuditRecord) {
	for _, r := range w.Store.Client.AuditRecord.Query().AllX(ctx) {
		if r.Action == action {
			list = append(list, r)
		}
	}
	return list
}

// The version that is sold gives every policy its own price again.
func TestBackTestOfTheSameRatesTheSame(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "A", 5, nil)
		sell(w, "B", 5, func(_ int, r *issuing.RiskInput) { r.PlanCode = "B" })
		w.AddChannel("other", "AG-OTHER", "RFI-01")
		for i := range 5 {
			risk := insurancetest.Freight(fmt.Sprint("X-", i))
			risk.AgreementCode = "AG-OTHER"
			_, err := w.Issuing.Issue(ctx, w.Caller("other"), &issuing.IssueInput{OrderNo: fmt.Sprint("X-", i), Risk: risk})
			require.NoError(t, err)
		}
		w.Clock.Advance(time.Minute)
		w.Publish(catalog.Seeds(), "rfi-01")
		sell(w, "N", 5, nil) // the book has two versions by now
		sold, err := w.Catalog.Row(ctx, "RFI-01", 2)
		require.NoError(t, err)
		r := run(w, start(w, sold, 1000))
		assert.EqualValues(t, 20, r.Policies)
		assert.Zero(t, r.Refused)
		assert.Equal(t, r.PremiumBefore.Minor, r.PremiumAfter.Minor)
		assert.Contains(t, r.Rows, &backtest.Row{Dimension: backtest.Band, Value: "0 %", Policies: 20, PremiumBefore: r.PremiumBefore, PremiumAfter: r.PremiumAfter})
	})
}

// A sample is exactly as large as asked, spread evenly, and a test that a worker left continues where it was.
func TestBackTestSamplesEvenlyAndGoesOn(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "A", 40, func(i int, r *issuing.RiskInput) {
			r.Factors["category"] = []any{"clothing", "other"}[i/20] // the first half of the span, and the second
		})
		draft := changed(w, "rfi-01", "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}")
		j := start(w, draft, 10)
		backtest.SmallParts(w.Backtest, 3)
		require.ErrorIs(t, backtest.WorkParts(ctx, w.Backtest, 3), context.Canceled)
		half, err := w.Backtest.Result(ctx, j.ID)
		require.NoError(t, err)
		assert.Equal(t, job.StateRunning, half.Job.State)
		assert.Positive(t, half.Policies)
		assert.Less(t, half.Policies, int64(10))
		w.Clock.Advance(time.Hour)
		other := w.AddServer().Backtest
		backtest.SmallParts(other, 3)
		_, err = other.Work(ctx)
		require.NoError(t, err)
		r, err := other.Result(ctx, j.ID)
		require.NoError(t, err)
		assert.Equal(t, job.StateSucceeded, r.Job.State)
		assert.EqualValues(t, 10, r.Policies)
		for _, row := range r.Rows {
			if row.Dimension == backtest.Band {
				assert.EqualValues(t, 5, row.Policies, row.Value)
			}
		}
	})
}

// Terms count as the policy's agreement version froze them, and a factor that the draft asks for and nobody sent refuses.
func TestBackTestByTheTermsOfTheTime(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "A", 2, nil)
		w.Clock.Advance(time.Minute)
		fresh := changed(w, "rfi-01", "factors:\n", "factors:\n  - {name: shopAge, title: {zh: 店龄, en: Age of the shop}, type: integer}\n")
		r := run(w, start(w, fresh, 10))
		assert.Contains(t, r.Rows, &backtest.Row{
			Dimension: backtest.Refusal, Value: "REQUIRED factors.shopAge", Policies: 2, Refused: 2,
			PremiumBefore: money.Amount{Minor: 146, Currency: "CNY"}, PremiumAfter: money.Amount{Currency: "CNY"},
		})
		gone := changed(w, "rfi-01", "terms:\n  payers:", "terms:\n  sale.quote: true\n  payers:")
		assert.EqualValues(t, 146, run(w, start(w, gone, 10)).PremiumAfter.Minor)
		closed := changed(w, "rfi-01", "terms:\n  payers:", "terms:\n  sale.issue: false\n  payers:")
		r = run(w, start(w, closed, 10))
		assert.EqualValues(t, 2, r.Refused)
	})
}

func TestWhatCannotBeBackTested(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		uma, now := w.Person("uma"), w.Clock.Now()
		good := backtest.Input{ProductCode: "RFI-01", Version: 1, Bound: work.Period{Start: now.Add(-time.Hour), End: now}, Sample: new(1)}
		for name, c := range map[string]struct {
			spoil func(*backtest.Input)
			code  fault.Code
		}{
			"no sample":      {func(in *backtest.Input) { in.Sample = new(0) }, fault.CodeInvalidValue},
			"too large":      {func(in *backtest.Input) { in.Sample = new(backtest.MostSample + 1) }, fault.CodeInvalidValue},
			"backwards":      {func(in *backtest.Input) { in.Bound.End = in.Bound.Start }, fault.CodeInvalidValue},
			"to come":        {func(in *backtest.Input) { in.Bound.Start, in.Bound.End = now.Add(time.Hour), now.Add(2*time.Hour) }, fault.CodeInvalidValue},
			"no product":     {func(in *backtest.Input) { in.ProductCode = "NONE" }, fault.CodeNotFound},
			"no version":     {func(in *backtest.Input) { in.Version = 9 }, fault.CodeNotFound},
			"no such number": {func(in *backtest.Input) { in.Version = -1 }, fault.CodeNotFound},
		} {
			in := good
			c.spoil(&in)
			_, err := w.Backtest.Start(ctx, uma, in)
			assert.True(t, fault.Has(err, c.code), "%s: %v", name, err)
		}
		assert.Zero(t, w.Store.Client.Job.Query().CountX(ctx))
		none := run(w, start(w, &ent.ProductVersion{Code: "RFI-01", Version: 1}, 10))
		assert.Equal(t, job.StateSucceeded, none.Job.State, "an empty book")
		assert.Zero(t, none.Policies)

		sell(w, "A", 1, nil)
		draft := changed(w, "rfi-01", "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}")
		j := start(w, draft, 10)
		require.NoError(t, w.Catalog.Discard(ctx, uma, catalog.DiscardInput{ProductCode: draft.Code, Version: draft.Version, ExpectedRevision: draft.Revision}))
		_, err := w.Backtest.Work(ctx)
		require.Error(t, err)
		broken, err := w.Backtest.Result(ctx, j.ID)
		require.NoError(t, err)
		assert.Equal(t, job.StateFailed, broken.Job.State)
		assert.Contains(t, broken.Job.Problem, "thrown away")
		nothing, err := w.Backtest.Result(ctx, 1)
		require.NoError(t, err)
		assert.Nil(t, nothing)
	})
}

func TestBandsOfChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		before, after int64
		want          string
	}{
		{100, 0, "-100..-50 %"}, {100, 49, "-100..-50 %"}, {100, 50, "-50..-20 %"}, {100, 79, "-50..-20 %"}, {100, 80, "-20..-10 %"},
		{100, 90, "-10..-5 %"}, {100, 94, "-10..-5 %"}, {100, 95, "-5..0 %"}, {100, 99, "-5..0 %"}, {100, 100, "0 %"}, {0, 0, "0 %"},
		{100, 101, "0..5 %"}, {100, 105, "0..5 %"}, {100, 106, "5..10 %"}, {100, 110, "5..10 %"}, {100, 120, "10..20 %"},
		{100, 150, "20..50 %"}, {100, 200, "50..100 %"}, {100, 201, "100.. %"}, {0, 1, "100.. %"},
		{1 << 60, 1<<60 + 1, "0..5 %"}, {1 << 60, 0, "-100..-50 %"},
	} {
		assert.Equal(t, c.want, backtest.BandOf(c.before, c.after), "%d -> %d", c.before, c.after)
	}
}

// Section 4, ProductVersion.backTests: those of a version alone, the newest first, as each is read by its job.
func TestSection4TheBackTestsOfAVersion(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "L", 3, nil)
		first := changed(w, "rfi-01", "{key: clothing, value: 1.25}", "{key: clothing, value: 1.50}")
		second := changed(w, "rfi-01", "{key: clothing, value: 1.25}", "{key: clothing, value: 1.75}")
		w.Clock.Advance(time.Minute)
		var jobs []int64
		for i, draft := range []*ent.ProductVersion{first, second, first, first} {
			j := start(w, draft, 100+i)
			jobs = append(jobs, j.ID)
			if i < 3 {
				run(w, j)
			}
		}
		of := func(most int, versions ...*ent.ProductVersion) map[int64][]int64 {
			lists, err := w.Backtest.Of(ctx, versions, most)
			require.NoError(t, err)
			keys := map[int64][]int64{}
			for id, list := range lists {
				for _, one := range list {
					alone, err := w.Backtest.Result(ctx, one.Job.ID)
					require.NoError(t, err)
					assert.Equal(t, alone.Job.String(), one.Job.String())
					assert.Equal(t, []any{alone.Bound, alone.Sample, alone.Row, alone.Rows}, []any{one.Bound, one.Sample, one.Row, one.Rows})
					keys[id] = append(keys[id], one.Job.ID)
				}
			}
			return keys
		}
		assert.Equal(t, map[int64][]int64{first.ID: {jobs[3], jobs[2], jobs[0]}, second.ID: {jobs[1]}}, of(5, first, second))
		assert.Equal(t, map[int64][]int64{first.ID: {jobs[3], jobs[2]}, second.ID: {jobs[1]}}, of(2, first, second))
		assert.Empty(t, of(5, &ent.ProductVersion{ID: 1}))
		lists, err := w.Backtest.Of(ctx, []*ent.ProductVersion{first}, 5)
		require.NoError(t, err)
		queued, done := lists[first.ID][0], lists[first.ID][1]
		assert.Equal(t, job.StateQueued, queued.Job.State)
		assert.Zero(t, queued.Policies)
		assert.Equal(t, 102, done.Sample)
		assert.EqualValues(t, 3, done.Policies)
		assert.Equal(t, insurancetest.Epoch.Add(-time.Hour), done.Bound.Start)
		assert.True(t, done.Bound.End.Equal(w.Clock.Now()), "no further than to its beginning")
	})
}
