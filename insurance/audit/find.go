package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/auditlink"
	"baodan/ent/auditrecord"
	"baodan/ent/predicate"
	"baodan/insurance/work"
)

// Filter narrows a list of records; what is empty narrows nothing.
type Filter struct {
	PersonID   *int64
	Actor      string // cli:root
	Actions    []string
	ObjectKind string // needed beside Object
	Object     string
	From, To   *time.Time // To is not in it
}

const mostActions = 20

// ErrFilter says that a filter asks for more than 20 actions, or for a thing without its kind.
var ErrFilter = errors.New("at most 20 actions, and an object with its kind")

// Find lists records, newest first. An index stands behind every part of the filter: records are ordered by their keys,
// which hold the time. It fails with ErrFilter where the filter is none.
func (b *Log) Find(ctx context.Context, f Filter, page work.Page) (list []*ent.AuditRecord, more bool, err error) {
	if len(f.Actions) > mostActions || f.Object != "" && f.ObjectKind == "" {
		return nil, false, ErrFilter
	}
	where := f.where()
	if len(f.Actions) == 0 {
		list, err = b.find(ctx, where, page)
	} else if list, err = b.findActions(ctx, f.Actions, where, page); err == nil {
		list = list[:min(len(list), page.Most+1)]
	}
	if err != nil {
		return nil, false, err
	}
	list, more = work.Cut(page, list)
	return list, more, nil
}

func (b *Log) find(ctx context.Context, where []predicate.AuditRecord, page work.Page) ([]*ent.AuditRecord, error) {
	rows, err := b.store.Client.AuditRecord.Query().Where(where...).Where(predicate.AuditRecord(page.Newest)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find audit records: %w", err)
	}
	return rows, nil
}

// findActions reads a page of each action, so that each is a range of its index, and merges them.
func (b *Log) findActions(ctx context.Context, actions []string, where []predicate.AuditRecord, page work.Page) (all []*ent.AuditRecord, err error) {
	slices.Sort(actions)
	for _, action := range slices.Compact(actions) {
		rows, err := b.find(ctx, append(slices.Clone(where), auditrecord.Action(action)), page)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	slices.SortFunc(all, func(x, y *ent.AuditRecord) int {
		if page.Backward {
			return cmp.Compare(x.ID, y.ID)
		}
		return cmp.Compare(y.ID, x.ID)
	})
	return all, nil
}

// keySlack is how far the time in a record's key may be from its own: the key is made in the course of the transaction
// whose beginning is the record's time.
const keySlack = 10 * time.Minute

func (f *Filter) where() (where []predicate.AuditRecord) {
	if f.PersonID != nil {
		where = append(where, auditrecord.PersonID(*f.PersonID))
	}
	if f.Actor != "" {
		where = append(where, auditrecord.Actor(f.Actor))
	}
	if f.ObjectKind != "" {
		where = append(where, auditrecord.ObjectKind(f.ObjectKind))
	}
	if f.Object != "" {
		where = append(where, auditrecord.Object(f.Object))
	}
	if f.From != nil {
		where = append(where, auditrecord.AtGTE(*f.From), auditrecord.IDGTE(work.KeyAt(f.From.Add(-keySlack))))
	}
	if f.To != nil {
		where = append(where, auditrecord.AtLT(*f.To), auditrecord.IDLT(work.KeyAt(f.To.Add(keySlack))))
	}
	return where
}

// ByID finds a record by its key; nil where there is none.
func (b *Log) ByID(ctx context.Context, id int64) (*ent.AuditRecord, error) {
	r, err := b.store.Client.AuditRecord.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such record
	}
	if err != nil {
		return nil, fmt.Errorf("audit record %d: %w", id, err)
	}
	return r, nil
}

// Places of records in the chain, by their keys; those that wait for theirs are left out.
func (b *Log) Places(ctx context.Context, rows []*ent.AuditRecord) (map[int64]*int64, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	links, err := b.store.Client.AuditLink.Query().Where(auditlink.RecordIDIn(ids...)).
		Select(auditlink.FieldID, auditlink.FieldRecordID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("places of audit records: %w", err)
	}
	places := make(map[int64]*int64, len(links))
	for _, l := range links {
		places[l.RecordID] = &l.ID
	}
	return places, nil
}
