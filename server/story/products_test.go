package story

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Section 4, the list of products: names, drafts with their mistakes, and the agreements that sell them.
func TestSection4TheListOfProductsShowsWhatWaits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, f *front) {
		file := f.versionOf("ASI-01", 1)["file"].(string)
		saved := f.asksOf("uma", saveDocument, map[string]any{"file": file, "examples": "# none\n"})
		require.Empty(t, saved.codes("saveProduct"), string(saved.Body))
		a := f.as(f.person("uma"), `{ products { code name { en } onSale { mistakes } draft { version mistakes } agreements { code } } viewer { inbox { kind count { value } } } }`, nil)
		require.Empty(t, a.Errors, string(a.Body))
		asi := a.at("products").([]any)[0].(map[string]any)
		draft := asi["draft"].(map[string]any)
		assert.Equal(t, "Account security insurance", asi["name"].(map[string]any)["en"])
		assert.Nil(t, asi["onSale"].(map[string]any)["mistakes"])
		assert.Greater(t, draft["mistakes"], 0.0)
		assert.Equal(t, []any{map[string]any{"code": "AG-PAY-ASI"}}, asi["agreements"])
		assert.Contains(t, a.at("viewer", "inbox"), map[string]any{"kind": "DRAFTS_WRONG", "count": map[string]any{"value": 1.0}})
		told := f.asksOf("uma", askDocument, map[string]any{"productCode": "ASI-01", "version": draft["version"], "expectedRevision": 1, "reason": "test"})
		assert.Len(t, told.codes("requestPublication"), int(draft["mistakes"].(float64)), string(told.Body))

		bad := f.as(f.person("uma"), `{ productVersion(productCode: "ASI-01", version: 1) { terms(planCode: "NONE") { path } backTests(first: 1) { sample } } }`, nil)
		assert.Equal(t, "NOT_FOUND", bad.Code(), string(bad.Body))
	})
}
