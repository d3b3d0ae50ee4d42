package seal_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/seal"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// rotated is a keyring's text with another current key.
func rotated(t *testing.T, text []byte) []byte {
	t.Helper()
	text, number, err := seal.AddKey(text)
	require.NoError(t, err)
	text, err = seal.UseKey(text, number, noon)
	require.NoError(t, err)
	return text
}

// H7: keys rotate while others seal and open, and nothing is unreadable at any moment.
func TestReloadWhileOthersSealAndOpen(t *testing.T) {
	text := seal.NewKeyringFile()
	k, err := seal.ParseKeyring(text)
	require.NoError(t, err)
	var group sync.WaitGroup
	done := make(chan struct{})
	for worker := range 4 {
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				default:
				}
				context := strconv.Itoa(worker) + ":" + strconv.Itoa(i)
				key, box := k.Seal([]byte(context), context)
				plain, err := k.Open(key, box, context)
				if !assert.NoError(t, err) {
					return
				}
				assert.Equal(t, context, string(plain))
				fresh, _, err := k.Rewrap(key, context)
				assert.NoError(t, err)
				_, err = k.Open(fresh, box, context)
				assert.NoError(t, err)
			}
		})
	}
	for number := range uint32(20) {
		text = rotated(t, text)
		changed, err := k.Reload(text)
		require.NoError(t, err)
		assert.True(t, changed)
		assert.Equal(t, number+2, k.Current())
	}
	close(done)
	group.Wait()
}

// A server that has not looked at the file yet opens what another one sealed with a newer key.
func TestUnknownKeyIsLookedForAtOnce(t *testing.T) {
	old := seal.NewKeyringFile()
	behind, err := seal.ParseKeyring(old)
	require.NoError(t, err)
	fresh := rotated(t, old)
	ahead, err := seal.ParseKeyring(fresh)
	require.NoError(t, err)
	key, box := ahead.Seal([]byte("x"), "c")
	_, err = behind.Open(key, box, "c")
	require.ErrorIs(t, err, seal.ErrSealed, "it does not know where to look")

	behind.OnUnknown(func() ([]byte, error) { return nil, errors.New("disk") })
	_, err = behind.Open(key, box, "c")
	require.ErrorIs(t, err, seal.ErrSealed)
	reads := 0
	behind.OnUnknown(func() ([]byte, error) { reads++; return fresh, nil })
	for range 3 {
		plain, err := behind.Open(key, box, "c")
		require.NoError(t, err)
		assert.Equal(t, "x", string(plain))
	}
	assert.Equal(t, 1, reads)
	assert.Equal(t, uint32(2), behind.Current(), "and it wraps with the new one from now on")
}

func TestReloadRefuses(t *testing.T) {
	k := ring(t)
	key, box := k.Seal([]byte("x"), "c")
	for name, text := range map[string][]byte{"another root": seal.NewKeyringFile(), "no keyring": []byte("{"), "half a file": []byte(`{"current":1}`)} {
		_, err := k.Reload(text)
		require.Error(t, err, name)
	}
	_, err := k.Open(key, box, "c")
	require.NoError(t, err, "what it had stays")
}

func TestRetireKey(t *testing.T) {
	first := seal.NewKeyringFile()
	second := rotated(t, first)
	for name, c := range map[string]struct {
		text   []byte
		number uint32
		at     time.Time
	}{
		"the current one":      {second, 2, noon.Add(time.Hour)},
		"one that there isn't": {second, 7, noon.Add(time.Hour)},
		"too soon":             {second, 1, noon.Add(59 * time.Second)},
		"no keyring":           {[]byte("x"), 1, noon},
	} {
		_, err := seal.RetireKey(c.text, c.number, c.at)
		require.Error(t, err, name)
	}
	text, err := seal.RetireKey(second, 1, noon.Add(time.Minute))
	require.NoError(t, err)
	old, err := seal.ParseKeyring(first)
	require.NoError(t, err)
	key, box := old.Seal([]byte("x"), "c")
	_, err = old.Reload(text)
	require.NoError(t, err)
	_, err = old.Open(key, box, "c")
	require.ErrorIs(t, err, seal.ErrSealed, "the key is gone for good")

	_, number, err := seal.AddKey(text)
	require.NoError(t, err)
	assert.Equal(t, uint32(3), number)
	_, err = seal.UseKey(text, 9, noon)
	require.Error(t, err)
	again, err := seal.UseKey(second, 2, noon.Add(time.Hour))
	require.NoError(t, err)
	since, err := seal.Since(again)
	require.NoError(t, err)
	assert.Equal(t, noon, since, "it was current already")
}
