// Package issuing decides whether and at what price a risk is covered, and binds it: quote, issue, and the reading of
// policies (D1-D3). What a product permits and costs is data of the catalog, who may sell it is distribution's, and
// changing or ending a policy is servicing's.
package issuing

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"baodan/engine/number"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/work"
)

// Office issues policies. It is safe for concurrent use, on any number of servers at once.
type Office struct {
	store     *work.Store
	shelf     *catalog.Shelf
	directory *distribution.Directory
	ring      *seal.Keyring
	tokens    *seal.Mac // signs quote tokens
	requests  *seal.Mac // recognizes replays
	binds     *work.Batch[*binding, *Issued]
	reads     *work.Batch[string, *ent.InsurancePolicy] // by policy number
	numbers   numbers
}

const (
	// One flusher is best measured: while it waits for the disk the next batch gathers, and twice the commits of two
	// flushers cost more than their overlap gains.
	flushers  = 1
	batchSize = 256 // policies a transaction; with covers and events under 1,000 rows
)

// NewOffice opens an office; Close it to let what is queued finish.
func NewOffice(store *work.Store, shelf *catalog.Shelf, directory *distribution.Directory, ring *seal.Keyring) *Office {
	o := &Office{
		store: store, shelf: shelf, directory: directory, ring: ring,
		tokens: ring.Mac("quote token"), requests: ring.Mac("request hash"),
	}
	o.numbers.store = store
	o.binds = work.NewBatch(flushers, batchSize, o.bind)
	o.reads = work.NewBatch(flushers, batchSize, o.readAll)
	return o
}

// Close answers what is queued and refuses the rest.
func (o *Office) Close() {
	o.binds.Close()
	o.reads.Close()
}

// numbers hands out policy numbers from a block of its own; numbers of a block that are not used are gaps.
type numbers struct {
	store *work.Store
	mu    sync.Mutex
	block number.Block
}

const (
	numberBlock = 10_000
)

func (n *numbers) next(ctx context.Context) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	serial, rest, ok := n.block.Take()
	if !ok {
		start, err := n.store.Advance(ctx, numberCounter, numberBlock)
		if err != nil {
			return "", err
		}
		first := uint64(start) + 1
		serial, rest, _ = number.Block{Next: first, End: first + numberBlock}.Take()
	}
	n.block = rest
	return number.Format(number.Policy, serial)
}

const numberCounter = "policy number"

// catchUp moves a counter that fell behind - a lost row, an old backup - past the highest number that is stored, and
// gives the rest of the block up.
func (n *numbers) catchUp(ctx context.Context) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	highest, err := n.store.Client.InsurancePolicy.Query().Order(ent.Desc(insurancepolicy.FieldNumber)).
		Select(insurancepolicy.FieldNumber).First(ctx)
	if err != nil {
		return fmt.Errorf("highest policy number: %w", err)
	}
	_, serial, err := number.Parse(highest.Number)
	if err != nil {
		return fmt.Errorf("highest policy number: %w", err)
	}
	counter, err := n.store.Counter(ctx, numberCounter)
	if err != nil {
		return err
	}
	n.block = number.Block{}
	if behind := int64(serial) - counter; behind > 0 {
		slog.ErrorContext(ctx, "the counter of policy numbers had fallen behind", "by", behind)
		_, err = n.store.Advance(ctx, numberCounter, behind)
	}
	return err
}
