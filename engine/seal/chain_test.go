package seal_test

import (
	"crypto/ed25519"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSignedStatements(t *testing.T) {
	k := ring(t)
	signer, statement := k.Signer("audit"), []byte("so far the chain went")
	signature := signer.Sign(statement)
	assert.True(t, signer.Verify(statement, signature))
	assert.True(t, ed25519.Verify(signer.Public(), statement, signature))
	for i := range signature {
		changed := append([]byte{}, signature...)
		changed[i] ^= 1
		assert.False(t, signer.Verify(statement, changed))
	}
	assert.False(t, signer.Verify([]byte("further"), signature))
	assert.False(t, signer.Verify(statement, nil))
	assert.False(t, k.Signer("another").Verify(statement, signature))
	other := ring(t)
	assert.False(t, other.Signer("audit").Verify(statement, signature))
}
