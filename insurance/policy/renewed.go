package policy

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	"baodan/ent/insurancepolicy"
	happened "baodan/insurance/event"
)

// Renewed tells of policies, by their keys, whether they are renewed. A renewal that was cancelled before it began, or from its
// beginning, covered nobody: the policy may be renewed again.
func (s *Reader) Renewed(ctx context.Context, rows ...*ent.InsurancePolicy) (map[int64]bool, error) {
	var renewals []int64
	for _, row := range rows {
		if row.RenewedBy != nil {
			renewals = append(renewals, *row.RenewedBy)
		}
	}
	if len(renewals) == 0 {
		return map[int64]bool{}, nil
	}
	found, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDIn(renewals...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("renewals of policies: %w", err)
	}
	covers := map[int64]bool{} // renewals that cover somebody, or did
	begins := map[int64]time.Time{}
	for _, r := range found {
		covers[r.ID] = r.State != insurancepolicy.StateCANCELLED
		begins[r.ID] = r.StartAt
	}
	cancelled, err := s.store.Client.Endorsement.Query().
		Where(endorsement.PolicyIDIn(renewals...), endorsement.KindEQ(endorsement.KindCancellation)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("cancellations of renewals: %w", err)
	}
	for _, c := range cancelled {
		covers[c.PolicyID] = c.EffectiveAt.After(begins[c.PolicyID])
	}
	renewed := map[int64]bool{}
	for _, row := range rows {
		renewed[row.ID] = row.RenewedBy != nil && covers[*row.RenewedBy]
	}
	return renewed, nil
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
