// Package server plugs everything together: configuration, HTTP, authentication, the roles of the one binary, and the
// drivers of the outside world.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"entgo.io/ent/dialect"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"baodan/engine/seal"
	"baodan/ent/migrate"
	"baodan/graph"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/backtest"
	"baodan/insurance/bulk"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/enquiry"
	"baodan/insurance/files"
	"baodan/insurance/helpdesk"
	"baodan/insurance/issuing"
	"baodan/insurance/people"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
	"baodan/jobs"
	"baodan/server/payout"
)

// App is one process with everything wired.
type App struct {
	config        Config
	db            *work.Database
	store         *work.Store
	masters       *work.Masters
	ring          *seal.Keyring
	shelf         *catalog.Shelf
	directory     *distribution.Directory
	gate          *access.Gate
	office        *issuing.Office
	servicing     *servicing.Office
	claims        *claims.Office
	post          *webhooks.Post
	book          *audit.Book
	desk          *approval.Desk
	people        *people.Office
	jobs          *background.Office
	files         *files.Office
	privacy       *privacy.Office
	enquiry       *enquiry.Office
	bulk          *bulk.Office
	backtest      *backtest.Office
	helpdesk      *helpdesk.Office
	bank          *payout.Driver // of live business; nil: the fake one
	redis         redis.UniversalClient
	queue         jobs.Redis
	nonces        *nonces
	authenticator *authenticator
	provider      *provider // of identities; nil: none
	endpoint      *graph.Endpoint
	metrics       *metrics
	requestIDs    *requestIDs
	times         times
	closers       []func()
}

// Open connects to what the configuration names and wires the parts; Close lets go of them.
func Open(ctx context.Context, c Config) (a *App, err error) {
	if c.MemoryLimitMiB > 0 && os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(c.MemoryLimitMiB << 20)
		debug.SetGCPercent(200) // a small heap that doubles often costs more than it saves
	}
	a = &App{config: c, metrics: newMetrics(), requestIDs: newRequestIDs(), times: usualTimes}
	opened := a // an error returns nil in its place
	defer func() {
		if err != nil {
			opened.Close()
		}
	}()
	if err := a.openStores(ctx); err != nil {
		return nil, err
	}
	a.book = audit.NewBook(a.store, a.ring)
	a.desk = approval.NewDesk(a.store, a.book, a.ring)
	a.jobs = background.NewOffice(a.store, a.book)
	if err := a.openMasters(ctx); err != nil {
		return nil, err
	}
	a.office = issuing.NewOffice(a.store, a.shelf, a.directory, a.ring)
	a.closers = append(a.closers, a.office.Close)
	if err := a.openServices(); err != nil {
		return nil, err
	}
	a.nonces = newNonces(a.redis, a.metrics.nonceAlone.Inc)
	a.closers = append(a.closers, a.nonces.close)
	a.authenticator = &authenticator{
		gate: a.gate, directory: a.directory, people: a.people, nonces: a.nonces, proxied: c.BehindTLSProxy, now: a.store.Now,
	}
	if a.authenticator.origins, err = newOrigins(c.PublicURL); err != nil {
		return nil, fmt.Errorf("PUBLIC_URL: %w", err)
	}
	a.provider = newProvider(&c, a.ring)
	a.endpoint = graph.NewEndpoint(&graph.Resolver{
		Office: a.office, Servicing: a.servicing, Claims: a.claims, Post: a.post, Directory: a.directory, Shelf: a.shelf, Budget: newBudgets(), PublicURL: c.PublicURL, Now: a.store.Now,
		Book: a.book, Desk: a.desk, People: a.people, Jobs: a.jobs, Files: a.files, Privacy: a.privacy, Enquiry: a.enquiry,
		Bulk: a.bulk, BackTest: a.backtest, Helpdesk: a.helpdesk, Gate: a.gate,
	})
	return a, nil
}

// openMasters loads what every server holds in memory, and keeps it in step.
func (a *App) openMasters(ctx context.Context) (err error) {
	a.masters = work.NewMasters(a.store)
	if a.people, err = people.NewOffice(ctx, a.store, a.masters, a.book, a.desk, a.ring, a.config.rules()); err != nil {
		return err
	}
	if a.shelf, err = catalog.NewShelf(ctx, a.store, a.masters, a.book, a.desk); err != nil {
		return err
	}
	if a.gate, err = access.NewGate(ctx, a.store, a.masters, a.ring, a.book); err != nil {
		return err
	}
	a.directory, err = distribution.NewDirectory(ctx, a.store, a.masters, a.shelf, a.gate, a.book, a.desk)
	return err
}

