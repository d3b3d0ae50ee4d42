package distribution

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Agreement is one version of an agreement, ready for use.
type Agreement struct {
	*ent.Agreement
	Commission money.Decimal // share of premium
	adjustment rating.Adjustment
	since      []int64 // of each quota: the version since which there is one of its kind
}

// Masters holds channels and agreements in memory, in step with the database to within half a second.
type Masters struct {
	store *work.Store
	now   atomic.Pointer[entries]
}

type entries struct {
	channels   map[int64]*ent.Channel
	byCode     map[channelCode]*ent.Channel
	agreements map[agreementCode][]*Agreement // versions, newest first
	byID       map[int64]*Agreement
	accounts   map[string]*ent.SettlementAccount
	terms      sync.Map // termsKey -> *rule.Terms, merged once
}

type termsKey struct {
	product, agreement int64
	plan               string
}

type channelCode struct {
	code string
	live bool
}

type agreementCode struct {
	channel int64
	code    string
}

// ByID is a channel by its key; nil where there is none in the caller's view: a channel sees itself.
func (s *Masters) ByID(_ context.Context, caller *access.Caller, id int64) (*ent.Channel, error) {
	if !caller.Sees(id) {
		return nil, nil // no such channel
	}
	return s.Channel(id), nil
}

// Channel is a channel by its key; nil where there is none.
func (s *Masters) Channel(id int64) *ent.Channel { return s.now.Load().channels[id] }

// LiveChannels are the keys of all live channels.
func (s *Masters) LiveChannels() []int64 { return s.ChannelsOf(true) }

