package catalog_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/ent/productversion"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

var (
	ctx  = context.Background()
	tool = access.CommandLine("test")
)

// bundle is a shipped product.
func bundle(t testing.TB, name string) *catalog.Bundle {
	t.Helper()
	b, err := catalog.ReadFolder(catalog.Seeds(), name+".yaml")
	require.NoError(t, err)
	return b
}

func withdraw(w *insurancetest.World, code string, at *time.Time) (*ent.ProductVersion, error) {
	return w.Catalog.Withdraw(ctx, tool, catalog.Withdrawal{ProductCode: code, At: at, Reason: "no longer wanted"})
}

// C1-C4: a draft is checked, tried and published once; what is published never changes; what is withdrawn is off sale.
func TestLifeOfAProduct(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		b := bundle(t, "rfi-01")
		draft, err := w.Catalog.Save(ctx, tool, b)
		require.NoError(t, err)
		assert.Equal(t, 1, draft.Version)
		_, err = w.Catalog.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.CodeProductOffSale), "a draft is not on sale: %v", err)
		assert.True(t, fault.Has(w.Catalog.Publish(ctx, tool, "RFI-01", 1, 7), fault.CodeConflict), "another revision")
		assert.True(t, fault.Has(w.Catalog.Publish(ctx, tool, "RFI-01", 9, 1), fault.CodeNotFound))
		require.NoError(t, w.Catalog.Publish(ctx, tool, "RFI-01", 1, draft.Revision))
		assert.True(t, fault.Has(w.Catalog.Publish(ctx, tool, "RFI-01", 1, draft.Revision+1), fault.CodeInvalidState), "twice")
		require.NoError(t, w.Cache.Refresh(ctx))
		first, err := w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, b.File, first.Source())

		second := w.Publish(catalog.Seeds(), "rfi-01")
		assert.Equal(t, 2, second.Version)
		newest, err := w.Catalog.OnSale("RFI-01")
		require.NoError(t, err)
		assert.Equal(t, 2, newest.Number)
		off, err := withdraw(w, "RFI-01", nil)
		require.NoError(t, err)
		assert.Equal(t, 2, off.Version)
		assert.Equal(t, productversion.StateWITHDRAWN, off.State)
		_, err = withdraw(w, "RFI-01", nil)
		assert.True(t, fault.Has(err, fault.CodeInvalidState), "%v", err)
		_, err = withdraw(w, "NONE", nil)
		assert.True(t, fault.Has(err, fault.CodeNotFound), "%v", err)
		require.NoError(t, w.Cache.Refresh(ctx))
		_, err = w.Catalog.OnSale("RFI-01")
		assert.True(t, fault.Has(err, fault.CodeProductOffSale), "%v", err)
		old, err := w.AddServer().Catalog.Version(ctx, first.ID)
		require.NoError(t, err, "policies live on under the version they were sold under")
		assert.Equal(t, first.Digest(), old.Digest())
		assert.Equal(t, []string{
			"product.save RFI-01/1 cli:test", "product.publish RFI-01/1 cli:test", "product.save RFI-01/2 cli:test",
			"product.publish RFI-01/2 cli:test", "product.withdraw RFI-01/2 cli:test",
		}, records(w))
	})
}

// records are what is on the audit record, in order.
func records(w *insurancetest.World) []string {
	var list []string
	for _, r := range w.Store.Client.AuditRecord.Query().Order(ent.Asc("id")).AllX(ctx) {
		if r.ObjectKind == "product" {
			list = append(list, r.Action+" "+r.Object+" "+r.Actor)
		}
	}
	return list
}

