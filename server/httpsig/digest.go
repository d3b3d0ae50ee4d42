package httpsig

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
)

const digestPrefix = "sha-256="

// checkDigest refuses unless Content-Digest is one sha-256 and that of the body.
func checkDigest(h http.Header, body []byte) error {
	lines := h["Content-Digest"]
	if len(lines) != 1 || len(lines[0]) <= len(digestPrefix) || lines[0][:len(digestPrefix)] != digestPrefix {
		return refuse(DigestMismatch, "Content-Digest is not one sha-256")
	}
	var sent [sha256.Size]byte
	scan := scanner{text: lines[0], at: len(digestPrefix)}
	if size, ok := scan.binary(sent[:]); !ok || size != sha256.Size || !scan.done() {
		return refuse(DigestMismatch, "Content-Digest is not one sha-256")
	}
	actual := sha256.Sum256(body)
	if subtle.ConstantTimeCompare(sent[:], actual[:]) != 1 {
		return refuse(DigestMismatch, "Content-Digest is not that of the body")
	}
	return nil
}

// ContentDigest is the value of the Content-Digest header for a body.
func ContentDigest(body []byte) string {
	sum := sha256.Sum256(body)
	text := make([]byte, 0, len(digestPrefix)+2+44)
	text = append(text, digestPrefix...)
	text = append(text, ':')
	text = base64.StdEncoding.AppendEncode(text, sum[:])
	return string(append(text, ':'))
}
