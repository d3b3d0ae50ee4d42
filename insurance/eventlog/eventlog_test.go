package eventlog_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/counter"
	"baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

var ctx = context.Background()

// happen records events of a subject, from a sequence on.
func happen(w *insurancetest.World, subject string, from, to int) {
	w.T.Helper()
	var rows []*ent.Event
	for seq := from; seq <= to; seq++ {
		row, err := event.Row(w.Store.NewKey(), 0, subject, seq, w.Clock.Now(), event.ClaimInReview{Claim: event.Claim{ClaimNumber: subject}})
		require.NoError(w.T, err)
		rows = append(rows, row)
	}
	require.NoError(w.T, w.Store.InsertAll(ctx, "record", event.Inserts(rows)...))
}

// notes is a consumer that stores what it hears, as counters.
func notes(name string) eventlog.Consumer {
	return eventlog.Consumer{Name: name, FromStart: true, Payloads: true, Take: func(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) (func(), error) {
		for _, e := range entries {
			payload, err := e.Payload()
			if err != nil {
				return nil, err
			}
			of := payload.(event.ClaimInReview).ClaimNumber
			note := fmt.Sprint(name, " ", e.Place, " ", of, " ", e.Event.Seq)
			if err := tx.Counter.Create().SetID(tx.NewKey()).SetName(note).SetValue(e.Place).Exec(ctx); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}}
}

func noted(w *insurancetest.World, name string) (places []int64) {
	for _, row := range w.Store.Client.Counter.Query().Where(counter.NameHasPrefix(name + " ")).Order(ent.Asc(counter.FieldValue)).AllX(ctx) {
		places = append(places, row.Value)
	}
	return places
}

func upTo(n int64) (all []int64) {
	for i := range n {
		all = append(all, i+1)
	}
	return all
}

// I4: each consumer hears of each event once and in order, however many workers take part; one that fails stores nothing and hears
// of the same again, and another is not delayed by it.
func TestConsumersHearOfEachEventOnceI4(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		other := w.AddServer()
		first, second := notes("first"), notes("second")
		broken := errors.New("broken")
		fails := true
		take := second.Take
		second.Take = func(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) (func(), error) {
			after, err := take(ctx, tx, entries)
			if err == nil && fails && entries[len(entries)-1].Place >= 10 {
				err = broken
			}
			return after, err
		}
		for i := range 20 {
			happen(w, fmt.Sprint("C", i), 1, 3)
		}
		for n := 1; n > 0; {
			done, err := w.Events.Place(ctx, 7)
			require.NoError(t, err)
			n = done.Events
		}
		var group sync.WaitGroup
		for _, log := range []*eventlog.Log{w.Events, other.Events, w.Events, other.Events} {
			group.Go(func() {
				for n := 1; n > 0; {
					var err error
					if n, err = log.Consume(ctx, first, 4); !assert.NoError(t, err) {
						return
					}
				}
			})
		}
		group.Wait()
		assert.Equal(t, upTo(60), noted(w, "first"))

		_, err := w.Events.Consume(ctx, second, 7)
		require.NoError(t, err)
		for range 3 {
			_, err = w.Events.Consume(ctx, second, 7)
			require.ErrorIs(t, err, broken)
		}
		assert.Equal(t, upTo(7), noted(w, "second"))
		behind, err := w.Events.Behind(ctx, second)
		require.NoError(t, err)
		assert.EqualValues(t, 53, behind)
		fails = false
		for n := 1; n > 0; {
			n, err = w.Events.Consume(ctx, second, 7)
			require.NoError(t, err)
		}
		assert.Equal(t, upTo(60), noted(w, "second"))
	})
}

// A consumer that comes later begins where it is to; one that finds a gap stops before it.
func TestWhereConsumersBegin(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		happen(w, "C", 1, 5)
		_, err := w.Events.Relay(ctx, 0, "webhooks")
		require.NoError(t, err)
		whole, rest := notes("whole"), notes("rest")
		rest.FromStart = false
		for _, c := range []eventlog.Consumer{whole, rest, rest} {
			require.NoError(t, w.Events.Begin(ctx, c))
		}
		happen(w, "C", 6, 8)
		_, err = w.Events.Place(ctx, 0)
		require.NoError(t, err)
		settled, err := w.Events.Settled(ctx)
		require.NoError(t, err)
		assert.False(t, settled, "the product's own consumers have not heard of it")
		_, err = w.Events.Relay(ctx, 0, "webhooks")
		require.NoError(t, err)
		for _, c := range w.Events.Consumers() {
			if behind, err := w.Events.Behind(ctx, c); c.Name == "webhooks" {
				require.NoError(t, err)
				assert.Zero(t, behind)
			}
		}
		for _, c := range []eventlog.Consumer{whole, rest} {
			_, err := w.Events.Consume(ctx, c, 0)
			require.NoError(t, err)
		}
		assert.Equal(t, upTo(8), noted(w, "whole"))
		assert.Equal(t, []int64{6, 7, 8}, noted(w, "rest"))

		happen(w, "C", 9, 12)
		_, err = w.Events.Place(ctx, 0)
		require.NoError(t, err)
		require.NoError(t, w.Store.Client.LogEntry.DeleteOneID(10).Exec(ctx))
		_, err = w.Events.Consume(ctx, whole, 0)
		require.ErrorContains(t, err, "no entry 10")
		assert.Equal(t, upTo(8), noted(w, "whole"))
	})
}

// What a consumer asks for after its transaction comes after it, and not where it failed.
func TestAfterATransaction(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		happen(w, "C", 1, 2)
		_, err := w.Events.Place(ctx, 0)
		require.NoError(t, err)
		told := 0
		c := eventlog.Consumer{Name: "c", FromStart: true, Take: func(_ context.Context, _ *work.Tx, entries []*eventlog.Entry) (func(), error) {
			assert.Empty(t, entries[0].Event.Payload, "it does not ask for it")
			return func() { told++ }, nil
		}}
		for range 2 {
			_, err = w.Events.Consume(ctx, c, 0)
			require.NoError(t, err)
		}
		assert.Equal(t, 1, told)
	})
}
