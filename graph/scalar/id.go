package scalar

import (
	"encoding/base32"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// Kinds of global ids.
const (
	PolicyID      = "pol"
	ChannelID     = "chn"
	EndorsementID = "end"
	ClaimID       = "clm"
	FileID        = "fil"
	EndpointID    = "whe"
	DeliveryID    = "dlv"
	EventID       = "evt"
	JobID         = "job"
	PersonID      = "per"
	SessionID     = "ses"
	TokenID       = "tok"
	AuditID       = "aud"
	ApprovalID    = "apr"
	ProductID     = "prd"
	AgreementID   = "agr"
	CredentialID  = "crd"
	RequestID     = "srq"
	cursorKind    = "cur"
)

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// GlobalID writes a key as a global id: kind, underscore, 13 characters that order as the keys do.
func GlobalID(kind string, key int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(key))
	return kind + "_" + crockford.EncodeToString(b[:])
}

// ParseGlobalID reads a global id; each key has exactly one.
func ParseGlobalID(id string) (kind string, key int64, err error) {
	kind, text, found := strings.Cut(id, "_")
	b, err := crockford.DecodeString(text)
	if !found || err != nil || len(b) != 8 {
		return "", 0, errors.New("not a global id")
	}
	key = int64(binary.BigEndian.Uint64(b))
	if key < 0 || GlobalID(kind, key) != id {
		return "", 0, errors.New("not a global id")
	}
	return kind, key, nil
}

// MarshalID writes an id.
func MarshalID(s string) graphql.Marshaler { return text(s) }

// UnmarshalID reads an id; ids are strings.
func UnmarshalID(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", invalid("an id is a string")
	}
	return s, nil
}

// Cursor writes the key of a row as the cursor of its edge.
func Cursor(key int64) string { return GlobalID(cursorKind, key) }

// ParseCursor reads a cursor.
func ParseCursor(cursor string) (int64, error) {
	kind, key, err := ParseGlobalID(cursor)
	if err != nil || kind != cursorKind || key == 0 {
		return 0, errors.New("not a cursor of ours")
	}
	return key, nil
}

// KeyOf reads the key of a global id of a kind; 0 for any other text, which no row has.
func KeyOf(kind, id string) int64 {
	of, key, err := ParseGlobalID(id)
	if err != nil || of != kind {
		return 0
	}
	return key
}
