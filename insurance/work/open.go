package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"github.com/go-sql-driver/mysql"

	"baodan/ent"
	"baodan/ent/migrate"
)

// Database is an open database of one of the two kinds.
type Database struct {
	*sql.DB
	Dialect string // dialect.MySQL or dialect.SQLite
	bulk    *sql.DB
}

// Close closes it.
func (d *Database) Close() error {
	if d.bulk == nil {
		return d.DB.Close()
	}
	return errors.Join(d.DB.Close(), d.bulk.Close())
}

// StatementTimeout is how long a server may be silent on one statement of daily business: less than a request may take.
const StatementTimeout = 15 * time.Second

const dialTimeout = 5 * time.Second

// bulkConnections write whole transactions in one round trip; each flusher uses one, and each flush that was set aside.
const bulkConnections = 12

// OpenMySQL opens a MySQL or MariaDB server with the settings that the rest relies on, whatever the DSN says: UTC,
// strict mode, READ COMMITTED, found rows (guards count matched rows), parameters written into the text (one round
// trip a statement). Several statements in one text are understood by the bulk connections alone.
//
// A connection whose server is silent for longer than that is given up: what it was doing has an unknown outcome. The server
// gives up earlier by itself, and ends transactions of those that no longer say anything: see sessionLimits.
func OpenMySQL(dsn string, connections int, silence time.Duration) (*Database, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("MYSQL_DSN: %w", err)
	}
	config.ParseTime, config.Loc, config.ClientFoundRows = true, time.UTC, true
	config.InterpolateParams, config.RejectReadOnly, config.MultiStatements = true, true, false
	config.Collation = "utf8mb4_bin"
	config.Timeout, config.ReadTimeout, config.WriteTimeout = dialTimeout, silence, silence
	config.Params = map[string]string{
		"time_zone": "'+00:00'",
		"sql_mode":  "'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
	}
	pool := func(several bool, size int) (*sql.DB, error) {
		own := config.Clone()
		own.MultiStatements = several
		connector, err := mysql.NewConnector(own)
		if err != nil {
			return nil, fmt.Errorf("MYSQL_DSN: %w", err)
		}
		session := &session{Connector: connector, limits: limits{silence: silence, lockWait: lockWait}}
		if several {
			session.limits.lockWait = batchLockWait
		}
		db := sql.OpenDB(session)
		session.pool = db
		db.SetMaxOpenConns(size)
		db.SetMaxIdleConns(size)
		db.SetConnMaxLifetime(3 * time.Minute)
		return db, nil
	}
	d := &Database{Dialect: dialect.MySQL}
	if d.DB, err = pool(false, connections); err != nil {
		return nil, err
	}
	d.bulk, err = pool(true, bulkConnections)
	return d, err
}

// OpenSQLite opens a file as the embedded database: write-ahead log, every commit on disk before it is answered,
// writers take turns from the beginning of their transaction.
func OpenSQLite(path string) (*Database, error) { return openSQLite(path, "FULL") }

// OpenSQLiteUnsynced opens the embedded database so that no commit waits for the disk: for what can be made anew.
func OpenSQLiteUnsynced(path string) (*Database, error) { return openSQLite(path, "OFF") }

func openSQLite(path, synchronous string) (*Database, error) {
	options := url.Values{"_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)",
	}, "_txlock": {"immediate"}, "_time_format": {"sqlite"}}
	db, err := sql.Open("sqlite", "file:"+path+"?"+options.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(8)
	return &Database{DB: db, Dialect: dialect.SQLite}, nil
}

// WeakDurability names the settings of a MySQL server under which a commit that was answered could be lost.
func WeakDurability(ctx context.Context, db *Database) ([]string, error) {
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

// creating guards ent's one copy of the table definitions, which it prepares anew each time it creates tables.
var creating sync.Mutex

// CreateTables makes or alters the tables of an embedded database to what ent/schema says.
func CreateTables(ctx context.Context, db *Database) error {
	creating.Lock()
	defer creating.Unlock()
	if err := migrate.RenameEmbedded(ctx, db.DB); err != nil {
		return fmt.Errorf("create tables: %w", err)
	}
	client := ent.NewClient(ent.Driver(entsql.OpenDB(db.Dialect, db.DB)))
	if err := client.Schema.Create(ctx, schema.WithForeignKeys(false)); err != nil {
		return fmt.Errorf("create tables: %w", err)
	}
	return nil
}
