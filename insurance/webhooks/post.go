package webhooks

import (
	"context"
	"errors"
	"time"

	"baodan/engine/money"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Post relays and delivers. It is safe for concurrent use, on any number of workers at once.
type Post struct {
	store     *work.Store
	directory *distribution.Directory
	ring      *seal.Keyring
	sender    Sender
}

// NewPost opens the post; a server that delivers nothing needs its sender for Check only.
func NewPost(store *work.Store, directory *distribution.Directory, ring *seal.Keyring, sender Sender) *Post {
	return &Post{store: store, directory: directory, ring: ring, sender: sender}
}

// EndpointInput sets an endpoint.
type EndpointInput struct {
	ID         *int64 // nil: a new one
	URL        string
	EventTypes []string
	Ordering   webhookendpoint.Ordering
	Scheme     string // v1 or v1a
}

// Key is a signing key without its secret.
type Key struct {
	KeyID     string
	Scheme    string
	PublicKey *string // whpk_…; nil for v1
	RetiresAt *time.Time
}

// Health is how an endpoint did in the last 24 hours.
type Health struct {
	SuccessRate          money.Decimal
	P95Ms                int
	OldestPendingSeconds int
}

// DeliveryFilter narrows a list of deliveries.
type DeliveryFilter struct {
	States     []delivery.State
	EventTypes []string
	From, To   *time.Time
}

// ReplayInput says what to deliver again.
type ReplayInput struct {
	EndpointID int64
	EventIDs   []int64
	From, To   *time.Time // everything undelivered in this span
}

var errUnwritten = errors.New("unwritten")

// Set adds or changes an endpoint; the key is shown this once, empty where none was made.
func (p *Post) Set(ctx context.Context, caller *access.Caller, in EndpointInput) (endpoint *ent.WebhookEndpoint, key string, err error) {
	return nil, "", errUnwritten
}

// Disable switches an endpoint off.
func (p *Post) Disable(ctx context.Context, caller *access.Caller, id int64) (*ent.WebhookEndpoint, error) {
	return nil, errUnwritten
}

// Rotate gives an endpoint a new key.
func (p *Post) Rotate(ctx context.Context, caller *access.Caller, id int64, overlap time.Duration) (endpoint *ent.WebhookEndpoint, key string, err error) {
	return nil, "", errUnwritten
}

// Replay delivers again.
func (p *Post) Replay(ctx context.Context, caller *access.Caller, in ReplayInput) (*ent.Job, error) {
	return nil, errUnwritten
}

// Endpoint finds one by its key; nil where there is none in the caller's view.
func (p *Post) Endpoint(ctx context.Context, caller *access.Caller, id int64) (*ent.WebhookEndpoint, error) {
	return nil, errUnwritten
}

// Endpoints are all of the caller's channel, oldest first.
func (p *Post) Endpoints(ctx context.Context, caller *access.Caller) ([]*ent.WebhookEndpoint, error) {
	return nil, errUnwritten
}

// Keys of an endpoint.
func (p *Post) Keys(ctx context.Context, e *ent.WebhookEndpoint) ([]*Key, error) {
	return nil, errUnwritten
}

// Health of an endpoint.
func (p *Post) Health(ctx context.Context, e *ent.WebhookEndpoint) (*Health, error) {
	return nil, errUnwritten
}

// Deliveries of an endpoint, newest first.
func (p *Post) Deliveries(ctx context.Context, e *ent.WebhookEndpoint, f *DeliveryFilter, page work.Page) (list []*ent.Delivery, more bool, err error) {
	return nil, false, errUnwritten
}

// Delivery finds one by its key; nil where there is none in the caller's view.
func (p *Post) Delivery(ctx context.Context, caller *access.Caller, id int64) (*ent.Delivery, error) {
	return nil, errUnwritten
}

// Attempts at a delivery, oldest first.
func (p *Post) Attempts(ctx context.Context, d *ent.Delivery) ([]*ent.DeliveryAttempt, error) {
	return nil, errUnwritten
}

// EventOf a delivery.
func (p *Post) EventOf(ctx context.Context, d *ent.Delivery) (*ent.Event, error) {
	return nil, errUnwritten
}

// Event finds one by its key; nil where there is none in the caller's view.
func (p *Post) Event(ctx context.Context, caller *access.Caller, id int64) (*ent.Event, error) {
	return nil, errUnwritten
}

// Logged is an event with its place in the log of its channel.
type Logged struct {
	Place int64
	Event *ent.Event
}

// Events of the caller's channel from the log, oldest first.
func (p *Post) Events(ctx context.Context, caller *access.Caller, types []string, page work.Page) (list []Logged, more bool, err error) {
	return nil, false, errUnwritten
}

// Job finds one by its key; nil where there is none in the caller's view.
func (p *Post) Job(ctx context.Context, caller *access.Caller, id int64) (*ent.Job, error) {
	return nil, errUnwritten
}
