package servicing_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent/counter"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/servicing"
)

// together runs calls at the same time, in turn on two servers.
func together(w *insurancetest.World, calls int, call func(i int, s *servicing.Service)) {
	servers := []*servicing.Service{w.Servicing, w.AddServer().Servicing}
	var group sync.WaitGroup
	for i := range calls {
		group.Go(func() { call(i, servers[i%2]) })
	}
	group.Wait()
}

// Lesson: concurrent endorsements: one 200 and five 500. Ours take turns, and each one is made.
func TestF3EndorsementsAtOnceTakeTurns(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		errs := make([]error, 20)
		together(w, 20, func(i int, s *servicing.Service) {
			_, errs[i] = s.Endorse(ctx, payer(w), named(fmt.Sprint("E-", i), no, "a-1", fmt.Sprint("张", i)))
		})
		for _, err := range errs {
			require.NoError(t, err)
		}
		assert.Len(t, told(t, w, no), 21)
		assert.Equal(t, 20, w.Store.Client.Endorsement.Query().CountX(ctx))
	})
}

// The same request at once is one endorsement, and all answers are the same.
func TestF3OneRequestAtOnceIsOneEndorsement(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no, other := account(t, w, "a-1", "BASIC"), account(t, w, "a-2", "BASIC")
		done, errs := make([]*servicing.Endorsed, 40), make([]error, 40)
		together(w, 40, func(i int, s *servicing.Service) {
			if i < 20 {
				done[i], errs[i] = s.Endorse(ctx, payer(w), plan("E-1", no, "PLUS", nil))
			} else {
				done[i], errs[i] = s.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: "C-1", PolicyNumber: other, Reason: "OTHER"})
			}
		})
		made := 0
		for i, err := range errs {
			require.NoError(t, err)
			assert.Equal(t, answer(t, w, done[i/20*20]), answer(t, w, done[i]))
			if !done[i].Replayed {
				made++
			}
		}
		assert.Equal(t, 2, made)
		assert.Len(t, told(t, w, no), 2)
		assert.Len(t, told(t, w, other), 2)
	})
}

// Of cancellations at once exactly one happens; an endorsement comes before it or hears that the policy is cancelled.
func TestF3CancellationsAndEndorsementsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		errs := make([]error, 20)
		together(w, 20, func(i int, s *servicing.Service) {
			if i < 10 {
				_, errs[i] = s.Endorse(ctx, payer(w), named(fmt.Sprint("E-", i), no, "a-1", fmt.Sprint("张", i)))
			} else {
				_, errs[i] = s.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: fmt.Sprint("C-", i), PolicyNumber: no, Reason: "OTHER"})
			}
		})
		ended := 0
		for i, err := range errs {
			if err != nil {
				refuses(t, err, fault.CodeInvalidState, "policyNumber")
			} else if i >= 10 {
				ended++
			}
		}
		assert.Equal(t, 1, ended)
		types := told(t, w, no)
		assert.Equal(t, "policy.cancelled", types[len(types)-1])
		assert.Equal(t, 1, w.Store.Client.Endorsement.Query().Where(endorsement.KindEQ(endorsement.KindCancellation)).CountX(ctx))
	})
}

// A claim and a cancellation that come at once decide by who commits first.
func TestF3AClaimAndACancellationAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		for round := range 10 {
			no := account(t, w, fmt.Sprint("a-", round), "BASIC")
			var claims int
			var cancelled, failed error
			together(w, 2, func(i int, s *servicing.Service) {
				if i == 0 { // as a claim does it
					claims, failed = w.Store.Client.InsurancePolicy.Update().Where(insurancepolicy.Number(no),
						insurancepolicy.StateEQ(insurancepolicy.StateACTIVE)).AddClaims(1).AddOpenClaims(1).Save(ctx)
					return
				}
				_, cancelled = s.Cancel(ctx, payer(w), &servicing.CancelInput{RequestNo: "C-" + no, PolicyNumber: no, Reason: "OTHER"})
			})
			require.NoError(t, failed)
			if claims == 1 {
				ruled(t, cancelled, servicing.OpenClaim)
			} else {
				require.NoError(t, cancelled)
			}
		}
	})
}

