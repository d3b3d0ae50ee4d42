// Package background keeps work that continues after the answer: its progress, stopping it and going on, and that a worker
// which dies leaves it to the next. What a kind of job does is said by the act that starts it.
package background

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Service starts jobs and works them. It is safe for concurrent use.
type Service struct {
	store *work.Store
	audit *audit.Log
	now   func(channelID int64) time.Time // by the clock of a channel; 0: of none
	kinds map[string]Kind

	declared []string // kinds, in their order
}

// Kind is what is special about jobs of a kind.
type Kind struct {
	// Do works jobs that are due, and answers how many it took.
	Do func(ctx context.Context) (int, error)
	// Closing says that a job leaves something to be done when it is stopped or breaks off; see WorkAndClose.
	Closing bool
	// Askers may ask for such jobs, read the files of those that they asked for, stop them and let them go on. System
	// administrators may stop any and let it go on.
	Askers []access.Role
	// Readers may read the files of a job, beside the one who asked for it.
	Readers []access.Role
}

// New opens the service.
func New(store *work.Store, audit *audit.Log, now func(channelID int64) time.Time) *Service {
	return &Service{store: store, audit: audit, now: now, kinds: map[string]Kind{}}
}

// Declare says what is special about a kind. It is for the act that starts such jobs, when it opens.
func (s *Service) Declare(kind string, k Kind) {
	if _, again := s.kinds[kind]; !again {
		s.declared = append(s.declared, kind)
	}
	s.kinds[kind] = k
}

// StartPeriod makes the job of a kind for a day or month, due at once, and answers whether it was the first to: the calendar may start
// it any number of times. Input is written as JSON.
func (s *Service) StartPeriod(ctx context.Context, kind, period string, input any) (started bool, err error) {
	text, err := json.Marshal(input)
	if err != nil {
		return false, fmt.Errorf("start job %s: %w", kind, err)
	}
	err = s.store.Do(ctx, "start "+kind, func(ctx context.Context, tx *work.Tx) error {
		return tx.Job.Create().SetID(tx.NewKey()).SetChannelID(0).SetKind(kind).SetPeriod(period).SetState(job.StateQueued).
			SetInput(string(text)).SetMadeBy("system:calendar").SetCreatedAt(tx.Now).SetDueAt(tx.Now).Exec(ctx)
	})
	if work.IsDuplicate(err) {
		return false, nil
	}
	return err == nil, err
}

// Start makes a job in the transaction of its cause, due at once. Input is written as JSON.
func (s *Service) Start(ctx context.Context, tx *work.Tx, caller *access.Caller, kind string, channelID int64, input any, total *int64) (*ent.Job, error) {
	text, err := json.Marshal(input)
	if err != nil {
		return nil, fmt.Errorf("start job %s: %w", kind, err)
	}
	row, err := tx.Job.Create().SetID(tx.NewKey()).SetChannelID(channelID).SetKind(kind).SetState(job.StateQueued).
		SetInput(string(text)).SetNillableTotal(total).SetMadeBy(caller.Actor()).SetCreatedAt(s.now(channelID)).SetDueAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("start job %s: %w", kind, err)
	}
	return row, nil
}
