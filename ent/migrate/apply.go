// Package migrate holds the tables as ent sees them (generated) and the versioned migrations of MySQL databases.
package migrate

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"time"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/mysql"
	"ariga.io/atlas/sql/schema"
)

//go:embed migrations/*
var migrations embed.FS

// Directory holds the versioned migrations: only ever added to, with a checksum over all of them.
func Directory() (atlas.Dir, error) {
	dir := &atlas.MemDir{}
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		content, err := migrations.ReadFile("migrations/" + e.Name())
		if err != nil {
			return nil, err
		}
		if err := dir.WriteFile(e.Name(), content); err != nil {
			return nil, err
		}
	}
	return dir, nil
}

// Apply brings a MySQL database to the newest version and answers how many migrations ran. Processes that start at the
// same time may all call it: one after the other has the lock of the database's migrations, and those that had to wait
// find nothing left to do. All of it goes through one connection, so that the lock ends with who migrates.
func Apply(ctx context.Context, db *sql.DB) (ran int, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	defer conn.Close() //nolint:errcheck // it only goes back to the pool
	unlock, err := lock(ctx, conn)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	executor, err := newExecutor(ctx, conn)
	if err != nil {
		return 0, err
	}
	pending, err := executor.Pending(ctx)
	if errors.Is(err, atlas.ErrNoPendingFiles) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	if err := executor.ExecuteN(ctx, len(pending)); err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	return len(pending), nil
}

// Pending counts the migrations that a MySQL database lacks.
func Pending(ctx context.Context, db *sql.DB) (int, error) {
	executor, err := newExecutor(ctx, db)
	if err != nil {
		return 0, err
	}
	pending, err := executor.Pending(ctx)
	if errors.Is(err, atlas.ErrNoPendingFiles) {
		return 0, nil
	}
	return len(pending), err
}

// connection is a pool of connections, or one of them.
type connection interface {
	schema.ExecQuerier
	QueryRowContext(ctx context.Context, query string, values ...any) *sql.Row
}

func newExecutor(ctx context.Context, db connection) (*atlas.Executor, error) {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_revisions (
		version VARCHAR(64) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, description VARCHAR(255) NOT NULL,
		applied INT NOT NULL, total INT NOT NULL, executed_at DATETIME(6) NOT NULL, execution_ns BIGINT NOT NULL,
		error TEXT NOT NULL, error_statement TEXT NOT NULL, hash VARCHAR(128) NOT NULL) CHARACTER SET utf8mb4`)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	dir, err := Directory()
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	driver, err := mysql.Open(db)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	return atlas.NewExecutor(driver, dir, revisions{db}, atlas.WithAllowDirty(true))
}

// revisions keeps in a table of ours which migrations ran.
type revisions struct{ db connection }

// Ident names the table.
func (revisions) Ident() *atlas.TableIdent { return &atlas.TableIdent{Name: "schema_revisions"} }

const columns = "version, description, applied, total, executed_at, execution_ns, error, error_statement, hash"

// ReadRevisions lists the migrations that ran.
func (r revisions) ReadRevisions(ctx context.Context) ([]*atlas.Revision, error) {
	rows, err := r.db.QueryContext(ctx, "SELECT "+columns+" FROM schema_revisions ORDER BY version LIMIT 10000")
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // read only
	var list []*atlas.Revision
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// ReadRevision is one migration that ran.
func (r revisions) ReadRevision(ctx context.Context, version string) (*atlas.Revision, error) {
	one, err := scan(r.db.QueryRowContext(ctx, "SELECT "+columns+" FROM schema_revisions WHERE version = ?", version))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, atlas.ErrRevisionNotExist
	}
	return one, err
}

// WriteRevision says how far a migration got. Nobody else writes meanwhile: the lock is ours.
func (r revisions) WriteRevision(ctx context.Context, v *atlas.Revision) error {
	var there int
	err := r.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM schema_revisions WHERE version = ?", v.Version).Scan(&there)
	if err != nil {
		return err
	}
	if there == 0 {
		_, err = r.db.ExecContext(ctx, "INSERT INTO schema_revisions ("+columns+") VALUES (?,?,?,?,?,?,?,?,?)",
			v.Version, v.Description, v.Applied, v.Total, v.ExecutedAt.UTC(), v.ExecutionTime.Nanoseconds(), v.Error, v.ErrorStmt, v.Hash)
		return err
	}
	_, err = r.db.ExecContext(ctx, `UPDATE schema_revisions SET applied = ?, total = ?, execution_ns = ?, error = ?, error_statement = ?,
		hash = ? WHERE version = ?`, v.Applied, v.Total, v.ExecutionTime.Nanoseconds(), v.Error, v.ErrorStmt, v.Hash, v.Version)
	return err
}

// DeleteRevision forgets a migration.
func (r revisions) DeleteRevision(ctx context.Context, version string) error {
	_, err := r.db.ExecContext(ctx, "DELETE FROM schema_revisions WHERE version = ?", version)
	return err
}

func scan(row interface{ Scan(...any) error }) (*atlas.Revision, error) {
	var v atlas.Revision
	var took int64
	err := row.Scan(&v.Version, &v.Description, &v.Applied, &v.Total, &v.ExecutedAt, &took, &v.Error, &v.ErrorStmt, &v.Hash)
	v.ExecutionTime = time.Duration(took)
	return &v, err
}
