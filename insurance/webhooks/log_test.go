package webhooks_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/delivery"
	entevent "baodan/ent/event"
	"baodan/ent/logentry"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/insurancetest"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// P4: a filtered list of deliveries looks at five for each that is asked for, and 100 more; it never answers one that does not fit, and goes
// on from where it looked to, either way.
func TestP4DeliveriesThatDoNotFitAreNotAnswered(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		e := p.active(t, webhookendpoint.OrderingNone)
		for i := range 4 {
			p.happen(t, fmt.Sprint("C", i), 1, 100)
		}
		for p.relay(t).Events > 0 {
		}
		sent := p.deliveries(e.ID)
		require.Len(t, sent, 400)
		for _, i := range []int{3, 200, 390} {
			p.Store.Client.Delivery.UpdateOneID(sent[i].ID).SetState(delivery.StateExhausted).ExecX(context.Background())
		}
		f := &webhooks.DeliveryFilter{States: []delivery.State{delivery.StateExhausted}}
		for _, backward := range []bool{false, true} {
			for _, most := range []int{1, 2, 20} {
				var got []int64
				calls, page := 0, work.Page{Most: most, Backward: backward}
				for {
					pages, err := p.Webhooks.Deliveries(context.Background(), []*ent.WebhookEndpoint{e}, f, page)
					require.NoError(t, err)
					found := pages[e.ID]
					for _, d := range found.Rows {
						assert.Equal(t, delivery.StateExhausted, d.State)
						got = append(got, d.ID)
					}
					if calls++; !found.More {
						break
					}
					key := found.Through
					if n := len(found.Rows); key == 0 && backward {
						key = found.Rows[0].ID
					} else if key == 0 {
						key = found.Rows[n-1].ID
					}
					if backward {
						page.Before.Key = key
					} else {
						page.After.Key = key
					}
				}
				assert.ElementsMatch(t, []int64{sent[3].ID, sent[200].ID, sent[390].ID}, got, "%d, backward %v", most, backward)
				assert.LessOrEqual(t, calls, 400/(100+5*most)+1+3/most, "%d, backward %v", most, backward)
			}
		}
	})
}

// P4, V5: the log is read by types at once, however rare they are; entries of before the column are found as well, and get theirs.
func TestP4TheLogIsReadByTypes(t *testing.T) {
	each(t, func(t *testing.T, p *post) {
		ctx := context.Background()
		mall := p.mall.Channel.ID
		var events []*ent.Event
		wanted := []int64{}
		for i := range 3_000 {
			var payload event.Payload = event.ClaimInReview{}
			if i%700 == 10 {
				payload = event.ClaimPaid{}
			}
			e, err := event.Row(p.Store.NewKey(), mall, fmt.Sprint("C", i), 1, p.Clock.Now(), payload)
			require.NoError(t, err)
			if events = append(events, e); i%700 == 10 {
				wanted = append(wanted, e.ID)
			}
		}
		for i := 0; i < len(events); i += 1000 {
			require.NoError(t, p.Store.InsertAll(ctx, "record", event.Inserts(events[i:i+1000])...))
		}
		started := time.Now()
		for p.relay(t).Events > 0 {
		}
		t.Logf("%.0f events relayed a second", 3000/time.Since(started).Seconds())
		// As they were before the column was there.
		p.Store.Client.LogEntry.Update().Where(logentry.IDGT(1000), logentry.IDLTE(1200)).SetType("").ExecX(ctx)
		read := func(types []string, most int, backward bool) (found []int64, calls int) {
			page := work.Page{Most: most, Backward: backward}
			for {
				list, more, through, err := pulled(p, types, page)
				require.NoError(t, err)
				some := []int64{}
				for _, l := range list {
					some = append(some, l.Event.ID)
				}
				if calls++; backward {
					found = append(some, found...)
				} else {
					found = append(found, some...)
				}
				if !more {
					return found, calls
				}
				if through == nil && backward {
					through = &work.Place{Key: list[0].Offset}
				} else if through == nil {
					through = &work.Place{Key: list[len(list)-1].Offset}
				}
				if page.After = *through; backward {
					page.After, page.Before = work.Place{}, *through
				}
			}
		}
		for _, backward := range []bool{false, true} {
			for _, types := range [][]string{{"claim.paid"}, {"claim.paid", "policy.*"}} {
				found, calls := read(types, 100, backward)
				assert.Equal(t, wanted, found, "%v, backward %v", types, backward)
				assert.LessOrEqual(t, calls, 4)
			}
			all, _ := read([]string{"claim.*"}, 100, backward)
			assert.Len(t, all, 3000)
		}
		for n := 1; n > 0; {
			var err error
			n, err = p.Webhooks.TypeEntries(ctx, 150)
			require.NoError(t, err)
		}
		assert.Zero(t, p.Store.Client.LogEntry.Query().Where(logentry.Type("")).CountX(ctx))
		found, calls := read([]string{"claim.paid"}, 100, false)
		assert.Equal(t, wanted, found)
		assert.Equal(t, 1, calls)
	})
}

