package settlement_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/earning"
	"baodan/engine/money"
	"baodan/ent/openitem"
	"baodan/ent/settlementaccount"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
	"baodan/insurance/settlement"
	"baodan/insurance/work"
)

var ctx = context.Background()

// business is the mall with an account that has credit, and a shop of it that pays ahead.
func business(w *insurancetest.World) {
	w.T.Helper()
	w.WithSamples()
	for code, kind := range map[string]settlementaccount.Kind{"MALL": settlementaccount.KindCredit, "SHOP": settlementaccount.KindPrepaid} {
		in := distribution.AccountInput{Code: code, ChannelCode: insurancetest.Mall, Name: code, Currency: money.CNY, Kind: kind}
		if kind == settlementaccount.KindCredit {
			in.CreditDays = 30
		}
		_, err := w.Distribution.AddAccount(ctx, insurancetest.Command, in)
		require.NoError(w.T, err)
	}
	require.NoError(w.T, w.Distribution.AddAgreement(ctx, insurancetest.Command, distribution.AgreementInput{
		ChannelCode: insurancetest.Mall, Code: "AG-SHOP", ProductCode: "RFI-01", CommissionRate: "0.10", ValidFrom: w.Clock.Now(),
		Accounts: map[string]string{"SELLER": "SHOP"},
	}))
	require.NoError(w.T, w.Cache.Refresh(ctx))
}

// order is one that costs 0.73 and that the seller pays, under an agreement.
func order(agreement, no string) *issuing.IssueInput {
	in := &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)}
	in.Risk.AgreementCode, in.Risk.Payer = agreement, policy.Seller
	return in
}

func yuan(text string) *money.Input {
	return &money.Input{Amount: money.MustDecimal(text), Currency: "CNY"}
}

func receipt(account, reference, amount string) settlement.Input {
	return settlement.Input{Account: account, Mode: work.Live, Reference: reference, Amount: yuan(amount)}
}

// balance of the shop, in fen.
func balance(w *insurancetest.World) int64 {
	owing, _, err := w.Store.FindCounter(ctx, "owing SHOP LIVE")
	require.NoError(w.T, err)
	return -owing
}

func cancellation(policyNumber string) *servicing.CancelInput {
	return &servicing.CancelInput{RequestNo: "X-1", PolicyNumber: policyNumber, Reason: "ORDER_CLOSED_UNSHIPPED"}
}

// E2: four servers, 160 orders at once, room for 57: exactly 57 are sold, and what comes back can be used again.
func TestE2APrepaidBalanceIsDrawnExactly(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		business(w)
		_, err := w.Settlement.Receive(ctx, insurancetest.Command, receipt("SHOP", "B-1", "42.00")) // 57 times 0.73 is 41.61
		require.NoError(t, err)
		servers := []*insurancetest.Server{w.Server, w.AddServer(), w.AddServer(), w.AddServer()}
		caller := w.Caller(insurancetest.Mall)
		var group sync.WaitGroup
		var mu sync.Mutex
		var sold []string
		for i := range 160 {
			group.Go(func() {
				issued, err := servers[i%4].Issuing.Issue(ctx, caller, order("AG-SHOP", fmt.Sprint("O-", i)))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					sold = append(sold, issued.Policy.Number())
					return
				}
				assert.True(t, fault.Has(err, fault.CodeBalanceTooLow), "%v", err)
			})
		}
		group.Wait()
		assert.Len(t, sold, 57)
		assert.EqualValues(t, 39, balance(w))
		again, err := w.Issuing.Issue(ctx, caller, order("AG-SHOP", "O-0"))
		if err == nil {
			assert.True(t, again.Replayed, "an order that was sold draws nothing again")
		}
		_, err = w.Servicing.Cancel(ctx, caller, cancellation(sold[0]))
		require.NoError(t, err)
		assert.EqualValues(t, 39+73, balance(w))
		_, err = w.Issuing.Issue(ctx, caller, order("AG-SHOP", "O-more"))
		require.NoError(t, err)
		_, err = w.Issuing.Issue(ctx, caller, order(insurancetest.MallAgreement, "O-credit"))
		require.NoError(t, err, "an account with credit owes")
	})
}

