package event_test

import (
	"testing"
	"time"

	"baodan/engine/money"
	"baodan/insurance/event"
)

// What was published of claims never changes its form: each payload is a committed file.
func TestClaimPayloadsAreGolden(t *testing.T) { // not parallel: with -update it writes what parallel tests read
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	later, latest := event.Time(at.Add(time.Hour)), event.Time(at.Add(2*time.Hour))
	yuan := func(fen int64) event.Money { return event.MoneyOf(money.Amount{Minor: fen, Currency: money.CNY}) }
	claimed, computed, paid := yuan(1500), yuan(1400), yuan(1300)
	claim := event.Claim{
		ClaimNumber: "C000000000000010", RequestNo: "R-1", PolicyNumber: "P000000000000012", State: "SUBMITTED",
		OccurredAt: event.Time(at), SubmittedAt: later, Limit: yuan(2500), Claimed: &claimed, Computed: &computed,
	}
	in := func(state, reason string, payable *event.Money) event.Claim {
		c := claim
		c.State, c.Reason, c.Payable, c.DecidedAt = state, reason, payable, &latest
		return c
	}
	reopened := claim
	reopened.State = "IN_REVIEW"
	for _, payload := range []event.Payload{
		event.ClaimSubmitted{Claim: claim},
		event.ClaimUpdated{Claim: claim, UpdateRequestNo: "R-2", Changed: []string{"trackingNo"}},
		event.ClaimWithdrawn{Claim: in("WITHDRAWN", "", nil), WithdrawRequestNo: "R-3"},
		event.ClaimCorrectionNeeded{Claim: in("CORRECTION_NEEDED", "TRACKING_UNKNOWN", nil), Path: []string{"facts", "trackingNo"}},
		event.ClaimInReview{Claim: in("IN_REVIEW", "UNUSUAL", nil)},
		event.ClaimEvidenceNeeded{Claim: in("EVIDENCE_NEEDED", "UNUSUAL", nil), Text: "警方立案回执 / the receipt of the police", Until: latest},
		event.ClaimApproved{Claim: in("APPROVED", "RETURNED", &paid)},
		event.ClaimDeclined{Claim: in("DECLINED", "TOO_LATE", nil)},
		event.ClaimPaid{Claim: in("PAID", "RETURNED", &paid), PayoutReference: "B-20261123-1", PaidAt: latest},
		event.ClaimPayoutFailed{Claim: in("PAYOUT_FAILED", "RETURNED", &paid), PayoutReason: "ACCOUNT_CLOSED", RetryAt: &latest},
		event.ClaimReopened{Claim: reopened},
		event.ClaimRecovered{Claim: in("PAID", "RETURNED", &paid), Recovery: yuan(300), Recovered: yuan(500)},
	} {
		golden(t, payload)
	}
}
