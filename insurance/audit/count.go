package audit

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/auditrecord"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

// Count counts what a filter finds, up to a maximum; of parts that no index holds together among the newest 10,000 of the narrowest one.
func (l *Log) Count(ctx context.Context, f Filter, most int) (work.Count, error) {
	if none, err := l.prepare(ctx, &f); none || err != nil {
		return work.Count{Exact: true}, err
	}
	parts, where := f.parts(), f.at()
	if len(parts) > 0 {
		where = append(where, parts[0].where...)
	}
	ranges := [][]predicate.AuditRecord{where}
	if len(f.Actions) > 0 && (len(parts) == 0 || parts[0].byAction) {
		ranges = nil
		for _, action := range work.OrAny(f.Actions) {
			ranges = append(ranges, append(slices.Clone(where), auditrecord.Action(action)))
		}
	}
	if len(parts) <= 1 {
		return work.CountRanges(ctx, l.store, auditrecord.Table, most, ranges)
	}
	return l.countFitting(ctx, f, most, ranges)
}

// countFitting reads what can be seen of records, and counts those that fit.
func (l *Log) countFitting(ctx context.Context, f Filter, most int, ranges [][]predicate.AuditRecord) (work.Count, error) {
	n, looked := 0, 0
	for _, where := range ranges {
		rows, err := l.store.Client.AuditRecord.Query().Where(where...).Order(ent.Desc(auditrecord.FieldID)).Limit(work.MostCounted+1-looked).
			Select(auditrecord.FieldRequestID, auditrecord.FieldObjectKind, auditrecord.FieldObject, auditrecord.FieldAddress, auditrecord.FieldActor,
				auditrecord.FieldPersonID, auditrecord.FieldChannelID, auditrecord.FieldAction).All(ctx)
		if err != nil {
			return work.Count{}, fmt.Errorf("count audit records: %w", err)
		}
		for _, r := range rows {
			if f.fits(r) {
				n++
			}
		}
		if looked += len(rows); looked > work.MostCounted {
			return work.Count{Value: min(n, most)}, nil
		}
	}
	return work.CountOf(n, most), nil
}
