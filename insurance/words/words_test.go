package words_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"

	"baodan/insurance/fault"
	"baodan/insurance/words"
)

// Section 4, terms: every word is Chinese and English, whichever table it comes from.
func TestEveryWordIsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, coordinate := range words.All() {
		enum, value, _ := strings.Cut(coordinate, ".")
		text, known := words.Of(enum, value)
		assert.True(t, known, coordinate)
		han := strings.ContainsFunc(text.Zh, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		assert.True(t, han, "%s: %s", coordinate, text.Zh)
		assert.NotEmpty(t, text.En, coordinate)
		assert.False(t, strings.ContainsFunc(text.En, func(r rune) bool { return unicode.Is(unicode.Han, r) || r == '_' }), "%s: %s", coordinate, text.En)
	}
	assert.Len(t, words.Codes(), len(fault.Registry))
}

func TestWordsAreReadFromTheValueOrTheTable(t *testing.T) {
	t.Parallel()
	for coordinate, want := range map[string]string{"ClaimState.IN_REVIEW": "In review", "PolicyState.PENDING": "Not begun", "ErrorCode.NOT_FOUND": "no such thing in the caller's view"} {
		enum, value, _ := strings.Cut(coordinate, ".")
		text, known := words.Of(enum, value)
		assert.True(t, known)
		assert.Equal(t, want, text.En, coordinate)
	}
	_, known := words.Of("ClaimState", "NEVER")
	assert.False(t, known)
	_, known = words.Of("ErrorCode", "NEVER")
	assert.False(t, known)
}
