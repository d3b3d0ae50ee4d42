package audit

import (
	"crypto/hmac"
	"fmt"
	"math"
	"time"

	"baodan/ent"
	"baodan/ent/auditcheckpoint"
	"baodan/ent/auditlink"
	"baodan/ent/auditpending"
	"baodan/ent/auditrecord"
)

// points reads the checkpoints one after the other.
type points struct {
	of       *verification
	until    int64
	rows     []*ent.AuditCheckpoint
	previous int64 // number of the one that was taken last
}

// peek is the next one; nil at the end.
func (p *points) peek() (*ent.AuditCheckpoint, error) {
	if len(p.rows) == 0 && p.previous < p.until {
		var err error
		p.rows, err = p.of.log.store.Client.AuditCheckpoint.Query().
			Where(auditcheckpoint.IDGT(p.previous), auditcheckpoint.IDLTE(p.until)).
			Order(ent.Asc(auditcheckpoint.FieldID)).Limit(verifyBatch).All(p.of.ctx)
		if err != nil {
			return nil, fmt.Errorf("audit checkpoints: %w", err)
		}
	}
	if len(p.rows) == 0 {
		return nil, nil // the end
	}
	return p.rows[0], nil
}

// checkpoint looks at the next checkpoint, which names this link or a number that is not in the chain.
func (v *verification) checkpoint(l *ent.AuditLink) error {
	c, previous := v.points.rows[0], v.points.previous
	v.points.rows, v.points.previous = v.points.rows[1:], c.ID
	switch {
	case c.ID != l.ID:
		v.bad("checkpoint", 0, c.ID, "is of no link of the chain")
	case !v.log.signer.Verify(statement(previous, c), c.Signature):
		v.bad("checkpoint", 0, c.ID, fmt.Sprintf("is not what was signed, or one between it and number %d is missing", previous))
	case !hmac.Equal(c.Hash, l.Hash):
		v.bad("checkpoint", 0, c.ID, "names another link than the one with its number")
	}
	if v.found() {
		return nil
	}
	v.done.Checkpoints++
	v.bare = time.Time{} // all up to here is named
	v.inFile(previous, c)
	return nil
}

// inFile compares a checkpoint with the next line of the file.
func (v *verification) inFile(previous int64, c *ent.AuditCheckpoint) {
	if !v.withFile {
		return
	}
	l := v.lines.next()
	if l == nil {
		if v.log.store.Now().Sub(c.At) > grace {
			v.bad("file", 0, v.done.FileLines+1, fmt.Sprintf("lacks the checkpoint of number %d: it was cut, or no worker runs here", c.ID))
		}
		return
	}
	v.done.FileLines++
	switch of := l.checkpoint(); {
	case l.Sequence == unreadable:
		v.bad("file", 0, v.done.FileLines, "cannot be read in this line")
	case !v.log.signer.Verify(statement(l.Previous, of), l.Signature):
		v.bad("file", 0, v.done.FileLines, "was not signed in this line")
	case l.Previous != previous || l.Sequence != c.ID || !hmac.Equal(l.Hash, c.Hash) || !hmac.Equal(l.Signature, c.Signature):
		v.bad("file", 0, v.done.FileLines, fmt.Sprintf("names number %d in this line, the database %d next", l.Sequence, c.ID))
	}
}

// endOfPoints looks at what is left when the chain ends: checkpoints and lines of the file that name more than there is,
// and a chain that goes on without checkpoints.
func (v *verification) endOfPoints() error {
	if v.found() {
		return nil
	}
	c, err := v.points.peek()
	if err != nil {
		return err
	}
	if c != nil {
		v.bad("checkpoint", 0, c.ID, fmt.Sprintf("was signed, but the chain ends at %d", v.tip))
		return nil
	}
	if l := v.lines.next(); l != nil && (l.Sequence <= v.points.previous || v.lastLine > v.points.previous) {
		v.bad("file", 0, v.done.FileLines+1, fmt.Sprintf("names number %d, the newest checkpoint of the database is %d", l.Sequence, v.points.previous))
		return nil
	}
	v.done.Unnamed = v.tip - v.points.previous
	if v.sealed.Sub(v.bare) > grace && !v.bare.IsZero() {
		v.bad("checkpoint", 0, v.points.previous+1, "nothing from here on is named by a checkpoint")
	}
	return nil
}

// walkRecords looks that every record has a number or waits for one.
func (v *verification) walkRecords() error {
	client := v.log.store.Client
	for after := int64(math.MinInt64); !v.found(); {
		ids, err := client.AuditRecord.Query().Where(auditrecord.IDGT(after)).Order(ent.Asc(auditrecord.FieldID)).Limit(verifyBatch).IDs(v.ctx)
		if err != nil {
			return fmt.Errorf("audit records: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		// In this order: one that is sealed meanwhile is seen waiting, or sealed, or both.
		waiting, err := keySet(client.AuditPending.Query().Where(auditpending.IDIn(ids...)).IDs(v.ctx))
		if err != nil {
			return err
		}
		var sealed []int64
		err = client.AuditLink.Query().Where(auditlink.RecordIDIn(ids...)).Select(auditlink.FieldRecordID).Scan(v.ctx, &sealed)
		linked, err := keySet(sealed, err)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := v.record(id, waiting[id], linked[id]); err != nil || v.found() {
				return err
			}
		}
		v.done.Records += int64(len(ids))
		after = ids[len(ids)-1]
	}
	return nil
}

func keySet(ids []int64, err error) (map[int64]bool, error) {
	if err != nil {
		return nil, fmt.Errorf("audit keys: %w", err)
	}
	set := make(map[int64]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set, nil
}

// record looks at one that is not, or not only, sealed.
func (v *verification) record(id int64, waiting, linked bool) error {
	client := v.log.store.Client
	switch {
	case linked && !waiting:
	case linked:
		still, err := client.AuditPending.Query().Where(auditpending.ID(id)).Exist(v.ctx)
		if err != nil {
			return fmt.Errorf("audit pending: %w", err)
		}
		if still {
			v.bad("pending", id, 0, "waits for a number though it has one")
		}
	case waiting:
		v.done.Pending++
		r, err := client.AuditRecord.Get(v.ctx, id)
		if err != nil {
			return fmt.Errorf("audit record: %w", err)
		}
		if !hmac.Equal(r.MAC, v.log.sum(r)) {
			v.bad("record", id, 0, "is not what was written")
		}
	default:
		v.bad("record", id, 0, "has no number in the chain and does not wait for one")
	}
	return nil
}

// walkPending looks that whatever waits is a record.
func (v *verification) walkPending() error {
	client := v.log.store.Client
	for after := int64(math.MinInt64); !v.found(); {
		ids, err := client.AuditPending.Query().Where(auditpending.IDGT(after)).Order(ent.Asc(auditpending.FieldID)).Limit(verifyBatch).IDs(v.ctx)
		if err != nil {
			return fmt.Errorf("audit pending: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		there, err := keySet(client.AuditRecord.Query().Where(auditrecord.IDIn(ids...)).IDs(v.ctx))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !there[id] {
				v.bad("pending", id, 0, "waits for a number, but there is no such record")
				return nil
			}
		}
		after = ids[len(ids)-1]
	}
	return nil
}
