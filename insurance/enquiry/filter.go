package enquiry

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"baodan/engine/money"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Filter finds policies; what is given must all hold, and nothing given finds all of the live channels. A list holds at
// most 100 values, and an empty one says nothing.
type Filter struct {
	Numbers          []string       `json:"numbers,omitempty"`
	OrderNos         []string       `json:"orderNos,omitempty"`
	ChannelCodes     []string       `json:"channelCodes,omitempty"`
	Mode             work.Mode      `json:"mode"`
	ProductCodes     []string       `json:"productCodes,omitempty"`
	PlanCodes        []string       `json:"planCodes,omitempty"` // in force; of the one product that is named
	AgreementCodes   []string       `json:"agreementCodes,omitempty"`
	Payers           []policy.Payer `json:"payers,omitempty"`
	States           []policy.State `json:"states,omitempty"`
	BoundAt          *policy.Period `json:"-"` // see Frozen
	CoverEnd         *policy.Period `json:"-"` // see Frozen
	PremiumFrom      *money.Input   `json:"premiumFrom,omitempty"`
	PremiumTo        *money.Input   `json:"premiumTo,omitempty"` // itself too
	InsuredReference *string        `json:"insuredReference,omitempty"`
	SearchValue      *string        `json:"searchValue,omitempty"` // of a factor or fact that its product names; no personal data
	// Personal data never leaves this struct: it is looked up by keyed hash, and written nowhere.
	PersonName *string `json:"-"`
	IdentityNo *string `json:"-"`
	Phone      *string `json:"-"`
	Email      *string `json:"-"`
}

// mostValues of a list.
const mostValues = 100

var (
	orderPattern     = regexp.MustCompile(`^[A-Za-z0-9_~-]{1,64}$`) // ~ begins those of people
	codePattern      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
	numberPattern    = regexp.MustCompile(`^[\x21-\x7e]{1,24}$`)
)

// check lists what is wrong with the form of a filter: INVALID_VALUE.
func (f *Filter) check() fault.List {
	var faults fault.List
	bad := func(name, detail string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, detail, "filter", name))
	}
	for _, list := range []struct {
		name, form string
		values     []string
		pattern    *regexp.Regexp
	}{
		{"numbers", "a number is 1 to 24 visible ASCII characters", f.Numbers, numberPattern},
		{"orderNos", "an order number is 1 to 64 letters, digits, _ and -", f.OrderNos, orderPattern},
		{"channelCodes", "a code is 1 to 32 letters, digits, _ and -", f.ChannelCodes, codePattern},
		{"productCodes", "a code is 1 to 32 letters, digits, _ and -", f.ProductCodes, codePattern},
		{"planCodes", "a code is 1 to 32 letters, digits, _ and -", f.PlanCodes, codePattern},
		{"agreementCodes", "a code is 1 to 32 letters, digits, _ and -", f.AgreementCodes, codePattern},
	} {
		if len(list.values) > mostValues {
			bad(list.name, fmt.Sprintf("at most %d", mostValues))
		} else if slices.ContainsFunc(list.values, func(v string) bool { return !list.pattern.MatchString(v) }) {
			bad(list.name, list.form)
		}
	}
	if len(f.States) > mostValues {
		bad("states", fmt.Sprintf("at most %d", mostValues))
	}
	if len(f.Payers) > mostValues {
		bad("payers", fmt.Sprintf("at most %d", mostValues))
	}
	if len(f.PlanCodes) > 0 && len(f.ProductCodes) != 1 {
		bad("planCodes", "plans are those of one product: name it")
	}
	for _, span := range []struct {
		name   string
		period *policy.Period
	}{{"boundAt", f.BoundAt}, {"coverEnd", f.CoverEnd}} {
		if span.period != nil && !span.period.End.After(span.period.Start) {
			bad(span.name, "the end lies before the beginning")
		}
	}
	f.checkPremium(bad)
	if f.InsuredReference != nil && !referencePattern.MatchString(*f.InsuredReference) {
		bad("insuredReference", "a reference is 1 to 64 visible ASCII characters")
	}
	if f.SearchValue != nil && !policy.ValidSearchValue(*f.SearchValue) {
		bad("searchValue", policy.BadSearchValue)
	}
	for _, p := range f.persons() {
		if n := utf8.RuneCountInString(p.value); strings.TrimSpace(p.value) == "" || n > longestPersonal || !utf8.ValidString(p.value) {
			bad(p.name, fmt.Sprintf("1 to %d characters", longestPersonal))
		}
	}
	return faults
}

