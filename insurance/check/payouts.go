package check

import (
	"fmt"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/claims"
)

// I2: a claim that is paid was paid by one payout, its own amount; of one that is not, no payout is paid. Payouts count from 1,
// and each has a key of its own.
func (r claimWalk) paidOnce(c *claimsPage, row *ent.Claim) {
	of := func(what string, expected, found any) { r.wrong(PaidOnce, row.Number, what, expected, found) }
	count := map[payout.State]int{}
	for i, p := range c.payouts[row.ID] {
		count[p.State]++
		of("attempt of payout "+p.PaymentKey, i+1, p.Attempt)
		of("key of its payout", fmt.Sprintf("%s-%d", row.Number, p.Attempt), p.PaymentKey)
		of("rows of key "+p.PaymentKey, 1, c.keys[p.PaymentKey])
		if p.State != payout.StateDisputed { // it may have been settled before
			of("settled, payout "+p.PaymentKey, p.State == payout.StatePaid || p.State == payout.StateDeclined, p.SettledAt != nil)
		}
		of("disputed, payout "+p.PaymentKey, p.State == payout.StateDisputed, p.DisputedAt != nil)
		of("currency of payout "+p.PaymentKey, row.Currency, p.Currency)
		if p.State == payout.StatePaid && !claims.OtherAmount(p) {
			of("amount of payout "+p.PaymentKey, row.Payable, p.Amount)
		}
	}
	under := count[payout.StateOrdered] + count[payout.StateUnknown] + count[payout.StateDisputed]
	switch row.State {
	case claim.StatePaid:
		// What was told of a payment may be contradicted later; a person then looks at it, and the claim stays paid.
		if count[payout.StatePaid] != 0 || count[payout.StateDisputed] == 0 {
			of("payouts that are paid", 1, count[payout.StatePaid])
		}
		of("payouts under way", 0, count[payout.StateOrdered]+count[payout.StateUnknown])
	case claim.StateApproved:
		of("payouts that are paid", 0, count[payout.StatePaid])
		if under == 0 {
			r.broken(PaidOnce, row.Number, "it is approved, and no payout is under way")
		}
	default:
		of("payouts that are paid", 0, count[payout.StatePaid])
		of("payouts under way", 0, count[payout.StateOrdered]+count[payout.StateUnknown])
	}
	payable := row.State == claim.StateApproved || row.State == claim.StatePaid || row.State == claim.StatePayoutFailed
	switch {
	case payable && row.Payable == nil:
		r.broken(PaidOnce, row.Number, "it is %s, and no amount is payable", row.State)
	case row.Payable != nil && (*row.Payable < 0 || row.Recovered < 0 || row.Recovered > *row.Payable):
		r.broken(PaidOnce, row.Number, "%d was recovered of %d", row.Recovered, *row.Payable)
	case row.Payable == nil && row.Recovered != 0:
		r.broken(PaidOnce, row.Number, "%d was recovered of nothing", row.Recovered)
	}
}
