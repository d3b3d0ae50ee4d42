package people

// What tests look at behind the door.
var (
	TOTPCode  = totpCode
	Temporary = temporary
)

// WaitAfter is how long a name waits after so many failures.
func WaitAfter(failures int) string { return waitAfter(failures, freeOfName).String() }
