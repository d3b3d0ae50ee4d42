package server

import (
	"context"
	"time"

	"baodan/insurance"
	"baodan/insurance/claims"
	"baodan/insurance/mail"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
	"baodan/server/storage"
)

// Stage stands in for the clock and the outside world where a story is told instead of business done: the demo company. Nothing on it
// reaches anybody, and database and files are written without waiting for the disk: what a crash takes away is told again.
type Stage struct {
	Clock   func() time.Time
	Bank    claims.Bank
	Tracker claims.Tracker
	Sender  webhooks.Sender
	Mailer  mail.Mailer
}

// OpenStaged is Open on a stage.
func OpenStaged(ctx context.Context, c Config, s *Stage) (*App, error) {
	return open(ctx, c, nil, s, false)
}

// clock of the store.
func (a *App) clock() func() time.Time {
	if a.stage != nil {
		return a.stage.Clock
	}
	return time.Now
}

func (a *App) openSQLite(path string) (*work.Database, error) {
	if a.stage != nil {
		return work.OpenSQLiteUnsynced(path)
	}
	return work.OpenSQLite(path)
}

func (a *App) openStorage(folder string) (*storage.Storage, error) {
	if a.stage != nil {
		return storage.OpenUnsynced(folder, a.ring)
	}
	return storage.Open(folder, a.ring)
}

// replace puts the stage in the place of the outside world.
func (s *Stage) replace(p *insurance.Parts) {
	p.Claims = claims.Ports{Bank: s.Bank, SandboxBank: s.Bank, Tracker: s.Tracker, SandboxTracker: s.Tracker}
	p.Pace = webhooks.Pace{Even: true}
	p.Sender, p.Mailers = s.Sender, mail.Mailers{Live: s.Mailer, Sandbox: s.Mailer}
}
