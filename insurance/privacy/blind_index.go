package privacy

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"baodan/engine/identity"
	"baodan/engine/seal"
	"baodan/ent/blindindex"
	"baodan/insurance/work"
)

// BlindIndex makes blind indexes: keyed hashes of personal values, by which a row is found without the value being stored.
// Values that mean the same have the same mark. The key derives from the root of the keyring, which never rotates, so
// blind indexes outlive the rotation of keys. It is safe for concurrent use.
type BlindIndex struct{ mac *seal.Mac }

// NewBlindIndex derives the keyed hash.
func NewBlindIndex(ring *seal.Keyring) *BlindIndex {
	return &BlindIndex{mac: ring.Mac("personal mark")}
}

// Of is the mark of a value; nil for what is not looked up: nothing, or a postal address.
func (m *BlindIndex) Of(class PersonalClass, value string) []byte {
	if class == Contact {
		class = kindOfContact(value)
	}
	plain := normal(class, value)
	if plain == "" {
		return nil
	}
	return m.mac.Sum([]byte(class), []byte{'\n'}, []byte(plain))
}

// kindOfContact tells a telephone number and an e-mail address from what is neither.
func kindOfContact(value string) PersonalClass {
	switch value = strings.TrimSpace(value); {
	case identity.SomeEmail(value):
		return Email
	case identity.TypedPhone(value):
		return Phone
	}
	return ""
}

// normal is a value as it is compared: an identity number in capitals without spaces, a telephone number as its digits
// without China's country code, an e-mail address in small letters, a name composed (NFC) and trimmed, an account as it
// is.
func normal(class PersonalClass, value string) string {
	switch class {
	case Name:
		return strings.TrimSpace(norm.NFC.String(value))
	case IdentityNo:
		return strings.ToUpper(strings.Join(strings.Fields(value), ""))
	case Phone:
		return digits(value)
	case Email:
		return strings.ToLower(strings.TrimSpace(value))
	case Account, Reference:
		return value
	case Contact:
	}
	return ""
}

// digits of a telephone number. +86 and 0086 are China's country code wherever they stand; a bare 86 only before the
// eleven digits of a mobile number, since area codes may begin so too.
func digits(phone string) string {
	all := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	switch {
	case strings.HasPrefix(strings.TrimSpace(phone), "+86"):
		return all[2:]
	case strings.HasPrefix(all, "0086"):
		return all[4:]
	case len(all) == 13 && strings.HasPrefix(all, "861"):
		return all[2:]
	}
	return all
}

// Table of blind indexes, and its columns in the order of rows.
var (
	Table   = blindindex.Table
	columns = []string{
		blindindex.FieldID, blindindex.FieldChannelID, blindindex.FieldHash, blindindex.FieldPolicyID,
		blindindex.FieldClaimID, blindindex.FieldReference,
	}
)

// IndexedValues is what a policy or claim says of somebody: the insured of a reference, or nobody in particular.
type IndexedValues struct {
	ChannelID, PolicyID int64
	ClaimID             int64  // 0: the policy itself
	Reference           string // of the insured; empty: the applicant, or a fact
	Values              []Value
}

// Insert is the blind indexes of what was said, as rows to be stored with it; it has no rows where nothing can be looked up.
func (m *BlindIndex) Insert(newKey func() int64, said ...IndexedValues) work.Insert {
	insert := work.Insert{Table: Table, Columns: columns}
	type place struct{ mark, reference string }
	seen := map[place]bool{}
	for _, s := range said {
		for _, v := range s.Values {
			mark := m.Of(v.Class, v.Text)
			if at := (place{string(mark), s.Reference}); mark != nil && !seen[at] {
				seen[at] = true
				insert.Rows = append(insert.Rows, []any{newKey(), s.ChannelID, mark, s.PolicyID, s.ClaimID, s.Reference})
			}
		}
	}
	return insert
}

// Erased is the mark of a policy of which somebody was erased. It says of nobody who they were.
func (m *BlindIndex) Erased() []byte { return m.mac.Sum([]byte("erased")) }
