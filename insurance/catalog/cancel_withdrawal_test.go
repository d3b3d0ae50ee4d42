package catalog_test

import (
	"sync"
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

func keep(w *insurancetest.World, code string, revision int) (*ent.ProductVersion, error) {
	return w.Catalog.CancelWithdrawal(ctx, w.Person("uma"), catalog.CancelWithdrawalInput{Code: code, ExpectedRevision: revision, Reason: "wanted after all"})
}

// C4: a withdrawal that lies ahead is taken back once, on record, and the product is sold past its time.
func TestAWithdrawalIsTakenBack(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		w.Publish(catalog.Seeds(), "rfi-01")
		first, later := w.Clock.Now().Add(time.Hour), w.Clock.Now().Add(2*time.Hour)
		seen, err := withdraw(w, "RFI-01", &first)
		require.NoError(t, err)
		moved, err := withdraw(w, "RFI-01", &later)
		require.NoError(t, err)
		_, err = keep(w, "RFI-01", seen.Revision)
		assert.True(t, fault.Has(err, fault.CodeConflict), "it was moved meanwhile: %v", err)
		kept, err := keep(w, "RFI-01", moved.Revision)
		require.NoError(t, err)
		assert.Equal(t, 2, kept.Version)
		assert.Equal(t, productversion.StatePUBLISHED, kept.State)
		assert.Equal(t, moved.Revision+1, kept.Revision)
		_, err = keep(w, "RFI-01", kept.Revision)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "twice: %v", err)
		for version := 1; version <= 2; version++ {
			row, err := w.Catalog.Row(ctx, "RFI-01", version)
			require.NoError(t, err)
			assert.Nil(t, row.WithdrawAt)
			assert.Nil(t, row.DueAt)
		}
		w.Clock.Set(later.Add(time.Hour))
		turn(w, w.Server)
		sold, err := w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 2, sold.Number)
		assert.Equal(t, []string{
			"product.withdraw RFI-01/2 cli:test", "product.withdraw RFI-01/2 cli:test", "product.keep RFI-01/2 person:uma",
		}, records(w)[6:])

		again := w.Clock.Now().Add(time.Hour)
		_, err = withdraw(w, "RFI-01", &again)
		require.NoError(t, err, "it can be withdrawn anew")
		w.Clock.Set(again)
		turn(w, w.Server)
		_, err = w.Catalog.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.CodeProductOffSale), "%v", err)
	})
}

// What is off sale, or was never to go, is not kept; its time decides, not whether a server came by.
func TestWhatIsNotKeptOnSale(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		draft, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		refused := func(code string, revision int, why fault.Code, about string) {
			t.Helper()
			_, err := keep(w, code, revision)
			assert.True(t, fault.Has(err, why), "%s: %v", about, err)
		}
		refused("NONE", 1, fault.CodeNotFound, "no such product")
		refused("RFI-01", draft.Revision, fault.CodeInvalidState, "nobody withdrew it")
		at := w.Clock.Now().Add(time.Hour)
		off, err := withdraw(w, "RFI-01", &at)
		require.NoError(t, err)
		_, err = w.Catalog.CancelWithdrawal(ctx, tool, catalog.CancelWithdrawalInput{Code: "RFI-01", ExpectedRevision: off.Revision})
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "no reason: %v", err)
		w.Clock.Set(at)
		refused("RFI-01", off.Revision, fault.CodeInvalidState, "its time has come")
		turn(w, w.Server)
		refused("RFI-01", off.Revision+1, fault.CodeInvalidState, "it is off sale")
		_, err = withdraw(w, "ASI-01", nil)
		require.NoError(t, err)
		refused("ASI-01", 3, fault.CodeInvalidState, "withdrawn at once")
	})
}

// Of two who take it back, or move and take it back, at the same moment, one is told.
func TestAWithdrawalIsTakenBackByTwo(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		at := w.Clock.Now().Add(time.Hour)
		off, err := withdraw(w, "RFI-01", &at)
		require.NoError(t, err)
		uma, ulf := w.Person("uma"), w.Person("ulf")
		var group sync.WaitGroup
		var one, other error
		in := catalog.CancelWithdrawalInput{Code: "RFI-01", ExpectedRevision: off.Revision, Reason: "wanted after all"}
		group.Go(func() { _, one = w.Catalog.CancelWithdrawal(ctx, uma, in) })
		group.Go(func() { _, other = w.AddServer().Catalog.CancelWithdrawal(ctx, ulf, in) })
		group.Wait()
		if one != nil {
			one, other = other, one
		}
		require.NoError(t, one)
		assert.True(t, fault.Has(other, fault.CodeConflict) || fault.Has(other, fault.CodeInvalidState), "%v", other)
		row, err := w.Catalog.Row(ctx, "RFI-01", off.Version)
		require.NoError(t, err)
		assert.Equal(t, off.Revision+1, row.Revision)
	})
}
