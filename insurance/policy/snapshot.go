package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/event"
	"baodan/insurance/work"
)

// Snapshot is a policy at another moment than now. It has no id outside: a program that keeps things by their ids would take a past
// state for the present one.
type Snapshot struct {
	*Policy
	KnownAt *time.Time // nil: all that is known
}

// AsOf is the instant at which the policy is looked at.
func (s *Snapshot) AsOf() time.Time { return s.asOf }

// AsBound is the policy as it was bound.
func (p *Policy) AsBound() *Snapshot {
	bound := &Policy{sale: p.sale, version: 1, asOf: p.row.BoundAt}
	return &Snapshot{Policy: bound, KnownAt: &p.row.BoundAt}
}

// Snapshots are policies as they held at an instant, by what was known at another, by the policies as they are now; those that nobody
// knew of are left out.
func (s *Reader) Snapshots(ctx context.Context, list []*Policy, m PointInTime) (map[*Policy]*Snapshot, error) {
	var versions map[string]int
	if m.KnownAt != nil {
		var err error
		if versions, err = versionsAt(ctx, s.store, changedOnes(list), *m.KnownAt); err != nil {
			return nil, err
		}
	}
	all := make(map[*Policy]*Snapshot, len(list))
	for _, p := range list {
		if m.KnownAt != nil && m.KnownAt.Before(p.row.BoundAt) {
			continue // nobody knew of it
		}
		then := &Policy{sale: p.sale, version: p.version, asOf: p.asOf}
		if m.AsOf != nil {
			then.asOf = m.AsOf.UTC()
		}
		known := slices.Clone(p.known)
		if m.KnownAt != nil {
			known = slices.DeleteFunc(known, func(e *ent.Endorsement) bool { return e.RecordedAt.After(*m.KnownAt) })
			then.version = max(min(versions[p.row.Number], p.version), 1)
		}
		then.apply(known)
		all[p] = &Snapshot{Policy: then, KnownAt: m.KnownAt}
	}
	return all, nil
}

// changedOnes are the numbers of the policies that changed since they were bound.
func changedOnes(list []*Policy) (numbers []string) {
	for _, p := range list {
		if p.version > 1 {
			numbers = append(numbers, p.row.Number)
		}
	}
	return numbers
}

// versionsAt are the versions that policies had at an instant, by their numbers: every change has its event.
func versionsAt(ctx context.Context, store *work.Store, numbers []string, at time.Time) (map[string]int, error) {
	if len(numbers) == 0 {
		return nil, nil // all as they were bound
	}
	var rows []struct {
		Subject string
		Version int
	}
	err := store.Client.Event.Query().Where(event.SubjectIn(numbers...), event.OccurredAtLTE(at)).
		GroupBy(event.FieldSubject).Aggregate(ent.As(ent.Max(event.FieldSeq), "version")).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("versions of policies: %w", err)
	}
	versions := make(map[string]int, len(rows))
	for _, row := range rows {
		versions[row.Subject] = row.Version
	}
	return versions, nil
}
