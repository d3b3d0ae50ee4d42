package bulk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/access"
	"baodan/insurance/background"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// Rows that are worked together: one transaction, and one step of progress. More make a row cheaper by nothing that can be
// measured, and people at the front door wait longer for their turn.
const (
	batchRows  = 250
	batchBytes = 2 << 20
)

// rest is the share of the time that a batch took for which the database is then left to others: the slower it answers,
// the longer. What is read ahead goes on meanwhile.
const rest = 8

// run works one job: while a batch is stored the next one is read and prepared. What was done is known by the position of
// the next row alone, and orders are idempotent by their numbers, so a worker may die anywhere.
type run struct {
	service *Service
	check   bool

	channel *ent.Channel
	plan    *plan
	columns *columns
	found   found
	ahead   chan *batch
	reader  sync.WaitGroup
	leave   context.CancelFunc
	seen    *seen // of a check
}

// batch is some rows of a file.
type batch struct {
	end      int64   // where the next row begins
	flaws    []error // by row; nil for those that are orders
	orders   []*issuing.IssueInput
	prepared *issuing.IssueBatch // of an issue
	last     bool
	err      error // why no more can be read
}

// end waits for what was read ahead to be let go.
func (r *run) end() {
	if r.leave != nil {
		r.leave()
		r.reader.Wait()
	}
}

// part works one batch of a job.
func (r *run) part(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	if r.plan == nil {
		if err := r.open(row); err != nil {
			return nil, err
		}
	}
	if row.Result == nil {
		f, err := r.service.survey(ctx, r.plan)
		if err != nil {
			return nil, err
		}
		return &background.Progress{Position: f.First, Total: &f.Rows, Result: f.text()}, nil
	}
	if r.ahead == nil {
		if err := r.start(ctx, row); err != nil {
			return nil, err
		}
	}
	if _, err := r.service.issuing.FactorsOnSale(ctx, r.channel.ID, r.plan.Agreement); err != nil {
		return nil, err // no row could be issued now; a person lets it go on when it is open again
	}
	b := <-r.ahead
	if b == nil {
		return nil, context.Cause(ctx)
	}
	if b.err != nil {
		return nil, b.err
	}
	return r.work(ctx, row, b)
}

// open reads what the job is about.
func (r *run) open(row *ent.Job) (err error) {
	if r.plan, err = readPlan(row); err != nil {
		return err
	}
	if r.channel = r.service.distribution.Channel(row.ChannelID); r.channel == nil {
		return fault.New(fault.CodeNotFound, "the channel is gone")
	}
	return nil
}

// start begins to read ahead, from the position of the job.
func (r *run) start(ctx context.Context, row *ent.Job) error {
	if err := json.Unmarshal([]byte(*row.Result), &r.found); err != nil {
		return fmt.Errorf("result of job %d: %w", row.ID, err)
	}
	factors, err := r.service.issuing.FactorsOnSale(ctx, r.channel.ID, r.plan.Agreement)
	if err != nil {
		return err
	}
	header, _, err := r.service.header(ctx, r.plan)
	if err != nil {
		return err
	}
	if r.columns, err = understand(header, r.plan.Agreement, factors); err != nil {
		return err
	}
	if r.check {
		if err := r.service.remember(ctx, r, row); err != nil {
			return err
		}
	}
	rows, err := r.service.from(ctx, r.plan, row.Position)
	if err != nil {
		return err
	}
	r.ahead = make(chan *batch)
	ctx, r.leave = context.WithCancel(ctx)
	r.reader.Go(func() {
		defer close(r.ahead)
		defer rows.Close() //nolint:errcheck // it was read
		r.read(ctx, newSplitter(rows, row.Position))
	})
	return nil
}

// read reads and prepares batches until the file or the context ends.
func (r *run) read(ctx context.Context, s *splitter) {
	for {
		b := r.next(s)
		if b.err == nil && !r.check {
			b.prepared = r.service.issuing.PrepareBatch(ctx, r.caller(), b.orders)
		}
		select {
		case r.ahead <- b:
		case <-ctx.Done():
			return
		}
		if b.last || b.err != nil {
			return
		}
	}
}

