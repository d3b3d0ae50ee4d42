package distribution

import (
	"context"
	"fmt"
	"regexp"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/channel"
	"baodan/ent/predicate"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,31}$`)

const longestName = 128

// StoredChannels adds channels, changes, closes and opens them, and reads them as they are stored.
type StoredChannels struct {
	store *work.Store
	audit *audit.Log
}

// ChannelInput is a channel to add.
type ChannelInput struct {
	RequestNo string
	Code      string
	Name      string
	Terms     rule.Layer // its own; nil: none
}

// AddChannel adds a selling platform (C8): its live half, which is answered, and its sandbox half. Faults:
// INVALID_VALUE, CONFLICT for a code that is taken.
func (s *StoredChannels) AddChannel(ctx context.Context, caller *access.Caller, in ChannelInput) (*ent.Channel, error) {
	var faults fault.List
	if !codePattern.MatchString(in.Code) {
		faults = append(faults, fault.New(fault.CodeInvalidValue, "a code is 1 to 32 letters, digits and hyphens", "code"))
	}
	if faults = append(faults, checkChannel(&in.Name, in.Terms)...); len(faults) > 0 {
		return nil, faults
	}
	if in.Terms == nil {
		in.Terms = rule.Layer{}
	}
	var added *ent.Channel
	err := s.store.Do(ctx, "add channel", func(ctx context.Context, tx *work.Tx) error {
		for _, live := range []bool{false, true} {
			row, err := tx.Channel.Create().SetID(tx.NewKey()).SetCode(in.Code).SetLive(live).SetName(in.Name).
				SetTerms(in.Terms).SetOpen(true).SetCreatedAt(tx.Now).Save(ctx)
			if work.IsDuplicate(err) {
				return fault.Newf(fault.CodeConflict, "channel %s exists", in.Code).At("code")
			}
			if err != nil {
				return err
			}
			added = row.Unwrap()
		}
		if err := idempotency.Made(ctx, tx, added.ID, ""); err != nil {
			return err
		}
		return recordChange(ctx, tx, s.audit, caller, audit.Entry{
			Action: "channel.add", ObjectKind: "channel", Object: in.Code, ChannelID: added.ID,
			After: map[string]any{"name": in.Name, "terms": in.Terms},
		})
	})
	return onlyIf(added, err)
}

// ChannelChange is what to change of a channel.
type ChannelChange struct {
	Code             string
	ExpectedRevision int
	Name             *string    // nil: as it is
	Terms            rule.Layer // nil: as they are; new versions of agreements take them over
	Reason           string
}

// ChangeChannel changes what is said of a channel (C9), in both halves. Faults: INVALID_VALUE, NOT_FOUND, CONFLICT
// where its revision is another.
func (s *StoredChannels) ChangeChannel(ctx context.Context, caller *access.Caller, in ChannelChange) (*ent.Channel, error) {
	faults := checkChannel(in.Name, in.Terms)
	if err := approval.CheckReason(in.Reason); err != nil {
		faults = append(faults, fault.All(err)...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	var after *ent.Channel
	err := s.store.Do(ctx, "change channel", func(ctx context.Context, tx *work.Tx) error {
		before, err := liveHalf(ctx, tx, in.Code)
		if err != nil {
			return err
		}
		update := tx.Channel.Update().Where(channel.Code(in.Code), channel.Revision(in.ExpectedRevision)).AddRevision(1)
		entry := audit.Entry{Action: "channel.change", ObjectKind: "channel", Object: in.Code, ChannelID: before.ID, Reason: in.Reason}
		old, changed := map[string]any{}, map[string]any{}
		if in.Name != nil {
			update.SetName(*in.Name)
			old["name"], changed["name"] = before.Name, *in.Name
		}
		if in.Terms != nil {
			update.SetTerms(in.Terms)
			old["terms"], changed["terms"] = before.Terms, in.Terms
		}
		entry.Before, entry.After = old, changed
		n, err := update.Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Changed(work.ChannelID.Of(before.ID), "somebody changed the channel meanwhile", "expectedRevision")
		}
		if after, err = liveHalf(ctx, tx, in.Code); err != nil {
			return err
		}
		return recordChange(ctx, tx, s.audit, caller, entry)
	})
	return onlyIf(after, err)
}

// SetOpenInput is a channel to close or to open again, and why.
type SetOpenInput struct {
	Code             string
	ExpectedRevision *int // nil: whichever it has, for the command line
	Reason           string
}

// SetOpen closes a channel (C10) or opens it again, live and sandbox half together. A closed channel can no longer
// quote, issue, endorse or renew; claims and cancellations are still taken. Faults: INVALID_VALUE for the reason; NOT_FOUND;
// CONFLICT where its revision is another; INVALID_STATE where it is so already.
func (s *StoredChannels) SetOpen(ctx context.Context, caller *access.Caller, in SetOpenInput, open bool) (*ent.Channel, error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	action := map[bool]string{true: "channel.reopen", false: "channel.close"}[open]
	var after *ent.Channel
	err := s.store.Do(ctx, "open or close channel", func(ctx context.Context, tx *work.Tx) error {
		update := tx.Channel.Update().Where(channel.Code(in.Code), channel.Open(!open)).SetOpen(open).AddRevision(1)
		if in.ExpectedRevision != nil {
			update.Where(channel.Revision(*in.ExpectedRevision))
		}
		n, err := update.Save(ctx)
		if err != nil {
			return err
		}
		if after, err = liveHalf(ctx, tx, in.Code); err != nil {
			return err
		}
		switch {
		case n > 0:
		case in.ExpectedRevision != nil && after.Revision != *in.ExpectedRevision:
			return fault.Changed(work.ChannelID.Of(after.ID), "somebody changed the channel meanwhile", "expectedRevision")
		default:
			return turns(after, open)
		}
		return recordChange(ctx, tx, s.audit, caller, audit.Entry{
			Action: action, ObjectKind: "channel", Object: in.Code, ChannelID: after.ID,
			Before: map[string]any{"open": !open}, After: map[string]any{"open": open}, Reason: in.Reason,
		})
	})
	return onlyIf(after, err)
}

// turns refuses to close a channel that is closed, or to open one that is open: INVALID_STATE.
func turns(row *ent.Channel, open bool) error {
	if row.Open != open {
		return nil
	}
	return fault.Newf(fault.CodeInvalidState, "the channel is %s already", map[bool]string{true: "open", false: "closed"}[open])
}

// AllowedOn says of a channel which acts are possible now, and why others are not.
func AllowedOn(row *ent.Channel) ([]*access.Act, error) {
	return access.ActsOf(map[string]error{"changeChannel": nil, "closeChannel": turns(row, false), "reopenChannel": turns(row, true)})
}

// ChannelFilter narrows a list of channels.
type ChannelFilter struct {
	Mode work.Mode // which halves
	Open *bool     // nil: open and closed ones
	Code string    // its beginning
	// Troubled: only those with a webhook endpoint that is paused or off, or only the others.
	Troubled *bool
}

// Channels that fit, newest first.
func (s *StoredChannels) Channels(ctx context.Context, caller *access.Caller, f ChannelFilter, page work.Page) (list []*ent.Channel, more bool, err error) {
	rows, err := s.store.Client.Channel.Query().Where(f.where(caller)...).Where(page.Newest).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list channels: %w", err)
	}
	list, more = work.Trim(page, rows)
	for _, row := range list {
		complete(row)
	}
	return list, more, nil
}

// CountChannels counts what a filter finds, up to a maximum.
func (s *StoredChannels) CountChannels(ctx context.Context, caller *access.Caller, f ChannelFilter, most int) (work.Count, error) {
	return work.CountUpTo(ctx, s.store, channel.Table, most, f.where(caller)...)
}

func (f *ChannelFilter) where(caller *access.Caller) []predicate.Channel {
	where := []predicate.Channel{channel.Live(f.Mode.IsLive()), caller.InView(channel.FieldID)}
	if f.Open != nil {
		where = append(where, channel.Open(*f.Open))
	}
	if f.Code != "" {
		// A range, not LIKE: codes are ASCII, and one of the databases would not tell a from A.
		where = append(where, channel.CodeGTE(f.Code), channel.CodeLT(f.Code+"\x7f"))
	}
	if f.Troubled != nil {
		trouble := troubled()
		if !*f.Troubled {
			trouble = channel.Not(trouble)
		}
		where = append(where, trouble)
	}
	return where
}

// troubled channels have a webhook endpoint that is paused or off.
func troubled() predicate.Channel {
	return func(s *sql.Selector) {
		t := sql.Table(webhookendpoint.Table)
		s.Where(sql.In(s.C(channel.FieldID), sql.Dialect(s.Dialect()).Select(t.C(webhookendpoint.FieldChannelID)).From(t).
			Where(sql.And(sql.IsNull(t.C(webhookendpoint.FieldDeletedAt)), sql.In(t.C(webhookendpoint.FieldState), string(webhookendpoint.StatePaused), string(webhookendpoint.StateDisabled))))))
	}
}

// FindChannel reads a half of a channel as it is stored now; nil where there is none in the caller's view.
func (s *StoredChannels) FindChannel(ctx context.Context, caller *access.Caller, code string, live bool) (*ent.Channel, error) {
	row, err := s.store.Client.Channel.Query().Where(channel.Code(code), channel.Live(live), caller.InView(channel.FieldID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such channel
	}
	if err != nil {
		return nil, fmt.Errorf("find channel: %w", err)
	}
	return complete(row), nil
}

// StoredChannel is ByID as it is stored now: another server may have changed it a moment ago, and memory follows within half a second.
func (s *StoredChannels) StoredChannel(ctx context.Context, caller *access.Caller, id int64) (*ent.Channel, error) {
	row, err := s.store.Client.Channel.Query().Where(channel.ID(id), caller.InView(channel.FieldID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such channel
	}
	if err != nil {
		return nil, fmt.Errorf("find channel: %w", err)
	}
	return complete(row), nil
}

// HalvesOf reads halves of channels by their keys, as they are stored now.
func (s *StoredChannels) HalvesOf(ctx context.Context, ids []int64) (map[int64]*ent.Channel, error) {
	rows, err := s.store.Client.Channel.Query().Where(channel.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("channels: %w", err)
	}
	for _, row := range rows {
		complete(row)
	}
	return work.ByKey(rows, func(c *ent.Channel) int64 { return c.ID }), nil
}

// complete gives a channel of earlier days its empty layer of terms.
func complete(row *ent.Channel) *ent.Channel {
	if row.Terms == nil {
		row.Terms = map[string]any{}
	}
	return row
}

// checkChannel finds fault with what is said of a channel; nil says nothing.
func checkChannel(name *string, terms rule.Layer) (faults fault.List) {
	if name != nil {
		if n := utf8.RuneCountInString(*name); n == 0 || n > longestName || !utf8.ValidString(*name) {
			faults = append(faults, fault.Newf(fault.CodeInvalidValue, "a name has 1 to %d characters", longestName).At("name"))
		}
	}
	return append(faults, checkTerms(terms)...)
}

// largestLayer bounds a layer of terms, in bytes of JSON.
const largestLayer = 8 << 10

// checkTerms finds fault with a layer of terms.
func checkTerms(terms rule.Layer) fault.List {
	if size := len(mustJSON(terms)); size > largestLayer {
		return fault.List{fault.Newf(fault.CodeInvalidValue, "terms have at most %d bytes", largestLayer).At("terms")}
	}
	if err := rule.CheckLayer(terms); err != nil {
		return fault.List{fault.New(fault.CodeInvalidValue, err.Error(), "terms")}
	}
	return nil
}

// both gives the live and the sandbox half of a channel.
func both(ctx context.Context, tx *work.Tx, code string) ([]*ent.Channel, error) {
	rows, err := tx.Channel.Query().Where(channel.Code(code)).Order(channel.ByLive(sql.OrderDesc())).All(ctx)
	if err == nil && len(rows) == 0 {
		return nil, fault.New(fault.CodeNotFound, "no such channel", "channelCode")
	}
	return rows, err
}

// liveHalf reads the live half of a channel, detached from its transaction.
func liveHalf(ctx context.Context, tx *work.Tx, code string) (*ent.Channel, error) {
	row, err := tx.Channel.Query().Where(channel.Code(code), channel.Live(true)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fault.Newf(fault.CodeNotFound, "channel %s", code).At("channelCode")
	}
	if err != nil {
		return nil, err
	}
	return complete(row.Unwrap()), nil
}

// recordChange writes what was done and tells all servers, in the transaction of the change.
func recordChange(ctx context.Context, tx *work.Tx, log *audit.Log, caller *access.Caller, entry audit.Entry) error {
	if err := log.Record(ctx, tx, caller.AuditActor(), entry); err != nil {
		return err
	}
	return tx.Changed(ctx)
}

// onlyIf is a row that counts if its transaction went through.
func onlyIf[T any](row *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return row, nil
}
