// Package demo makes a company to look at (issue 14): a made-up insurer with its channels, people, policies, claims and what waits
// for them, for development only. One process calls the acts that the API and the workers call, on the live halves of channels,
// while its clock steps through 120 days that end now; nothing is written past the acts. What happens is drawn from a fixed seed, so
// two companies with the same end are equal apart from ids, keys and secrets.
//
// The parts: World is the clock and the outside world (clock.go, bank.go, tracker.go, receivers.go, mailer.go); Build tells the story
// (build.go), by an agenda of what happens when (agenda.go) and by working what falls due after each step (due.go). The rest is one
// file for each kind of thing.
package demo
