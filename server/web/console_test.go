package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/server"
	"baodan/server/web"
)

const builtIndex = `<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">
<script src="/assets/theme-1a.js" nonce="__CSP_NONCE__"></script><script type="module" crossorigin src="./assets/main-2b.js"></script>
<link rel="stylesheet" href="/assets/main-3c.css" nonce="__CSP_NONCE__"><div id="root"></div>`

var script = strings.Repeat("export const answer = 42;\n", 40)

func builtConsole(t *testing.T) fstest.MapFS {
	t.Helper()
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := io.WriteString(w, script)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	file := func(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }
	return fstest.MapFS{
		"index.html": file(builtIndex), "assets/main-2b.js": file(script), "assets/main-2b.js.br": file("as brotli has it"),
		"assets/main-2b.js.gz": file(zipped.String()), "assets/main-3c.css": file("body{}"), "assets/sans-4d.woff2": file("font"),
		"assets/archive-5e.gz": file("a file of its own"), "favicon.svg": file("<svg/>"),
	}
}

// pages serves a site with these options; cases ask it without following redirects.
type pages struct {
	t   *testing.T
	url string
}

func newPages(t *testing.T, set func(*web.Options)) pages {
	t.Helper()
	app, err := server.Open(context.Background(), server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4,
	})
	require.NoError(t, err)
	t.Cleanup(app.Close)
	o := app.SiteOptions()
	o.Metrics, o.Console, o.ConsoleAssets = nil, builtConsole(t), ""
	if set != nil {
		set(&o)
	}
	site, err := web.New(o)
	require.NoError(t, err)
	s := httptest.NewServer(site.Handler())
	t.Cleanup(func() { s.Close(); site.Close() })
	return pages{t, s.URL}
}

const aPage = "text/html,application/xhtml+xml,*/*;q=0.8"

// asItIs neither asks for a compression by itself nor undoes one.
var asItIs = &http.Transport{DisableCompression: true}

// ask with headers, each "Name: value".
func (p pages) ask(method, path string, headers ...string) (*http.Response, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.url, nil)
	require.NoError(p.t, err)
	r.URL.Opaque = path // as it is, dots and all
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	response, err := asItIs.RoundTrip(r)
	require.NoError(p.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	return response, string(body)
}

// Every address of the console answers index.html, each time with another nonce, and with a policy that lets nothing else in.
func TestConsolePage(t *testing.T) {
	t.Parallel()
	p := newPages(t, nil)
	nonces := map[string]bool{}
	for _, path := range []string{"/", "/policies/P000000000000012", "/claims?state=PAID", "/"} {
		response, body := p.ask("GET", path, "Accept: "+aPage)
		h := response.Header
		assert.Equal(t, http.StatusOK, response.StatusCode, path)
		assert.Equal(t, "text/html; charset=utf-8", h.Get("Content-Type"))
		assert.NotContains(t, body, "__CSP_NONCE__")
		assert.Contains(t, body, `src="/assets/main-2b.js"`, "also where it was written for another folder")
		nonce := regexp.MustCompile(`<meta name="csp-nonce" content="([\w-]{43})">`).FindStringSubmatch(body)
		require.Len(t, nonce, 2, body)
		assert.Equal(t, 3, strings.Count(body, nonce[1]))
		assert.False(t, nonces[nonce[1]], "a nonce counts once")
		nonces[nonce[1]] = true
		assert.Equal(t, "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce[1]+"'; img-src 'self' data: blob:; font-src 'self'; "+
			"connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
			h.Get("Content-Security-Policy"))
		for name, value := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			assert.Equal(t, value, h.Get(name), name)
		}
		assert.Contains(t, h.Get("Permissions-Policy"), "camera=()")
		assert.Empty(t, h.Get("ETag"))
	}
	response, body := p.ask("GET", "/")
	assert.Equal(t, http.StatusOK, response.StatusCode, "the first page answers everybody")
	response, nothing := p.ask("HEAD", "/")
	assert.Empty(t, nothing)
	assert.Equal(t, int64(len(body)), response.ContentLength)
}

