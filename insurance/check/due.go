package check

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/node"
	"baodan/ent/payout"
	"baodan/insurance/work"
)

// dueGrace is how long a row may be due while a process is seen. Workers take one within seconds; a process says every ten
// minutes that it lives.
const dueGrace = 15 * time.Minute

// mostDue are the rows of a table that are named.
const mostDue = 100

// I7: what is due was not left alone while the system ran: until a process was seen last. A system that stands still is not
// wrong; whatever fell due since is done when it starts.
func (r *run) due() error {
	last, err := r.Store.Client.Node.Query().Order(ent.Desc(node.FieldSeenAt)).First(r.ctx)
	if ent.IsNotFound(err) {
		return nil // no process ever ran
	}
	if err != nil {
		return fmt.Errorf("check nodes: %w", err)
	}
	before := last.SeenAt.Add(-dueGrace)
	for _, w := range r.DueWork() {
		if w.Keys != nil {
			continue // they wait for whom they go to
		}
		err := r.look(func() error {
			return r.dueIn(w.Table, "SELECT id, "+w.Column+" FROM "+w.Table+" WHERE "+w.Column+" < ? ORDER BY "+w.Column+" LIMIT ?", before)
		})
		if err != nil {
			return fmt.Errorf("check what is due in %s: %w", w.Table, err)
		}
	}
	return r.look(func() error { return r.unrelayed(work.KeyAt(before)) })
}

func (r *run) dueIn(table, query string, before time.Time) error {
	return r.rows(query, []any{before, mostDue}, func(scan func(...any) error) error {
		var id int64
		var due time.Time
		if err := scan(&id, &due); err != nil {
			return err
		}
		r.lookedAt(NothingWaits, 1)
		r.broken(NothingWaits, fmt.Sprintf("%s %d", table, id), "it is due since %s, and a process was seen %s later and more",
			due.UTC().Format(time.DateTime), dueGrace)
		return nil
	})
}

// unrelayed finds events that wait for their place in the log.
func (r *run) unrelayed(before int64) error {
	return r.rows("SELECT id FROM outbox WHERE id < ? ORDER BY id LIMIT ?", []any{before, mostDue}, func(scan func(...any) error) error {
		var id int64
		if err := scan(&id); err != nil {
			return err
		}
		r.lookedAt(NothingWaits, 1)
		r.broken(NothingWaits, fmt.Sprintf("events %d", id), "it waits for its place in the log")
		return nil
	})
}

// rows gives each row of a query to a function.
func (r *run) rows(query string, values []any, row func(scan func(...any) error) error) error {
	return each(r.ctx, r.Store.Client, query, values, row)
}

func each(ctx context.Context, client *ent.Client, query string, values []any, row func(scan func(...any) error) error) error {
	var found *sql.Rows
	found, err := client.QueryContext(ctx, query, values...)
	if err != nil {
		return err
	}
	defer found.Close() //nolint:errcheck // what was read is checked below
	for found.Next() {
		if err := row(found.Scan); err != nil {
			return err
		}
	}
	return found.Err()
}

// claimWaits: a claim that the product is to decide has a time for it.
func (r claimWalk) claimWaits(row *ent.Claim) {
	if row.State == claim.StateSubmitted && row.DueAt == nil {
		r.broken(NothingWaits, row.Number, "it waits for a worker, and has no time")
	}
}

// payoutWaits: so has a payout whose outcome is not known.
func (r *run) payoutWaits(row *ent.Payout) {
	r.lookedAt(NothingWaits, 1)
	if (row.State == payout.StateOrdered || row.State == payout.StateUnknown) && row.DueAt == nil {
		r.broken(NothingWaits, row.PaymentKey, "it waits for a worker, and has no time")
	}
}