// Lesson: renewing twice made two policies. Fifty orders at once make one, and 49 hear that it is renewed.
func TestB4RenewedOnceHoweverManyAsk(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(350 * day)
		errs := make([]error, 50)
		together(w, 50, func(i int, s *servicing.Service) { _, errs[i] = renew(s, w, fmt.Sprint("R-", i), no) })
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
				continue
			}
			refuses(t, err, fault.CodeInvalidState, "policyNumber")
		}
		assert.Equal(t, 1, made)
		assert.Equal(t, 2, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
		assert.Equal(t, []string{"policy.issued", "policy.renewed"}, told(t, w, no))
	})
}

// The same order at once is one policy, and all answers are the same.
func TestF3OneRenewalOrderAtOnceIsOnePolicy(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		w.Clock.Advance(350 * day)
		done, errs := make([]*issuing.Issued, 20), make([]error, 20)
		together(w, 20, func(i int, s *servicing.Service) { done[i], errs[i] = renew(s, w, "R-1", no) })
		made := 0
		for i, err := range errs {
			require.NoError(t, err)
			assert.Equal(t, content(t, w, done[0].Policy), content(t, w, done[i].Policy))
			if !done[i].Replayed {
				made++
			}
		}
		assert.Equal(t, 1, made)
		assert.Equal(t, 2, w.Store.Client.InsurancePolicy.Query().CountX(ctx))
	})
}

// Two schedulers handled every task twice: two workers of ours announce each policy once, also while it is endorsed.
func TestB4WorkersAtOnceAnnounceOnce(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		var numbers []string
		for i := range 20 {
			numbers = append(numbers, account(t, w, fmt.Sprint("a-", i), "BASIC"))
		}
		for range 2 {
			w.Clock.Advance(340 * day)
			errs := make([]error, 8)
			together(w, 8, func(i int, s *servicing.Service) {
				if i >= 6 {
					_, errs[i] = s.Endorse(ctx, payer(w), named(fmt.Sprint("E-", i), numbers[i], "a-"+fmt.Sprint(i), "张三"))
					return
				}
				for range 5 {
					if _, err := s.Announce(ctx, 7); err != nil {
						errs[i] = err
					}
				}
			})
			for i, err := range errs {
				require.NoError(t, err, "%d", i)
			}
			w.Clock.Advance(2 * time.Minute) // what nobody finished comes again
			_, err := w.Servicing.Announce(ctx, 100)
			require.NoError(t, err)
		}
		for i, no := range numbers {
			types := told(t, w, no)
			if i == 6 || i == 7 {
				assert.ElementsMatch(t, []string{"policy.issued", "policy.endorsed", "policy.expiring", "policy.expired"}, types)
				continue
			}
			assert.Equal(t, []string{"policy.issued", "policy.expiring", "policy.expired"}, types)
		}
	})
}

// Lesson: a lost counter made every issue of the day fail until it caught up. That of endorsements catches up at once.
func TestF3ALostCounterOfNumbersIsFoundAgain(t *testing.T) {
	each(t, func(t *testing.T, w *insurancetest.World) {
		no := account(t, w, "a-1", "BASIC")
		for i := range 3 {
			_, err := w.Servicing.Endorse(ctx, payer(w), named(fmt.Sprint("E-", i), no, "a-1", fmt.Sprint("张", i)))
			require.NoError(t, err)
		}
		require.NoError(t, w.Store.Client.Counter.Update().Where(counter.Name("endorsement number")).SetValue(0).Exec(ctx))
		_, err := w.AddServer().Servicing.Endorse(ctx, payer(w), named("N-1", no, "a-1", "王五"))
		require.NoError(t, err)
		assert.Len(t, told(t, w, no), 5)
	})
}