// The files are given as the browser takes them, and kept for ever.
func TestConsoleFiles(t *testing.T) {
	t.Parallel()
	p := newPages(t, nil)
	for accept, encoding := range map[string]string{
		"": "", "identity": "", "gzip, deflate": "gzip", "gzip, deflate, br, zstd": "br", "br;q=0, gzip;q=0.5": "gzip", "br; q=0.0, GZIP": "gzip",
		"br;q=0.1, gzip": "br", "gzip;q=0": "", "brotli": "",
	} {
		response, body := p.ask("GET", "/assets/main-2b.js", "Accept-Encoding: "+accept)
		h := response.Header
		assert.Equal(t, http.StatusOK, response.StatusCode, accept)
		assert.Equal(t, encoding, h.Get("Content-Encoding"), accept)
		assert.Equal(t, "text/javascript; charset=utf-8", h.Get("Content-Type"), accept)
		assert.Equal(t, "public, max-age=31536000, immutable", h.Get("Cache-Control"))
		assert.Equal(t, "Accept-Encoding", h.Get("Vary"))
		assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
		assert.Empty(t, h.Get("Access-Control-Allow-Origin"))
		assert.Equal(t, int64(len(body)), response.ContentLength)
		switch encoding {
		case "br":
			assert.Equal(t, "as brotli has it", body)
		case "gzip":
			r, err := gzip.NewReader(strings.NewReader(body))
			require.NoError(t, err)
			whole, err := io.ReadAll(r)
			require.NoError(t, err)
			assert.Equal(t, script, string(whole))
		default:
			assert.Equal(t, script, body)
		}
		again, nothing := p.ask("GET", "/assets/main-2b.js", "Accept-Encoding: "+accept, `If-None-Match: W/"other", `+h.Get("ETag"))
		assert.Equal(t, http.StatusNotModified, again.StatusCode)
		assert.Empty(t, nothing)
		head, nothing := p.ask("HEAD", "/assets/main-2b.js", "Accept-Encoding: "+accept)
		assert.Equal(t, response.ContentLength, head.ContentLength)
		assert.Equal(t, h.Get("ETag"), head.Header.Get("ETag"))
		assert.Empty(t, nothing)
	}
	for path, media := range map[string]string{
		"/assets/main-3c.css": "text/css; charset=utf-8", "/assets/sans-4d.woff2": "font/woff2", "/assets/archive-5e.gz": "application/octet-stream",
		"/favicon.svg": "image/svg+xml",
	} {
		response, _ := p.ask("GET", path, "Accept-Encoding: br")
		assert.Equal(t, http.StatusOK, response.StatusCode, path)
		assert.Equal(t, media, response.Header.Get("Content-Type"))
		assert.Empty(t, response.Header.Get("Vary"), "it is there in one form only")
	}
	response, _ := p.ask("GET", "/favicon.svg")
	assert.Equal(t, "no-cache", response.Header.Get("Cache-Control"), "its name says nothing of its content")
}

