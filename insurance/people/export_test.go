package people

// What tests look at behind the door.
var (
	TOTPCode     = totpCode
	Temporary    = temporary
	AddressBrake = addressBrake
)

// WaitAfter is how long a name waits after so many failures.
func WaitAfter(failures int) string { return waitAfter(failures, freeOfName).String() }

// Crowd takes every place at which passwords are hashed, until it is let go.
func (o *Office) Crowd() (letGo func()) {
	for range cap(o.hasher.slots) {
		o.hasher.slots <- struct{}{}
	}
	return func() {
		for range cap(o.hasher.slots) {
			<-o.hasher.slots
		}
	}
}