const longestPersonal = 254 // characters; the longest e-mail address

// personal is a condition on a person.
type personal struct {
	name  string
	class privacy.PersonalClass
	value string
}

// persons are the conditions on persons, those that find the fewest first.
func (f *Filter) persons() []personal {
	var list []personal
	for _, p := range []struct {
		name  string
		class privacy.PersonalClass
		value *string
	}{
		{"identityNo", privacy.IdentityNo, f.IdentityNo}, {"phone", privacy.Phone, f.Phone}, {"email", privacy.Email, f.Email},
		{"personName", privacy.Name, f.PersonName},
	} {
		if p.value != nil {
			list = append(list, personal{p.name, p.class, *p.value})
		}
	}
	return list
}

// checkPremium finds fault with a span of premiums.
func (f *Filter) checkPremium(bad func(name, detail string)) {
	var bounds []money.Amount
	for _, p := range []struct {
		name  string
		input *money.Input
	}{{"premiumFrom", f.PremiumFrom}, {"premiumTo", f.PremiumTo}} {
		if p.input == nil {
			continue
		}
		amount, err := p.input.Amount.In(money.Currency(p.input.Currency))
		if err != nil {
			bad(p.name, "no amount of this currency")
			return
		}
		bounds = append(bounds, amount)
	}
	if len(bounds) == 2 && bounds[0].Currency != bounds[1].Currency {
		bad("premiumTo", "another currency than premiumFrom")
	} else if len(bounds) == 2 && bounds[1].Minor < bounds[0].Minor {
		bad("premiumTo", "the end lies before the beginning")
	}
}

// minor is an amount in minor units, which checkPremium found to be one; nil: none is given.
func minor(in *money.Input) any {
	if in == nil {
		return nil
	}
	amount, err := in.Amount.In(money.Currency(in.Currency))
	if err != nil {
		panic(err) // it was checked
	}
	return amount.Minor
}

// costs tells whether a premium lies in the filter's span.
func (f *Filter) costs(l *listed) bool {
	from, fromGiven := minor(f.PremiumFrom).(int64)
	to, toGiven := minor(f.PremiumTo).(int64)
	return (!fromGiven || l.currency == f.PremiumFrom.Currency && l.premium >= from) && (!toGiven || l.currency == f.PremiumTo.Currency && l.premium <= to)
}

// spanOf is what the filter says of a sorted column; nil: nothing.
func (f *Filter) spanOf(column string) (from, to any, inclusive bool) {
	period := f.BoundAt
	switch column {
	case byPremium:
		return minor(f.PremiumFrom), minor(f.PremiumTo), true
	case byEnd:
		period = f.CoverEnd
	}
	if period == nil {
		return nil, nil, false
	}
	return period.Start.UTC(), period.End.UTC(), false
}

// allStates are the states that are asked for, each once: all where none is named.
func (f *Filter) allStates() []policy.State {
	if len(f.States) == 0 {
		return allStates
	}
	return slices.Compact(slices.Sorted(slices.Values(f.States)))
}

// frozenSpan is a half-open span of time, as it is frozen.
type frozenSpan struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

func freeze(p *policy.Period) *frozenSpan {
	if p == nil {
		return nil
	}
	return &frozenSpan{p.Start.UTC(), p.End.UTC()}
}

func (z *frozenSpan) period() *policy.Period {
	if z == nil {
		return nil
	}
	return &policy.Period{Start: z.Start, End: z.End}
}
