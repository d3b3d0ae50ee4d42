package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"baodan/engine/identity"
	"baodan/ent"
	"baodan/insurance/privacy"
)

// Party is a person or an organisation (法人) that a policy names: an organisation has a credit code, a person has none. All of it
// is personal data.
type Party struct {
	Name         *string `json:"name,omitempty"`
	IdentityType *string `json:"identityType,omitempty"`
	IdentityNo   *string `json:"identityNo,omitempty"`
	Phone        *string `json:"phone,omitempty"` // of an organisation: of its contact
	Email        *string `json:"email,omitempty"` // of an organisation: of its contact
	CreditCode   *string `json:"creditCode,omitempty"`
	ContactName  *string `json:"contactName,omitempty"`
}

// IdentityTypes are the kinds of identity documents (证件类型).
var IdentityTypes = []string{
	residentCard, "HOUSEHOLD_REGISTER", "PASSPORT", "HK_MACAU_PERMIT", "TAIWAN_PERMIT", "HK_MACAU_TAIWAN_RESIDENCE", "FOREIGN_RESIDENCE",
	"MILITARY_ID", "OTHER",
}

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
	fits(p.IdentityType, func(kind string) bool { return slices.Contains(IdentityTypes, kind) }, "identityType", "one of "+strings.Join(IdentityTypes, ", "))
	fits(p.IdentityNo, identity.Number, "identityNo", "1 to 32 letters, digits and -")
	fits(p.CreditCode, identity.CreditCode, "creditCode", "not a unified social credit code")
	fits(p.Phone, identity.Phone, "phone", "no telephone number of mainland China, nor one with + and a country code")
	fits(p.Email, identity.Email, "email", "not an e-mail address")
	if p.IdentityNo != nil && p.meansResidentCard() && !identity.ResidentCard(*p.IdentityNo) {
		bad("not a number of a resident identity card", at("identityNo")...)
	}
	p.checkKind(func(detail, field string) { bad(detail, at(field)...) })
}

// checkKind tells what does not belong to a person, or to an organisation.
func (p *Party) checkKind(bad func(detail, field string)) {
	if p.ContactName != nil && !printable(*p.ContactName, 100) {
		bad("a name has 1 to 100 printable characters", "contactName")
	}
	if p.CreditCode == nil {
		if p.ContactName != nil {
			bad("only an organisation has a contact", "contactName")
		}
		return
	}
	if p.Name == nil {
		bad("an organisation has a name", "name")
	}
	if p.IdentityType != nil {
		bad("an organisation has no identity document", "identityType")
	}
	if p.IdentityNo != nil {
		bad("an organisation has no identity document", "identityNo")
	}
}

// meansResidentCard tells whether the number is that of a resident identity card: by its type, or without one by its form.
func (p *Party) meansResidentCard() bool {
	if p.IdentityType != nil {
		return *p.IdentityType == residentCard
	}
	return identity.LooksResident(*p.IdentityNo)
}

// PartyChange is what changes of a party, by the names of its fields: one that is not there stays, nil removes it.
type PartyChange map[string]*string

// fields of a party, by their names in a change.
func (p *Party) fields() map[string]**string {
	return map[string]**string{
		"name": &p.Name, "identityType": &p.IdentityType, "identityNo": &p.IdentityNo, "phone": &p.Phone, "email": &p.Email,
		"creditCode": &p.CreditCode, "contactName": &p.ContactName,
	}
}

// After is a party after a change; nil where nothing is left that is known of it. Faults are told as Check does, of what changed.
func (c PartyChange) After(before *Party, bad func(detail string, path ...string)) *Party {
	after := &Party{}
	if before != nil {
		*after = *before
	}
	fields := after.fields()
	for name, value := range c {
		*fields[name] = value
	}
	after.Check(func(detail string, path ...string) {
		_, changed := c[path[0]]
		_, retyped := c["identityType"]
		_, recoded := c["creditCode"] // a person becomes an organisation, or the other way round
		if changed || recoded || retyped && path[0] == "identityNo" {
			bad(detail, path...)
		}
	})
	if *after == (Party{}) {
		return nil
	}
	return after
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
	add(privacy.IdentityNo, "creditCode", p.CreditCode)
	add(privacy.Name, "contactName", p.ContactName)
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
		is[v.Class] = is[v.Class] || who.Is(v.Class, v.Text)
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
