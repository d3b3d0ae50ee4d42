package catalog

import (
	"embed"
	"io/fs"
)

//go:embed seed
var seeds embed.FS

// Seeds are the shipped products: NAME.yaml with its examples in NAME.example and its documents in the folder NAME.
func Seeds() fs.FS {
	folder, err := fs.Sub(seeds, "seed")
	if err != nil {
		panic("catalog: " + err.Error()) // the name is a valid path
	}
	return folder
}
