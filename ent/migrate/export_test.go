package migrate

import (
	"context"
	"database/sql"
)

// Lock is for tests: it holds the lock as another process would.
var Lock = lock

// ApplyFirst is for tests: it runs the first migrations, as an earlier version did.
func ApplyFirst(ctx context.Context, db *sql.DB, count int) error {
	executor, err := newExecutor(ctx, db)
	if err != nil {
		return err
	}
	return executor.ExecuteN(ctx, count)
}
