package event

// MonthClosed tells that an accounting month takes no booking any more (结账).
type MonthClosed struct {
	Month int `json:"month"` // 202802
}

// MonthClosedType is the type of MonthClosed.
const MonthClosedType = "ledger.month_closed"

// Type is ledger.month_closed.
func (MonthClosed) Type() string { return MonthClosedType }
