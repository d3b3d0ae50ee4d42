package webhooks_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/delivery"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// receiver is the outside world: it answers challenges, takes everything else, and remembers it.
type receiver struct {
	mu     sync.Mutex
	got    []got
	deaf   bool // answers no challenge
	Answer func(g got) webhooks.Answer
}

// got is a message that came in.
type got struct {
	webhooks.Message
	Event event.Message
}

var ok = webhooks.Answer{Status: 200, Duration: 40 * time.Millisecond}

// Check refuses what a real sender refuses, as far as tests need it.
func (r *receiver) Check(url string) error {
	if !strings.HasPrefix(url, "https://") || strings.Contains(url, "127.0.0.1") {
		return errors.New("not a public https address")
	}
	return nil
}

// Send takes a message.
func (r *receiver) Send(_ context.Context, m webhooks.Message) webhooks.Answer {
	g := got{Message: m}
	if err := json.Unmarshal(m.Body, &g.Event); err != nil {
		return webhooks.Answer{Status: 400}
	}
	r.mu.Lock()
	deaf, answer := r.deaf, r.Answer
	r.got = append(r.got, g)
	r.mu.Unlock()
	if g.Event.Type == "endpoint.challenge" {
		if deaf {
			return webhooks.Answer{Status: 200, Body: []byte("hello")}
		}
		return webhooks.Answer{Status: 200, Body: g.Event.Data}
	}
	if answer != nil {
		return answer(g)
	}
	return ok
}

func (r *receiver) set(answer func(got) webhooks.Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Answer = answer
}

// events are the messages other than challenges, in the order they came in.
func (r *receiver) events() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.got), func(g got) bool { return g.Event.Type == "endpoint.challenge" })
}

func (r *receiver) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = nil
}

// status answers everything with one status.
func status(code int) func(got) webhooks.Answer {
	return func(got) webhooks.Answer { return webhooks.Answer{Status: code, Duration: time.Second, Excerpt: "no"} }
}

// post is a world with two channels, a receiver and a server.
type post struct {
	*insurancetest.World
	*insurancetest.Server
	receiver *receiver
	mall     *access.Caller
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, p *post)) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		for _, code := range []string{insurancetest.Mall, insurancetest.Pay} {
			_, err := w.Distribution.AddChannel(ctx, insurancetest.Command, distribution.ChannelInput{Code: code, Name: code})
			require.NoError(t, err)
		}
		require.NoError(t, w.Cache.Refresh(ctx))
		r := &receiver{}
		w.Sender = r
		test(t, &post{World: w, Server: w.AddServer(), receiver: r, mall: w.Caller(insurancetest.Mall)})
	})
}

// active is an endpoint of the mall that answered its challenge.
func (p *post) active(t *testing.T, ordering webhookendpoint.Ordering, types ...string) *ent.WebhookEndpoint {
	t.Helper()
	ctx := context.Background()
	if len(types) == 0 {
		types = []string{"*"}
	}
	e, key, err := p.Webhooks.Add(ctx, p.mall, webhooks.EndpointInput{
		URL: "https://hooks.example.com/" + string(ordering), EventTypes: types, Ordering: ordering, Scheme: "v1a",
	})
	require.NoError(t, err)
	require.NotEmpty(t, key)
	require.Equal(t, webhookendpoint.StateUnverified, e.State)
	n, ready, err := p.Webhooks.Attend(ctx, 0)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	require.Equal(t, []int64{e.ID}, ready)
	return p.endpoint(t, e.ID)
}

func (p *post) endpoint(t *testing.T, id int64) *ent.WebhookEndpoint {
	t.Helper()
	e, err := p.Webhooks.Endpoint(context.Background(), p.mall, id)
	require.NoError(t, err)
	require.NotNil(t, e)
	return e
}

// happen records events of a claim of the mall, from a sequence on, and answers their keys.
func (p *post) happen(t *testing.T, subject string, from, to int) []int64 {
	t.Helper()
	var keys []int64
	for seq := from; seq <= to; seq++ {
		keys = append(keys, p.happenWith(t, p.Store.NewKey(), p.mall.Channel.ID, subject, seq, event.ClaimInReview{}))
	}
	return keys
}

func (p *post) happenWith(t *testing.T, key, channel int64, subject string, seq int, payload event.Payload) int64 {
	t.Helper()
	e, err := event.Row(key, channel, subject, seq, p.Distribution.Now(channel), payload)
	require.NoError(t, err)
	require.NoError(t, p.Store.InsertAll(context.Background(), "record", event.Inserts([]*ent.Event{e})...))
	return key
}

// relayed is what was placed, and the endpoints that could be delivered to at once.
type relayed struct {
	eventlog.Placed
	Endpoints []int64
}

func (p *post) relay(t *testing.T) (r relayed) {
	t.Helper()
	var err error
	p.Webhooks.OnReady(func(endpoint int64) { r.Endpoints = append(r.Endpoints, endpoint) })
	r.Placed, err = p.Events.Relay(context.Background(), 0, "webhooks") // what is told of here never happened, and is in no books
	require.NoError(t, err)
	return r
}

func (p *post) deliver(t *testing.T, endpoint int64) {
	t.Helper()
	require.NoError(t, p.Webhooks.Deliver(context.Background(), endpoint))
}

// deliveries of an endpoint, by event.
func (p *post) deliveries(endpoint int64) []*ent.Delivery {
	return p.Store.Client.Delivery.Query().Where(delivery.EndpointID(endpoint)).
		Order(ent.Asc(delivery.FieldEventID)).AllX(context.Background())
}

// states counts the deliveries of an endpoint by state.
func (p *post) states(endpoint int64) map[delivery.State]int {
	count := map[delivery.State]int{}
	for _, d := range p.deliveries(endpoint) {
		count[d.State]++
	}
	return count
}

// all is a page that holds everything of a test.
var all = work.Page{Most: 100}

// eventKeys are events as a replay names them.
func eventKeys(ids []int64) []work.EventKey {
	keys := make([]work.EventKey, len(ids))
	for i, id := range ids {
		keys[i] = work.EventKey(id)
	}
	return keys
}

// deliveriesOf an endpoint.
func deliveriesOf(p *post, e *ent.WebhookEndpoint, f *webhooks.DeliveryFilter, page work.Page) (list []*ent.Delivery, more bool, err error) {
	pages, err := p.Webhooks.Deliveries(context.Background(), []*ent.WebhookEndpoint{e}, f, page)
	return pages[e.ID].Rows, pages[e.ID].More, err
}

// attemptsAt a delivery.
func attemptsAt(p *post, d *ent.Delivery) ([]*ent.DeliveryAttempt, error) {
	return insurancetest.Of(context.Background(), p.Webhooks.Attempts, d, d.ID)
}

// pulled is a page of the log of the mall.
func pulled(p *post, types []string, page work.Page) ([]webhooks.LogEntry, bool, *work.Place, error) {
	found, err := p.Webhooks.Events(context.Background(), p.mall, webhooks.LogFilter{Types: types}, page)
	if err != nil {
		return nil, false, nil, err
	}
	return found.Entries, found.More, found.Through, nil
}
