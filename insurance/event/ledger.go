package event

// MonthClosed tells that an accounting month takes no booking any more (结账).
type MonthClosed struct {
	Month int `json:"month"` // 202802
}

// MonthClosedType is the type of MonthClosed.
const MonthClosedType = "ledger.month_closed"

// Type is ledger.month_closed.
func (MonthClosed) Type() string { return "ledger.month_closed" }

// CashRecorded tells that finance received or paid money of an account, or settled it in another way.
type CashRecorded struct {
	EntryID string `json:"entryId"`
	Account string `json:"account"`
	Kind    string `json:"kind"` // RECEIPT, REFUND, COMMISSION, APPLICATION, OFFSET, WRITE_OFF
	Amount  Money  `json:"amount"`
}

// CashRecordedType is the type of CashRecorded.
const CashRecordedType = "ledger.cash_recorded"

// Type is ledger.cash_recorded.
func (CashRecorded) Type() string { return "ledger.cash_recorded" }
