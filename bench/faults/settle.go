package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// open counts by what nothing may be left open when all is settled: outbox and log, deliveries, claims to be decided,
// payments whose end is not known, endpoints to be probed, policies to be announced, jobs. What is due later by its
// nature - a claim that waits for its claimant, a payment to be tried again in ten minutes - is not open.
const openQuery = `SELECT 'outbox', COUNT(*) FROM outbox
UNION ALL SELECT 'deliveries', COUNT(*) FROM deliveries WHERE state = 'PENDING'
UNION ALL SELECT 'claims', COUNT(*) FROM claims WHERE state = 'SUBMITTED' OR due_at <= UTC_TIMESTAMP(6)
UNION ALL SELECT 'payouts', COUNT(*) FROM payouts WHERE state IN ('ORDERED', 'UNKNOWN') OR due_at <= UTC_TIMESTAMP(6)
UNION ALL SELECT 'endpoints', COUNT(*) FROM webhook_endpoints WHERE due_at IS NOT NULL
UNION ALL SELECT 'policies', COUNT(*) FROM policies WHERE due_at <= UTC_TIMESTAMP(6) - INTERVAL 5 SECOND
UNION ALL SELECT 'jobs', COUNT(*) FROM jobs WHERE due_at <= UTC_TIMESTAMP(6)
UNION ALL SELECT 'audit', COUNT(*) FROM audit_pending`

// settle waits until nothing is open and stops the workers, so that nothing moves while it is looked at: cover ends all
// the time. What is left in the end breaks I7.
func (l *lab) settle(ctx context.Context, most time.Duration) {
	for end := time.Now().Add(most); ; {
		left, err := l.left(ctx)
		if err == nil && left == "" {
			l.stopWorkers()
			if left, err = l.left(ctx); err == nil && left == "" {
				return
			}
			l.startWorkers(ctx)
		}
		if time.Now().After(end) || ctx.Err() != nil {
			l.found.add("I7", "due rows", "after %s there are still: %s %v; %s", most, left, err, l.samples(ctx))
			l.stopWorkers()
			return
		}
		quiet(ctx, 150*time.Millisecond)
	}
}

func (l *lab) stopWorkers() {
	for _, name := range []string{workerA, workerB} {
		c := l.children[name]
		c.down(time.Hour)
		c.restart()
	}
	for _, name := range []string{workerA, workerB} {
		for l.children[name].alive() {
			time.Sleep(10 * time.Millisecond)
		}
	}
}

func (l *lab) startWorkers(ctx context.Context) {
	for _, name := range []string{workerA, workerB} {
		l.children[name].down(0)
	}
	quiet(ctx, time.Second)
}

// left says what is open.
func (l *lab) left(ctx context.Context) (string, error) {
	rows, err := l.db.QueryContext(ctx, openQuery)
	if err != nil {
		return "", err
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var parts []string
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return "", err
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", name, n))
		}
	}
	return strings.Join(parts, ", "), rows.Err()
}

// samples shows some of the rows that are left.
func (l *lab) samples(ctx context.Context) string {
	var parts []string
	for _, query := range []string{
		`SELECT 'claim', number, state, CONCAT(COALESCE(due_at, 'no due'), ' lease ', lease, ' tries ', tries) FROM claims WHERE state = 'SUBMITTED' OR due_at <= UTC_TIMESTAMP(6) LIMIT 3`,
		`SELECT 'payout', payment_key, state, CONCAT(COALESCE(due_at, 'no due'), ' tries ', tries, ' ', reason) FROM payouts WHERE state IN ('ORDERED', 'UNKNOWN') OR due_at <= UTC_TIMESTAMP(6) LIMIT 3`,
		`SELECT 'delivery', CONCAT(subject, '/', seq), state, CONCAT(COALESCE(due_at, 'no due'), ' lease ', lease, ' attempts ', attempts) FROM deliveries WHERE state = 'PENDING' ORDER BY subject, seq LIMIT 5`,
		`SELECT 'endpoint', id, state, CONCAT(COALESCE(due_at, 'no due'), ' failures ', failures) FROM webhook_endpoints LIMIT 3`,
	} {
		parts = append(parts, l.sample(ctx, query)...)
	}
	return strings.Join(parts, "; ")
}

// sample reads rows of four texts.
func (l *lab) sample(ctx context.Context, query string) []string {
	rows, err := l.db.QueryContext(ctx, query)
	if err != nil {
		return []string{err.Error()}
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var parts []string
	for rows.Next() {
		var a, b, c, d string
		if rows.Scan(&a, &b, &c, &d) == nil {
			parts = append(parts, strings.Join([]string{a, b, c, d}, " "))
		}
	}
	if err := rows.Err(); err != nil {
		parts = append(parts, err.Error())
	}
	return parts
}
