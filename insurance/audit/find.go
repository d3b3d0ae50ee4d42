package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/ent"
	"baodan/ent/auditlink"
	"baodan/ent/auditrecord"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of records; what is empty narrows nothing.
type Filter struct {
	PersonID   *work.PersonKey
	Actor      string // cli:root
	Actions    []string
	ObjectKind string // needed beside Object
	Object     string
	At         *work.Period
}

const mostActions = 20

// Find lists records, newest first. An index stands behind every part of the filter: records are ordered by their keys,
// which hold the time. Fault: VARIABLE_INVALID for
// more than 20 actions, and for a thing without its kind.
func (l *Log) Find(ctx context.Context, f Filter, page work.Page) (list []*ent.AuditRecord, more bool, err error) {
	if len(f.Actions) > mostActions || f.Object != "" && f.ObjectKind == "" {
		return nil, false, fault.New(fault.CodeVariableInvalid, "at most 20 actions, and an object with its kind")
	}
	where := f.where()
	if len(f.Actions) == 0 {
		list, err = l.find(ctx, where, page)
	} else if list, err = l.findActions(ctx, f.Actions, where, page); err == nil {
		list = list[:min(len(list), page.Most+1)]
	}
	if err != nil {
		return nil, false, err
	}
	list, more = work.Trim(page, list)
	return list, more, nil
}

func (l *Log) find(ctx context.Context, where []predicate.AuditRecord, page work.Page) ([]*ent.AuditRecord, error) {
	rows, err := l.store.Client.AuditRecord.Query().Where(where...).Where(predicate.AuditRecord(page.Newest)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find audit records: %w", err)
	}
	return rows, nil
}

// findActions reads a page of each action, so that each is a range of its index, and merges them.
func (l *Log) findActions(ctx context.Context, actions []string, where []predicate.AuditRecord, page work.Page) (all []*ent.AuditRecord, err error) {
	slices.Sort(actions)
	for _, action := range slices.Compact(actions) {
		rows, err := l.find(ctx, append(slices.Clone(where), auditrecord.Action(action)), page)
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
		where = append(where, auditrecord.PersonID(int64(*f.PersonID)))
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
	if f.At != nil {
		where = append(where, auditrecord.AtGTE(f.At.Start), auditrecord.IDGTE(work.KeyAt(f.At.Start.Add(-keySlack))),
			auditrecord.AtLT(f.At.End), auditrecord.IDLT(work.KeyAt(f.At.End.Add(keySlack))))
	}
	return where
}

// ByID finds a record by its key; nil where there is none.
func (l *Log) ByID(ctx context.Context, id int64) (*ent.AuditRecord, error) {
	r, err := l.store.Client.AuditRecord.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such record
	}
	if err != nil {
		return nil, fmt.Errorf("audit record %d: %w", id, err)
	}
	return r, nil
}

// SequencesOf records in the chain, by their keys; those that wait for theirs are left out.
func (l *Log) SequencesOf(ctx context.Context, rows []*ent.AuditRecord) (map[int64]*int64, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	links, err := l.store.Client.AuditLink.Query().Where(auditlink.RecordIDIn(ids...)).
		Select(auditlink.FieldID, auditlink.FieldRecordID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("numbers of audit records: %w", err)
	}
	sequences := make(map[int64]*int64, len(links))
	for _, last := range links {
		sequences[last.RecordID] = &last.ID
	}
	return sequences, nil
}
