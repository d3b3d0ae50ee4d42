package storage_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/seal"
	"baodan/insurance/files"
	"baodan/server/storage"
)

// place of a content in its directory.
func place(directory, digest string) string {
	return filepath.Join(directory, digest[:2], digest[2:4], digest)
}

// put stores a content and makes it so old.
func put(t *testing.T, s *storage.Storage, directory string, content []byte, age time.Duration) (digestOfIt string) {
	t.Helper()
	d := digest(content)
	require.NoError(t, s.Put(t.Context(), d, bytes.NewReader(content)))
	require.NoError(t, os.Chtimes(place(directory, d), time.Now(), time.Now().Add(-age)))
	return d
}

// Nothing of a content can be read on the disk, in its file or beside it (H7).
func TestContentsLieEncrypted(t *testing.T) {
	s, directory := open(t)
	secret := bytes.Repeat([]byte("13800138000,"), 20_000)
	d := put(t, s, directory, secret, 0)
	for _, name := range filesBelow(t, directory) {
		raw, err := os.ReadFile(filepath.Join(directory, name))
		require.NoError(t, err)
		assert.NotContains(t, string(raw), "13800138000")
	}
	assert.True(t, bytes.Equal(secret, read(t, s, d)))
}

// Another keyring opens nothing.
func TestAnotherKeyringOpensNothing(t *testing.T) {
	s, directory := open(t)
	d := put(t, s, directory, []byte("photo"), 0)
	stranger, err := storage.Open(directory, newRing(seal.NewKeyringFile()))
	require.NoError(t, err)
	_, err = stranger.Open(t.Context(), d)
	assert.ErrorIs(t, err, seal.ErrSealed)
}

// TestNoChangeReadsAsWhole: whatever byte is changed, and wherever a content is cut off, reading it fails.
func TestNoChangeReadsAsWhole(t *testing.T) {
	s, directory := open(t)
	content := make([]byte, 200<<10)
	_, _ = rand.Read(content)
	d := put(t, s, directory, content, 0)
	whole, err := os.ReadFile(place(directory, d))
	require.NoError(t, err)
	readable := func() bool {
		opened, err := s.Open(context.Background(), d)
		if err != nil {
			return false
		}
		defer opened.Close()
		_, err = io.ReadAll(opened)
		return err == nil
	}
	require.True(t, readable())
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(whole)-1).Draw(t, "at")
		damaged := bytes.Clone(whole)
		if rapid.Bool().Draw(t, "cut off") {
			damaged = damaged[:at]
		} else {
			damaged[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		}
		require.NoError(t, os.WriteFile(place(directory, d), damaged, 0o600))
		require.False(t, readable(), "at %d of %d", at, len(whole))
	})
}

// TestSeek: who goes to a place reads on from there, however they read before.
func TestSeek(t *testing.T) {
	s, directory := open(t)
	content := make([]byte, 300<<10)
	_, _ = rand.Read(content)
	d := put(t, s, directory, content, 0)
	rapid.Check(t, func(t *rapid.T) {
		opened, err := s.Open(context.Background(), d)
		require.NoError(t, err)
		defer opened.Close()
		at := 0
		for range rapid.IntRange(1, 5).Draw(t, "steps") {
			n := rapid.IntRange(0, 100<<10).Draw(t, "read")
			part, err := io.ReadAll(io.LimitReader(opened, int64(n)))
			require.NoError(t, err)
			require.True(t, bytes.Equal(content[at:min(at+n, len(content))], part))
			to := rapid.IntRange(0, len(content)).Draw(t, "to")
			offset, whence := int64(to), io.SeekStart
			switch rapid.IntRange(0, 2).Draw(t, "whence") {
			case 1:
				offset, whence = int64(to-min(at+n, len(content))), io.SeekCurrent
			case 2:
				offset, whence = int64(to-len(content)), io.SeekEnd
			}
			where, err := opened.(io.Seeker).Seek(offset, whence)
			require.NoError(t, err)
			require.EqualValues(t, to, where)
			at = to
		}
	})
}

// TestSweep removes what is useless and old, and nothing else.
func TestSweep(t *testing.T) {
	s, directory := open(t)
	useless, needed := put(t, s, directory, []byte("useless"), 2*time.Hour), put(t, s, directory, []byte("needed"), 2*time.Hour)
	fresh := put(t, s, directory, []byte("fresh"), 0)
	require.NoError(t, os.WriteFile(filepath.Join(directory, useless[:2], useless[2:4], "notes"), nil, 0o600))
	asked := map[string]bool{}
	removed, err := s.Sweep(t.Context(), time.Now().Add(-time.Hour), func(_ context.Context, contents []files.Content) (map[string]bool, error) {
		gone := map[string]bool{fresh: true}
		for _, c := range contents {
			asked[c.Digest], gone[c.Digest] = true, c.Digest != needed
			assert.WithinDuration(t, time.Now().Add(-2*time.Hour), c.Written, time.Minute)
		}
		return gone, nil
	})
	require.NoError(t, err)
	assert.Equal(t, 1, removed)
	assert.Equal(t, map[string]bool{useless: true, needed: true}, asked)
	_, err = s.Open(t.Context(), useless)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.Equal(t, "needed", string(read(t, s, needed)))
	assert.Equal(t, "fresh", string(read(t, s, fresh)))
	assert.Len(t, filesBelow(t, directory), 3)
}

