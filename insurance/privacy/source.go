package privacy

import (
	"context"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/insurance/work"
)

// Source keeps personal data of one kind of rows: policies, claims, service requests. Each act is the source of its own.
// insurance.Open names all of them to this service, so that erasure, rotation of keys and the search for leaks see each.
type Source interface {
	// PersonalKind names its rows: policy, claim, service_request.
	PersonalKind() string
	// Personal opens what a row says of persons, as it holds now; nil where there is no such row. Values come in a
	// fixed order.
	Personal(ctx context.Context, id int64) (*SubjectData, error)
	// SealedColumns are the columns that its values are sealed in; the first is that of the rows themselves.
	SealedColumns() []work.SealedColumn
	// Forget destroys what the rows of one policy say of a person, in the transaction: values, keys and blind indexes. The source
	// of policies is asked first: it says who that person is in the policy. Doing it again does nothing.
	Forget(ctx context.Context, tx *work.Tx, policyID int64, who *Subject) error
}

// PolicySource is the source of policies.
type PolicySource interface {
	Source
	// LockPolicy makes claims, endorsements and other writers of a policy wait until the transaction ends, and reads it.
	LockPolicy(ctx context.Context, tx *work.Tx, id int64) (*ent.InsurancePolicy, error)
}

// Vault is what keeps wrapped keys outside of the database: stored files.
type Vault interface {
	// Rewrap seals again what another key than the current one wraps, from a place on, until so much time has gone by. It
	// answers where to go on, 0 at the end, how many it looked at and how many it sealed.
	Rewrap(ctx context.Context, from int, within time.Duration) (next, looked, wrapped int, err error)
	// Wraps tells whether a key-encryption key wraps anything.
	Wraps(ctx context.Context, number uint32) (bool, error)
}

// SubjectData is what a row says of persons.
type SubjectData struct {
	Object    string // its number
	ChannelID int64
	Values    []Value
}

// Subject is somebody to be forgotten. Sources ask Is of every value, and whether the subject is Alone.
type Subject struct {
	// ChannelID and Reference of the insured; empty where they are known by a mark.
	ChannelID int64
	Reference string
	// Alone says that nobody else is named in the policy, so that whatever is personal in it is theirs.
	Alone bool

	indexes *BlindIndex
	known   map[string]bool
	asked   []byte // the mark they are known by; nil: by reference
}

// SubjectOf is somebody who is known by a mark.
func SubjectOf(ring *seal.Keyring, mark []byte) *Subject {
	return &Subject{indexes: NewBlindIndex(ring), known: map[string]bool{string(mark): true}, asked: mark}
}

// InsuredSubject is somebody who is known by the reference that a channel gave them.
func InsuredSubject(ring *seal.Keyring, channelID int64, reference string) *Subject {
	return &Subject{ChannelID: channelID, Reference: reference, indexes: NewBlindIndex(ring), known: map[string]bool{}}
}

// Is tells whether a value is one of theirs.
func (p *Subject) Is(class PersonalClass, value string) bool {
	mark := p.indexes.Of(class, value)
	return mark != nil && p.known[string(mark)]
}

// Asked is the person by what they were asked for alone, without what was learned since.
func (p *Subject) Asked() *Subject {
	return &Subject{indexes: p.indexes, known: map[string]bool{string(p.asked): p.asked != nil}}
}

// Learn takes note of another value of theirs, by which they are found in the rest of the policy.
func (p *Subject) Learn(class PersonalClass, value string) {
	if mark := p.indexes.Of(class, value); mark != nil {
		p.known[string(mark)] = true
	}
}
