package main

import (
	"context"
	"fmt"
	"time"
)

const (
	rowsAnnounced = "policies announced"
	leastAnnounce = 0.5 // of the rate at which rows are issued in the same run
)

// announced makes every policy of the file due, since cover that was given on one day ends on one day, and measures how fast a
// worker tells of it (B4).
func announced(ctx context.Context, b *bench) error {
	m := b.measure(rowsAnnounced, "policy", fmt.Sprintf("%d that are due at once, one event each", b.rows), "")
	_, err := b.rig.DB.ExecContext(ctx, "UPDATE policies SET due_at = ? WHERE order_no LIKE ?", time.Now().UTC(), b.rig.Run+"-%")
	if err != nil {
		return fmt.Errorf("make policies due: %w", err)
	}
	start := b.read(ctx)
	// What a worker has taken is due again within minutes, what was announced at the end of its year.
	rest := "SELECT EXISTS (SELECT 1 FROM policies WHERE due_at < UTC_TIMESTAMP(3) + INTERVAL 1 DAY)"
	if err := b.until(ctx, rest, func(left int) bool { return left == 0 }); err != nil {
		return err
	}
	b.report.addRound(m, b.read(ctx).since(start, b.rows))
	var told int
	err = b.rig.DB.QueryRowContext(ctx, "SELECT COUNT(*) FROM events WHERE type = 'policy.expiring'").Scan(&told)
	if err == nil && told != b.rows {
		err = fmt.Errorf("%d policies were due, %d were announced", b.rows, told)
	}
	return err
}

// announceGoal compares with the rows that were issued in the same run.
func (r *report) announceGoal() {
	issued, announced := r.measured(bulkRows), r.measured(rowsAnnounced)
	r.atLeast("announced to issued, rate", announced.Rate/issued.Rate, leastAnnounce)
}
