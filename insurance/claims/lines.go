package claims

import (
	"baodan/engine/money"
	"baodan/insurance/catalog"
)

// Cost is what a claim costs the insurer.
type Cost string

// Costs.
const (
	Indemnity Cost = "INDEMNITY" // paid to the insured (赔款)
	Expense   Cost = "EXPENSE"   // of settling this claim (直接理赔费用)
)

// Line is what is claimed, computed and payable under one coverage for one kind of cost (赔案明细).
type Line struct {
	Coverage string
	Cost     Cost
	Claimed  *money.Amount
	Computed *money.Amount
	Payable  *money.Amount
}

// Lines of the claim. A product has one coverage today, and its claims pay the loss alone: there is one line.
func (c *Claim) Lines(product *catalog.Version) []*Line {
	return []*Line{{product.Coverage().Code, Indemnity, c.Claimed(), c.Computed(), c.Payable()}}
}
