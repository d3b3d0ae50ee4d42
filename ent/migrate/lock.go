package migrate

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// lockWait is how long one statement waits for the lock: less than any time-out of a statement.
const lockWait = 3 * time.Second

// lock waits for the lock of the migrations of a database, until the context ends, and answers what gives it back. MySQL,
// MariaDB and TiDB (from 6.2 on) know such locks; they belong to a connection and end with it.
func lock(ctx context.Context, conn *sql.Conn) (unlock func() error, err error) {
	var database sql.NullString
	if err := conn.QueryRowContext(ctx, "SELECT DATABASE()").Scan(&database); err != nil {
		return nil, err
	}
	if !database.Valid {
		return nil, errors.New("MYSQL_DSN names no database")
	}
	// The name holds for the whole server and has 64 characters at most, as many as that of a database may have.
	hash := sha256.Sum256([]byte(database.String))
	name := "baodan migrate " + hex.EncodeToString(hash[:8])
	for told := false; ; told = true {
		var got sql.NullBool
		if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, ?)", name, int(lockWait.Seconds())).Scan(&got); err != nil {
			return nil, fmt.Errorf("lock: %w", err)
		}
		if !got.Valid {
			return nil, errors.New("lock: the database could not give it")
		}
		if got.Bool {
			break
		}
		if !told {
			slog.InfoContext(ctx, "another process migrates this database; waiting for it")
		}
	}
	return func() error {
		var released sql.NullBool // not true: the connection was lost, and the lock with it
		// The context may have ended; the connection goes back to its pool, and the lock would live on with it.
		err := conn.QueryRowContext(context.WithoutCancel(ctx), "SELECT RELEASE_LOCK(?)", name).Scan(&released)
		if err != nil {
			return fmt.Errorf("release the lock of migrations: %w", err)
		}
		return nil
	}, nil
}