// A publish is refused when an example fails; a file with mistakes is not even saved, and each mistake is named.
func TestWhatIsWrongIsNotPublished(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		b := bundle(t, "rfi-01")
		b.Beside["rfi-01.example"] = bytes.Replace(b.Beside["rfi-01.example"], []byte("premium 0.73"), []byte("premium 0.74"), 1)
		draft, err := w.Catalog.Save(ctx, tool, b)
		require.NoError(t, err)
		err = w.Catalog.Publish(ctx, tool, "RFI-01", draft.Version, draft.Revision)
		require.True(t, fault.Has(err, fault.CodeInvalidValue), "%v", err)
		assert.ErrorContains(t, err, "0.73")
		problem, ok := fault.All(err)[0].(catalog.FileProblem)
		require.True(t, ok)
		assert.Equal(t, []string{"rfi-01.example"}, problem.Path)
		assert.Equal(t, lineOf(string(b.Beside["rfi-01.example"]), "premium 0.74"), *problem.Line)

		delete(b.Beside, "rfi-01.example")
		bare, err := w.Catalog.Save(ctx, tool, b)
		require.NoError(t, err)
		err = w.Catalog.Publish(ctx, tool, "RFI-01", bare.Version, bare.Revision)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "no examples: %v", err)

		for name, spoil := range map[string]func(b *catalog.Bundle){
			"an unknown key":               func(b *catalog.Bundle) { b.File = append(b.File, "\nnonsense: 1\n"...) },
			"a binary":                     func(b *catalog.Bundle) { b.File = []byte("\x00") },
			"a document that is not there": func(b *catalog.Bundle) { delete(b.Beside, "rfi-01/notice.md") },
			"a file of no use":             func(b *catalog.Bundle) { b.Beside["other/notice.md"] = []byte("x") },
			"a file named otherwise":       func(b *catalog.Bundle) { b.Name = "freight.yaml" },
			"a file that is not UTF-8":     func(b *catalog.Bundle) { b.File = append(b.File, "# \xff\n"...) },
			"examples that are not UTF-8":  func(b *catalog.Bundle) { b.Beside["rfi-01.example"] = []byte("# \xc4\xe3\n") },
			"a formula for insured.party": func(b *catalog.Bundle) {
				b.File = replaced(t, b.File, "cover.length: P90D", "insured.party: {formula: \"'none'\"}")
			},
			"documents of another product":   func(b *catalog.Bundle) { b.File = replaced(t, b.File, "rfi-01/notice.md", "../asi-01/notice.md") },
			"examples named after the other": func(b *catalog.Bundle) { b.Beside["asi-01.example"] = []byte("x") },
		} {
			b := bundle(t, "rfi-01")
			spoil(b)
			_, err = w.Catalog.Save(ctx, tool, b)
			assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", name, err)
		}
		assert.Equal(t, 2, w.Store.Client.ProductVersion.Query().CountX(ctx))
	})
}

func replaced(t testing.TB, file []byte, old, replacement string) []byte {
	t.Helper()
	changed := bytes.Replace(file, []byte(old), []byte(replacement), 1)
	require.NotEqual(t, string(file), string(changed), old)
	return changed
}

// A rule that no example names is no success: nobody has seen that it ever objects.
func TestEveryRuleIsNamedByAnExample(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"refused RISK_SCORE":                `no example names RISK_SCORE: write one that is "refused RISK_SCORE", so that it is seen to object`,
		"corrected RETURN_TIMES":            `no example names RETURN_TIMES: write one that is "corrected RETURN_TIMES"`,
		"referred DELIVERED_BEFORE_SHIPPED": `no example names DELIVERED_BEFORE_SHIPPED: write one that is "referred DELIVERED_BEFORE_SHIPPED"`,
	} {
		b := bundle(t, "rfi-01")
		p, err := b.Check()
		require.NoError(t, err)
		require.NoError(t, b.Try(p))
		code := strings.Fields(name)[1]
		left := b.Beside["rfi-01.example"]
		require.Contains(t, string(left), name)
		b.Beside["rfi-01.example"] = withoutCases(left, name)
		err = b.Try(p)
		require.Error(t, err, name)
		list := fault.All(err)
		require.Len(t, list, 1, "%v", err)
		problem := list[0].(catalog.FileProblem)
		assert.Contains(t, problem.Base().Detail, want)
		assert.Equal(t, "rules", problem.Base().Path[0])
		assert.Equal(t, lineOf(string(b.File), "code: "+code+"\n"), *problem.Line)
	}
}

// withoutCases leaves out the cases of examples that expect something.
func withoutCases(text []byte, expected string) []byte {
	var kept []string
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, " ") && strings.Contains(line, expected) {
			kept = kept[:len(kept)-1] // the case above it
			continue
		}
		kept = append(kept, line)
	}
	return []byte(strings.Join(kept, "\n"))
}
