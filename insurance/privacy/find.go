package privacy

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/blindindex"
)

// BlindIndex makes the blind indexes that this service looks things up by.
func (s *Service) BlindIndex() *BlindIndex { return s.blindIndex }

// PoliciesOf finds the policies that hold a value of a class, in the policy itself, its endorsements or its claims: by
// what is in force and by what was said before. It answers at most `most` keys, newest first, below a key
// where after is not 0. A value that nothing can be looked up by finds nothing.
func (s *Service) PoliciesOf(ctx context.Context, class PersonalClass, value string, after int64, most int) ([]int64, error) {
	mark := s.blindIndex.Of(class, value)
	if mark == nil {
		return nil, nil // nothing to look up by
	}
	return policiesOf(ctx, s.store.Client, mark, after, most)
}

func policiesOf(ctx context.Context, client *ent.Client, mark []byte, after int64, most int) ([]int64, error) {
	query := client.BlindIndex.Query().Where(blindindex.Hash(mark))
	if after != 0 {
		query.Where(blindindex.PolicyIDLT(after))
	}
	var ids []int64
	err := query.Unique(true).Order(ent.Desc(blindindex.FieldPolicyID)).Limit(most).
		Select(blindindex.FieldPolicyID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("find by personal data: %w", err)
	}
	return ids, nil
}
