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
	publish(w, "asi-01", func(file string) string {
		require.Equal(w.T, 1, strings.Count(file, old))
		return strings.Replace(file, old, replacement, 1)
	}, examples...)
}

// publish publishes account security under a name, with its file edited and lines added to its examples.
func publish(w *insurancetest.World, name string, edit func(file string) string, examples ...string) {
	w.T.Helper()
	named := strings.NewReplacer("asi-01", name, "code: ASI-01", "code: "+strings.ToUpper(name)).Replace
	folder := fstest.MapFS{}
	require.NoError(w.T, fs.WalkDir(catalog.Seeds(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(path, "asi-01") {
			return err
		}
		content, err := fs.ReadFile(catalog.Seeds(), path)
		folder[named(path)] = &fstest.MapFile{Data: content}
		return err
	}))
	folder[name+".yaml"].Data = []byte(edit(named(string(folder[name+".yaml"].Data))))
	folder[name+".example"].Data = append(folder[name+".example"].Data, strings.Join(examples, "\n")...)
	w.Publish(folder, name)
}

// same leaves the file of a product as it is.
func same(file string) string { return file }
