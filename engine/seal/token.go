package seal

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// ErrToken is returned for a token that this keyring did not sign.
var ErrToken = errors.New("token is not ours")

// Token signs a value so that a caller can keep it for us: base64url(JSON) "." base64url(HMAC-SHA-256).
func (m *Mac) Token(value any) (string, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(body)
	return text + "." + base64.RawURLEncoding.EncodeToString(m.Sum([]byte(text))), nil
}

// Read checks a token and gives its value back; anything but an unchanged token of ours is ErrToken.
func (m *Mac) Read(token string, value any) error {
	text, mac, found := strings.Cut(token, ".")
	if !found {
		return ErrToken
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(mac)
	if err != nil || !hmac.Equal(sum, m.Sum([]byte(text))) {
		return ErrToken
	}
	body, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(body, value) != nil {
		return ErrToken
	}
	return nil
}
