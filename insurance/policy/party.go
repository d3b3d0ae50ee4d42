package policy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"baodan/ent"
	"baodan/insurance/privacy"
)

// Party is a person or a company that a policy names. All of it is personal data.
type Party struct {
	Name         *string `json:"name,omitempty"`
	IdentityType *string `json:"identityType,omitempty"`
	IdentityNo   *string `json:"identityNo,omitempty"`
	Phone        *string `json:"phone,omitempty"`
	Email        *string `json:"email,omitempty"`
}

// Period is a half-open span of time.
type Period struct{ Start, End time.Time }

// Payer says who pays the premium (A2).
type Payer string

// Payers.
const (
	Customer Payer = "CUSTOMER"
	Seller   Payer = "SELLER"
	Platform Payer = "PLATFORM"
)

var (
	orderNoPattern    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	identityNoPattern = regexp.MustCompile(`^[A-Za-z0-9-]{1,32}$`)
	idTypePattern     = regexp.MustCompile(`^[A-Z_]{1,32}$`)
	phonePattern      = regexp.MustCompile(`^\+?[0-9][0-9 -]{2,30}$`)
	emailPattern      = regexp.MustCompile(`^[^\s@]{1,64}@[^\s@]{1,189}$`)
)

// ValidOrderNo tells whether a text can be a caller's number of an order or a request.
func ValidOrderNo(no string) bool { return orderNoPattern.MatchString(no) }

// Check tells what is wrong with the form of a party, which is nil where nobody is named; each with the path below a path.
func (p *Party) Check(bad func(detail string, path ...string), path ...string) {
	if p == nil {
		return
	}
	at := func(field string) []string { return append(append([]string{}, path...), field) }
	fits := func(value *string, pattern *regexp.Regexp, field, detail string) {
		if value != nil && !pattern.MatchString(*value) {
			bad(detail, at(field)...)
		}
	}
	if p.Name != nil && !printable(*p.Name, 100) {
		bad("a name has 1 to 100 printable characters", at("name")...)
	}
	fits(p.IdentityType, idTypePattern, "identityType", "1 to 32 capital letters and _")
	fits(p.IdentityNo, identityNoPattern, "identityNo", "1 to 32 letters, digits and -")
	fits(p.Phone, phonePattern, "phone", "digits, spaces and -, at most 32")
	fits(p.Email, emailPattern, "email", "not an e-mail address")
	if p.IdentityType != nil && *p.IdentityType == residentCard && p.IdentityNo != nil && !validResidentCard(*p.IdentityNo) {
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

// validResidentCard checks length, birthday and check digit.
func validResidentCard(no string) bool {
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

// values of a party, below a path.
func (p *Party) values(path string) []privacy.Value {
	if p == nil {
		return nil
	}
	var list []privacy.Value
	add := func(class privacy.PersonalClass, field string, value *string) {
		if value != nil {
			list = append(list, privacy.Value{Class: class, Path: path + "." + field, Text: *value})
		}
	}
	add(privacy.Name, "name", p.Name)
	add(privacy.IdentityNo, "identityType", p.IdentityType)
	add(privacy.IdentityNo, "identityNo", p.IdentityNo)
	add(privacy.Phone, "phone", p.Phone)
	add(privacy.Email, "email", p.Email)
	return list
}

// indexed are the values of a party that persons are found by: all except the type of the identity document.
func (p *Party) indexed() []privacy.Value {
	return slices.DeleteFunc(p.values("party"), func(v privacy.Value) bool { return v.Path == "party.identityType" })
}

// same tells whether a party is a subject of whom more is known by now.
func (p *Party) same(who *privacy.Subject) bool {
	is := map[privacy.PersonalClass]bool{}
	for _, v := range p.indexed() {
		is[v.Class] = who.Is(v.Class, v.Text)
	}
	return is[privacy.IdentityNo] || is[privacy.Name] && (is[privacy.Phone] || is[privacy.Email])
}

// SealParty seals the new data of an insured into the row of an endorsement, whose keys must be set.
func (s *Service) SealParty(e *ent.Endorsement, party *Party) error {
	text, err := json.Marshal(party)
	if err != nil {
		return err
	}
	e.PersonalKey, e.Personal = s.ring.Seal(text, partyContext(e))
	return nil
}

// OpenParty is the new data of an insured in an endorsement; nil where it takes them away, or the person was erased.
func (s *Service) OpenParty(e *ent.Endorsement) (*Party, error) {
	if e.Personal == nil {
		return nil, nil // erased
	}
	var party *Party
	text, err := s.ring.Open(e.PersonalKey, e.Personal, partyContext(e))
	if err == nil {
		err = json.Unmarshal(text, &party)
	}
	if err != nil {
		return nil, fmt.Errorf("personal data of endorsement %s: %w", e.Number, err)
	}
	return party, nil
}

func partyContext(e *ent.Endorsement) string {
	return "endorsements.personal:" + strconv.FormatInt(e.ChannelID, 10) + ":" + strconv.FormatInt(e.ID, 10)
}

// ValidReference tells whether a text can be a channel's reference of an insured.
func ValidReference(reference string) bool { return referencePattern.MatchString(reference) }

var referencePattern = regexp.MustCompile(`^[\x21-\x7e]{1,64}$`)

// BadReference says what a reference must be.
const BadReference = "a reference is 1 to 64 visible ASCII characters"
