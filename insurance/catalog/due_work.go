package catalog

import (
	"time"

	"baodan/insurance/work"
)

// lookEvery and the half second in which servers look for changed masters together keep a product's moment to within a second on all
// of them.
const lookEvery = 200 * time.Millisecond

// DueWork is the versions that are to be published or withdrawn at a moment.
func (s *Service) DueWork() []work.DueWork {
	return []work.DueWork{{
		Name: "products:turn", Table: "product_versions", Column: "due_at", OfHouse: true, Urgency: work.Critical, AtOnce: 1, Batch: 20,
		Every: lookEvery, Do: s.ApplySchedules,
	}}
}
