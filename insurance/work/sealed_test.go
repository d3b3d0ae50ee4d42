package work_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"baodan/insurance/insurancetest"
	"baodan/insurance/work"
)

// sealedRows makes a table of its own with wrapped keys; row n has the key "old n", and each third row has none.
func sealedRows(t *testing.T, s *work.Store, most int) {
	t.Helper()
	run(t, s, "CREATE TABLE letters (id BIGINT PRIMARY KEY, text_key VARBINARY(200), channel_id BIGINT NOT NULL, kind VARCHAR(8) NOT NULL)")
	i := work.Insert{Table: "letters", Columns: []string{"id", "text_key", "channel_id", "kind"}}
	for n := 1; n <= most; n++ {
		key, kind := any(fmt.Appendf(nil, "old %d", n)), "hmac"
		if n%3 == 0 {
			key = nil
		}
		if n%2 == 0 {
			kind = "bearer"
		}
		i.Rows = append(i.Rows, []any{n, key, 40 + n, kind})
	}
	require.NoError(t, s.InsertAll(background, "letters", i))
}

// A sealed column is bound to table, column, channel and row (H7).
func TestASealedColumnIsBoundToItsRow(t *testing.T) {
	t.Parallel()
	c := work.Sealed("letters", "text")
	assert.Equal(t, "letters", c.Table)
	assert.Equal(t, "text_key", c.Column)
	assert.Equal(t, "channel_id", c.Also)
	assert.Equal(t, "letters.text:41:7", c.Context(7, "41"))
	assert.Empty(t, c.Narrow)
	assert.False(t, c.Packed)
}

// Pages of wrapped keys go by the key of the row and name rows without one too, so that no rotation misses any (H7).
func TestPagesOfWrappedKeysMissNoRow(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		sealedRows(t, w.Store, 5)
		c := work.Sealed("letters", "text")
		page, err := c.Page(background, w.Store.Client, 0, 3)
		require.NoError(t, err)
		assert.Equal(t, []work.WrappedKey{{1, []byte("old 1"), "41"}, {2, []byte("old 2"), "42"}, {3, nil, "43"}}, page)
		page, err = c.Page(background, w.Store.Client, 3, 3)
		require.NoError(t, err)
		assert.Equal(t, []work.WrappedKey{{4, []byte("old 4"), "44"}, {5, []byte("old 5"), "45"}}, page)
		page, err = c.Page(background, w.Store.Client, 5, 3)
		require.NoError(t, err)
		assert.Empty(t, page)

		c.Narrow, c.Also = "kind = 'hmac'", "kind"
		page, err = c.Page(background, w.Store.Client, 0, 10)
		require.NoError(t, err)
		assert.Equal(t, []work.WrappedKey{{1, []byte("old 1"), "hmac"}, {2, nil, "bearer"}, {3, nil, "hmac"}, {4, nil, "bearer"}, {5, []byte("old 5"), "hmac"}}, page)
		_, err = work.Sealed("letters", "none").Page(background, w.Store.Client, 0, 1)
		require.ErrorContains(t, err, "read keys of letters: ")
		c.Also = "text_key" // null in a row: no text
		_, err = c.Page(background, w.Store.Client, 0, 10)
		require.ErrorContains(t, err, "read keys of letters: ")
	})
}

