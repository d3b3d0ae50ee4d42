package distribution

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/channel"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/work"
)

// StoredAgreements reads versions of agreements as they are stored, with their states.
type StoredAgreements struct {
	store *work.Store
	clock *Clock
}

// State of an agreement version at an instant.
type State string

// States.
const (
	Pending    State = "PENDING"    // not begun
	InForce    State = "IN_FORCE"   // policies issued now carry it
	Superseded State = "SUPERSEDED" // a newer version is in force
	Expired    State = "EXPIRED"
	Terminated State = "TERMINATED"
)

// AgreementsOf channels, each in its newest version, newest first; 100 of a channel at most.
func (s *StoredAgreements) AgreementsOf(ctx context.Context, channels []*ent.Channel) (map[int64][]*ent.Agreement, error) {
	rows, err := s.store.Client.Agreement.Query().Where(work.Each(channels, func(state *sql.Selector, c *ent.Channel) {
		agreement.ChannelID(c.ID)(state)
		state.Where(sql.Not(newer(state, nil))).OrderBy(sql.Desc(state.C(agreement.FieldID))).Limit(100)
	})).Order(ent.Desc(agreement.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("agreements of channels: %w", err)
	}
	for _, row := range rows {
		whole(row)
	}
	return work.Group(rows, func(a *ent.Agreement) int64 { return a.ChannelID }), nil
}

// AgreementsSelling products, by the products' codes, of channels in a mode that the caller sees; each in its newest version, newest
// first; 100 of a product at most.
func (s *StoredAgreements) AgreementsSelling(ctx context.Context, caller *access.Caller, products []*catalog.ProductSummary, mode work.Mode) (map[string][]*ent.Agreement, error) {
	rows, err := s.store.Client.Agreement.Query().Where(work.Each(products, func(state *sql.Selector, p *catalog.ProductSummary) {
		for _, narrow := range []predicate.Agreement{agreement.ProductCode(p.Code), ofHalf("", mode), caller.InView(agreement.FieldChannelID)} {
			narrow(state)
		}
		state.Where(sql.Not(newer(state, nil))).OrderBy(sql.Desc(state.C(agreement.FieldID))).Limit(100)
	})).Order(ent.Desc(agreement.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("agreements of products: %w", err)
	}
	lists := map[string][]*ent.Agreement{}
	for _, row := range rows {
		lists[row.ProductCode] = append(lists[row.ProductCode], whole(row))
	}
	return lists, nil
}

// FindAgreement reads a version of a live channel's agreement as it is stored now, the newest for version 0; nil where
// there is none.
func (s *StoredAgreements) FindAgreement(ctx context.Context, caller *access.Caller, channelCode, code string, version int) (*ent.Agreement, error) {
	query := s.store.Client.Agreement.Query().Where(ofLive(channelCode), agreement.Code(code), caller.InView(agreement.FieldChannelID))
	if version != 0 {
		query.Where(agreement.Version(version))
	}
	row, err := query.Order(ent.Desc(agreement.FieldVersion)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such agreement
	}
	if err != nil {
		return nil, fmt.Errorf("find agreement: %w", err)
	}
	return whole(row), nil
}

// AgreementByID reads a version; nil where there is none in the caller's view: the insurer's people see all.
func (s *StoredAgreements) AgreementByID(ctx context.Context, caller *access.Caller, id int64) (*ent.Agreement, error) {
	if caller.Audience != access.Ops && caller.Audience != access.Channel {
		return nil, nil // no such agreement
	}
	row, err := s.store.Client.Agreement.Query().Where(agreement.ID(id), caller.InView(agreement.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such agreement
	}
	if err != nil {
		return nil, fmt.Errorf("find agreement: %w", err)
	}
	return whole(row), nil
}

// StatesOf versions now, each by its channel's clock, by their keys.
func (s *StoredAgreements) StatesOf(ctx context.Context, rows []*ent.Agreement) (map[int64]State, error) {
	states := make(map[int64]State, len(rows))
	var valids []*ent.Agreement // in force, unless a newer version is
	for _, row := range rows {
		now := s.clock.Now(row.ChannelID)
		one := Agreement{Agreement: row}
		switch {
		case row.TerminatedAt != nil && !now.Before(*row.TerminatedAt):
			states[row.ID] = Terminated
		case now.Before(row.ValidFrom):
			states[row.ID] = Pending
		case !one.validAt(now):
			states[row.ID] = Expired
		default:
			valids = append(valids, row)
		}
	}
	if len(valids) == 0 {
		return states, nil
	}
	newest, err := s.newestValid(ctx, valids)
	if err != nil {
		return nil, err
	}
	for _, row := range valids {
		if states[row.ID] = InForce; newest[agreementCode{row.ChannelID, row.Code}] > row.Version {
			states[row.ID] = Superseded
		}
	}
	return states, nil
}

// newestValid are the newest versions that are valid now of the agreements that rows are versions of.
func (s *StoredAgreements) newestValid(ctx context.Context, rows []*ent.Agreement) (map[agreementCode]int, error) {
	any := make([]predicate.Agreement, len(rows))
	for i, row := range rows {
		any[i] = agreement.And(agreement.ChannelID(row.ChannelID), agreement.Code(row.Code), valid(s.clock.Now(row.ChannelID)))
	}
	list, err := s.store.Client.Agreement.Query().Where(agreement.Or(any...)).Order(ent.Asc(agreement.FieldVersion)).
		Select(agreement.FieldChannelID, agreement.FieldCode, agreement.FieldVersion).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("states of agreements: %w", err)
	}
	newest := make(map[agreementCode]int, len(list))
	for _, row := range list {
		newest[agreementCode{row.ChannelID, row.Code}] = row.Version
	}
	return newest, nil
}

// is holds for versions in a state at an instant, as StatesOf tells it.
func is(state State, now time.Time) predicate.Agreement {
	ended := agreement.TerminatedAtLTE(now)
	switch state {
	case Terminated:
		return ended
	case Pending:
		return agreement.And(agreement.Not(orNull(ended)), agreement.ValidFromGT(now))
	case Expired:
		return agreement.And(agreement.Not(orNull(ended)), agreement.ValidFromLTE(now), agreement.ValidUntilLTE(now))
	case Superseded:
		return agreement.And(valid(now), func(s *sql.Selector) { s.Where(newer(s, &now)) })
	case InForce:
	}
	return agreement.And(valid(now), func(s *sql.Selector) { s.Where(sql.Not(newer(s, &now))) })
}

// orNull makes a comparison with an end that is not there false instead of unknown, so that it may be negated.
func orNull(p predicate.Agreement) predicate.Agreement {
	return agreement.And(agreement.TerminatedAtNotNil(), p)
}

// valid holds for versions under which could be sold at an instant, were there no newer one.
func valid(now time.Time) predicate.Agreement {
	return agreement.And(
		agreement.ValidFromLTE(now),
		agreement.Or(agreement.ValidUntilIsNil(), agreement.ValidUntilGT(now)),
		agreement.Or(agreement.TerminatedAtIsNil(), agreement.TerminatedAtGT(now)),
	)
}

// newer holds where an agreement has a newer version than the row; one that is valid at an instant, if that is given.
func newer(s *sql.Selector, at *time.Time) *sql.Predicate {
	other := sql.Table(agreement.Table).As("newer")
	sub := sql.Dialect(s.Dialect()).Select(other.C(agreement.FieldID)).From(other).Where(sql.And(
		sql.ColumnsEQ(other.C(agreement.FieldChannelID), s.C(agreement.FieldChannelID)),
		sql.ColumnsEQ(other.C(agreement.FieldCode), s.C(agreement.FieldCode)),
		sql.ColumnsGT(other.C(agreement.FieldVersion), s.C(agreement.FieldVersion)),
	))
	if at != nil {
		valid(*at)(sub)
	}
	return sql.Exists(sub)
}

// ofLive holds for agreements of live channels, or of one of them.
func ofLive(code string) predicate.Agreement { return ofHalf(code, work.Live) }

// ofHalf narrows to versions of channels in a mode, or of one of them.
func ofHalf(code string, mode work.Mode) predicate.Agreement {
	return func(s *sql.Selector) {
		t := sql.Table(channel.Table)
		live := sql.Dialect(s.Dialect()).Select(t.C(channel.FieldID)).From(t).Where(sql.EQ(t.C(channel.FieldLive), mode.IsLive()))
		if code != "" {
			live.Where(sql.EQ(t.C(channel.FieldCode), code))
		}
		s.Where(sql.In(s.C(agreement.FieldChannelID), live))
	}
}

// whole gives an agreement of earlier days its empty lists.
func whole(row *ent.Agreement) *ent.Agreement {
	if row.Terms == nil {
		row.Terms = map[string]any{}
	}
	return row
}
