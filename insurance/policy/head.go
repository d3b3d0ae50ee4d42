package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"baodan/ent"
	"baodan/ent/channel"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/work"
)

// What lists go by follows from the clock: state, plan and premium of a policy change at moments that are known before. The row
// holds them as they are until the next of these moments, so that indexes find them. A worker writes them anew when it has come; until
// then a list looks at the policy itself.

// Heads writes what lists go by.
type Heads struct{ reader *Reader }

// Head is what lists go by.
type Head struct {
	State   State
	Plan    string
	Premium int64      // minor units
	Until   *time.Time // by the channel's clock; nil: it changes no more by itself
}

// Head of the policy at the instant it is looked at.
func (p *Policy) Head() Head {
	h := Head{State: p.State(), Plan: p.PlanCode(), Premium: p.Premium().Minor}
	if h.State == Cancelled {
		return h // what was to change later is spent
	}
	until := func(at time.Time) {
		if at.After(p.asOf) && (h.Until == nil || at.Before(*h.Until)) {
			h.Until = &at
		}
	}
	until(p.row.StartAt)
	until(p.row.EndAt)
	for _, e := range p.known {
		if e.Kind != endorsement.KindInsuredChange {
			until(e.EffectiveAt)
		}
	}
	return h
}

// SetHead writes what lists go by into the row of a policy that is about to be bound.
func (s *Heads) SetHead(row *ent.InsurancePolicy, product string) {
	row.Live, row.ProductCode, row.ListedPlan, row.ListedPremium = s.reader.distribution.Channel(row.ChannelID).Live, product, row.PlanCode, row.Premium
	state, until := StateAt(row, false, row.BoundAt), row.StartAt
	if state != Pending {
		until = row.EndAt
	}
	row.Phase, row.TurnsAt = insurancepolicy.Phase(state), nil
	if state != Expired {
		due := s.reader.distribution.Due(row.ChannelID, until)
		row.TurnsAt = &due
	}
}

// turnsAt is the real time at which a head is over.
func (s *Heads) turnsAt(channelID int64, h Head) *time.Time {
	if h.Until == nil {
		return nil
	}
	due := s.reader.distribution.Due(channelID, *h.Until)
	return &due
}

// Turned are policies that are to turn and have not, at most `most`, as they are now by their channels' clocks: their rows say
// what was before.
func (s *Heads) Turned(ctx context.Context, most int) ([]*Policy, error) {
	ids, err := s.reader.store.Keys(ctx, "SELECT id FROM "+insurancepolicy.Table+" WHERE turns_at <= ? ORDER BY turns_at, id LIMIT ?", s.reader.store.Now(), most)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	rows, err := s.reader.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]*ent.InsurancePolicy, 0, len(ids))
	for _, id := range ids {
		if row := rows[id]; row != nil {
			list = append(list, row)
		}
	}
	return s.reader.Views(ctx, list, PointInTime{})
}

// Turn writes anew what lists go by of policies whose moment has come, at most `most`, and answers how many it looked at. Rows that are
// older than these columns turn as well, so it is also what fills them. Any number of workers may do it at once.
func (s *Heads) Turn(ctx context.Context, most int) (int, error) {
	list, err := s.Turned(ctx, most)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	err = s.reader.store.Do(ctx, "turn policies", func(ctx context.Context, tx *work.Tx) error { return s.turn(ctx, tx, list) })
	if err != nil {
		return 0, fmt.Errorf("turn policies: %w", err)
	}
	return len(list), nil
}

// turn writes the heads of policies that were not changed since they were read.
func (s *Heads) turn(ctx context.Context, tx *work.Tx, list []*Policy) error {
	sandboxes := map[int64]bool{}
	columns := []string{"live", "product_code", "phase", "listed_plan", "listed_premium", "turns_at"}
	cases, values := make([]strings.Builder, len(columns)), make([][]any, len(columns))
	var which strings.Builder
	var keys []any
	for _, p := range list {
		h, row := p.Head(), p.row
		for i, value := range []any{p.Channel().Live, p.product.Code(), string(h.State), h.Plan, h.Premium, s.turnsAt(row.ChannelID, h)} {
			cases[i].WriteString(" WHEN ? THEN ?")
			values[i] = append(values[i], row.ID, value)
		}
		which.WriteString(" OR id = ? AND version = ?")
		keys = append(keys, row.ID, row.Version)
		if !p.Channel().Live {
			sandboxes[row.ChannelID] = true
		}
	}
	text, all := "UPDATE "+insurancepolicy.Table+" SET ", []any{}
	for i, column := range columns {
		if i > 0 {
			text += ", "
		}
		text += column + " = CASE id" + cases[i].String() + " END"
		all = append(all, values[i]...)
	}
	all = append(append(all, s.reader.store.Now()), keys...)
	if _, err := tx.ExecContext(ctx, text+" WHERE turns_at <= ? AND ("+which.String()[len(" OR "):]+")", all...); err != nil {
		return err
	}
	// The rows are locked: a clock that is advanced from here on moves what was written.
	stored, err := tx.Channel.Query().Where(channel.IDIn(slices.Collect(maps.Keys(sandboxes))...)).All(ctx)
	for _, c := range stored {
		if known := s.reader.distribution.Channel(c.ID); err == nil && known.ClockOffset != c.ClockOffset {
			err = fmt.Errorf("the clock of channel %s was advanced meanwhile", c.Code)
		}
	}
	return err
}

// Listed is a head as the row of a policy holds it.
type Listed struct {
	head    Head
	turnsAt *time.Time
}

// After is what lists go by once an endorsement that is about to be stored is on record.
func (s *Heads) After(p *Policy, e *ent.Endorsement) *Listed {
	h := p.WithEndorsement(e).AsOf(e.RecordedAt).Head()
	return &Listed{h, s.turnsAt(p.row.ChannelID, h)}
}

// write says what lists go by from now on.
func (l *Listed) write(head *ent.InsurancePolicyUpdate) {
	head.SetPhase(insurancepolicy.Phase(l.head.State)).SetListedPlan(l.head.Plan).SetListedPremium(l.head.Premium)
	if head.ClearTurnsAt(); l.turnsAt != nil {
		head.SetTurnsAt(*l.turnsAt)
	}
}
