package issuing

import (
	"regexp"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/engine/money"
	"baodan/insurance/fault"
)

// Payer says who pays the premium (A2).
type Payer string

// Payers.
const (
	Customer Payer = "CUSTOMER"
	Seller   Payer = "SELLER"
	Platform Payer = "PLATFORM"
)

// IssueInput asks for a policy. OrderNo makes it idempotent for ever.
type IssueInput struct {
	OrderNo         string
	Risk            RiskInput
	QuoteToken      *string
	ExpectedPremium *MoneyInput
}

// QuoteInput asks for a price.
type QuoteInput struct{ Risk RiskInput }

// RiskInput is what to cover.
type RiskInput struct {
	AgreementCode string
	PlanCode      string
	Period        *PeriodInput
	Payer         Payer
	Applicant     *PartyInput
	Insureds      []*InsuredInput
	Factors       map[string]any
}

// PeriodInput is a half-open span of time.
type PeriodInput struct{ Start, End time.Time }

// MoneyInput is an amount as sent.
type MoneyInput struct {
	Amount   money.Decimal
	Currency string
}

// InsuredInput is an insured: an account, an order line.
type InsuredInput struct {
	Reference string
	Party     *PartyInput
}

// PartyInput is a person or company. All of it is personal data.
type PartyInput struct {
	Name         *string `json:"name,omitempty"`
	IdentityType *string `json:"identityType,omitempty"`
	IdentityNo   *string `json:"identityNo,omitempty"`
	Phone        *string `json:"phone,omitempty"`
	Email        *string `json:"email,omitempty"`
}

// references of the insureds, in the order they were sent.
func (in *RiskInput) references() []string {
	list := make([]string, len(in.Insureds))
	for i, insured := range in.Insureds {
		list[i] = insured.Reference
	}
	return list
}

const maxInsureds = 100

var (
	orderNoPattern   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	codePattern      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
	idTypePattern    = regexp.MustCompile(`^[A-Z_]{1,32}$`)
)

// check lists what is wrong with the form of a risk, without looking at any product.
func (in *RiskInput) check() fault.List {
	var faults fault.List
	bad := func(detail string, path ...string) {
		faults = append(faults, fault.New(fault.InvalidValue, detail, path...).At("risk"))
	}
	if !codePattern.MatchString(in.AgreementCode) {
		bad("a code is 1 to 32 letters, digits, _ and -", "agreementCode")
	}
	if !codePattern.MatchString(in.PlanCode) {
		bad("a code is 1 to 32 letters, digits, _ and -", "planCode")
	}
	if in.Period != nil && !in.Period.End.After(in.Period.Start) {
		bad("the end lies before the beginning", "period", "end")
	}
	if n := len(in.Insureds); n == 0 || n > maxInsureds {
		bad("1 to 100 insureds", "insureds")
	}
	seen := map[string]bool{}
	for i, insured := range in.Insureds[:min(len(in.Insureds), maxInsureds)] {
		at := strconv.Itoa(i)
		if !referencePattern.MatchString(insured.Reference) {
			bad("a reference is 1 to 64 visible ASCII characters", "insureds", at, "reference")
		} else if seen[insured.Reference] {
			bad("the same insured twice", "insureds", at, "reference")
		}
		seen[insured.Reference] = true
		insured.Party.check(bad, "insureds", at, "party")
	}
	in.Applicant.check(bad, "applicant")
	return faults
}

// Check lists what is wrong with the form of an insured, below a path. Fault: INVALID_VALUE.
func (in *InsuredInput) Check(path ...string) fault.List {
	var faults fault.List
	bad := func(detail string, at ...string) {
		faults = append(faults, fault.New(fault.InvalidValue, detail, at...).At(path...))
	}
	if !referencePattern.MatchString(in.Reference) {
		bad("a reference is 1 to 64 visible ASCII characters", "reference")
	}
	in.Party.check(bad, "party")
	return faults
}

func (p *PartyInput) check(bad func(string, ...string), path ...string) {
	if p == nil {
		return
	}
	at := func(field string) []string { return append(append([]string{}, path...), field) }
	fits := func(value *string, form func(string) bool, field, detail string) {
		if value != nil && !form(*value) {
			bad(detail, at(field)...)
		}
	}
	if p.Name != nil && !printable(*p.Name, 100) {
		bad("a name has 1 to 100 printable characters", at("name")...)
	}
	fits(p.IdentityType, idTypePattern.MatchString, "identityType", "1 to 32 capital letters and _")
	fits(p.IdentityNo, identity.Number, "identityNo", "1 to 32 letters, digits and -")
	fits(p.Phone, identity.Phone, "phone", "digits, spaces and -, at most 32")
	fits(p.Email, identity.Email, "email", "not an e-mail address")
	if p.IdentityType != nil && *p.IdentityType == residentCard && p.IdentityNo != nil && !identity.ResidentCard(*p.IdentityNo) {
		bad("not a number of a resident identity card", at("identityNo")...)
	}
}

func printable(text string, most int) bool {
	if n := utf8.RuneCountInString(text); n == 0 || n > most || !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// residentCard is the identity type of the resident identity card (居民身份证, GB 11643-1999).
const residentCard = "ID_CARD"
