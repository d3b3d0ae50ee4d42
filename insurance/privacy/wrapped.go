package privacy

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"baodan/ent"
	"baodan/insurance/work"
)

// wrapped is a column of wrapped data keys: where it lies, and what binds a key to its row. Whoever seals in a new table
// adds a line to wrappedKeys; a test holds that none is missing.
type wrapped struct {
	table, column string
	narrow        string // which rows have one; empty: those where the column is not null
	also          string // column that the context needs beside the key of the row
	context       func(id int64, also string) string
	packed        bool // the wrapped key comes first in a larger value, after a byte that says how long it is
}

// wrappedKeys are all there are, in the order they are wrapped again.
var wrappedKeys = []wrapped{
	ofChannel("policies", "personal"),
	ofChannel("endorsements", "personal"),
	ofChannel("claims", "personal"),
	ofChannel("claim_revisions", "personal"),
	ofChannel("service_requests", "personal"),
	ofChannel("mails", "personal"),
	ofChannel("webhook_keys", "secret"),
	{
		table: "people", column: "totp_key", also: "id",
		context: func(id int64, _ string) string { return "people.totp_secret:" + strconv.FormatInt(id, 10) },
	},
	{
		table: "credentials", column: "verifier", narrow: "algorithm = 'hmac-sha256'", also: "key_id", packed: true,
		context: func(_ int64, keyID string) string { return "credentials.verifier:" + keyID },
	},
}

// ofChannel is a sealed column of a table, as nearly all are: it has its key in the column of that name and _key, and is
// bound to table, column, channel and row.
func ofChannel(table, sealed string) wrapped {
	return wrapped{table: table, column: sealed + "_key", also: "channel_id", context: func(id int64, channel string) string {
		return table + "." + sealed + ":" + channel + ":" + strconv.FormatInt(id, 10)
	}}
}

// wrappedRow is a row with its wrapped key.
type wrappedRow struct {
	id    int64
	value []byte // of the column; nil: the row has none
	also  string
}

// page reads rows after a key, those without a wrapped key too, so that every page is short to read.
func (w wrapped) page(ctx context.Context, client *ent.Client, after int64, most int) ([]wrappedRow, error) {
	value := w.column
	if w.narrow != "" {
		value = "CASE WHEN " + w.narrow + " THEN " + w.column + " END"
	}
	rows, err := client.QueryContext(ctx, "SELECT id, "+value+", "+w.also+" FROM "+w.table+" WHERE id > ? ORDER BY id LIMIT ?", after, most)
	if err != nil {
		return nil, fmt.Errorf("read keys of %s: %w", w.table, err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var list []wrappedRow
	for rows.Next() {
		var r wrappedRow
		if err := rows.Scan(&r.id, &r.value, &r.also); err != nil {
			return nil, fmt.Errorf("read keys of %s: %w", w.table, err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// split takes the wrapped key out of a value; rest is what stays as it is.
func (w wrapped) split(value []byte) (key, rest []byte, err error) {
	if !w.packed {
		return value, nil, nil
	}
	if len(value) == 0 || len(value) < 1+int(value[0]) {
		return nil, nil, fmt.Errorf("%s.%s: not a sealed value", w.table, w.column)
	}
	end := 1 + int(value[0])
	return value[1:end], value[end:], nil
}

func (w wrapped) join(key, rest []byte) []byte {
	if !w.packed {
		return key
	}
	return append(append([]byte{byte(len(key))}, key...), rest...)
}

// change is a value to be written over another.
type change struct {
	id          int64
	from, value []byte
}

// most changes that one statement makes.
const mostChanges = 100

// write stores changes where the value is still what was read: what somebody else changed meanwhile he wrapped himself.
// It answers how many were stored.
func (w wrapped) write(ctx context.Context, tx *work.Tx, changes []change) (done int64, err error) {
	for len(changes) > 0 {
		part := changes[:min(len(changes), mostChanges)]
		changes = changes[len(part):]
		var cases, rows strings.Builder
		var values, places []any
		for i, c := range part {
			cases.WriteString(" WHEN ? THEN ?")
			values = append(values, c.id, c.value)
			if i > 0 {
				rows.WriteString(" OR ")
			}
			rows.WriteString("(id = ? AND " + w.column + " = ?)")
			places = append(places, c.id, c.from)
		}
		result, err := tx.ExecContext(ctx, "UPDATE "+w.table+" SET "+w.column+" = CASE id"+cases.String()+" END WHERE "+rows.String(),
			append(values, places...)...)
		if err != nil {
			return done, fmt.Errorf("wrap keys of %s: %w", w.table, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}
