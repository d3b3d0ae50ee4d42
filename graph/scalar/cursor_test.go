package scalar_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/engine/money"
	"baodan/engine/seal"
	"baodan/graph/scalar"
	"baodan/insurance/work"
)

// asked is a filter as filters are.
type asked struct {
	States  []string
	Sandbox bool
	Bound   *work.Period
	From    *money.Decimal
	Who     *work.PersonKey
}

// A cursor is read by the list that gave it, as it was given, and by no other.
func TestCursorsAreBoundToTheirList(t *testing.T) {
	t.Parallel()
	ring, err := seal.ParseKeyring(seal.NewKeyringFile())
	require.NoError(t, err)
	mac := ring.Mac("test")
	at := time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	amount, who, other := money.MustDecimal("0.5"), work.PersonKey(7), work.PersonKey(8)
	bind := func(f *asked) scalar.Bound {
		return scalar.Bind(mac, "Query.things", []int64{3}, map[string]any{"filter": f, "orderBy": "UP"})
	}
	full := asked{[]string{"A", "B"}, true, &work.Period{Start: at, End: at.Add(time.Hour)}, &amount, &who}
	ours := bind(&full)
	rapid.Check(t, func(t *rapid.T) {
		p := work.Place{Value: rapid.Int64().Draw(t, "value"), Key: rapid.Int64().Draw(t, "key")}
		got, ok := ours.Place(ours.Cursor(p))
		assert.True(t, ok)
		assert.Equal(t, p, got)
	})
	given := ours.Cursor(work.Place{Value: 1 << 40, Key: 1 << 60})

	same := full
	same.States, same.Bound = []string{"B", "A"}, &work.Period{Start: at.In(time.FixedZone("x", 3600)).UTC(), End: at.Add(time.Hour)}
	_, ok := bind(&same).Place(given)
	assert.True(t, ok, "the same filter in other words")
	_, ok = scalar.Bind(mac, map[string]any{"filter": &asked{States: []string{}}}).Place(scalar.Bind(mac, map[string]any{"filter": (*asked)(nil)}).Cursor(work.Place{Key: 1}))
	assert.True(t, ok, "an empty filter and none")

	for name, change := range map[string]func(*asked){
		"states": func(f *asked) { f.States = []string{"A"} }, "more states": func(f *asked) { f.States = []string{"A", "B", "C"} },
		"half": func(f *asked) { f.Sandbox = false }, "time": func(f *asked) { f.Bound = &work.Period{Start: at, End: at.Add(time.Minute)} },
		"no amount": func(f *asked) { f.From = nil }, "who": func(f *asked) { f.Who = &other },
	} {
		f := full
		change(&f)
		_, ok := bind(&f).Place(given)
		assert.False(t, ok, name)
	}
	for name, b := range map[string]scalar.Bound{
		"list":  scalar.Bind(mac, "Query.others", []int64{3}, map[string]any{"filter": &full, "orderBy": "UP"}),
		"row":   scalar.Bind(mac, "Query.things", []int64{4}, map[string]any{"filter": &full, "orderBy": "UP"}),
		"order": scalar.Bind(mac, "Query.things", []int64{3}, map[string]any{"filter": &full, "orderBy": "DOWN"}),
		"key":   scalar.Bind(ring.Mac("other"), "Query.things", []int64{3}, map[string]any{"filter": &full, "orderBy": "UP"}),
	} {
		_, ok := b.Place(given)
		assert.False(t, ok, name)
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(given, "cur_"))
	require.NoError(t, err)
	for i := range raw {
		forged := append([]byte{}, raw...)
		forged[i] ^= 1
		_, ok := ours.Place("cur_" + base64.RawURLEncoding.EncodeToString(forged))
		assert.False(t, ok, "byte %d", i)
	}
	for _, text := range []string{"", "cur_", "cur_0000000000000", given[:len(given)-1], given + "A", strings.Repeat("cur_A", 20), "pol_" + given[4:], "游标"} {
		_, ok := ours.Place(text)
		assert.False(t, ok, text)
	}
}
