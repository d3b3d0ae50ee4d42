// Package firstrun (开业之前) leads an administrator from an empty database to the first business: what has to be set up, in its order, each
// step proved by a look at what is stored, or by a try that really does something. What it finds is never taken from a person's word.
package firstrun

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/seal"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/mail"
	"baodan/insurance/people"
	"baodan/insurance/work"
)

// Task is something that has to be set up.
type Task string

// Tasks, in the order in which they are done.
const (
	SecondAdmin  Task = "SECOND_ADMIN"
	SecondFactor Task = "SECOND_FACTOR"
	Keys         Task = "KEYS"
	Storage      Task = "STORAGE"
	Mail         Task = "MAIL"
	Payments     Task = "PAYMENTS"
	Product      Task = "PRODUCT"
	Channel      Task = "CHANNEL"
)

// Finding is how a step is, in a word; its sentence in both languages is in the words of the house.
type Finding string

// Findings.
const (
	Done          Finding = "DONE"
	NotChecked    Finding = "NOT_CHECKED"
	NotConfigured Finding = "NOT_CONFIGURED"
	Refused       Finding = "REFUSED"
	TooFew        Finding = "TOO_FEW"
	NeverCame     Finding = "NEVER_CAME"
	NoFactor      Finding = "NO_FACTOR"
	NotSigned     Finding = "NOT_SIGNED"
	OtherKeys     Finding = "OTHER_KEYS"
	NoAddress     Finding = "NO_ADDRESS"
	NothingOnSale Finding = "NOTHING_ON_SALE"
	NoChannel     Finding = "NO_CHANNEL"
	NoAgreement   Finding = "NO_AGREEMENT"
	NoCredential  Finding = "NO_CREDENTIAL"
)

// Step is a task and how far it is.
type Step struct {
	Task      Task
	Finding   Finding
	About     []string   // names of what it is about: people, a server, products, channels
	Said      *string    // by the part that failed, in its own words
	CheckedAt *time.Time // nil: never
}

// Done tells whether nothing is left to do.
func (s *Step) Done() bool { return s.Finding == Done }

// FirstRun is what has to be set up.
type FirstRun struct {
	// Leads tells whether it comes before all other work.
	Leads   bool
	service *Service
	steps   []*Step // nil: not looked at yet
}

// Steps in their order.
func (f *FirstRun) Steps(ctx context.Context) ([]*Step, error) {
	if f.steps != nil {
		return f.steps, nil
	}
	return f.service.look(ctx)
}

// Outside is what is tried beside the database, and how it is configured.
type Outside struct {
	// Wanted says that an empty database leads an administrator: it does in production.
	Wanted bool
	// MailServer, Gateway and Folder are named to people: where mails, payments and files go.
	MailServer, Gateway, Folder string
	// Ask asks the payment gateway something that moves no money; nil: there is none to ask. Its error is in the gateway's own words.
	Ask func(context.Context) error
}

// Parts are what the service stands on.
type Parts struct {
	Store        *work.Store
	Audit        *audit.Log
	Ring         *seal.Keyring
	People       *people.Service
	Catalog      *catalog.Service
	Distribution *distribution.Service
	Mail         *mail.Service
	Storage      files.Storage
	Outside      Outside
}

// Service looks and tries. It is safe for concurrent use.
type Service struct{ Parts }

// New opens the service.
func New(p Parts) *Service { return &Service{p} }

// Find tells whether the first run leads: where it is wanted, something is left to do, and no policy of live business was ever issued.
func (s *Service) Find(ctx context.Context) (*FirstRun, error) {
	found := &FirstRun{service: s}
	if !s.Outside.Wanted {
		return found, nil
	}
	begun, err := s.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.Live(true)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("first run: %w", err)
	}
	if begun {
		return found, nil
	}
	if found.steps, err = s.look(ctx); err != nil {
		return nil, err
	}
	for _, step := range found.steps {
		found.Leads = found.Leads || !step.Done()
	}
	return found, nil
}
