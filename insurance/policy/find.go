package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"baodan/engine/number"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// Lookup names a policy, by one of the three.
type Lookup struct {
	Number  *string
	ID      *work.PolicyKey
	OrderNo *string      // of the caller's channel
	Order   *OrderLookup // of a channel that one of the insurer's people names
}

// OrderLookup names an order of a channel.
type OrderLookup struct {
	ChannelCode, OrderNo string
	Mode                 work.Mode
}

// By finds a policy by its number or the channel's order number; nil where there is none in the caller's view.
func (s *Reader) By(ctx context.Context, caller *access.Caller, by Lookup) (*Policy, error) {
	if by.ID != nil {
		return s.ByID(ctx, caller, int64(*by.ID))
	}
	if by.Number != nil {
		return s.ByNumber(ctx, caller, *by.Number, PointInTime{})
	}
	if by.Order != nil {
		return by.Order.find(ctx, s, caller)
	}
	if by.OrderNo == nil {
		return nil, nil // no such policy
	}
	return s.ByOrder(ctx, caller, *by.OrderNo, PointInTime{})
}

// find the policy of the order; nil where there is none in the caller's view.
func (by *OrderLookup) find(ctx context.Context, s *Reader, caller *access.Caller) (*Policy, error) {
	channel, err := s.distribution.ChannelByCode(by.ChannelCode, by.Mode.IsLive())
	if err != nil || !orderNoPattern.MatchString(by.OrderNo) {
		return nil, nil //nolint:nilerr // no such policy
	}
	row, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.ChannelID(channel.ID), insurancepolicy.OrderNo(by.OrderNo)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("find policy: %w", err)
	}
	return s.seen(ctx, caller, row, PointInTime{})
}

// ByNumber finds a policy by its number (D3, A4, B6); nil where there is none in the caller's view. A number whose
// check digit is wrong is not looked up.
func (s *Reader) ByNumber(ctx context.Context, caller *access.Caller, policyNo string, m PointInTime) (*Policy, error) {
	if kind, _, err := number.Parse(policyNo); err != nil || kind != number.Policy {
		return nil, nil //nolint:nilerr // no such policy
	}
	row, err := s.reads.Do(ctx, policyNo)
	if err != nil {
		return nil, err
	}
	return s.seen(ctx, caller, row, m)
}

// ByOrder finds a policy by the channel's order number; nil where there is none. The insurer's people have no orders
// of their own, so they find nothing this way.
func (s *Reader) ByOrder(ctx context.Context, caller *access.Caller, orderNo string, m PointInTime) (*Policy, error) {
	if _, all := caller.ChannelScope(); all || !orderNoPattern.MatchString(orderNo) {
		return nil, nil // no such policy
	}
	return s.find(ctx, caller, insurancepolicy.OrderNo(orderNo), m)
}

// ByID finds a policy by its key; nil where there is none in the caller's view.
func (s *Reader) ByID(ctx context.Context, caller *access.Caller, id int64) (*Policy, error) {
	return s.find(ctx, caller, insurancepolicy.ID(id), PointInTime{})
}

// readAll reads policies by number, many callers' in one round trip.
func (s *Reader) readAll(ctx context.Context, numbers []string) []work.Result[*ent.InsurancePolicy] {
	results := make([]work.Result[*ent.InsurancePolicy], len(numbers))
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.NumberIn(numbers...)).All(ctx)
	if err != nil {
		err = fmt.Errorf("read policies: %w", err)
	}
	byNumber := make(map[string]*ent.InsurancePolicy, len(rows))
	for _, row := range rows {
		byNumber[row.Number] = row
	}
	for i, number := range numbers {
		results[i] = work.Result[*ent.InsurancePolicy]{Value: byNumber[number], Err: err}
	}
	return results
}

