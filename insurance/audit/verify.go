package audit

import (
	"context"
	"crypto/hmac"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/auditcheckpoint"
	"baodan/ent/auditlink"
	"baodan/ent/auditrecord"
	"baodan/ent/counter"
	"baodan/insurance/work"
)

// Bad is the first thing found wrong with the record.
type Bad struct {
	What     string // record, link, checkpoint, file, pending, counter
	ID       int64  // of the record; 0 where it is about none
	Sequence int64  // in the chain, or line of the file; 0 where it has none
	Wrong    string
}

// Error tells it on a line.
func (b *Bad) Error() string {
	text := "audit " + b.What
	if b.ID != 0 {
		text += fmt.Sprintf(" %d", b.ID)
	}
	if b.Sequence != 0 {
		text += fmt.Sprintf(" at number %d", b.Sequence)
	}
	return text + ": " + b.Wrong
}

// Verified is what was looked at.
type Verified struct {
	Links, Records, Checkpoints, Pending int64
	FileLines                            int64
	Unnamed                              int64 // links since the newest checkpoint: a minute's, unless no worker runs
	Bad                                  *Bad  // nil: nothing is wrong
}

const (
	verifyBatch = 500
	// grace is how long a system that seals may go without a checkpoint, and a checkpoint be without its line in the file.
	grace = 5 * time.Minute
)

// Verify recomputes the whole record - every record's hash, the chain, its sequence numbers, what waits, the checkpoints here and
// in the file (nil: no file is compared) - and stops at the first thing wrong. It reads by key in constant memory and may
// run beside a working system. Told hears how many links are done. What it cannot find: records that were cut off whole,
// with links, counter and all, before any checkpoint named them; a checkpoint is signed a minute later at most.
func (l *Log) Verify(ctx context.Context, f *File, told func(links int64)) (*Verified, error) {
	v := &verification{log: l, ctx: ctx, told: told, done: &Verified{}}
	if err := v.open(f); err != nil {
		return nil, err
	}
	defer v.lines.close()
	for _, part := range []func() error{v.outOfRange, v.walkChain, v.endOfPoints, v.walkRecords, v.walkPending} {
		if err := part(); err != nil {
			return nil, err
		}
		if v.found() {
			break
		}
	}
	return v.done, nil
}

// verification is one run of Verify.
type verification struct {
	log  *Log
	ctx  context.Context //nolint:containedctx // one run is one call
	told func(int64)
	done *Verified

	tip      int64 // the chain as far as it is looked at
	newest   int64 // number of the newest checkpoint that is looked at
	lastLine int64 // number of the file's last line that is looked at
	hash     []byte
	points   points
	lines    *lines
	withFile bool
	bare     time.Time // when the first link after the newest checkpoint was sealed
	sealed   time.Time // when the link looked at last was
}

// open fixes how far to look. What is read first must be within what is read later: a system that works meanwhile only
// adds.
func (v *verification) open(f *File) error {
	client := v.log.store.Client
	if f != nil {
		v.withFile = true
		last, err := f.last()
		if err != nil {
			v.bad("file", 0, 0, err.Error())
		}
		if last != nil {
			v.lastLine = last.Sequence
		}
		if v.lines, err = f.read(); err != nil {
			return err
		}
	}
	point, err := newestCheckpoint(v.ctx, client.AuditCheckpoint.Query())
	if err != nil {
		return err
	}
	if point != nil {
		v.newest = point.ID
	}
	before, err := v.counter()
	if err != nil {
		return err
	}
	tip, err := newestLink(v.ctx, client.AuditLink.Query())
	if err != nil {
		return err
	}
	if tip != nil {
		v.tip = tip.ID
	}
	after, err := v.counter()
	if err != nil {
		return err
	}
	v.points = points{of: v, until: v.newest}
	if v.tip < before || v.tip > after {
		v.bad("counter", 0, v.tip, fmt.Sprintf("%d numbers were given, but the chain ends here", after))
	}
	return nil
}

