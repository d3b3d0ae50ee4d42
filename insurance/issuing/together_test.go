package issuing_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/number"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
)

func freights(from, to int) []*issuing.IssueInput {
	var list []*issuing.IssueInput
	for i := from; i < to; i++ {
		no := fmt.Sprintf("T-%04d", i)
		list = append(list, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
	}
	return list
}

// Many at once get the answers that each alone would get, in their order (B1).
func TestTogetherAnswersAsIssue(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, mall := context.Background(), w.Caller(insurancetest.Mall)
		first, err := w.Issuing.Issue(ctx, mall, freights(0, 1)[0])
		require.NoError(t, err)
		ins := freights(0, 7)
		ins[2].OrderNo = "not a number"
		ins[3].Risk.PlanCode = "Z"
		ins[4].Risk.Factors["sellerReturnRate"] = 0.05
		ins = append(ins, freights(5, 6)...)                                                            // again, the same
		ins = append(ins, &issuing.IssueInput{OrderNo: "T-0006", Risk: insurancetest.Freight("other")}) // again, another
		answers := w.Issuing.PrepareBatch(ctx, mall, ins).Store(ctx)
		require.Len(t, answers, 9)
		for i, code := range []fault.Code{"", "", fault.CodeInvalidValue, fault.CodeNotAgreed, fault.CodeInvalidValue, "", "", "", fault.CodeRequestMismatch} {
			if code == "" {
				require.NoError(t, answers[i].Err, i)
				assert.Equal(t, ins[i].OrderNo, answers[i].Value.Policy.OrderNo(), i)
				continue
			}
			assert.True(t, fault.Has(answers[i].Err, code), "%d: %v", i, answers[i].Err)
			assert.Nil(t, answers[i].Value, i)
		}
		assert.True(t, answers[0].Value.Replayed)
		assert.Equal(t, first.Policy.Number(), answers[0].Value.Policy.Number())
		assert.True(t, answers[7].Value.Replayed)
		assert.Equal(t, answers[5].Value.Policy.Number(), answers[7].Value.Policy.Number())
		assert.Equal(t, 4, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
		assert.Equal(t, 4, w.Store.Client.Event.Query().CountX(ctx))
		assert.Empty(t, w.Issuing.PrepareBatch(ctx, mall, nil).Store(ctx))
	})
}

// What was issued once is answered again, though it would be refused today.
func TestTogetherAnswersAgainWhatWouldBeRefusedToday(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, mall := context.Background(), w.Caller(insurancetest.Mall)
		w.Issuing.PrepareBatch(ctx, mall, freights(0, 3)).Store(ctx)
		require.NoError(t, w.Store.Client.Channel.UpdateOneID(mall.Channel.ID).SetOpen(false).Exec(ctx))
		late := w.AddServer() // one that knows
		again := freights(0, 4)
		again[1].Risk.Factors["buyerId"] = "B-2"
		answers := late.Issuing.PrepareBatch(ctx, mall, again).Store(ctx)
		require.NoError(t, answers[0].Err)
		assert.True(t, answers[0].Value.Replayed)
		assert.True(t, fault.Has(answers[1].Err, fault.CodeRequestMismatch), "%v", answers[1].Err)
		require.NoError(t, answers[2].Err)
		assert.True(t, fault.Has(answers[3].Err, fault.CodeChannelClosed), "%v", answers[3].Err)
	})
}

// Files and callers that ask for the same orders at once, on several servers, make each of them once.
func TestTogetherAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, mall := context.Background(), w.Caller(insurancetest.Mall)
		servers := []*insurancetest.Server{w.Server, w.AddServer()}
		const orders = 60
		numbers := make([][orders]string, 4)
		var group sync.WaitGroup
		for n := range numbers {
			office := servers[n%2].Issuing
			group.Go(func() {
				if n < 2 {
					for i, a := range office.PrepareBatch(ctx, mall, freights(0, orders)).Store(ctx) {
						if assert.NoError(t, a.Err) {
							numbers[n][i] = a.Value.Policy.Number()
						}
					}
					return
				}
				for i, in := range freights(0, orders) {
					a, err := office.Issue(ctx, mall, in)
					if assert.NoError(t, err) {
						numbers[n][i] = a.Policy.Number()
					}
				}
			})
		}
		group.Wait()
		for n := range numbers {
			assert.Equal(t, numbers[0], numbers[n])
		}
		assert.Equal(t, orders, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
		assert.Equal(t, orders, w.Store.Client.Event.Query().CountX(ctx))
	})
}

// A check says what an issue would, stores nothing and uses up no number.
func TestCheckAllStoresNothing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		ctx, pay := context.Background(), w.Caller(insurancetest.Pay)
		account := func(no, reference, plan string) *issuing.IssueInput {
			return &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Account(reference, plan)}
		}
		issued, err := w.Issuing.Issue(ctx, pay, account("A-1", "r1", "BASIC"))
		require.NoError(t, err)
		ins := []*issuing.IssueInput{
			account("A-1", "r1", "BASIC"), account("A-1", "r2", "BASIC"), account("A-2", "r1", "BASIC"), account("A-3", "r3", "BASIC"),
			account("A-4", "r4", "NONE"), account("?", "r5", "BASIC"),
		}
		answers := w.Issuing.DryRun(ctx, pay, ins)
		require.NoError(t, answers[0].Err)
		assert.True(t, answers[0].Value.Issued)
		assert.True(t, fault.Has(answers[1].Err, fault.CodeRequestMismatch), "%v", answers[1].Err)
		assert.True(t, fault.Has(answers[2].Err, fault.CodeDuplicateCover), "%v", answers[2].Err)
		require.NoError(t, answers[3].Err)
		require.Len(t, answers[3].Value.Covers, 1)
		assert.Equal(t, "r3", answers[3].Value.Covers[0].Reference)
		assert.True(t, fault.Has(answers[4].Err, fault.CodeNotAgreed), "%v", answers[4].Err)
		assert.True(t, fault.Has(answers[5].Err, fault.CodeInvalidValue), "%v", answers[5].Err)
		assert.Equal(t, 1, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
		again := w.Issuing.DryRun(ctx, pay, []*issuing.IssueInput{account("?", "r", "BASIC")})
		assert.True(t, fault.Has(again[0].Err, fault.CodeInvalidValue), "%v", again[0].Err)
		var last *issuing.Issued
		for i, in := range ins[:4] {
			a, err := w.Issuing.Issue(ctx, pay, in)
			assert.Equal(t, answers[i].Err == nil, err == nil, "%d: %v, %v", i, answers[i].Err, err)
			last = a
		}
		_, before, err := number.Parse(issued.Policy.Number())
		require.NoError(t, err)
		_, after, err := number.Parse(last.Policy.Number())
		require.NoError(t, err)
		assert.EqualValues(t, 4, after-before, "one for each issue since, none for the check")
	})
}
