package audit_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/insurance/audit"
	"baodan/insurance/insurancetest"
)

func exec(t testing.TB, w *insurancetest.World, statement string, values ...any) {
	t.Helper()
	_, err := w.Store.Client.ExecContext(ctx, statement, values...)
	require.NoError(t, err, statement)
}

func appendText(t testing.TB, f *audit.File, more string) {
	t.Helper()
	require.NoError(t, os.WriteFile(f.Path(), []byte(text(t, f)+more), 0o600))
}

func text(t testing.TB, f *audit.File) string {
	t.Helper()
	content, err := os.ReadFile(f.Path())
	require.NoError(t, err)
	return string(content)
}

// table is all rows of one.
type table struct {
	columns []string
	rows    [][]any
}

func read(t testing.TB, w *insurancetest.World, name string) *table {
	t.Helper()
	rows, err := w.Store.Client.QueryContext(ctx, "SELECT * FROM "+name+" ORDER BY id")
	require.NoError(t, err)
	defer rows.Close()
	out := &table{}
	out.columns, err = rows.Columns()
	require.NoError(t, err)
	for rows.Next() {
		row, into := make([]any, len(out.columns)), make([]any, len(out.columns))
		for i := range row {
			into[i] = &row[i]
		}
		require.NoError(t, rows.Scan(into...))
		out.rows = append(out.rows, row)
	}
	require.NoError(t, rows.Err())
	return out
}

func (b *table) write(t testing.TB, w *insurancetest.World, name string) {
	t.Helper()
	exec(t, w, "DELETE FROM "+name)
	if len(b.rows) == 0 {
		return
	}
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(b.columns)), ",") + ")"
	exec(t, w, "INSERT INTO "+name+" (`"+strings.Join(b.columns, "`,`")+"`) VALUES "+strings.TrimSuffix(strings.Repeat(row+",", len(b.rows)), ","), slices.Concat(b.rows...)...)
}

var tables = []string{"audit_records", "audit_links", "audit_checkpoints", "audit_pending", "counters"}

// chain is a record to tamper with: sealed records, some of them after the newest checkpoint, and some that wait.
type chain struct {
	*insurancetest.World
	file   *audit.File
	before map[string]*table
	lines  []string
	tables map[string]*table // as they are being changed
	draw   *rand.Rand
}

func newChain(t testing.TB, kind string, seed uint64) *chain {
	t.Helper()
	w := insurancetest.New(t, kind)
	c := &chain{
		World: w, file: audit.NewFile(filepath.Join(t.TempDir(), "checkpoints")), before: map[string]*table{},
		draw: rand.New(rand.NewPCG(seed, 1)),
	}
	for range 5 {
		record(t, w.Server, 4, entry)
		w.Clock.Advance(2 * time.Minute)
		sealAll(t, w.Server)
	}
	record(t, w.Server, 3, audit.Entry{Action: "person.suspend", ObjectKind: "person"})
	w.Clock.Advance(time.Second)
	sealAll(t, w.Server)
	require.NoError(t, w.Audit.Copy(ctx, c.file))
	record(t, w.Server, 3, entry)
	w.Clock.Advance(time.Hour)
	for _, name := range tables {
		c.before[name] = read(t, w, name)
	}
	c.lines = strings.SplitAfter(text(t, c.file), "\n")
	c.lines = c.lines[:len(c.lines)-1]
	require.Len(t, c.lines, 5)
	return c
}

// any row of a table.
func (c *chain) any(name string) []any {
	rows := c.tables[name].rows
	return rows[c.draw.IntN(len(rows))]
}

func (c *chain) drop(name string, keep func(row []any) bool) {
	c.tables[name].rows = slices.DeleteFunc(c.tables[name].rows, func(row []any) bool { return !keep(row) })
}

func (c *chain) add(name string, row []any) { c.tables[name].rows = append(c.tables[name].rows, row) }

// another value of the same type.
func (c *chain) another(value any) any {
	switch v := value.(type) {
	case int64:
		return v + 1 + c.draw.Int64N(1_000_000)
	case time.Time:
		return v.Add(time.Duration(1+c.draw.Int64N(5_000_000)) * time.Microsecond)
	case string:
		return v + "x"
	case []byte:
		other := slices.Clone(v)
		if len(other) == 0 {
			return []byte("x")
		}
		if i := c.draw.IntN(len(other)); other[i] < 0x80 { // text stays text
			other[i] ^= 1
		} else {
			other[i] ^= 0x01
		}
		return other
	case nil:
		return `{"x":1}`
	}
	panic(fmt.Sprintf("%T", value))
}

func sequence(row []any) int64 { return row[0].(int64) }