// ChannelsOf are the keys of all live or of all sandbox channels, in their order.
func (s *Masters) ChannelsOf(live bool) []int64 {
	var ids []int64
	for id, c := range s.now.Load().channels {
		if c.Live == live && id != 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Seen are the keys of the channels whose rows a caller may see in lists, in their order: of the insurer's people all of one half, or
// those of it that they name; of a channel itself, whatever it names. It asks access.Caller.Sees, as all lists and look-ups do. Codes that no channel has find nothing.
func (s *Masters) Seen(caller *access.Caller, mode work.Mode, codes []string) []int64 {
	own, all := caller.ChannelScope()
	switch {
	case !all && own > 0:
		return []int64{own}
	case !all:
		return nil
	case len(codes) == 0:
		return slices.DeleteFunc(s.ChannelsOf(mode.IsLive()), func(id int64) bool { return !caller.Sees(id) })
	}
	var ids []int64
	for _, code := range codes {
		if c, err := s.ChannelByCode(code, mode.IsLive()); err == nil && caller.Sees(c.ID) {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// ChannelByCode is the live or sandbox half of a channel. Fault: NOT_FOUND.
func (s *Masters) ChannelByCode(code string, live bool) (*ent.Channel, error) {
	if c := s.now.Load().byCode[channelCode{code, live}]; c != nil {
		return c, nil
	}
	return nil, fault.Newf(fault.CodeNotFound, "channel %s", code)
}

// Current is the newest version of an agreement that is valid at an instant, for a channel that is open. Faults:
// CHANNEL_CLOSED; NOT_AGREED for an agreement that is unknown, another channel's, not begun, run out or terminated.
func (s *Masters) Current(channel int64, code string, at time.Time) (*Agreement, error) {
	now := s.now.Load()
	if c := now.channels[channel]; c == nil || !c.Open {
		return nil, fault.New(fault.CodeChannelClosed, "")
	}
	versions := now.agreements[agreementCode{channel, code}]
	if len(versions) == 0 {
		return nil, fault.New(fault.CodeNotAgreed, "no such agreement", "agreementCode")
	}
	for _, a := range versions {
		if a.validAt(at) {
			return a, nil
		}
	}
	return nil, fault.New(fault.CodeNotAgreed, "the agreement is not in force", "agreementCode")
}

// Agreements are the newest valid versions of all agreements of an open channel, ordered by code.
func (s *Masters) Agreements(channel int64, at time.Time) []*Agreement {
	var list []*Agreement
	for key := range s.now.Load().agreements {
		if key.channel == channel {
			if a, err := s.Current(channel, key.code, at); err == nil {
				list = append(list, a)
			}
		}
	}
	slices.SortFunc(list, func(a, b *Agreement) int { return cmp.Compare(a.Code, b.Code) })
	return list
}

// Version is an agreement version by its key: policies keep the one they were sold under.
func (s *Masters) Version(ctx context.Context, id int64) (*Agreement, error) {
	if a := s.now.Load().byID[id]; a != nil {
		return a, nil
	}
	row, err := s.store.Client.Agreement.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("agreement %d: %w", id, err)
	}
	return ready(row)
}

// Permits tells whether the agreement lets a plan be sold.
func (a *Agreement) Permits(plan string) bool {
	return len(a.Plans) == 0 || slices.Contains(a.Plans, plan)
}

// Terms are the merged terms of a plan under an agreement: default < product < plan < channel < agreement.
func (s *Masters) Terms(product *catalog.Version, plan string, a *Agreement) (*rule.Terms, error) {
	now := s.now.Load()
	key := termsKey{product.ID, a.ID, plan}
	if known, ok := now.terms.Load(key); ok {
		return known.(*rule.Terms), nil
	}
	merged, err := product.Terms(plan, a.ChannelTerms, a.Terms)
	if err != nil {
		return nil, fmt.Errorf("terms of agreement %s: %w", a.Code, err)
	}
	now.terms.Store(key, merged)
	return merged, nil
}

func (a *Agreement) validAt(t time.Time) bool {
	return !t.Before(a.ValidFrom) && (a.ValidUntil == nil || t.Before(*a.ValidUntil)) &&
		(a.TerminatedAt == nil || t.Before(*a.TerminatedAt))
}

func (s *Masters) load(ctx context.Context) error {
	channels, err := s.store.Client.Channel.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("load channels: %w", err)
	}
	agreements, err := s.store.Client.Agreement.Query().Order(ent.Desc(agreement.FieldVersion)).All(ctx)
	if err != nil {
		return fmt.Errorf("load agreements: %w", err)
	}
	accounts, err := s.store.Client.SettlementAccount.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("load accounts: %w", err)
	}
	e := &entries{
		accounts: map[string]*ent.SettlementAccount{},
		channels: map[int64]*ent.Channel{}, byCode: map[channelCode]*ent.Channel{},
		agreements: map[agreementCode][]*Agreement{}, byID: map[int64]*Agreement{},
	}
	for _, a := range accounts {
		e.accounts[a.Code] = a
	}
	for _, c := range channels {
		e.channels[c.ID] = complete(c)
		e.byCode[channelCode{c.Code, c.Live}] = c
	}
	for _, row := range agreements {
		a, err := ready(row)
		if err != nil {
			return err
		}
		key := agreementCode{a.ChannelID, a.Code}
		e.agreements[key] = append(e.agreements[key], a)
		e.byID[a.ID] = a
	}
	for _, versions := range e.agreements {
		computeSince(versions)
	}
	s.now.Store(e)
	return nil
}

// computeSince works out since when there are the quotas of an agreement's versions, newest first.
func computeSince(versions []*Agreement) {
	rows := make([]*ent.Agreement, len(versions))
	for i, a := range versions {
		rows[i] = a.Agreement
	}
	for i, a := range versions {
		if len(a.Quotas) > 0 {
			a.since = sinceOf(rows[i:])
		}
	}
}

func ready(row *ent.Agreement) (*Agreement, error) {
	rate, err := money.ParseDecimal(row.CommissionRate)
	if err != nil {
		return nil, fmt.Errorf("commission rate of agreement %d: %w", row.ID, err)
	}
	a := &Agreement{Agreement: row, Commission: rate}
	if a.adjustment, err = adjustmentOf(row.Premium); err != nil {
		return nil, fmt.Errorf("premium terms of agreement %d: %w", row.ID, err)
	}
	return a, nil
}
