package privacy

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"baodan/ent"
	"baodan/insurance/audit"
	"baodan/insurance/background"
	"baodan/insurance/work"
)

// EraseJob is the kind of job that erases a person.
const EraseJob = "personal.erase"

const (
	erasePart  = 20          // policies a part; each is a transaction of its own
	eraseLease = time.Minute // longer than a part takes
)

// eraseInput is what a job needs: who is erased is read from the approved request.
type eraseInput struct {
	Approval int64 `json:"approval"`
	Until    int64 `json:"until"` // policies with larger keys came later
}

// WorkErasures erases people whose erasure was approved, and answers how many it worked on.
func (s *Service) WorkErasures(ctx context.Context) (int, error) {
	return s.background.Work(ctx, EraseJob, 1, eraseLease, s.erasePart)
}

// erasePart goes on with a person after the last policy that is done. A policy that came to need their data meanwhile keeps
// it and counts as failed; its number is in the job's result.
func (s *Service) erasePart(ctx context.Context, row *ent.Job) (*background.Progress, error) {
	var in eraseInput
	if err := json.Unmarshal([]byte(row.Input), &in); err != nil {
		return nil, err
	}
	asked, err := s.store.Client.Approval.Get(ctx, in.Approval)
	if err != nil {
		return nil, fmt.Errorf("approval %d: %w", in.Approval, err)
	}
	e, err := erasureOf(asked)
	if err != nil {
		return nil, err
	}
	p := &background.Progress{Position: row.Position, Done: row.Done, Failed: row.Failed, Total: row.Total}
	var kept kept
	if err := read(row.Result, &kept); err != nil {
		return nil, err
	}
	ids, err := s.dataOf(ctx, s.store.Client, e, row.Position, erasePart)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if id >= in.Until {
			p.Finished = true
			break
		}
		number, err := s.forget(ctx, e, id, asked)
		var held errBlocked
		switch {
		case errors.As(err, &held):
			p.Failed++
			kept.note(number, held.why.En)
		case err != nil:
			return nil, err
		}
		p.Position, p.Done = id, p.Done+1
	}
	p.Finished = p.Finished || len(ids) < erasePart
	if len(kept.Kept) > 0 {
		p.Result, err = write(kept)
	}
	return p, err
}

// errBlocked says that a policy needs their data by now.
type errBlocked struct{ blocker }

func (h errBlocked) Error() string { return h.number + ": " + h.why.En }

// forget destroys what hangs on one policy, in one transaction, on record.
func (s *Service) forget(ctx context.Context, e *erasure, policyID int64, asked *ent.Approval) (number string, err error) {
	mark, err := indexOf(e.Index)
	if err != nil {
		return "", err
	}
	err = s.store.Do(ctx, "erase person", func(ctx context.Context, tx *work.Tx) error {
		policy, err := s.policies.LockPolicy(ctx, tx, policyID)
		if err != nil {
			return err
		}
		number = policy.Number
		held, err := s.blockersOf(ctx, tx.Client(), []int64{policyID})
		if err != nil {
			return err
		}
		if len(held) > 0 {
			return errBlocked{held[0]}
		}
		who := SubjectOf(s.ring, mark)
		if e.By == Reference {
			who = InsuredSubject(s.ring, e.channelID, e.Reference)
		}
		for _, source := range s.sources {
			if err := source.Forget(ctx, tx, policyID, who); err != nil {
				return fmt.Errorf("%s: %w", source.PersonalKind(), err)
			}
		}
		return s.audit.Record(ctx, tx, audit.Actor{Name: "system:erasure"}, audit.Entry{
			Action: "personal.erase", ObjectKind: "policy", Object: number, ChannelID: policy.ChannelID,
			After: map[string]any{"person": asked.Object}, Reason: asked.Reason,
		})
	})
	return number, err
}

func indexOf(text string) ([]byte, error) {
	mark, err := hex.DecodeString(text)
	if err != nil || len(mark) != 32 {
		return nil, fmt.Errorf("%q is no mark", text)
	}
	return mark, nil
}

// kept are policies that kept their data: the first few, and why.
type kept struct {
	Kept []string `json:"kept"`
}

const mostKept = 20

func (k *kept) note(number, why string) {
	if len(k.Kept) < mostKept {
		k.Kept = append(k.Kept, number+": "+why)
	}
}
