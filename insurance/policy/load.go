package policy

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
)

// What belongs to policies is looked up for all policies of a page at once, and answered by the policies: one of
// them may be there from several points of view.

// knownOf reads the endorsements of policies that changed, and the products that they were sold under and that are not in memory.
func (s *Reader) knownOf(ctx context.Context, rows []*ent.InsurancePolicy) (map[int64][]*ent.Endorsement, error) {
	products := make([]int64, len(rows))
	for i, row := range rows {
		products[i] = row.ProductVersionID
	}
	if err := s.catalog.Preload(ctx, products); err != nil {
		return nil, err
	}
	return s.endorsementsOf(ctx, rows)
}

// RenewedFrom are the numbers of the policies that policies renew; those that renew none are left out.
func (s *Reader) RenewedFrom(ctx context.Context, list []*Policy) (map[*Policy]*string, error) {
	return s.numbersOf(ctx, list, func(p *Policy) *int64 { return p.row.Renews })
}

// numbersOf are the numbers of the policies that policies refer to.
func (s *Reader) numbersOf(ctx context.Context, list []*Policy, to func(*Policy) *int64) (map[*Policy]*string, error) {
	var ids []int64
	for _, p := range list {
		if id := to(p); id != nil {
			ids = append(ids, *id)
		}
	}
	if len(ids) == 0 {
		return nil, nil // none
	}
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(ids...)).Select(insurancepolicy.FieldID, insurancepolicy.FieldNumber).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("numbers of policies: %w", err)
	}
	byID := make(map[int64]*string, len(rows))
	for _, row := range rows {
		byID[row.ID] = &row.Number
	}
	numbers := make(map[*Policy]*string, len(ids))
	for _, p := range list {
		if id := to(p); id != nil {
			numbers[p] = byID[*id]
		}
	}
	return numbers, nil
}

// Step is a policy and one of its endorsements.
type Step struct {
	Policy      *Policy
	Endorsement *ent.Endorsement
}

// AfterEndorsements are policies as they are after one of their endorsements, once that has taken effect, by the keys of the
// endorsements: what a replay answers again.
func (s *Reader) AfterEndorsements(ctx context.Context, steps []Step) (map[int64]*Snapshot, error) {
	rows, err := s.store.Client.Endorsement.Query().Where(func(q *sql.Selector) {
		any := make([]*sql.Predicate, len(steps))
		for i, step := range steps {
			any[i] = sql.And(sql.EQ(q.C(endorsement.FieldPolicyID), step.Policy.row.ID), sql.LTE(q.C(endorsement.FieldVersion), step.Endorsement.Version))
		}
		q.Where(sql.Or(any...))
	}).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endorsements of policies: %w", err)
	}
	after := make(map[int64]*Snapshot, len(steps))
	for _, step := range steps {
		var known []*ent.Endorsement
		for _, row := range rows {
			if row.PolicyID == step.Policy.row.ID && row.Version <= step.Endorsement.Version {
				known = append(known, row)
			}
		}
		after[step.Endorsement.ID] = &Snapshot{Policy: step.Policy.following(known, step.Endorsement), KnownAt: &step.Endorsement.RecordedAt}
	}
	return after, nil
}
