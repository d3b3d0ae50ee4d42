package servicing

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Endorsements of policies, as far as each knows of them, newest first.
func (o *Service) Endorsements(ctx context.Context, policies []*policy.Policy, page work.Page) (map[*policy.Policy]work.Listed[*Endorsement], error) {
	rows, err := o.store.Client.Endorsement.Query().Where(work.Each(policies, func(s *sql.Selector, p *policy.Policy) {
		endorsement.And(endorsement.PolicyID(p.Key()), endorsement.VersionLTE(p.Revision()))(s)
		page.Newest(s)
	}), predicate.Endorsement(page.NewestOrder)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endorsements of policies: %w", err)
	}
	all, lists := work.Group(rows, func(e *ent.Endorsement) int64 { return e.PolicyID }), map[*policy.Policy][]*Endorsement{}
	for _, p := range policies {
		for _, row := range all[p.Key()] {
			if row.Version <= p.Revision() {
				lists[p] = append(lists[p], &Endorsement{row, p})
			}
		}
	}
	return work.TrimEach(page, lists), nil
}

// PoliciesAfter are the policies after endorsements, once these have taken effect, by the keys of the endorsements.
func (s *Service) PoliciesAfter(ctx context.Context, list []*Endorsement) (map[int64]*policy.Snapshot, error) {
	steps := make([]policy.Step, len(list))
	for i, e := range list {
		steps[i] = policy.Step{Policy: e.policy, Endorsement: e.row}
	}
	return s.policies.AfterEndorsements(ctx, steps)
}

// Lookup says which endorsement: exactly one of these.
type Lookup struct {
	Number    *string
	RequestNo *string // of the caller's channel
}

// By finds an endorsement; nil where there is none in the caller's view. The insurer's people have no numbers of their own here.
func (s *Service) By(ctx context.Context, caller *access.Caller, by Lookup) (*Endorsement, error) {
	if by.Number != nil {
		return s.one(ctx, caller, endorsement.Number(*by.Number))
	}
	if _, all := caller.ChannelScope(); all || by.RequestNo == nil {
		return nil, nil // no such endorsement
	}
	return s.one(ctx, caller, endorsement.RequestNo(*by.RequestNo))
}

// ByID finds an endorsement by its key; nil where there is none in the caller's view.
func (s *Service) ByID(ctx context.Context, caller *access.Caller, id int64) (*Endorsement, error) {
	return s.one(ctx, caller, endorsement.ID(id))
}

func (s *Service) one(ctx context.Context, caller *access.Caller, which predicate.Endorsement) (*Endorsement, error) {
	row, err := s.store.Client.Endorsement.Query().Where(which, caller.InView(endorsement.FieldChannelID)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // no such endorsement
	}
	if err != nil {
		return nil, fmt.Errorf("find endorsement: %w", err)
	}
	policy, err := s.policies.ByID(ctx, caller, row.PolicyID)
	if err != nil || policy == nil {
		return nil, err
	}
	return &Endorsement{row, policy}, nil
}
