package catalog_test

import (
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/insurancetest"
)

// P3: an act on a version of a product that is said to be possible succeeds, and one that is not is refused as it was said.
func TestP3ActsOnVersionsAreAsTheyAreSaidToBe(t *testing.T) {
	t.Parallel()
	draft := func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
		row, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), archived(t, "rfi-01"))
		require.NoError(t, err)
		return row
	}
	sold := func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
		row, err := w.Catalog.Row(ctx, "RFI-01", 1)
		require.NoError(t, err)
		return row
	}
	for name, make := range map[string]func(t *testing.T, w *insurancetest.World) *ent.ProductVersion{
		"a draft": draft,
		"a draft whose examples fail": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			row := draft(t, w)
			in := edited(t, row, "# 条款参数", "# 参数")
			wrong := strings.ReplaceAll(string(bundle(t, "rfi-01").Beside["rfi-01.example"]), "premium 0.73", "premium 0.88")
			in.Examples = &wrong
			row, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), in)
			require.NoError(t, err)
			return row
		},
		"a draft that waits": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			row := draft(t, w)
			_, err := request(w, row)
			require.NoError(t, err)
			return w.Store.Client.ProductVersion.GetX(ctx, row.ID)
		},
		"a draft behind another": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			row := draft(t, w)
			w.Publish(catalog.Seeds(), "rfi-01")
			return row
		},
		"on sale": sold,
		"on sale before": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			w.Publish(catalog.Seeds(), "rfi-01")
			return sold(t, w)
		},
		"about to go": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			at := w.Clock.Now().Add(time.Hour)
			row, err := withdraw(w, "RFI-01", &at)
			require.NoError(t, err)
			return row
		},
		"withdrawn": func(t *testing.T, w *insurancetest.World) *ent.ProductVersion {
			w.Withdraw("RFI-01")
			return sold(t, w)
		},
	} {
		for _, act := range []string{"discardDraft", "keepProductOnSale", "requestPublication", "saveProduct", "withdrawProduct"} {
			t.Run(name+" "+act, func(t *testing.T) {
				t.Parallel()
				w := insurancetest.New(t, dialect.SQLite).WithSamples()
				row := make(t, w)
				said, err := w.Catalog.Allowed(ctx, []*ent.ProductVersion{row})
				require.NoError(t, err)
				insurancetest.HoldsTo(t, said[row.ID], act, func() error { return tryOn(t, w, row, act) })
			})
		}
	}
}

// tryOn does an act on a version with an input that nothing is wrong with.
func tryOn(t *testing.T, w *insurancetest.World, row *ent.ProductVersion, act string) (err error) {
	uma, onSale := w.Person("uma"), row
	if last, err := w.Catalog.LastPublished(ctx, row.Code); err == nil {
		onSale, err = w.Catalog.Row(ctx, row.Code, last.Number)
		require.NoError(t, err)
	}
	switch act {
	case "discardDraft":
		return w.Catalog.Discard(ctx, uma, catalog.DiscardInput{ProductCode: row.Code, Version: row.Version, ExpectedRevision: row.Revision})
	case "keepProductOnSale":
		_, err = keep(w, row.Code, onSale.Revision)
	case "requestPublication":
		_, err = request(w, row)
	case "saveProduct":
		file := string(bundle(t, "rfi-01").File)
		_, err = w.Catalog.SaveDraft(ctx, uma, catalog.SaveInput{ProductCode: &row.Code, Version: &row.Version, ExpectedRevision: &row.Revision, File: &file})
	case "withdrawProduct":
		_, err = w.Catalog.Withdraw(ctx, uma, catalog.Withdrawal{ProductCode: row.Code, ExpectedRevision: &onSale.Revision, Reason: "r"})
	}
	return err
}
