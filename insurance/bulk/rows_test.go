package bulk

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

type read struct {
	cells []string
	err   error
}

// all rows of a file, taken apart; every row is also read on its own from the place where it begins.
func all(t require.TestingT, e encoding, file []byte) []read {
	var list []read
	s := newSplitter(bytes.NewReader(file), 0)
	for {
		r, err := s.next()
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		cells, err := e.cells(r)
		list = append(list, read{cells, err})
		if len(list) > 100 {
			continue
		}
		again, err := newSplitter(bytes.NewReader(file[r.start:]), r.start).next()
		require.NoError(t, err)
		require.Equal(t, r.end, again.end)
		cellsAgain, errAgain := e.cells(again)
		require.Equal(t, cells, cellsAgain)
		require.Equal(t, list[len(list)-1].err, errAgain)
	}
}

func TestRows(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", largestRow)
	for name, c := range map[string]struct {
		file string
		want []read
	}{
		"nothing":             {"", nil},
		"one":                 {"a,b", []read{{[]string{"a", "b"}, nil}}},
		"line feeds":          {"a\nb\n", []read{{[]string{"a"}, nil}, {[]string{"b"}, nil}}},
		"CRLF":                {"a,\r\n,b\r\n", []read{{[]string{"a", ""}, nil}, {[]string{"", "b"}, nil}}},
		"empty lines":         {"\n\r\na\n\n\nb\n\n", []read{{[]string{"a"}, nil}, {[]string{"b"}, nil}}},
		"quotes":              {`"a,""b""",c` + "\n", []read{{[]string{`a,"b"`, "c"}, nil}}},
		"empty quotes":        {`"",""` + "\n", []read{{[]string{"", ""}, nil}}},
		"break in quotes":     {"\"a\r\nb\",c\nd,e\n", []read{{[]string{"a\r\nb", "c"}, nil}, {[]string{"d", "e"}, nil}}},
		"quote inside":        {"5\" pipe,a\nb,c\n", []read{{nil, errQuotes}, {[]string{"b", "c"}, nil}}},
		"text after quote":    {"\"a\"b,c\nd\n", []read{{nil, errQuotes}, {[]string{"d"}, nil}}},
		"unclosed, then more": {"\"a,b\nc,d\n" + strings.Repeat("e,f\n", largestRow/4), append([]read{{nil, errUnclosed}, {[]string{"c", "d"}, nil}}, repeated("e", "f", largestRow/4)...)},
		"unclosed at the end": {"a\n\"b,c\nd\n", []read{{[]string{"a"}, nil}, {nil, errUnclosed}, {[]string{"d"}, nil}}},
		"unclosed, last":      {"a\n\"b,c", []read{{[]string{"a"}, nil}, {nil, errUnclosed}}},
		"as long as may be":   {long + "\r\nb\n", []read{{[]string{long}, nil}, {[]string{"b"}, nil}}},
		"too long":            {long + "x\nb\n", []read{{nil, errTooLong}, {[]string{"b"}, nil}}},
		"much too long":       {strings.Repeat(long, 9) + "\nb\n", []read{{nil, errTooLong}, {[]string{"b"}, nil}}},
		"too long, last":      {long + long, []read{{nil, errTooLong}}},
		"formulas":            {"=1+1,@x,+86,-1,\"\t=x\"\n", []read{{[]string{"=1+1", "@x", "+86", "-1", "\t=x"}, nil}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, all(t, utf8Text, []byte(c.file)))
		})
	}
}

func repeated(a, b string, n int) []read {
	list := make([]read, n)
	for i := range list {
		list[i] = read{[]string{a, b}, nil}
	}
	return list
}

// What encoding/csv writes is read back, in both encodings, also from the middle on.
func TestRowsComeBackInBothEncodings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("a0\"',\n =中文路𠀀é\t@")), 0, 8, -1)
		width := rapid.IntRange(2, 4).Draw(t, "width")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 0, 8).Draw(t, "rows")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = rapid.Bool().Draw(t, "CRLF")
		var want []read
		for _, row := range rows {
			require.NoError(t, w.Write(row))
			back := make([]string, len(row))
			for i, c := range row {
				if back[i] = c; w.UseCRLF {
					back[i] = strings.ReplaceAll(c, "\n", "\r\n")
				}
			}
			want = append(want, read{back, nil})
		}
		w.Flush()
		require.Equal(t, want, all(t, utf8Text, out.Bytes()))
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(out.Bytes())
		require.NoError(t, err)
		require.Equal(t, want, all(t, gb18030Text, gb))
	})
}

func FuzzRows(f *testing.F) {
	for _, seed := range []string{"a,b\r\n\"c\nd\",e\n", "\"", "\"a\"b\n", ",,\n\n", "\xef\xbb\xbfa\n", "\x84\x31\xa4\x37,\xff\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, e := range []encoding{utf8Text, gb18030Text} {
			for _, r := range all(t, e, file) {
				if r.err == nil && len(r.cells) == 0 {
					t.Fatal("a row without cells")
				}
			}
		}
	})
}

func TestCellsOfAnotherEncodingAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string][]byte{"half a sign": []byte("a\xe4\xb8"), "no sign": []byte("a\xff\xffb"), "of GB": []byte("\xd6\xd0\xce\xc4")} {
		_, err := utf8Text.cells(row{text: text})
		assert.ErrorIs(t, err, errEncoding, name)
	}
	_, err := gb18030Text.cells(row{text: []byte("a\x81")})
	assert.ErrorIs(t, err, errEncoding)
	cells, err := gb18030Text.cells(row{text: []byte("\xd6\xd0,\xce\xc4")})
	require.NoError(t, err)
	assert.Equal(t, []string{"中", "文"}, cells)
}

func TestTableForgetsWhatComesTooLate(t *testing.T) {
	t.Parallel()
	table := newTable[uint32](3)
	for key := range uint64(5) {
		_, known := table.put(key+1, uint32(key), false)
		assert.False(t, known)
	}
	for key := range uint64(5) {
		before, known := table.put(key+1, 9, false)
		assert.Equal(t, key < 3, known)
		if known {
			assert.EqualValues(t, key, before)
		}
	}
}
