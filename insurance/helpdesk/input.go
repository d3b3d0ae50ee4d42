package helpdesk

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/ent/servicerequest"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// OpenInput asks for a service request.
type OpenInput struct {
	RequestNo    string
	PolicyNumber string
	Kind         servicerequest.Kind
	Delivery     servicerequest.Delivery
	Recipient    Recipient
	Note         string
	Payer        *policy.Payer // of an invoice: whose premium it is for; nil: who paid
}

// Recipient is where a request goes; it is stored sealed.
type Recipient struct {
	Name         string `json:"name"`
	Email        string `json:"email,omitempty"`
	Address      string `json:"address,omitempty"`
	Phone        string `json:"phone,omitempty"`
	InvoiceTitle string `json:"invoiceTitle,omitempty"`
	TaxNo        string `json:"taxNo,omitempty"`
}

// Limits, in characters where not said otherwise.
const (
	longestName    = 100
	longestAddress = 300
	longestNote    = 1000
	longestRemark  = 1000
	longestOutcome = 500
)

var (
	requestNoPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	taxNoPattern     = regexp.MustCompile(`^[0-9A-Z]{15,20}$`)
	carrierPattern   = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$`)
	trackingPattern  = regexp.MustCompile(`^[A-Za-z0-9-]{4,64}$`)
)

// check finds fault with an input: INVALID_VALUE, REQUIRED.
func (in *OpenInput) check() error {
	var list fault.List
	if !requestNoPattern.MatchString(in.RequestNo) {
		list = append(list, fault.New(fault.CodeInvalidValue, "1 to 64 letters, digits, - and _", "requestNo"))
	}
	if !sentence(in.Note, 0, longestNote, true) {
		list = append(list, fault.Newf(fault.CodeInvalidValue, "at most %d characters", longestNote).At("note"))
	}
	if in.Payer != nil && in.Kind != servicerequest.KindInvoice {
		list = append(list, fault.New(fault.CodeInvalidValue, "only an invoice is for a payer", "payer"))
	}
	list = append(list, in.Recipient.check()...)
	for _, needed := range in.needed() {
		if needed.value == "" {
			list = append(list, fault.New(fault.CodeRequired, "needed for this kind and delivery", "recipient", needed.name))
		}
	}
	if len(list) > 0 {
		return list
	}
	return nil
}

// check looks at what is given. No value has a line end or another sign that is not printed: a header of a mail is made
// of them.
func (r *Recipient) check() (list fault.List) {
	wrong := func(detail, field string) {
		list = append(list, fault.New(fault.CodeInvalidValue, detail, "recipient", field))
	}
	if !sentence(r.Name, 1, longestName, false) {
		wrong("1 to 100 printable characters", "name")
	}
	if r.Email != "" && !identity.Mailable(r.Email) {
		wrong("not an e-mail address", "email")
	}
	if !sentence(r.Address, 0, longestAddress, false) {
		wrong("at most 300 printable characters", "address")
	}
	if r.Phone != "" && !identity.TypedPhone(r.Phone) {
		wrong("not a telephone number", "phone")
	}
	if !sentence(r.InvoiceTitle, 0, longestName, false) {
		wrong("at most 100 printable characters", "invoiceTitle")
	}
	if r.TaxNo != "" && !taxNoPattern.MatchString(r.TaxNo) {
		wrong("15 to 20 digits and capital letters", "taxNo")
	}
	return list
}

type neededValue struct{ name, value string }

// needed are the values that a kind and a delivery need.
func (in *OpenInput) needed() (list []neededValue) {
	r := in.Recipient
	switch in.Delivery {
	case servicerequest.DeliveryEmail:
		list = append(list, neededValue{"email", r.Email})
	case servicerequest.DeliveryPost:
		list = append(list, neededValue{"address", r.Address}, neededValue{"phone", r.Phone})
	}
	if in.Kind == servicerequest.KindInvoice {
		list = append(list, neededValue{"invoiceTitle", r.InvoiceTitle})
	}
	return list
}

// sentence tells whether a text has at most n characters, all of which are printed; lines says that it may have several.
func sentence(text string, shortest, longest int, lines bool) bool {
	n := utf8.RuneCountInString(text)
	if n < shortest || n > longest || !utf8.ValidString(text) || n > 0 && strings.TrimSpace(text) == "" {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) && (!lines || r != '\n' && r != '\t')
	})
}

// deskOf says whose work a kind is.
var deskOf = map[servicerequest.Kind]servicerequest.Desk{
	servicerequest.KindPolicyDocument: servicerequest.DeskUnderwriting,
	servicerequest.KindInvoice:        servicerequest.DeskFinance,
}

// within is how many working days a request may take until it is sent. Other promises are hours or calendar days: of claims the
// product's terms, within what the law counts in calendar days.
var within = map[servicerequest.Delivery]int{servicerequest.DeliveryEmail: 1, servicerequest.DeliveryPost: 3}
