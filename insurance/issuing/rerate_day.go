package issuing

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"baodan/engine/workday"
	"baodan/ent"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

const (
	rerateKind  = "rerate"
	reratePage  = 500
	rerateLease = time.Minute // longer than a page takes
)

// rerateInput is what a job is about: policies whose keys lie between, both apart.
type rerateInput struct {
	Day   string `json:"day"`
	After int64  `json:"after"`
	Until int64  `json:"until"`
}

// Periodics are what the calendar starts: every policy of the day before is rated again.
func (s *Service) Periodics() []work.Periodic {
	return []work.Periodic{{Name: "rerate:yesterday", When: "30 3 * * *", Urgency: work.Low, Retries: 3, Within: time.Minute, Do: s.RerateYesterday}}
}

// RerateYesterday starts the job that rates every policy of the day before again from what is stored with it (F2), and answers how many
// jobs it started: there is one a day.
func (s *Rerating) RerateYesterday(ctx context.Context) (int, error) {
	now := s.store.Now().In(workday.Zone)
	day := time.Date(now.Year(), now.Month(), now.Day()-1, 0, 0, 0, 0, now.Location())
	in := rerateInput{day.Format(time.DateOnly), work.KeyAt(day) - 1, work.KeyAt(day.AddDate(0, 0, 1))}
	if started, err := s.background.StartPeriod(ctx, rerateKind, in.Day, in); err != nil || !started {
		return 0, err
	}
	return 1, nil
}

// WorkRerates works such jobs, and answers how many it took.
func (s *Rerating) WorkRerates(ctx context.Context) (int, error) {
	return s.background.Work(ctx, rerateKind, 1, rerateLease, s.rerateSome)
}

// rerateSome rates a page of a day again. A difference means that a price could not be explained to a regulator; it is a failed row of
// the job, and logged as an error with the policy number.
func (s *Rerating) rerateSome(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	var in rerateInput
	if err := json.Unmarshal([]byte(row.Input), &in); err != nil {
		return nil, fmt.Errorf("input of job %d: %w", row.ID, err)
	}
	last, looked, wrong, err := s.Rerate(ctx, max(in.After, row.Position), in.Until, reratePage)
	if err != nil {
		return nil, err
	}
	for _, number := range wrong {
		slog.ErrorContext(ctx, "a policy rates otherwise than it was sold", "policy", number, "day", in.Day)
	}
	return &background.Progress{
		Position: last, Done: row.Done + int64(looked-len(wrong)), Failed: row.Failed + int64(len(wrong)), Finished: looked < reratePage,
		Beside: func(ctx context.Context, tx *work.Tx) error {
			for i, number := range wrong {
				err := tx.JobFailure.Create().SetID(tx.NewKey()).SetJobID(row.ID).SetRow(row.Failed + int64(i) + 1).
					SetCode(string(fault.CodePremiumMismatch)).SetMessage(number).Exec(ctx)
				if err != nil {
					return err
				}
			}
			return nil
		},
	}, nil
}
