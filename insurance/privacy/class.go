package privacy

// PersonalClass is a kind of personal data.
type PersonalClass string

// Classes, as product files and the schema name them, and the finer ones that are looked up: a contact is a telephone
// number, an e-mail address, or a postal address, which is not looked up.
const (
	Name       PersonalClass = "NAME"
	IdentityNo PersonalClass = "IDENTITY_NO"
	Contact    PersonalClass = "CONTACT"
	Account    PersonalClass = "ACCOUNT"
	Phone      PersonalClass = "PHONE"
	Email      PersonalClass = "EMAIL"
	// Reference of an insured, with its channel's key: 17/buyer-3. It is no personal data by itself; policies of products
	// without a duplicate rule are found by it.
	Reference PersonalClass = "REFERENCE"
)

// Of is the class that the schema knows: that of a telephone number is CONTACT.
func (c PersonalClass) Of() PersonalClass {
	if c == Phone || c == Email {
		return Contact
	}
	return c
}

// Value is one piece of personal data in clear.
type Value struct {
	Class PersonalClass
	Path  string // where it was said: insureds.0.name, factors.accountId
	Text  string
}
