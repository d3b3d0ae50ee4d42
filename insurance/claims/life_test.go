package claims_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/ent/claim"
	"baodan/ent/event"
	"baodan/insurance/claims"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// steps are the ways of a claim, as products.md draws them: from the state before to the type of what happens.
var steps = map[claim.State]map[string]claim.State{
	"": {"claim.submitted": claim.StateSubmitted},
	claim.StateSubmitted: {
		"claim.approved": claim.StateApproved, "claim.correction_needed": claim.StateCorrectionNeeded, "claim.in_review": claim.StateInReview,
		"claim.declined": claim.StateDeclined, "claim.withdrawn": claim.StateWithdrawn, "claim.updated": claim.StateSubmitted,
	},
	claim.StateCorrectionNeeded: {"claim.updated": claim.StateSubmitted, "claim.declined": claim.StateDeclined, "claim.withdrawn": claim.StateWithdrawn},
	claim.StateInReview:         {"claim.updated": claim.StateSubmitted, "claim.withdrawn": claim.StateWithdrawn},
	claim.StateApproved:         {"claim.paid": claim.StatePaid, "claim.payout_failed": claim.StatePayoutFailed},
	claim.StatePayoutFailed:     {"claim.updated": claim.StateSubmitted, "claim.approved": claim.StateApproved},
}

// A claim's life in any order of requests, workers, bank and time keeps to its states, tells every step, pays once, and
// refuses what its state does not allow.
func TestClaimsKeepToTheirStates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := insurancetest.New(t, dialect.SQLite)
		w.WithSamples()
		w.Tracker.Parcels = map[string]claims.Parcel{"YTBAD0000001": {Found: false}, "YTWAY0000001": {Found: true}}
		m := &model{t: t, w: w, sent: map[string]*claims.SubmitInput{}}
		w.Bank.Answer = func(order claims.PayoutOrder, _ int) (bool, claims.PayoutOutcome) { return m.bank(order) }
		for i := range 3 {
			m.policies = append(m.policies, sell(t, w, fmt.Sprintf("O-%d", i)))
		}
		rt.Repeat(map[string]func(*rapid.T){
			"submit": m.submit, "again": m.again, "update": m.update, "withdraw": m.withdraw, "": m.check,
			"work": func(*rapid.T) { work(t, w) },
			"one step": func(*rapid.T) {
				_, err := w.Claims.Adjudicate(ctx, 1)
				require.NoError(t, err)
			},
			"time": func(rt *rapid.T) {
				w.Clock.Advance(time.Duration(rapid.IntRange(1, 3*24*3600).Draw(rt, "seconds")) * time.Second)
			},
			"bank": func(rt *rapid.T) {
				m.mood = rapid.SampledFrom([]claims.PayoutStatus{claims.PayoutPaid, claims.PayoutDeclined, claims.PayoutUnknown}).Draw(rt, "mood")
			},
		})
	})
}

type model struct {
	t        *testing.T
	w        *insurancetest.World
	policies []string
	numbers  []string
	sent     map[string]*claims.SubmitInput // by claim number
	mood     claims.PayoutStatus
	count    int
}

func (m *model) bank(order claims.PayoutOrder) (bool, claims.PayoutOutcome) {
	switch m.mood {
	case claims.PayoutDeclined:
		return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "NO", Retryable: m.count%2 == 0}
	case claims.PayoutUnknown:
		return m.count%2 == 0, claims.PayoutOutcome{Status: claims.PayoutUnknown}
	default:
		return true, claims.PayoutOutcome{Status: claims.PayoutPaid, Paid: &order.Amount}
	}
}

func (m *model) next(letter string) string {
	m.count++
	return fmt.Sprintf("%s-%d", letter, m.count)
}

func (m *model) draw(rt *rapid.T) (number string, state claim.State) {
	if len(m.numbers) == 0 {
		rt.Skip("no claim yet")
	}
	number = rapid.SampledFrom(m.numbers).Draw(rt, "claim")
	return number, now(m.t, m.w, number).State()
}

