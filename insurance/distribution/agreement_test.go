package distribution_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/diff"
	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	stored "baodan/ent/approval"
	"baodan/insurance/approval"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

func second() distribution.AgreementInput {
	return distribution.AgreementInput{
		ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, Version: 1, ProductCode: "RFI-01", Plans: []string{"A"},
		Operations: []distribution.Operation{distribution.Issue, distribution.Cancel}, CommissionRate: "0.12", Terms: rule.Layer{},
		Quotas: []distribution.QuotaInput{{Measure: distribution.Premium, Per: distribution.Month, Most: money.MustDecimal("1000.50")}},
	}
}

func text(s string) *string { return &s }

// premium sets premium terms; what is empty is left out.
func premium(factor, least, most string) func(*distribution.AgreementInput) {
	said := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	return func(in *distribution.AgreementInput) {
		in.Premium = &distribution.PremiumTerms{Factor: said(factor), Least: said(least), Most: said(most)}
	}
}

func approve(w *insurancetest.World, name string, r *ent.Approval) error {
	_, err := w.Approvals.Approve(ctx, w.Person(name), approval.Decision{ID: work.ApprovalKey(r.ID), ExpectedRevision: r.Revision})
	return err
}

// C5, C7: a version takes effect when somebody else approves it, in both halves, and says who asked.
func TestAgreementsNeedFourEyes(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), "more commission"))
		require.NoError(t, err)
		assert.Contains(t, asked.Content, `"most":"1000.5"`)
		assert.Contains(t, *asked.InForce, `"commissionRate":"0.10"`)
		_, err = w.Distribution.RequestAgreement(ctx, w.Person("sue"), because(second(), "me too"))
		has(t, err, fault.CodeConflict, "")
		assert.True(t, fault.Has(approve(w, "sam", asked), fault.CodeFourEyes))
		assert.True(t, fault.Has(approve(w, "uma", asked), fault.CodeFourEyes))
		a, err := w.Distribution.FindAgreement(ctx, insurancetest.Command, insurancetest.Mall, insurancetest.MallAgreement, 0)
		require.NoError(t, err)
		assert.Equal(t, 1, a.Version)
		require.NoError(t, approve(w, "fay", asked))
		require.NoError(t, w.Cache.Refresh(ctx))
		for _, live := range []bool{true, false} {
			half, err := w.Distribution.ChannelByCode(insurancetest.Mall, live)
			require.NoError(t, err)
			current, err := w.Distribution.Current(half.ID, insurancetest.MallAgreement, w.Clock.Now())
			require.NoError(t, err)
			assert.Equal(t, []any{2, "0.12", "person:sam"}, []any{current.Version, current.CommissionRate, current.MadeBy})
			assert.Equal(t, []string{"ISSUE", "CANCEL"}, current.Operations)
			assert.EqualValues(t, 100050, current.Quotas[0].Most)
		}
		object := insurancetest.Mall + "/" + insurancetest.MallAgreement
		assert.Equal(t, []string{"agreement.make", "approval.request", "approval.approve", "agreement.change"}, actions(w, object))
	})
}

// What changed between request and approval is seen: another version voids the request, a closed channel and a withdrawn
// product refuse it.
func TestAgreementsThatCannotTakeEffect(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ask := func() *ent.Approval {
			t.Helper()
			asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), "r"))
			require.NoError(t, err)
			return asked
		}
		state := func(r *ent.Approval) stored.State { return w.Store.Client.Approval.GetX(ctx, r.ID).State }

		asked := ask()
		w.SetOpen(insurancetest.Mall, false)
		assert.True(t, fault.Has(approve(w, "fay", asked), fault.CodeChannelClosed))
		assert.Equal(t, stored.StateRequested, state(asked))
		w.SetOpen(insurancetest.Mall, true)
		w.Withdraw("RFI-01")
		require.NoError(t, w.Cache.Refresh(ctx))
		assert.True(t, fault.Has(approve(w, "fay", asked), fault.CodeProductOffSale))
		_, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), "r"))
		assert.True(t, fault.Has(err, fault.CodeProductOffSale))
		assert.Equal(t, 1, newestOf(t, w).Version)

		w.EndAgreement(insurancetest.Mall, insurancetest.MallAgreement)
		assert.Equal(t, stored.StateVoid, state(asked), "ending an agreement voids what waits for it")
	})
}