// A content that arrives again while it is judged stays.
func TestSweepLeavesWhatArrivesMeanwhile(t *testing.T) {
	s, directory := open(t)
	d := put(t, s, directory, []byte("photo"), 2*time.Hour)
	removed, err := s.Sweep(t.Context(), time.Now().Add(-time.Hour), func(context.Context, []files.Content) (map[string]bool, error) {
		return map[string]bool{d: true}, s.Put(t.Context(), d, strings.NewReader("photo"))
	})
	require.NoError(t, err)
	assert.Zero(t, removed)
	assert.Equal(t, "photo", string(read(t, s, d)))
	assert.Len(t, filesBelow(t, directory), 1)
}

// What another installation keeps in the same folder is not ours to remove.
func TestSweepLeavesStrangers(t *testing.T) {
	s, directory := open(t)
	d := put(t, s, directory, []byte("photo"), 2*time.Hour)
	stranger, err := storage.Open(directory, newRing(seal.NewKeyringFile()))
	require.NoError(t, err)
	removed, err := stranger.Sweep(t.Context(), time.Now(), func(context.Context, []files.Content) (map[string]bool, error) {
		return map[string]bool{d: true}, nil
	})
	require.NoError(t, err)
	assert.Zero(t, removed)
	assert.Equal(t, "photo", string(read(t, s, d)))
}

// TestRewrap: under a new key all contents are sealed again, part by part, and the old key is needed by none, except one
// that is just arriving.
func TestRewrap(t *testing.T) {
	text := seal.NewKeyringFile()
	ring := newRing(text)
	directory := filepath.Join(t.TempDir(), "evidence")
	s, err := storage.Open(directory, ring)
	require.NoError(t, err)
	contents := map[string]string{}
	for _, content := range []string{"", "one", "two", strings.Repeat("three", 50_000)} {
		contents[put(t, s, directory, []byte(content), 0)] = content
	}
	old := ring.Current()
	more, number, err := seal.AddKey(text)
	require.NoError(t, err)
	used, err := seal.UseKey(more, number, time.Now())
	require.NoError(t, err)

	from, to := io.Pipe()
	arrived := make(chan error)
	slow := "arrives slowly"
	go func() { arrived <- s.Put(context.Background(), digest([]byte(slow)), from) }()
	_, err = io.WriteString(to, slow[:3])
	require.NoError(t, err)
	_, err = ring.Reload(used)
	require.NoError(t, err)

	looked, wrapped := 0, 0
	for next, parts := 0, 0; ; parts++ {
		var n, done int
		next, n, done, err = s.Rewrap(t.Context(), next, 0)
		require.NoError(t, err)
		looked, wrapped = looked+n, wrapped+done
		if next == 0 {
			assert.Equal(t, len(contents)-1, parts, "one folder a part where there is no time")
			break
		}
	}
	assert.Equal(t, len(contents), looked)
	assert.Equal(t, len(contents), wrapped)
	needed, err := s.Wraps(t.Context(), old)
	require.NoError(t, err)
	assert.True(t, needed, "by what is arriving")

	_, err = io.WriteString(to, slow[3:])
	require.NoError(t, err)
	require.NoError(t, to.Close())
	require.NoError(t, <-arrived)
	contents[digest([]byte(slow))] = slow
	needed, err = s.Wraps(t.Context(), old)
	require.NoError(t, err)
	assert.True(t, needed, "by what arrived")
	_, _, wrapped, err = s.Rewrap(t.Context(), 0, time.Minute)
	require.NoError(t, err)
	assert.Equal(t, 1, wrapped)
	needed, err = s.Wraps(t.Context(), old)
	require.NoError(t, err)
	assert.False(t, needed)
	retired, err := seal.RetireKey(used, old, time.Now().Add(time.Hour))
	require.NoError(t, err)
	later, err := storage.Open(directory, newRing(retired))
	require.NoError(t, err)
	for d, content := range contents {
		assert.True(t, content == string(read(t, later, d)))
	}
}

// A content that breaks off in the middle leaves nothing, sealed or not.
func TestSealedPutBreaksOff(t *testing.T) {
	s, directory := open(t)
	_, _, err := s.Add(t.Context(), io.MultiReader(strings.NewReader(strings.Repeat("x", 200<<10)), iotest.ErrReader(io.ErrUnexpectedEOF)))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.Empty(t, filesBelow(t, directory))
}
