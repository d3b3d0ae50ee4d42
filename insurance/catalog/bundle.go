package catalog

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baodan/ent"
)

// Bundle is a product as it is handed around: its file, and what lies beside it by name - CODE.example and the folder
// CODE, CODE being the product's in small letters. A folder on disk, a zip archive and a stored version hold the same.
type Bundle struct {
	Name   string // of the product file: rfi-01.yaml; empty: not known
	File   []byte
	Beside map[string][]byte
}

const (
	// LargestArchive is the largest zip archive of a product, in bytes.
	LargestArchive = 16 << 20
	largestBeside  = 12 << 20 // bytes of all files beside a product together, before they are packed
	mostFiles      = 200
	longestName    = 160 // bytes
	yamlEnding     = ".yaml"
	exampleEnding  = ".example"
)

// ReadFolder reads NAME.yaml of a folder with what belongs to it: NAME.example and the folder NAME. Faults: INVALID_VALUE
// for too much of it.
func ReadFolder(folder fs.FS, name string) (*Bundle, error) {
	file, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, fmt.Errorf("read product: %w", err)
	}
	b := &Bundle{Name: name, File: file, Beside: map[string][]byte{}}
	stem := strings.TrimSuffix(name, path.Ext(name))
	for _, root := range []string{stem + exampleEnding, stem} {
		err := fs.WalkDir(folder, root, func(at string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // the check will say what is missing
			}
			if err != nil || d.IsDir() {
				return err
			}
			from, err := folder.Open(at)
			if err != nil {
				return err
			}
			defer from.Close() //nolint:errcheck // read only
			return b.take(at, from)
		})
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// ReadArchive reads a zip archive of a product, as export writes it. Nothing of it is trusted: how many files it holds, how
// large they are once unpacked, and where they lie is checked as it is read. Faults: INVALID_VALUE.
func ReadArchive(archive []byte) (*Bundle, error) {
	if len(archive) > LargestArchive {
		return nil, wrongArchive("", "it has more than %d bytes", LargestArchive)
	}
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, wrongArchive("", "it is no zip archive: %v", err)
	}
	if len(r.File) > mostFiles {
		return nil, wrongArchive("", "it holds %d files, and %d are the most", len(r.File), mostFiles)
	}
	b := &Bundle{Beside: map[string][]byte{}}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder; those of its files tell enough
		}
		if f.Mode()&fs.ModeType != 0 {
			return nil, wrongArchive(f.Name, "it is no plain file")
		}
		from, err := f.Open()
		if err != nil {
			return nil, wrongArchive(f.Name, "it cannot be unpacked: %v", err)
		}
		err = b.take(f.Name, from)
		from.Close() //nolint:errcheck // read only
		if err != nil {
			return nil, err
		}
	}
	if b.Name == "" {
		return nil, wrongArchive("", "there is no product file NAME%s at its top", yamlEnding)
	}
	return b, nil
}

// take reads one file, within what is left of all bounds.
func (b *Bundle) take(name string, from io.Reader) error {
	if problem := badName(name); problem != "" {
		return wrongArchive(name, "%s", problem)
	}
	if _, twice := b.Beside[name]; twice || name == b.Name && b.File != nil {
		return wrongArchive(name, "it is there twice")
	}
	if len(b.Beside) >= mostFiles {
		return wrongArchive(name, "more than %d files lie beside the product", mostFiles)
	}
	left := largestBeside
	for _, content := range b.Beside {
		left -= len(content)
	}
	content, err := io.ReadAll(io.LimitReader(from, int64(left)+1))
	switch {
	case err != nil:
		return wrongArchive(name, "it cannot be read: %v", err)
	case len(content) > left:
		return wrongArchive(name, "together the files have more than %d bytes", largestBeside)
	case path.Ext(name) == yamlEnding && !strings.Contains(name, "/"):
		if b.Name != "" {
			return wrongArchive(name, "there is more than one product file")
		}
		b.Name, b.File = name, content
	default:
		b.Beside[name] = content
	}
	return nil
}

