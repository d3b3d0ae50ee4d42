package access

import "strings"

// MaskName hides a person's name except its last character: 张三 is *三.
func MaskName(name string) string { return mask(name, 0, 1) }

// MaskIdentityNo hides an identity number except its first and last two characters.
func MaskIdentityNo(no string) string { return mask(no, 2, 2) }

// MaskPhone hides a telephone number except its first three and last four characters: 138****1234. One of at most seven
// is hidden whole.
func MaskPhone(no string) string { return mask(no, 3, 4) }

// MaskEmail hides the name of an e-mail address except its first character: z***@example.com. What has no @ is hidden
// whole.
func MaskEmail(address string) string {
	name, host, found := strings.Cut(address, "@")
	if !found {
		return mask(address, 0, len(address))
	}
	return mask(name, 1, 0) + "@" + host
}

// MaskAddress hides a postal address except its first six characters, which name province and city at most.
func MaskAddress(address string) string { return mask(address, 6, 0) }

// MaskAccount hides an account except its last four characters.
func MaskAccount(no string) string { return mask(no, 0, 4) }

// mask stars all but the first and last few characters; what is too short to hide anything that way is hidden whole.
func mask(text string, first, last int) string {
	runes := []rune(text)
	if len(runes) <= first+last {
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:first]) + strings.Repeat("*", len(runes)-first-last) + string(runes[len(runes)-last:])
}
