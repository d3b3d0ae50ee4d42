package catalog_test

import (
	"bytes"
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// C1-C4: a draft is checked, tried and published once; what is published never changes; what is withdrawn is off sale.
func TestLifeOfAProduct(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		file, err := fs.ReadFile(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		beside := insurancetest.Beside(w, catalog.Seeds(), "rfi-01")
		draft, err := w.Shelf.Save(ctx, file, beside)
		require.NoError(t, err)
		assert.Equal(t, 1, draft.Version)
		_, err = w.Shelf.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.ProductOffSale), "a draft is not on sale: %v", err)
		assert.True(t, fault.Has(w.Shelf.Publish(ctx, "RFI-01", 1, 7), fault.Conflict), "another revision")
		assert.True(t, fault.Has(w.Shelf.Publish(ctx, "RFI-01", 9, 1), fault.NotFound))
		require.NoError(t, w.Shelf.Publish(ctx, "RFI-01", 1, draft.Revision))
		assert.True(t, fault.Has(w.Shelf.Publish(ctx, "RFI-01", 1, draft.Revision+1), fault.InvalidState), "twice")
		require.NoError(t, w.Masters.Refresh(ctx))
		first, err := w.Shelf.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, file, first.Source())

		second := w.Publish(catalog.Seeds(), "rfi-01")
		assert.Equal(t, 2, second.Version)
		newest, err := w.Shelf.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 2, newest.Number)
		require.NoError(t, w.Shelf.Withdraw(ctx, "RFI-01"))
		assert.True(t, fault.Has(w.Shelf.Withdraw(ctx, "RFI-01"), fault.InvalidState))
		assert.True(t, fault.Has(w.Shelf.Withdraw(ctx, "NONE"), fault.NotFound))
		require.NoError(t, w.Masters.Refresh(ctx))
		_, err = w.Shelf.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.ProductOffSale), "%v", err)
		old, err := w.AddServer().Shelf.Version(ctx, first.ID)
		require.NoError(t, err, "policies live on under the version they were sold under")
		assert.Equal(t, first.Digest(), old.Digest())
	})
}

// A publish is refused when an example fails; a file with mistakes is not even saved, and each mistake is named.
func TestWhatIsWrongIsNotPublished(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		ctx := context.Background()
		file, err := fs.ReadFile(catalog.Seeds(), "rfi-01.yaml")
		require.NoError(t, err)
		beside, ok := insurancetest.Beside(w, catalog.Seeds(), "rfi-01").(fstest.MapFS)
		require.True(t, ok)
		example := beside["rfi-01.example"]
		beside["rfi-01.example"] = &fstest.MapFile{Data: bytes.Replace(example.Data, []byte("premium 0.73"), []byte("premium 0.74"), 1)}
		draft, err := w.Shelf.Save(ctx, file, beside)
		require.NoError(t, err)
		err = w.Shelf.Publish(ctx, "RFI-01", draft.Version, draft.Revision)
		require.True(t, fault.Has(err, fault.InvalidValue), "%v", err)
		assert.ErrorContains(t, err, "0.73")

		delete(beside, "rfi-01.example")
		bare, err := w.Shelf.Save(ctx, file, beside)
		require.NoError(t, err)
		err = w.Shelf.Publish(ctx, "RFI-01", bare.Version, bare.Revision)
		assert.True(t, fault.Has(err, fault.InvalidValue), "no examples: %v", err)

		_, err = w.Shelf.Save(ctx, append(file, "\nnonsense: 1\n"...), beside)
		assert.True(t, fault.Has(err, fault.InvalidValue), "%v", err)
		_, err = w.Shelf.Save(ctx, []byte("\x00"), beside)
		assert.True(t, fault.Has(err, fault.InvalidValue), "%v", err)
		delete(beside, "rfi-01/notice.md")
		_, err = w.Shelf.Save(ctx, file, beside)
		assert.True(t, fault.Has(err, fault.InvalidValue), "a document that is not stored: %v", err)
		assert.Equal(t, 2, w.Store.Client.ProductVersion.Query().CountX(ctx))
	})
}
