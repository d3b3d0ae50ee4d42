package health

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/idempotency"
	"baodan/insurance/work"
)

// VerifyKind names the jobs that recompute the audit record.
const VerifyKind = "audit.verify"

// verifyLease is longer than a worker is silent that lives.
const verifyLease = time.Minute

// Verification recomputes the audit record as jobs.
type Verification struct {
	store *work.Store
	audit *audit.Log
	jobs  *background.Service
}

// VerifyInput asks for it.
type VerifyInput struct {
	RequestNo string
	Reason    string
}

// Verified is what a verification found.
type Verified struct {
	At          time.Time `json:"at"`
	Links       int64     `json:"links"`
	Records     int64     `json:"records"`
	Checkpoints int64     `json:"checkpoints"`
	FileLines   *int64    `json:"fileLines"` // of the copy of the checkpoints; nil: the worker keeps none
	Pending     int64     `json:"pending"`
	Wrong       *string   `json:"wrong"` // the first thing wrong; nil: nothing is
}

// StartVerification starts a job that recomputes the audit record, on record. Faults: INVALID_VALUE; CONFLICT where one waits or runs.
func (s *Verification) StartVerification(ctx context.Context, caller *access.Caller, in VerifyInput) (row *ent.Job, err error) {
	if err := approval.CheckReason(in.Reason); err != nil {
		return nil, err
	}
	err = s.store.Do(ctx, "verify audit record", func(ctx context.Context, tx *work.Tx) error {
		runs, err := tx.Job.Query().Where(job.Kind(VerifyKind), job.StateIn(job.StateQueued, job.StateRunning)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("verify audit record: %w", err)
		}
		if runs {
			return fault.New(fault.CodeConflict, "the audit record is being verified")
		}
		if row, err = s.jobs.Start(ctx, tx, caller, VerifyKind, 0, struct{}{}, nil); err != nil {
			return err
		}
		if err := idempotency.Made(ctx, tx, row.ID, ""); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "audit.verify", ObjectKind: "job", Object: VerifyKind + "/" + strconv.FormatInt(row.ID, 10), Reason: in.Reason,
		})
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

// Verify works verifications that are due, and answers how many it took. The whole is one part: a worker that dies leaves it to the next,
// which begins anew. A record that is not whole is what it found, not a failure of the job.
func (s *Verification) Verify(ctx context.Context, file *audit.File) (int, error) {
	return s.jobs.Work(ctx, VerifyKind, 1, verifyLease, func(ctx context.Context, _ *ent.Job) (*background.Progress, error) {
		v, err := s.audit.Verify(ctx, file, nil)
		if err != nil {
			return nil, err
		}
		done := Verified{At: work.RealTime(), Links: v.Links, Records: v.Records, Checkpoints: v.Checkpoints, Pending: v.Pending}
		if file != nil {
			done.FileLines = &v.FileLines
		}
		if v.Bad != nil {
			wrong := v.Bad.Error()
			done.Wrong = &wrong
		}
		text, err := json.Marshal(done)
		if err != nil {
			return nil, fmt.Errorf("verify audit record: %w", err)
		}
		result := string(text)
		return &background.Progress{Done: v.Records, Total: &v.Records, Result: &result, Finished: true}, nil
	})
}

// Last is what the newest verification found; nil where there was none by a job.
func (s *Verification) Last(ctx context.Context) (*Verified, error) {
	row, err := s.store.Client.Job.Query().Where(job.Kind(VerifyKind), job.StateEQ(job.StateSucceeded)).Order(ent.Desc(job.FieldID)).First(ctx)
	if ent.IsNotFound(err) || err == nil && row.Result == nil {
		return nil, nil // it was never verified here
	}
	if err != nil {
		return nil, fmt.Errorf("last verification: %w", err)
	}
	found := &Verified{}
	if err := json.Unmarshal([]byte(*row.Result), found); err != nil {
		return nil, fmt.Errorf("last verification: %w", err)
	}
	return found, nil
}

// Whole tells whether nothing is wrong.
func (v *Verified) Whole() bool { return v.Wrong == nil }
