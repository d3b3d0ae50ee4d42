package claims

import (
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
)

// reportTime is when a loss was reported: by the fact that the product names, else as the caller says; nil: when it is submitted.
// A call of the claimant that somebody enters days later was in time if the call was. Fault: INVALID_VALUE for a time in the
// future, or before the loss.
func reportTime(said *time.Time, product *catalog.Version, facts rule.Facts, occurred, now time.Time) (*time.Time, error) {
	at, path := product.ClaimReported(facts)
	if at == nil {
		at, path = said, []string{"reportedAt"}
	}
	switch {
	case at == nil:
		return nil, nil //nolint:nilnil // nobody says it
	case at.After(now.Add(maxClockSkew)):
		return nil, fault.New(fault.CodeInvalidValue, "the report lies in the future", path...)
	case at.Before(occurred.Add(-maxClockSkew)):
		return nil, fault.New(fault.CodeInvalidValue, "the loss was reported before it happened", path...)
	}
	return at, nil
}

// reportedAt is when the loss of a claim was reported, never after it was submitted.
func reportedAt(row *ent.Claim) time.Time {
	if row.ReportedAt == nil || row.ReportedAt.After(row.SubmittedAt) {
		return row.SubmittedAt
	}
	return *row.ReportedAt
}
