package background

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// Filter narrows a list of jobs; what is empty does not.
type Filter struct {
	Kinds  []string
	States []job.State
	Mine   bool       // those that the caller asked for
	Mode   *work.Mode // those of channels in this mode; those of no channel are LIVE
}

const mostKinds = 20

// List of jobs, newest first. Fault: INVALID_VALUE.
func (s *Service) List(ctx context.Context, caller *access.Caller, filter Filter, page work.Page) (list []*ent.Job, more bool, err error) {
	ranges, err := filter.ranges(caller)
	if err != nil {
		return nil, false, err
	}
	rows, err := s.store.Client.Job.Query().Where(work.Each(ranges, func(of *sql.Selector, where []predicate.Job) {
		for _, narrow := range where {
			narrow(of)
		}
		page.Newest(of)
	}), predicate.Job(page.NewestOrder)).Limit(page.Most + 1).All(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list jobs: %w", err)
	}
	list, more = work.Trim(page, rows)
	return list, more, nil
}

// Count counts what a filter finds, up to a maximum. Fault: INVALID_VALUE.
func (s *Service) Count(ctx context.Context, caller *access.Caller, filter Filter, most int) (work.Count, error) {
	ranges, err := filter.ranges(caller)
	if err != nil {
		return work.Count{}, err
	}
	return work.CountRanges(ctx, s.store, job.Table, most, ranges)
}

// ranges are what narrows one query for each kind and state, each of which is a range of one index.
func (f *Filter) ranges(caller *access.Caller) (ranges [][]predicate.Job, err error) {
	if len(f.Kinds) > mostKinds {
		return nil, fault.Newf(fault.CodeInvalidValue, "%d kinds at most", mostKinds).At("filter", "kinds")
	}
	all := []predicate.Job{inView(caller)}
	if f.Mine {
		all = append(all, job.MadeBy(caller.Actor()))
	}
	if f.Mode != nil {
		all = append(all, work.InMode(*f.Mode, job.FieldChannelID))
	}
	for _, kind := range work.OrAny(f.Kinds) {
		for _, state := range work.OrAny(f.States) {
			one := slices.Clone(all)
			if kind != "" {
				one = append(one, job.Kind(kind))
			}
			if state != "" {
				one = append(one, job.StateEQ(state))
			}
			ranges = append(ranges, one)
		}
	}
	return ranges, nil
}
