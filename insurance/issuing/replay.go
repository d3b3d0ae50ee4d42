package issuing

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// orders recognizes orders that were issued before and answers them again.
type orders struct {
	store    *work.Store
	policies *policy.Service
	requests *seal.Mac // hashes what was asked for
}

// fingerprint is a risk in its stored form, with a keyed hash of it: the hash alone tells nothing of a person.
type fingerprint struct {
	open, hidden, sum []byte
}

func (s *orders) fingerprint(open policy.Risk, hidden policy.Personal, factors rule.Factors) (*fingerprint, error) {
	f := &fingerprint{open: open.Append(make([]byte, 0, 1024), factors)}
	if !hidden.Empty() {
		var err error
		if f.hidden, err = hidden.Append(make([]byte, 0, 512), factors); err != nil {
			return nil, err
		}
	}
	f.sum = s.requests.Sum(f.open, f.hidden)
	return f, nil
}

// answerEarlier answers an order that was issued before, whatever is asked now; nil where it was not.
func (s *orders) answerEarlier(ctx context.Context, channelID int64, in *IssueInput) (*Issued, error) {
	row, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelID(channelID), insurancepolicy.OrderNo(in.OrderNo)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // never issued
	}
	if err != nil {
		return nil, fmt.Errorf("look up order: %w", err)
	}
	return s.replay(ctx, row, in, nil)
}

// replay answers an order that is stored: with its policy as it was bound if the content is the same, else with
// REQUEST_MISMATCH and what differs. A quote token is not content: it only carries a price.
func (s *orders) replay(ctx context.Context, row *ent.InsurancePolicy, in *IssueInput, hash []byte) (*Issued, error) {
	p, err := s.policies.AsBound(ctx, row)
	if err != nil {
		return nil, err
	}
	var differs []string
	if row.Renews != nil {
		differs = append(differs, "policyNumber") // that order renewed a policy
	} else if !bytes.Equal(hash, row.RequestHash) {
		var err error
		if differs, err = s.differing(ctx, p, in); err != nil {
			return nil, err
		}
	}
	if checkPremium(in.ExpectedPremium, p.Premium()) != nil {
		differs = append(differs, "expectedPremium")
	}
	if len(differs) > 0 {
		return nil, fault.RequestMismatch{
			Fault:       fault.New(fault.CodeRequestMismatch, "", "orderNo"),
			FirstSeenAt: row.BoundAt, Differs: differs,
		}
	}
	return &Issued{Policy: p, Replayed: true}, nil
}

// differing names the inputs in which a request differs from that of a stored policy. It first compares the hash under
// the stored version: that recognizes the same content even where a person was erased since.
func (s *orders) differing(ctx context.Context, p *policy.Policy, in *IssueInput) ([]string, error) {
	old, err := p.Risk()
	if err != nil {
		return nil, err
	}
	oldHidden, err := p.Personal()
	if err != nil {
		return nil, err
	}
	facts, wrong, err := mended(p.Product(), in.Risk.Factors, old.Factors.Merge(oldHidden.Factors))
	if err != nil {
		return nil, err
	}
	open, hidden := in.Risk.split(p.Product(), facts)
	fingerprint, err := s.fingerprint(open, hidden, p.Product().Factors())
	if err != nil {
		return nil, err
	}
	if len(wrong) == 0 && bytes.Equal(fingerprint.sum, p.Row().RequestHash) {
		return nil, nil
	}
	differs := parts{open, hidden}.differs(parts{old, *oldHidden})
	differs = slices.Compact(slices.Sorted(slices.Values(append(differs, wrong...))))
	if len(differs) == 0 {
		erased, err := s.policies.Erased(ctx, p.Row().ID)
		if erased {
			differs = []string{"risk"} // in what was erased
		}
		return differs, err
	}
	return differs, nil
}

// stored reads which orders of a batch are in the database.
func (s *orders) stored(ctx context.Context, batch []*binding) (map[orderKey]*ent.InsurancePolicy, error) {
	byChannel := map[int64][]string{}
	for _, b := range batch {
		byChannel[b.row.ChannelID] = append(byChannel[b.row.ChannelID], b.row.OrderNo)
	}
	any := make([]predicate.InsurancePolicy, 0, len(byChannel))
	for channel, orders := range byChannel {
		any = append(any, insurancepolicy.And(insurancepolicy.ChannelID(channel), insurancepolicy.OrderNoIn(orders...)))
	}
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.Or(any...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look up orders: %w", err)
	}
	stored := make(map[orderKey]*ent.InsurancePolicy, len(rows))
	for _, row := range rows {
		stored[orderKey{row.ChannelID, row.OrderNo}] = row
	}
	return stored, nil
}
