package catalog

import (
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// definition is a product file, from top to bottom. Its keys are the names below with a small first letter.
type definition struct {
	Code       string
	Name       rule.Text
	Currency   string // ISO 4217
	TimeZone   string // of the insurer: what "day" means
	Successor  string // code of the product that takes its place when it is off sale; empty: none
	Documents  []documentDefinition
	Filing     *filingDefinition    // what was filed (报行合一); nil: nothing is said
	Coverages  []coverageDefinition // 责任; exactly one today, none: one named as the product
	Factors    []rule.Factor        // what a caller sends
	Derived    []rule.Derived       // what follows from it
	Terms      rule.Layer           // product layer
	Plans      []planDefinition
	Rules      []rule.Rule
	Rating     ratingDefinition
	Claims     claimsDefinition
	Search     []string             // factors, or claim.NAME of facts, by whose values policies are found
	Statistics statisticsDefinition // factors that bookings are told apart by
}

// filingDefinition (备案) is what was filed of prices and commissions. Agreements keep within it.
type filingDefinition struct {
	Premium        filedPremiumDefinition
	CommissionMost rule.Literal // share of premium
	ExpenseLoading rule.Literal // 附加费用率: share of premium
}

// filedPremiumDefinition has least and most, or a factor, or both.
type filedPremiumDefinition struct {
	Factor      *boundsDefinition
	Least, Most rule.Literal // yuan
}

type boundsDefinition struct{ Least, Most rule.Literal }

// coverageDefinition (责任) is a peril that is covered, with what regulator and books call it.
type coverageDefinition struct {
	Code      string
	Name      rule.Text
	Class     string // 险类
	Clause    string // 条款, as it was filed
	FilingNo  string // 备案号
	TaxClass  string
	Portfolio string // 合同组合
	Cause     string // of loss
}

type documentDefinition struct {
	Kind  string // TERMS, NOTICE, CLAIM_GUIDE
	Title rule.Text
	File  string // beside the product file
}

type planDefinition struct {
	Code          string
	Name          rule.Text
	Terms         rule.Layer // plan layer
	Requires      []string   // optional factors that this plan needs
	ClaimRequires []string   // optional facts of a claim that this plan needs
}

type ratingDefinition struct {
	Tables     []rating.Table
	Premium    []rating.Line
	SumInsured []rating.Line
}

type claimsDefinition struct {
	Facts     []rule.Factor       // what a claim says
	Since     string              // the fact, an instant, from which claim.window counts; empty: the loss
	Occurred  string              // what the loss is: the fact, an instant, or LIST[].FIELD, the earliest of a list; empty: as the caller says
	Reported  string              // the fact, an instant, when the loss was reported; empty: as the caller says, or when it was submitted
	Loss      string              // the fact, a decimal, that is the amount of a claim; see Product.ClaimLoss
	ByChannel []string            // optional facts that only the channel's machines state
	Payee     string              // the fact that says where to pay; empty: by reference
	Tracking  *trackingDefinition // nil: no carrier is asked
	Once      []onceDefinition
	Watch     []velocityDefinition
	Score     []scoreDefinition
	Amount    []rating.Line // empty: nothing is paid without a person
}

type trackingDefinition struct{ Carrier, Number string } // facts

type onceDefinition struct {
	Fact     string // or LIST[].FIELD
	Code     string
	Sentence rule.Text
}

type velocityDefinition struct {
	Code     string
	Of       string // a factor, or claim.NAME
	Within   string // a period
	More     int
	Points   int
	Refer    bool // a person decides, whatever the points
	Sentence rule.Text
}

type scoreDefinition struct {
	Code     string
	If       string
	Points   int
	Sentence rule.Text
}
