package event

// Share is what one payer pays of a change of premium, or gets back where it is negative.
type Share struct {
	Payer         string `json:"payer"`
	PremiumChange Money  `json:"premiumChange"`
}

// PolicyEndorsed tells that a policy was changed (B3). What it says of the policy holds from EffectiveAt on.
type PolicyEndorsed struct {
	PolicyNumber      string  `json:"policyNumber"`
	OrderNo           string  `json:"orderNo"`
	EndorsementNumber string  `json:"endorsementNumber"`
	RequestNo         string  `json:"requestNo"`
	Kind              string  `json:"kind"` // PLAN_CHANGE, INSURED_CHANGE
	RecordedAt        Time    `json:"recordedAt"`
	EffectiveAt       Time    `json:"effectiveAt"`
	PremiumChange     Money   `json:"premiumChange"`
	ByPayer           []Share `json:"byPayer"`
	PlanCode          string  `json:"planCode"`
	Premium           Money   `json:"premium"`
	SumInsured        Money   `json:"sumInsured"`
}

// Type is policy.endorsed.
func (PolicyEndorsed) Type() string { return "policy.endorsed" }

// PolicyCancelled tells that a policy was ended (B5). PremiumChange is the refund, as a negative amount; Premium is the sum of
// all that was ever charged and given back.
type PolicyCancelled struct {
	PolicyNumber      string  `json:"policyNumber"`
	OrderNo           string  `json:"orderNo"`
	EndorsementNumber string  `json:"endorsementNumber"`
	RequestNo         string  `json:"requestNo"`
	Reason            string  `json:"reason"`
	RecordedAt        Time    `json:"recordedAt"`
	EffectiveAt       Time    `json:"effectiveAt"`
	PremiumChange     Money   `json:"premiumChange"`
	ByPayer           []Share `json:"byPayer"`
	Premium           Money   `json:"premium"`
}

// Type is policy.cancelled.
func (PolicyCancelled) Type() string { return "policy.cancelled" }

// PolicyRenewed tells that another policy renews this one (B4); that one has its own policy.issued.
type PolicyRenewed struct {
	PolicyNumber string `json:"policyNumber"`
	OrderNo      string `json:"orderNo"`
	RenewedBy    string `json:"renewedBy"` // number of the new policy
	NewOrderNo   string `json:"newOrderNo"`
	At           Time   `json:"at"`
}

// Type is policy.renewed.
func (PolicyRenewed) Type() string { return "policy.renewed" }

// PolicyExpiring tells that a policy that may be renewed is about to end (B4).
type PolicyExpiring struct {
	PolicyNumber string `json:"policyNumber"`
	OrderNo      string `json:"orderNo"`
	End          Time   `json:"end"`
}

// Type is policy.expiring.
func (PolicyExpiring) Type() string { return "policy.expiring" }

// PolicyExpired tells that a policy that might have been renewed has ended.
type PolicyExpired struct {
	PolicyNumber string `json:"policyNumber"`
	OrderNo      string `json:"orderNo"`
	End          Time   `json:"end"`
}

// Type is policy.expired.
func (PolicyExpired) Type() string { return "policy.expired" }
