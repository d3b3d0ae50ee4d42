package access

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
)

const longestRequestNo = 64 // of the columns

// RequestNo is a request number as it is stored beside those of a channel. Those of people are kept apart from the
// channel's own and from each other's: they begin with a sign that no channel may use, and the person. One that would be
// too long with that is stored as its hash.
func (c *Caller) RequestNo(no string) string {
	if c.Audience == Channel {
		return no
	}
	person := "~" + strconv.FormatInt(c.PersonID(), 36)
	if stored := person + "~" + no; len(stored) <= longestRequestNo {
		return stored
	}
	sum := sha256.Sum256([]byte(no))
	return person + "=" + base64.RawURLEncoding.EncodeToString(sum[:])
}
