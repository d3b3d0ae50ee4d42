package distribution

import (
	"context"
	"regexp"
	"unicode/utf8"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,31}$`)

// AddChannel adds a selling platform (C8): its live half and its sandbox half. Faults: INVALID_VALUE, CONFLICT for a
// code that is taken.
func (d *Directory) AddChannel(ctx context.Context, code, name string) error {
	if !codePattern.MatchString(code) {
		return fault.New(fault.InvalidValue, "a code is 1 to 32 letters, digits and hyphens", "code")
	}
	if n := utf8.RuneCountInString(name); n == 0 || n > 128 || !utf8.ValidString(name) {
		return fault.New(fault.InvalidValue, "a name has 1 to 128 characters", "name")
	}
	return d.store.Do(ctx, "add channel", func(ctx context.Context, tx *work.Tx) error {
		for _, live := range []bool{true, false} {
			err := tx.Channel.Create().SetID(tx.NewKey()).SetCode(code).SetLive(live).SetName(name).
				SetOpen(true).SetCreatedAt(tx.Now).Exec(ctx)
			if work.IsDuplicate(err) {
				return fault.Newf(fault.Conflict, "channel %s exists", code)
			}
			if err != nil {
				return err
			}
		}
		return tx.Changed(ctx)
	})
}

// SetOpen closes a channel (C10: it can no longer quote or issue) or opens it again, live and sandbox half together.
// Fault: NOT_FOUND.
func (d *Directory) SetOpen(ctx context.Context, code string, open bool) error {
	return d.store.Do(ctx, "open or close channel", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.Channel.Update().Where(channel.Code(code)).SetOpen(open).AddRevision(1).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Newf(fault.NotFound, "channel %s", code)
		}
		return tx.Changed(ctx)
	})
}

// both gives the live and the sandbox half of a channel.
func both(ctx context.Context, tx *work.Tx, code string) ([]*ent.Channel, error) {
	rows, err := tx.Channel.Query().Where(channel.Code(code)).All(ctx)
	if err == nil && len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "no such channel", "channelCode")
	}
	return rows, err
}
