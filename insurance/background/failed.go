package background

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/jobfailure"
	"baodan/insurance/access"
	"baodan/insurance/work"
)

const (
	// mostShown rows that failed are shown of a job; all are in its file.
	mostShown = 100
	// mostTallied rows that failed are counted of a job.
	mostTallied = 10_000
)

// readable are the jobs whose files a caller may read: what failed is in the same rights.
func (s *Service) readable(caller *access.Caller, rows []*ent.Job) (list []*ent.Job) {
	for _, row := range rows {
		if row.Failed > 0 && s.MayRead(caller, row) {
			list = append(list, row)
		}
	}
	return list
}

// firstFailed narrows to the first rows that failed of a job.
func firstFailed(most int) func(*sql.Selector, *ent.Job) {
	return func(to *sql.Selector, row *ent.Job) {
		jobfailure.JobID(row.ID)(to)
		to.OrderBy(sql.Asc(to.C(jobfailure.FieldRow))).Limit(most)
	}
}

// FailedRows are the first 100 rows that failed of jobs, in the order of the input, for those who may read their files.
func (s *Service) FailedRows(ctx context.Context, caller *access.Caller, rows []*ent.Job) (map[int64][]*ent.JobFailure, error) {
	list, err := s.store.Client.JobFailure.Query().Where(work.Each(s.readable(caller, rows), firstFailed(mostShown))).
		Order(ent.Asc(jobfailure.FieldRow)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("rows that failed: %w", err)
	}
	return work.Group(list, func(f *ent.JobFailure) int64 { return f.JobID }), nil
}

// Tally is how often rows of a job failed for one code.
type Tally struct {
	JobID int64  `json:"job_id"`
	Code  string `json:"code"`
	Rows  int    `json:"count"`
}

// FailedCodes are the codes for which the first 10,000 rows that failed did, the most frequent first, for those who may read the files of
// the jobs.
func (s *Service) FailedCodes(ctx context.Context, caller *access.Caller, rows []*ent.Job) (map[int64][]*Tally, error) {
	var list []*Tally
	err := s.store.Client.JobFailure.Query().Where(work.Each(s.readable(caller, rows), firstFailed(mostTallied))).
		GroupBy(jobfailure.FieldJobID, jobfailure.FieldCode).Aggregate(ent.Count()).Scan(ctx, &list)
	if err != nil {
		return nil, fmt.Errorf("codes of rows that failed: %w", err)
	}
	slices.SortFunc(list, func(a, b *Tally) int { return cmp.Or(b.Rows-a.Rows, strings.Compare(a.Code, b.Code)) })
	return work.Group(list, func(t *Tally) int64 { return t.JobID }), nil
}