// What is not there is not there: neither as a page, nor outside of the folder, nor by another method.
func TestConsoleRefuses(t *testing.T) {
	t.Parallel()
	p := newPages(t, nil)
	for _, path := range []string{
		"/assets/main-0a.js", "/assets/", "/assets", "/assets/main-2b.js.br", "/assets/main-2b.js/", "/assets/..%2findex.html", "/assets/%2e%2e/%2e%2e/go.mod",
		"/assets/../assets/../../go.mod", "/assets/..\\index.html", "/assets//main-2b.js",
	} {
		response, body := p.ask("GET", path, "Accept: image/*,*/*;q=0.8")
		if response.StatusCode/100 == 3 {
			response, body = p.ask("GET", response.Header.Get("Location"), "Accept: image/*,*/*;q=0.8")
		}
		if path == "/assets//main-2b.js" {
			assert.Equal(t, script, body, "the address is put right")
			continue
		}
		assert.Equal(t, http.StatusNotFound, response.StatusCode, path)
		assert.Equal(t, "404 page not found\n", body, path)
	}
	response, _ := p.ask("GET", "/assets/main-0a.js", "Accept: "+aPage)
	assert.Equal(t, http.StatusNotFound, response.StatusCode, "a file that is gone is no page")
	for _, path := range []string{"/policies", "/favicon.ico", "/__CSP_NONCE__"} {
		response, _ := p.ask("GET", path, "Accept: image/avif,image/*,*/*;q=0.8")
		assert.Equal(t, http.StatusNotFound, response.StatusCode, "%s is not asked for as a page", path)
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		for _, path := range []string{"/", "/policies", "/assets/main-2b.js"} {
			response, _ := p.ask(method, path, "Accept: "+aPage)
			assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode, method+path)
			assert.Equal(t, "GET, HEAD", response.Header.Get("Allow"))
		}
	}
	response, body := p.ask("GET", "/healthz", "Accept: "+aPage)
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Equal(t, "ok\n", body, "other addresses are what they were")
	response, _ = p.ask("GET", "/graphql", "Accept: "+aPage)
	assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
}

// Files may come from a network that is nearer: the page names it, and the policy lets in no other.
func TestConsoleAssetsFromElsewhere(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(o *web.Options) { o.ConsoleAssets = "https://files.example:8443/baodan/" })
	response, body := p.ask("GET", "/home", "Accept: "+aPage)
	for _, name := range []string{"theme-1a.js", "main-2b.js", "main-3c.css"} {
		assert.Contains(t, body, `="https://files.example:8443/baodan/assets/`+name+`"`)
	}
	assert.NotContains(t, body, `="/assets/`)
	policy := response.Header.Get("Content-Security-Policy")
	assert.Equal(t, 4, strings.Count(policy, " https://files.example:8443;"), "scripts, styles, pictures, fonts")
	assert.Contains(t, policy, "script-src 'self' https://files.example:8443;")
	assert.Contains(t, policy, "connect-src 'self';")
	response, _ = p.ask("GET", "/assets/main-2b.js")
	assert.Equal(t, "*", response.Header.Get("Access-Control-Allow-Origin"), "scripts of another host are taken only with it")
}

// A binary without the console says so, in both languages, and how to get one.
func TestConsoleNotBuilt(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(o *web.Options) { o.Console = nil })
	for _, path := range []string{"/", "/policies/1"} {
		response, body := p.ask("GET", path, "Accept: "+aPage)
		assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
		assert.Contains(t, body, "<code>make console</code>")
		assert.Contains(t, body, "没有带上控制台")
		assert.Contains(t, body, "carries no console")
		assert.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
		assert.Equal(t, "no-store", response.Header.Get("Cache-Control"))
	}
	response, _ := p.ask("GET", "/assets/main-2b.js")
	assert.Equal(t, http.StatusNotFound, response.StatusCode)
	response, _ = p.ask("POST", "/")
	assert.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
	assert.Equal(t, "GET, HEAD", response.Header.Get("Allow"))
	response, _ = p.ask("GET", "/healthz")
	assert.Equal(t, http.StatusOK, response.StatusCode)
}

// A build without index.html is a mistake that is told at the start.
func TestConsoleWithoutIndex(t *testing.T) {
	t.Parallel()
	app, err := server.Open(context.Background(), server.Config{
		Mode: "development", PublicURL: "https://baodan.example", DataDir: t.TempDir(), DatabaseConnections: 4,
	})
	require.NoError(t, err)
	t.Cleanup(app.Close)
	o := app.SiteOptions()
	o.Metrics, o.Console = nil, fstest.MapFS{"assets/main-2b.js": {Data: []byte("x")}}
	_, err = web.New(o)
	assert.ErrorContains(t, err, "index.html")
}
