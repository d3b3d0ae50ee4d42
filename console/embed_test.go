package console_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/console"
)

// The binary carries what lies in dist, and says where nothing was built.
func TestSite(t *testing.T) {
	site := console.Site()
	built, err := os.ReadFile("dist/site/index.html")
	if os.IsNotExist(err) {
		assert.Nil(t, site)
		return
	}
	require.NoError(t, err)
	require.NotNil(t, site)
	carried, err := fs.ReadFile(site, "index.html")
	require.NoError(t, err)
	assert.Equal(t, string(built), string(carried))
}
