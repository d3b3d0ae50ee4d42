package claims

import (
	"baodan/insurance/event"
	"baodan/insurance/work"
)

// DueWork is what falls due of claims and payouts.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{
		{
			Name: "claims:adjudicate", Table: "claims", Column: "due_at", Urgency: work.Critical, AtOnce: 2, Batch: 50, Do: s.Adjudicate,
			Wakes: []string{event.ClaimSubmitted{}.Type(), event.ClaimUpdated{}.Type(), event.ClaimReopened{}.Type()},
		},
		{
			Name: "claims:pay", Table: "payouts", Column: "due_at", Urgency: work.Critical, AtOnce: 2, Batch: 50, Do: s.Pay,
			Wakes: []string{event.ClaimApproved{}.Type()},
		},
	}
}