// tamperings, each one a way to change the record unseen. What holds no key cannot make a hash.
var tamperings = map[string]func(c *chain){
	"edit a record":     func(c *chain) { c.editOne("audit_records", 1) },
	"edit a link":       func(c *chain) { c.editOne("audit_links", 1) },
	"edit a point":      func(c *chain) { c.editOne("audit_checkpoints", 0) },
	"edit pending":      func(c *chain) { c.editOne("audit_pending", 0) },
	"renumber a record": func(c *chain) { c.any("audit_records")[0] = c.freeID() },
	"renumber a link":   func(c *chain) { c.any("audit_links")[0] = int64(100 + c.draw.IntN(100)) },
	"edit the counter": func(c *chain) {
		c.counter()[2] = c.counter()[2].(int64) + int64(1+c.draw.IntN(9))*int64(1-2*c.draw.IntN(2))
	},
	"delete a record": func(c *chain) { c.deleteOne("audit_records") },
	"delete a link":   func(c *chain) { c.deleteOne("audit_links") },
	"delete a point":  func(c *chain) { c.deleteOne("audit_checkpoints") },
	"delete pending":  func(c *chain) { c.deleteOne("audit_pending") },
	"delete the counter": func(c *chain) {
		key := c.counter()[0]
		c.drop("counters", func(row []any) bool { return row[0] != key })
	},
	"insert a record that waits": func(c *chain) {
		id := c.insertRecord()
		c.add("audit_pending", []any{id})
	},
	"insert a record":             func(c *chain) { c.insertRecord() },
	"insert a record with a link": func(c *chain) { c.insertLink(23, c.insertRecord()) },
	"insert a link beyond":        func(c *chain) { c.insertLink(int64(23+c.draw.IntN(3)), c.any("audit_pending")[0].(int64)) },
	"insert a link before":        func(c *chain) { c.insertLink(-1-int64(c.draw.IntN(3)), c.any("audit_pending")[0].(int64)) },
	"insert a point": func(c *chain) {
		row := slices.Clone(c.any("audit_checkpoints"))
		for slices.ContainsFunc(c.tables["audit_checkpoints"].rows, func(other []any) bool { return other[0] == row[0] }) {
			row[0] = int64(c.draw.IntN(60) - 3)
		}
		c.add("audit_checkpoints", row)
	},
	"insert pending":           func(c *chain) { c.add("audit_pending", []any{1 + c.draw.Int64N(1<<40)}) },
	"let a sealed one wait":    func(c *chain) { c.add("audit_pending", []any{c.any("audit_links")[1]}) },
	"swap two links' records":  func(c *chain) { c.swap("audit_links", 1) },
	"swap two links' hashes":   func(c *chain) { c.swap("audit_links", 2) },
	"swap two links' numbers":  func(c *chain) { c.swap("audit_links", 0) },
	"swap two records' keys":   func(c *chain) { c.swap("audit_records", 0) },
	"swap two points' numbers": func(c *chain) { c.swap("audit_checkpoints", 0) },
	"re-point a link":          func(c *chain) { c.any("audit_links")[1] = c.any("audit_pending")[0] },
	"cut records": func(c *chain) {
		last := c.any("audit_records")[0].(int64)
		c.drop("audit_records", func(row []any) bool { return sequence(row) < last })
	},
	"cut links": func(c *chain) { c.cutLinks(1 + c.draw.Int64N(23)) },
	"cut links and let their records wait": func(c *chain) {
		from := 1 + c.draw.Int64N(23)
		for _, row := range c.tables["audit_links"].rows {
			if sequence(row) >= from {
				c.add("audit_pending", []any{row[1]})
			}
		}
		c.cutLinks(from)
	},
	"cut links and records": func(c *chain) { c.cutAll(1 + c.draw.Int64N(23)) },
	"cut all before a checkpoint, and set the counter": func(c *chain) {
		from := 1 + c.draw.Int64N(20)
		c.cutAll(from)
		c.counter()[2] = from - 1
	},
	"cut all with its checkpoints, and set the counter": func(c *chain) {
		from := 1 + c.draw.Int64N(20)
		c.cutAll(from)
		c.drop("audit_checkpoints", func(row []any) bool { return sequence(row) < from })
		c.counter()[2] = from - 1
	},
	"cut checkpoints": func(c *chain) {
		from := c.any("audit_checkpoints")[0].(int64)
		c.drop("audit_checkpoints", func(row []any) bool { return sequence(row) < from })
	},
	"empty everything": func(c *chain) {
		for _, name := range tables {
			c.tables[name].rows = nil
		}
	},
	"edit a line": func(c *chain) {
		i := c.draw.IntN(len(c.lines))
		var fields map[string]any
		if json.Unmarshal([]byte(c.lines[i]), &fields) != nil {
			return
		}
		switch c.draw.IntN(4) {
		case 0:
			fields["sequence"] = 1000
		case 1:
			fields["previous"] = 1000
		case 2:
			fields["at"] = "2020-01-01T00:00:00Z"
		case 3:
			fields["hash"] = "AAAA"
		}
		changed, _ := json.Marshal(fields)
		c.lines[i] = string(changed) + "\n"
	},
	"spoil a line":  func(c *chain) { c.lines[c.draw.IntN(len(c.lines))] = strings.Repeat("?", c.draw.IntN(3000)) + "\n" },
	"delete a line": func(c *chain) { i := c.draw.IntN(len(c.lines)); c.lines = slices.Delete(c.lines, i, i+1) },
	"repeat a line": func(c *chain) { c.lines = append(c.lines, c.lines[c.draw.IntN(len(c.lines))]) },
	"swap two lines": func(c *chain) {
		i := c.draw.IntN(len(c.lines) - 1)
		c.lines[i], c.lines[i+1] = c.lines[i+1], c.lines[i]
	},
	"cut the file": func(c *chain) { c.lines = c.lines[:c.draw.IntN(len(c.lines))] },
}