// A change is stored where the row still has what was read, however many there are; the answer says how many (H7).
func TestAWrappedKeyIsWrittenOverWhatWasRead(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		sealedRows(t, w.Store, 400)
		c := work.Sealed("letters", "text")
		write := func(changes []work.KeyChange) (done int64) {
			t.Helper()
			require.NoError(t, w.Store.Do(background, "rotate", func(ctx context.Context, tx *work.Tx) (err error) {
				done, err = c.Write(ctx, tx, changes)
				return err
			}))
			return done
		}
		assert.Zero(t, write(nil))
		var changes []work.KeyChange
		for n := int64(1); len(changes) < 250; n++ {
			if n%3 == 0 {
				continue
			}
			changes = append(changes, work.KeyChange{ID: n, From: fmt.Appendf(nil, "old %d", n), Value: fmt.Appendf(nil, "new %d", n)})
		}
		run(t, w.Store, "UPDATE letters SET text_key = 'other' WHERE id IN (1, 100, 200)")
		assert.EqualValues(t, 247, write(changes))
		assert.EqualValues(t, 247, readNumber(t, w.Store, "SELECT COUNT(*) FROM letters WHERE HEX(text_key) LIKE '6E6577%'"))
		page, err := c.Page(background, w.Store.Client, 0, 400)
		require.NoError(t, err)
		for _, row := range page {
			want := fmt.Appendf(nil, "new %d", row.ID)
			switch {
			case row.ID%3 == 0:
				want = nil
			case row.ID == 1, row.ID == 100, row.ID == 200:
				want = []byte("other")
			case row.ID > changes[249].ID:
				want = fmt.Appendf(nil, "old %d", row.ID)
			}
			assert.Equal(t, want, row.Value, row.ID)
		}
		assert.Zero(t, write(changes), "it was stored already")
		err = w.Store.Do(background, "rotate", func(ctx context.Context, tx *work.Tx) error {
			_, err := work.Sealed("letters", "none").Write(ctx, tx, changes)
			return err
		})
		require.ErrorContains(t, err, "wrap keys of letters: ")
	})
}

// At most a hundred changes go into a statement, and what was stored before one that fails is told.
func TestWrappedKeysAreWrittenInParts(t *testing.T) {
	t.Parallel()
	s, wrong := &spy{}, errors.New("wrong")
	store, _, _ := spied(t, s)
	sealedRows(t, store, 400)
	statements := 0
	s.count("exec", func(text string) error {
		if word(text, "UPDATE", "letters") {
			if statements++; statements == 3 {
				return wrong
			}
		}
		return nil
	})
	var changes []work.KeyChange
	for n := int64(1); len(changes) < 201; n++ {
		if n%3 != 0 {
			changes = append(changes, work.KeyChange{ID: n, From: fmt.Appendf(nil, "old %d", n), Value: []byte("new")})
		}
	}
	require.ErrorIs(t, store.Do(background, "rotate", func(ctx context.Context, tx *work.Tx) error {
		done, err := work.Sealed("letters", "text").Write(ctx, tx, changes)
		assert.EqualValues(t, 200, done)
		return err
	}), wrong)
	assert.Equal(t, 3, statements)
}

// A packed value is its key and its rest, whatever they are; what is too short for its key is no such value.
func TestAPackedValueIsKeyAndRest(t *testing.T) {
	t.Parallel()
	packed := work.SealedColumn{Table: "letters", Column: "text", Packed: true}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 0, 255).Draw(t, "key")
		rest := rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "rest")
		value := packed.Join(key, rest)
		require.Len(t, value, 1+len(key)+len(rest))
		gotKey, gotRest, err := packed.Split(value)
		require.NoError(t, err)
		assert.Equal(t, append([]byte{}, key...), append([]byte{}, gotKey...))
		assert.Equal(t, append([]byte{}, rest...), append([]byte{}, gotRest...))
		if len(key) > 0 {
			_, _, err = packed.Split(value[:len(key)])
			require.EqualError(t, err, "letters.text: not a sealed value")
		}
	})
	_, _, err := packed.Split(nil)
	require.EqualError(t, err, "letters.text: not a sealed value")

	plain := work.Sealed("letters", "text")
	key, rest, err := plain.Split([]byte{9, 1})
	require.NoError(t, err)
	assert.Equal(t, []byte{9, 1}, key)
	assert.Nil(t, rest)
	assert.Equal(t, []byte{9, 1}, plain.Join([]byte{9, 1}, nil))
}
