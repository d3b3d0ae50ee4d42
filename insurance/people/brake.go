package people

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/ent/loginbrake"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// A brake counts tries before they are made, so that a thousand at once are still counted one by one; a try that
// succeeds is taken off again. After so many failures each further one doubles the wait, up to a quarter of an hour.
// Unknown names are counted like known ones.
const (
	freeOfName    = 5  // the fifth failure in a row begins the first wait
	freeOfAddress = 30 // many people share an address
	firstWait     = 30 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour // without failure
	brakeTries    = 20
)

func nameBrake(name string) string { return "name:" + name }

func addressBrake(address string) string { return "address:" + access.Network(address) }

// charge is a try that was counted.
type charge struct {
	id       int64
	failures int       // with this one
	before   time.Time // until when tries were refused before it: a moment that is over
}

// charge counts a try. Fault: LOCKED_OUT, with how long to wait.
func (o *Service) charge(ctx context.Context, subject string, free int) (made *charge, err error) {
	err = o.store.Do(ctx, "count a login", func(ctx context.Context, tx *work.Tx) error {
		for range brakeTries {
			if made, err = tryCharge(ctx, tx, subject, free); made != nil || err != nil {
				return err
			}
		}
		return lockedOut(time.Second)
	})
	return made, err
}

// tryCharge inserts or moves the row; nil: somebody else moved it meanwhile.
func tryCharge(ctx context.Context, tx *work.Tx, subject string, free int) (*charge, error) {
	row, err := tx.LoginBrake.Query().Where(loginbrake.Subject(subject)).Only(ctx)
	if ent.IsNotFound(err) {
		made := &charge{id: tx.NewKey(), failures: 1, before: tx.Now}
		err = tx.LoginBrake.Create().SetID(made.id).SetSubject(subject).SetFailures(1).SetUntil(tx.Now).SetFailedAt(tx.Now).Exec(ctx)
		if work.IsDuplicate(err) {
			return nil, nil // lost; look again
		}
		if err == nil {
			return made, nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("login brake: %w", err)
	}
	if row.Until.After(tx.Now) {
		return nil, lockedOut(row.Until.Sub(tx.Now))
	}
	made := &charge{id: row.ID, failures: row.Failures + 1, before: row.Until}
	if row.FailedAt.Before(tx.Now.Add(-forgetAfter)) {
		made.failures = 1
	}
	n, err := tx.LoginBrake.Update().Where(loginbrake.ID(row.ID), loginbrake.Failures(row.Failures), loginbrake.UntilLTE(tx.Now)).
		SetFailures(made.failures).SetUntil(tx.Now.Add(waitAfter(made.failures, free))).SetFailedAt(tx.Now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("login brake: %w", err)
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

// refund takes a try off again that was no failure, also of whoever did not wait for the answer.
func (o *Service) refund(ctx context.Context, made *charge) error {
	return o.store.Do(context.WithoutCancel(ctx), "take a login off", func(ctx context.Context, tx *work.Tx) error {
		n, err := tx.LoginBrake.Update().Where(loginbrake.ID(made.id), loginbrake.Failures(made.failures)).
			SetFailures(made.failures - 1).SetUntil(made.before).Save(ctx)
		if err != nil || n == 1 {
			return err
		}
		return tx.LoginBrake.Update().Where(loginbrake.ID(made.id), loginbrake.FailuresGT(0)).AddFailures(-1).Exec(ctx)
	})
}

// release forgets the failures of a name.
func release(ctx context.Context, tx *work.Tx, name string) error {
	if _, err := tx.LoginBrake.Delete().Where(loginbrake.Subject(nameBrake(name))).Exec(ctx); err != nil {
		return fmt.Errorf("login brake: %w", err)
	}
	return nil
}
