package event

import (
	"baodan/engine/money"
)

// Money is an amount in a payload: an exact decimal in major units, and its currency.
type Money struct {
	Amount   string         `json:"amount"`
	Currency money.Currency `json:"currency"`
}

// MoneyOf writes an amount for a payload.
func MoneyOf(a money.Amount) Money { return Money{Amount: a.Text(), Currency: a.Currency} }

// Minor is the amount of a payload in minor units.
func (m Money) Minor() (int64, error) {
	d, err := money.ParseDecimal(m.Amount)
	if err != nil {
		return 0, err
	}
	amount, err := d.In(m.Currency)
	return amount.Minor, err
}

// PolicyIssued tells that a policy was bound (A3, B2).
type PolicyIssued struct {
	PolicyNumber   string   `json:"policyNumber"`
	OrderNo        string   `json:"orderNo"`
	AgreementCode  string   `json:"agreementCode"`
	ProductCode    string   `json:"productCode"`
	ProductVersion int      `json:"productVersion"`
	PlanCode       string   `json:"planCode"`
	Payer          string   `json:"payer"`
	Premium        Money    `json:"premium"`
	SumInsured     Money    `json:"sumInsured"`
	Insureds       []string `json:"insureds"`         // references
	Renews         string   `json:"renews,omitempty"` // number of the policy that it renews
	BoundAt        Time     `json:"boundAt"`
	Start          Time     `json:"start"`
	End            Time     `json:"end"`
}

// Type is policy.issued.
func (PolicyIssued) Type() string { return "policy.issued" }
