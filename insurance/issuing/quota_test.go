package issuing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

// bound gives the mall's agreement a new version with quotas, as (measure, span, most).
func bound(w *insurancetest.World, quotas ...[3]string) {
	w.T.Helper()
	in := distribution.AgreementInput{ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, ProductCode: "RFI-01", CommissionRate: "0.10"}
	for _, q := range quotas {
		in.Quotas = append(in.Quotas, distribution.QuotaInput{Measure: q[0], Per: q[1], Most: money.MustDecimal(q[2])})
	}
	require.NoError(w.T, w.Distribution.AddAgreement(context.Background(), insurancetest.Command, in))
	require.NoError(w.T, w.Cache.Refresh(context.Background()))
}

// used is what the newest version's quotas say.
func used(w *insurancetest.World) (list []string) {
	w.T.Helper()
	row, err := w.Distribution.FindAgreement(context.Background(), insurancetest.Command, insurancetest.Mall, insurancetest.MallAgreement, 0)
	require.NoError(w.T, err)
	quotas, err := insurancetest.Of(context.Background(), w.Distribution.QuotasOf, row, row.ID)
	require.NoError(w.T, err)
	for _, q := range quotas {
		require.Equal(w.T, q.Most.Sub(q.Used), q.Left())
		list = append(list, q.Used.String())
	}
	return list
}

// C5: several servers and many goroutines sell under one agreement at once, some of it twice: what is stored is exactly
// the quota, to the last policy, and the counter says the same.
func TestQuotaIsNeverExceededAndUsedUp(t *testing.T) {
	t.Parallel()
	for _, servers := range []int{1, 3} {
		t.Run(fmt.Sprint(servers, " servers"), func(t *testing.T) {
			t.Parallel()
			insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
				w.WithSamples()
				const most = 57
				bound(w, [3]string{"POLICIES", "DAY", fmt.Sprint(most)})
				offices := []*issuing.Service{w.Issuing}
				for range servers - 1 {
					offices = append(offices, w.AddServer().Issuing)
				}
				caller := w.Caller(insurancetest.Mall)
				var refused atomic.Int32
				var group sync.WaitGroup
				for g := range 12 {
					group.Go(func() {
						for i := range 10 {
							no := fmt.Sprintf("O-%d-%d", g/2, i) // two goroutines ask for each order
							_, err := offices[rand.IntN(len(offices))].Issue(context.Background(), caller, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
							if fault.Has(err, fault.CodeQuotaExhausted) {
								refused.Add(1)
							} else {
								assert.NoError(t, err)
							}
						}
					})
				}
				group.Wait()
				assert.Equal(t, most, w.Store.Client.InsurancePolicy.Query().CountX(context.Background()))
				assert.NotZero(t, refused.Load())
				assert.Equal(t, []string{fmt.Sprint(most)}, used(w))
			})
		})
	}
}

// B1: a file of orders goes by the same quotas, while the API sells as well.
func TestQuotaOfManyAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		bound(w, [3]string{"POLICIES", "DAY", "150"})
		caller := w.Caller(insurancetest.Mall)
		orders := make([]*issuing.IssueInput, 200)
		for i := range orders {
			no := fmt.Sprint("B-", i)
			orders[i] = &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)}
		}
		var group sync.WaitGroup
		var sold atomic.Int32
		other := w.AddServer()
		group.Go(func() {
			for i := range 20 {
				no := fmt.Sprint("O-", i)
				if _, err := other.Issuing.Issue(context.Background(), caller, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)}); err == nil {
					sold.Add(1)
				}
			}
		})
		group.Go(func() {
			for _, r := range w.Issuing.PrepareBatch(context.Background(), caller, orders).Store(context.Background()) {
				if r.Err == nil {
					sold.Add(1)
				} else {
					assert.True(t, fault.Has(r.Err, fault.CodeQuotaExhausted), "%v", r.Err)
				}
			}
		})
		group.Wait()
		assert.EqualValues(t, 150, sold.Load())
		assert.Equal(t, 150, w.Store.Client.InsurancePolicy.Query().CountX(context.Background()))
	})
}

// A quota of premium holds what fits, never more; a smaller policy fits where a larger does not.
func TestQuotaOfPremium(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		bound(w, [3]string{"PREMIUM", "TOTAL", "5.00"})
		other := w.AddServer()
		caller := w.Caller(insurancetest.Mall)
		var group sync.WaitGroup
		for g, office := range []*issuing.Service{w.Issuing, other.Issuing, w.Issuing, other.Issuing} {
			group.Go(func() {
				for i := range 6 {
					no := fmt.Sprintf("O-%d-%d", g, i)
					_, err := office.Issue(context.Background(), caller, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
					assert.True(t, err == nil || fault.Has(err, fault.CodeQuotaExhausted), "%v", err)
				}
			})
		}
		group.Wait()
		sum := w.Store.Client.InsurancePolicy.Query().Aggregate(ent.Sum(insurancepolicy.FieldPremium)).IntX(context.Background())
		assert.Equal(t, 6*73, sum, "a seventh would make 5.11")
		assert.Equal(t, []string{"4.38"}, used(w))
		cheap := insurancetest.Freight("O-CHEAP")
		cheap.Factors["category"], cheap.Factors["sellerReturnRate"] = "electronics", "0.004" // 0.10
		issued, err := issue(w, insurancetest.Mall, "O-CHEAP", cheap)
		require.NoError(t, err)
		assert.Less(t, issued.Policy.Premium().Minor, int64(62))
	})
}

