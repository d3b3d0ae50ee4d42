package people

import "context"

// What tests look at behind the door.
var (
	TOTPStepOf       = totpStepOf
	TOTPURI          = totpURI
	Temporary        = temporary
	ThrottledAddress = throttledAddress
)

// WaitAfter is how long a name waits after n failures.
func WaitAfter(failures int) string { return waitAfter(failures, freeOfName).String() }

// CheckHash compares a password with a hash.
func CheckHash(ctx context.Context, stored, password string) (right, stale bool, err error) {
	return newHasher().check(ctx, stored, password)
}

// Crowd takes every place at which passwords are hashed, until it is let go.
func (s *Service) Crowd() (letGo func()) {
	for range cap(s.Logins.hasher.slots) {
		s.Logins.hasher.slots <- struct{}{}
	}
	return func() {
		for range cap(s.Logins.hasher.slots) {
			<-s.Logins.hasher.slots
		}
	}
}

// Hashed is how often a login has hashed a password.
func (s *Service) Hashed() int64 { return s.Logins.hasher.hashed.Load() }
