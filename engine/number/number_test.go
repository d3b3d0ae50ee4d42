package number_test

import (
	"math"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/number"
)

var kinds = []number.Kind{number.Policy, number.Claim, number.Endorsement, number.Request}

// Numbers are printed on documents: these may never change.
func TestFormatIsStable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   number.Kind
		serial uint64
		want   string
	}{
		{number.Policy, 0, "P000000000000004"},
		{number.Policy, 1, "P000000000000012"},
		{number.Policy, 42, "P000000000000422"},
		{number.Claim, 42, "C000000000000420"},
		{number.Endorsement, 42, "E000000000000426"},
		{number.Request, 42, "S000000000000428"},
		{number.Policy, number.MaxSerial, "P999999999999996"},
	} {
		text, err := number.Format(c.kind, c.serial)
		require.NoError(t, err)
		assert.Equal(t, c.want, text)
	}
}

func TestFormatRefusesWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	_, err := number.Format(number.Policy, number.MaxSerial+1)
	require.ErrorIs(t, err, number.ErrSerial)
	_, err = number.Format(number.Policy, math.MaxUint64)
	require.ErrorIs(t, err, number.ErrSerial)
	_, err = number.Format('p', 1)
	require.ErrorIs(t, err, number.ErrKind)
	_, err = number.Format(0, 1)
	require.ErrorIs(t, err, number.ErrKind)
}

func TestParseIsStrict(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"":                                 number.ErrForm,
		"P":                                number.ErrForm,
		"P00000000000042":                  number.ErrForm,
		"P0000000000000422":                number.ErrForm,
		" P00000000000042":                 number.ErrKind,
		"p000000000000427":                 number.ErrKind,
		"X000000000000427":                 number.ErrKind,
		"P00000000000042 ":                 number.ErrForm,
		"P+00000000000422":                 number.ErrForm,
		"P-00000000000422":                 number.ErrForm,
		"P00000000000042x":                 number.ErrForm,
		"P0000000000\x00422":               number.ErrForm,
		"P00000000004\xff22":               number.ErrForm,
		"P0000000000000" + "４":             number.ErrForm,
		"P000000000000423":                 number.ErrCheck,
		"C000000000000422":                 number.ErrCheck,
		"P000000000000242":                 number.ErrCheck,
		strings.Repeat("P", number.Length): number.ErrForm,
	} {
		_, _, err := number.Parse(text)
		assert.ErrorIs(t, err, want, "%q", text)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind, serial, text := draw(t)
		gotKind, gotSerial, err := number.Parse(text)
		require.NoError(t, err)
		assert.Equal(t, kind, gotKind)
		assert.Equal(t, serial, gotSerial)
		assert.Len(t, text, number.Length)
	})
}

// Every serial of four digits, in the first and in the last places, with every mistake of each class at every place.
func TestEveryMistakeIsCaught(t *testing.T) {
	t.Parallel()
	const low, high = 10_000, 10_000_000_000
	for _, kind := range kinds {
		for n := range uint64(low) {
			for _, serial := range []uint64{n, n * high} {
				text, err := number.Format(kind, serial)
				require.NoError(t, err)
				if wrong := survivor(text); wrong != "" {
					require.Failf(t, "mistake not caught", "%s taken for %s", wrong, text)
				}
			}
		}
	}
}

func TestAnyMistakeInAnyNumberIsCaught(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, _, text := draw(t)
		assert.Empty(t, survivor(text), text)
	})
}

func TestNumbersSortLikeTheirSerials(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		serials := rapid.SliceOfNDistinct(rapid.Uint64Range(0, number.MaxSerial), 2, 20, rapid.ID).Draw(t, "serials")
		sort.Slice(serials, func(i, j int) bool { return serials[i] < serials[j] })
		var texts []string
		for _, serial := range serials {
			text, err := number.Format(number.Policy, serial)
			require.NoError(t, err)
			texts = append(texts, text)
		}
		assert.True(t, sort.StringsAreSorted(texts), texts)
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"P000000000000422", "C000000000000420", "P999999999999996", "", "P00000000000042x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		kind, serial, err := number.Parse(text)
		if err != nil {
			return
		}
		again, err := number.Format(kind, serial)
		require.NoError(t, err)
		require.Equal(t, text, again, "only what Format writes is taken")
	})
}

func BenchmarkFormat(b *testing.B) {
	for i := range uint64(b.N) {
		_, _ = number.Format(number.Policy, i)
	}
}

func draw(t *rapid.T) (number.Kind, uint64, string) {
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	serial := rapid.Uint64Range(0, number.MaxSerial).Draw(t, "serial")
	text, err := number.Format(kind, serial)
	require.NoError(t, err)
	return kind, serial, text
}

// survivor makes every wrong digit, wrong kind letter and swap of neighbours, and gives the first that is taken for a
// number, or nothing.
func survivor(text string) string {
	for i := range len(text) {
		alphabet := "0123456789"
		if i == 0 {
			alphabet = "PCE"
		}
		for _, other := range []byte(alphabet) {
			if wrong := text[:i] + string(other) + text[i+1:]; other != text[i] && taken(wrong) {
				return wrong
			}
		}
		if i+1 == len(text) || text[i] == text[i+1] {
			continue
		}
		if wrong := text[:i] + string(text[i+1]) + string(text[i]) + text[i+2:]; taken(wrong) {
			return wrong
		}
	}
	return ""
}

func taken(text string) bool {
	_, _, err := number.Parse(text)
	return err == nil
}