// A version takes the channel's own terms over, so they are part of what is approved: shown beside those in force, and as
// they were shown.
func TestTermsOfTheChannelAreApprovedToo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		revision := 1
		change := func(terms rule.Layer) {
			t.Helper()
			_, err := w.Distribution.ChangeChannel(ctx, w.Person("sam"), distribution.ChannelChange{
				Code: insurancetest.Mall, ExpectedRevision: revision, Terms: terms, Reason: "r",
			})
			require.NoError(t, err)
			revision++
		}
		ask := func() *ent.Approval {
			t.Helper()
			asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), "r"))
			require.NoError(t, err)
			return asked
		}
		asked := ask()
		change(rule.Layer{"claim.automaticLimit": "100000"})
		assert.True(t, fault.Has(approve(w, "fay", asked), fault.CodeConflict), "nobody was shown that")
		assert.Equal(t, stored.StateVoid, w.Store.Client.Approval.GetX(ctx, asked.ID).State)
		assert.Equal(t, 1, newestOf(t, w).Version)

		asked = ask()
		assert.Contains(t, approval.DifferencesOf(asked), diff.Difference{Path: "channelTerms.claim.automaticLimit", After: text("100000")})
		require.NoError(t, approve(w, "fay", asked))
		assert.EqualValues(t, map[string]any{"claim.automaticLimit": "100000"}, newestOf(t, w).ChannelTerms)
		in := second()
		in.Version = 2
		asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(in, "r"))
		require.NoError(t, err)
		for _, d := range approval.DifferencesOf(asked) {
			assert.NotContains(t, d.Path, "channelTerms")
		}
		change(rule.Layer{})
		assert.True(t, fault.Has(approve(w, "fay", asked), fault.CodeConflict))
		third := second()
		third.Version = 0
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, third))
	})
}

func newestOf(t *testing.T, w *insurancetest.World) *ent.Agreement {
	t.Helper()
	a, err := w.Distribution.FindAgreement(ctx, insurancetest.Command, insurancetest.Mall, insurancetest.MallAgreement, 0)
	require.NoError(t, err)
	return a
}

// However a version came to be made meanwhile, an older request does not go on top of it.
func TestVersionsDoNotOvertake(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), "r"))
		require.NoError(t, err)
		third := second()
		third.Version = 0
		var group sync.WaitGroup
		var made atomic.Int32
		for range 4 {
			group.Go(func() {
				if err := w.Distribution.AddAgreement(ctx, insurancetest.Command, third); err == nil {
					made.Add(1)
				} else {
					assert.True(t, fault.Has(err, fault.CodeConflict), "%v", err)
				}
			})
		}
		group.Wait()
		assert.Equal(t, int(made.Load())+1, newestOf(t, w).Version)
		err = approve(w, "fay", asked)
		require.Error(t, err, "the command line voided it")
		assert.Equal(t, stored.StateVoid, w.Store.Client.Approval.GetX(ctx, asked.ID).State)
	})
}

func TestRequestsForAgreementsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		past := w.Clock.Now().Add(-time.Second)
		for name, c := range map[string]struct {
			change func(*distribution.AgreementInput)
			code   fault.Code
			path   string
		}{
			"older version":    {func(in *distribution.AgreementInput) { in.Version = 0 }, fault.CodeConflict, "expectedRevision"},
			"newer version":    {func(in *distribution.AgreementInput) { in.Version = 2 }, fault.CodeConflict, "expectedRevision"},
			"version below":    {func(in *distribution.AgreementInput) { in.Version = -1 }, fault.CodeConflict, "expectedRevision"},
			"begins in past":   {func(in *distribution.AgreementInput) { in.ValidFrom = past }, fault.CodeInvalidValue, "validFrom"},
			"ends in past":     {func(in *distribution.AgreementInput) { in.ValidUntil = &past }, fault.CodeInvalidValue, "validUntil"},
			"channel is none":  {func(in *distribution.AgreementInput) { in.ChannelCode = "nobody" }, fault.CodeNotFound, "channelCode"},
			"another product":  {func(in *distribution.AgreementInput) { in.ProductCode, in.Plans = "ASI-01", nil }, fault.CodeInvalidValue, "productCode"},
			"rate of two":      {func(in *distribution.AgreementInput) { in.CommissionRate = "2" }, fault.CodeInvalidValue, "commissionRate"},
			"rate of one":      {func(in *distribution.AgreementInput) { in.CommissionRate = "1.0" }, fault.CodeInvalidValue, "commissionRate"},
			"above the filing": {func(in *distribution.AgreementInput) { in.CommissionRate = "0.200001" }, fault.CodeInvalidValue, "commissionRate"},
			"seven decimals":   {func(in *distribution.AgreementInput) { in.CommissionRate = "0.1234567" }, fault.CodeInvalidValue, "commissionRate"},
			"low factor":       {premium("0.699999", "", ""), fault.CodeInvalidValue, "premium.factor"},
			"high factor":      {premium("1.300001", "", ""), fault.CodeInvalidValue, "premium.factor"},
			"long factor":      {premium("0.9000001", "", ""), fault.CodeInvalidValue, "premium.factor"},
			"no factor":        {premium("cheap", "", ""), fault.CodeInvalidValue, "premium.factor"},
			"low least":        {premium("", "0.09", ""), fault.CodeInvalidValue, "premium.least"},
			"half a fen least": {premium("", "0.105", ""), fault.CodeInvalidValue, "premium.least"},
			"high most":        {premium("", "", "6.01"), fault.CodeInvalidValue, "premium.most"},
			"least above most": {premium("", "3", "2.99"), fault.CodeInvalidValue, "premium.most"},
			"code with a line": {func(in *distribution.AgreementInput) { in.Code = "A\nB" }, fault.CodeInvalidValue, "agreementCode"},
			"half a fen": {func(in *distribution.AgreementInput) { in.Quotas[0].Most = money.MustDecimal("0.001") },
				fault.CodeInvalidValue, "quotas.0.most"},
		} {
			in := second()
			c.change(&in)
			_, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(in, "r"))
			t.Log(name)
			has(t, err, c.code, c.path)
		}
		for _, reason := range []string{"", strings.Repeat("r", 501)} {
			_, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(second(), reason))
			has(t, err, fault.CodeInvalidValue, "reason")
		}
		assert.Zero(t, w.Store.Client.Approval.Query().CountX(ctx))
	})
}

