package issuing_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/number"
	"baodan/engine/rule"
	"baodan/ent/counter"
	"baodan/ent/cover"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
)

func issue(w *insurancetest.World, channel, orderNo string, risk issuing.RiskInput) (*issuing.Issued, error) {
	return w.Issuing.Issue(context.Background(), w.Caller(channel), &issuing.IssueInput{OrderNo: orderNo, Risk: risk})
}

// What was answered once is answered again, whatever was withdrawn, closed, ended or changed since (F3).
func TestReplayOutlivesEverything(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		first, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		w.EndAgreement(insurancetest.Mall, insurancetest.MallAgreement)
		w.Withdraw("RFI-01")
		w.SetOpen(insurancetest.Mall, false)
		require.NoError(t, w.Cache.Refresh(ctx))
		w.Clock.Advance(200 * 24 * time.Hour) // and the cover has run out
		again, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, first.Policy.Number(), again.Policy.Number())
		assert.Equal(t, policy.InForce, again.Policy.State(), "a replay answers the policy as of its birth")
		_, err = issue(w, insurancetest.Mall, "O-2", insurancetest.Freight("O-2"))
		assert.True(t, fault.Has(err, fault.CodeChannelClosed), "%v", err)
	})
}

// A replay compares what was asked, not how it was written: 0.05 and 0.050 are the same decimal.
func TestReplayComparesContentNotText(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		_, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		same := insurancetest.Freight("O-1")
		same.Factors["sellerReturnRate"] = "0.0500"
		same.Factors["payTime"] = "2026-11-23T01:00:00Z" // the same moment
		again, err := issue(w, insurancetest.Mall, "O-1", same)
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		other := insurancetest.Freight("O-1")
		other.Factors["payAmount"] = "200"
		name := "李四"
		other.Applicant = (&policy.Party{Name: &name}).Input()
		_, err = issue(w, insurancetest.Mall, "O-1", other)
		var mismatch fault.RequestMismatch
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"risk.applicant", "risk.factors.payAmount"}, mismatch.Differs)
		assert.True(t, w.Clock.Now().Equal(mismatch.FirstSeenAt))
	})
}

// C6, C10, C4: an ended agreement, a closed channel, a withdrawn product stop sales, and the code says which it was.
func TestWhatStopsSalesIsNamed(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Mall, Code: "AG-2", ProductCode: "ASI-01", CommissionRate: "0.1", ValidFrom: w.Clock.Now(),
		}))
		w.Withdraw("RFI-01")
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		var off distribution.OffSale
		require.ErrorAs(t, err, &off)
		assert.Empty(t, off.Alternatives, "account security is of another kind")
		w.EndAgreement(insurancetest.Pay, insurancetest.PayAgreement)
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err = issue(w, insurancetest.Pay, "A-1", insurancetest.Account("a-1", "BASIC"))
		assert.True(t, fault.Has(err, fault.CodeNotAgreed), "%v", err)
	})
}

// C7: policies issued under a new version of an agreement carry it, older ones keep theirs; F1: the agreement's layer
// of terms lies above the product's.
func TestAgreementVersionsAndTheirTerms(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		first, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, ProductCode: "RFI-01", Plans: []string{"A"},
			CommissionRate: "0.20", ValidFrom: w.Clock.Now(), Terms: rule.Layer{"cover.length": "P10D"},
		}))
		require.NoError(t, w.Cache.Refresh(ctx))
		second, err := issue(w, insurancetest.Mall, "O-2", insurancetest.Freight("O-2"))
		require.NoError(t, err)
		assert.Equal(t, 90*24*time.Hour, length(first))
		assert.Equal(t, 10*24*time.Hour, length(second))
		assert.Equal(t, "0.07", first.Policy.Commission().Text(), "0.73 x 0.10, half up")
		assert.Equal(t, "0.15", second.Policy.Commission().Text(), "0.73 x 0.20, half up")
		b := insurancetest.Freight("O-3")
		b.PlanCode = "B"
		_, err = issue(w, insurancetest.Mall, "O-3", b)
		assert.True(t, fault.Has(err, fault.CodeNotAgreed), "%v", err)
		looked, wrong := rerate(t, w)
		assert.Equal(t, 2, looked)
		assert.Empty(t, wrong, "the old policy is rated under its own version")
	})
}

func length(i *issuing.Issued) time.Duration {
	p := i.Policy.Period()
	return p.End.Sub(p.Start)
}

func rerate(t *testing.T, w *insurancetest.World) (int, []string) {
	t.Helper()
	_, looked, wrong, err := w.Issuing.Rerate(context.Background(), 0, 1<<62, 1000)
	require.NoError(t, err)
	return looked, wrong
}

// A quote keeps its price for fifteen minutes, across a new version of the product, and then no longer.
func TestAQuoteKeepsItsPriceForItsTime(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		quote, err := w.Issuing.Quote(ctx, w.Caller(insurancetest.Mall), &issuing.QuoteInput{Risk: insurancetest.Freight("O-1")})
		require.NoError(t, err)
		w.Clock.Advance(15*time.Minute - time.Millisecond)
		in := &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Freight("O-1"), QuoteToken: &quote.Token}
		issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), in)
		require.NoError(t, err)
		assert.Equal(t, quote.Premium, issued.Policy.Premium())
		w.Clock.Advance(time.Millisecond)
		in.OrderNo = "O-2"
		_, err = w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), in)
		assert.True(t, fault.Has(err, fault.CodeQuoteExpired), "%v", err)
		_, wrong := rerate(t, w)
		assert.Empty(t, wrong, "it is rated as of the quote")
	})
}

