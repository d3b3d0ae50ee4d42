package work

import "entgo.io/ent/dialect"

// ByIndex names a table that is to be read by one of its indexes, after FROM. MariaDB else takes the equal columns of an
// index alone where a range of its next column would skip most rows, and then looks at all of them.
func (s *Store) ByIndex(table, index string) string {
	if s.db.Dialect == dialect.MySQL {
		return table + " FORCE INDEX (" + index + ")"
	}
	return table
}

// Dialect names the kind of database: its SQL differs.
func (s *Store) Dialect() string { return s.db.Dialect }
