package privacy

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/approval"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// RewrapJob is the kind of job that wraps every data key under the current key-encryption key.
const RewrapJob = "keyring.rewrap"

const (
	rewrapPage   = 1000             // rows a part
	rewrapWithin = 10 * time.Second // files a part
	rewrapLease  = time.Minute      // longer than a part takes
)

// StartRewrap lets a worker wrap every data key again under the key that is current when it gets to it (H7). Everything
// goes on meanwhile: what is sealed in the database stays as it is, and only its small wrapped key is exchanged; stored
// files are sealed again.
func (s *Service) StartRewrap(ctx context.Context, caller *access.Caller) (job *ent.Job, err error) {
	err = s.store.Do(ctx, "rewrap keys", func(ctx context.Context, tx *work.Tx) error {
		job, err = s.background.Start(ctx, tx, caller, RewrapJob, 0, map[string]any{"current": s.ring.Current()}, nil)
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "keyring.rewrap", ObjectKind: "keyring", Object: fmt.Sprint(s.ring.Current()), After: map[string]any{"job": job.ID},
		})
	})
	return job, err
}

// rewrapping is how far a job is: which table; where in it says the job's position.
type rewrapping struct {
	Table   string `json:"table"`
	Column  int    `json:"column"`
	Wrapped int64  `json:"wrapped"` // keys that were wrapped again
}

// WorkRewraps works such jobs, and answers how many it worked on.
func (s *Service) WorkRewraps(ctx context.Context) (int, error) {
	return s.background.Work(ctx, RewrapJob, 1, rewrapLease, s.rewrapPart)
}

func (s *Service) rewrapPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	at := rewrapping{Table: s.sealed[0].Table}
	if err := read(row.Result, &at); err != nil {
		return nil, err
	}
	p := &background.Progress{Position: row.Position, Done: row.Done, Failed: row.Failed}
	var err error
	if at.Column < len(s.sealed) {
		err = s.rewrapRows(ctx, &at, p)
	} else {
		err = s.rewrapFiles(ctx, &at, p)
	}
	if err != nil {
		return nil, err
	}
	p.Result, err = write(at)
	return p, err
}

// vault stands for stored files after the tables.
const vault = "files"

func (s *Service) rewrapRows(ctx context.Context, at *rewrapping, p *background.Progress) error {
	last, looked, wrapped, err := s.rewrapPage(ctx, s.sealed[at.Column], p.Position)
	if err != nil {
		return err
	}
	p.Position, p.Done, at.Wrapped = last, p.Done+int64(looked), at.Wrapped+wrapped
	if looked < rewrapPage {
		at.Column, p.Position, at.Table = at.Column+1, 0, vault
		if at.Column < len(s.sealed) {
			at.Table = s.sealed[at.Column].Table
		}
	}
	return nil
}

func (s *Service) rewrapFiles(ctx context.Context, at *rewrapping, p *background.Progress) error {
	next, looked, wrapped, err := s.vault.Rewrap(ctx, int(p.Position), rewrapWithin)
	if err != nil {
		return err
	}
	p.Position, p.Done, at.Wrapped = int64(next), p.Done+int64(looked), at.Wrapped+int64(wrapped)
	p.Finished = next == 0
	return nil
}

// rewrapPage wraps the keys of the rows after a key again; those that are wrapped by the current key stay.
func (s *Service) rewrapPage(ctx context.Context, w work.SealedColumn, after int64) (last int64, looked int, done int64, err error) {
	rows, err := w.Page(ctx, s.store.Client, after, rewrapPage)
	if err != nil || len(rows) == 0 {
		return after, 0, 0, err
	}
	var changes []work.KeyChange
	for _, r := range rows {
		if r.Value == nil {
			continue
		}
		key, rest, err := w.Split(r.Value)
		if err != nil {
			return after, 0, 0, err
		}
		fresh, same, err := s.ring.Rewrap(key, w.Context(r.ID, r.Also))
		if err != nil {
			return after, 0, 0, fmt.Errorf("%s %d: %w", w.Table, r.ID, err)
		}
		if !same {
			changes = append(changes, work.KeyChange{ID: r.ID, From: r.Value, Value: w.Join(fresh, rest)})
		}
	}
	if len(changes) > 0 {
		err = s.store.Do(ctx, "rewrap keys", func(ctx context.Context, tx *work.Tx) error {
			done, err = w.Write(ctx, tx, changes)
			return err
		})
	}
	return rows[len(rows)-1].ID, len(rows), done, err
}

// KeyInUse finds where a key-encryption key still wraps something, a data key or a secret that waits for approval; empty:
// nowhere, so that it may be retired. It reads every row of every table that has wrapped keys, and the head of every file.
func (s *Service) KeyInUse(ctx context.Context, number uint32, since time.Time) (where string, err error) {
	for _, w := range s.sealed {
		for after := int64(0); ; {
			rows, err := w.Page(ctx, s.store.Client, after, rewrapPage)
			if err != nil {
				return "", err
			}
			for _, r := range rows {
				if r.Value == nil {
					continue
				}
				key, _, err := w.Split(r.Value)
				if err != nil {
					return "", err
				}
				if n, ok := seal.KeyNumber(key); ok && n == number {
					return w.Table, nil
				}
			}
			if len(rows) < rewrapPage {
				break
			}
			after = rows[len(rows)-1].ID
		}
	}
	if used, err := s.vault.Wraps(ctx, number); err != nil || used {
		return vault, err
	}
	if since.IsZero() {
		return "", nil // no key was exchanged yet; MySQL compares with no moment before the year 1000
	}
	// What a request carries is frozen, and may be sealed: those that were asked before the key was exchanged must end.
	waits, err := s.store.Client.Approval.Query().
		Where(approval.StateEQ(approval.StateRequested), approval.SecretNotNil(), approval.RequestedAtLT(since.Add(time.Minute))).Exist(ctx)
	if err != nil {
		return "", fmt.Errorf("requests for approval: %w", err)
	}
	if waits {
		return "approvals that wait", nil
	}
	return "", nil
}

// Retired records that a key-encryption key was taken out of use for good.
func (s *Service) Retired(ctx context.Context, caller *access.Caller, number uint32) error {
	return s.keyring(ctx, caller, "keyring.retire", number)
}

// Rotated records that another key-encryption key wraps from now on.
func (s *Service) Rotated(ctx context.Context, caller *access.Caller, number uint32) error {
	return s.keyring(ctx, caller, "keyring.rotate", number)
}

func (s *Service) keyring(ctx context.Context, caller *access.Caller, action string, number uint32) error {
	return s.store.Do(ctx, action, func(ctx context.Context, tx *work.Tx) error {
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{Action: action, ObjectKind: "keyring", Object: fmt.Sprint(number)})
	})
}

// Retirable refuses to retire a key that something still needs: INVALID_STATE, with where.
func (s *Service) Retirable(ctx context.Context, number uint32, since time.Time) error {
	where, err := s.KeyInUse(ctx, number, since)
	if err != nil {
		return err
	}
	if where != "" {
		return fault.Newf(fault.CodeInvalidState, "key %d still wraps something in %s: run keyring rewrap first", number, where)
	}
	return nil
}
