package issuing_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// A price that comes out below 0 is a refusal and no internal error: who asks again gets the same.
func TestAPriceThatIsNoAmountIsARefusal(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		w.WithSamples()
		folder := fstest.MapFS{}
		require.NoError(t, fs.WalkDir(catalog.Seeds(), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := fs.ReadFile(catalog.Seeds(), path)
			folder[path] = &fstest.MapFile{Data: content}
			return err
		}))
		file := string(folder["rfi-01.yaml"].Data)
		changed := strings.Replace(file, "    - bounds: {min: 0.10, max: 6.00}\n",
			"    - bounds: {min: 0.10, max: 6.00}\n    - {if: buyerRiskScore * buyerRiskScore == 1369, add: {decimal: -10}}\n", 1)
		require.NotEqual(t, file, changed)
		folder["rfi-01.yaml"].Data = []byte(changed)
		w.Publish(folder, "rfi-01")
		require.NoError(t, w.Cache.Refresh(t.Context()))
		risk := insurancetest.Freight("O-1")
		risk.Factors["buyerRiskScore"] = json.Number("37")
		_, err := issue(w, insurancetest.Mall, "O-1", risk)
		var refused fault.RuleRefused
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, "EVALUATION_FAILED", refused.Rule)
		assert.Equal(t, []string{"risk", "factors"}, refused.Path)
		risk.Factors["buyerRiskScore"] = json.Number("36")
		_, err = issue(w, insurancetest.Mall, "O-1", risk)
		assert.NoError(t, err, "nothing was left behind")
	})
}
