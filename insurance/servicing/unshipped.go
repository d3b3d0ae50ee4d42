package servicing

import (
	"time"

	"baodan/engine/rule"
	"baodan/insurance/policy"
)

// closedUnshipped is the reason of a cancellation where the goods never left. It brings the whole premium back, so the terms may
// say until when it can be given.
const closedUnshipped = "ORDER_CLOSED_UNSHIPPED"

// checkUnshipped refuses to cancel an order as unshipped after cancel.unshippedWithin from the start of the cover; its last instant
// is in time. Fault: RULE_REFUSED (UNSHIPPED_TOO_LATE).
func checkUnshipped(p *policy.Policy, terms *rule.Terms, reason string, now time.Time) error {
	within, err := terms.Period("cancel.unshippedWithin", nil)
	if err != nil || within == (rule.Period{}) || reason != closedUnshipped {
		return err
	}
	if now.After(within.AddTo(p.Row().StartAt, p.Product().Location())) {
		return refused(UnshippedLate, "reason")
	}
	return nil
}
