package claims

import (
	"context"
	"time"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	approvalKind "baodan/ent/approval"
	"baodan/ent/claim"
	"baodan/insurance/approval"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/files"
	"baodan/insurance/issuing"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Office takes claims, decides them and has them paid. It is safe for concurrent use, on any number of servers and
// workers at once.
type Office struct {
	store     *work.Store
	directory *distribution.Directory
	policies  *issuing.Office
	ring      *seal.Keyring
	book      *audit.Book
	desk      *approval.Desk
	evidence  *files.Office
	requests  *seal.Mac // recognizes replays
	marks     *seal.Mac // hashes what is counted and what pays once
	persons   *privacy.Marks
	numbers   *work.Numbers
	ports     Ports
	// settlements of payments that were made; see settleTogether.
	settlements *work.Batch[*settlement, struct{}]
	// OnPaid, where it is set, hears how long after its submission a claim was paid.
	OnPaid func(after time.Duration)
}

// Ports is where money and parcels really are. Live is for real business, Sandbox for sandboxes, which never
// reach a real bank or carrier.
type Ports struct {
	Bank, SandboxBank       Bank
	Tracker, SandboxTracker Tracker
}

// NewOffice opens an office.
func NewOffice(store *work.Store, directory *distribution.Directory, policies *issuing.Office, ring *seal.Keyring, book *audit.Book, desk *approval.Desk, files *files.Office, ports Ports) *Office {
	o := &Office{
		store: store, directory: directory, policies: policies, ring: ring, book: book, desk: desk, evidence: files, ports: ports,
		requests: ring.Mac("claim request"), marks: ring.Mac("claim mark"), persons: privacy.NewMarks(ring),
	}
	o.numbers = work.NewNumbers(store, number.Claim, "claim number", o.highestNumber)
	desk.Handle(approvalKind.KindClaimPayout, o.payoutSubject())
	o.settlements = work.NewBatch(1, settlementBatch, o.settleTogether)
	return o
}

// Close lets what is queued finish and refuses the rest.
func (o *Office) Close() { o.settlements.Close() }

// highestNumber is that of the claims that are stored.
func (o *Office) highestNumber(ctx context.Context) (string, error) {
	highest, err := o.store.Client.Claim.Query().Order(ent.Desc(claim.FieldNumber)).Select(claim.FieldNumber).First(ctx)
	if err != nil {
		return "", err
	}
	return highest.Number, nil
}

func (o *Office) live(channelID int64) bool {
	c := o.directory.Channel(channelID)
	return c != nil && c.Live
}

func (o *Office) bank(channelID int64) Bank {
	if o.live(channelID) {
		return o.ports.Bank
	}
	return o.ports.SandboxBank
}

func (o *Office) tracker(channelID int64) Tracker {
	if o.live(channelID) {
		return o.ports.Tracker
	}
	return o.ports.SandboxTracker
}

// scope is where facts that pay once, and bursts, are counted: the whole company, or one sandbox.
func (o *Office) scope(channelID int64) int64 {
	if o.live(channelID) {
		return 0
	}
	return channelID
}
