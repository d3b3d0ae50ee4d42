package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	happened "baodan/insurance/event"
)

// Renewed tells whether a policy is renewed. A renewal that was cancelled before it began, or from its beginning, covered nobody:
// the policy may be renewed again.
func (s *Reader) Renewed(ctx context.Context, row *ent.InsurancePolicy) (bool, error) {
	if row.RenewedBy == nil {
		return false, nil
	}
	renewal, err := s.store.Client.InsurancePolicy.Get(ctx, *row.RenewedBy)
	if err != nil {
		return false, fmt.Errorf("renewal of policy %s: %w", row.Number, err)
	}
	if renewal.State != insurancepolicy.StateCANCELLED {
		return true, nil
	}
	began, err := s.store.Client.Endorsement.Query().Where(
		endorsement.PolicyID(renewal.ID), endorsement.KindEQ(endorsement.KindCancellation), endorsement.EffectiveAtGT(renewal.StartAt),
	).Exist(ctx)
	if err != nil {
		return false, fmt.Errorf("cancellation of policy %s: %w", renewal.Number, err)
	}
	return began, nil
}

// RenewedBy are the numbers of the policies that renew policies, the newest of each, as of the point of view of each.
func (s *Reader) RenewedBy(ctx context.Context, list []*Policy) (map[*Policy]*string, error) {
	var earlier []*Policy // views: what was known then is in the events
	for _, p := range list {
		if p.row.RenewedBy != nil && p.version < p.row.Version {
			earlier = append(earlier, p)
		}
	}
	numbers, err := s.numbersOf(ctx, list, func(p *Policy) *int64 {
		if p.version < p.row.Version {
			return nil
		}
		return p.row.RenewedBy
	})
	if err != nil || len(earlier) == 0 {
		return numbers, err
	}
	then, err := s.renewedThen(ctx, earlier)
	if err != nil {
		return nil, err
	}
	maps.Copy(then, numbers)
	return then, nil
}

// renewedThen are the numbers of the policies by which policies had been renewed when they had the version that they are seen with.
func (s *Reader) renewedThen(ctx context.Context, list []*Policy) (map[*Policy]*string, error) {
	subjects := make([]string, len(list))
	for i, p := range list {
		subjects[i] = p.row.Number
	}
	rows, err := s.store.Client.Event.Query().Where(event.SubjectIn(subjects...), event.Type(happened.PolicyRenewed{}.Type())).
		Order(ent.Asc(event.FieldSeq)).Select(event.FieldSubject, event.FieldSeq, event.FieldPayload).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("renewals of policies: %w", err)
	}
	then := make(map[*Policy]*string, len(list))
	for _, row := range rows {
		var renewed happened.PolicyRenewed
		if err := json.Unmarshal([]byte(row.Payload), &renewed); err != nil {
			return nil, fmt.Errorf("renewal of policy %s: %w", row.Subject, err)
		}
		for _, p := range list {
			if p.row.Number == row.Subject && row.Seq <= p.version {
				then[p] = &renewed.RenewedBy
			}
		}
	}
	return then, nil
}
