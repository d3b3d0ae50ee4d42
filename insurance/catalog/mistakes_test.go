package catalog_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// mistakesOf a version, as the console shows them; -1: none are counted.
func mistakesOf(t *testing.T, w *insurancetest.World, row *ent.ProductVersion) int {
	t.Helper()
	judges, err := w.Catalog.Mistakes(ctx, []*ent.ProductVersion{row})
	require.NoError(t, err)
	n, err := judges[row.ID]()
	require.NoError(t, err)
	if n == nil {
		return -1
	}
	return int(*n)
}

// Section 4, Product.draft: its mistakes are as many as publishing would name.
func TestSection4TheMistakesOfADraftAreThoseOfPublishing(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		save := func(change func(b *catalog.Bundle)) *ent.ProductVersion {
			b := bundle(t, "rfi-01")
			change(b)
			row, err := w.Catalog.Save(ctx, tool, b)
			require.NoError(t, err)
			return row
		}
		for name, c := range map[string]struct {
			mistakes int
			change   func(b *catalog.Bundle)
		}{
			"none": {0, func(*catalog.Bundle) {}},
			"an example": {1, func(b *catalog.Bundle) {
				b.Beside["rfi-01.example"] = bytes.Replace(b.Beside["rfi-01.example"], []byte("premium 0.73"), []byte("premium 0.74"), 1)
			}},
			"no example": {1, func(b *catalog.Bundle) { delete(b.Beside, "rfi-01.example") }},
			"two rules that no example names": {2, func(b *catalog.Bundle) {
				for _, expected := range []string{"refused RISK_SCORE", "corrected RETURN_TIMES"} {
					b.Beside["rfi-01.example"] = withoutCases(b.Beside["rfi-01.example"], expected)
				}
			}},
			"a successor that is not on sale": {1, func(b *catalog.Bundle) {
				b.File = append([]byte("successor: XX-01\n"), b.File...)
			}},
		} {
			draft := save(c.change)
			assert.Equal(t, c.mistakes, mistakesOf(t, w, draft), name)
			told := w.Catalog.Publish(ctx, tool, draft.Code, draft.Version, draft.Revision)
			assert.Len(t, fault.All(told), c.mistakes, "%s: %v", name, told)
			now, err := w.Catalog.Row(ctx, draft.Code, draft.Version)
			require.NoError(t, err)
			if c.mistakes == 0 {
				assert.Equal(t, -1, mistakesOf(t, w, now), "it is no draft any more")
			} else {
				assert.Equal(t, c.mistakes, mistakesOf(t, w, now), "%s: again", name)
			}
		}
	})
}

// What was found of a content is kept: it is read and judged once, and again only when it is another one.
func TestTheMistakesOfAContentAreCountedOnce(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		b := bundle(t, "rfi-01")
		delete(b.Beside, "rfi-01.example")
		for i := range 22 {
			b.File = append(b.File, fmt.Sprintf("# %d\n", i)...)
			_, err := w.Catalog.Save(ctx, tool, b)
			require.NoError(t, err)
		}
		wrong := func() (int, bool, int) {
			counting, statements := insurancetest.WithStatements(ctx)
			rows, all, err := w.Catalog.WrongDrafts(counting)
			require.NoError(t, err)
			return len(rows), all, len(statements.Texts())
		}
		n, all, first := wrong()
		assert.Equal(t, 20, n, "of the newest 20")
		assert.False(t, all)
		_, _, again := wrong()
		assert.Equal(t, [2]int{2, 1}, [2]int{first, again}, "statements")

		good, err := w.Catalog.Save(ctx, tool, bundle(t, "rfi-01"))
		require.NoError(t, err)
		n, _, _ = wrong()
		assert.Equal(t, 19, n)
		require.NoError(t, w.Catalog.Publish(ctx, tool, good.Code, good.Version, good.Revision))
		n, all, _ = wrong()
		assert.Equal(t, 0, n, "none of the others can go on sale any more")
		assert.True(t, all)
	})
}
