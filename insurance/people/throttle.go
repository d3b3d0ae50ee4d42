package people

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/loginthrottle"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// A throttle counts tries before they are made, so that a thousand at once are still counted one by one; a try that
// succeeds is taken off again. After a number of failures each further one doubles the wait, up to a quarter of an hour.
// Unknown names are counted like known ones.
const (
	freeOfName    = 5  // the fifth failure in a row begins the first wait
	freeOfAddress = 30 // many people share an address
	firstWait     = 30 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour // without failure
	maxAttempts   = 20
)

func throttledName(name string) string { return "name:" + name }

func throttledAddress(address string) string { return "address:" + access.Network(address) }

// attempts counts tries to log in, and puts those that failed on record.
type attempts struct {
	store *work.Store
	audit *audit.Log
}

// loginAttempt is a try that was counted.
type loginAttempt struct {
	id       int64
	failures int       // with this one
	before   time.Time // until when tries were refused before it: a moment that is over
}

// count counts a try. Fault: LOCKED_OUT, with how long to wait.
func (s *attempts) count(ctx context.Context, subject string, free int) (made *loginAttempt, err error) {
	err = s.store.Do(ctx, "count a login", func(ctx context.Context, tx *work.Tx) error {
		for range maxAttempts {
			if made, err = tryCount(ctx, tx, subject, free); made != nil || err != nil {
				return err
			}
		}
		return lockedOut(time.Second)
	})
	return made, err
}

// tryCount inserts or moves the row; nil: somebody else moved it meanwhile.
func tryCount(ctx context.Context, tx *work.Tx, subject string, free int) (*loginAttempt, error) {
	row, err := tx.LoginThrottle.Query().Where(loginthrottle.Subject(subject)).Only(ctx)
	if ent.IsNotFound(err) {
		made := &loginAttempt{id: tx.NewKey(), failures: 1, before: tx.Now}
		err = tx.LoginThrottle.Create().SetID(made.id).SetSubject(subject).SetFailures(1).SetUntil(tx.Now).SetFailedAt(tx.Now).Exec(ctx)
		if work.IsDuplicate(err) {
			return nil, nil // lost; look again
		}
		if err == nil {
			return made, nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("login throttle: %w", err)
	}
	if row.Until.After(tx.Now) {
		return nil, lockedOut(row.Until.Sub(tx.Now))
	}
	made := &loginAttempt{id: row.ID, failures: row.Failures + 1, before: row.Until}
	if row.FailedAt.Before(tx.Now.Add(-forgetAfter)) {
		made.failures = 1
	}
	n, err := tx.LoginThrottle.Update().Where(loginthrottle.ID(row.ID), loginthrottle.Failures(row.Failures), loginthrottle.UntilLTE(tx.Now)).
		SetFailures(made.failures).SetUntil(tx.Now.Add(waitAfter(made.failures, free))).SetFailedAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("login throttle: %w", err)
	}
	if n == 0 {
		return nil, nil // lost; look again
	}
	return made, nil
}

func waitAfter(failures, free int) time.Duration {
	if failures < free {
		return 0
	}
	return min(firstWait<<min(failures-free, 10), longestWait)
}

func lockedOut(wait time.Duration) error {
	return fault.Newf(fault.CodeLockedOut, "try again in %s", max(wait.Round(time.Second), time.Second))
}

// uncount takes a try off again that was no failure, also of a caller who did not wait for the answer.
func (s *attempts) uncount(ctx context.Context, made *loginAttempt) error {
	return s.store.Do(context.WithoutCancel(ctx), "take a login off", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.LoginThrottle.Update().Where(loginthrottle.ID(made.id), loginthrottle.Failures(made.failures)).
			SetFailures(made.failures - 1).SetUntil(made.before).Save(ctx)
		if err != nil || n == 1 {
			return err
		}
		return tx.LoginThrottle.Update().Where(loginthrottle.ID(made.id), loginthrottle.FailuresGT(0)).AddFailures(-1).Exec(ctx)
	})
}

func badCredentials() error { return fault.New(fault.CodeBadCredentials, "") }

// failed puts a failed login on record and answers its fault. A name that nobody has may be a password that was typed in
// the wrong place: it is left out.
func (s *attempts) failed(ctx context.Context, c *access.Caller, p *ent.Person) error {
	entry := audit.Entry{Action: "login.failure", ObjectKind: "person", Object: "unknown"}
	if p != nil {
		entry.Object = p.Name
	}
	err := s.store.Do(ctx, "record a failed login", func(ctx context.Context, tx *work.Tx) error {
		return s.audit.Record(ctx, tx, audit.Actor{Name: "anonymous", Address: c.Address, RequestID: c.RequestID}, entry)
	})
	if err != nil {
		return err
	}
	return badCredentials()
}

// clearFailures forgets the failures of a name.
func clearFailures(ctx context.Context, tx *work.Tx, name string) error {
	if _, err := tx.LoginThrottle.Delete().Where(loginthrottle.Subject(throttledName(name))).Exec(ctx); err != nil {
		return fmt.Errorf("login throttle: %w", err)
	}
	return nil
}
