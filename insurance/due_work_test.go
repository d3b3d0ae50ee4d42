package insurance_test

import (
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	columns "entgo.io/ent/dialect/sql/schema"
	"github.com/stretchr/testify/assert"

	"baodan/ent/migrate"
	"baodan/insurance/background"
	"baodan/insurance/event"
	"baodan/insurance/insurancetest"
)

// structure-5: whatever falls due is declared beside its act, once: workers, the sweeper, the clocks of sandboxes and the check read that
// list, so a table with due times that is in none of it is left alone for ever.
func TestWhatFallsDueIsDeclared(t *testing.T) {
	t.Parallel()
	w := insurancetest.New(t, dialect.SQLite)
	declared := map[string]bool{}
	names := map[string]bool{}
	for _, one := range w.DueWork() {
		declared[one.Table+"."+one.Column] = true
		assert.False(t, names[one.Name], "two are called %s", one.Name)
		names[one.Name] = true
		ways := 0
		for _, way := range []bool{one.Do != nil, one.Kinds != nil, one.DoKey != nil && one.Keys != nil} {
			if way {
				ways++
			}
		}
		assert.Equal(t, 1, ways, "%s is worked in one way", one.Name)
		assert.True(t, one.Do == nil || one.AtOnce > 0 && one.Batch > 0, "%s says how much is taken", one.Name)
		for _, kind := range one.Wakes {
			assert.True(t, slices.ContainsFunc(event.Types(), func(known event.Payload) bool { return known.Type() == kind }), "%s waits for %s", one.Name, kind)
		}
	}
	for _, table := range migrate.Tables {
		for _, column := range table.Columns {
			if column.Name == "due_at" || strings.HasSuffix(column.Name, "turns_at") {
				assert.True(t, declared[table.Name+"."+column.Name], "%s.%s is in no declaration of due work", table.Name, column.Name)
				delete(declared, table.Name+"."+column.Name)
			}
		}
		if slices.ContainsFunc(table.Columns, func(c *columns.Column) bool { return c.Name == "channel_id" }) {
			for _, one := range w.DueWork() {
				assert.False(t, one.Table == table.Name && one.OfHouse, "the rows of %s are channels'", table.Name)
			}
		}
	}
	assert.Empty(t, declared, "there are no such columns")
	var kinds []string
	for _, one := range w.DueWork() {
		if one.Kinds != nil {
			for _, kind := range one.Kinds() {
				kinds = append(kinds, kind.Name)
				assert.NotNil(t, kind.Do, kind.Name)
			}
		}
	}
	assert.ElementsMatch(t, background.Kinds, kinds, "kinds of jobs that the contract names, and those that are worked")
}
