package catalog_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// The product that the guide shows to be pasted is right, and has the digest that the guide shows.
func TestTheProductOfTheGuideIsRight(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/products.md")
	require.NoError(t, err)
	block := func(title, fence string) []byte {
		_, rest, found := strings.Cut(string(guide), title+":\n\n"+fence+"\n")
		require.True(t, found, title)
		text, _, _ := strings.Cut(rest, "```\n")
		return []byte(text)
	}
	b, err := catalog.ReadFolder(fstest.MapFS{
		"bike-01.yaml":           {Data: block("`bike-01.yaml`", "```yaml")},
		"bike-01.example":        {Data: block("`bike-01.example`", "```")},
		"bike-01/terms.md":       {Data: []byte("# 条款 / Terms\n")},
		"bike-01/notice.md":      {Data: []byte("# 投保须知 / Notice\n")},
		"bike-01/claim-guide.md": {Data: []byte("# 理赔指引 / How to claim\n")},
	}, "bike-01.yaml")
	require.NoError(t, err)
	product, err := b.Check()
	require.NoError(t, err)
	require.NoError(t, catalog.Publishable(product))
	require.NoError(t, b.Try(product))
	assert.Contains(t, string(guide), "BIKE-01 is right, digest "+product.Digest())
}
