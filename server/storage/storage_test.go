package storage_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/seal"
	"baodan/insurance/files"
	"baodan/insurance/privacy"
	"baodan/server/storage"
)

var (
	_ files.Storage = (*storage.Storage)(nil)
	_ privacy.Vault = (*storage.Storage)(nil)
)

// ring is that of all tests which need no other.
var ring = newRing(seal.NewKeyringFile())

func newRing(text []byte) *seal.Keyring {
	ring, err := seal.ParseKeyring(text)
	if err != nil {
		panic(err)
	}
	return ring
}

func open(t *testing.T) (*storage.Storage, string) {
	directory := filepath.Join(t.TempDir(), "evidence")
	s, err := storage.Open(directory, ring)
	require.NoError(t, err)
	return s, directory
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func read(t *testing.T, s *storage.Storage, digest string) []byte {
	t.Helper()
	content, err := s.Open(t.Context(), digest)
	require.NoError(t, err)
	defer content.Close()
	text, err := io.ReadAll(content)
	require.NoError(t, err)
	return text
}

// filesBelow a directory.
func filesBelow(t *testing.T, directory string) []string {
	t.Helper()
	var names []string
	require.NoError(t, filepath.WalkDir(directory, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, strings.TrimPrefix(path, directory+"/"))
		}
		return err
	}))
	return names
}

func TestPutAndOpen(t *testing.T) {
	s, directory := open(t)
	for _, content := range [][]byte{nil, []byte("photo"), bytes.Repeat([]byte("x"), 3<<20)} {
		d := digest(content)
		for range 2 {
			require.NoError(t, s.Put(t.Context(), d, bytes.NewReader(content)))
			assert.True(t, bytes.Equal(content, read(t, s, d)))
		}
		assert.Contains(t, filesBelow(t, directory), d[:2]+"/"+d[2:4]+"/"+d)
	}
	assert.Len(t, filesBelow(t, directory), 3)
	again, err := storage.Open(directory, ring)
	require.NoError(t, err)
	assert.Equal(t, "photo", string(read(t, again, digest([]byte("photo")))))
	info, err := os.Stat(filepath.Join(directory, digest(nil)[:2]))
	require.NoError(t, err)
	assert.EqualValues(t, 0o700, info.Mode().Perm())
}

func TestPutHeals(t *testing.T) {
	s, directory := open(t)
	d := digest([]byte("photo"))
	require.NoError(t, s.Put(t.Context(), d, strings.NewReader("photo")))
	require.NoError(t, os.WriteFile(filepath.Join(directory, d[:2], d[2:4], d), []byte("ph"), 0o600))
	require.NoError(t, s.Put(t.Context(), d, strings.NewReader("photo")))
	assert.Equal(t, "photo", string(read(t, s, d)))
}

