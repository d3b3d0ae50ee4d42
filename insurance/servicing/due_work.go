package servicing

import "baodan/insurance/work"

// DueWork is the announcements that fall due: policies that expire, or did.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{{Name: "policies:announce", Table: "policies", Column: "due_at", Urgency: work.Low, AtOnce: 1, Batch: 250, Do: s.Announce}}
}
