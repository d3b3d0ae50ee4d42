package work

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/go-sql-driver/mysql"

	"baodan/ent"
)

// OpenMySQL opens a MySQL or MariaDB server with the settings that the rest relies on, whatever the DSN says: UTC,
// strict mode, found rows (guards count matched rows), parameters written into the text (one round trip).
func OpenMySQL(dsn string, connections int) (*sql.DB, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("MYSQL_DSN: %w", err)
	}
	config.ParseTime, config.Loc, config.ClientFoundRows = true, time.UTC, true
	config.InterpolateParams, config.RejectReadOnly, config.MultiStatements = true, true, false
	config.Collation = "utf8mb4_bin"
	config.Params = map[string]string{
		"time_zone": "'+00:00'",
		"sql_mode":  "'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, fmt.Errorf("MYSQL_DSN: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxLifetime(3 * time.Minute)
	return db, nil
}

// OpenSQLite opens a file as the embedded database: write-ahead log, every commit on disk before it is answered,
// writers take turns from the beginning of their transaction.
func OpenSQLite(path string) (*sql.DB, error) {
	options := url.Values{"_pragma": {
		"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(1)",
	}, "_txlock": {"immediate"}, "_time_format": {"sqlite"}}
	db, err := sql.Open("sqlite", "file:"+path+"?"+options.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(8)
	return db, nil
}

// WeakDurability names the settings of a MySQL server under which a commit that was answered could be lost.
func WeakDurability(ctx context.Context, db *sql.DB) ([]string, error) {
	wanted := map[string]string{"innodb_flush_log_at_trx_commit": "1", "innodb_doublewrite": "ON"}
	var binlog string
	if err := db.QueryRowContext(ctx, "SELECT @@log_bin").Scan(&binlog); err != nil {
		return nil, fmt.Errorf("read durability settings: %w", err)
	}
	if binlog == "1" || binlog == "ON" {
		wanted["sync_binlog"] = "1"
	}
	var weak []string
	for name, want := range wanted {
		var variable, value string
		err := db.QueryRowContext(ctx, "SHOW GLOBAL VARIABLES LIKE '"+name+"'").Scan(&variable, &value)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if value != want {
			weak = append(weak, fmt.Sprintf("%s=%s (must be %s)", name, value, want))
		}
	}
	return weak, nil
}

// CreateTables makes or alters the tables of an embedded database to what ent/schema says.
func CreateTables(ctx context.Context, db *sql.DB, dialectName string) error {
	client := ent.NewClient(ent.Driver(entsql.OpenDB(dialectName, db)))
	if err := client.Schema.Create(ctx, schema.WithForeignKeys(false)); err != nil {
		return fmt.Errorf("create tables: %w", err)
	}
	return nil
}
