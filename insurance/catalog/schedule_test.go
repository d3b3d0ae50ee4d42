package catalog_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// scheduled is a draft that two people let go on sale in an hour.
func scheduled(w *insurancetest.World) (*ent.ProductVersion, time.Time) {
	w.T.Helper()
	draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(w.T, "rfi-01"))
	require.NoError(w.T, err)
	at := w.Clock.Now().Add(time.Hour)
	waits, err := w.Catalog.RequestPublication(ctx, w.Person("uma"), catalog.Publication{
		Code: draft.Code, Version: draft.Version, ExpectedRevision: draft.Revision, PublishAt: &at, Reason: "from then on",
	})
	require.NoError(w.T, err)
	require.NoError(w.T, approve(w, "ulf", waits))
	row, err := w.Catalog.Row(ctx, draft.Code, draft.Version)
	require.NoError(w.T, err)
	require.Equal(w.T, productversion.StateDRAFT, row.State)
	require.True(w.T, at.Equal(*row.PublishAt))
	return row, at
}

func turn(w *insurancetest.World, s *insurancetest.Server) {
	w.T.Helper()
	_, err := s.Catalog.ApplySchedules(ctx, 10)
	require.NoError(w.T, err)
	require.NoError(w.T, w.Cache.Refresh(ctx))
}

// A publication and a withdrawal happen when they were to, by whichever server is there then, once.
func TestTheCalendarOfProducts(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		_, at := scheduled(w)
		w.Clock.Set(at.Add(-time.Millisecond))
		turn(w, w.Server)
		sold, err := w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 1, sold.Number)
		w.Clock.Set(at)
		turn(w, w.AddServer()) // the one before is gone
		sold, err = w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 2, sold.Number)
		row, err := w.Catalog.Row(ctx, "RFI-01", 2)
		require.NoError(t, err)
		assert.True(t, at.Equal(*row.PublishedAt))
		assert.Nil(t, row.PublishAt)
		assert.Nil(t, row.DueAt)

		later := at.Add(time.Hour)
		off, err := withdraw(w, "RFI-01", &later)
		require.NoError(t, err)
		assert.True(t, later.Equal(*off.WithdrawAt))
		w.Clock.Set(later)
		turn(w, w.Server)
		_, err = w.Catalog.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.CodeProductOffSale), "%v", err)
		turn(w, w.Server)
		assert.ElementsMatch(t, []string{
			"product.save RFI-01/2 person:uma", "product.schedule RFI-01/2 person:ulf", "product.publish RFI-01/2 system:calendar",
			"product.withdraw RFI-01/2 cli:test", "product.withdraw RFI-01/1 system:calendar", "product.withdraw RFI-01/2 system:calendar",
		}, records(w)[4:])
	})
}

// Editing what is on the calendar takes it off: what was approved is not what is stored any more.
func TestAnEditTakesADraftOffTheCalendar(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		row, at := scheduled(w)
		changed, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), edited(t, row, "# 条款参数", "# 参数"))
		require.NoError(t, err)
		assert.Nil(t, changed.PublishAt)
		w.Clock.Set(at.Add(time.Hour))
		turn(w, w.Server)
		_, err = w.Catalog.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.CodeProductOffSale), "%v", err)
	})
}

// A later version that was published meanwhile is not pushed aside by one on the calendar.
func TestTheCalendarDoesNotGoBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		_, at := scheduled(w)
		w.Publish(catalog.Seeds(), "rfi-01")
		w.Clock.Set(at)
		turn(w, w.Server)
		row, err := w.Catalog.Row(ctx, "RFI-01", 1)
		require.NoError(t, err)
		assert.Equal(t, productversion.StateDRAFT, row.State)
		assert.Nil(t, row.DueAt)
		assert.Contains(t, records(w), "product.unschedule RFI-01/1 system:calendar")
	})
}

func TestMomentsThatAreRefused(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		now := w.Clock.Now()
		for _, at := range []time.Time{now, now.Add(-time.Hour), now.Add(367 * 24 * time.Hour)} {
			_, err := withdraw(w, "RFI-01", &at)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", at, err)
			_, err = w.Catalog.RequestPublication(ctx, w.Person("uma"), catalog.Publication{
				Code: "RFI-01", Version: draft.Version, ExpectedRevision: draft.Revision, PublishAt: &at, Reason: "x",
			})
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", at, err)
		}
		_, err = w.Catalog.Withdraw(ctx, tool, catalog.Withdrawal{Code: "RFI-01"})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "no reason: %v", err)
	})
}
