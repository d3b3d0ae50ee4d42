package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// console serves the pages of the insurer's people: index.html, which every address of theirs answers and which carries a
// nonce of its own each time, and the files that it names. Those lie in memory, compressed when they were built.
//
// Libraries that serve compressed files were looked at: statigz 1.4 sends tags without quotes, which no cache may compare,
// takes an encoding that is refused by q=0, and asks the machine for media types.
type console struct {
	files  map[string]*consoleFile // by the path of a request
	index  []string                // index.html between its nonces
	policy string                  // what a browser may load, with noncePlace for the nonce
	shared bool                    // other hosts give the files out too
}

// consoleFile is a built file in each encoding that it is there in.
type consoleFile struct {
	media     string
	in        map[string]encoded // by the name of the encoding; identity is always there
	immutable bool               // its name changes with its content
}

type encoded struct {
	content io.ReaderAt
	size    int64
	tag     string
}

const (
	noncePlace = "__CSP_NONCE__" // in index.html
	assetsPath = "/assets/"      // below it, names change with contents
	identity   = "identity"
)

// encodings of files, best first, and what their names end with.
var encodings = []struct{ name, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

// mediaTypes of what is built. The machine's own table is not asked: it differs between machines.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon", ".jpg": "image/jpeg",
	".js": "text/javascript; charset=utf-8", ".json": "application/json", ".map": "application/json", ".mjs": "text/javascript; charset=utf-8",
	".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
	".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff", ".woff2": "font/woff2",
}

// newConsole reads what was built. Nil: nothing was, and a page says so. Assets is where browsers load the files from; empty:
// from here.
func newConsole(built fs.FS, assets string) (http.Handler, error) {
	if built == nil {
		return http.HandlerFunc(notBuilt), nil
	}
	index, err := fs.ReadFile(built, "index.html")
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c := &console{files: map[string]*consoleFile{}, shared: assets != ""}
	from := ""
	if c.shared {
		u, err := url.Parse(assets)
		if err != nil {
			return nil, fmt.Errorf("CONSOLE_ASSETS_URL: %w", err)
		}
		from = " " + u.Scheme + "://" + u.Host
	}
	assets = strings.TrimRight(assets, "/")
	whole := strings.NewReplacer(`="/assets/`, `="`+assets+assetsPath, `="./assets/`, `="`+assets+assetsPath).Replace(string(index))
	c.index = strings.Split(whole, noncePlace)
	c.policy = strings.NewReplacer("NONCE", noncePlace, "FROM", from).Replace("default-src 'none'; script-src 'self'FROM; style-src 'self' 'nonce-NONCE'FROM; img-src 'self' data: blob:FROM; " +
		"font-src 'self'FROM; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; " +
		"form-action 'self'; object-src 'none'")
	return c, fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "index.html" {
			return err
		}
		return c.add(built, name)
	})
}

// add takes a file in, unless it is another file in an encoding.
func (c *console) add(built fs.FS, name string) error {
	for _, e := range encodings {
		if of, is := strings.CutSuffix(name, e.ending); is {
			if _, err := fs.Stat(built, of); err == nil {
				return nil
			}
		}
	}
	f := &consoleFile{media: mediaTypes[path.Ext(name)], in: map[string]encoded{}, immutable: strings.HasPrefix("/"+name, assetsPath)}
	if f.media == "" {
		f.media = "application/octet-stream"
	}
	content, err := fs.ReadFile(built, name)
	if err != nil {
		return fmt.Errorf("console: %w", err)
	}
	f.in[identity] = encode(content)
	for _, e := range encodings {
		if content, err := fs.ReadFile(built, name+e.ending); err == nil {
			f.in[e.name] = encode(content)
		}
	}
	c.files["/"+name] = f
	return nil
}

func encode(content []byte) encoded {
	sum := sha256.Sum256(content)
	return encoded{bytes.NewReader(content), int64(len(content)), `"` + hex.EncodeToString(sum[:16]) + `"`}
}

// ServeHTTP answers a file by its name, and index.html to a browser that wants a page: which one, the page itself knows.
func (c *console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file := c.files[r.URL.Path]
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case file != nil:
		c.serveFile(w, r, file)
	case r.URL.Path == "/", wantsPage(r):
		c.servePage(w, r)
	default:
		http.NotFound(w, r)
	}
}

// wantsPage tells whether a browser asks for a page, rather than for a part of one or a program for data.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, assetsPath) && strings.Contains(r.Header.Get("Accept"), "text/html")
}

func (c *console) serveFile(w http.ResponseWriter, r *http.Request, f *consoleFile) {
	name := f.best(r.Header.Values("Accept-Encoding"))
	one, h := f.in[name], w.Header()
	h.Set("Content-Type", f.media)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", one.tag)
	h.Set("Cache-Control", "no-cache")
	if f.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if c.shared {
		h.Set("Access-Control-Allow-Origin", "*") // a network that fetched it from here passes this on; nothing in it is secret
	}
	if len(f.in) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	if name != identity {
		h.Set("Content-Encoding", name)
		h.Set("Content-Length", strconv.FormatInt(one.size, 10)) // which ServeContent leaves to us where there is an encoding
	}
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(one.content, 0, one.size))
}

// best of the encodings that a browser takes. One that it refuses by q=0 is not taken; who names none gets the file as it is.
func (f *consoleFile) best(accept []string) string {
	takes := map[string]bool{}
	for _, one := range strings.Split(strings.Join(accept, ","), ",") {
		name, weight, _ := strings.Cut(one, ";")
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), 64)
		takes[strings.ToLower(strings.TrimSpace(name))] = err != nil || q > 0
	}
	for _, e := range encodings {
		if _, there := f.in[e.name]; there && takes[e.name] {
			return e.name
		}
	}
	return identity
}

func (c *console) servePage(w http.ResponseWriter, r *http.Request) {
	nonce := random()
	pageHeaders(w.Header(), strings.ReplaceAll(c.policy, noncePlace, nonce))
	page := strings.Join(c.index, nonce)
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	if r.Method == http.MethodGet {
		io.WriteString(w, page) //nolint:errcheck // the reader is gone; there is nobody to tell
	}
}

// pageHeaders of a page for people: nobody keeps it, frames it, or learns from it where they came from.
func pageHeaders(h http.Header, policy string) {
	h.Set("Content-Type", mediaTypes[".html"])
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(), clipboard-write=(self)")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}
