package background

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Which names a job.
type Which struct {
	ID               work.JobKey
	ExpectedRevision *int // nil: whichever it has, for the command line
}

// Stop stops a job that waits or runs. What it is just doing is done or left within a second or two; what was done stays
// done. Faults: NOT_FOUND, FORBIDDEN where the kind is none of the caller's business, CONFLICT,
// INVALID_STATE.
func (s *Service) Stop(ctx context.Context, caller *access.Caller, which Which) (*ent.Job, error) {
	return s.turn(ctx, caller, which, "job.stop", job.StateStopped, stoppable)
}

// Resume lets a job that was stopped or broke off go on where it is. Faults as of Stop.
func (s *Service) Resume(ctx context.Context, caller *access.Caller, which Which) (*ent.Job, error) {
	return s.turn(ctx, caller, which, "job.resume", job.StateQueued, resumable)
}

// States that a job is stopped and resumed from.
var (
	stoppable = []job.State{job.StateQueued, job.StateRunning}
	resumable = []job.State{job.StateStopped, job.StateFailed}
)

// mayTurn refuses those who may not ask for jobs of the kind: FORBIDDEN.
func (s *Service) mayTurn(caller *access.Caller, row *ent.Job) error {
	if !caller.HasRole(access.SystemAdmin) && !caller.HasRole(s.kinds[row.Kind].Askers...) {
		return fault.New(fault.CodeForbidden, "jobs of "+row.Kind, "id")
	}
	return nil
}

// stands refuses an act for which a job is in the wrong state: INVALID_STATE.
func stands(row *ent.Job) error {
	return fault.New(fault.CodeInvalidState, "it is "+string(row.State), "id")
}

// Allowed says of a job which acts are possible for a person now, and why others are not: each act's own checks say it.
func (s *Service) Allowed(caller *access.Caller, row *ent.Job) ([]*access.Act, error) {
	refused := map[string]error{}
	for name, from := range map[string][]job.State{"resumeJob": resumable, "stopJob": stoppable} {
		if refused[name] = s.mayTurn(caller, row); refused[name] == nil && !slices.Contains(from, row.State) {
			refused[name] = stands(row)
		}
	}
	return access.ActsOf(refused)
}

// turn takes a job from its worker, into a state.
func (s *Service) turn(ctx context.Context, caller *access.Caller, which Which, action string, to job.State, from []job.State) (*ent.Job, error) {
	var row *ent.Job
	id := int64(which.ID)
	err := s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) (err error) {
		row, err = tx.Job.Query().Where(inView(caller), job.ID(id)).Only(ctx)
		if ent.IsNotFound(err) {
			return fault.New(fault.CodeNotFound, "no such job", "id")
		}
		if err != nil {
			return err
		}
		if err := s.mayTurn(caller, row); err != nil {
			return err
		}
		if which.ExpectedRevision != nil && row.Revision != *which.ExpectedRevision {
			return fault.Changed(work.JobID.Of(id), "somebody stopped or resumed the job meanwhile", "expectedRevision")
		}
		update := tx.Job.Update().Where(job.ID(id), job.Revision(row.Revision), job.StateIn(from...)).AddRevision(1).SetState(to).SetLease(0).ClearDueAt()
		if due := s.closingDue(row.Kind); due != nil || to == job.StateQueued {
			update.SetDueAt(tx.Now)
		}
		n, err := update.Save(ctx)
		if err != nil {
			return err
		}
		if row, err = tx.Job.Get(ctx, id); err != nil {
			return err
		}
		if n == 0 {
			return stands(row)
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: action, ObjectKind: "job", Object: row.Kind + "/" + strconv.FormatInt(row.ID, 10), ChannelID: row.ChannelID,
			After: map[string]any{"state": row.State, "done": row.Done, "failed": row.Failed},
		})
	})
	if err != nil {
		return nil, err
	}
	return row.Unwrap(), nil
}

// inView narrows jobs to those that the caller may see: a channel its own, a person all.
func inView(caller *access.Caller) predicate.Job {
	return caller.InView(job.FieldChannelID)
}

// ByID finds a job; nil where there is none in the caller's view.
func (s *Service) ByID(ctx context.Context, caller *access.Caller, id int64) (*ent.Job, error) {
	row, err := s.store.Client.Job.Query().Where(job.ID(id), inView(caller)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // none
	}
	if err != nil {
		return nil, fmt.Errorf("job %d: %w", id, err)
	}
	return row, nil
}

// MayRead tells whether the files of a job are for the caller: they asked for it and still might, or it is their business by
// their role.
func (s *Service) MayRead(caller *access.Caller, row *ent.Job) bool {
	kind := s.kinds[row.Kind]
	return caller.Person != nil && (row.MadeBy == caller.Actor() && caller.HasRole(kind.Askers...) || caller.HasRole(kind.Readers...))
}
