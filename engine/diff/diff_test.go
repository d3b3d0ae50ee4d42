package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"baodan/engine/diff"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, want string }{
		"equal":                    {`{"a":1,"b":[{"c":"x"}]}`, `{"b":[{"c":"x"}],"a":1}`, ``},
		"value":                    {`{"a":{"b":"x"}}`, `{"a":{"b":"y"}}`, `a.b: x -> y`},
		"number as it is written":  {`{"a":0.10}`, `{"a":0.1}`, `a: 0.10 -> 0.1`},
		"large numbers":            {`{"a":9007199254740993}`, `{"a":9007199254740992}`, `a: 9007199254740993 -> 9007199254740992`},
		"text is no number":        {`{"a":"1"}`, `{"a":1}`, `a: 1 -> 1`},
		"added and taken":          {`{"a":1}`, `{"b":{"c":2}}`, `a: 1 -> -; b.c: - -> 2`},
		"list by place":            {`{"a":[1,2]}`, `{"a":[1,3,4]}`, `a.1: 2 -> 3; a.2: - -> 4`},
		"shorter list":             {`{"a":[1,2]}`, `{"a":[1]}`, `a.1: 2 -> -`},
		"empty ones":               {`{"a":{},"b":[]}`, `{"a":[],"b":[]}`, `a: {} -> []`},
		"null is there":            {`{"a":null}`, `{}`, `a: null -> -`},
		"another type":             {`{"a":{"b":1}}`, `{"a":true}`, `a: {"b":1} -> true`},
		"nothing before":           {``, `{"a":{"b":1},"c":[]}`, `a.b: - -> 1; c: - -> []`},
		"nothing at all":           {``, ``, ``},
		"no documents":             {`a`, `b`, `: a -> b`},
		"deep ones in their order": {`{"b":1,"a":{"z":1,"y":1}}`, `{"b":2,"a":{"z":2,"y":2}}`, `a.y: 1 -> 2; a.z: 1 -> 2; b: 1 -> 2`},
	} {
		var got []string
		for _, d := range diff.JSON([]byte(c.before), []byte(c.after)) {
			got = append(got, fmt.Sprintf("%s: %s -> %s", d.Path, shown(d.Before), shown(d.After)))
		}
		assert.Equal(t, c.want, strings.Join(got, "; "), name)
	}
}

func shown(text *string) string {
	if text == nil {
		return "-"
	}
	return *text
}

func TestDifferencesAreBounded(t *testing.T) {
	t.Parallel()
	long := `["` + strings.Repeat(`","`, 5000) + `"]`
	assert.Len(t, diff.JSON(nil, []byte(long)), 1000)
	list := diff.JSON([]byte(`"`+strings.Repeat("长", 3000)+`"`), []byte(`1`))
	assert.Len(t, []rune(*list[0].Before), 2001)
}
