package policy

import "baodan/insurance/access"

// Shown is a party as it is answered, masked: the name of a small firm is its owner's.
type Shown interface{ IsParty() }

// NaturalPerson is a person, masked.
type NaturalPerson struct{ Name, IdentityType, IdentityNo, Phone, Email *string }

// Organisation is an organisation, masked.
type Organisation struct {
	Name       *string
	CreditCode string
	Contact    *Contact
}

// IsParty says that a person is a party.
func (*NaturalPerson) IsParty() {}

// IsParty says that an organisation is a party.
func (*Organisation) IsParty() {}

// shown is a party as it is answered; nil for nobody.
func (p *Party) shown() Shown {
	if p == nil {
		return nil
	}
	name, phone, email := masked(p.Name, access.MaskName), masked(p.Phone, access.MaskPhone), masked(p.Email, access.MaskEmail)
	if p.CreditCode == nil {
		return &NaturalPerson{name, p.IdentityType, masked(p.IdentityNo, access.MaskIdentityNo), phone, email}
	}
	o := &Organisation{Name: name, CreditCode: access.MaskIdentityNo(*p.CreditCode)}
	if p.ContactName != nil || phone != nil || email != nil {
		o.Contact = &Contact{masked(p.ContactName, access.MaskName), phone, email}
	}
	return o
}
