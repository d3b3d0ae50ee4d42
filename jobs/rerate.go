package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/hibiken/asynq"

	"baodan/insurance/work"
)

// rerateYesterday rates every policy of the day before again from what is stored with it (F2). A difference means that
// a price could not be explained to a regulator; it is logged as an error with the policy number.
func rerateYesterday(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	now := deps.Store.Now().In(zone)
	return rerateDay(ctx, deps, time.Date(now.Year(), now.Month(), now.Day()-1, 0, 0, 0, 0, zone))
}

// rerateResume goes on with days whose worker died.
func rerateResume(ctx context.Context, deps *Deps, _ *asynq.Task) error {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return err
	}
	periods, err := deps.Store.Unfinished(ctx, rerateJob)
	if err != nil {
		return err
	}
	for _, period := range periods {
		day, err := time.ParseInLocation(time.DateOnly, period, zone)
		if err != nil {
			return fmt.Errorf("period %q: %w", period, err)
		}
		if err := rerateDay(ctx, deps, day); err != nil {
			return err
		}
	}
	return nil
}

const (
	rerateJob  = "rerate"
	reratePage = 500
)

func rerateDay(ctx context.Context, deps *Deps, day time.Time) error {
	run, err := deps.Store.TakeRun(ctx, rerateJob, day.Format(time.DateOnly))
	if err != nil || run == nil {
		return err // nil: another worker has it, or it is done
	}
	first, end := work.KeyAt(day)-1, work.KeyAt(day.AddDate(0, 0, 1))
	for {
		last, looked, wrong, err := deps.Issuing.Rerate(ctx, max(first, run.Position), end, reratePage)
		if err != nil {
			return err
		}
		for _, number := range wrong {
			slog.ErrorContext(ctx, "a policy rates otherwise than it was sold", "policy", number)
		}
		if err := run.Advance(ctx, last, int64(looked), int64(len(wrong)), looked < reratePage); err != nil {
			return err
		}
		if looked < reratePage {
			slog.InfoContext(ctx, "policies rated again", "day", day.Format(time.DateOnly), "policies", run.Done, "different", run.Failed)
			return nil
		}
	}
}
