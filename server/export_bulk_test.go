package server

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/insurance/fault"
)

// WorkBulk works bulk issues and checks that are due, as a worker does that is missed after hold.
func (a *App) WorkBulk(ctx context.Context, hold time.Duration) (worked int, err error) {
	for _, work := range []func(context.Context, time.Duration) (int, error){a.Bulk.WorkIssues, a.Bulk.WorkChecks} {
		n, err := work(ctx, hold)
		if worked += n; err != nil {
			return worked, err
		}
	}
	return worked, nil
}

// workBulk does that until nothing is due; a job may break off for what its file says.
func (a *App) workBulk(ctx context.Context, t testing.TB) int {
	t.Helper()
	n, err := a.WorkBulk(ctx, time.Minute)
	if fault.All(err) == nil {
		require.NoError(t, err)
	}
	return n
}