// badName says what is wrong with the name of a file; empty: nothing. Names that lead elsewhere, that are hidden, or that
// some system could not store are refused.
func badName(name string) string {
	if !utf8.ValidString(name) || len(name) > longestName {
		return fmt.Sprintf("a name is UTF-8 and has at most %d bytes", longestName)
	}
	if !fs.ValidPath(name) || strings.Count(name, "/") > 3 {
		return "a name leads to a file below, three folders deep at most"
	}
	for step := range strings.SplitSeq(name, "/") {
		if step[0] == '.' || step[len(step)-1] == '.' {
			return "a name neither begins nor ends with a point"
		}
		for _, r := range step {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-", r) {
				return fmt.Sprintf("a name has letters, digits, points, _ and -, and no %q", r)
			}
		}
	}
	return ""
}

// Check checks all of a bundle and compiles its product. Fault: INVALID_VALUE, one with path and line for each mistake.
func (b *Bundle) Check() (*Product, error) {
	if line := firstNonUTF8(b.File); line != 0 {
		return nil, problemAt("file", line, "the file is not UTF-8")
	}
	if code, err := codeOf(b.File); err == nil && b.Name != "" && b.Name != nameOf(code, yamlEnding) {
		return nil, wrongArchive(b.Name, "the file of product %s is named %s", code, nameOf(code, yamlEnding))
	}
	beside, err := b.pack()
	if err != nil {
		return nil, err
	}
	folder, err := unpack(beside) // what is stored must do, not what lies beside it
	if err != nil {
		return nil, err
	}
	product, err := Parse(b.File, folder)
	if err != nil {
		return nil, problems(err)
	}
	if err := b.checkNames(product); err != nil {
		return nil, err
	}
	return product, nil
}

// checkNames refuses files of no use: nobody would find them again.
func (b *Bundle) checkNames(product *Product) error {
	stem := strings.ToLower(product.Code())
	for _, name := range b.names() {
		switch {
		case name == stem+exampleEnding:
			if line := firstNonUTF8(b.Beside[name]); line != 0 {
				return problemAt(name, line, "the examples are not UTF-8")
			}
		case !strings.HasPrefix(name, stem+"/"):
			return wrongArchive(name, "beside %s%s lie %s%s and the folder %s, and nothing else", stem, yamlEnding, stem, exampleEnding, stem)
		}
	}
	return nil
}

// firstNonUTF8 is the line where a text stops being UTF-8; 0 where it is all UTF-8.
func firstNonUTF8(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	line := 1
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			return line
		}
		if r == '\n' {
			line++
		}
		text = text[size:]
	}
	return line
}

// Archive is the bundle as a zip archive; equal bundles give equal bytes.
func (b *Bundle) Archive(code string) ([]byte, error) {
	all := maps.Clone(b.Beside)
	all[nameOf(code, yamlEnding)] = b.File
	return pack(all)
}

// Attachment is a file beside a product file.
type Attachment struct {
	Name   string
	Size   int64
	SHA256 string // hex
}

// Attachments are the files beside the product file, ordered by name.
func (b *Bundle) Attachments() []Attachment {
	list := make([]Attachment, 0, len(b.Beside))
	for _, name := range b.names() {
		sum := sha256.Sum256(b.Beside[name])
		list = append(list, Attachment{name, int64(len(b.Beside[name])), hex.EncodeToString(sum[:])})
	}
	return list
}

// Examples are its examples in plain text; empty: it has none.
func (b *Bundle) Examples() string {
	for _, name := range b.names() {
		if path.Ext(name) == exampleEnding {
			return string(b.Beside[name])
		}
	}
	return ""
}

func (b *Bundle) names() []string { return slices.Sorted(maps.Keys(b.Beside)) }

// pack writes what lies beside the file as it is stored.
func (b *Bundle) pack() ([]byte, error) { return pack(b.Beside) }

// pack writes files as a zip archive; the same files give the same bytes.
func pack(files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		to, err := w.Create(name)
		if err == nil {
			_, err = to.Write(files[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack product: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack product: %w", err)
	}
	return out.Bytes(), nil
}

// unpack reads what pack wrote.
func unpack(archive []byte) (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}

// stored is the bundle of a stored version.
func stored(row *ent.ProductVersion) (*Bundle, error) {
	b := &Bundle{File: row.File, Beside: map[string][]byte{}}
	archive, err := unpack(row.Documents)
	if err != nil {
		return nil, fmt.Errorf("documents of %s/%d: %w", row.Code, row.Version, err)
	}
	for _, f := range archive.File {
		if b.Beside[f.Name], err = fs.ReadFile(archive, f.Name); err != nil {
			return nil, fmt.Errorf("documents of %s/%d: %w", row.Code, row.Version, err)
		}
	}
	return b, nil
}
