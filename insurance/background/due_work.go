package background

import "baodan/insurance/work"

// DueWork is the jobs that fall due, of every kind that was declared.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{{Name: "jobs:run", Table: "jobs", Column: "due_at", Urgency: work.Low, Kinds: s.works}}
}

// works are the kinds in the order in which they were declared.
func (s *Service) works() []work.JobKind {
	list := make([]work.JobKind, len(s.declared))
	for i, kind := range s.declared {
		list[i] = work.JobKind{Name: kind, Do: s.kinds[kind].Do}
	}
	return list
}