// counter is how many numbers were given.
func (v *verification) counter() (int64, error) {
	row, err := v.log.store.Client.Counter.Query().Where(counter.Name(string(work.AuditNumbers))).Only(v.ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("audit counter: %w", err)
	}
	return row.Value, nil
}

// bad notes what is wrong; what was found first stays, but a thing with a link or a record says more than the counter.
func (v *verification) bad(what string, id, sequence int64, wrong string) {
	if v.done.Bad == nil || v.done.Bad.What == "counter" || v.done.Bad.What == "file" && v.done.Bad.Sequence == 0 {
		v.done.Bad = &Bad{What: what, ID: id, Sequence: sequence, Wrong: wrong}
	}
}

// found tells whether something is wrong with a link or a record.
func (v *verification) found() bool {
	return v.done.Bad != nil && v.done.Bad.What != "counter" && (v.done.Bad.What != "file" || v.done.Bad.Sequence != 0)
}

// outOfRange looks for numbers before the first one.
func (v *verification) outOfRange() error {
	client := v.log.store.Client
	link, err := client.AuditLink.Query().Where(auditlink.IDLTE(0)).Exist(v.ctx)
	if err != nil {
		return fmt.Errorf("audit links: %w", err)
	}
	point, err := client.AuditCheckpoint.Query().Where(auditcheckpoint.IDLTE(0)).Exist(v.ctx)
	if err != nil {
		return fmt.Errorf("audit checkpoints: %w", err)
	}
	if link || point {
		v.bad("link", 0, -1, "stands before the first number, or a checkpoint does")
	}
	return nil
}

// walkChain recomputes the links and their records, from the first number to the tip.
func (v *verification) walkChain() error {
	for after := int64(0); after < v.tip && !v.found(); {
		links, err := v.log.store.Client.AuditLink.Query().
			Where(auditlink.IDGT(after), auditlink.IDLTE(v.tip)).Order(ent.Asc(auditlink.FieldID)).Limit(verifyBatch).All(v.ctx)
		if err != nil {
			return fmt.Errorf("audit links: %w", err)
		}
		if len(links) == 0 {
			v.bad("link", 0, after+1, "is missing")
			return nil
		}
		records, err := v.records(links)
		if err != nil {
			return err
		}
		for _, l := range links {
			if l.ID != after+1 {
				v.bad("link", 0, after+1, "is missing")
				return nil
			}
			if err := v.link(l, records[l.RecordID]); err != nil || v.found() {
				return err
			}
			after, v.done.Links = l.ID, l.ID
		}
		if v.told != nil {
			v.told(after)
		}
	}
	return nil
}

func (v *verification) records(links []*ent.AuditLink) (map[int64]*ent.AuditRecord, error) {
	ids := make([]int64, len(links))
	for i, l := range links {
		ids[i] = l.RecordID
	}
	rows, err := v.log.store.Client.AuditRecord.Query().Where(auditrecord.IDIn(ids...)).All(v.ctx)
	if err != nil {
		return nil, fmt.Errorf("audit records: %w", err)
	}
	records := make(map[int64]*ent.AuditRecord, len(rows))
	for _, r := range rows {
		records[r.ID] = r
	}
	return records, nil
}

// link looks at one link: its record, its hash, and the checkpoint that names it.
func (v *verification) link(l *ent.AuditLink, r *ent.AuditRecord) error {
	switch {
	case r == nil:
		v.bad("record", l.RecordID, l.ID, "is missing")
	case !hmac.Equal(r.MAC, v.log.sum(r)):
		v.bad("record", r.ID, l.ID, "is not what was written")
	case !hmac.Equal(l.Hash, v.log.link(v.hash, l, r.MAC)):
		v.bad("link", l.RecordID, l.ID, "does not follow from the link before it and its record")
	}
	if v.found() {
		return nil
	}
	v.hash, v.sealed = l.Hash, l.SealedAt
	if v.bare.IsZero() {
		v.bare = l.SealedAt
	}
	for {
		point, err := v.points.peek()
		if err != nil || point == nil || point.ID > l.ID {
			return err
		}
		if err := v.checkpoint(l); err != nil || v.found() {
			return err
		}
	}
}
