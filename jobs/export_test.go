package jobs

// Handlers, for tests.
var (
	RerateYesterday = rerateYesterday
	RerateResume    = rerateResume
)
