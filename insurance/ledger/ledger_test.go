package ledger_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/earning"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/claimmovement"
	"baodan/insurance/claims"
	"baodan/insurance/event"
	"baodan/insurance/eventlog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/ledger"
	"baodan/insurance/work"
)

var ctx = context.Background()

func sell(w *insurancetest.World, no string) string {
	w.T.Helper()
	issued, err := w.Issuing.Issue(ctx, w.Caller(insurancetest.Mall), &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
	require.NoError(w.T, err)
	return issued.Policy.Number()
}

func relay(w *insurancetest.World) {
	w.T.Helper()
	_, err := w.Events.Relay(ctx, 0)
	require.NoError(w.T, err)
}

func bookings(w *insurancetest.World) []*ent.Booking {
	return w.Store.Client.Booking.Query().Order(ent.Asc(booking.FieldID)).AllX(ctx)
}

// claimed has a claim of a policy paid.
func claimed(w *insurancetest.World, number string) string {
	w.T.Helper()
	w.Clock.Set(insurancetest.ReturnTime)
	answer, err := w.Claims.Submit(ctx, w.Caller(insurancetest.Mall), &claims.SubmitInput{
		RequestNo: "R-1", PolicyNumber: number, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3), Facts: insurancetest.ReturnFacts("YT0000000001"),
	})
	require.NoError(w.T, err)
	_, err = w.Claims.Adjudicate(ctx, 10)
	require.NoError(w.T, err)
	_, err = w.Claims.Pay(ctx, 10)
	require.NoError(w.T, err)
	return answer.Claim.Number()
}

// E2: what is booked of a claim is what its movements say; a claim that is older than movements is booked by its events, to the same.
func TestE2ClaimsThatAreOlderThanTheirMovements(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		number := claimed(w, sell(w, "O-1"))
		relay(w)
		before := bookings(w)
		require.Len(t, before, 4)
		assert.Equal(t, []string{"ISSUE", "CLAIM_REPORTED", "CLAIM_APPROVED", "CLAIM_PAID"}, []string{before[0].Kind, before[1].Kind, before[2].Kind, before[3].Kind})
		assert.EqualValues(t, 1300, before[3].Paid)
		assert.EqualValues(t, -1300, before[3].Cash)
		require.NotEmpty(t, number)
		w.Store.Client.ClaimMovement.Delete().Where(claimmovement.VersionLT(9)).ExecX(ctx)
		require.NoError(t, w.Ledger.Rebuild(ctx))
		relay(w)
		for i, again := range bookings(w) {
			again.Reason = before[i].Reason
			assert.Equal(t, before[i].String(), again.String())
		}
	})
}

// A closed month takes no booking: what belongs into it gets the first open day, also of an act that was recorded before and placed after.
func TestE2AClosedMonthTakesNothing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sell(w, "O-1")
		_, err := w.Events.Place(ctx, 0)
		require.NoError(t, err)
		sell(w, "O-2") // recorded, and not placed yet
		w.Clock.Set(time.Date(2026, 12, 1, 0, 10, 0, 0, time.FixedZone("", 8*3600)))
		for month, code := range map[int]fault.Code{202613: fault.CodeInvalidValue, 202612: fault.CodeInvalidValue} {
			_, err := w.Ledger.Close(ctx, insurancetest.Command, month)
			assert.True(t, fault.Has(err, code), "%d: %v", month, err)
		}
		waiting := w.Store.Client.Outbox.Query().OnlyX(ctx) // held back, as by a transaction that hangs
		w.Store.Client.Outbox.DeleteOneID(waiting.ID).ExecX(ctx)
		_, err = w.Ledger.Close(ctx, insurancetest.Command, 202611)
		require.NoError(t, err)
		_, err = w.Events.Place(ctx, 0)
		require.NoError(t, err)
		w.Store.Client.Outbox.Create().SetID(waiting.ID).ExecX(ctx)
		relay(w)
		_, err = w.Ledger.Close(ctx, insurancetest.Command, 202611)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		rows := bookings(w)
		require.Len(t, rows, 2)
		assert.Equal(t, 202611, rows[0].Month)
		assert.Equal(t, 202612, rows[1].Month)
		assert.Equal(t, earning.DayAt(2026, 12, 1), earning.Day(rows[1].Day))
		assert.Equal(t, *rows[0].BoundDay, *rows[1].BoundDay, "the day on which it was bound is another thing")
	})
}

// A fold that dies at any point books nothing of its batch, and all of it the next time.
func TestE2AFoldThatDies(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		claimed(w, sell(w, "O-1"))
		sell(w, "O-2")
		var fold eventlog.Consumer
		for _, c := range w.Events.Consumers() {
			if c.Name == "ledger" {
				fold = c
			}
		}
		_, err := w.Events.Place(ctx, 0)
		require.NoError(t, err)
		broken := errors.New("it dies here")
		dies := fold
		dies.Take = func(ctx context.Context, tx *work.Tx, entries []*eventlog.Entry) (func(), error) {
			if _, err := fold.Take(ctx, tx, entries); err != nil {
				return nil, err
			}
			return nil, broken
		}
		for range 3 {
			_, err := w.Events.Consume(ctx, dies, 2)
			require.ErrorIs(t, err, broken)
			assert.Empty(t, bookings(w))
			assert.Zero(t, w.Store.Client.OpenItem.Query().CountX(ctx))
		}
		for n := 1; n > 0; {
			n, err = w.Events.Consume(ctx, fold, 2)
			require.NoError(t, err)
		}
		assert.Len(t, bookings(w), 5)
		due := w.Store.Client.OpenItem.Query().AllX(ctx)
		require.Len(t, due, 2, "premium and commission of one due day")
		place, line := ledger.PlaceOf(bookings(w)[0].ID)
		assert.EqualValues(t, 1, place)
		assert.Equal(t, 1, line)
	})
}

// The books of a sandbox are apart, and its months are never closed.
func TestE2SandboxesAreBookedApart(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		sandbox := *w.Caller(insurancetest.Mall)
		var err error
		sandbox.Channel, err = w.Distribution.ChannelByCode(insurancetest.Mall, false)
		require.NoError(t, err)
		_, err = w.Issuing.Issue(ctx, &sandbox, &issuing.IssueInput{OrderNo: "O-1", Risk: insurancetest.Freight("O-1")})
		require.NoError(t, err)
		relay(w)
		rows := bookings(w)
		require.Len(t, rows, 1)
		assert.False(t, rows[0].Live)
		months, err := w.Ledger.MonthsBooked(ctx)
		require.NoError(t, err)
		assert.Empty(t, months)
	})
}

// Every event that there is is booked, or is known to move nothing.
func TestEveryEventIsKnownToTheLedger(t *testing.T) {
	t.Parallel()
	still := map[string]bool{
		"policy.renewed": true, "policy.expiring": true, "policy.expired": true, "claim.payout_failed": true, event.EndpointTestedType: true,
	}
	for _, payload := range event.Types() {
		assert.NotEqual(t, still[payload.Type()], ledger.Books(payload.Type()), payload.Type())
	}
}