// next reads a batch.
func (r *run) next(s *splitter) *batch {
	b := &batch{end: s.at}
	for size := 0; len(b.flaws) < batchRows && size < batchBytes; {
		one, err := s.next()
		if errors.Is(err, io.EOF) {
			b.last = true
			return b
		}
		if err != nil {
			b.err = fmt.Errorf("read file: %w", err)
			return b
		}
		size += len(one.text)
		b.end = one.end
		in, err := r.orderOf(one)
		b.flaws = append(b.flaws, err)
		if err == nil {
			b.orders = append(b.orders, in)
		}
	}
	return b
}

func (r *run) orderOf(one row) (*issuing.IssueInput, error) {
	cells, err := r.found.Encoding.cells(one)
	if err != nil {
		return nil, fault.New(fault.CodeInvalidValue, err.Error())
	}
	return r.columns.order(cells)
}

// caller is the channel, as it would call itself.
func (r *run) caller() *access.Caller {
	return &access.Caller{Audience: access.Channel, Channel: r.channel, Credential: "bulk", Language: r.plan.Language}
}

// work does a batch and answers how far the job is then.
func (r *run) work(ctx context.Context, row *ent.Job, b *batch) (*background.Progress, error) {
	began := time.Now()
	answers, err := r.answers(ctx, b)
	if err != nil {
		return nil, err
	}
	pause(ctx, time.Since(began)/rest)
	p := &background.Progress{Position: b.end, Done: row.Done, Failed: row.Failed, Finished: b.last}
	var failures []failure
	for i, flaw := range b.flaws {
		if flaw == nil {
			flaw, answers = answers[0], answers[1:]
		}
		if flaw == nil {
			p.Done++
			continue
		}
		p.Failed++
		failures = append(failures, failureOf(row.Done+row.Failed+1+int64(i), flaw, r.plan.Language))
	}
	if len(failures) > 0 {
		p.Beside = func(ctx context.Context, tx *work.Tx) error { return storeFailures(ctx, tx, row.ID, failures) }
	}
	if b.last && p.Failed > 0 {
		return r.finish(ctx, row, p)
	}
	return p, nil
}

// finish writes the file of failed rows once the last of them is stored.
func (r *run) finish(ctx context.Context, row *ent.Job, p *background.Progress) (*background.Progress, error) {
	if p.Beside != nil { // the last failures first; the next part finds nothing but the end of the file
		p.Finished = false
		r.end()
		r.ahead = nil
		return p, nil
	}
	digest, err := r.service.failuresFile(ctx, row)
	p.FailuresSHA256 = digest
	return p, err
}

// maxAttempts and firstPause say how long a database that does not answer is waited for: half a minute.
const (
	maxAttempts = 6
	firstPause  = time.Second
)

// answers are the faults of a batch's orders, nil for what is issued. What fails for a reason of ours is tried again, and
// breaks the job off if it goes on.
func (r *run) answers(ctx context.Context, b *batch) (answers []error, err error) {
	for attempt := 1; ; attempt++ {
		answers, err = r.once(ctx, b), nil
		for _, answer := range answers {
			if ours(answer) {
				err = answer
				break
			}
		}
		if err == nil || attempt == maxAttempts {
			return answers, err
		}
		if pause(ctx, firstPause<<(attempt-1)); ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		b.prepared = nil
	}
}

func pause(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}

func (r *run) once(ctx context.Context, b *batch) []error {
	answers := make([]error, len(b.orders))
	if len(b.orders) == 0 {
		return answers
	}
	if r.check {
		for i, one := range r.service.issuing.DryRun(ctx, r.caller(), b.orders) {
			if answers[i] = one.Err; one.Err == nil {
				answers[i] = r.seen.note(b.orders[i].OrderNo, one.Value)
			}
		}
		return answers
	}
	if b.prepared == nil {
		b.prepared = r.service.issuing.PrepareBatch(ctx, r.caller(), b.orders)
	}
	for i, one := range b.prepared.Store(ctx) {
		answers[i] = one.Err
	}
	return answers
}

// ours tells whether an error is none of the row's: another try may do.
func ours(err error) bool {
	if err == nil {
		return false
	}
	list := fault.All(err)
	for _, f := range list {
		if f.Base().Code.Entry().Category == fault.CategoryInternal {
			return true
		}
	}
	return list == nil
}

// closing writes the file of failed rows of a job that was stopped or broke off.
func (s *Service) closing(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	if row.Failed == 0 || row.State == job.StateSucceeded {
		return &background.Progress{}, nil
	}
	digest, err := s.failuresFile(ctx, row)
	return &background.Progress{FailuresSHA256: digest}, err
}
