package server

import (
	"context"
	"time"
)

// WorkBulk works bulk issues and checks that are due, as a worker does that is missed after hold.
func (a *App) WorkBulk(ctx context.Context, hold time.Duration) (worked int, err error) {
	for _, work := range []func(context.Context, time.Duration) (int, error){a.bulk.WorkIssues, a.bulk.WorkChecks} {
		n, err := work(ctx, hold)
		if worked += n; err != nil {
			return worked, err
		}
	}
	return worked, nil
}
