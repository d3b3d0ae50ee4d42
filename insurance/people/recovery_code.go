package people

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"baodan/ent"
)

const (
	recoveryCodes = 10
	recoverySize  = 10 // characters, 50 random bits
)

// newRecoveryCodes makes the codes to show, and their keyed hashes to store.
func (s *factors) newRecoveryCodes(personID int64) (shown, stored []string) {
	for range recoveryCodes {
		var random [7]byte
		rand.Read(random[:])
		code := readable.EncodeToString(random[:])[:recoverySize]
		shown = append(shown, code[:recoverySize/2]+"-"+code[recoverySize/2:])
		stored = append(stored, s.recoveryHash(personID, code))
	}
	return shown, stored
}

// without answers the recovery codes that are left when one is used; ok is false for a code that is none.
func (s *factors) without(p *ent.Person, code string) (left []string, ok bool) {
	plain := strings.ToLower(strings.NewReplacer("-", "", " ", "").Replace(code))
	place := slices.Index(p.RecoveryCodes, s.recoveryHash(p.ID, plain))
	if len(plain) != recoverySize || place < 0 {
		return nil, false
	}
	return append(append([]string{}, p.RecoveryCodes[:place]...), p.RecoveryCodes[place+1:]...), true
}

func (s *factors) recoveryHash(personID int64, code string) string {
	return hex.EncodeToString(s.codes.Sum([]byte(strconv.FormatInt(personID, 10)), []byte(":"), []byte(code)))
}
