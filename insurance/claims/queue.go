package claims

import (
	"context"
	"time"

	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// Queue is what waits on the claims desk in one state.
type Queue struct {
	State      claim.State
	Disputed   bool       // of claims with a payout that is disputed; these are among those of their state, too
	Count      work.Count // at most MostCounted
	Unassigned int        // of these, nobody's
	Oldest     *time.Time // when the oldest was submitted; nil: none waits
}

// MostCounted is how many claims of a queue are counted.
const MostCounted = 10_000

// Queues are the open claims of live channels, by state; an empty code means all products.
func (s *Reader) Queues(ctx context.Context, caller *access.Caller, productCode string) ([]*Queue, error) {
	var list []*Queue
	filters := make([]*Filter, 0, len(unclosed)+len(disputable))
	for _, state := range unclosed {
		filters = append(filters, &Filter{States: []claim.State{state}})
	}
	for _, state := range disputable {
		filters = append(filters, &Filter{States: []claim.State{state}, Disputed: true})
	}
	for _, f := range filters {
		if productCode != "" {
			f.ProductCodes = []string{productCode}
		}
		q, err := s.queue(ctx, caller, f)
		if err != nil {
			return nil, err
		}
		list = append(list, q)
	}
	return list, nil
}

// queue counts the claims of a state up to MostCounted, by the indexes that its list is read by.
func (s *Reader) queue(ctx context.Context, caller *access.Caller, f *Filter) (q *Queue, err error) {
	q = &Queue{State: f.States[0], Disputed: f.Disputed}
	if q.Count, err = s.Count(ctx, caller, f, MostCounted); err != nil || q.Count.Value == 0 {
		return q, err
	}
	oldest, err := s.List(ctx, caller, f, Oldest, work.Page{Most: 1})
	if err != nil {
		return nil, err
	}
	if len(oldest.Claims) > 0 {
		at := oldest.Claims[0].SubmittedAt()
		q.Oldest = &at
	}
	nobodys := *f
	nobodys.Unassigned = true
	free, err := s.Count(ctx, caller, &nobodys, MostCounted)
	q.Unassigned = free.Value
	return q, err
}
