package graph

import (
	"context"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/background"
)

// lookUpAbout answers a row that a job is about, by its key, or nil where it is about no such row, or where that is gone.
func lookUpAbout[V any](ctx context.Context, job *ent.Job, key func(background.About) int64, byKeys func(context.Context, []int64) (map[int64]*V, error)) (*V, error) {
	about, err := background.AboutOf(job)
	if err != nil || key(about) == 0 {
		return nil, err
	}
	return lookUpRow(ctx, job, key(about), func(ctx context.Context, jobs []*ent.Job) (map[int64]*V, error) {
		return byKeys(ctx, keysOf(jobs, func(j *ent.Job) int64 {
			about, err := background.AboutOf(j)
			if err != nil {
				return 0 // that job says so itself
			}
			return key(about)
		}))
	})
}

// agreementsOf are the agreements in force under which jobs issue, by the keys of the jobs; they are in memory.
func (r *Resolver) agreementsOf(_ context.Context, jobs []*ent.Job) (map[int64]*ent.Agreement, error) {
	found := map[int64]*ent.Agreement{}
	for _, job := range jobs {
		about, err := background.AboutOf(job)
		if err != nil {
			return nil, err
		}
		if about.AgreementCode == "" {
			continue
		}
		if a, err := r.Distribution.Current(job.ChannelID, about.AgreementCode, r.Distribution.Now(job.ChannelID)); err == nil {
			found[job.ID] = a.Agreement
		}
	}
	return found, nil
}

// forCaller makes a look-up of one that asks who calls.
func forCaller[V any](look func(context.Context, *access.Caller, []*ent.Job) (map[int64][]*V, error)) func(context.Context, []*ent.Job) (map[int64][]*V, error) {
	return func(ctx context.Context, rows []*ent.Job) (map[int64][]*V, error) {
		return look(ctx, caller(ctx), rows)
	}
}
