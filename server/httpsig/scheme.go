package httpsig

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
)

// scheme is one algorithm. Another one (ecdsa-p256-sha256, sm2-sm3) is a type here, a line in schemeOf, and a field for
// its key in Key and PrivateKey.
type scheme interface {
	// usable says whether the key is fit to be trusted at all.
	usable(key Key) bool
	verify(key Key, base, signature []byte) bool
	// public is the key that verifies what the private key signs.
	public(key PrivateKey) Key
	sign(key PrivateKey, base []byte) []byte
}

// schemeOf is nil for an algorithm that is not there.
func schemeOf(algorithm Algorithm) scheme {
	switch algorithm {
	case HMACSHA256:
		return hmacSHA256{}
	case Ed25519:
		return edwards{}
	}
	return nil
}

type hmacSHA256 struct{}

func (hmacSHA256) usable(key Key) bool { return len(key.Secret) >= MinSecret }

func (s hmacSHA256) verify(key Key, base, signature []byte) bool {
	return hmac.Equal(s.sum(key.Secret, base), signature)
}

func (hmacSHA256) public(key PrivateKey) Key {
	return Key{ID: key.ID, Algorithm: key.Algorithm, Secret: key.Secret}
}

func (s hmacSHA256) sign(key PrivateKey, base []byte) []byte { return s.sum(key.Secret, base) }

func (hmacSHA256) sum(secret, base []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write(base)
	return mac.Sum(nil)
}

type edwards struct{}

func (edwards) usable(key Key) bool { return len(key.Public) == ed25519.PublicKeySize }

func (edwards) verify(key Key, base, signature []byte) bool {
	return ed25519.Verify(key.Public, base, signature)
}

func (edwards) public(key PrivateKey) Key {
	if len(key.Private) != ed25519.PrivateKeySize {
		return Key{}
	}
	return Key{ID: key.ID, Algorithm: key.Algorithm, Public: ed25519.PublicKey(key.Private[ed25519.PrivateKeySize-ed25519.PublicKeySize:])}
}

func (edwards) sign(key PrivateKey, base []byte) []byte { return ed25519.Sign(key.Private, base) }
