package idempotency

import (
	"time"

	"baodan/insurance/work"
)

// Periodics are what the calendar starts: what answers showed once is forgotten a day after.
func (s *Service) Periodics() []work.Periodic {
	return []work.Periodic{{Name: "secrets:purge", When: "10 * * * *", Urgency: work.Low, Within: 10 * time.Minute, Do: work.All(s.Purge)}}
}