// openStores opens the database, Redis and the keyring: the real ones, or those embedded in the process.
func (a *App) openStores(ctx context.Context) (err error) {
	c := a.config
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("DATA_DIR: %w", err)
	}
	if a.ring, err = readKeyring(&c); err != nil {
		return err
	}
	if c.MySQLDSN != "" {
		a.db, err = work.OpenMySQL(c.MySQLDSN, c.DatabaseConnections, work.Silence)
	} else {
		a.db, err = work.OpenSQLite(filepath.Join(c.DataDir, "baodan.db"))
	}
	if err != nil {
		return err
	}
	a.closers = append(a.closers, func() { a.db.Close() }) //nolint:errcheck // the process ends
	if err := prepare(ctx, a.db, &c); err != nil {
		return err
	}
	if a.store, err = work.Open(ctx, a.db, time.Now); err != nil {
		return err
	}
	address := c.RedisAddr
	if address == "" {
		embedded, err := startEmbeddedRedis(ctx)
		if err != nil {
			return err
		}
		a.closers = append(a.closers, embedded.Close)
		address = embedded.Addr()
	}
	a.queue = jobs.Redis{Addr: address, Password: c.RedisPassword}
	// Nothing is sent twice by itself: a nonce whose first answer was lost would meet itself.
	a.redis = redis.NewClient(&redis.Options{Addr: address, Password: c.RedisPassword, MaxRetries: -1})
	a.closers = append(a.closers, func() { a.redis.Close() }) //nolint:errcheck // the process ends
	return nil
}

// prepare brings the tables up to date where that is ours to do, and refuses a database that would lose commits.
func prepare(ctx context.Context, db *work.Database, c *Config) error {
	if db.Dialect == dialect.SQLite {
		return work.CreateTables(ctx, db)
	}
	if c.development() {
		ran, err := migrate.Apply(ctx, db.DB)
		if ran > 0 {
			slog.Info("migrated", "migrations", ran)
		}
		return err
	}
	pending, err := migrate.Pending(ctx, db.DB)
	if err != nil {
		return err
	}
	if pending > 0 {
		return fmt.Errorf("%d migrations are missing: run baodan migrate", pending)
	}
	weak, err := work.WeakDurability(ctx, db)
	if err != nil {
		return err
	}
	if len(weak) > 0 {
		return fmt.Errorf("production refuses weak durability settings of the database: %v", weak)
	}
	return nil
}

// Run plays the roles - API, workers - until the context ends, then lets what is under way finish.
func (a *App) Run(ctx context.Context, api, workers bool) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { a.masters.Run(ctx); return nil })
	group.Go(func() error { a.store.KeepNode(ctx); return nil })
	group.Go(func() error { a.followKeyring(ctx); return nil })
	if a.config.MetricsAddr != "off" {
		group.Go(func() error { return a.serveOperations(ctx) })
	}
	if workers {
		group.Go(func() error { return jobs.Run(ctx, a.queue, a.deps()) })
	}
	if api {
		if err := a.refuseSeeds(ctx); err != nil {
			return err
		}
		group.Go(func() error { a.gate.KeepUse(ctx); return nil })
		group.Go(func() error { a.directory.KeepUses(ctx); return nil })
		address := net.JoinHostPort(a.config.Listen, strconv.Itoa(a.config.Port))
		group.Go(func() error {
			return listen(ctx, a.times.server(address, a.routes()), a.config.TLSCert, a.config.TLSKey)
		})
	}
	return group.Wait()
}

// deps is what jobs call.
func (a *App) deps() *jobs.Deps {
	return &jobs.Deps{
		Store: a.store, Office: a.office, Servicing: a.servicing, Claims: a.claims, Post: a.post, Metrics: a.metrics.jobs,
		Book: a.book, Shelf: a.shelf, People: a.people, Privacy: a.privacy, Enquiry: a.enquiry, Bulk: a.bulk, BackTest: a.backtest, Helpdesk: a.helpdesk,
		Files: a.files, Checkpoints: a.config.checkpointFile(),
	}
}

// serveOperations serves metrics and profiling. In development a taken port is no reason to stop: two copies may run.
func (a *App) serveOperations(ctx context.Context) error {
	err := listen(ctx, usualTimes.server(a.config.MetricsAddr, a.operations()), "", "")
	if err != nil && a.config.development() {
		slog.Warn("no metrics", "error", err)
		return nil
	}
	return err
}

// Close lets go of everything, last opened first.
func (a *App) Close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		a.closers[i]()
	}
	a.closers = nil
}

// listen serves until the context ends, then drains.
func listen(ctx context.Context, s *http.Server, cert, key string) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
		defer cancel()
		stopped <- s.Shutdown(drain)
	}()
	var err error
	if cert != "" {
		err = s.ListenAndServeTLS(cert, key)
	} else {
		err = s.ListenAndServe()
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", s.Addr, err)
	}
	return <-stopped
}
