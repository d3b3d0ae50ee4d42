// Package server plugs everything together: configuration, databases, keys, the drivers of the outside world, and the
// roles that a process plays. What answers HTTP is in web, the command line in command.
package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"

	"entgo.io/ent/dialect"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"baodan/console"
	"baodan/engine/seal"
	"baodan/ent/migrate"
	"baodan/insurance"
	"baodan/insurance/work"
	"baodan/jobs"
	"baodan/server/payout"
	"baodan/server/web"
)

// App is one process with everything wired.
type App struct {
	*insurance.Insurance
	Config   Config         // what it was opened with
	Database *work.Database // below Store
	Site     *web.Site      // the API's port
	ring     *seal.Keyring
	bank     *payout.Driver // of live business; nil: the fake one
	redis    redis.UniversalClient
	queue    jobs.Redis
	metrics  *metrics
	stage    *Stage       // nil: the real clock and the outside world that the configuration names
	listener net.Listener // of the API; nil: Run binds it
	closers  []func()
}

// Bind binds the port of the API. Who serves does that before it opens anything: a port that is taken then costs no
// node number.
func Bind(ctx context.Context, c *Config) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(c.Listen, strconv.Itoa(c.Port)))
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	return l, nil
}

// Open connects to what the configuration names and wires the parts; Close lets go of them.
func Open(ctx context.Context, c Config) (*App, error) { return open(ctx, c, nil, nil, false) }

// OpenToServe is Open for a process that serves the API at a port that it has bound. It closes the port where it fails.
func OpenToServe(ctx context.Context, c Config, l net.Listener) (*App, error) {
	return open(ctx, c, l, nil, false)
}

// OpenToRead is Open for a process that only reads the database. It takes no node number, so it also works where none
// is free.
func OpenToRead(ctx context.Context, c Config) (*App, error) { return open(ctx, c, nil, nil, true) }

func open(ctx context.Context, c Config, l net.Listener, stage *Stage, reads bool) (a *App, err error) {
	if c.MemoryLimitMiB > 0 && os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(c.MemoryLimitMiB << 20)
		debug.SetGCPercent(200) // a small heap that doubles often costs more than it saves
	}
	a = &App{Config: c, metrics: newMetrics(), stage: stage, listener: l}
	if l != nil {
		a.closers = append(a.closers, func() { _ = l.Close() }) // it may be closed by then
	}
	opened := a // an error returns nil in its place
	defer func() {
		if err != nil {
			opened.Close()
		}
	}()
	store, err := a.openStores(ctx, reads)
	if err != nil {
		return nil, err
	}
	parts, err := a.openOutside(store)
	if err != nil {
		return nil, err
	}
	if a.Insurance, err = insurance.Open(ctx, parts); err != nil {
		return nil, err
	}
	a.closers = append(a.closers, a.Insurance.Close)
	if a.Site, err = web.New(a.SiteOptions()); err != nil {
		return nil, err
	}
	a.closers = append(a.closers, a.Site.Close)
	return a, nil
}

// SiteOptions are what the site is made with.
func (a *App) SiteOptions() web.Options {
	c := a.Config
	o := web.Options{
		Insurance: a.Insurance, PublicURL: c.PublicURL, BehindProxy: c.BehindTLSProxy, QueryPage: c.Development(),
		Console: console.Site(), ConsoleAssets: c.ConsoleAssetsURL,
		Traced: c.TraceEndpoint != "", Ping: a.Database.PingContext, Redis: a.redis, Bank: a.bank, Metrics: a.metrics.registry,
		Name: c.InstallationName, Version: version(), Production: !c.Development(),
	}
	if c.OIDCIssuer != "" {
		o.Provider = &web.IdentityProvider{
			Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCClientSecret, Redirect: c.OIDCRedirect,
			Mac: a.ring.Mac("oidc login"),
		}
		if o.Provider.Redirect == "" {
			o.Provider.Redirect = c.PublicURL + "/oidc/callback"
		}
	}
	return o
}

