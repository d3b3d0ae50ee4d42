package claims

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// errMoved says that somebody changed the claim after it was read.
var errMoved = errors.New("the claim was changed meanwhile")

// moved tells whether claim or policy was changed after it was read.
func moved(err error) bool { return errors.Is(err, errMoved) || errors.Is(err, policy.ErrMoved) }

const maxAttempts = 30

// retryOnConflict attempts an act again while others change the same claim or policy.
func retryOnConflict(ctx context.Context, attempt func() error) error {
	for range maxAttempts {
		err := attempt()
		if !moved(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(1+rand.IntN(10)) * time.Millisecond):
		}
	}
	return fault.New(fault.CodeConflict, "too many changes of the claim at once")
}

// transact runs prepare, and then what it answers in one transaction. Where somebody changed the claim meanwhile it
// starts again with prepare, which then refuses for the right reason.
func transact(ctx context.Context, store *work.Store, prepare func() (func(context.Context, *work.Tx) error, error), name string) error {
	return retryOnConflict(ctx, func() error {
		effect, err := prepare()
		if err != nil {
			return err
		}
		return store.Do(ctx, name, effect)
	})
}