// C5-C7: lists tell the state of each version as it is now.
func TestListsAndStatesOfAgreements(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		now := w.Clock.Now()
		soon, later := now.Add(time.Hour), now.Add(2*time.Hour)
		agree := func(code string, from time.Time, until *time.Time) {
			t.Helper()
			require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
				ChannelCode: insurancetest.Mall, Code: code, ProductCode: "ASI-01", CommissionRate: "0.1", ValidFrom: from, ValidUntil: until,
			}))
		}
		agree("X", now, nil)
		agree("X", now, nil)
		agree("X", soon, &later)
		agree("Y", now, nil)
		w.EndAgreement(insurancetest.Mall, "Y")
		check := func(f distribution.AgreementFilter, want ...string) {
			t.Helper()
			f.ChannelCode = insurancetest.Mall
			got := []string{}
			page := work.Page{Most: 2}
			for more := true; more; {
				found, err := w.Distribution.ListAgreements(ctx, insurancetest.Command, f, page)
				require.NoError(t, err)
				for _, a := range found.Rows {
					state, err := insurancetest.Of(ctx, w.Distribution.StatesOf, a, a.ID)
					require.NoError(t, err)
					got, page.After.Key = append(got, a.Code+string(rune('0'+a.Version))+" "+string(state)), a.ID
				}
				more = found.More
			}
			assert.Equal(t, append([]string{}, want...), got)
			for _, most := range []int{max(len(want)-1, 1), len(want) + 1} {
				n, err := w.Distribution.CountAgreements(ctx, insurancetest.Command, f, most)
				require.NoError(t, err)
				assert.Equal(t, work.CountOf(len(want), most), n, "%v counted to %d", f, most)
			}
		}
		first := insurancetest.MallAgreement + "1 IN_FORCE"
		check(distribution.AgreementFilter{}, "Y1 TERMINATED", "X3 PENDING", first)
		check(distribution.AgreementFilter{AllVersions: true}, "Y1 TERMINATED", "X3 PENDING", "X2 IN_FORCE", "X1 SUPERSEDED", first)
		check(distribution.AgreementFilter{ProductCode: "ASI-01", Code: "X"}, "X3 PENDING")
		for _, s := range []distribution.State{"PENDING", "IN_FORCE", "SUPERSEDED", "EXPIRED", "TERMINATED"} {
			want := map[distribution.State][]string{
				"PENDING": {"X3 PENDING"}, "IN_FORCE": {"X2 IN_FORCE", first}, "SUPERSEDED": {"X1 SUPERSEDED"}, "EXPIRED": {}, "TERMINATED": {"Y1 TERMINATED"},
			}[s]
			check(distribution.AgreementFilter{AllVersions: true, States: []distribution.State{s}}, want...)
		}
		after := later.Add(time.Second)
		check(distribution.AgreementFilter{EndsBefore: &after}, "X3 PENDING")
		check(distribution.AgreementFilter{EndsBefore: &later})
		nothing, half := money.MustDecimal("0"), money.MustDecimal("0.5")
		check(distribution.AgreementFilter{QuotaAbove: &nothing, AllVersions: true})
		check(distribution.AgreementFilter{Mode: work.Sandbox}, "Y1 TERMINATED", "X3 PENDING", first)
		check(distribution.AgreementFilter{Mode: work.Sandbox, States: []distribution.State{"IN_FORCE"}}, first)
		check(distribution.AgreementFilter{Mode: work.Sandbox, States: []distribution.State{"PENDING"}, QuotaAbove: &half})
		w.Clock.Set(soon)
		check(distribution.AgreementFilter{Code: "X", AllVersions: true}, "X3 IN_FORCE", "X2 SUPERSEDED", "X1 SUPERSEDED")
		w.Clock.Set(later)
		check(distribution.AgreementFilter{Code: "X", AllVersions: true}, "X3 EXPIRED", "X2 IN_FORCE", "X1 SUPERSEDED")
		check(distribution.AgreementFilter{Code: "X", AllVersions: true, States: []distribution.State{"EXPIRED", "IN_FORCE"}}, "X3 EXPIRED", "X2 IN_FORCE")
	})
}

// because says why an agreement is asked for.
func because(in distribution.AgreementInput, reason string) distribution.AgreementInput {
	in.Reason = reason
	return in
}

// C5, C7: commission and premium terms at the bounds of what was filed are agreed on, as they were written, and shown to the one who
// approves.
func TestPremiumTermsAtTheBounds(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		in := second()
		in.CommissionRate = "0.20"
		premium("0.70", "0.10", "6.00")(&in)
		asked, err := w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(in, "cheaper"))
		require.NoError(t, err)
		assert.Contains(t, approval.DifferencesOf(asked), diff.Difference{Path: "premium.factor", After: text("0.70")})
		require.NoError(t, approve(w, "fay", asked))
		require.NoError(t, w.Cache.Refresh(ctx))
		a, err := w.Distribution.FindAgreement(ctx, insurancetest.Command, insurancetest.Mall, insurancetest.MallAgreement, 0)
		require.NoError(t, err)
		assert.Equal(t, in.Premium, a.Premium)
		premium("1.30", "6.00", "6.00")(&in)
		in.Version = 2
		_, err = w.Distribution.RequestAgreement(ctx, w.Person("sam"), because(in, "dearer"))
		require.NoError(t, err)
	})
}
