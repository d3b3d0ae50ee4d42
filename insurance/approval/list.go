package approval

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/approval"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

// Filter narrows a list of requests; what is empty narrows nothing.
type Filter struct {
	States     []approval.State
	Kinds      []approval.Kind
	Object     string // exactly
	Mine       bool   // those that the caller asked for
	MayApprove bool   // those that the caller may approve now
}

// List finds requests, newest first. All of the insurer's people see all of them; content holds no secret. What the caller may approve
// is seen of requests that were read: a page may have fewer than asked for while the list goes on.
func (s *Service) List(ctx context.Context, caller *access.Caller, f Filter, page work.Page) (found work.Found[*ent.Approval], err error) {
	if _, all := caller.ChannelScope(); !all {
		return found, nil
	}
	looked := page
	if f.MayApprove {
		looked = page.Looked()
	}
	rows, err := s.read(ctx, f.ranges(s, caller), looked)
	if err != nil {
		return found, err
	}
	if !f.MayApprove {
		found.Rows, found.More = work.Trim(page, rows)
		return found, nil
	}
	may, err := s.MayApprove(ctx, caller, rows)
	if err != nil {
		return found, err
	}
	return work.Sift(page, rows, func(row *ent.Approval) bool { return may[row.ID] }, func(row *ent.Approval) int64 { return row.ID }), nil
}

// read reads a page of each range of an index, in one statement.
func (s *Service) read(ctx context.Context, ranges [][]predicate.Approval, page work.Page) ([]*ent.Approval, error) {
	rows, err := s.store.Client.Approval.Query().Where(work.Each(ranges, func(of *sql.Selector, where []predicate.Approval) {
		for _, narrow := range where {
			narrow(of)
		}
		page.Newest(of)
	}), predicate.Approval(page.NewestOrder)).Limit(page.Most + 1).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list requests for approval: %w", err)
	}
	return rows, nil
}

// Count counts what a filter finds, up to a maximum; of what the caller may approve among the newest 1,000 that wait.
func (s *Service) Count(ctx context.Context, caller *access.Caller, f Filter, most int) (work.Count, error) {
	if _, all := caller.ChannelScope(); !all {
		return work.Count{Exact: true}, nil
	}
	ranges := f.ranges(s, caller)
	if !f.MayApprove {
		return work.CountRanges(ctx, s.store, approval.Table, most, ranges)
	}
	rows, err := s.read(ctx, ranges, work.Page{Most: mostWeighed})
	if err != nil {
		return work.Count{}, err
	}
	may, err := s.MayApprove(ctx, caller, rows)
	if err != nil {
		return work.Count{}, err
	}
	return work.Count{Value: min(len(may), most), Exact: len(may) <= most && len(rows) <= mostWeighed}, nil
}

// mostWeighed are the requests of which is looked whether the caller may approve them, for a count.
const mostWeighed = 1000

// ranges are what narrows one query for each state and kind, each of which is a range of one index.
func (f *Filter) ranges(s *Service, caller *access.Caller) (ranges [][]predicate.Approval) {
	all := []predicate.Approval{caller.InView(approval.FieldChannelID)}
	if f.Object != "" {
		all = append(all, approval.Object(f.Object))
	}
	if f.Mine {
		all = append(all, approval.RequestedBy(caller.PersonID()))
	}
	states, kinds := f.States, f.Kinds
	if f.MayApprove {
		all = append(all, approval.RequestedByNEQ(caller.PersonID()))
		if len(states) == 0 {
			states = []approval.State{approval.StateRequested}
		}
		if len(kinds) == 0 {
			kinds = s.decidable(caller)
		}
	}
	for _, state := range work.OrAny(states) {
		for _, kind := range work.OrAny(kinds) {
			one := slices.Clone(all)
			if state != "" {
				one = append(one, approval.StateEQ(state))
			}
			if kind != "" {
				one = append(one, approval.KindEQ(kind))
			}
			ranges = append(ranges, one)
		}
	}
	if f.MayApprove && len(kinds) == 0 {
		return nil
	}
	return ranges
}

// decidable are the kinds that the caller's roles decide.
func (s *Service) decidable(caller *access.Caller) (kinds []approval.Kind) {
	for kind, subject := range s.subjects {
		if caller.HasRole(subject.Roles...) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}
