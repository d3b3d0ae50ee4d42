package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
)

// open starts a server without data in a mode, and answers where.
func open(t *testing.T, mode string) string {
	t.Helper()
	app, err := server.Open(context.Background(), server.Config{
		Mode: mode, PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4,
	})
	require.NoError(t, err)
	s := httptest.NewServer(app.Site.Handler())
	t.Cleanup(func() { s.Close(); app.Close() })
	return s.URL
}

// The query page comes whole from this server; its policy lets it ask no other.
func TestGraphiQLIsOurOwn(t *testing.T) {
	t.Parallel()
	address := open(t, "development")
	for path, kind := range map[string]string{"/graphiql": "text/html", "/graphiql/main.js": "javascript", "/graphiql/main.css": "text/css"} {
		response, err := http.Get(address + path)
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
	response, err := http.Get(open(t, "production") + "/graphiql/")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
}
