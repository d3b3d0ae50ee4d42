package policy

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
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

var idTypePattern = regexp.MustCompile(`^[A-Z_]{1,32}$`)

// Check tells what is wrong with the form of a party, which is nil where nobody is named; each with the path below a path.
func (p *Party) Check(bad func(detail string, path ...string), path ...string) {
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
func (s *sealer) SealParty(e *ent.Endorsement, party *Party) error {
	text, err := json.Marshal(party)
	if err != nil {
		return err
	}
	e.PersonalKey, e.Personal = s.ring.Seal(text, partyContext(e))
	return nil
}

// OpenParty is the new data of an insured in an endorsement; nil where it takes them away, or the person was erased.
func (s *sealer) OpenParty(e *ent.Endorsement) (*Party, error) {
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
