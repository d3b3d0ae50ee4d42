// Package background keeps work that goes on after the answer: its progress, stopping it and going on, and that a worker
// which dies leaves it to the next. What a kind of job does is said by the act that starts it.
package background

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/work"
)

// Office starts jobs and works them. It is safe for concurrent use.
type Office struct {
	store *work.Store
	book  *audit.Book
}

// NewOffice opens an office.
func NewOffice(store *work.Store, book *audit.Book) *Office { return &Office{store: store, book: book} }

// Start makes a job in the transaction of its cause, due at once. Input is written as JSON.
func (o *Office) Start(ctx context.Context, tx *work.Tx, caller *access.Caller, kind string, channelID int64, input any, total *int64) (*ent.Job, error) {
	text, err := json.Marshal(input)
	if err != nil {
		return nil, fmt.Errorf("start job %s: %w", kind, err)
	}
	row, err := tx.Job.Create().SetID(tx.NewKey()).SetChannelID(channelID).SetKind(kind).SetState(job.StateQueued).
		SetInput(string(text)).SetNillableTotal(total).SetMadeBy(caller.By()).SetCreatedAt(tx.Now).SetDueAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("start job %s: %w", kind, err)
	}
	return row, nil
}

// Progress is how far a job is after a part of it; all are totals.
type Progress struct {
	Position, Done, Failed       int64
	Total                        *int64
	Result                       *string // JSON
	ResultSHA256, FailuresSHA256 string  // files in the storage
	Finished                     bool
}

// errLost says that the job was stopped, or is another worker's by now.
var errLost = errors.New("the job is in other hands")

// Work takes jobs of a kind that are due, one after the other and at most so many, and works each part by part until
// it is finished, stopped, or the context ends; it answers how many it took. A part must be repeatable: a worker that dies
// after its effect and before its progress is stored does it again. What a part cannot mend ends the job as FAILED; a
// person may let it go on. Hold is longer than any part takes.
func (o *Office) Work(ctx context.Context, kind string, most int, hold time.Duration, part func(context.Context, *ent.Job) (*Progress, error)) (int, error) {
	due := work.Due{Table: job.Table, Condition: "kind = ?", Values: []any{kind}}
	for worked := range most {
		token, ids, err := o.store.Take(ctx, due, 1, hold)
		if err != nil || len(ids) == 0 {
			return worked, err
		}
		if err := o.run(ctx, ids[0], token, hold, part); err != nil && !errors.Is(err, errLost) {
			return worked + 1, fmt.Errorf("job %s: %w", kind, err)
		}
	}
	return most, nil
}

func (o *Office) run(ctx context.Context, id, token int64, hold time.Duration, part func(context.Context, *ent.Job) (*Progress, error)) error {
	for {
		row, err := o.store.Client.Job.Query().Where(job.ID(id), job.Lease(token)).Only(ctx)
		if ent.IsNotFound(err) {
			return errLost
		}
		if err != nil {
			return err
		}
		p, err := part(ctx, row)
		if ctx.Err() != nil {
			return ctx.Err() // due again by itself
		}
		if err != nil {
			return errors.Join(err, o.breakOff(ctx, row, err))
		}
		if err := o.save(ctx, row, p, hold); err != nil {
			return err
		}
		work.Point("job.part")
		if p.Finished {
			return nil
		}
	}
}

// save stores progress while the job is still the worker's.
func (o *Office) save(ctx context.Context, row *ent.Job, p *Progress, hold time.Duration) error {
	now := o.store.Now()
	update := o.store.Client.Job.Update().Where(job.ID(row.ID), job.Lease(row.Lease)).SetPosition(p.Position).SetDone(p.Done).
		SetFailed(p.Failed).SetNillableTotal(p.Total).SetNillableResult(p.Result).SetProblem("")
	if p.ResultSHA256 != "" {
		update.SetResultSha256(p.ResultSHA256)
	}
	if p.FailuresSHA256 != "" {
		update.SetFailuresSha256(p.FailuresSHA256)
	}
	if p.Finished {
		update.SetState(job.StateSucceeded).SetFinishedAt(now).ClearDueAt().SetLease(0)
	} else {
		update.SetState(job.StateRunning).SetDueAt(now.Add(hold))
	}
	n, err := update.Save(ctx)
	if err != nil {
		return fmt.Errorf("progress of job %d: %w", row.ID, err)
	}
	if n == 0 {
		return errLost
	}
	return nil
}

const longestProblem = 500

func (o *Office) breakOff(ctx context.Context, row *ent.Job, cause error) error {
	problem := []rune(cause.Error())
	return o.store.Client.Job.Update().Where(job.ID(row.ID), job.Lease(row.Lease)).SetState(job.StateFailed).
		SetProblem(string(problem[:min(len(problem), longestProblem)])).ClearDueAt().SetLease(0).Exec(ctx)
}
