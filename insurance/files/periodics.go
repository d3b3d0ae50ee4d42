package files

import (
	"time"

	"baodan/insurance/work"
)

// Periodics are what the calendar starts: files that are not kept any more are removed (H7).
func (s *Service) Periodics() []work.Periodic {
	return []work.Periodic{{Name: "files:purge", When: "15 5 * * *", Urgency: work.Low, Within: 2 * time.Hour, Do: s.Purge}}
}
