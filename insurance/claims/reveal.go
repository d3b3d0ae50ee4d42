package claims

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// PersonalKind names claims among what holds personal data.
func (s *Service) PersonalKind() string { return "claim" }

// SealedColumns are those of claims and their revisions.
func (s *Service) SealedColumns() []work.SealedColumn {
	return []work.SealedColumn{work.Sealed("claims", "personal"), work.Sealed("claim_revisions", "personal")}
}

// Personal opens what a claim says of persons as it stands (H7); nil where there is no such claim.
func (s *Service) Personal(ctx context.Context, id int64) (*privacy.SubjectData, error) {
	row, err := s.store.Client.Claim.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, nil // no such claim
	}
	if err != nil {
		return nil, fmt.Errorf("claim %d: %w", id, err)
	}
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	declared := policy.Product().ClaimFacts()
	facts, err := s.factsOf(row, declared)
	if err != nil {
		return nil, err
	}
	return &privacy.SubjectData{Object: row.Number, ChannelID: row.ChannelID, Values: privacy.ValuesOf(declared, facts, "facts")}, nil
}
