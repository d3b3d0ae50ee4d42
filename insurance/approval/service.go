// Package approval implements four-eyes approval. A sensitive change is stored as a request with frozen content and applied
// when enough other people approve it. The handler of a kind says who may approve it and what then happens. That nobody
// approves their own request is a rule of this package, and a condition of the update itself.
package approval

import (
	"context"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Service takes requests and lets others decide them. It is safe for concurrent use once all kinds are handled.
type Service struct {
	store    *work.Store
	audit    *audit.Log
	mac      *seal.Mac
	subjects map[approval.Kind]Subject
}

// Subject is how a kind of request is decided.
type Subject struct {
	// Roles of those who may approve or reject; any one of them.
	Roles []access.Role
	// Personal says that the object is the login of a person: they decide nothing about themselves.
	Personal bool
	// Check looks, before any transaction, whether the request could take effect now; nil: nothing to look at.
	Check func(ctx context.Context, r *ent.Approval) error
	// May keeps a person who has the role from approving some, such as one who entered what is to be paid; nil: anybody may.
	May May
	// Apply makes the request take effect, in the transaction of the last approval. It refuses with CONFLICT where what
	// was asked about has changed since; the request is then void. It writes its own audit record.
	Apply func(ctx context.Context, tx *work.Tx, r *ent.Approval, by *access.Caller) error
	// Ended hears, in the same transaction, that a request was rejected, withdrawn or became void; nil: nothing to do.
	Ended func(ctx context.Context, tx *work.Tx, r *ent.Approval) error
}

// May answers, by their keys, which of some requests of its kind a person may not approve, and why: FOUR_EYES. It is asked for one
// request in the transaction of the vote, and for a list of them where people see what they may approve.
type May func(ctx context.Context, tx *work.Tx, rows []*ent.Approval, by *access.Caller) (refused map[int64]error, err error)

// New opens the service; it handles no kind yet.
func New(store *work.Store, audit *audit.Log, ring *seal.Keyring) *Service {
	return &Service{store: store, audit: audit, mac: ring.Mac("approval"), subjects: map[approval.Kind]Subject{}}
}

// Handle says how a kind is decided; the masters and acts call it once, at wiring.
func (s *Service) Handle(kind approval.Kind, subject Subject) { s.subjects[kind] = subject }

// Handles tells whether it was said how a kind is decided.
func (s *Service) Handles(kind approval.Kind) bool {
	_, there := s.subjects[kind]
	return there
}

// Request is what somebody asks for.
type Request struct {
	Kind      approval.Kind
	Object    string // what it is about; one request of a kind waits for an object at a time
	ChannelID int64
	Content   any // shown; written as JSON, an object
	InForce   any // what it would replace, an object; nil: nothing
	Secret    any // takes effect and is never shown; nil: nothing
	Needed    int // others who must approve, 1 or 2; 0: 1
	Reason    string
}

const longestReason = 500

// CheckReason finds fault with a reason: INVALID_VALUE.
func CheckReason(reason string) error {
	if n := utf8.RuneCountInString(reason); n == 0 || n > longestReason || !utf8.ValidString(reason) {
		return fault.Newf(fault.CodeInvalidValue, "a reason has 1 to %d characters", longestReason).At("reason")
	}
	return nil
}

// Request freezes what is asked, in the transaction of the act that asks. Faults: INVALID_VALUE for the reason; CONFLICT where
// another request about the same object waits.
func (s *Service) Request(ctx context.Context, tx *work.Tx, caller *access.Caller, in Request) (*ent.Approval, error) {
	if err := CheckReason(in.Reason); err != nil {
		return nil, err
	}
	row := &ent.Approval{
		ID: tx.NewKey(), Kind: in.Kind, Object: in.Object, ChannelID: in.ChannelID, Needed: max(in.Needed, 1),
		RequestedBy: caller.PersonID(), RequestedAt: tx.Now, Reason: in.Reason,
	}
	content, err := json.Marshal(in.Content)
	if err != nil {
		return nil, fmt.Errorf("request approval: %w", err)
	}
	if content[0] != '{' {
		return nil, fmt.Errorf("request approval: the content of %s is no object", in.Kind)
	}
	row.Content = string(content)
	if row.InForce, err = audit.Document(in.InForce); err != nil {
		return nil, err
	}
	if row.Secret, err = audit.Document(in.Secret); err != nil {
		return nil, err
	}
	stored, err := tx.Approval.Create().SetID(row.ID).SetKind(row.Kind).SetState(approval.StateRequested).SetObject(row.Object).
		SetChannelID(row.ChannelID).SetContent(row.Content).SetNillableInForce(row.InForce).SetNillableSecret(row.Secret).
		SetContentHash(s.hash(row)).SetNeeded(row.Needed).SetRequestedBy(row.RequestedBy).SetRequestedAt(row.RequestedAt).
		SetReason(row.Reason).SetWaiting(waitingFor(in.Kind, in.Object)).Save(ctx)
	if work.IsDuplicate(err) {
		return nil, WaitsAlready(in.Object)
	}
	if err != nil {
		return nil, fmt.Errorf("request approval: %w", err)
	}
	return stored, s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
		Action: "approval.request", ObjectKind: "approval", Object: in.Object, ChannelID: in.ChannelID,
		After: map[string]any{"kind": in.Kind, "content": in.Content}, Reason: in.Reason,
	})
}

// WaitsAlready refuses a second request about an object: CONFLICT.
func WaitsAlready(object string) error {
	return fault.Newf(fault.CodeConflict, "a request about %s waits already", object)
}

// Waiting are the requests of a kind that wait, by the objects that they are about.
func (s *Service) Waiting(ctx context.Context, kind approval.Kind, objects []string) (map[string]*ent.Approval, error) {
	waiting := make([]string, len(objects))
	for i, object := range objects {
		waiting[i] = waitingFor(kind, object)
	}
	rows, err := s.store.Client.Approval.Query().Where(approval.WaitingIn(waiting...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("waiting requests: %w", err)
	}
	byObject := make(map[string]*ent.Approval, len(rows))
	for _, row := range rows {
		byObject[row.Object] = row
	}
	return byObject, nil
}

// Void ends the request of a kind about an object that waits, because what it is about changed; call it in the
// transaction of that change.
func (s *Service) Void(ctx context.Context, tx *work.Tx, kind approval.Kind, object, why string) error {
	row, err := tx.Approval.Query().Where(approval.Waiting(waitingFor(kind, object))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("void request: %w", err)
	}
	return s.void(ctx, tx, row, why)
}

// waitingFor is what one request at a time may have.
func waitingFor(kind approval.Kind, object string) string { return string(kind) + ":" + object }

// hash is over all that takes effect or that an approver is shown, so that nothing can be slipped in between request and
// approval.
func (s *Service) hash(r *ent.Approval) []byte {
	text, err := json.Marshal([]any{
		r.ID, r.Kind, r.Object, r.ChannelID, r.Content, r.InForce, r.Secret, r.Needed, r.RequestedBy, r.RequestedAt.UnixMilli(), r.Reason,
	})
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	return s.mac.Sum(text)
}