// find reads one policy for a caller.
func (s *Reader) find(ctx context.Context, caller *access.Caller, which predicate.InsurancePolicy, m PointInTime) (*Policy, error) {
	row, err := s.store.Client.InsurancePolicy.Query().Where(which, caller.InView(insurancepolicy.FieldChannelID)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return nil, fmt.Errorf("find policy: %w", err)
	}
	return s.seen(ctx, caller, row, m)
}

// Rows reads policies by their keys, at once, for work that has no caller; see View.
func (s *Reader) Rows(ctx context.Context, ids []int64) (map[int64]*ent.InsurancePolicy, error) {
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	byID := make(map[int64]*ent.InsurancePolicy, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	return byID, nil
}

// Views are the policies of rows from a point of view, in their order, with one look at the endorsements of all of them; a
// policy that was not known then is left out.
func (s *Reader) Views(ctx context.Context, rows []*ent.InsurancePolicy, m PointInTime) ([]*Policy, error) {
	known, err := s.knownOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	list := make([]*Policy, 0, len(rows))
	for _, row := range rows {
		p, err := s.viewWith(ctx, row, m, known[row.ID])
		if err != nil {
			return nil, err
		}
		if p != nil {
			list = append(list, p)
		}
	}
	return list, nil
}

// ViewsAt are the policies of rows, each from a point of view of its own, in their order, with one look at the endorsements of all
// of them; nil for a policy that was not known then.
func ViewsAt(ctx context.Context, s *Service, rows []*ent.InsurancePolicy, moments []PointInTime) ([]*Policy, error) {
	known, err := s.knownOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	list := make([]*Policy, len(rows))
	for i, row := range rows {
		if list[i], err = s.viewWith(ctx, row, moments[i], slices.Clone(known[row.ID])); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// View is the policy of a row from a point of view.
func (s *Reader) View(ctx context.Context, row *ent.InsurancePolicy, m PointInTime) (*Policy, error) {
	return s.view(ctx, row, m)
}

// ByIDs finds policies by their keys, at once; those that are not in the caller's view are left out. What is wrong with one of them
// is its own error.
func (s *Reader) ByIDs(ctx context.Context, caller *access.Caller, ids []int64) (map[int64]work.Result[*Policy], error) {
	policies, err := s.ByKeys(ctx, ids, PointInTime{})
	maps.DeleteFunc(policies, func(_ int64, p work.Result[*Policy]) bool { return p.Err == nil && !caller.Sees(p.Value.row.ChannelID) })
	return policies, err
}

// ByKeys reads policies for work that has no caller, at once. What is wrong with one of them is its own error.
func (s *Reader) ByKeys(ctx context.Context, ids []int64, m PointInTime) (map[int64]work.Result[*Policy], error) {
	rows, err := s.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := slices.Collect(maps.Values(rows))
	known, err := s.knownOf(ctx, list)
	if err != nil {
		return nil, err
	}
	policies := make(map[int64]work.Result[*Policy], len(ids))
	for _, id := range ids {
		if rows[id] == nil {
			policies[id] = work.Result[*Policy]{Err: fmt.Errorf("there is no policy %d", id)}
			continue
		}
		p, err := s.viewWith(ctx, rows[id], m, slices.Clone(known[id]))
		policies[id] = work.Result[*Policy]{Value: p, Err: err}
	}
	return policies, nil
}

// ByKey reads a policy for work that has no caller.
func (s *Reader) ByKey(ctx context.Context, id int64, m PointInTime) (*Policy, error) {
	row, err := s.store.Client.InsurancePolicy.Get(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("policy %d: %w", id, err)
	}
	return s.view(ctx, row, m)
}

// seen is the one door that every policy goes through on its way to a caller: another channel's is as missing as one
// that never was.
func (s *Reader) seen(ctx context.Context, caller *access.Caller, row *ent.InsurancePolicy, m PointInTime) (*Policy, error) {
	if row == nil || !caller.Sees(row.ChannelID) {
		return nil, nil // no such policy
	}
	return s.view(ctx, row, m)
}
