package backtest

import (
	"context"
	"encoding/json"
	"fmt"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/work"
)

const (
	// MostListed are the back-tests of a version that are listed at most.
	MostListed = 20
	// mostLooked are the newest back-tests of all products that those of a version are found among.
	mostLooked = 1000
)

// Of versions of products, by their keys: what their back-tests found so far, the newest first, up to a number of each. No column of a job
// says which version it is about, so they are found among the newest 1,000.
func (s *Service) Of(ctx context.Context, versions []*ent.ProductVersion, most int) (map[int64][]*Result, error) {
	heads, err := s.store.Client.Job.Query().Where(job.Kind(Kind)).Order(ent.Desc(job.FieldID)).Limit(mostLooked).
		Select(job.FieldID, job.FieldInput).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("back-tests: %w", err)
	}
	wanted := work.ByKey(versions, func(v *ent.ProductVersion) int64 { return v.ID })
	found, keys := map[int64]int{}, []int64{}
	for _, head := range heads {
		var ask asked
		if err := json.Unmarshal([]byte(head.Input), &ask); err != nil {
			return nil, fmt.Errorf("input of job %d: %w", head.ID, err)
		}
		if wanted[ask.ID] != nil && found[ask.ID] < most {
			found[ask.ID]++
			keys = append(keys, head.ID)
		}
	}
	lists := map[int64][]*Result{}
	if len(keys) == 0 {
		return lists, nil
	}
	rows, err := s.store.Client.Job.Query().Where(job.IDIn(keys...)).Order(ent.Desc(job.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("back-tests: %w", err)
	}
	for _, row := range rows {
		one, version, err := resultOf(row)
		if err != nil {
			return nil, err
		}
		lists[version] = append(lists[version], one)
	}
	return lists, nil
}
