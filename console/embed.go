// Package console carries the built pages of the insurer's people (console/src, TypeScript) in the binary. `make console`
// builds them; without it everything works except the pages, so that `go build` needs no Node.
package console

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Site is what was built: index.html, and the files it names under assets. Nil: nothing was.
func Site() fs.FS {
	site, err := fs.Sub(dist, "dist/site")
	if err != nil {
		panic(err) // the name is a valid path
	}
	if _, err := fs.Stat(site, "index.html"); err != nil {
		return nil
	}
	return site
}
