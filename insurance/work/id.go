package work

import (
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Kind is what an id is of: its first letters. Keys are numbers inside; callers see ids, which cannot be
// taken for one of another kind.
type Kind string

// Kinds.
const (
	PolicyID         Kind = "pol"
	ChannelID        Kind = "chn"
	EndorsementID    Kind = "end"
	ClaimID          Kind = "clm"
	FileID           Kind = "fil"
	EndpointID       Kind = "whe"
	DeliveryID       Kind = "dlv"
	EventID          Kind = "evt"
	JobID            Kind = "job"
	PersonID         Kind = "per"
	SessionID        Kind = "ses"
	ReportingTokenID Kind = "tok"
	AuditRecordID    Kind = "aud"
	ApprovalID       Kind = "apr"
	ProductVersionID Kind = "prd"
	AgreementID      Kind = "agr"
	CredentialID     Kind = "crd"
	ServiceRequestID Kind = "srq"
	WebhookKeyID     Kind = "whk"
	ChallengeID      Kind = "chl"
	PreferenceID     Kind = "prf"
	PayoutID         Kind = "pay"
	ClaimNoteID      Kind = "nte"
	CashEntryID      Kind = "csh"
)

// Keys that came in as ids, a type for each kind, so that none is taken for another's.
type (
	// FileKey is the key of a file.
	FileKey int64
	// EndpointKey is the key of a webhook endpoint.
	EndpointKey int64
	// EventKey is the key of an event.
	EventKey int64
	// JobKey is the key of a job.
	JobKey int64
	// PersonKey is the key of a person.
	PersonKey int64
	// SessionKey is the key of a session.
	SessionKey int64
	// ReportingTokenKey is the key of a reporting token.
	ReportingTokenKey int64
	// ApprovalKey is the key of a request for approval.
	ApprovalKey int64
	// PolicyKey is the key of a policy.
	PolicyKey int64
	// ClaimKey is the key of a claim.
	ClaimKey int64
	// ServiceRequestKey is the key of a service request.
	ServiceRequestKey int64
)

// Plain are keys as the database has them.
func Plain[K ~int64](keys []K) []int64 {
	plain := make([]int64, len(keys))
	for i, key := range keys {
		plain[i] = int64(key)
	}
	return plain
}

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Of writes a key as an id: kind, underscore, 13 characters that order as the keys do.
func (k Kind) Of(key int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(key))
	return string(k) + "_" + crockford.EncodeToString(b[:])
}

// Kinds are all whose ids the API answers, with its names of them.
var Kinds = map[Kind]string{
	PolicyID: "Policy", ChannelID: "Channel", EndorsementID: "Endorsement", ClaimID: "Claim", FileID: "EvidenceFile",
	EndpointID: "WebhookEndpoint", DeliveryID: "Delivery", EventID: "Event", JobID: "Job", PersonID: "Person",
	SessionID: "Session", ReportingTokenID: "ReportingToken", AuditRecordID: "AuditRecord", ApprovalID: "Approval",
	ProductVersionID: "ProductVersion", AgreementID: "Agreement", CredentialID: "Credential", ServiceRequestID: "ServiceRequest",
	PreferenceID: "Preference", PayoutID: "Payout", ClaimNoteID: "ClaimNote",
}

// Named is the id of something that has no key of its own, by what names it; nothing is found by it.
func Named(kind string, names ...string) string { return kind + "_" + strings.Join(names, "_") }

// Key reads an id of this kind, and of no other.
func (k Kind) Key(id string) (int64, error) {
	of, key, err := ParseID(id)
	if err != nil || of != k {
		return 0, fmt.Errorf("an id of type %s is needed, %s_…, and this is none", Kinds[k], k)
	}
	return key, nil
}

var errNoID = errors.New("it is no id of anything")

// ParseID reads an id; each key has exactly one.
func ParseID(id string) (kind Kind, key int64, err error) {
	first, rest, found := strings.Cut(id, "_")
	b, err := crockford.DecodeString(rest)
	if !found || err != nil || len(b) != 8 {
		return "", 0, errNoID
	}
	kind, key = Kind(first), int64(binary.BigEndian.Uint64(b))
	if key < 0 || kind.Of(key) != id {
		return "", 0, errNoID
	}
	return kind, key, nil
}