func (c *chain) counter() []any {
	for _, row := range c.tables["counters"].rows {
		if fmt.Sprintf("%s", row[1]) == "audit chain" {
			return row
		}
	}
	panic("no counter")
}

func (c *chain) editOne(name string, from int) {
	columns := len(c.tables[name].columns)
	c.editColumn(name, from+c.draw.IntN(columns-from))
}

func (c *chain) editColumn(name string, column int) {
	row := c.any(name)
	row[column] = c.another(row[column])
}

func (c *chain) deleteOne(name string) {
	rows := c.tables[name].rows
	i := c.draw.IntN(len(rows))
	c.tables[name].rows = slices.Delete(rows, i, i+1)
}

func (c *chain) insertRecord() int64 {
	row := slices.Clone(c.any("audit_records"))
	row[0] = c.freeID()
	c.add("audit_records", row)
	return row[0].(int64)
}

// freeID is near the id of a record, and no record has it.
func (c *chain) freeID() int64 {
	for {
		id := c.any("audit_records")[0].(int64) + 1 + c.draw.Int64N(1000)
		if !slices.ContainsFunc(c.tables["audit_records"].rows, func(row []any) bool { return row[0] == id }) {
			return id
		}
	}
}

func (c *chain) insertLink(sequence, recordID int64) {
	row := slices.Clone(c.any("audit_links"))
	row[0], row[1] = sequence+1, recordID
	c.add("audit_links", row)
}

func (c *chain) swap(name string, column int) {
	rows := c.tables[name].rows
	i := c.draw.IntN(len(rows) - 1)
	j := i + 1 + c.draw.IntN(len(rows)-1-i)
	rows[i][column], rows[j][column] = rows[j][column], rows[i][column]
}

func (c *chain) cutLinks(from int64) {
	c.drop("audit_links", func(row []any) bool { return sequence(row) < from })
}

func (c *chain) cutAll(from int64) {
	gone := map[any]bool{}
	for _, row := range c.tables["audit_links"].rows {
		gone[row[1]] = sequence(row) >= from
	}
	c.cutLinks(from)
	c.drop("audit_records", func(row []any) bool { return !gone[row[0]] })
}

// tamper changes the record in a random way and answers what was found; restores it afterwards.
func (c *chain) tamper(t testing.TB, name string) *audit.Bad {
	t.Helper()
	c.tables = map[string]*table{}
	for table, content := range c.before {
		c.tables[table] = content.clone()
	}
	lines := slices.Clone(c.lines)
	tamperings[name](c)
	changed := false
	for table, content := range c.tables {
		if !assert.ObjectsAreEqual(c.before[table].rows, content.rows) {
			content.write(t, c.World, table)
			changed = true
		}
	}
	if !slices.Equal(lines, c.lines) {
		changed = true
		require.NoError(t, os.WriteFile(c.file.Path(), []byte(strings.Join(c.lines, "")), 0o600))
	}
	require.True(t, changed, name)
	bad := verify(t, c.Server, c.file).Bad
	for table, content := range c.tables {
		if !assert.ObjectsAreEqual(c.before[table].rows, content.rows) {
			c.before[table].write(t, c.World, table)
		}
	}
	c.lines = lines
	require.NoError(t, os.WriteFile(c.file.Path(), []byte(strings.Join(lines, "")), 0o600))
	return bad
}

func (b *table) clone() *table {
	out := &table{columns: b.columns, rows: make([][]any, len(b.rows))}
	for i, row := range b.rows {
		out.rows[i] = slices.Clone(row)
	}
	return out
}

// Every one of a thousand random tamperings is found, and what was not tampered with verifies.
func TestEveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	for kind, times := range map[string]int{dialect.SQLite: 1000, dialect.MySQL: 120} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			c := newChain(t, kind, seed)
			names := make([]string, 0, len(tamperings))
			for name := range tamperings {
				names = append(names, name)
			}
			slices.Sort(names)
			require.Nil(t, verify(t, c.Server, c.file).Bad)
			for i := range times {
				name := names[i%len(names)]
				require.NotNil(t, c.tamper(t, name), "%s was not found (seed %d, %d)", name, seed, i)
				if i%50 == 0 {
					require.Nil(t, verify(t, c.Server, c.file).Bad)
				}
			}
			v := verify(t, c.Server, c.file)
			assert.Nil(t, v.Bad)
			assert.EqualValues(t, 23, v.Links)
			assert.EqualValues(t, 3, v.Pending)
			assert.EqualValues(t, 3, v.Unnamed)
		})
	}
}
