package audit

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/auditcheckpoint"
	"baodan/ent/auditlink"
)

// The chain: records get sequence numbers from 1 without gaps; the link of a number holds a keyed hash over the link before it, its
// own number and time, and the record's hash. Checkpoints are signed statements of how far the chain went, each naming the
// one before it. They lie in the database and, as a copy, in a file outside of it.

// link hashes one link of the chain.
func (l *Log) link(before []byte, last *ent.AuditLink, record []byte) []byte {
	return l.chain.Sum(before, number(last.ID), number(last.RecordID), number(last.SealedAt.UnixNano()), record)
}

// number writes a key or a time with a fixed length, so that what stands next to it is not ambiguous.
func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// statement is what a checkpoint signs; previous is the number of the checkpoint before it, 0 for the first.
func statement(previous int64, c *ent.AuditCheckpoint) []byte {
	text := append([]byte("baodan audit checkpoint\n"), number(previous)...)
	text = append(append(text, number(c.ID)...), number(c.At.UnixNano())...)
	return append(text, c.Hash...)
}

// State is how far the chain goes.
type State struct {
	Sequence   int64
	Hash       []byte
	SealedAt   *time.Time // nil: nothing was sealed yet
	Checkpoint int64      // number of the newest
	SignedAt   *time.Time // when that was signed; nil: there is none
	Pending    int        // records that wait for their number, at most 10,000 are counted
}

const mostCounted = 10_000

// State reads how far the chain goes.
func (l *Log) State(ctx context.Context) (*State, error) {
	client, s := l.store.Client, &State{}
	point, err := newestCheckpoint(ctx, client.AuditCheckpoint.Query())
	if err != nil {
		return nil, err
	}
	if point != nil {
		s.Checkpoint, s.SignedAt = point.ID, &point.At
	}
	tip, err := newestLink(ctx, client.AuditLink.Query())
	if err != nil {
		return nil, err
	}
	if tip != nil {
		s.Sequence, s.Hash, s.SealedAt = tip.ID, tip.Hash, &tip.SealedAt
	}
	waiting, err := client.AuditPending.Query().Limit(mostCounted).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("audit chain: %w", err)
	}
	s.Pending = len(waiting)
	return s, nil
}

func newestLink(ctx context.Context, query *ent.AuditLinkQuery) (*ent.AuditLink, error) {
	tip, err := query.Order(ent.Desc(auditlink.FieldID)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("audit chain: %w", err)
	}
	return tip, nil
}

func newestCheckpoint(ctx context.Context, query *ent.AuditCheckpointQuery) (*ent.AuditCheckpoint, error) {
	point, err := query.Order(ent.Desc(auditcheckpoint.FieldID)).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("audit checkpoints: %w", err)
	}
	return point, nil
}

// NewestSigned is the newest checkpoint, and whether it was signed with the keyring of this process; nil: there is none.
func (l *Log) NewestSigned(ctx context.Context) (newest *ent.AuditCheckpoint, ours bool, err error) {
	points, err := l.store.Client.AuditCheckpoint.Query().Order(ent.Desc(auditcheckpoint.FieldID)).Limit(2).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("audit checkpoints: %w", err)
	}
	if len(points) == 0 {
		return nil, false, nil
	}
	var previous int64
	if len(points) > 1 {
		previous = points[1].ID
	}
	return points[0], l.signer.Verify(statement(previous, points[0]), points[0].Signature), nil
}