// Replays take nothing and are answered where the quota is used up; refusals of other kinds take nothing either.
func TestQuotaCountsWhatIsStored(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		bound(w, [3]string{"POLICIES", "TOTAL", "2"}, [3]string{"PREMIUM", "DAY", "100"})
		first, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
		require.NoError(t, err)
		_, err = issue(w, insurancetest.Mall, "O-X", insurancetest.Freight("O-1"))
		assert.True(t, fault.Has(err, fault.CodeDuplicateCover), "%v", err)
		assert.Equal(t, []string{"1", "0.73"}, used(w))
		_, err = issue(w, insurancetest.Mall, "O-2", insurancetest.Freight("O-2"))
		require.NoError(t, err)
		for range 2 { // the second time it is known without asking
			_, err = issue(w, insurancetest.Mall, "O-3", insurancetest.Freight("O-3"))
			assert.True(t, fault.Has(err, fault.CodeQuotaExhausted), "%v", err)
			again, err := issue(w, insurancetest.Mall, "O-1", insurancetest.Freight("O-1"))
			require.NoError(t, err)
			assert.True(t, again.Replayed)
			assert.Equal(t, first.Policy.Number(), again.Policy.Number())
		}
		assert.Equal(t, []string{"2", "1.46"}, used(w), "what one quota refuses is not taken from the other")
		bound(w, [3]string{"POLICIES", "TOTAL", "3"})
		_, err = issue(w, insurancetest.Mall, "O-3", insurancetest.Freight("O-3"))
		require.NoError(t, err, "a larger bound holds more")
		assert.Equal(t, []string{"3"}, used(w))
	})
}

// A quota that is new counts what was issued before it; each day and month of the insurer begins anew.
func TestSpansOfQuotas(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		no := 0
		sell := func() error {
			no++
			_, err := issue(w, insurancetest.Mall, fmt.Sprint("O-", no), insurancetest.Freight(fmt.Sprint("O-", no)))
			return err
		}
		w.Clock.Set(time.Date(2026, 11, 29, 16, 0, 0, 0, time.UTC)) // 00:00 of the 30th in the insurer's zone
		require.NoError(t, sell())
		w.Clock.Set(time.Date(2026, 11, 30, 15, 59, 0, 0, time.UTC)) // 23:59
		bound(w, [3]string{"POLICIES", "DAY", "2"}, [3]string{"PREMIUM", "MONTH", "10"}, [3]string{"POLICIES", "TOTAL", "5"})
		require.NoError(t, sell())
		assert.Equal(t, []string{"2", "1.46", "2"}, used(w))
		assert.True(t, fault.Has(sell(), fault.CodeQuotaExhausted))
		w.Clock.Advance(time.Minute)
		assert.Equal(t, []string{"0", "0", "2"}, used(w))
		require.NoError(t, sell())
		bound(w) // without quotas nothing is counted
		require.NoError(t, sell())
		bound(w, [3]string{"POLICIES", "TOTAL", "5"})
		assert.Equal(t, []string{"4"}, used(w), "of all versions")
		require.NoError(t, sell())
		assert.True(t, fault.Has(sell(), fault.CodeQuotaExhausted))
	})
}

// The sandbox has quotas of its own.
func TestQuotasOfTheSandbox(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		bound(w, [3]string{"POLICIES", "TOTAL", "1"})
		sandbox, err := w.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		caller := &access.Caller{Audience: access.Channel, Channel: sandbox, Credential: "test", Language: "en"}
		_, err = w.Issuing.Issue(context.Background(), caller, &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Freight("O-1")})
		require.NoError(t, err)
		_, err = w.Issuing.Issue(context.Background(), caller, &issuing.IssueInput{OrderNo: "O-2", Risk: insurancetest.Freight("O-2")})
		assert.True(t, fault.Has(err, fault.CodeQuotaExhausted), "%v", err)
		assert.Equal(t, []string{"0"}, used(w), "of the live half")
	})
}

// Operations and plans of the newest version count, also for a price that was quoted before; the message names what is
// not permitted.
func TestOperationsOfAgreements(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, caller := context.Background(), w.Caller(insurancetest.Mall)
		quote, err := w.Issuing.Quote(ctx, caller, &issuing.QuoteInput{Risk: insurancetest.Freight("O-1")})
		require.NoError(t, err)
		agree := func(plans []string, operations ...distribution.Operation) {
			require.NoError(t, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
				ChannelCode: insurancetest.Mall, Code: insurancetest.MallAgreement, ProductCode: "RFI-01", CommissionRate: "0.10",
				Plans: plans, Operations: operations,
			}))
			require.NoError(t, w.Cache.Refresh(ctx))
		}
		in := &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Freight("O-1"), QuoteToken: &quote.Token}
		agree(nil, distribution.Renew, distribution.Endorse)
		_, err = w.Issuing.Issue(ctx, caller, in)
		require.True(t, fault.Has(err, fault.CodeNotAgreed), "%v", err)
		assert.ErrorContains(t, err, "quoting and issuing")
		_, err = w.Issuing.Quote(ctx, caller, &issuing.QuoteInput{Risk: insurancetest.Freight("O-1")})
		assert.True(t, fault.Has(err, fault.CodeNotAgreed), "%v", err)
		agree([]string{"B"}, distribution.Issue)
		_, err = w.Issuing.Issue(ctx, caller, in)
		assert.True(t, fault.Has(err, fault.CodeNotAgreed), "%v", err)
		agree([]string{"A"}, distribution.Issue)
		_, err = w.Issuing.Issue(ctx, caller, in)
		require.NoError(t, err)
	})
}
