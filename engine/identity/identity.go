// Package identity knows the forms of what tells who somebody is and how to reach them: identity numbers, telephone
// numbers, e-mail addresses. Which form is asked for where is decided by who calls.
package identity

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

var (
	number      = regexp.MustCompile(`^[A-Za-z0-9-]{1,32}$`)
	typedNumber = regexp.MustCompile(`^[A-Za-z0-9 -]{1,40}$`)
	phone       = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{2,30}$`)
	typedPhone  = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,30}$`)
	someEmail   = regexp.MustCompile(`^[^\s@]+@[^\s@]+$`)
	resident    = regexp.MustCompile(`^[0-9]{17}[0-9Xx]$`)
	email       = regexp.MustCompile(`^[^\s@]{1,64}@[^\s@]{1,189}$`)
	mailable    = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`)
)

// longestEmail is the length of an address that mail servers take (RFC 5321), in bytes.
const longestEmail = 254

// Number tells whether a text has the form of an identity number, of any kind, as programs send it.
func Number(text string) bool { return number.MatchString(text) }

// TypedNumber tells whether a text has the form of an identity number as people type it, with blanks.
func TypedNumber(text string) bool { return typedNumber.MatchString(text) }

// Phone tells whether a text is a telephone number as programs send it: one that there can be in mainland China, or after + and
// a country code anywhere, by the plans of the countries.
func Phone(text string) bool {
	if !phone.MatchString(text) {
		return false
	}
	number, err := phonenumbers.Parse(text, "CN")
	return err == nil && phonenumbers.IsValidNumber(number)
}

// TypedPhone tells whether a text has the form of a telephone number as people type it, with brackets.
func TypedPhone(text string) bool { return typedPhone.MatchString(text) }

// SomeEmail tells an e-mail address, of any length, from a text that is none.
func SomeEmail(text string) bool { return someEmail.MatchString(text) }

// Email tells whether a text has the form and length of an e-mail address. Nothing is sent to it.
func Email(text string) bool { return email.MatchString(text) }

// Mailbox tells whether a text is one e-mail address as RFC 5322 writes it, without a name beside it.
func Mailbox(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text && len(text) <= longestEmail && !strings.ContainsFunc(text, unicode.IsSpace)
}

// Mailable tells whether a text is one e-mail address of a host on the internet, in plain ASCII: one that mails are sent
// to, and that is safe in their header.
func Mailable(text string) bool { return mailable.MatchString(text) && Mailbox(text) }

// LooksResident tells whether a text has the form of the number of a resident identity card.
func LooksResident(no string) bool { return resident.MatchString(no) }

// ResidentCard tells whether a text is the number of a resident identity card (居民身份证, GB 11643-1999), by its length,
// birthday and check digit, which may be a small x.
func ResidentCard(no string) bool {
	no = strings.ToUpper(no)
	if len(no) != 18 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if no[i] < '0' || no[i] > '9' {
			return false
		}
		sum += int(no[i]-'0') * w
	}
	if _, err := time.Parse("20060102", no[6:14]); err != nil {
		return false
	}
	return no[17] == "10X98765432"[sum%11]
}

// creditAlphabet are the signs of a unified social credit code in the order of their values; I, O, S, V and Z are none of them.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditCode = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$`)

// CreditCode tells whether a text is the unified social credit code of an organisation (统一社会信用代码, GB 32100-2015): 18 digits
// and capitals, of which the third to the eighth are the digits of a region and the last is the check character.
func CreditCode(code string) bool {
	if !creditCode.MatchString(code) {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(creditAlphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code[17] == creditAlphabet[(31-sum%31)%31]
}
