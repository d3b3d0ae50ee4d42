package web

import (
	"embed"
	"io/fs"
	"net/http"
)

// The query page is built from server/web/graphiql/src by `npm run build` there; what it needs is committed, so that it
// works from a fresh clone and asks no other host for anything.
//
//go:embed graphiql/dist
var graphiqlFiles embed.FS

// graphiql serves the query page of the development mode.
func graphiql() http.Handler {
	files, err := fs.Sub(graphiqlFiles, "graphiql/dist")
	if err != nil {
		panic(err) // the name is embedded above
	}
	serve := http.StripPrefix("/graphiql/", http.FileServerFS(files))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "+
			"img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		serve.ServeHTTP(w, r)
	})
}