// P4: a page of the log by types reads at most 5 rows for each that it shows and 100 more, of a channel and of all, and takes the same
// statements: among 3,000 events, or LISTS.
func TestP4TheLogReadsFewRows(t *testing.T) {
	t.Parallel()
	n, err := strconv.Atoi(os.Getenv("LISTS"))
	if err != nil {
		n = 3000
	}
	w := insurancetest.NewPinned(t, dialect.MySQL).WithSamples()
	mall, pay := w.Caller(insurancetest.Mall), w.Caller(insurancetest.Pay)
	first := w.Store.Client.Event.Create().SetID(w.Store.NewKey()).SetChannelID(mall.Channel.ID).SetSubject("X").SetSeq(1).SetType("policy.issued").
		SetPayload("{}").SetOccurredAt(w.Clock.Now()).SaveX(context.Background())
	w.Store.Client.LogEntry.Create().SetID(1).SetChannelID(mall.Channel.ID).SetEventID(first.ID).SetType("policy.issued").ExecX(context.Background())
	types := event.Types()
	w.Copy(t, entevent.Table, first.ID, n, func(i int, row map[string]any) {
		row["id"], row["subject"], row["channel_id"] = first.ID+1+int64(i), fmt.Sprint("X", i), []int64{mall.Channel.ID, pay.Channel.ID}[i%2]
		if i%100 == 99 {
			row["type"] = types[i/100%len(types)].Type()
		}
	})
	w.Copy(t, logentry.Table, 1, n, func(i int, row map[string]any) {
		row["id"], row["event_id"], row["channel_id"] = int64(i+2), first.ID+1+int64(i), []int64{mall.Channel.ID, pay.Channel.ID}[i%2]
		if i%100 == 99 {
			row["type"] = types[i/100%len(types)].Type()
		}
	})
	for _, f := range [][]string{nil, {"policy.issued"}, {"claim.paid"}, {"claim.paid", "policy.cancelled"}, {"claim.*"}, {"policy.*"}, {"*"}} {
		for _, caller := range []*access.Caller{mall, pay, w.Person("serge")} {
			for _, most := range []int{20, 100} {
				statements := map[int]bool{}
				for _, after := range []int64{0, int64(n / 2)} {
					var found *webhooks.LogPage
					ctx, told := insurancetest.WithStatements(context.Background())
					read := w.RowsReadBy(t, func() {
						found, err = w.Webhooks.Events(ctx, caller, webhooks.LogFilter{Types: f}, work.Page{Most: most, After: work.Place{Key: after}})
						require.NoError(t, err)
					})
					t.Logf("%-30v %-8s page of %3d: %3d found, %5d rows read, %d statements", f, caller.Audience, most, len(found.Entries), read, len(told.Texts()))
					assert.LessOrEqual(t, read, 5*most+100, "%v, a page of %d", f, most)
					statements[len(told.Texts())] = true
				}
				assert.Len(t, statements, 1, "%v", f)
			}
		}
	}
}
