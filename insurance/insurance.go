// Package insurance puts the business together: Open makes every service, each from those that it stands on, and is the
// only place that does. What a package decides is told in its own comment; this is the map of them, lowest first.
//
//	fault       coded errors
//	words       what enums and codes are called by people
//	work        transactions, keys, leases, batches, sealed columns
//	event       what happened
//	eventlog    in which order, and who has heard of it
//	audit       who did it
//	access      who calls
//	idempotency what a numbered request made, for when it comes again
//	approval    what one person may not do alone
//	background  work that continues after the answer
//	files       files in and out
//	people      persons, logins, sessions
//	privacy     personal data: found, shown, erased, its keys rotated
//	catalog     products
//	distribution  channels, agreements, quotas
//	policy      what a policy is at any moment by any knowledge; the one writer of its row
//	issuing     quote, issue
//	servicing   endorse, renew, cancel, announce the end
//	claims      submit, adjudicate, pay
//	webhooks    the log of events, endpoints, deliveries
//	ledger      the books: every movement of money and cover is a booking
//	statement   the monthly accounts between insurer and channel
//	voucher     bookings for the general ledger
//	settlement  the money behind the books: who owes what, and what finance does about it
//	bulk        policies from a file
//	backtest    the book rated again under a draft
//	helpdesk    customers' requests, which it passes on
//	mail        e-mails to customers
//	enquiry     finds policies and tells their timeline; the one box that finds anything
//	inbox       what waits for one of the insurer's people, what changed since
//	health      how the parts of the system are
//	firstrun    what has to be set up before the first business
//
// A new service is a field of Insurance and a line in Open; the API, the workers, the command line and the tests have it
// by that.
package insurance

