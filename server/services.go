package server

import (
	"encoding/base64"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"baodan/engine/workday"
	"baodan/insurance"
	"baodan/insurance/claims"
	"baodan/insurance/firstrun"
	"baodan/insurance/health"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
	"baodan/jobs"
	"baodan/server/httpsig"
	"baodan/server/outbound"
	"baodan/server/payout"
	"baodan/server/payout/fake"
	"baodan/server/tracking"
)

// openOutside opens the outside world that the business reaches. Sandboxes reach a fake gateway and a simulator of
// parcels, always; so does everything in development where no real one is named.
func (a *App) openOutside(store *work.Store) (p insurance.Parts, err error) {
	p = insurance.Parts{
		Store: store, Ring: a.ring, People: a.Config.rules(), Privacy: privacy.Rules{RevealsPerDay: a.Config.RevealsPerDay},
		Paid: a.metrics.jobs.Paid,
	}
	if p.Workdays, err = a.openWorkdays(time.Now()); err != nil {
		return p, err
	}
	if p.Claims, err = a.openPorts(store); err != nil {
		return p, err
	}
	folder := a.Config.FilesDir
	if folder == "" {
		folder = filepath.Join(a.Config.DataDir, "files")
	}
	disk, err := a.openStorage(folder)
	if err != nil {
		return p, fmt.Errorf("FILES_DIR: %w", err)
	}
	p.Storage, p.Outside = disk, health.Outside{Queues: jobs.Inspect(a.queue), Storage: disk.Room, Checkpoints: a.Config.CheckpointFile()}
	open := a.Config.Development()
	sender := outbound.New(outbound.Options{AllowPrivate: open, AllowHTTP: open})
	a.closers = append(a.closers, sender.Close)
	p.Sender = sender
	p.FirstRun = a.firstRun(p.Claims, folder)
	if p.Mailers, err = a.openMail(); err == nil && a.stage != nil {
		a.stage.replace(&p)
	}
	return p, err
}

// firstRun is what is tried before the first business, by the names of what the configuration has.
func (a *App) firstRun(ports claims.Ports, folder string) firstrun.Outside {
	c := &a.Config
	o := firstrun.Outside{Wanted: c.firstRun(), MailServer: c.SMTPAddr, Gateway: c.PayoutURL, Folder: folder}
	if bank, ok := ports.Bank.(*payout.Driver); ok {
		o.Ask = bank.Probe
	}
	return o
}

// longestPromise is how far ahead a promise in working days may lie, holidays between.
const longestPromise = 20 * 24 * time.Hour

// openWorkdays opens the calendar of working days. Who runs the server is warned where a promise made now may fall into a year
// whose public holidays are not known.
func (a *App) openWorkdays(now time.Time) (*workday.Calendar, error) {
	calendar, err := a.Config.workdays()
	if err == nil && (!calendar.Knows(now) || !calendar.Knows(now.Add(longestPromise))) {
		slog.Warn("promises in working days leave out weekends only: the public holidays of this year or the next are not known; set WORKING_DAYS_FILE (docs/helpdesk.md)")
	}
	return calendar, err
}

// openPorts opens banks and carriers.
func (a *App) openPorts(store *work.Store) (ports claims.Ports, err error) {
	simulator := tracking.NewSimulator(store.Now)
	sandboxBank, err := a.openFakeBank()
	if err != nil {
		return ports, err
	}
	ports = claims.Ports{Bank: sandboxBank, SandboxBank: sandboxBank, Tracker: simulator, SandboxTracker: simulator}
	if a.Config.PayoutURL != "" {
		if a.bank, err = a.openBank(); err != nil {
			return ports, err
		}
		a.closers = append(a.closers, a.bank.Close)
		ports.Bank = a.bank
	}
	if a.Config.TrackingURL != "" {
		tracker, err := tracking.New(tracking.Options{BaseURL: a.Config.TrackingURL, Token: a.Config.TrackingToken})
		if err != nil {
			return ports, fmt.Errorf("TRACKING_URL: %w", err)
		}
		a.closers = append(a.closers, tracker.Close)
		ports.Tracker = tracker
	}
	return ports, nil
}

// openBank opens the gateway that the configuration names.
func (a *App) openBank() (*payout.Driver, error) {
	options := payout.Options{BaseURL: a.Config.PayoutURL}
	if a.Config.PayoutKeyID != "" {
		secret, err := base64.StdEncoding.DecodeString(a.Config.PayoutSecret)
		if err != nil {
			return nil, fmt.Errorf("PAYOUT_SECRET: %w", err)
		}
		options.Key = httpsig.PrivateKey{ID: a.Config.PayoutKeyID, Algorithm: httpsig.HMACSHA256, Secret: secret}
	}
	for _, text := range a.Config.PayoutCallbackSecrets {
		secret, err := payout.ParseSecret(text)
		if err != nil {
			return nil, fmt.Errorf("PAYOUT_CALLBACK_SECRETS: %w", err)
		}
		options.CallbackSecrets = append(options.CallbackSecrets, secret)
	}
	driver, err := payout.New(options)
	if err != nil {
		return nil, fmt.Errorf("PAYOUT_URL: %w", err)
	}
	return driver, nil
}

// openFakeBank opens the gateway of sandboxes: the real driver, speaking to a fake in this process.
func (a *App) openFakeBank() (claims.Bank, error) {
	gateway, err := fake.New(fake.Options{})
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, func() { gateway.Close() }) //nolint:errcheck // it has no journal
	driver, err := payout.New(payout.Options{BaseURL: "http://sandbox.invalid", Transport: fake.Transport(gateway)})
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, driver.Close)
	return driver, nil
}
