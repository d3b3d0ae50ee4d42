package privacy

import (
	"context"
	"time"

	"baodan/engine/seal"
	"baodan/insurance/work"
)

// Holder keeps personal data of one kind of rows: policies, claims, service requests. Each act is the holder of its own.
type Holder interface {
	// PersonalKind names its rows: policy, claim, service_request.
	PersonalKind() string
	// Personal opens what a row says of persons, as it holds now; nil where there is no such row. Values come in a
	// fixed order.
	Personal(ctx context.Context, id int64) (*Holding, error)
	// Forget destroys what the rows of one policy say of a person, in the transaction: values, keys and marks. The holder
	// of policies is asked first: it says who that person is in the policy. Doing it again does nothing.
	Forget(ctx context.Context, tx *work.Tx, policyID int64, who *Person) error
}

// Vault is what keeps wrapped keys outside of the database: stored files.
type Vault interface {
	// Rewrap seals again what another key than the current one wraps, from a place on, until so much time has gone by. It
	// answers where to go on, 0 at the end, how many it looked at and how many it sealed.
	Rewrap(ctx context.Context, from int, within time.Duration) (next, looked, wrapped int, err error)
	// Wraps tells whether a key-encryption key wraps anything.
	Wraps(ctx context.Context, number uint32) (bool, error)
}

// Holding is what a row says of persons.
type Holding struct {
	Object    string // its number
	ChannelID int64
	Values    []Value
}

// Person is somebody to be forgotten. Holders ask Is of every value, and whether he is Alone.
type Person struct {
	// ChannelID and Reference of the insured; empty where he is known by a mark.
	ChannelID int64
	Reference string
	// Alone says that nobody else is named in the policy, so that whatever is personal in it is his.
	Alone bool

	marks *Marks
	known map[string]bool
	asked []byte // the mark he is known by; nil: by reference
}

// PersonOf is somebody who is known by a mark.
func PersonOf(ring *seal.Keyring, mark []byte) *Person {
	return &Person{marks: NewMarks(ring), known: map[string]bool{string(mark): true}, asked: mark}
}

// Insured is somebody who is known by the reference that a channel gave him.
func Insured(ring *seal.Keyring, channelID int64, reference string) *Person {
	return &Person{ChannelID: channelID, Reference: reference, marks: NewMarks(ring), known: map[string]bool{}}
}

// Is tells whether a value is one of his.
func (p *Person) Is(class PersonalClass, value string) bool {
	mark := p.marks.Of(class, value)
	return mark != nil && p.known[string(mark)]
}

// Asked is the person by what he was asked for alone, without what was learned since.
func (p *Person) Asked() *Person {
	return &Person{marks: p.marks, known: map[string]bool{string(p.asked): p.asked != nil}}
}

// Learn takes note of another value of his, by which he is found in the rest of the policy.
func (p *Person) Learn(class PersonalClass, value string) {
	if mark := p.marks.Of(class, value); mark != nil {
		p.known[string(mark)] = true
	}
}
