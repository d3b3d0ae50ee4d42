package voucher

import (
	_ "embed"
	"encoding/json"
	"math/big"
	"slices"

	"baodan/engine/money"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
)

// Mapping (科目映射) says which columns of which bookings go to which accounts of the general ledger.
type Mapping struct {
	TaxClasses map[string]string `json:"taxClasses"` // rate of VAT by tax class, a decimal
	Accounts   []Account         `json:"accounts"`
	Rules      []Rule            `json:"rules"`
	Tax        string            `json:"tax"`      // 应交增值税: VAT in premium
	Rounding   string            `json:"rounding"` // 尾差
	// Growth of unearned premium, net of VAT, and of outstanding claims, at the end of a closed month.
	Unearned    Sides `json:"unearned"`
	Outstanding Sides `json:"outstanding"`

	accounts map[string]*Account
	rates    map[string]*big.Rat
}

// Account (科目) of the general ledger.
type Account struct {
	Code string      `json:"code"`
	Name string      `json:"name"`
	By   []Dimension `json:"by,omitempty"` // 辅助核算: what its lines are told apart by
}

// Dimension is what lines of an account are told apart by.
type Dimension string

// Dimensions.
const (
	ByAccount   Dimension = "account" // settlement account
	ByChannel   Dimension = "channel"
	ByCoverage  Dimension = "coverage"
	ByAgreement Dimension = "agreement"
	ByVersion   Dimension = "version" // of the agreement
	ByTaxClass  Dimension = "taxClass"
	ByUnit      Dimension = "unit"      // 机构
	ByClass     Dimension = "class"     // 险类
	ByPortfolio Dimension = "portfolio" // 合同组合
)

var dimensions = []Dimension{ByAccount, ByChannel, ByCoverage, ByAgreement, ByVersion, ByTaxClass, ByUnit, ByClass, ByPortfolio}

// Rule says where an amount of some kinds of bookings goes; one side may be empty, where another rule has it.
type Rule struct {
	Amount Amount        `json:"amount"`
	Kinds  []ledger.Kind `json:"kinds"`
	Where  Where         `json:"where,omitempty"`
	Sides
}

// Sides of a voucher.
type Sides struct {
	Debit  string `json:"debit,omitempty"`
	Credit string `json:"credit,omitempty"`
}

// Amount is a column of bookings.
type Amount string

// Amounts.
const (
	Premium    Amount = "PREMIUM"
	Commission Amount = "COMMISSION"
	Payable    Amount = "PAYABLE"
	Paid       Amount = "PAID"
	Recovered  Amount = "RECOVERED"
	Cash       Amount = "CASH"
	CashOut    Amount = "CASH_OUT" // cash with the other sign
)

// Where narrows a rule.
type Where string

// Places of a rule.
const (
	Everywhere Where = ""
	Credit     Where = "CREDIT"  // the settlement account has credit
	Prepaid    Where = "PREPAID" // it pays ahead
	Due        Where = "DUE"     // the booking has a due day
	Ahead      Where = "AHEAD"   // it has none
)

//go:embed mapping.json
var shipped []byte

// Shipped is the mapping that comes with the product: by the codes of the accounting standards for enterprises, and names that insurers use.
func Shipped() *Mapping {
	m, err := ReadMapping(shipped)
	if err != nil {
		panic(err)
	}
	return m
}

// ReadMapping reads a mapping and checks it. Fault: INVALID_VALUE.
func ReadMapping(text []byte) (*Mapping, error) {
	m := &Mapping{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fault.Newf(fault.CodeInvalidValue, "no mapping: %v", err).At("mapping")
	}
	return m, m.compile()
}

// compile checks what is said.
func (m *Mapping) compile() error {
	var faults fault.List
	wrong := func(format string, arguments ...any) {
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, format, arguments...).At("mapping"))
	}
	m.accounts, m.rates = map[string]*Account{}, map[string]*big.Rat{}
	for i := range m.Accounts {
		a := &m.Accounts[i]
		if a.Code == "" || m.accounts[a.Code] != nil {
			wrong("account %q has no code, or is there twice", a.Code)
		}
		for _, by := range a.By {
			if !slices.Contains(dimensions, by) {
				wrong("account %s: nothing is told apart by %q", a.Code, by)
			}
		}
		m.accounts[a.Code] = a
	}
	known := func(code string) {
		if m.accounts[code] == nil {
			wrong("there is no account %q", code)
		}
	}
	for _, code := range []string{m.Tax, m.Rounding, m.Unearned.Debit, m.Unearned.Credit, m.Outstanding.Debit, m.Outstanding.Credit} {
		known(code)
	}
	for _, r := range m.Rules {
		if r.Debit == "" && r.Credit == "" {
			wrong("a rule of %s goes nowhere", r.Amount)
		}
		for _, code := range []string{r.Debit, r.Credit} {
			if code != "" {
				known(code)
			}
		}
	}
	for class, text := range m.TaxClasses {
		rate, err := money.ParseDecimal(text)
		if err != nil || rate.Sign() < 0 {
			wrong("tax class %s has no rate", class)
			continue
		}
		m.rates[class], _ = new(big.Rat).SetString(rate.String())
	}
	for _, kind := range mapped {
		for _, amount := range kind.amounts {
			if !slices.ContainsFunc(m.Rules, func(r Rule) bool { return slices.Contains(r.Kinds, kind.kind) && r.is(amount) }) {
				wrong("%s of %s goes to no account", amount, kind.kind)
			}
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// is tells whether the rule takes an amount, cash by either sign.
func (r *Rule) is(amount Amount) bool {
	return r.Amount == amount || amount == Cash && r.Amount == CashOut
}

// mapped are the amounts of kinds that a mapping must say.
var mapped = []struct {
	kind    ledger.Kind
	amounts []Amount
}{
	{ledger.Issue, []Amount{Premium, Commission}}, {ledger.Renewal, []Amount{Premium, Commission}}, {ledger.Endorsement, []Amount{Premium, Commission}},
	{ledger.Cancellation, []Amount{Premium, Commission}}, {ledger.ClaimApproved, []Amount{Payable}}, {ledger.ClaimPaid, []Amount{Paid}},
	{ledger.ClaimRecovered, []Amount{Recovered}}, {ledger.PremiumReceived, []Amount{Cash}}, {ledger.PremiumRefunded, []Amount{Cash}},
	{ledger.CommissionPaid, []Amount{Cash}}, {ledger.AdvanceApplied, []Amount{Cash}}, {ledger.PremiumOffset, []Amount{Cash}},
	{ledger.CommissionOffset, []Amount{Cash}}, {ledger.WrittenOff, []Amount{Cash}}, {ledger.BadDebt, []Amount{Cash}},
}

// unmapped refuses a booking that no rule takes.
func unmapped(amount Amount, kind ledger.Kind, where string) error {
	return fault.Newf(fault.CodeInvalidState, "%s of %s goes to no account: %s", amount, kind, where).At("mapping")
}

// PremiumAccounts are where premium goes on the side of income: what is earned, VAT, and what rounding leaves.
func (m *Mapping) PremiumAccounts() []string {
	list := []string{m.Tax, m.Rounding}
	for _, r := range m.Rules {
		if r.Amount == Premium && !slices.Contains(list, r.Credit) {
			list = append(list, r.Credit)
		}
	}
	return list
}
