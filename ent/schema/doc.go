// Package schema holds one file per table: fields, edges, indexes and nothing else.
//
// Rules for every table: the primary key is a signed 64-bit number made by the application (roughly ordered by
// time); money is in minor units; moments are DATETIME(6) in UTC, stored to the millisecond; text compares byte by
// byte; tables of a channel lead their unique keys with channel_id; no foreign keys are enforced by the database, so
// that one machine today can be a distributed MySQL-compatible engine tomorrow.
package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// Column types that ent would choose differently.
var (
	datetime = map[string]string{dialect.MySQL: "datetime(6)"}
	document = map[string]string{dialect.MySQL: "mediumblob"}
	opaque   = map[string]string{dialect.MySQL: "json", dialect.SQLite: "json"} // a JSON document as text: nobody looks into it here
	verbatim = map[string]string{dialect.MySQL: "mediumtext"}                   // text that is hashed: kept byte by byte, which a column of JSON does not
	choice   = map[string]string{dialect.MySQL: "varchar(16)"}                  // of ent's enums: what may be said is checked above
	state    = map[string]string{dialect.MySQL: "varchar(24)"}
	excerpt  = map[string]string{dialect.MySQL: "varchar(1024)"}
	whole    = map[string]string{dialect.MySQL: "int"} // of days and months
	hash     = map[string]string{dialect.MySQL: "binary(32)"}
	wrapped  = map[string]string{dialect.MySQL: "varbinary(255)"}
)

// key is the primary key of every table.
func key() ent.Field {
	return field.Int64("id").Immutable().Annotations(entsql.Annotation{Incremental: new(bool)})
}

// table names a table; its text compares byte by byte.
func table(name string) []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: name, Charset: "utf8mb4", Collation: "utf8mb4_bin"}}
}

// due is when something is to be done about a row by itself; null: nothing is. The worker that takes the row moves it on by the
// time it may need, so a row that its worker dropped is due again by itself.
func due() ent.Field { return field.Time("due_at").SchemaType(datetime).Optional().Nillable() }

// changed is when a row was last written, by the clock of the process that did, in real time; null: before there was this column. Lists
// are asked by it what changed since.
func changed() ent.Field {
	return field.Time("changed_at").SchemaType(datetime).Optional().Nillable().Default(realTime).UpdateDefault(realTime)
}

func realTime() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// lease is the token of the worker that took the row last; what it does counts only while the token is still its own.
// 0: nobody has it. Who sets another due time gives it back, so that what is being worked on can be told from what is to come.
func lease() ent.Field { return field.Int64("lease").Default(0) }
