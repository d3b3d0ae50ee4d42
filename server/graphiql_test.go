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
		assert.NotRegexp(t, `https?:|\*`, response.Header.Get("Content-Security-Policy"))
		assert.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
		assert.NotEmpty(t, body)
	}
}

// namesOnly are addresses that the libraries print, link to or use as names of XML; none of them is ever asked.
var namesOnly = regexp.MustCompile(`^https?://(www\.w3\.org/(2000/svg|1999/xhtml|1999/xlink|XML/1998/namespace|1998/Math/MathML)$|` +
	`reactjs\.org/docs/error-decoder|github\.com/(jonschlinkert|graphql/graphiql)|yarnpkg\.com/en/docs/selective|` +
	`en\.wikipedia\.org/wiki/IEEE|commonmark\.org/$|codemirror\.net/5/doc/manual)`)

// The committed files name no host to load anything from.
func TestGraphiQLNamesNoOutsideHost(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("graphiql/dist/index.html")
	require.NoError(t, err)
	assert.NotRegexp(t, `//\w`, string(page))
	style, err := os.ReadFile("graphiql/dist/main.css")
	require.NoError(t, err)
	assert.NotRegexp(t, `@import|url\(["']?(https?:)?//`, string(style))
	script, err := os.ReadFile("graphiql/dist/main.js")
	require.NoError(t, err)
	for _, address := range regexp.MustCompile(`(https?|wss?)://[\w.-]+[\w./-]*`).FindAllString(string(script), -1) {
		assert.Regexp(t, namesOnly, address)
	}
	assert.Less(t, len(page)+len(style)+len(script), 2_500_000, "bytes of the page")
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
