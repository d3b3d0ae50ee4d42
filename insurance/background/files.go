package background

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"baodan/ent"
	"baodan/ent/job"
	"baodan/insurance/work"
)

const releasePage = 500

// ReleaseFiles implements files.User: jobs that ended before an instant lose their files of results and failures.
func (s *Service) ReleaseFiles(ctx context.Context, before time.Time) error {
	for after := int64(0); ; {
		ids, err := s.store.Client.Job.Query().Where(
			job.IDGT(after), job.IDLT(work.KeyAt(before)), job.StateNotIn(job.StateQueued, job.StateRunning),
			job.Or(job.FinishedAtIsNil(), job.FinishedAtLT(before)), job.Or(job.ResultSha256NEQ(""), job.FailuresSha256NEQ("")),
		).Order(ent.Asc(job.FieldID)).Limit(releasePage).IDs(ctx)
		if err != nil {
			return fmt.Errorf("let go of files of jobs: %w", err)
		}
		if len(ids) == 0 {
			return nil
		}
		err = s.store.Do(ctx, "let go of files", func(ctx context.Context, tx *work.Tx) error {
			return tx.Job.Update().Where(job.IDIn(ids...), job.StateNotIn(job.StateQueued, job.StateRunning)).
				SetResultSha256("").SetFailuresSha256("").Exec(ctx)
		})
		if err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

var digest = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// InUse implements files.User: files of results and failures, and the parts that jobs which may go on keep in their
// results.
func (s *Service) InUse(ctx context.Context) (digests []string, err error) {
	for after := int64(0); ; {
		rows, err := s.store.Client.Job.Query().Where(job.IDGT(after), job.Or(
			job.ResultSha256NEQ(""), job.FailuresSha256NEQ(""), job.And(job.StateNEQ(job.StateSucceeded), job.ResultNotNil()),
		)).Order(ent.Asc(job.FieldID)).Limit(releasePage).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("files of jobs: %w", err)
		}
		if len(rows) == 0 {
			return digests, nil
		}
		for _, row := range rows {
			digests = append(digests, row.ResultSha256, row.FailuresSha256)
			if row.State != job.StateSucceeded && row.Result != nil {
				digests = append(digests, digest.FindAllString(*row.Result, -1)...)
			}
			after = row.ID
		}
	}
}
