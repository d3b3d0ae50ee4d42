package claims

import (
	"context"
	"fmt"
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
		q, err := s.queue(ctx, f)
		if err != nil {
			return nil, err
		}
		oldest, _, err := s.List(ctx, caller, f, false, work.Page{Most: 1})
		if err != nil {
			return nil, err
		}
		if len(oldest) > 0 {
			at := oldest[0].SubmittedAt()
			q.Oldest = &at
		}
		list = append(list, q)
	}
	return list, nil
}

// queue counts the claims of a state up to MostCounted.
func (s *Reader) queue(ctx context.Context, f *Filter) (*Queue, error) {
	q := &Queue{State: f.States[0], Disputed: f.Disputed, Count: work.Count{Exact: true}}
	narrowed, err := s.compile(ctx, f, false, work.Page{Most: MostCounted})
	if err != nil || narrowed == nil {
		return q, err
	}
	rows, err := s.store.Client.QueryContext(ctx, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN assignee = 0 THEN 1 ELSE 0 END), 0) FROM "+
		"(SELECT assignee FROM claims WHERE state = ?"+narrowed.condition.String()+" LIMIT ?) counted",
		append(append([]any{string(q.State)}, narrowed.values...), narrowed.limit)...)
	if err != nil {
		return nil, fmt.Errorf("count queue: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	if rows.Next() {
		if err := rows.Scan(&q.Count.Value, &q.Unassigned); err != nil {
			return nil, fmt.Errorf("count queue: %w", err)
		}
	}
	if q.Count.Value > MostCounted {
		q.Count, q.Unassigned = work.Count{Value: MostCounted}, min(q.Unassigned, MostCounted)
	}
	return q, rows.Err()
}
