//go:build ignore

// Writes the next versioned migration: the difference between the migrations so far and ent/schema. It needs an empty
// MySQL or MariaDB database to work in:
//
//	DEV_DSN='root@tcp(127.0.0.1:3306)/baodan_dev' go run -mod=mod ent/migrate/diff/main.go add_refunds
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	atlas "ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/go-sql-driver/mysql"

	"baodan/ent/migrate"
)

func main() {
	if len(os.Args) != 2 || os.Getenv("DEV_DSN") == "" {
		fmt.Fprintln(os.Stderr, "usage: DEV_DSN=user@tcp(host:port)/empty_database go run ent/migrate/diff/main.go NAME")
		os.Exit(2)
	}
	dir, err := atlas.NewLocalDir("ent/migrate/migrations")
	if err == nil {
		dsn := "mysql://" + strings.NewReplacer("@tcp(", "@", ")/", "/").Replace(os.Getenv("DEV_DSN"))
		err = migrate.NamedDiff(context.Background(), dsn, os.Args[1],
			schema.WithDir(dir), schema.WithMigrationMode(schema.ModeReplay), schema.WithDialect(dialect.MySQL),
			schema.WithFormatter(atlas.DefaultFormatter), schema.WithForeignKeys(false), schema.WithDropColumn(true), schema.WithDropIndex(true))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
