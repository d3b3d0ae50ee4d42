package helpdesk

import "baodan/insurance/work"

// DueWork is the mails to customers that fall due.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{{Name: "helpdesk:mail", Table: "mails", Column: "due_at", Urgency: work.Normal, AtOnce: 1, Batch: 20, Do: s.Send}}
}
