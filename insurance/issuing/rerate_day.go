package issuing

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/workday"
	"baodan/insurance/work"
)

const (
	rerateRun  = "rerate"
	reratePage = 500
)

// Periodics are what the calendar starts: every policy of the day before is rated again, and days whose worker died are gone on with.
func (s *Service) Periodics() []work.Periodic {
	return []work.Periodic{
		{Name: "rerate:yesterday", When: "30 3 * * *", Urgency: work.Low, Retries: 3, Within: 30 * time.Minute, Do: s.RerateYesterday},
		{Name: "rerate:resume", When: "*/10 * * * *", Urgency: work.Low, Within: 30 * time.Minute, Do: s.RerateResume},
	}
}

// RerateYesterday rates every policy of the day before again from what is stored with it (F2). A difference means that a price could
// not be explained to a regulator; it is logged as an error with the policy number.
func (s *Rerating) RerateYesterday(ctx context.Context) (int, error) {
	now := s.store.Now().In(workday.Zone)
	return s.rerateDay(ctx, time.Date(now.Year(), now.Month(), now.Day()-1, 0, 0, 0, 0, now.Location()))
}

// RerateResume goes on with days whose worker died.
func (s *Rerating) RerateResume(ctx context.Context) (done int, err error) {
	periods, err := s.store.Unfinished(ctx, rerateRun)
	if err != nil {
		return 0, err
	}
	for _, period := range periods {
		day, err := time.ParseInLocation(time.DateOnly, period, workday.Zone)
		if err != nil {
			return done, fmt.Errorf("period %q: %w", period, err)
		}
		n, err := s.rerateDay(ctx, day)
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// rerateDay answers how many policies it rated.
func (s *Rerating) rerateDay(ctx context.Context, day time.Time) (done int, err error) {
	run, err := s.store.TakeRun(ctx, rerateRun, day.Format(time.DateOnly))
	if err != nil || run == nil {
		return 0, err // nil: another worker has it, or it is done
	}
	first, end := work.KeyAt(day)-1, work.KeyAt(day.AddDate(0, 0, 1))
	for {
		last, looked, wrong, err := s.Rerate(ctx, max(first, run.Position), end, reratePage)
		if err != nil {
			return done, err
		}
		done += looked
		for _, number := range wrong {
			slog.ErrorContext(ctx, "a policy rates otherwise than it was sold", "policy", number)
		}
		if err := run.Advance(ctx, last, int64(looked), int64(len(wrong)), looked < reratePage); err != nil {
			return done, err
		}
		if looked < reratePage {
			slog.InfoContext(ctx, "policies rated again", "day", day.Format(time.DateOnly), "policies", run.Done, "different", run.Failed)
			return done, nil
		}
	}
}