func TestOpenNothing(t *testing.T) {
	s, _ := open(t)
	for _, d := range []string{digest(nil), "", "..", "../../../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("../", 21) + "a"} {
		_, err := s.Open(t.Context(), d)
		assert.ErrorIs(t, err, fs.ErrNotExist, d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Open(ctx, digest(nil))
	assert.ErrorIs(t, err, context.Canceled)
}

// TestFailedPutLeavesNothing, whatever fails.
func TestFailedPutLeavesNothing(t *testing.T) {
	photo := []byte("photo")
	broken := errors.New("the sender is gone")
	canceled, cancel := context.WithCancel(t.Context())
	for name, c := range map[string]struct {
		ctx     context.Context
		digest  string
		content io.Reader
		err     error
	}{
		"wrong digest":       {t.Context(), digest([]byte("other")), bytes.NewReader(photo), files.ErrDigest},
		"shorter":            {t.Context(), digest(photo), bytes.NewReader(photo[:4]), files.ErrDigest},
		"longer":             {t.Context(), digest(photo), strings.NewReader("photos"), files.ErrDigest},
		"no digest":          {t.Context(), "", bytes.NewReader(photo), files.ErrDigest},
		"upper case":         {t.Context(), strings.ToUpper(digest(photo)), bytes.NewReader(photo), files.ErrDigest},
		"a path":             {t.Context(), "../" + digest(photo)[3:], bytes.NewReader(photo), files.ErrDigest},
		"sender breaks off":  {t.Context(), digest(photo), io.MultiReader(bytes.NewReader(photo), iotest.ErrReader(broken)), broken},
		"canceled meanwhile": {canceled, digest(photo), io.MultiReader(bytes.NewReader(photo), reader(func() { cancel() })), context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			s, directory := open(t)
			assert.ErrorIs(t, s.Put(c.ctx, c.digest, c.content), c.err)
			assert.Empty(t, filesBelow(t, directory))
			_, err := s.Open(t.Context(), c.digest)
			assert.ErrorIs(t, err, fs.ErrNotExist)
		})
	}
}

// reader calls something and gives one byte, for ever.
type reader func()

func (r reader) Read(p []byte) (int, error) {
	r()
	p[0] = 'x'
	return 1, nil
}

func TestDiskErrors(t *testing.T) {
	photo := []byte("photo")
	d := digest(photo)
	t.Run("a file where a folder should be", func(t *testing.T) {
		s, directory := open(t)
		require.NoError(t, os.WriteFile(filepath.Join(directory, d[:2]), nil, 0o600))
		assert.ErrorIs(t, s.Put(t.Context(), d, bytes.NewReader(photo)), syscall.ENOTDIR)
		assert.Equal(t, []string{d[:2]}, filesBelow(t, directory))
	})
	t.Run("a folder where the file should be", func(t *testing.T) {
		s, directory := open(t)
		require.NoError(t, os.MkdirAll(filepath.Join(directory, d[:2], d[2:4], d, "x"), 0o700))
		assert.Error(t, s.Put(t.Context(), d, bytes.NewReader(photo)))
		assert.Empty(t, filesBelow(t, directory))
	})
	t.Run("no place for temporary files", func(t *testing.T) {
		s, directory := open(t)
		require.NoError(t, os.Remove(filepath.Join(directory, "tmp")))
		assert.ErrorIs(t, s.Put(t.Context(), d, bytes.NewReader(photo)), fs.ErrNotExist)
		assert.Empty(t, filesBelow(t, directory))
	})
	t.Run("no directory", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		_, err := storage.Open(file, ring)
		assert.Error(t, err)
	})
}

// TestManyWriters of one content and of a wrong one under its name, through two openings: it is there whole at all times.
func TestManyWriters(t *testing.T) {
	s, directory := open(t)
	other, err := storage.Open(directory, ring)
	require.NoError(t, err)
	content := make([]byte, 300<<10)
	_, _ = rand.Read(content)
	d := digest(content)
	require.NoError(t, s.Put(t.Context(), d, bytes.NewReader(content)))
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			if i%4 == 3 {
				assert.ErrorIs(t, s.Put(context.Background(), d, bytes.NewReader(content[1:])), files.ErrDigest)
				return
			}
			for _, storage := range []*storage.Storage{s, other} {
				assert.NoError(t, storage.Put(context.Background(), d, iotest.HalfReader(bytes.NewReader(content))))
			}
		})
		work.Go(func() {
			file, err := other.Open(context.Background(), d)
			if assert.NoError(t, err) {
				defer file.Close()
				text, err := io.ReadAll(file)
				assert.NoError(t, err)
				assert.Equal(t, d, digest(text))
			}
		})
	}
	work.Wait()
	assert.Len(t, filesBelow(t, directory), 1)
}

func TestOpeningRemovesLeftovers(t *testing.T) {
	_, directory := open(t)
	for name, age := range map[string]time.Duration{"put-old": 25 * time.Hour, "put-new": 23 * time.Hour} {
		path := filepath.Join(directory, "tmp", name)
		require.NoError(t, os.WriteFile(path, []byte("x"), 0o600))
		require.NoError(t, os.Chtimes(path, time.Now(), time.Now().Add(-age)))
	}
	_, err := storage.Open(directory, ring)
	require.NoError(t, err)
	assert.Equal(t, []string{"tmp/put-new"}, filesBelow(t, directory))
}

// TestNoNameLeadsOut: nothing but a digest is ever written or read, whatever the name.
func TestNoNameLeadsOut(t *testing.T) {
	s, directory := open(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`[./a-f0-9\\]{64}`), rapid.StringMatching(`[0-9a-fA-F]{63,65}`)).Draw(t, "name")
		require.ErrorIs(t, s.Put(context.Background(), name, strings.NewReader("x")), files.ErrDigest)
		_, err := s.Open(context.Background(), name)
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
	assert.Empty(t, filesBelow(t, filepath.Dir(directory)))
}
