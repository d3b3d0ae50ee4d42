package people

import "context"

// What tests look at behind the door.
var (
	TOTPStepOf   = totpStepOf
	TOTPURI      = totpURI
	Temporary    = temporary
	AddressBrake = addressBrake
)

// WaitAfter is how long a name waits after so many failures.
func WaitAfter(failures int) string { return waitAfter(failures, freeOfName).String() }

// CheckHash compares a password with a hash.
func CheckHash(ctx context.Context, stored, password string) (right, stale bool, err error) {
	return newHasher().check(ctx, stored, password)
}

// Crowd takes every place at which passwords are hashed, until it is let go.
func (o *Service) Crowd() (letGo func()) {
	for range cap(o.hasher.slots) {
		o.hasher.slots <- struct{}{}
	}
	return func() {
		for range cap(o.hasher.slots) {
			<-o.hasher.slots
		}
	}
}
