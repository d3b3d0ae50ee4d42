package catalog_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/ent"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
)

// Export and import are one another's opposite, to the byte, for every product that ships.
func TestArchivesComeBackByteByByte(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		for _, name := range []string{"rfi-01", "asi-01"} {
			shipped := bundle(t, name)
			draft, err := w.Catalog.Save(ctx, tool, shipped)
			require.NoError(t, err)
			out, err := contentOf(w, draft)
			require.NoError(t, err)
			archive, err := out.Archive(draft.Code)
			require.NoError(t, err)
			in, err := catalog.ReadArchive(archive)
			require.NoError(t, err)
			assert.Equal(t, shipped, in)
			again, err := w.Catalog.SaveDraft(ctx, w.Person("uma"), catalog.SaveInput{Archive: archive})
			require.NoError(t, err)
			assert.Equal(t, draft.Digest, again.Digest)
			assert.Equal(t, draft.File, again.File)
			assert.Equal(t, draft.Documents, again.Documents)
			back, err := contentOf(w, again)
			require.NoError(t, err)
			second, err := back.Archive(again.Code)
			require.NoError(t, err)
			assert.Equal(t, archive, second)
		}
	})
}

type entry struct {
	name    string
	content []byte
	mode    fs.FileMode
}

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			header.SetMode(e.mode)
		}
		to, err := w.CreateHeader(header)
		require.NoError(t, err)
		_, err = to.Write(e.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// An archive may be made to harm: each trick is refused with a code, before anything is stored.
func TestArchivesThatAreRefused(t *testing.T) {
	t.Parallel()
	file := entry{name: "rfi-01.yaml", content: []byte("code: RFI-01\n")}
	many := []entry{file}
	for i := range 1000 {
		many = append(many, entry{name: fmt.Sprintf("rfi-01/%d.md", i)})
	}
	bomb := bytes.Repeat([]byte{0}, 64<<20)
	for name, archive := range map[string][]byte{
		"nothing":             {},
		"no archive":          []byte("PK no archive"),
		"cut off":             zipped(t, file)[:40],
		"too large":           make([]byte, catalog.LargestArchive+1),
		"no product file":     zipped(t, entry{name: "rfi-01/terms.md"}),
		"a folder above":      zipped(t, entry{name: "x/rfi-01.yaml"}),
		"two product files":   zipped(t, file, entry{name: "asi-01.yaml"}),
		"the same name twice": zipped(t, file, entry{name: "rfi-01/a.md"}, entry{name: "rfi-01/a.md"}),
		"the file twice":      zipped(t, file, file),
		"1,000 files":         zipped(t, many...),
		"a zip bomb":          zipped(t, file, entry{name: "rfi-01/a.md", content: bomb}),
		"bombs in pieces":     zipped(t, file, entry{name: "rfi-01/a.md", content: bomb[:8<<20]}, entry{name: "rfi-01/b.md", content: bomb[:8<<20]}),
		"a path upwards":      zipped(t, file, entry{name: "../rfi-01/a.md"}),
		"a path inside out":   zipped(t, file, entry{name: "rfi-01/../../a.md"}),
		"an absolute path":    zipped(t, file, entry{name: "/rfi-01/a.md"}),
		"a backslash":         zipped(t, file, entry{name: `rfi-01\a.md`}),
		"a drive":             zipped(t, file, entry{name: "C:a.md"}),
		"a hidden file":       zipped(t, file, entry{name: "rfi-01/.a.md"}),
		"a name in GBK":       zipped(t, file, entry{name: "rfi-01/\xcc\xf5.md"}),
		"a long name":         zipped(t, file, entry{name: "rfi-01/" + strings.Repeat("a", 200)}),
		"a control character": zipped(t, file, entry{name: "rfi-01/a\n.md"}),
		"very deep":           zipped(t, file, entry{name: "rfi-01/a/b/c/d.md"}),
		"a link":              zipped(t, file, entry{name: "rfi-01/a.md", content: []byte("/etc"), mode: fs.ModeSymlink | 0o777}),
	} {
		_, err := catalog.ReadArchive(archive)
		assert.True(t, fault.Has(err, fault.CodeInvalidValue), "%s: %v", name, err)
	}
	named, err := catalog.ReadArchive(zipped(t, entry{name: "rfi-01/"}, file, entry{name: "rfi-01/条款.md"}))
	require.NoError(t, err, "folders, and Chinese names")
	assert.Len(t, named.Beside, 1)
}

// Whatever an archive holds, reading it neither panics nor takes more than its bounds, and what is read can be written.
func FuzzReadArchive(f *testing.F) {
	whole, err := bundle(f, "rfi-01").Archive("RFI-01")
	require.NoError(f, err)
	f.Add(whole)
	f.Add(zipped(f, entry{name: "a.yaml", content: []byte("code: A")}, entry{name: "../a"}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, archive []byte) {
		b, err := catalog.ReadArchive(archive)
		if err != nil {
			if !fault.Has(err, fault.CodeInvalidValue) {
				t.Fatal(err)
			}
			return
		}
		if _, err := b.Check(); err != nil && !fault.Has(err, fault.CodeInvalidValue) {
			t.Fatal(err)
		}
	})
}

// Whatever a product file says, reading it neither panics nor takes for ever; each mistake has a line of the file.
func FuzzProductFile(f *testing.F) {
	shipped := bundle(f, "rfi-01")
	f.Add(shipped.File)
	f.Add(bundle(f, "asi-01").File)
	for _, text := range []string{"code: X", "a: &a [*a]", "factors: [{name: a, type: list}]", "\xef\xbb\xbfcode: X", "? {a: b}\n: c", "terms: {a: [1, {b: c}]}", "- - -"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		b := &catalog.Bundle{File: file, Beside: shipped.Beside}
		_, err := b.Check()
		if err == nil {
			return
		}
		list := fault.All(err)
		if len(list) == 0 {
			t.Fatal(err)
		}
		for _, one := range list {
			if p, ok := one.(catalog.FileProblem); ok && p.Line != nil && (*p.Line < 1 || *p.Line > bytes.Count(file, []byte("\n"))+2) {
				t.Fatalf("line %d of %q: %s", *p.Line, file, p.Detail)
			}
		}
	})
}

// contentOf a version.
func contentOf(w *insurancetest.World, row *ent.ProductVersion) (*catalog.Bundle, error) {
	found, err := insurancetest.Of(ctx, w.Catalog.Contents, row, row.ID)
	return found.Value, errors.Join(err, found.Err)
}
