package catalog_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
)

// Every part of a sample stands at its own line, and says the code or name that is written there.
func TestContentSaysWhereItStands(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"asi-01.yaml", "rfi-01.yaml"} {
		file, err := fs.ReadFile(catalog.Seeds(), name)
		require.NoError(t, err)
		p, err := catalog.Parse(file, catalog.Seeds())
		require.NoError(t, err)
		lines, c := strings.Split(string(file), "\n"), catalog.PartsOf(p)
		stands := func(line int, text string) {
			require.Positive(t, line, text)
			assert.Contains(t, lines[line-1], text)
		}
		for _, f := range append(c.Factors, c.ClaimFacts...) {
			stands(f.Line, f.Name[strings.LastIndex(f.Name, ".")+1:])
			assert.NotEmpty(t, f.Title.Zh, f.Name)
		}
		for _, r := range c.Rules {
			stands(r.Line, r.Code)
			assert.NotEmpty(t, r.Acts, r.Code)
		}
		for _, one := range c.Comparisons {
			assert.NotZero(t, one.Line, one.Code)
		}
		for _, table := range c.Tables {
			stands(table.Line, table.Name)
			for i, row := range table.Rows {
				assert.NotEqual(t, row.Value == nil, row.Decline == nil, "%s: a value or a decline", table.Name)
				assert.Equal(t, row.Decline == nil, row.Sentence == nil, "%s %d", table.Name, i)
				if i > 0 {
					assert.Greater(t, row.Line, table.Rows[i-1].Line)
				}
			}
		}
		assert.Len(t, c.Plans, len(p.Plans()))
		assert.NotEmpty(t, c.Rules)
		assert.NotNil(t, c.Filing)
	}
}

func BenchmarkContent(b *testing.B) {
	file, err := fs.ReadFile(catalog.Seeds(), "rfi-01.yaml")
	require.NoError(b, err)
	p, err := catalog.Parse(file, catalog.Seeds())
	require.NoError(b, err)
	for b.Loop() {
		catalog.PartsOf(p)
	}
}
