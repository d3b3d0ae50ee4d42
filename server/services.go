package server

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"

	"baodan/insurance/backtest"
	"baodan/insurance/bulk"
	"baodan/insurance/claims"
	"baodan/insurance/enquiry"
	"baodan/insurance/event"
	"baodan/insurance/files"
	"baodan/insurance/helpdesk"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
	"baodan/insurance/webhooks"
	"baodan/server/httpsig"
	"baodan/server/outbound"
	"baodan/server/payout"
	"baodan/server/payout/fake"
	"baodan/server/storage"
	"baodan/server/tracking"
)

// openServices opens what goes on after a policy was issued - servicing, claims, webhooks - and the outside world that
// they reach. Sandboxes reach a fake gateway and a simulator of parcels, always; so does everything in development
// where no real one is named.
func (a *App) openServices() error {
	simulator := tracking.NewSimulator(nil)
	sandboxBank, err := a.openFakeBank()
	if err != nil {
		return err
	}
	ports := claims.Ports{Bank: sandboxBank, SandboxBank: sandboxBank, Tracker: simulator, SandboxTracker: simulator}
	if a.config.PayoutURL != "" {
		if a.bank, err = a.openBank(); err != nil {
			return err
		}
		a.closers = append(a.closers, a.bank.Close)
		ports.Bank = a.bank
	}
	if a.config.TrackingURL != "" {
		tracker, err := tracking.New(tracking.Options{BaseURL: a.config.TrackingURL, Token: a.config.TrackingToken})
		if err != nil {
			return fmt.Errorf("TRACKING_URL: %w", err)
		}
		a.closers = append(a.closers, tracker.Close)
		ports.Tracker = tracker
	}
	folder := a.config.EvidenceDir
	if folder == "" {
		folder = filepath.Join(a.config.DataDir, "evidence")
	}
	kept, err := storage.Open(folder, a.ring)
	if err != nil {
		return fmt.Errorf("EVIDENCE_DIR: %w", err)
	}
	a.files = files.NewOffice(a.store, a.book, a.ring, kept, a.directory.Now)
	a.files.Hold(a.jobs)
	open := a.config.development()
	sender := outbound.New(outbound.Options{AllowPrivate: open, AllowHTTP: open})
	a.closers = append(a.closers, sender.Close)
	a.servicing = servicing.NewOffice(a.store, a.directory, a.office, a.ring, a.book)
	a.claims = claims.NewOffice(a.store, a.directory, a.office, a.ring, a.book, a.desk, a.files, ports)
	a.closers = append(a.closers, a.claims.Close)
	a.claims.OnPaid = a.metrics.jobs.Paid
	a.post = webhooks.NewPost(a.store, a.directory, a.ring, sender, a.book)
	mailers, err := a.openMail()
	if err != nil {
		return err
	}
	a.openDesks(mailers, kept)
	return nil
}

// openDesks opens what the insurer's people work with.
func (a *App) openDesks(mailers helpdesk.Mailers, vault privacy.Vault) {
	a.privacy = privacy.NewOffice(a.store, a.book, a.desk, a.jobs, a.ring, vault, privacy.Rules{RevealsPerDay: a.config.RevealsPerDay})
	a.privacy.Hold(a.office, a.claims)
	a.bulk = bulk.NewOffice(a.store, a.book, a.jobs, a.files, a.directory, a.office)
	a.backtest = backtest.NewOffice(a.store, a.book, a.jobs, a.shelf, a.directory, a.office)
	a.enquiry = enquiry.NewOffice(enquiry.Parts{
		Store: a.store, Book: a.book, Desk: a.desk, Jobs: a.jobs, Files: a.files, Directory: a.directory,
		Policies: a.office, Privacy: a.privacy,
	})
	a.helpdesk = helpdesk.NewOffice(a.store, a.book, a.ring, a.directory, a.files, mailers)
	a.privacy.Hold(a.helpdesk)
}

// openBank opens the gateway that the configuration names.
func (a *App) openBank() (*payout.Driver, error) {
	options := payout.Options{BaseURL: a.config.PayoutURL}
	if a.config.PayoutKeyID != "" {
		secret, err := base64.StdEncoding.DecodeString(a.config.PayoutSecret)
		if err != nil {
			return nil, fmt.Errorf("PAYOUT_SECRET: %w", err)
		}
		options.Key = httpsig.PrivateKey{ID: a.config.PayoutKeyID, Algorithm: httpsig.HMACSHA256, Secret: secret}
	}
	for _, text := range a.config.PayoutCallbackSecrets {
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

// payoutCallback takes what the payment gateway tells by itself.
func (a *App) payoutCallback(w http.ResponseWriter, r *http.Request) {
	if a.bank == nil {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, payout.MaxBody))
	if err != nil {
		http.Error(w, "the body did not arrive", http.StatusBadRequest)
		return
	}
	key, outcome, err := a.bank.ReadCallback(r, body)
	if errors.Is(err, payout.ErrCallback) {
		http.Error(w, "not a callback of the gateway", http.StatusUnauthorized)
		return
	}
	found, err := a.claims.Settled(r.Context(), key, outcome)
	switch {
	case err != nil:
		slog.ErrorContext(r.Context(), "payout callback", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	case !found:
		http.NotFound(w, r)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// eventSchema answers the JSON Schema of an event type to anyone.
func (a *App) eventSchema(w http.ResponseWriter, r *http.Request) {
	text, known := event.Schema(r.PathValue("type"))
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/schema+json")
	w.Write(text) //nolint:errcheck,gosec // it is one of our own files; a reader that is gone need not be told
}
