package enquiry

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"baodan/ent"
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
	States           []policy.State `json:"states,omitempty"`
	BoundAt          *policy.Period `json:"-"` // see Frozen
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
	orderPattern     = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	codePattern      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)
	numberPattern    = regexp.MustCompile(`^[\x21-\x7e]{1,24}$`)
)

// check lists what is wrong with the form of a filter: INVALID_VALUE.
func (f *Filter) check() fault.List {
	var faults fault.List
	bad := func(name, detail string) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, name+": "+detail, "filter", name))
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
	if f.BoundAt != nil && !f.BoundAt.End.After(f.BoundAt.Start) {
		bad("boundAt", "the end lies before the beginning")
	}
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

// every tells whether states say nothing: none is named, or all are.
func (f *Filter) everyState() bool {
	for _, s := range []policy.State{policy.Pending, policy.InForce, policy.Expired, policy.Cancelled} {
		if len(f.States) > 0 && !slices.Contains(f.States, s) {
			return false
		}
	}
	return true
}

// bound tells whether a policy was bound when the filter says.
func (f *Filter) bound(row *ent.InsurancePolicy) bool {
	return f.BoundAt == nil || !row.BoundAt.Before(f.BoundAt.Start) && row.BoundAt.Before(f.BoundAt.End)
}

// span is a half-open span of time, as it is frozen.
type span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}
