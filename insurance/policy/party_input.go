package policy

import "strings"

// PartyInput is a person or an organisation as it is sent; exactly one is set.
type PartyInput struct {
	Person       *Party
	Organisation *OrganisationInput
}

// OrganisationInput is an organisation as it is sent.
type OrganisationInput struct {
	Name       string
	CreditCode string
	Contact    *Contact
}

// Contact is who speaks for an organisation.
type Contact struct{ Name, Phone, Email *string }

// Party is who was sent; nil where nobody was.
func (in *PartyInput) Party() *Party {
	switch {
	case in == nil:
		return nil
	case in.Organisation == nil:
		return in.Person
	}
	party := &Party{Name: &in.Organisation.Name, CreditCode: &in.Organisation.CreditCode}
	if c := in.Organisation.Contact; c != nil {
		party.ContactName, party.Phone, party.Email = c.Name, c.Phone, c.Email
	}
	return party
}

// Check tells what is wrong with the form of a party, each with the path below a path.
func (in *PartyInput) Check(bad func(detail string, path ...string), path ...string) {
	if in == nil {
		return
	}
	if (in.Person == nil) == (in.Organisation == nil) {
		bad("either a person or an organisation", path...)
		return
	}
	in.Party().Check(func(detail string, at ...string) {
		bad(detail, append(append([]string{}, path...), in.fieldOf(at[0])...)...)
	})
}

// fieldOf is the input that a field of a party was sent in.
func (in *PartyInput) fieldOf(field string) []string {
	switch {
	case in.Organisation == nil:
		return []string{"person", field}
	case field == "name" || field == "creditCode":
		return []string{"organisation", field}
	}
	return []string{"organisation", "contact", strings.ToLower(strings.TrimPrefix(field, "contact"))}
}

// Input is the input that would send a party; nil for nobody.
func (p *Party) Input() *PartyInput {
	switch {
	case p == nil:
		return nil
	case p.CreditCode == nil:
		return &PartyInput{Person: p}
	}
	in := &OrganisationInput{CreditCode: *p.CreditCode}
	if p.Name != nil {
		in.Name = *p.Name
	}
	if p.ContactName != nil || p.Phone != nil || p.Email != nil {
		in.Contact = &Contact{p.ContactName, p.Phone, p.Email}
	}
	return &PartyInput{Organisation: in}
}
