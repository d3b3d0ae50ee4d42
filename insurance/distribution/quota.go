package distribution

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/schema"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// A quota bounds what is issued under an agreement: policies, or their premium as it was when they were issued, in a day
// or a month of the insurer or for ever. Endorsements, refunds and cancellations do not change what is used.
//
// What is used is a counter, moved by the transaction that stores the policies and on its own condition (see
// issuing/quota.go): so it is exact on any number of servers, whatever dies. A counter belongs to a quota from the version
// that first had it, as long as each newer one has it too, at whatever size; it begins with what was issued under all
// versions before. An agreement without quotas knows of none of this.

// QuotaInput is a quota as it is asked for.
type QuotaInput struct {
	Measure string        `json:"measure"` // Policies, Premium
	Per     string        `json:"per"`     // Day, Month, Total
	Most    money.Decimal `json:"most"`    // policies, or premium in the product's currency
}

// Measures and spans of quotas.
const (
	Policies = "POLICIES"
	Premium  = "PREMIUM"
	Day      = "DAY"
	Month    = "MONTH"
	Total    = "TOTAL"
)

// mostOfQuota bounds a quota, in policies and in minor units, so that sums never overflow.
const mostOfQuota = 1_000_000_000_000_000

func checkQuotas(list []QuotaInput, currency money.Currency) (faults fault.List) {
	for i, q := range list {
		at := []string{"quotas", strconv.Itoa(i)}
		if q.Measure != Policies && q.Measure != Premium {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "POLICIES or PREMIUM", "measure").At(at...))
			continue
		}
		if q.Per != Day && q.Per != Month && q.Per != Total {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "DAY, MONTH or TOTAL", "per").At(at...))
		}
		if row, err := q.stored(currency); err != nil || row.Most < 1 || row.Most > mostOfQuota {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "more than none: whole policies, or an amount of the product's currency", "most").At(at...))
		}
		if slices.ContainsFunc(list[:i], func(other QuotaInput) bool { return other.Measure == q.Measure && other.Per == q.Per }) {
			faults = append(faults, fault.New(fault.CodeInvalidValue, "the same is bounded twice").At(at...))
		}
	}
	return faults
}

// stored is a quota in its stored form.
func (q QuotaInput) stored(currency money.Currency) (schema.Quota, error) {
	row := schema.Quota{Measure: q.Measure, Per: q.Per}
	if q.Measure == Premium {
		amount, err := q.Most.In(currency)
		row.Most = amount.Minor
		return row, err
	}
	var err error
	row.Most, err = strconv.ParseInt(q.Most.String(), 10, 64)
	return row, err
}

func quotaOf(q schema.Quota, currency money.Currency) QuotaInput {
	return QuotaInput{Measure: q.Measure, Per: q.Per, Most: inUnits(q.Measure, q.Most, currency)}
}

// inUnits reads a count of policies, or of minor units of premium.
func inUnits(measure string, n int64, currency money.Currency) money.Decimal {
	if measure == Premium {
		return money.Amount{Minor: n, Currency: currency}.Decimal()
	}
	return money.FromInt(n)
}

// Limit is a quota in the span that holds at one instant.
type Limit struct {
	schema.Quota
	Counter   string // of what is used
	Account   string // settlement account that may owe no more; empty: it is a quota
	agreement *ent.Agreement
	from, to  time.Time
}

// Text tells the bound in English.
func (b *Limit) Text(currency money.Currency) string {
	what := inUnits(b.Measure, b.Most, currency).String() + " policies"
	if b.Measure == Premium {
		what = inUnits(b.Measure, b.Most, currency).String() + " " + string(currency) + " of premium"
	}
	return what + map[string]string{Day: " a day", Month: " a month", Total: " in all"}[b.Per]
}

// always is the span of a quota in all. It lies within the moments that MySQL compares with: a zero time reaches it as
// 0000-00-00, which it refuses in strict mode.
var always = work.Period{Start: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)}

// Limits are the agreement's quotas in their spans at an instant; none for an agreement without quotas.
func (a *Agreement) Limits(at time.Time, zone *time.Location) []*Limit {
	if len(a.Quotas) == 0 {
		return nil
	}
	bounds := make([]*Limit, len(a.Quotas))
	year, month, day := at.In(zone).Date()
	for i, q := range a.Quotas {
		b := &Limit{Quota: q, agreement: a.Agreement, from: always.Start, to: always.End}
		span := ""
		switch q.Per {
		case Day:
			b.from, b.to = time.Date(year, month, day, 0, 0, 0, 0, zone), time.Date(year, month, day+1, 0, 0, 0, 0, zone)
			span = b.from.Format("20060102")
		case Month:
			b.from, b.to = time.Date(year, month, 1, 0, 0, 0, 0, zone), time.Date(year, month+1, 1, 0, 0, 0, 0, zone)
			span = b.from.Format("200601")
		}
		b.from, b.to = b.from.UTC(), b.to.UTC()
		b.Counter = "quota " + strconv.FormatInt(a.since[i], 36) + " " + q.Measure[:2] + " " + q.Per[:1] + span
		bounds[i] = b
	}
	return bounds
}

// Counters remembers how far counters of quotas were when they were last seen. They only move forward, so whatever is
// used up once stays so, and need not be asked for again.
type Counters struct{ seen sync.Map } // counter -> *atomic.Int64

// Saw remembers that a counter is at least so far.
func (c *Counters) Saw(counter string, value int64) {
	known, _ := c.seen.LoadOrStore(counter, new(atomic.Int64))
	for at := known.(*atomic.Int64); ; {
		if old := at.Load(); old >= value || at.CompareAndSwap(old, value) {
			return
		}
	}
}

// Holds tells whether a bound can still hold so much, as far as is known; opened: whether its counter is there.
func (c *Counters) Holds(b *Limit, units int64) (holds, opened bool) {
	known, ok := c.seen.Load(b.Counter)
	return !ok || known.(*atomic.Int64).Load()+units <= b.Most, ok
}

// OpenCounter makes sure that the counter of a bound is there. A new one begins with what was issued in its span; what
// other servers are issuing at that moment under a version without this quota is not in it. A second server that opens it
// finds it there.
func (s *Quotas) OpenCounter(ctx context.Context, c *Counters, b *Limit) error {
	value, there, err := s.store.FindCounter(ctx, b.Counter)
	if err != nil {
		return err
	}
	if !there {
		issued, err := s.issued(ctx, []*Limit{b})
		if err != nil {
			return err
		}
		value = issued[b.Counter]
		if err := s.store.OpenCounter(ctx, b.Counter, value); err != nil {
			return err
		}
	}
	if !there {
		value = 0 // another server may have been first, and have counted less
	}
	c.Saw(b.Counter, value)
	return nil
}

// sinceOf tells for each quota of the newest of some versions since which of them, without a break, there is one of its
// kind.
func sinceOf(newestFirst []*ent.Agreement) []int64 {
	since := make([]int64, len(newestFirst[0].Quotas))
	for i, q := range newestFirst[0].Quotas {
		for _, v := range newestFirst {
			if !slices.ContainsFunc(v.Quotas, func(o schema.Quota) bool { return o.Measure == q.Measure && o.Per == q.Per }) {
				break
			}
			since[i] = v.ID
		}
	}
	return since
}
