package server_test

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The query page comes whole from this server; its policy lets it ask no other.
func TestGraphiQLIsOurOwn(t *testing.T) {
	t.Parallel()
	f := open(t, settings(t, dialect.SQLite))
	for path, kind := range map[string]string{"/graphiql": "text/html", "/graphiql/main.js": "javascript", "/graphiql/main.css": "text/css"} {
		response, err := http.Get(f.URL + path)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode, path)
		assert.Contains(t, response.Header.Get("Content-Type"), kind)
		assert.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
		assert.NotEmpty(t, body)
	}
	page, err := os.ReadFile("graphiql/dist/index.html")
	require.NoError(t, err)
	assert.NotRegexp(t, regexp.MustCompile(`(src|href)="?(https?:)?//`), string(page))
}

// Production has no query page.
func TestNoGraphiQLInProduction(t *testing.T) {
	t.Parallel()
	c := settings(t, dialect.SQLite)
	f := open(t, c)
	f.App.SetMode("production")
	response, err := http.Get(f.Remount() + "/graphiql/")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}
