package access

import "strings"

// MaskName hides a person's name but for its last character: 张三 is *三.
func MaskName(name string) string { return mask(name, 0, 1) }

// MaskIdentityNo hides an identity number but for its first and last two characters.
func MaskIdentityNo(no string) string { return mask(no, 2, 2) }

// mask stars all but the first and last few characters; what is too short to hide anything that way is hidden whole.
func mask(text string, first, last int) string {
	runes := []rune(text)
	if len(runes) <= first+last {
		return strings.Repeat("*", len(runes))
	}
	return string(runes[:first]) + strings.Repeat("*", len(runes)-first-last) + string(runes[len(runes)-last:])
}
