package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/auditlink"
	"baodan/ent/auditrecord"
	"baodan/ent/channel"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of records; what is empty narrows nothing.
type Filter struct {
	PersonID   *work.PersonKey `json:"personId,omitempty"`
	Actor      string          `json:"actor,omitempty"` // cli:root
	Actions    []string        `json:"actions,omitempty"`
	ObjectKind string          `json:"objectKind,omitempty"` // needed beside Object
	Object     string          `json:"object,omitempty"`
	// ChannelCode and Mode name the half of a channel that records are of; the live one where no mode is said.
	ChannelCode string       `json:"channelCode,omitempty"`
	Mode        work.Mode    `json:"mode,omitempty"`
	RequestID   string       `json:"requestId,omitempty"`
	Address     string       `json:"address,omitempty"`
	At          *work.Period `json:"at,omitempty"`

	// View narrows to what the reader sees, by the column of the channel; nil: all.
	View func(column string) func(*sql.Selector) `json:"-"`

	channel int64 // that these name
}

const mostActions = 20

// Find lists records, newest first. Records are ordered by their keys, which hold the time: an index stands behind every part of the
// filter, and behind a person or an actor with actions. Of other parts together one is looked at by its
// index, and the others in what was read of it: a page may have fewer than asked for while the list goes on. Fault: VARIABLE_INVALID for
// more than 20 actions, and for a thing without its kind.
func (l *Log) Find(ctx context.Context, f Filter, page work.Page) (found work.Found[*ent.AuditRecord], err error) {
	if none, err := l.prepare(ctx, &f); none || err != nil {
		return found, err
	}
	looked, parts := page, f.parts()
	if len(parts) > 1 {
		looked = page.Looked()
	}
	var list []*ent.AuditRecord
	where := f.at()
	if len(parts) > 0 {
		where = append(where, parts[0].where...)
	}
	if actions := f.Actions; len(actions) == 0 || len(parts) > 0 && !parts[0].byAction {
		list, err = l.find(ctx, where, looked)
	} else if list, err = l.findActions(ctx, actions, where, looked); err == nil {
		list = list[:min(len(list), looked.Most+1)]
	}
	if err != nil {
		return found, err
	}
	if len(parts) <= 1 {
		found.Rows, found.More = work.Trim(page, list)
		return found, nil
	}
	return work.Sift(page, list, f.fits, func(r *ent.AuditRecord) int64 { return r.ID }), nil
}

// wellFormed says what WellFormed asks for.
const wellFormed = "at most 20 actions, and an object with its kind"

// WellFormed tells whether a filter has at most 20 actions, and an object with its kind only.
func (f *Filter) WellFormed() bool {
	return len(f.Actions) <= mostActions && (f.Object == "" || f.ObjectKind != "")
}

// prepare checks a filter and looks its channel up; none: nothing can be found.
func (l *Log) prepare(ctx context.Context, f *Filter) (none bool, err error) {
	if !f.WellFormed() {
		return false, fault.New(fault.CodeVariableInvalid, wellFormed)
	}
	if f.ChannelCode == "" {
		return false, nil
	}
	f.channel, err = l.store.Client.Channel.Query().Where(channel.Code(f.ChannelCode), channel.Live(f.Mode.IsLive())).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("find audit records: %w", err)
	}
	return false, nil
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

// part of a filter that an index stands behind; byAction: and behind it with actions.
type part struct {
	where    []predicate.AuditRecord
	byAction bool
}

// parts of a filter, the narrowest first. Actions are no part of their own where the first one's index holds them too.
func (f *Filter) parts() (parts []part) {
	add := func(byAction bool, where ...predicate.AuditRecord) { parts = append(parts, part{where, byAction}) }
	if f.RequestID != "" {
		add(false, auditrecord.RequestID(f.RequestID))
	}
	if f.Object != "" {
		add(false, auditrecord.ObjectKind(f.ObjectKind), auditrecord.Object(f.Object))
	}
	if f.Address != "" {
		add(false, auditrecord.Address(f.Address))
	}
	if f.PersonID != nil {
		add(true, auditrecord.PersonID(int64(*f.PersonID)))
	}
	if f.Actor != "" {
		add(true, auditrecord.Actor(f.Actor))
	}
	if f.ChannelCode != "" {
		add(false, auditrecord.ChannelID(f.channel))
	}
	if f.Object == "" && f.ObjectKind != "" {
		add(false, auditrecord.ObjectKind(f.ObjectKind))
	}
	if len(f.Actions) > 0 && len(parts) > 0 && !parts[0].byAction {
		add(true)
	}
	return parts
}

// fits tells whether a record is what a filter looks for, its time aside.
func (f *Filter) fits(r *ent.AuditRecord) bool {
	is := func(wanted, got string) bool { return wanted == "" || wanted == got }
	return is(f.RequestID, r.RequestID) && is(f.Object, r.Object) && is(f.ObjectKind, r.ObjectKind) && is(f.Address, r.Address) &&
		is(f.Actor, r.Actor) && (f.PersonID == nil || int64(*f.PersonID) == r.PersonID) && (f.ChannelCode == "" || f.channel == r.ChannelID) &&
		(len(f.Actions) == 0 || slices.Contains(f.Actions, r.Action))
}

// at narrows by time, and to what the reader sees.
func (f *Filter) at() (where []predicate.AuditRecord) {
	if f.View != nil {
		where = append(where, f.View(auditrecord.FieldChannelID))
	}
	if f.At == nil {
		return where
	}
	return append(where,
		auditrecord.AtGTE(f.At.Start), auditrecord.IDGTE(work.KeyAt(f.At.Start.Add(-keySlack))),
		auditrecord.AtLT(f.At.End), auditrecord.IDLT(work.KeyAt(f.At.End.Add(keySlack))),
	)
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
