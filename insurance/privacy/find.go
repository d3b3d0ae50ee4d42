package privacy

import (
	"context"
	"fmt"

	"baodan/ent"
	"baodan/ent/personalmark"
)

// Marks makes the blind indexes that this service looks things up by.
func (o *Service) Marks() *BlindIndex { return o.marks }

// PoliciesOf finds the policies that hold a value of a class, in the policy itself, its endorsements or its claims: by
// what is in force and by what was said before. It answers at most so many keys, newest first, going on below a key
// where after is not 0. A value that nothing can be looked up by finds nothing.
func (o *Service) PoliciesOf(ctx context.Context, class PersonalClass, value string, after int64, most int) ([]int64, error) {
	mark := o.marks.Of(class, value)
	if mark == nil {
		return nil, nil // nothing to look up by
	}
	return policiesOf(ctx, o.store.Client, mark, after, most)
}

func policiesOf(ctx context.Context, client *ent.Client, mark []byte, after int64, most int) ([]int64, error) {
	query := client.PersonalMark.Query().Where(personalmark.Mark(mark))
	if after != 0 {
		query.Where(personalmark.PolicyIDLT(after))
	}
	var ids []int64
	err := query.Unique(true).Order(ent.Desc(personalmark.FieldPolicyID)).Limit(most).
		Select(personalmark.FieldPolicyID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("find by personal data: %w", err)
	}
	return ids, nil
}
