package policy

import "baodan/insurance/work"

// DueWork is what falls due of policies by themselves: what lists say of them changes with time.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{{Name: "policies:turn", Table: "policies", Column: "turns_at", Urgency: work.Low, AtOnce: 1, Batch: 250, Do: s.Turn}}
}