// What comes in fills the oldest that is open, once under its reference; more is received ahead, and applied later.
func TestE2AReceiptFillsWhatIsOpenOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		business(w)
		caller := w.Caller(insurancetest.Mall)
		sell := func(no string) {
			_, err := w.Issuing.Issue(ctx, caller, order(insurancetest.MallAgreement, no))
			require.NoError(t, err)
			_, err = w.Events.Relay(ctx, 0)
			require.NoError(t, err)
		}
		sell("O-1") // in November 2026
		w.Clock.Advance(10 * 24 * time.Hour)
		sell("O-2") // in December
		open := func() (list []int64) {
			items, err := w.Settlement.Items(ctx, work.Live, earning.DayAt(2027, 3, 1), "MALL")
			require.NoError(t, err)
			for _, i := range items {
				if i.Side == openitem.SidePremium {
					list = append(list, i.Open())
				}
			}
			return list
		}
		assert.Equal(t, []int64{73, 73}, open())
		first, err := w.Settlement.Receive(ctx, insurancetest.Command, receipt("MALL", "B-1", "1.00"))
		require.NoError(t, err)
		assert.Equal(t, []int64{0, 46}, open())
		again, err := w.Settlement.Receive(ctx, insurancetest.Command, receipt("MALL", "B-1", "1.00"))
		require.NoError(t, err)
		assert.True(t, again.Replayed)
		assert.Equal(t, first.Entry.ID, again.Entry.ID)
		_, err = w.Settlement.Receive(ctx, insurancetest.Command, receipt("MALL", "B-1", "2.00"))
		assert.True(t, fault.Has(err, fault.CodeRequestMismatch), "%v", err)
		_, err = w.Settlement.Receive(ctx, insurancetest.Command, receipt("MALL", "B-2", "5.00"))
		require.NoError(t, err)
		assert.Equal(t, []int64{0, 0, -454}, open(), "the rest was received ahead")
		_, err = w.Settlement.Apply(ctx, insurancetest.Command, settlement.Input{Account: "MALL", Reference: "M-1"})
		assert.True(t, fault.Has(err, fault.CodeNothingOpen), "%v", err)
		sell("O-3")
		_, err = w.Settlement.Apply(ctx, insurancetest.Command, settlement.Input{Account: "MALL", Reference: "M-1"})
		require.NoError(t, err)
		assert.Equal(t, []int64{0, 0, -381}, open())
		_, err = w.Events.Relay(ctx, 0)
		require.NoError(t, err)
		var cash int64
		for _, b := range w.Store.Client.Booking.Query().AllX(ctx) {
			cash += b.Cash
		}
		assert.EqualValues(t, 600, cash, "the sum of cash is the bank")
	})
}

// Two who settle the same at once settle it once.
func TestE2TwoSettleAtOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		business(w)
		_, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), order(insurancetest.MallAgreement, "O-1"))
		require.NoError(t, err)
		_, err = w.Events.Relay(ctx, 0)
		require.NoError(t, err)
		month := 202611
		var group sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for i := range 6 {
			group.Go(func() {
				_, err := w.Settlement.SetOff(ctx, insurancetest.Command, settlement.Input{Account: "MALL", Reference: fmt.Sprint("M-", i), Month: &month})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
					return
				}
				assert.True(t, fault.Has(err, fault.CodeNothingOpen), "%v", err)
			})
		}
		group.Wait()
		assert.Equal(t, 1, done)
	})
}

// What cannot be is refused with a code, and leaves nothing behind.
func TestE2ActsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		business(w)
		month, none := 202611, 202613
		dollars := receipt("MALL", "B-1", "1.00")
		dollars.Amount.Currency = "USD"
		refused := func(code fault.Code, do func(context.Context, *access.Caller, settlement.Input) (*settlement.Recorded, error), in settlement.Input) {
			t.Helper()
			_, err := do(ctx, insurancetest.Command, in)
			assert.True(t, fault.Has(err, code), "%v", err)
		}
		s := w.Settlement
		refused(fault.CodeInvalidValue, s.Receive, dollars)
		refused(fault.CodeInvalidValue, s.Receive, receipt("MALL", "", "1.00"))
		refused(fault.CodeInvalidValue, s.Receive, receipt("MALL", "B-1", "0.001"))
		refused(fault.CodeInvalidValue, s.Receive, receipt("MALL", "B-1", "-1"))
		refused(fault.CodeRequired, s.Receive, settlement.Input{Account: "MALL", Reference: "B-1"})
		refused(fault.CodeNotFound, s.Receive, receipt("NOBODY", "B-1", "1.00"))
		refused(fault.CodeInvalidValue, s.SetOff, settlement.Input{Account: "MALL", Reference: "B-1", Month: &none})
		refused(fault.CodeRequired, s.PayCommission, settlement.Input{Account: "MALL", Reference: "B-1"})
		refused(fault.CodeNothingOpen, s.PayCommission, settlement.Input{Account: "MALL", Reference: "B-1", Month: &month})
		refused(fault.CodeNothingOpen, s.PayRefund, settlement.Input{Account: "MALL", Reference: "B-1", Month: &month})
		refused(fault.CodeNothingOpen, s.PayRefund, settlement.Input{Account: "SHOP", Reference: "B-1"})
		refused(fault.CodeInvalidValue, s.WriteOff, settlement.Input{Account: "MALL", Reference: "B-1", Month: &month})
		refused(fault.CodeNothingOpen, s.WriteOff, settlement.Input{Account: "MALL", Reference: "B-1", Month: &month, Reason: "OVERDUE"})
		assert.Zero(t, w.Store.Client.CashEntry.Query().CountX(ctx))
		assert.Zero(t, w.Store.Client.OpenItem.Query().CountX(ctx))
	})
}
