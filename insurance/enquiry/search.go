package enquiry

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// search is a filter made ready: its names are keys, and what it looks at is known.
//
// Where the filter names policies, orders, an insured, a search value or a person, an index finds all candidates there can be, at most
// 5,000, and the rest of the filter is held against them. Otherwise an index is read in the order of the list (ranges.go): mostly
// one that says all of the filter. Where none does, some 1,000 policies are looked at in one call (walk).
type search struct {
	filter     *Filter
	live       bool
	channels   []int64 // of the half that was asked for; none: nothing can be found
	named      bool    // the filter names channels
	agreements []int64 // versions; nil: any
	states     []policy.State
	persons    []personal // that too many policies name to begin with them
	rows       []*listed
	few        bool // rows are all that fits
	gathered   bool // it was looked whether they are few
	below      int64

	// late are policies that turned, and whose rows do not say so yet; those that fit. Where there are too many of them, rows are not
	// trusted at all.
	late       []*listed
	lagging    []int64 // keys of all that turned
	distrusted bool
}

// prepare makes a filter ready. Faults: INVALID_VALUE.
func (s *Service) prepare(ctx context.Context, caller *access.Caller, f *Filter) (*search, error) {
	if faults := f.check(); len(faults) > 0 {
		return nil, faults
	}
	_, all := caller.ChannelScope()
	q := &search{filter: f, live: f.Mode.IsLive(), states: f.allStates(), named: len(f.ChannelCodes) > 0 || !all}
	if !all && caller.Channel != nil {
		q.live = caller.Channel.Live
	}
	if q.channels = s.distribution.Seen(caller, f.Mode, f.ChannelCodes); len(q.channels) == 0 {
		q.few = true
		return q, nil
	}
	if len(f.AgreementCodes) > 0 {
		ids, err := s.store.Client.Agreement.Query().Where(agreement.CodeIn(f.AgreementCodes...), agreement.ChannelIDIn(q.channels...)).IDs(ctx)
		if err != nil {
			return nil, fmt.Errorf("agreements of a search: %w", err)
		}
		if q.agreements = ids; len(ids) == 0 {
			q.few = true
			return q, nil
		}
	}
	if err := s.findLate(ctx, q); err != nil {
		return nil, err
	}
	keys, few, err := s.candidates(ctx, q)
	if err != nil || !few {
		return q, err
	}
	q.few = true
	return q, s.load(ctx, q, keys)
}

// findLate looks at policies whose rows lag behind the clock: few while workers run.
func (s *Service) findLate(ctx context.Context, q *search) error {
	list, err := s.policies.Turned(ctx, mostLate+1)
	if q.distrusted = len(list) > mostLate; err != nil || q.distrusted {
		return err
	}
	for _, p := range list {
		q.lagging = append(q.lagging, p.Key())
		if l := listedOf(p); q.fits(l) {
			q.late = append(q.late, l)
		}
	}
	return nil
}

// listedOf is what filters look at of a policy as it is now.
func listedOf(p *policy.Policy) *listed {
	h, row := p.Head(), p.Row()
	return &listed{
		key: row.ID, channel: row.ChannelID, agreement: row.AgreementID, product: p.Product().Code(), plan: h.Plan, payer: row.Payer,
		currency: row.Currency, state: h.State, premium: h.Premium, bound: row.BoundAt, end: row.EndAt,
	}
}

// fits tells whether a filter lets a policy through; what it says of persons is looked up elsewhere.
func (q *search) fits(l *listed) bool {
	f := q.filter
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	_, known := slices.BinarySearch(q.channels, l.channel)
	return known && (q.agreements == nil || slices.Contains(q.agreements, l.agreement)) && among(f.ProductCodes, l.product) &&
		among(f.PlanCodes, l.plan) && (len(f.Payers) == 0 || slices.Contains(f.Payers, policy.Payer(l.payer))) &&
		slices.Contains(q.states, l.state) && f.BoundAt.Holds(l.bound) && f.CoverEnd.Holds(l.end) && f.costs(l) && (q.below == 0 || l.key < q.below)
}

