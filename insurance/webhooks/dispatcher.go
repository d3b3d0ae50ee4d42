package webhooks

import (
	"time"

	"baodan/engine/seal"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/distribution"
	"baodan/insurance/eventlog"
	"baodan/insurance/work"
)

// Dispatcher takes events from the log and delivers them. Each of its parts has one job, and its acts lie in these files:
//
//	Settings   endpoint.go, key.go
//	Reader     find.go, health.go, deliveries.go, log.go
//	Addresser  address.go
//	Deliverer  worker.go, batch.go, record.go, breaker.go; what it sends, in sign.go
//	Prober     attend.go
//	Replays    replay.go, revive.go
//	Purger     purge.go
//	Typer      log_types.go
//
// What waits for an endpoint is held or woken in backlog.go. It is safe for concurrent use, on any number of workers at once.
//
// Its caller lets the log relay, and calls Deliver for each endpoint that OnReady hears of; and again and again Attend, WorkReplays and,
// for each of DueEndpoints, Deliver; and Purge once a day. All of them may run on many workers at the same time.
type Dispatcher struct {
	*Settings
	*Reader
	*Addresser
	*Deliverer
	*Prober
	*Replays
	*Purger
	*Typer
}

// NewDispatcher opens the dispatcher; a server that delivers nothing needs its sender for Check only.
func NewDispatcher(store *work.Store, distribution *distribution.Service, ring *seal.Keyring, sender Sender, audit *audit.Log, jobs *background.Service, log *eventlog.Log, pace Pace) *Dispatcher {
	keys, backlog := &signingKeys{store, distribution, ring}, &backlog{store}
	reader := &Reader{store, distribution}
	deliverer := &Deliverer{store: store, distribution: distribution, sender: sender, keys: keys, backlog: backlog, pace: pace, workers: map[int64]*worker{}}
	s := &Dispatcher{
		Settings: &Settings{store, distribution, sender, audit, keys, backlog}, Reader: reader,
		Addresser: &Addresser{distribution: distribution}, Deliverer: deliverer,
		Prober:  &Prober{store, distribution, sender, keys, deliverer, backlog},
		Replays: &Replays{store, distribution, audit, jobs, reader, backlog}, Purger: &Purger{store}, Typer: &Typer{store},
	}
	log.Declare(s.consumer())
	jobs.Declare(replayKind, background.Kind{Do: s.workReplays})
	return s
}

// Numbers of the dispatcher; docs/webhooks.md tells them to receivers.
const (
	batchSize          = 64               // deliveries taken at a time
	sendersPerEndpoint = 16               // requests at once to one endpoint
	leaseFor           = 30 * time.Second // after which what a dead worker held comes back
	startWithin        = 15 * time.Second // of the taking; with sendTimeout that ends before hold
	sendTimeout        = 10 * time.Second
	firstPause         = 5 * time.Second // between attempts, doubling
	longestPause       = time.Hour
	keepTrying         = 72 * time.Hour // a delivery, and a challenge
	breakAfter         = 5              // failures in a row
	firstProbe         = 5 * time.Second
	longestProbe       = 10 * time.Minute
	disableAfter       = 5 * 24 * time.Hour // of nothing but failures
	chunk              = 1000               // rows a transaction, where many change
	mostEndpoints      = 10                 // a channel
	mostTypes          = 50                 // an endpoint
	mostKeys           = 5                  // live, an endpoint
	mostOverlap        = 168 * time.Hour    // of an old key and a new one
	schemeOverlap      = 24 * time.Hour     // of the keys of an old scheme and a new one
)
