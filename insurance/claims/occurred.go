package claims

import (
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
)

// sameOccurrence is how far occurredAt may lie from the fact that says when the loss happened: who knows the day only is right.
const sameOccurrence = 24 * time.Hour

// checkOccurred compares when a loss happened with the fact that it is by the product: cover, policy year and the limits of time
// are all counted from it. Fault: INVALID_VALUE, at occurredAt or, where a correction moved the fact, at that.
func checkOccurred(occurred time.Time, product *catalog.Version, facts rule.Facts, corrected bool) error {
	at, path := product.ClaimOccurred(facts)
	if at == nil || occurred.Sub(*at).Abs() <= sameOccurrence {
		return nil
	}
	f := fault.Newf(fault.CodeInvalidValue, "occurredAt is %s, and lies at most a day from it", strings.Join(path, "."))
	if corrected {
		return f.At(path...)
	}
	return f.At("occurredAt")
}
