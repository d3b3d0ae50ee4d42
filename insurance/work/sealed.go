package work

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"baodan/ent"
)

// SealedColumn is a column of wrapped data keys: its table, and what binds a key to its row. The package that seals in a
// table answers its columns, so that a rotation of keys reaches them all; a test holds that no column is missing.
type SealedColumn struct {
	Table, Column string
	Narrow        string // which rows have one; empty: those where the column is not null
	Also          string // column that the context needs beside the key of the row
	Context       func(id int64, also string) string
	Boxed         string // column of what is sealed; empty: the name of the column without _key
	Packed        bool   // the wrapped key comes first in a larger value, after a byte that says how long it is
}

// Sealed is a sealed column of a table, as nearly all are: its key is in the column of that name and _key, and is bound
// to table, column, channel and row.
func Sealed(table, sealed string) SealedColumn {
	return SealedColumn{Table: table, Column: sealed + "_key", Also: "channel_id", Context: func(id int64, channel string) string {
		return table + "." + sealed + ":" + channel + ":" + strconv.FormatInt(id, 10)
	}}
}

// WrappedKey is a row with its wrapped key.
type WrappedKey struct {
	ID    int64
	Value []byte // of the column; nil: the row has none
	Also  string
}

// Page reads rows after a key, those without a wrapped key too, so that every page is short to read.
func (c SealedColumn) Page(ctx context.Context, client *ent.Client, after int64, most int) ([]WrappedKey, error) {
	value := c.Column
	if c.Narrow != "" {
		value = "CASE WHEN " + c.Narrow + " THEN " + c.Column + " END"
	}
	rows, err := client.QueryContext(ctx, "SELECT id, "+value+", "+c.Also+" FROM "+c.Table+" WHERE id > ? ORDER BY id LIMIT ?", after, most)
	if err != nil {
		return nil, fmt.Errorf("read keys of %s: %w", c.Table, err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var list []WrappedKey
	for rows.Next() {
		var r WrappedKey
		if err := rows.Scan(&r.ID, &r.Value, &r.Also); err != nil {
			return nil, fmt.Errorf("read keys of %s: %w", c.Table, err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// SealedValue is a row with its wrapped key and what it seals.
type SealedValue struct {
	WrappedKey
	Box []byte // nil: the row has none
}

// Values reads rows after a key, as Page does, with what is sealed. A value that is not one has no key.
func (c SealedColumn) Values(ctx context.Context, client *ent.Client, after int64, most int) ([]SealedValue, error) {
	key, box := c.Column, strings.TrimSuffix(c.Column, "_key")
	if c.Boxed != "" {
		box = c.Boxed
	}
	if c.Packed {
		box = "NULL"
	}
	if c.Narrow != "" {
		key = "CASE WHEN " + c.Narrow + " THEN " + key + " END"
	}
	rows, err := client.QueryContext(ctx, "SELECT id, "+key+", "+box+", "+c.Also+" FROM "+c.Table+" WHERE id > ? ORDER BY id LIMIT ?", after, most)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", c.Table, err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var list []SealedValue
	for rows.Next() {
		var r SealedValue
		if err := rows.Scan(&r.ID, &r.Value, &r.Box, &r.Also); err != nil {
			return nil, fmt.Errorf("read %s: %w", c.Table, err)
		}
		if c.Packed && r.Value != nil {
			if r.Value, r.Box, err = c.Split(r.Value); err != nil {
				r.Value, r.Box = nil, []byte{} // it does not open
			}
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// Split takes the wrapped key out of a value; rest is what stays as it is.
func (c SealedColumn) Split(value []byte) (key, rest []byte, err error) {
	if !c.Packed {
		return value, nil, nil
	}
	if len(value) == 0 || len(value) < 1+int(value[0]) {
		return nil, nil, fmt.Errorf("%s.%s: not a sealed value", c.Table, c.Column)
	}
	end := 1 + int(value[0])
	return value[1:end], value[end:], nil
}

// Join is the other way round.
func (c SealedColumn) Join(key, rest []byte) []byte {
	if !c.Packed {
		return key
	}
	return append(append([]byte{byte(len(key))}, key...), rest...)
}

// KeyChange is a value to be written over another.
type KeyChange struct {
	ID          int64
	From, Value []byte
}

// mostChanges that one statement makes.
const mostChanges = 100

// Write stores changes where the value is still what was read: a writer that changed it meanwhile wrapped it with the current
// key. It answers how many were stored.
func (c SealedColumn) Write(ctx context.Context, tx *Tx, changes []KeyChange) (done int64, err error) {
	for len(changes) > 0 {
		part := changes[:min(len(changes), mostChanges)]
		changes = changes[len(part):]
		var cases, rows strings.Builder
		var values, places []any
		for i, one := range part {
			cases.WriteString(" WHEN ? THEN ?")
			values = append(values, one.ID, one.Value)
			if i > 0 {
				rows.WriteString(" OR ")
			}
			rows.WriteString("(id = ? AND " + c.Column + " = ?)")
			places = append(places, one.ID, one.From)
		}
		result, err := tx.ExecContext(ctx, "UPDATE "+c.Table+" SET "+c.Column+" = CASE id"+cases.String()+" END WHERE "+rows.String(),
			append(values, places...)...)
		if err != nil {
			return done, fmt.Errorf("wrap keys of %s: %w", c.Table, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}
