package people

import (
	"time"

	"baodan/insurance/work"
)

// Periodics are what the calendar starts: failed logins and sessions that are long over are forgotten.
func (s *Service) Periodics() []work.Periodic {
	return []work.Periodic{{Name: "people:purge", When: "45 4 * * *", Urgency: work.Low, Within: 30 * time.Minute, Do: work.All(s.Purge)}}
}
