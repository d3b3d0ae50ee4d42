package seal_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/seal"
)

func ring(t require.TestingT) *seal.Keyring {
	k, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	return k
}

func TestSealedOpensOnlyInItsContextAndUnchanged(t *testing.T) {
	k := ring(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		key, box := k.Seal(plain, "policies.personal:1:2")
		got, err := k.Open(key, box, "policies.personal:1:2")
		require.NoError(t, err)
		assert.True(t, bytes.Equal(plain, got))
		_, err = k.Open(key, box, "policies.personal:1:3")
		require.ErrorIs(t, err, seal.ErrSealed)
		which := rapid.IntRange(0, len(key)+len(box)-1).Draw(t, "byte")
		whole := append(append([]byte{}, key...), box...)
		whole[which] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		_, err = k.Open(whole[:len(key)], whole[len(key):], "policies.personal:1:2")
		require.ErrorIs(t, err, seal.ErrSealed)
	})
	_, err := k.Open(nil, nil, "")
	require.ErrorIs(t, err, seal.ErrSealed)
}

func TestAnotherKeyringOpensNothing(t *testing.T) {
	key, box := ring(t).Seal([]byte("张三"), "c")
	_, err := ring(t).Open(key, box, "c")
	require.ErrorIs(t, err, seal.ErrSealed)
}

func TestRotationKeepsOldValuesReadable(t *testing.T) {
	const two = `{"current":%s,"keys":{"1":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=","2":"MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},"root":"MjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}`
	before, err := seal.ParseKeyring([]byte(fmt.Sprintf(two, "1")))
	require.NoError(t, err)
	after, err := seal.ParseKeyring([]byte(fmt.Sprintf(two, "2")))
	require.NoError(t, err)
	key, box := before.Seal([]byte("secret"), "c")
	fresh, same, err := after.Rewrap(key, "c")
	require.NoError(t, err)
	assert.False(t, same)
	got, err := after.Open(fresh, box, "c")
	require.NoError(t, err)
	assert.Equal(t, "secret", string(got))
	_, same, err = after.Rewrap(fresh, "c")
	require.NoError(t, err)
	assert.True(t, same)
}

func TestKeyringRefusesBadFiles(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":        `x`,
		"short root":      `{"current":1,"keys":{},"root":"aaaa"}`,
		"no current key":  `{"current":1,"keys":{},"root":"MjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}`,
		"short key":       `{"current":1,"keys":{"1":"aaaa"},"root":"MjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}`,
		"key not base 64": `{"current":1,"keys":{"1":"?"},"root":"MjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}`,
	} {
		_, err := seal.ParseKeyring([]byte(text))
		assert.Error(t, err, name)
	}
}

func TestMacsOfDifferentPurposesDiffer(t *testing.T) {
	k := ring(t)
	assert.NotEqual(t, k.Mac("a").Sum([]byte("x")), k.Mac("b").Sum([]byte("x")))
	assert.Equal(t, k.Mac("a").Sum([]byte("x"), []byte("y")), k.Mac("a").Sum([]byte("xy")))
}

func TestTokenRefusesEveryChange(t *testing.T) {
	mac := ring(t).Mac("quote")
	token, err := mac.Token(map[string]string{"premium": "0.73"})
	require.NoError(t, err)
	var value map[string]string
	require.NoError(t, mac.Read(token, &value))
	assert.Equal(t, "0.73", value["premium"])
	for i := range token {
		changed := []byte(token)
		changed[i] ^= 1
		require.ErrorIs(t, mac.Read(string(changed), &value), seal.ErrToken, "byte %d", i)
	}
	for _, bad := range []string{"", ".", "a.b", token + "A", token + "=", token[1:]} {
		require.ErrorIs(t, mac.Read(bad, &value), seal.ErrToken, bad)
	}
}

func FuzzToken(f *testing.F) {
	mac := ring(f).Mac("quote")
	good, err := mac.Token("x")
	require.NoError(f, err)
	f.Add(good)
	f.Fuzz(func(t *testing.T, token string) {
		var value any
		if token != good {
			assert.Error(t, mac.Read(token, &value))
		}
	})
}
