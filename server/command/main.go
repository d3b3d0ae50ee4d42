// Package command is the command line: the roles of the one binary, and the tools of those who run it. A command reads its
// arguments, lets a service of the business do the act, and prints what came of it.
package command

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"baodan/ent/migrate"
	"baodan/insurance/demo"
	"baodan/insurance/work"
	"baodan/server"
)

// commands are the roles of the one binary.
type commands struct {
	All        allCommand        `cmd:"" default:"1" help:"API, workers and scheduler in one process; embedded database and Redis unless told otherwise."`
	Serve      serveCommand      `cmd:"" help:"The API alone."`
	Work       workCommand       `cmd:"" help:"Workers and scheduler alone."`
	Migrate    migrateCommand    `cmd:"" help:"Bring a MySQL database to the newest version."`
	Seed       seedCommand       `cmd:"" help:"Add the sample products, channels, agreements and sandbox keys."`
	Demo       demoCommand       `cmd:"" help:"Make a company to look at in an empty database of development: 120 days of policies, claims and work that waits."`
	Keyring    keyringCommand    `cmd:"" help:"Make a keyring; rotate, rewrap and retire its keys while all goes on."`
	Privacy    privacyCommand    `cmd:"" help:"Index personal data that was stored before there were blind indexes."`
	Policies   policiesCommand   `cmd:"" help:"Work on stored policies."`
	Product    productCommand    `cmd:"" help:"Check, publish and withdraw product files."`
	Channel    channelCommand    `cmd:"" help:"Add, close and reopen channels."`
	Agreement  agreementCommand  `cmd:"" help:"Authorize a channel to sell a product, or end that."`
	Credential credentialCommand `cmd:"" help:"Give a channel a key, or take one back."`
	Verify     verifyCommand     `cmd:"" help:"Recompute the audit record, its chain and its checkpoints, and name the first bad one."`
	Reconcile  reconcileCommand  `cmd:"" help:"Prove that policies, events, bookings, vouchers and statements agree to the fen, and name each row that does not."`
	Check      checkCommand      `cmd:"" help:"Look at the whole database and name what does not hold: I1 to I8 of docs/faults.md, as far as it shows them."`
	Person     personCommand     `cmd:"" help:"Add, list and reset the insurer's people."`
	Bulk       bulkCommand       `cmd:"" help:"Issue policies from a file, and control such jobs."`
	Rerate     rerateCommand     `cmd:"" help:"Rate every stored policy again and name those that come out otherwise."`
	Gateway    gatewayCommand    `cmd:"" help:"Serve a payment gateway that moves no money, as docs/gateway.md says."`
	Schema     schemaCommand     `cmd:"" help:"Print the schema as an audience sees it."`
}

// Main runs the binary.
func Main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var c commands
	line := kong.Parse(&c, kong.Name("baodan"), kong.UsageOnError(),
		kong.Description("Baodan (保单): the core system for embedded insurance. Settings come from the environment; see the README."))
	if err := line.Run(&ctx); err != nil {
		fmt.Fprintln(os.Stderr, "baodan: "+err.Error())
		os.Exit(1) //nolint:gocritic // nothing is left to be stopped
	}
}

type allCommand struct{}

// Run plays all roles; in development it seeds an empty database and says what to try first.
func (allCommand) Run(ctx *context.Context) error {
	a, stop, err := startServing(*ctx, "all")
	if err != nil {
		return err
	}
	defer stop()
	if a.Config.Development() {
		if err := Seed(*ctx, a); err != nil {
			return err
		}
		there, err := demo.There(*ctx, a.Store)
		if err != nil {
			return err
		}
		greet(os.Stdout, a.Config.PublicURL, there)
	}
	return serve(*ctx, a, true)
}

type serveCommand struct{}

// Run serves the API.
func (serveCommand) Run(ctx *context.Context) error {
	a, stop, err := startServing(*ctx, "serve")
	if err != nil {
		return err
	}
	defer stop()
	return serve(*ctx, a, false)
}

// serve plays the API, and the workers where they are wanted beside it.
func serve(ctx context.Context, a *server.App, workers bool) error {
	if err := refuseSamples(ctx, a); err != nil {
		return err
	}
	return a.Run(ctx, true, workers)
}

type workCommand struct{}

// Run works.
func (workCommand) Run(ctx *context.Context) error {
	a, stop, err := start(*ctx, "work")
	if err != nil {
		return err
	}
	defer stop()
	return a.Run(*ctx, false, true)
}

// migrationTime is how long one statement of a migration may take: a large table is rebuilt for hours.
const migrationTime = 24 * time.Hour

type migrateCommand struct{}

// Run migrates a MySQL database.
func (migrateCommand) Run(ctx *context.Context) error {
	c, err := server.ReadConfig()
	if err != nil {
		return err
	}
	if c.MySQLDSN == "" {
		return fmt.Errorf("set MYSQL_DSN: the embedded database migrates itself")
	}
	db, err := work.OpenMySQL(c.MySQLDSN, c.DatabaseConnections, migrationTime)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // the process ends
	ran, err := migrate.Apply(*ctx, db.DB)
	if err == nil {
		fmt.Printf("%d migrations ran\n", ran)
	}
	return err
}
