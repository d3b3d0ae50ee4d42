package httpsig

import "errors"

// Reason says why a request was refused, for machines. A code is never given another meaning.
type Reason string

// The reasons there are. UnknownKey and NonceReused are mostly the caller's to give: Parse and Verify look up neither.
const (
	// SignatureMissing: no Signature-Input or no Signature header.
	SignatureMissing Reason = "SIGNATURE_MISSING"
	// SignatureMalformed: a header that is not in the profile's form.
	SignatureMalformed Reason = "SIGNATURE_MALFORMED"
	// SignatureStale: created too long ago or too far ahead, or expired.
	SignatureStale Reason = "SIGNATURE_STALE"
	// SignatureInvalid: not what the holder of the key signed.
	SignatureInvalid Reason = "SIGNATURE_INVALID"
	// ParameterMissing: no created, nonce or keyid.
	ParameterMissing Reason = "PARAMETER_MISSING"
	// ComponentMissing: a part of the request that must be covered is not, or a covered header field is not there.
	ComponentMissing Reason = "COMPONENT_MISSING"
	// ComponentUnsupported: a derived component outside the profile.
	ComponentUnsupported Reason = "COMPONENT_UNSUPPORTED"
	// DigestMismatch: Content-Digest is not the SHA-256 of the body.
	DigestMismatch Reason = "DIGEST_MISMATCH"
	// AlgorithmMismatch: the alg parameter is not the algorithm of the key.
	AlgorithmMismatch Reason = "ALGORITHM_MISMATCH"
	// UnknownKey: no such key, not the one that keyid names, or one that cannot be used.
	UnknownKey Reason = "UNKNOWN_KEY"
	// NonceReused: the nonce came before.
	NonceReused Reason = "NONCE_REUSED"
)

// Error is the only error of Parse and Verify.
type Error struct {
	Reason Reason
	Detail string // for the developers of the caller; holds no part of a key, signature or body
}

func (e *Error) Error() string { return "httpsig: " + string(e.Reason) + ": " + e.Detail }

// ReasonOf is the reason of an Error anywhere in err's chain, or empty.
func ReasonOf(err error) Reason {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal.Reason
	}
	return ""
}

func refuse(reason Reason, detail string) error { return &Error{Reason: reason, Detail: detail} }