func trackingNo(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"YT1000000001", "YT1000000002", "YT1000000003", "YTBAD0000001", "YTWAY0000001"}).Draw(rt, "trackingNo")
}

func (m *model) submit(rt *rapid.T) {
	policy := rapid.SampledFrom(m.policies).Draw(rt, "policy")
	in := &claims.SubmitInput{
		RequestNo: m.next("C"), PolicyNumber: policy, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: insurancetest.ReturnFacts(trackingNo(rt)),
	}
	a, err := m.w.Claims.Submit(ctx, m.w.Caller(insurancetest.Mall), in)
	for number, other := range m.sent {
		state := now(m.t, m.w, number).State()
		if other.PolicyNumber == policy && state != claim.StateDeclined && state != claim.StateWithdrawn && (a == nil || number != a.Claim.Number()) {
			require.True(m.t, fault.Has(err, fault.CodeRuleRefused), "%s is %s: %v", number, state, err)
			return
		}
	}
	require.NoError(m.t, err)
	m.numbers = append(m.numbers, a.Claim.Number())
	m.sent[a.Claim.Number()] = in
}

func (m *model) again(rt *rapid.T) {
	number, _ := m.draw(rt)
	a, err := m.w.Claims.Submit(ctx, m.w.Caller(insurancetest.Mall), m.sent[number])
	require.NoError(m.t, err)
	require.True(m.t, a.Replayed)
	require.Equal(m.t, number, a.Claim.Number())
}

func (m *model) update(rt *rapid.T) {
	number, state := m.draw(rt)
	_, err := m.w.Claims.Update(ctx, m.w.Caller(insurancetest.Mall), &claims.UpdateInput{
		RequestNo: m.next("U"), ClaimNumber: number, Facts: map[string]any{"returnTrackingNo": trackingNo(rt)},
	})
	_, may := steps[state]["claim.updated"]
	m.judge(may, err)
}

func (m *model) withdraw(rt *rapid.T) {
	number, state := m.draw(rt)
	_, err := m.w.Claims.Withdraw(ctx, m.w.Caller(insurancetest.Mall), &claims.WithdrawInput{RequestNo: m.next("W"), ClaimNumber: number})
	_, may := steps[state]["claim.withdrawn"]
	m.judge(may, err)
}

func (m *model) judge(may bool, err error) {
	if may {
		require.NoError(m.t, err)
	} else {
		require.True(m.t, fault.Has(err, fault.CodeInvalidState), "%v", err)
	}
}

// check is what holds after every step.
func (m *model) check(*rapid.T) {
	open, paid := 0, 0
	payments := m.w.Bank.Paid()
	for _, number := range m.numbers {
		c := now(m.t, m.w, number)
		state := claim.State("")
		events := m.w.Store.Client.Event.Query().Where(event.Subject(number)).Order(event.BySeq()).AllX(ctx)
		require.Len(m.t, events, c.Revision())
		for _, e := range events {
			next, may := steps[state][e.Type]
			require.True(m.t, may, "%s: %s after %s", number, e.Type, state)
			state = next
		}
		require.Equal(m.t, state, c.State())
		times := 0
		for key := range payments {
			if len(key) > len(number) && key[:len(number)] == number {
				times++
			}
		}
		require.LessOrEqual(m.t, times, 1, "%s was paid by %v", number, slices.Sorted(maps.Keys(payments)))
		switch state {
		case claim.StatePaid:
			paid++
			require.Equal(m.t, 1, times)
		case claim.StateDeclined, claim.StateWithdrawn:
			require.Zero(m.t, times)
		default:
			open++
		}
	}
	rows := m.w.Store.Client.InsurancePolicy.Query().AllX(ctx)
	sumOpen, sumPaid := 0, 0
	for _, p := range rows {
		sumOpen, sumPaid = sumOpen+p.OpenClaims, sumPaid+p.PaidClaims
	}
	require.Equal(m.t, []int{open, paid}, []int{sumOpen, sumPaid})
}
