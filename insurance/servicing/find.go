package servicing

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Endorsements of a policy, as far as it knows of them, newest first; more tells whether there are others.
func (s *Service) Endorsements(ctx context.Context, policy *policy.Policy, page work.Page) (list []*Endorsement, more bool, err error) {
	rows, err := s.store.Client.Endorsement.Query().Where(endorsement.PolicyID(policy.Key()),
		endorsement.VersionLTE(policy.Version()), predicate.Endorsement(page.Newest)).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("endorsements of policy %s: %w", policy.Number(), err)
	}
	rows, more = work.Trim(page, rows)
	for _, row := range rows {
		list = append(list, &Endorsement{row, policy})
	}
	return list, more, nil
}

// ByID finds an endorsement by its key; nil where there is none in the caller's view.
func (s *Service) ByID(ctx context.Context, caller *access.Caller, id int64) (*Endorsement, error) {
	query := s.store.Client.Endorsement.Query().Where(endorsement.ID(id))
	if channel, all := caller.ChannelScope(); !all {
		query.Where(endorsement.ChannelID(channel))
	}
	row, err := query.Only(ctx)
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
