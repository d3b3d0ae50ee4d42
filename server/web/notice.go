package web

import (
	"bytes"
	"html/template"
	"net/http"
)

// notice is a page of a few words, for where the console cannot say them.
type notice struct {
	Status int
	Zh, En string
	// Request is what people may name when they ask about it; empty: there is nothing to ask about.
	Request string
	// Command that helps; empty: none does.
	Command string
	// Back leads to the console.
	Back bool
}

// notBuilt says how the console is built, where the binary carries none. The API does not need it.
func notBuilt(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case r.URL.Path == "/", wantsPage(r):
		notice{
			Status: http.StatusServiceUnavailable, Command: "make console",
			Zh: "这个程序没有带上控制台。API 照常可用。需要控制台时，请构建后重新编译：",
			En: "This program carries no console. The API works as ever. To have one, build it and compile again:",
		}.write(w)
	default:
		http.NotFound(w, r)
	}
}

func (n notice) write(w http.ResponseWriter) {
	var page bytes.Buffer
	if err := noticePage.Execute(&page, n); err != nil {
		http.Error(w, n.En, n.Status)
		return
	}
	pageHeaders(w.Header(), "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	w.WriteHeader(n.Status)
	w.Write(page.Bytes()) //nolint:errcheck // the reader is gone; there is nobody to tell
}

var noticePage = template.Must(template.New("notice").Parse(`<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Baodan 保单</title>
<style>:root{color-scheme:light dark}body{font:16px/1.7 sans-serif;max-width:36em;margin:4em auto;padding:0 1em}</style></head>
<body><p>{{.Zh}}</p><p lang="en">{{.En}}</p>
{{with .Command}}<p><code>{{.}}</code></p>
{{end}}{{with .Request}}<p>请求号 <span lang="en">Request</span> <code>{{.}}</code></p>
{{end}}{{if .Back}}<p><a href="/">返回登录 <span lang="en">Back to sign-in</span></a></p>
{{end}}</body></html>
`))