// looked reads what filters look at of policies.
func (s *Service) looked(ctx context.Context, q *search, keys []int64) ([]*listed, error) {
	if !q.distrusted {
		return s.light(ctx, keys)
	}
	views, err := s.views(ctx, keys)
	list := make([]*listed, len(views))
	for i, view := range views {
		list[i] = listedOf(view)
	}
	return list, err
}

// light reads what rows say of policies.
func (s *Service) light(ctx context.Context, keys []int64) ([]*listed, error) {
	query := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(keys...))
	query.Select(insurancepolicy.FieldID, insurancepolicy.FieldChannelID, insurancepolicy.FieldAgreementID, insurancepolicy.FieldProductCode,
		insurancepolicy.FieldListedPlan, insurancepolicy.FieldPayer, insurancepolicy.FieldCurrency, insurancepolicy.FieldPhase,
		insurancepolicy.FieldListedPremium, insurancepolicy.FieldBoundAt, insurancepolicy.FieldEndAt)
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look at policies: %w", err)
	}
	byKey := make(map[int64]*ent.InsurancePolicy, len(rows))
	for _, row := range rows {
		byKey[row.ID] = row
	}
	list := make([]*listed, 0, len(rows))
	for _, row := range ordered(byKey, keys) {
		list = append(list, &listed{
			key: row.ID, channel: row.ChannelID, agreement: row.AgreementID, product: row.ProductCode, plan: row.ListedPlan, payer: row.Payer,
			currency: row.Currency, state: policy.State(row.Phase), premium: row.ListedPremium, bound: row.BoundAt, end: row.EndAt,
		})
	}
	return list, nil
}

// ordered are rows in the order of keys.
func ordered(byKey map[int64]*ent.InsurancePolicy, keys []int64) []*ent.InsurancePolicy {
	list := make([]*ent.InsurancePolicy, 0, len(keys))
	for _, key := range keys {
		if row := byKey[key]; row != nil {
			list = append(list, row)
		}
	}
	return list
}

// load reads candidates, and keeps those that the filter lets through.
func (s *Service) load(ctx context.Context, q *search, keys []int64) error {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	late := slices.DeleteFunc(slices.Clone(q.late), func(l *listed) bool { return !slices.Contains(keys, l.key) })
	keys = slices.DeleteFunc(keys, func(key int64) bool { return slices.Contains(q.lagging, key) })
	for some := range slices.Chunk(keys, inChunk) {
		rows, err := s.looked(ctx, q, some)
		if err != nil {
			return err
		}
		q.rows = append(q.rows, slices.DeleteFunc(rows, func(l *listed) bool { return !q.fits(l) })...)
	}
	q.rows = append(q.rows, late...)
	return nil
}

// sale is a product that a channel may sell, or once might.
type sale struct {
	channel int64
	product string
}

// sold is what channels have, or had, agreements about.
func (s *Service) sold(ctx context.Context, channels []int64) ([]sale, error) {
	var rows []struct {
		ChannelID   int64  `json:"channel_id"`
		ProductCode string `json:"product_code"`
	}
	err := s.store.Client.Agreement.Query().Where(agreement.ChannelIDIn(channels...)).
		GroupBy(agreement.FieldChannelID, agreement.FieldProductCode).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("products of channels: %w", err)
	}
	list := make([]sale, len(rows))
	for i, row := range rows {
		list[i] = sale{row.ChannelID, row.ProductCode}
	}
	return list, nil
}

// wide says that more policies name a person than one looks at: they are found along the channels and times that the filter names.
// Fault: INVALID_VALUE where it names none.
func (q *search) wide(p personal) error {
	if !q.named && q.filter.BoundAt == nil {
		return fault.Newf(fault.CodeInvalidValue, "%s: more than %d policies; name channels or a time", p.name, mostCandidates).At("filter", p.name)
	}
	q.persons = append(q.persons, p)
	return nil
}
