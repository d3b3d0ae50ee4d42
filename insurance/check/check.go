// Package check looks at the whole database as it stands and names what does not hold: the invariants that the laboratory
// of docs/faults.md proves with a journal of what was answered, as far as the database alone shows them. It stands above
// the business, changes nothing, and may run beside a working system.
package check

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baodan/insurance"
	"baodan/insurance/audit"
)

// Invariant is what must hold.
type Invariant struct{ Code, Says string }

// The invariants, in the order that they are told.
var (
	Acknowledged = Invariant{"I1", "each order has one policy, with a number of its own, as its first event told it"}
	PaidOnce     = Invariant{"I2", "each paid claim was paid by one payout, under a key of its own, and nothing else was"}
	Premiums     = Invariant{"I3", "premiums agree between rows, lines, events and what is rated again, to the fen"}
	InOrder      = Invariant{"I4", "events have no gaps and no doubles, each stands once in the log, deliveries keep their order"}
	OnRecord     = Invariant{"I5", "the audit record and its chain are whole"}
	Apart        = Invariant{"I6", "what belongs together belongs to one channel and one half of it"}
	NothingWaits = Invariant{"I7", "nothing that is due stays untouched, and whatever waits for a worker has a time"}
	Whole        = Invariant{"I8", "nothing is half there: rows that belong together are all there, counters are what they count"}
	Rebuilt      = Invariant{"rebuilt", "policies and claims that are made of their events alone are what their rows say"}
	Booked       = Invariant{"books", "policies, claims and accounts stand in the books as they are, and statements are their bookings, to the fen"}
	Opened       = Invariant{"sealed", "every sealed value opens with the keys that there are"}
)

// All are the invariants.
var All = []Invariant{Acknowledged, PaidOnce, Premiums, InOrder, OnRecord, Apart, NothingWaits, Whole, Rebuilt, Booked, Opened}

// Finding is one thing that is wrong.
type Finding struct {
	Invariant string
	Object    string // number of a policy or claim, or table and key
	What      string
	Expected  string
	Found     string
}

// String tells it on a line.
func (f Finding) String() string {
	text := f.Invariant + " " + f.Object + ": " + f.What
	if f.Expected != "" || f.Found != "" {
		text += ": expected " + f.Expected + ", found " + f.Found
	}
	return text
}

// Result of an invariant.
type Result struct {
	Invariant
	Looked int64 // how many things were looked at
	Wrong  int64
}

// Options of a run. All may be left out.
type Options struct {
	// Books says that the books alone are looked at, against policies, claims, events, accounts and statements.
	Books bool
	// Checkpoints are the copy that the audit record is compared with; nil: none.
	Checkpoints *audit.File
	// Found hears of each thing that is wrong, at once: there may be more than memory holds.
	Found func(Finding)
	// Told hears how far the run is, after each page.
	Told func(table string, rows int64)
}

// pageRows are the rows of a page.
const pageRows = 500

// run is one run.
type run struct {
	*insurance.Insurance
	Options
	booked  time.Time       // until when the books are known to be up to date; zero: they are not
	ctx     context.Context //nolint:containedctx // one run is one call
	results map[string]*Result
	looked  map[string]int64 // of this look at this page
	found   map[Finding]bool // in this look at this page
	totals  map[string]*Totals
	page    map[string]*Totals // of this look at this page
}

// Run looks at everything and answers a result for each invariant. An error says that the database could not be read.
func Run(ctx context.Context, in *insurance.Insurance, o Options) ([]Result, error) {
	results, _, err := lookAt(ctx, in, o)
	return results, err
}

func lookAt(ctx context.Context, in *insurance.Insurance, o Options) ([]Result, map[string]*Totals, error) {
	r := &run{Insurance: in, Options: o, ctx: ctx, results: map[string]*Result{}, totals: map[string]*Totals{}}
	for _, one := range All {
		r.results[one.Code] = &Result{Invariant: one}
	}
	booked, err := r.bookedUntil()
	if err != nil {
		return nil, nil, err
	}
	r.booked = booked
	parts := []func() error{
		policyWalk{r}.walkPolicies, claimWalk{r}.walkClaims, r.walkParts, logWalk{r}.walkEvents, logWalk{r}.walkLog, r.walkDeliveries, r.auditRecord, r.statements, r.accounts, r.due, r.sealed,
	}
	if o.Books {
		parts = []func() error{policyWalk{r}.walkPolicies, claimWalk{r}.walkClaims, r.statements, r.accounts}
	}
	for _, part := range parts {
		if err := part(); err != nil {
			return nil, nil, err
		}
	}
	var results []Result
	for _, one := range All {
		if !o.Books || one == Premiums || one == Booked {
			results = append(results, *r.results[one.Code])
		}
	}
	return results, r.totals, nil
}

// wrong notes what is wrong, where expected and found differ.
func (r *run) wrong(of Invariant, object, what string, expected, found any) {
	left, right := text(expected), text(found)
	if left != right {
		r.found[Finding{of.Code, object, what, left, right}] = true
	}
}

// broken notes what is wrong in itself.
func (r *run) broken(of Invariant, object, what string, arguments ...any) {
	r.found[Finding{Invariant: of.Code, Object: object, What: fmt.Sprintf(what, arguments...)}] = true
}

func (r *run) lookedAt(of Invariant, n int) { r.looked[of.Code] += int64(n) }

// text of a value, the same for a value and a pointer to it.
func text(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case *time.Time:
		if v == nil {
			return "none"
		}
		return text(*v)
	case *int64:
		if v == nil {
			return "none"
		}
		return fmt.Sprint(*v)
	case string:
		if v == "" {
			return "none"
		}
	}
	return strings.TrimSpace(fmt.Sprint(value))
}

// look looks at something, and once more where something is wrong: a working system may have written between two
// statements of one look. What is wrong both times is.
func (r *run) look(at func() error) error {
	var before map[Finding]bool
	for again := range 2 {
		r.looked, r.found, r.page = map[string]int64{}, map[Finding]bool{}, map[string]*Totals{}
		if err := at(); err != nil {
			return err
		}
		if again > 0 {
			for f := range r.found {
				if !before[f] {
					delete(r.found, f)
				}
			}
		}
		if len(r.found) == 0 {
			break
		}
		before = r.found
	}
	for code, n := range r.looked {
		r.results[code].Looked += n
	}
	for currency, t := range r.page {
		totalsOf(r.totals, currency).add(t)
	}
	r.tell()
	return nil
}

// tell gives what was found out, in an order that stays.
func (r *run) tell() {
	for _, f := range sorted(r.found) {
		if r.Books && f.Invariant != Premiums.Code && f.Invariant != Booked.Code {
			continue
		}
		r.results[f.Invariant].Wrong++
		if r.Found != nil {
			r.Found(f)
		}
	}
}

// walk looks at a table page by page. A page answers the key of its last row, and how many rows it had.
func (r *run) walk(table string, page func(after int64) (last int64, rows int, err error)) error {
	var after, all int64
	for {
		var last int64
		var rows int
		err := r.look(func() (err error) {
			last, rows, err = page(after)
			return err
		})
		if err != nil {
			return fmt.Errorf("check %s: %w", table, err)
		}
		after, all = last, all+int64(rows)
		if r.Told != nil {
			r.Told(table, all)
		}
		if rows < pageRows {
			return nil
		}
	}
}
