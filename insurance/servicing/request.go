package servicing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// request is what was asked, under the caller's number for it.
type request struct {
	no      string
	note    string // of a person: why
	content content
	token   *string // of a preview; no content: it only says what is expected
	prepare func(ctx context.Context) (*draft, error)
}

// content is all of a request that makes it another one. Its JSON is canonical.
type content struct {
	Kind        endorsement.Kind   `json:"kind"`
	Policy      string             `json:"policy"`
	Plan        string             `json:"plan,omitempty"`
	Reference   string             `json:"reference,omitempty"`
	Party       policy.PartyChange `json:"party,omitempty"`
	Reason      string             `json:"reason,omitempty"`
	EffectiveAt *time.Time         `json:"effectiveAt,omitempty"` // null: now
}

// draft is an endorsement that waits to be stored.
type draft struct {
	policy *policy.Policy // before it, as of when it takes effect
	row    *ent.Endorsement
}

// maxAttempts is how many rounds an act tries to be the next one on its policy.
const maxAttempts = 40

// serve prepares an endorsement and stores it on the version of the policy that it was prepared for. Where the policy
// changed meanwhile everything is looked at again, so acts on one policy take turns. What was answered once is answered
// again, whatever changed since; a commit whose outcome is unknown is looked up by its number.
func (s *Service) serve(ctx context.Context, caller *access.Caller, r *request) (*Endorsed, error) {
	text, err := json.Marshal(r.content)
	if err != nil {
		return nil, err
	}
	hash := s.requests.Sum(text)
	for round := range maxAttempts {
		d, err := r.prepare(ctx)
		if err == nil {
			err = s.checkPreview(d, r.token)
		}
		if err == nil {
			d.row.Number, err = s.numbers.Next(ctx)
		}
		if err == nil {
			d.row.RequestNo, d.row.RequestHash, d.row.MadeBy = r.no, hash, caller.Actor()
			err = s.record(ctx, caller, d, r.note)
		}
		if err == nil {
			return &Endorsed{Endorsement: &Endorsement{d.row, d.policy}}, nil
		}
		if errors.Is(err, policy.ErrMoved) {
			if err := pause(ctx, round); err != nil {
				return nil, err
			}
			continue
		}
		earlier, lookup := s.earlier(ctx, caller, r, hash)
		if lookup != nil {
			return nil, lookup
		}
		if earlier != nil {
			earlier.Replayed = d == nil || d.row.ID != earlier.Endorsement.row.ID
			return earlier, nil
		}
		switch {
		case work.IsDuplicate(err): // another endorsement has its number: the counter fell behind
			if err := s.numbers.CatchUp(ctx); err != nil {
				return nil, err
			}
		case !errors.Is(err, work.ErrUnknownOutcome):
			return nil, err
		}
	}
	return nil, fault.New(fault.CodeUnavailable, "too many changes of one policy at once")
}

// pause waits a little, longer in later rounds.
func pause(ctx context.Context, round int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(rand.N(time.Duration(min(round+1, 10)) * 2 * time.Millisecond)):
		return nil
	}
}

// record stores an endorsement, its event, and the policy's new head in one transaction; what a person did is recorded.
func (s *Service) record(ctx context.Context, caller *access.Caller, d *draft, note string) error {
	e := d.row
	return s.store.Do(ctx, "endorse", func(ctx context.Context, tx *work.Tx) error {
		if err := policy.Next(ctx, tx, d.policy.Row(), policy.Move{Cancel: e.Kind == endorsement.KindCancellation, After: s.policies.After(d.policy, e)}); err != nil {
			return err
		}
		if err := s.distribution.Owe(ctx, tx, d.policy.Agreement(), d.policy.Currency(), e.PremiumLines); err != nil {
			return err
		}
		if err := insert(ctx, tx, e); err != nil {
			return err
		}
		if err := s.policies.IndexParty(ctx, tx, e); err != nil {
			return err
		}
		if e.Kind == endorsement.KindCancellation {
			if err := policy.CheckBeingPaid(ctx, tx, d.policy); err != nil {
				return err
			}
			if err := issuing.EndCovers(ctx, tx, d.policy, e.EffectiveAt); err != nil {
				return err
			}
		}
		if caller.Audience == access.Ops {
			if err := s.recordAudit(ctx, tx, caller, d, note); err != nil {
				return err
			}
		}
		return emit(ctx, tx, d)
	})
}

func insert(ctx context.Context, tx *work.Tx, e *ent.Endorsement) error {
	row := tx.Endorsement.Create().SetID(e.ID).SetChannelID(e.ChannelID).SetPolicyID(e.PolicyID).SetNumber(e.Number).
		SetRequestNo(e.RequestNo).SetRequestHash(e.RequestHash).SetKind(e.Kind).SetVersion(e.Version).
		SetEffectiveAt(e.EffectiveAt).SetRecordedAt(e.RecordedAt).SetPlanCode(e.PlanCode).SetReference(e.Reference).
		SetReason(e.Reason).SetCurrency(e.Currency).SetPremiumLines(e.PremiumLines).SetWorksheet(e.Worksheet).SetMadeBy(e.MadeBy)
	if e.Personal != nil {
		row.SetPersonalKey(e.PersonalKey).SetPersonal(e.Personal)
	}
	return row.Exec(ctx)
}

// earlier is the answer to a request whose number is stored: its endorsement, if the content is the same, else
// REQUEST_MISMATCH. Nil where there is none.
func (s *Service) earlier(ctx context.Context, caller *access.Caller, r *request, hash []byte) (*Endorsed, error) {
	row, err := s.store.Client.Endorsement.Query().
		Where(endorsement.ChannelID(caller.Channel.ID), endorsement.RequestNo(r.no)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // never asked
	}
	if err != nil {
		return nil, fmt.Errorf("look up request: %w", err)
	}
	policy, err := s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{})
	if err != nil {
		return nil, err
	}
	if bytes.Equal(hash, row.RequestHash) {
		return &Endorsed{Endorsement: &Endorsement{row, policy}}, nil
	}
	differs, err := s.differs(r.content, row, policy)
	if err != nil {
		return nil, err
	}
	return nil, fault.RequestMismatch{
		Fault: fault.New(fault.CodeRequestMismatch, "", "requestNo"), FirstSeenAt: row.RecordedAt, Differs: differs,
	}
}

// differs names the inputs in which a request differs from a stored one.
func (s *Service) differs(asked content, row *ent.Endorsement, policy *policy.Policy) ([]string, error) {
	var names []string
	if asked.Policy != policy.Number() {
		names = append(names, "policyNumber")
	}
	if asked.Kind == endorsement.KindCancellation {
		if asked.Reason != row.Reason {
			names = append(names, "reason") // also where that request was no cancellation
		}
		return names, nil
	}
	same := asked.Kind == row.Kind && asked.Plan == row.PlanCode && asked.Reference == row.Reference
	if same && row.Kind == endorsement.KindInsuredChange {
		party, err := s.policies.OpenParty(row)
		if err != nil {
			return nil, err
		}
		same = sameParty(party, asked.Party.After(party, func(string, ...string) {})) // a change that changes nothing more
	}
	if !same {
		names = append(names, "change")
	}
	effective := row.RecordedAt // null stood for it
	if asked.EffectiveAt != nil {
		effective = *asked.EffectiveAt
	}
	if row.Kind != endorsement.KindCancellation && !effective.Equal(row.EffectiveAt) || len(names) == 0 {
		names = append(names, "effectiveAt") // all that is left may be null, or the very moment that null stood for
	}
	return names, nil
}
