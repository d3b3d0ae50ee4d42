package catalog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// succeededBy is account security, whose file names a successor.
func succeededBy(t *testing.T, code string) *catalog.Bundle {
	b := bundle(t, "asi-01")
	b.File = []byte(strings.Replace(string(b.File), "code: ASI-01\nname", "code: ASI-01\nsuccessor: "+code+"\nname", 1))
	return b
}

// B4: the successor that a product names is on sale when the product is published.
func TestASuccessorIsOnSale(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		draft, err := w.Catalog.Save(ctx, tool, succeededBy(t, "RFI-01"))
		require.NoError(t, err)
		publish := func() error { return w.Catalog.Publish(ctx, tool, draft.Code, draft.Version, draft.Revision) }
		err = publish()
		require.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.ErrorContains(t, err, "RFI-01 is not on sale")
		_, err = w.Catalog.Save(ctx, tool, bundle(t, "rfi-01"))
		require.NoError(t, err)
		assert.True(t, fault.Has(publish(), fault.CodeInvalidValue), "a draft is not on sale")
		w.Publish(catalog.Seeds(), "rfi-01")
		w.Withdraw("RFI-01")
		assert.True(t, fault.Has(publish(), fault.CodeInvalidValue), "what was withdrawn is not on sale")
		w.Publish(catalog.Seeds(), "rfi-01")
		require.NoError(t, publish())
		require.NoError(t, w.Cache.Refresh(ctx))
		sold, err := w.Catalog.OnSale("ASI-01")
		require.NoError(t, err)
		assert.Equal(t, "RFI-01", sold.Successor())
	})
}

// A successor is another product.
func TestASuccessorThatIsNone(t *testing.T) {
	t.Parallel()
	for code, sentence := range map[string]string{"asi-02": `"asi-02" is no code`, "ASI-01": "a product does not succeed itself"} {
		b := succeededBy(t, code)
		_, err := b.Check()
		assert.ErrorContains(t, err, sentence)
		problem, ok := fault.All(err)[0].(catalog.FileProblem)
		assert.True(t, ok && *problem.Line == 6, "%v", err)
	}
}