// Numbers carry a check digit and order as they were taken, on each server.
func TestPolicyNumbers(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		last := ""
		for i := range 20 {
			no := fmt.Sprintf("O-%d", i)
			issued, err := issue(w, insurancetest.Mall, no, insurancetest.Freight(no))
			require.NoError(t, err)
			kind, _, err := number.Parse(issued.Policy.Number())
			require.NoError(t, err)
			assert.Equal(t, number.Policy, kind)
			assert.Greater(t, issued.Policy.Number(), last)
			last = issued.Policy.Number()
		}
	})
}

// Lesson: a lost counter made every issue of the day fail until it caught up. Ours catches up at once.
func TestALostCounterOfNumbersIsFoundAgain(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		for i := range 30 {
			no := fmt.Sprintf("O-%d", i)
			_, err := issue(w, insurancetest.Mall, no, insurancetest.Freight(no))
			require.NoError(t, err)
		}
		require.NoError(t, w.Store.Client.Counter.Update().Where(counter.Name("policy number")).SetValue(0).Exec(ctx))
		other := w.AddServer()
		_, err := other.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: "N-1", Risk: insurancetest.Freight("N-1")})
		require.NoError(t, err)
		assert.Equal(t, 31, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
	})
}

// Whatever comes together on two servers - the same orders, the same insureds, other content - every order makes at
// most one policy, covers of one insured never overlap, every policy has its event, and every answer is true.
func TestRacesKeepTheRules(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx := context.Background()
		require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
			ChannelCode: insurancetest.Pay, Code: insurancetest.PayAgreement, ProductCode: "ASI-01", CommissionRate: "0.10",
			ValidFrom: w.Clock.Now(), Terms: rule.Layer{"cover.mayAsk": true, "cover.maxAhead": "P1Y"},
		}))
		require.NoError(t, w.Cache.Refresh(ctx))
		servers := []*insurancetest.Server{w.Server, w.AddServer()}
		round := 0
		rapid.Check(t, func(rt *rapid.T) {
			round++
			calls := rapid.IntRange(2, 30).Draw(rt, "calls")
			answers := make([]answer, calls)
			for i := range answers {
				answers[i] = drawCall(rt, round)
			}
			var group sync.WaitGroup
			for i := range answers {
				group.Go(func() {
					a := &answers[i]
					a.issued, a.err = servers[i%2].Issuing.Issue(ctx, w.Caller(insurancetest.Pay), a.in)
				})
			}
			group.Wait()
			checkRace(rt, w, round, answers)
		})
		policies, events := w.Store.Client.InsurancePolicy.Query().CountX(ctx), w.Store.Client.Event.Query().CountX(ctx)
		assert.Equal(t, policies, events)
	})
}

type answer struct {
	in     *issuing.IssueInput
	issued *issuing.Issued
	err    error
}

func drawCall(t *rapid.T, round int) answer {
	risk := insurancetest.Account(fmt.Sprintf("acct-%d-%d", round, rapid.IntRange(1, 3).Draw(t, "account")), "BASIC")
	start := insurancetest.Epoch.AddDate(0, 0, rapid.IntRange(1, 6).Draw(t, "start")*10)
	risk.Period = &policy.Period{Start: start, End: start.AddDate(0, 0, rapid.SampledFrom([]int{5, 10, 15}).Draw(t, "days"))}
	return answer{in: &issuing.IssueInput{
		OrderNo: fmt.Sprintf("R%d-%d", round, rapid.IntRange(1, 8).Draw(t, "order")), Risk: risk,
	}}
}

func checkRace(t *rapid.T, w *insurancetest.World, round int, answers []answer) {
	numbers := map[string]string{}
	for _, a := range answers {
		if a.err != nil {
			if !fault.Has(a.err, fault.CodeDuplicateCover) && !fault.Has(a.err, fault.CodeRequestMismatch) {
				t.Fatalf("%v", a.err)
			}
			continue
		}
		if known := numbers[a.in.OrderNo]; known != "" && known != a.issued.Policy.Number() {
			t.Fatalf("order %s has policies %s and %s", a.in.OrderNo, known, a.issued.Policy.Number())
		}
		numbers[a.in.OrderNo] = a.issued.Policy.Number()
	}
	for account := range 4 {
		chain := w.Store.Client.Cover.Query().
			Where(cover.Reference(fmt.Sprintf("acct-%d-%d", round, account))).AllX(context.Background())
		for i, a := range chain {
			for _, b := range chain[:i] {
				if a.StartAt.Before(b.EndAt) && b.StartAt.Before(a.EndAt) {
					t.Fatalf("covers %d and %d of %s overlap", a.Slot, b.Slot, a.Reference)
				}
			}
		}
	}
}

// F3: a commit of unknown outcome may show itself after the request was given another number: what is stored is answered.
func TestLateCommitIsAnsweredAsStored(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		first, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		number, err := w.Issuing.AnswerLate(context.Background(), first, "P000000000700011")
		require.NoError(t, err)
		assert.Equal(t, first.Policy.Number(), number)
	})
}
