package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"baodan/ent/schema"
)

// What the database holds in the end, read inside of one transaction.
type (
	policyRow struct {
		id, channel                    int64
		orderNo, number, plan, state   string
		premium, sumInsured            int64
		version                        int
		boundAt                        time.Time
		startAt, endAt                 time.Time
		claims, openClaims, paidClaims int
		renews, renewedBy              sql.NullInt64
		covers                         int
		endorsements                   []*endorsementRow
		claimRows                      []*claimRow
	}
	endorsementRow struct {
		channel, policy         int64
		number, requestNo, kind string
		version                 int
		change                  int64
		recordedAt              time.Time
	}
	claimRow struct {
		id, channel, policy      int64
		number, requestNo, state string
		version, payouts         int
		payable                  sql.NullInt64
		revisions                []*revisionRow
		payoutRows               []*payoutRow
	}
	revisionRow struct {
		channel, claim  int64
		requestNo, kind string
		version         int
	}
	payoutRow struct {
		claim      int64
		attempt    int
		key, state string
		amount     int64
	}
	eventRow struct {
		id, channel     int64
		subject, kind   string
		seq             int
		payload         string
		at              time.Time
		entries         int // in the log
		deliveries, got int
	}
)

// data is all rows, by their keys.
type data struct {
	codes        map[int64]string // of channels
	policies     map[int64]*policyRow
	renewals     map[int64][]*policyRow // by the policy that they renew
	endorsements []*endorsementRow
	claims       map[int64]*claimRow
	revisions    []*revisionRow
	payouts      []*payoutRow
	events       map[int64]*eventRow
	bySubject    map[string][]*eventRow // in order
	lastOffset   int64
	entries      int64
	numbers      map[string]bool // of policies and claims
}

// each runs a query and gives every row to a function.
func each(ctx context.Context, tx *sql.Tx, query string, row func(scan func(...any) error) error) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("%w: %s", err, query)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("%w: %s", err, query)
		}
	}
	return rows.Err()
}

// readData reads everything.
func (l *lab) readData(ctx context.Context) (*data, error) {
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	d := &data{
		codes: map[int64]string{}, policies: map[int64]*policyRow{}, renewals: map[int64][]*policyRow{}, claims: map[int64]*claimRow{},
		events: map[int64]*eventRow{}, bySubject: map[string][]*eventRow{},
	}
	for _, read := range []func(context.Context, *sql.Tx) error{d.readPolicies, d.readClaims, d.readEvents} {
		if err := read(ctx, tx); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *data) readPolicies(ctx context.Context, tx *sql.Tx) error {
	err := each(ctx, tx, "SELECT id, code FROM channels WHERE live", func(scan func(...any) error) error {
		var id int64
		var code string
		err := scan(&id, &code)
		d.codes[id] = code
		return err
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, `SELECT id, channel_id, order_no, number, plan_code, state, premium, sum_insured, version, bound_at, start_at, end_at,
		claims, open_claims, paid_claims, renews, renewed_by FROM policies`, func(scan func(...any) error) error {
		p := &policyRow{}
		err := scan(&p.id, &p.channel, &p.orderNo, &p.number, &p.plan, &p.state, &p.premium, &p.sumInsured, &p.version, &p.boundAt,
			&p.startAt, &p.endAt, &p.claims, &p.openClaims, &p.paidClaims, &p.renews, &p.renewedBy)
		d.policies[p.id] = p
		if p.renews.Valid {
			d.renewals[p.renews.Int64] = append(d.renewals[p.renews.Int64], p)
		}
		return err
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, "SELECT policy_id FROM covers", func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		if p := d.policies[id]; p != nil {
			p.covers++
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(ctx, tx, `SELECT channel_id, policy_id, number, request_no, kind, version, premium_lines, recorded_at FROM endorsements`,
		func(scan func(...any) error) error {
			e := &endorsementRow{}
			var text string
			if err := scan(&e.channel, &e.policy, &e.number, &e.requestNo, &e.kind, &e.version, &text, &e.recordedAt); err != nil {
				return err
			}
			var lines []schema.PremiumLine
			if err := json.Unmarshal([]byte(text), &lines); err != nil {
				return err
			}
			for _, l := range lines {
				e.change += l.Premium
			}
			d.endorsements = append(d.endorsements, e)
			if p := d.policies[e.policy]; p != nil {
				p.endorsements = append(p.endorsements, e)
			}
			return nil
		})
}

func (d *data) readClaims(ctx context.Context, tx *sql.Tx) error {
	err := each(ctx, tx, `SELECT id, channel_id, policy_id, number, request_no, state, version, payouts, payable FROM claims`,
		func(scan func(...any) error) error {
			c := &claimRow{}
			err := scan(&c.id, &c.channel, &c.policy, &c.number, &c.requestNo, &c.state, &c.version, &c.payouts, &c.payable)
			d.claims[c.id] = c
			if p := d.policies[c.policy]; p != nil {
				p.claimRows = append(p.claimRows, c)
			}
			return err
		})
	if err != nil {
		return err
	}
	err = each(ctx, tx, `SELECT channel_id, claim_id, request_no, kind, version FROM claim_revisions`, func(scan func(...any) error) error {
		r := &revisionRow{}
		err := scan(&r.channel, &r.claim, &r.requestNo, &r.kind, &r.version)
		d.revisions = append(d.revisions, r)
		if c := d.claims[r.claim]; c != nil {
			c.revisions = append(c.revisions, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	return each(ctx, tx, `SELECT claim_id, attempt, payment_key, state, amount FROM payouts ORDER BY attempt`, func(scan func(...any) error) error {
		p := &payoutRow{}
		err := scan(&p.claim, &p.attempt, &p.key, &p.state, &p.amount)
		d.payouts = append(d.payouts, p)
		if c := d.claims[p.claim]; c != nil {
			c.payoutRows = append(c.payoutRows, p)
		}
		return err
	})
}

func (d *data) readEvents(ctx context.Context, tx *sql.Tx) error {
	err := each(ctx, tx, `SELECT id, channel_id, subject, seq, type, payload, occurred_at FROM events ORDER BY subject, seq`,
		func(scan func(...any) error) error {
			e := &eventRow{}
			err := scan(&e.id, &e.channel, &e.subject, &e.seq, &e.kind, &e.payload, &e.at)
			d.events[e.id] = e
			d.bySubject[e.subject] = append(d.bySubject[e.subject], e)
			return err
		})
	if err != nil {
		return err
	}
	err = each(ctx, tx, `SELECT id, event_id FROM log_entries`, func(scan func(...any) error) error {
		var offset, id int64
		err := scan(&offset, &id)
		if e := d.events[id]; e != nil {
			e.entries++
		}
		d.entries++
		d.lastOffset = max(d.lastOffset, offset)
		return err
	})
	if err != nil {
		return err
	}
	return each(ctx, tx, `SELECT event_id, state FROM deliveries`, func(scan func(...any) error) error {
		var id int64
		var state string
		err := scan(&id, &state)
		if e := d.events[id]; e != nil {
			e.deliveries++
			if state == "DELIVERED" {
				e.got++
			}
		}
		return err
	})
}