import (
	"context"
	"slices"
	"time"

	"baodan/engine/seal"
	"baodan/engine/workday"
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
	"baodan/insurance/eventlog"
	"baodan/insurance/files"
	"baodan/insurance/firstrun"
	"baodan/insurance/health"
	"baodan/insurance/helpdesk"
	"baodan/insurance/idempotency"
	"baodan/insurance/inbox"
	"baodan/insurance/issuing"
	"baodan/insurance/ledger"
	"baodan/insurance/mail"
	"baodan/insurance/people"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/servicing"
	"baodan/insurance/settlement"
	"baodan/insurance/statement"
	"baodan/insurance/voucher"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

// Parts is what the business stands on: the database, the keys, and the outside world.
type Parts struct {
	Store   *work.Store
	Ring    *seal.Keyring
	Storage Storage
	Claims  claims.Ports
	Sender  webhooks.Sender
	Pace    webhooks.Pace
	Mailers mail.Mailers
	People  people.Rules
	Privacy privacy.Rules
	// Files is how many files are taken; nothing said: files.DefaultQuota.
	Files files.Quota
	// Outside is what the health of the system is looked at beside the database.
	Outside health.Outside
	// FirstRun is what is tried before the first business, and how it is configured.
	FirstRun firstrun.Outside
	// Workdays are the days that promises are counted in.
	Workdays *workday.Calendar
	// Paid, where it is set, hears how long after its submission a claim was paid.
	Paid func(after time.Duration)
	// Sources of personal data beside those of this package's services, of a build that adds tables of its own.
	Sources []privacy.Source
}

// Storage keeps files, and wraps the keys that they are sealed with.
type Storage interface {
	files.Storage
	privacy.Vault
}

// Insurance is every service of the business. Each is safe for concurrent use, on any number of servers at once.
type Insurance struct {
	Store        *work.Store
	Cache        *work.Cache
	Cursors      *seal.Mac // signs where pages of lists begin
	Audit        *audit.Log
	Events       *eventlog.Log
	Idempotency  *idempotency.Service
	Approvals    *approval.Service
	Background   *background.Service
	People       *people.Service
	Catalog      *catalog.Service
	Access       *access.Credentials
	Distribution *distribution.Service
	Files        *files.Service
	Policies     *policy.Service
	Issuing      *issuing.Service
	Servicing    *servicing.Service
	Claims       *claims.Service
	Webhooks     *webhooks.Dispatcher
	Ledger       *ledger.Service
	Settlement   *settlement.Service
	Statements   *statement.Service
	Vouchers     *voucher.Service
	Mail         *mail.Service
	Helpdesk     *helpdesk.Service
	Privacy      *privacy.Service
	Bulk         *bulk.Service
	Backtest     *backtest.Service
	Enquiry      *enquiry.Service
	Inbox        *inbox.Service
	Health       *health.Service
	FirstRun     *firstrun.Service
}

// Open makes the services and loads what they hold in memory. Close them before the database closes.
func Open(ctx context.Context, p Parts) (*Insurance, error) {
	i := &Insurance{Store: p.Store, Cache: work.NewCache(p.Store), Cursors: p.Ring.Mac("cursor")}
	i.Cache.Follow()
	i.Audit = audit.NewLog(p.Store, p.Ring)
	i.Events = eventlog.New(p.Store)
	i.Idempotency = idempotency.New(p.Store, p.Ring)
	i.Approvals = approval.New(p.Store, i.Audit, p.Ring)
	now := func(channelID int64) time.Time { return i.Distribution.Now(channelID) } // channels come later
	i.Background = background.New(p.Store, i.Audit, now)
	i.Files = files.New(p.Store, i.Audit, p.Ring, p.Storage, now, p.Files, i.Background)
	if err := i.openMasters(ctx, p); err != nil {
		return nil, err
	}
	i.Policies = policy.New(p.Store, i.Catalog, i.Distribution, p.Ring)
	i.Issuing = issuing.New(p.Store, i.Background, i.Catalog, i.Distribution, i.Policies, p.Ring)
	i.Servicing = servicing.New(p.Store, i.Distribution, i.Policies, i.Issuing, p.Ring, i.Audit)
	i.Claims = claims.New(claims.Parts{
		Store: p.Store, Catalog: i.Catalog, Distribution: i.Distribution, Policies: i.Policies, Ring: p.Ring, Audit: i.Audit,
		Approvals: i.Approvals, Ports: p.Claims, Paid: p.Paid,
	})
	i.Webhooks = webhooks.NewDispatcher(p.Store, i.Distribution, p.Ring, p.Sender, i.Audit, i.Background, i.Events, p.Pace)
	i.Ledger = ledger.New(p.Store, i.Audit, i.Events, i.Catalog, i.Distribution)
	i.Settlement = settlement.New(p.Store, i.Audit, i.Distribution)
	i.Vouchers = voucher.New(p.Store, i.Catalog, i.Distribution)
	i.Statements = statement.New(p.Store, i.Audit, i.Distribution)
	i.Mail = mail.New(p.Store, p.Ring, i.Distribution, i.Files, p.Mailers)
	i.Helpdesk = helpdesk.New(p.Store, i.Audit, p.Ring, i.Distribution, i.Files, i.Mail, i.Policies, p.Workdays)
	i.Privacy = privacy.New(privacy.Parts{
		Store: p.Store, Audit: i.Audit, Approvals: i.Approvals, Background: i.Background, Ring: p.Ring, Vault: p.Storage, Rules: p.Privacy,
		Policies: i.Policies, Sources: append([]privacy.Source{i.Claims, i.Helpdesk}, p.Sources...),
		Secrets: slices.Concat(i.Mail.SealedColumns(), i.Webhooks.SealedColumns(), i.People.SealedColumns(), i.Access.SealedColumns(), i.Idempotency.SealedColumns()),
	})
	i.Bulk = bulk.New(p.Store, i.Audit, i.Background, i.Files, i.Distribution, i.Issuing)
	i.Backtest = backtest.New(p.Store, i.Audit, i.Background, i.Catalog, i.Distribution, i.Issuing)
	i.Enquiry = enquiry.New(enquiry.Parts{
		Store: p.Store, Audit: i.Audit, Approvals: i.Approvals, Background: i.Background, Files: i.Files, Distribution: i.Distribution,
		Policies: i.Policies, Privacy: i.Privacy, Claims: i.Claims, Helpdesk: i.Helpdesk, Products: i.Catalog.Masters,
	})
	i.Inbox = inbox.New(p.Store, i.Approvals, i.Catalog)
	i.Health = health.New(p.Store, i.Audit, i.Background, p.Outside)
	i.FirstRun = firstrun.New(firstrun.Parts{
		Store: p.Store, Audit: i.Audit, Ring: p.Ring, People: i.People, Catalog: i.Catalog, Distribution: i.Distribution, Mail: i.Mail,
		Storage: p.Storage, Outside: p.FirstRun,
	})
	// A channel that moves its clock waits for what it is told of, and not for the books.
	i.Distribution.Moves(i.DueWork, func(ctx context.Context) (bool, error) { return i.Events.Settled(ctx, "webhooks") })
	return i, nil
}

// DueWork is every kind of work that falls due, each declared beside its act. A table with due times that is in none of them fails a
// test.
func (i *Insurance) DueWork() []work.DueWork {
	return slices.Concat(i.Claims.DueWork(), i.Servicing.DueWork(), i.Policies.DueWork(), i.Catalog.DueWork(), i.Helpdesk.DueWork(),
		i.Background.DueWork(), i.Webhooks.DueWork())
}

// Periodics are every kind of work that the calendar starts.
func (i *Insurance) Periodics() []work.Periodic {
	return slices.Concat(i.Issuing.Periodics(), i.Webhooks.Periodics(), i.People.Periodics(), i.Idempotency.Periodics(), i.Files.Periodics())
}

// openMasters loads what every server holds in memory, and keeps it in step.
func (i *Insurance) openMasters(ctx context.Context, p Parts) (err error) {
	if i.People, err = people.New(ctx, p.Store, i.Cache, i.Audit, i.Approvals, p.Ring, p.People); err != nil {
		return err
	}
	if i.Catalog, err = catalog.New(ctx, p.Store, i.Cache, i.Audit, i.Approvals, i.Files); err != nil {
		return err
	}
	if i.Access, err = access.NewCredentials(ctx, p.Store, i.Cache, p.Ring, i.Audit); err != nil {
		return err
	}
	i.Distribution, err = distribution.New(ctx, p.Store, i.Cache, i.Catalog, i.Access, i.Audit, i.Approvals)
	return err
}

// Close lets what is queued finish and refuses the rest.
func (i *Insurance) Close() {
	i.Claims.Close()
	i.Issuing.Close()
	i.Policies.Close()
}
