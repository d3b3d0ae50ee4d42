package audit

import (
	"context"
	"crypto/hmac"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/auditcheckpoint"
	"baodan/ent/auditlink"
	"baodan/ent/auditpending"
	"baodan/ent/auditrecord"
	"baodan/insurance/work"
)

const (
	sealBatch        = 500
	checkpointLinks  = 1000 // a checkpoint is due after this number of links
	checkpointPeriod = time.Minute
)

// Seal gives records that wait their sequence numbers in the chain, at most 500 in one transaction, and answers how many. Call it
// again while it answers 500; any number of workers may call it at once, one at a time gets its turn. It stops for
// nothing that it finds wrong: what is wrong is logged, and found by Verify.
func (l *Log) Seal(ctx context.Context) (int, error) {
	if waits, err := l.store.Client.AuditPending.Query().Exist(ctx); err != nil || !waits {
		return 0, err
	}
	sealed := 0
	err := l.store.Do(ctx, "seal audit records", func(ctx context.Context, tx *work.Tx) error {
		sealed = 0
		if _, err := work.AuditNumbers.Lock(ctx, tx); err != nil {
			return err
		}
		ids, err := sealable(tx.AuditPending.Query()).Order(ent.Asc(auditpending.FieldID)).Limit(sealBatch).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		sealed = len(ids)
		return l.append(ctx, tx, ids)
	})
	return sealed, err
}

// sealable are those that wait, whose record is there and has no number: others would hold up the rest for ever.
func sealable(query *ent.AuditPendingQuery) *ent.AuditPendingQuery {
	return query.Where(func(s *sql.Selector) {
		records, links := sql.Table(auditrecord.Table), sql.Table(auditlink.Table)
		s.Where(sql.Exists(sql.Select(records.C(auditrecord.FieldID)).From(records).
			Where(sql.ColumnsEQ(records.C(auditrecord.FieldID), s.C(auditpending.FieldID)))))
		s.Where(sql.Not(sql.Exists(sql.Select(links.C(auditlink.FieldID)).From(links).
			Where(sql.ColumnsEQ(links.C(auditlink.FieldRecordID), s.C(auditpending.FieldID))))))
	})
}

// append adds links for records, in the order of their keys.
func (l *Log) append(ctx context.Context, tx *work.Tx, ids []int64) error {
	tip, err := newestLink(ctx, tx.AuditLink.Query())
	if err != nil {
		return err
	}
	if tip == nil {
		tip = &ent.AuditLink{}
	}
	records, err := tx.AuditRecord.Query().Where(auditrecord.IDIn(ids...)).Order(ent.Asc(auditrecord.FieldID)).All(ctx)
	if err != nil {
		return fmt.Errorf("audit records: %w", err)
	}
	rows, before := make([][]any, len(records)), tip.Hash
	for i, r := range records {
		if !hmac.Equal(r.MAC, l.sum(r)) {
			slog.ErrorContext(ctx, "an audit record is not what was written", "record", r.ID)
		}
		last := &ent.AuditLink{ID: tip.ID + 1 + int64(i), RecordID: r.ID, SealedAt: tx.Now}
		before = l.link(before, last, r.MAC)
		rows[i] = []any{last.ID, last.RecordID, before, last.SealedAt}
	}
	columns := []string{auditlink.FieldID, auditlink.FieldRecordID, auditlink.FieldHash, auditlink.FieldSealedAt}
	if err := tx.Insert(ctx, work.Insert{Table: auditlink.Table, Columns: columns, Rows: rows}); err != nil {
		return fmt.Errorf("audit links: %w", err)
	}
	if err := work.AuditNumbers.Gave(ctx, tx, len(rows)); err != nil {
		return err
	}
	n, err := tx.AuditPending.Delete().Where(auditpending.IDIn(ids...)).Exec(ctx)
	if err == nil && n != len(rows) {
		err = fmt.Errorf("seal audit records: %d of %d waited", n, len(rows))
	}
	return err
}

// Checkpoint signs how far the chain went, where something was sealed since the newest checkpoint and a minute passed or
// 1,000 links were added. It answers whether it did.
func (l *Log) Checkpoint(ctx context.Context) (bool, error) {
	client := l.store.Client
	if _, point, err := checkpointDue(ctx, client.AuditLink.Query(), client.AuditCheckpoint.Query(), l.store.Now()); point == nil {
		return false, err
	}
	made := false
	err := l.store.Do(ctx, "sign audit checkpoint", func(ctx context.Context, tx *work.Tx) error {
		made = false
		if _, err := work.AuditNumbers.Lock(ctx, tx); err != nil {
			return err
		}
		previous, point, err := checkpointDue(ctx, tx.AuditLink.Query(), tx.AuditCheckpoint.Query(), tx.Now)
		if point == nil {
			return err
		}
		made = true
		return tx.AuditCheckpoint.Create().SetID(point.ID).SetHash(point.Hash).SetAt(point.At).
			SetSignature(l.signer.Sign(statement(previous, point))).Exec(ctx)
	})
	return made, err
}

// checkpointDue is the checkpoint to sign and the number of the one before it; nil where none is due. What claims to lie
// beyond the chain's end is no checkpoint.
func checkpointDue(ctx context.Context, links *ent.AuditLinkQuery, points *ent.AuditCheckpointQuery, now time.Time) (previous int64, due *ent.AuditCheckpoint, err error) {
	tip, err := newestLink(ctx, links)
	if err != nil || tip == nil {
		return 0, nil, err
	}
	newest, err := newestCheckpoint(ctx, points.Where(auditcheckpoint.IDLTE(tip.ID)))
	if err != nil {
		return 0, nil, err
	}
	due = &ent.AuditCheckpoint{ID: tip.ID, Hash: tip.Hash, At: now}
	if newest == nil {
		return 0, due, nil
	}
	if newest.ID == tip.ID || tip.ID-newest.ID < checkpointLinks && now.Sub(newest.At) < checkpointPeriod {
		return 0, nil, nil // nothing new, or too soon
	}
	return newest.ID, due, nil
}

// Lag is how long the oldest record that waits has waited; 0 where none does.
func (l *Log) Lag(ctx context.Context) (time.Duration, error) {
	id, err := l.store.Client.AuditPending.Query().Order(ent.Asc(auditpending.FieldID)).FirstID(ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("audit lag: %w", err)
	}
	return max(l.store.Now().Sub(work.TimeOf(id)), 0), nil
}
