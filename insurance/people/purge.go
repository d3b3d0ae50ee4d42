package people

import (
	"context"
	"fmt"
	"time"

	"baodan/ent/loginthrottle"
	"baodan/ent/session"
	"baodan/insurance/work"
)

// Purger deletes throttles and sessions that are over.
type Purger struct{ store *work.Store }

// sessionsKept is how long a session that is over stays in the table; the audit record keeps the rest.
const sessionsKept = 30 * 24 * time.Hour

// Purge deletes at most `most` each of throttles that nobody failed at for a day and of sessions that were over a month
// ago, and answers how many.
func (s *Purger) Purge(ctx context.Context, most int) (int, error) {
	now := s.store.Now()
	throttles, err := s.store.Client.LoginThrottle.Query().Where(loginthrottle.FailedAtLT(now.Add(-forgetAfter))).Limit(most).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge people: %w", err)
	}
	sessions, err := s.store.Client.Session.Query().Where(session.ExpiresAtLT(now.Add(-sessionsKept))).Limit(most).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("purge people: %w", err)
	}
	gone := 0
	err = s.store.Do(ctx, "purge people", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.LoginThrottle.Delete().Where(loginthrottle.IDIn(throttles...), loginthrottle.FailedAtLT(now.Add(-forgetAfter))).Exec(ctx)
		if err != nil {
			return err
		}
		m, err := tx.Session.Delete().Where(session.IDIn(sessions...)).Exec(ctx)
		gone = n + m
		return err
	})
	return gone, err
}
