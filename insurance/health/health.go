// Package health tells how the parts of the system are. It only looks: each part by itself and within a time, so that one that is away is
// said to be, and holds up nothing. It also recomputes the audit record for those who ask for it.
package health

import (
	"context"
	"sync"
	"time"

	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// Part of the system.
type Part string

// Parts, in the order in which they are told.
const (
	Database Part = "DATABASE"
	Clock    Part = "CLOCK"
	Outbox   Part = "OUTBOX"
	Queues   Part = "QUEUES"
	Workers  Part = "WORKERS"
	Record   Part = "AUDIT"
	Webhooks Part = "WEBHOOKS"
	Mail     Part = "MAIL"
	Storage  Part = "STORAGE"
	Payments Part = "PAYMENTS"
	Tracking Part = "TRACKING"
)

// State of a part.
type State string

// States.
const (
	OK      State = "OK"
	Trouble State = "TROUBLE"
	Unknown State = "UNKNOWN"
)

// Code is how a part is, in a word; its sentence in both languages is in the words of the house.
type Code string

// Codes.
const (
	Fine         Code = "FINE"
	Slow         Code = "SLOW"
	Away         Code = "AWAY"
	TimedOut     Code = "TIMED_OUT"
	ClocksApart  Code = "CLOCKS_APART"
	Behind       Code = "BEHIND"
	NobodyWorks  Code = "NOBODY_WORKS"
	NotSigned    Code = "NOT_SIGNED"
	Stuck        Code = "STUCK"
	AlmostFull   Code = "ALMOST_FULL"
	NotWritable  Code = "NOT_WRITABLE"
	NothingKnown Code = "NOTHING_KNOWN"
)

// Measure names a figure.
type Measure string

// Measures.
const (
	LatencyMs     Measure = "LATENCY_MS"
	DifferenceMs  Measure = "DIFFERENCE_MS"
	Waiting       Measure = "WAITING"
	OldestSeconds Measure = "OLDEST_SECONDS"
	Failed        Measure = "FAILED"
	Processes     Measure = "PROCESSES"
	Working       Measure = "WORKERS"
	Sequence      Measure = "SEQUENCE"
	Checkpoint    Measure = "CHECKPOINT"
	FreeBytes     Measure = "FREE_BYTES"
	TotalBytes    Measure = "TOTAL_BYTES"
	Unsettled     Measure = "UNSETTLED"
	Disputed      Measure = "DISPUTED"
	Delayed       Measure = "DELAYED"
	EndpointsOff  Measure = "ENDPOINTS_OFF"
)

// Figure of a part.
type Figure struct {
	Measure Measure
	Value   int64
}

// Condition is how a part is.
type Condition struct {
	Part    Part
	State   State
	Code    Code
	Figures []*Figure
	Since   *time.Time // since when it is so; nil: that is not known
}

// Queue of tasks. The queue only carries wake-ups: the work itself is in the database.
type Queue struct {
	Name                            string
	Waiting, Active, Retried, Stale int
	OldestSeconds                   int // how long the oldest has waited
	DoneToday, FailedToday          int // by the queue's day, in UTC
}

// Worker is a process that works tasks.
type Worker struct {
	Host         string
	PID          int
	StartedAt    time.Time
	Active, Most int // tasks at a time
}

// Disk is where files lie.
type Disk struct{ Free, Total int64 }

// Outside is what is looked at beside the database; one that is nil is not known.
type Outside struct {
	Queues  func(context.Context) ([]*Queue, []*Worker, error)
	Storage func(context.Context) (*Disk, error) // writes a little, too; fails where it cannot
	// Checkpoints of the audit record outside of the database, that it is verified by; nil: there are none.
	Checkpoints *audit.File
}

// System is how the whole is.
type System struct {
	At              time.Time
	Parts           []*Condition
	DatabaseVersion *string   // nil: it does not answer
	Queues          []*Queue  // nil: not known
	Workers         []*Worker // nil: not known
}

// Service looks. It is safe for concurrent use.
type Service struct {
	*Verification
	store   *work.Store
	audit   *audit.Log
	outside Outside
	within  time.Duration // for each part
}

// lookWithin is how long a look at a part may take; all are looked at at once.
const lookWithin = 2 * time.Second

// New opens the service.
func New(store *work.Store, audit *audit.Log, jobs *background.Service, outside Outside) *Service {
	s := &Service{Verification: &Verification{store, audit, jobs}, store: store, audit: audit, outside: outside, within: lookWithin}
	jobs.Declare(VerifyKind, background.Kind{
		Do:     func(ctx context.Context) (int, error) { return s.Verify(ctx, outside.Checkpoints) },
		Askers: []access.Role{access.Audit, access.SecurityAdmin},
	})
	return s
}

// look at a part: what it finds is written to the system only when it ends in time.
type look struct {
	parts []Part
	at    func(context.Context) (*found, error)
}

// found is what a look says.
type found struct {
	conditions []*Condition
	beside     func(*System)
}

func one(c *Condition) *found { return &found{conditions: []*Condition{c}} }

// Check looks at all parts at once.
func (s *Service) Check(ctx context.Context) *System {
	looks := []look{
		{[]Part{Database}, s.database}, {[]Part{Clock}, s.clock}, {[]Part{Outbox}, s.outbox}, {[]Part{Queues, Workers}, s.queues}, {[]Part{Record}, s.record},
		{[]Part{Webhooks}, s.webhooks}, {[]Part{Mail}, s.mail}, {[]Part{Storage}, s.storage}, {[]Part{Payments}, s.payments}, {[]Part{Tracking}, s.tracking},
	}
	results := make([]*found, len(looks))
	var group sync.WaitGroup
	for i, l := range looks {
		group.Go(func() { results[i] = s.inTime(ctx, l) })
	}
	group.Wait()
	all := &System{At: work.RealTime()}
	for _, r := range results {
		all.Parts = append(all.Parts, r.conditions...)
		if r.beside != nil {
			r.beside(all)
		}
	}
	return all
}

// inTime looks at parts, and does not wait for one that does not answer.
func (s *Service) inTime(ctx context.Context, l look) *found {
	ctx, cancel := context.WithTimeout(ctx, s.within)
	defer cancel()
	type result struct {
		*found
		error
	}
	done := make(chan result, 1)
	go func() {
		f, err := l.at(ctx)
		done <- result{f, err}
	}()
	code := TimedOut
	select {
	case r := <-done:
		if r.error == nil {
			return r.found
		}
		if ctx.Err() == nil {
			code = Away
		}
	case <-ctx.Done():
	}
	f := &found{}
	for _, part := range l.parts {
		f.conditions = append(f.conditions, &Condition{Part: part, State: Trouble, Code: code})
	}
	return f
}

// condition is OK, unless a rule says that it is in trouble.
func condition(part Part, figures ...*Figure) *Condition {
	return &Condition{Part: part, State: OK, Code: Fine, Figures: figures}
}

// troubled where it holds.
func (c *Condition) troubled(holds bool, code Code, since *time.Time) *Condition {
	if holds {
		c.State, c.Code, c.Since = Trouble, code, since
	}
	return c
}

func figure(m Measure, value int64) *Figure { return &Figure{m, value} }