// openStores opens the database, Redis and the keyring: the real ones, or those embedded in the process.
func (a *App) openStores(ctx context.Context, reads bool) (store *work.Store, err error) {
	c := a.Config
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("DATA_DIR: %w", err)
	}
	if a.ring, err = readKeyring(&c); err != nil {
		return nil, err
	}
	if c.MySQLDSN != "" {
		a.Database, err = work.OpenMySQL(c.MySQLDSN, c.DatabaseConnections, work.StatementTimeout)
	} else {
		a.Database, err = a.openSQLite(filepath.Join(c.DataDir, "baodan.db"))
	}
	if err != nil {
		return nil, err
	}
	opened := a.Database
	a.closers = append(a.closers, func() { opened.Close() }) //nolint:errcheck // the process ends
	if err := prepare(ctx, opened, &c); err != nil {
		return nil, err
	}
	if c.Watch != nil {
		a.Database = c.Watch(opened)
	}
	store = work.OpenToRead(a.Database, a.clock())
	if !reads {
		if err := store.Join(ctx); err != nil {
			return nil, err
		}
	}
	a.closers = append(a.closers, func() { leave(store) })
	address := c.RedisAddr
	if address == "" {
		embedded, err := startEmbeddedRedis(ctx)
		if err != nil {
			return nil, err
		}
		a.closers = append(a.closers, embedded.Close)
		address = embedded.Addr()
	}
	a.queue = jobs.Redis{Addr: address, Password: c.RedisPassword}
	// Nothing is sent twice by itself: a nonce whose first answer was lost would meet itself.
	a.redis = redis.NewClient(&redis.Options{Addr: address, Password: c.RedisPassword, MaxRetries: -1})
	a.closers = append(a.closers, func() { a.redis.Close() }) //nolint:errcheck // the process ends
	return store, nil
}

// leaveWithin bounds how long a process that ends tries to give its node number back.
const leaveWithin = 3 * time.Second

func leave(store *work.Store) {
	ctx, cancel := context.WithTimeout(context.Background(), leaveWithin)
	defer cancel()
	if err := store.Close(ctx); err != nil {
		slog.Warn("this process keeps its node number for half an hour", "error", err)
	}
}

// prepare brings the tables up to date where that is ours to do, and refuses a database that would lose commits.
func prepare(ctx context.Context, db *work.Database, c *Config) error {
	if db.Dialect == dialect.SQLite {
		return work.CreateTables(ctx, db)
	}
	if c.Development() {
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

// Run plays the roles - API, workers - until the context ends, then lets what is under way finish. It also ends, with
// work.ErrNodeLost, where another process has this one's node number.
func (a *App) Run(ctx context.Context, api, workers bool) (err error) {
	if api && a.listener == nil {
		if a.listener, err = Bind(ctx, &a.Config); err != nil {
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { a.Cache.Run(ctx); return nil })
	group.Go(func() error { return a.Store.KeepNode(ctx) })
	group.Go(func() error { a.followKeyring(ctx); return nil })
	if a.Config.MetricsAddr != "off" {
		group.Go(func() error { return a.serveOperations(ctx) })
	}
	if workers {
		group.Go(func() error { return a.work(ctx) })
	}
	if api {
		group.Go(func() error { a.Access.KeepUse(ctx); return nil })
		group.Go(func() error { a.Distribution.KeepUses(ctx); return nil })
		group.Go(func() error {
			return web.Serve(ctx, a.Site.Server(a.listener.Addr().String()), a.listener, a.Config.TLSCert, a.Config.TLSKey)
		})
	}
	return group.Wait()
}

// work runs the workers until the context ends.
func (a *App) work(ctx context.Context) error {
	return jobs.Run(ctx, a.queue, &jobs.Deps{Insurance: a.Insurance, Metrics: a.metrics.jobs, Checkpoints: a.Config.CheckpointFile()})
}

// serveOperations serves metrics and profiling. In development a taken port is no reason to stop: two copies may run.
func (a *App) serveOperations(ctx context.Context) error {
	err := web.Listen(ctx, web.DefaultTimeouts.Server(a.Config.MetricsAddr, a.Operations()))
	if err != nil && a.Config.Development() {
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
