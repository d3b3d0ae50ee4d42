package work

import "time"

// Settings are the variables of a session on a server that knows some names.
func Settings(silence time.Duration, known ...string) (settings []string, keepIdle time.Duration) {
	names := map[string]bool{}
	for _, name := range known {
		names[name] = true
	}
	return limits{silence: silence, lockWait: lockWait}.settings(names)
}
