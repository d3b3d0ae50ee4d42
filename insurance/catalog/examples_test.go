package catalog_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// TestExamples runs every *.example beside its product: those that ship, and made-up ones that no line of Go knows,
// which shows that a product is data (F1).
func TestExamples(t *testing.T) {
	t.Parallel()
	ran := 0
	for _, folder := range []fs.FS{catalog.Seeds(), os.DirFS("testdata")} {
		names, err := fs.Glob(folder, "*.example")
		require.NoError(t, err)
		for _, name := range names {
			stem := strings.TrimSuffix(name, ".example")
			ran++
			t.Run(stem, func(t *testing.T) {
				t.Parallel()
				file, err := fs.ReadFile(folder, stem+".yaml")
				require.NoError(t, err)
				p, err := catalog.Parse(file, folder)
				require.NoError(t, err)
				text, err := fs.ReadFile(folder, name)
				require.NoError(t, err)
				for _, failure := range catalog.RunExamples(p, text) {
					t.Errorf("%s:%s", name, failure)
				}
			})
		}
	}
	assert.GreaterOrEqual(t, ran, 3, "rfi-01, asi-01 and a made-up one")
}
