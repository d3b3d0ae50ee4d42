package privacy

import (
	"context"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// IndexJob is the kind of job that makes the blind indexes of what was stored before there were any.
const IndexJob = "personal.index"

// Indexer makes the blind indexes that its rows after a key lack; see Source.
type Indexer interface {
	Index(ctx context.Context, after int64, page int) (last int64, looked, made int, err error)
}

const (
	indexPage  = 200
	indexLease = time.Minute // longer than a part takes
)

// StartIndex lets a worker make the blind indexes that policies and claims lack.
func (s *Service) StartIndex(ctx context.Context, caller *access.Caller) (job *ent.Job, err error) {
	err = s.store.Do(ctx, "index personal data", func(ctx context.Context, tx *work.Tx) error {
		if job, err = s.background.Start(ctx, tx, caller, IndexJob, 0, map[string]any{}, nil); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, caller.AuditActor(), audit.Entry{
			Action: "personal.index", ObjectKind: "job", Object: fmt.Sprint(job.ID),
		})
	})
	return job, err
}

// WorkIndexes works such jobs, and answers how many it worked on.
func (s *Service) WorkIndexes(ctx context.Context) (int, error) {
	return s.background.Work(ctx, IndexJob, 1, indexLease, s.indexPart)
}

// indexing is how far a job is: of which source; where in it says the job's position.
type indexing struct {
	Source int   `json:"holder"` // its place among the sources
	Made   int64 `json:"made"`   // blind indexes
}

func (s *Service) indexPart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	var at indexing
	if err := read(row.Result, &at); err != nil {
		return nil, err
	}
	p := &background.Progress{Position: row.Position, Done: row.Done}
	looked := 0
	if at.Source < len(s.sources) {
		if source, indexes := s.sources[at.Source].(Indexer); indexes {
			last, n, made, err := source.Index(ctx, row.Position, indexPage)
			if err != nil {
				return nil, err
			}
			looked, p.Position, p.Done, at.Made = n, last, p.Done+int64(n), at.Made+int64(made)
		}
	}
	if looked < indexPage {
		at.Source, p.Position = at.Source+1, 0
		p.Finished = at.Source >= len(s.sources)
	}
	var err error
	p.Result, err = write(at)
	return p, err
}
