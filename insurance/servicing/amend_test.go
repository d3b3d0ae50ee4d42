package servicing_test

import (
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"baodan/insurance/catalog"
	"baodan/insurance/insurancetest"
)

// amend publishes account security anew, with a text of its file replaced and lines added to its examples.
func amend(w *insurancetest.World, old, replacement string, examples ...string) {
	w.T.Helper()
	folder := fstest.MapFS{}
	require.NoError(w.T, fs.WalkDir(catalog.Seeds(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(catalog.Seeds(), path)
		folder[path] = &fstest.MapFile{Data: content}
		return err
	}))
	file := string(folder["asi-01.yaml"].Data)
	require.Equal(w.T, 1, strings.Count(file, old))
	folder["asi-01.yaml"].Data = []byte(strings.Replace(file, old, replacement, 1))
	folder["asi-01.example"].Data = append(folder["asi-01.example"].Data, strings.Join(examples, "\n")...)
	w.Publish(folder, "asi-01")
}
