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
	closers  []func()
}

// Open connects to what the configuration names and wires the parts; Close lets go of them.
func Open(ctx context.Context, c Config) (a *App, err error) {
	if c.MemoryLimitMiB > 0 && os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(c.MemoryLimitMiB << 20)
		debug.SetGCPercent(200) // a small heap that doubles often costs more than it saves
	}
	a = &App{Config: c, metrics: newMetrics()}
	opened := a // an error returns nil in its place
	defer func() {
		if err != nil {
			opened.Close()
		}
	}()
	store, err := a.openStores(ctx)
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
		Traced: c.TraceEndpoint != "", Ping: a.Database.PingContext, Redis: a.redis, Bank: a.bank, Metrics: a.metrics.registry,
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
func (a *App) openStores(ctx context.Context) (store *work.Store, err error) {
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
		a.Database, err = work.OpenSQLite(filepath.Join(c.DataDir, "baodan.db"))
	}
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, func() { a.Database.Close() }) //nolint:errcheck // the process ends
	if err := prepare(ctx, a.Database, &c); err != nil {
		return nil, err
	}
	if store, err = work.Open(ctx, a.Database, time.Now); err != nil {
		return nil, err
	}
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

// Run plays the roles - API, workers - until the context ends, then lets what is under way finish.
func (a *App) Run(ctx context.Context, api, workers bool) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { a.Cache.Run(ctx); return nil })
	group.Go(func() error { a.Store.KeepNode(ctx); return nil })
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
		address := net.JoinHostPort(a.Config.Listen, strconv.Itoa(a.Config.Port))
		group.Go(func() error {
			return web.Listen(ctx, a.Site.Server(address), a.Config.TLSCert, a.Config.TLSKey)
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
	err := web.Listen(ctx, web.DefaultTimeouts.Server(a.Config.MetricsAddr, a.Operations()), "", "")
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
