package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"baodan/bench/load"
)

// life is when a claim was submitted and when it was paid; the zero time where it is not.
type life struct{ submitted, paid time.Time }

// lives are claims, by when they were submitted.
type lives []life

// epoch is what the database counts from, so that no driver's or session's time zone matters.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// livesSince reads all claims that were submitted since an instant.
func (b *bench) livesSince(ctx context.Context, begin time.Time) (lives, error) {
	rows, err := b.rig.DB.QueryContext(ctx, `SELECT TIMESTAMPDIFF(MICROSECOND, '2000-01-01', submitted_at),
		IF(state = 'PAID', TIMESTAMPDIFF(MICROSECOND, '2000-01-01', closed_at), NULL)
		FROM claims WHERE submitted_at >= ? ORDER BY submitted_at`, begin.UTC().Truncate(time.Millisecond))
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var all lives
	for rows.Next() {
		var submitted int64
		var paid sql.NullInt64
		if err := rows.Scan(&submitted, &paid); err != nil {
			return nil, fmt.Errorf("read claims: %w", err)
		}
		one := life{submitted: epoch.Add(time.Duration(submitted) * time.Microsecond)}
		if paid.Valid {
			one.paid = epoch.Add(time.Duration(paid.Int64) * time.Microsecond)
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// paidBy is how many were paid at an instant.
func (l lives) paidBy(at time.Time) int {
	n := 0
	for _, one := range l {
		if !one.paid.IsZero() && !one.paid.After(at) {
			n++
		}
	}
	return n
}

// waitingAt is how many were submitted at an instant, but not paid.
func (l lives) waitingAt(at time.Time) int {
	n := 0
	for _, one := range l {
		if !one.submitted.After(at) {
			n++
		}
	}
	return n - l.paidBy(at)
}

// unpaid is how many are not paid to this day.
func (l lives) unpaid() int {
	n := 0
	for _, one := range l {
		if one.paid.IsZero() {
			n++
		}
	}
	return n
}

// waits are the times from submitting to paid.
func (l lives) waits() load.Latencies {
	var waits load.Latencies
	for _, one := range l {
		if !one.paid.IsZero() {
			waits = append(waits, one.paid.Sub(one.submitted))
		}
	}
	return waits
}

// rate is payments a second from the first to the last.
func (l lives) rate() float64 {
	var first, last time.Time
	n := 0
	for _, one := range l {
		if one.paid.IsZero() {
			continue
		}
		if n++; n == 1 || one.paid.Before(first) {
			first = one.paid
		}
		if one.paid.After(last) {
			last = one.paid
		}
	}
	if !last.After(first) {
		return 0
	}
	return float64(n-1) / last.Sub(first).Seconds()
}
