package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/cover"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Renewal is the renewal of a policy that waits to be stored. Package servicing decides when and whether a policy may
// be renewed; what the new one covers and costs is decided here, as for any policy.
type Renewal struct {
	service *Service
	b       *binding
}

// PrepareRenewal underwrites the renewal of a policy from an instant on: the same risk with its endorsements, under the
// newest agreement and the product version on sale, except for what is chosen. Faults: CHANNEL_CLOSED, NOT_AGREED,
// PRODUCT_OFF_SALE, INVALID_VALUE, REQUIRED, RULE_REFUSED, PREMIUM_MISMATCH, QUOTA_EXHAUSTED, BALANCE_TOO_LOW.
func (s *Service) PrepareRenewal(ctx context.Context, caller *access.Caller, old *policy.Policy, order RenewalOrder, start time.Time) (*Renewal, error) {
	b, err := s.renewal(ctx, caller, old, order, demand{from: start})
	return &Renewal{s, b}, err
}

// renewal decides the renewal of a policy as it is demanded.
func (s *Service) renewal(ctx context.Context, caller *access.Caller, old *policy.Policy, order RenewalOrder, d demand) (*binding, error) {
	in, err := asInput(old)
	if err != nil {
		return nil, err
	}
	d.now = s.distribution.Now(caller.Channel.ID)
	if err := s.choose(ctx, in, old, order.Choice, d.now); err != nil {
		return nil, err
	}
	d.in = &IssueInput{OrderNo: order.OrderNo, Risk: *in, ExpectedPremium: order.ExpectedPremium}
	d.renews, d.chosen = old, order.Choice
	return s.decide(ctx, caller, rule.Renew, d)
}

// asInput is the input that would ask for the same risk today.
func asInput(p *policy.Policy) (*RiskInput, error) {
	risk, err := p.Risk()
	if err != nil {
		return nil, err
	}
	who, err := p.People()
	if err != nil {
		return nil, err
	}
	facts, err := p.Factors()
	if err != nil {
		return nil, err
	}
	in := &RiskInput{AgreementCode: risk.Agreement, PlanCode: p.PlanCode(), Payer: p.Payer(), Applicant: who.Applicant.Input()}
	for _, reference := range risk.Insureds {
		in.Insureds = append(in.Insureds, &InsuredInput{Reference: reference, Party: who.Parties[reference].Input()})
	}
	decoder := json.NewDecoder(bytes.NewReader(p.Product().Factors().AppendJSON(nil, facts)))
	decoder.UseNumber()
	if err := decoder.Decode(&in.Factors); err != nil {
		return nil, fmt.Errorf("factors of policy %s: %w", p.Number(), err)
	}
	return in, nil
}

// Key of the new policy.
func (r *Renewal) Key() int64 { return r.b.row.ID }

// Number of the new policy.
func (r *Renewal) Number() string { return r.b.row.Number }

// Policy is the new policy as it is bound.
func (r *Renewal) Policy() *policy.Policy { return r.b.policy(r.service.policies) }

// Store writes policy, covers and event in a transaction. Where a unique key refuses it (work.IsDuplicate), the order
// number is taken, or PrepareRetry must be called. Fault: QUOTA_EXHAUSTED, BALANCE_TOO_LOW.
func (r *Renewal) Store(ctx context.Context, tx *work.Tx) error {
	if err := r.service.quotas.draw(ctx, tx, []*binding{r.b}); err != nil {
		if over := asOverdrawn(err); over != nil {
			return over.refused[r.b]
		}
		return err
	}
	covers := work.Insert{Table: cover.Table, Columns: cover.Columns}
	for _, c := range r.b.covers {
		covers.Rows = append(covers.Rows, coverValues(c))
	}
	happened, err := r.b.event(r.service.policies, tx.NewKey())
	if err != nil {
		return err
	}
	return tx.Insert(ctx, append([]work.Insert{policy.Insert(r.b.row), covers, r.b.indexes}, event.Inserts([]*ent.Event{happened})...)...)
}

// PrepareRetry prepares a renewal that met a unique key for another attempt: it takes the next slot behind the stored
// covers, and a fresh number where its own is taken. Fault: DUPLICATE_COVER.
func (r *Renewal) PrepareRetry(ctx context.Context) error {
	batch := []*binding{r.b}
	chains, err := r.service.binder.chains(ctx, batch)
	if err != nil {
		return err
	}
	if err := r.b.takeSlots(chains); err != nil {
		return err
	}
	return r.service.binder.renumber(ctx, batch)
}

// Renewed answers an order that is stored already: with the policy it made, if it renewed the same policy by the same choice,
// else with REQUEST_MISMATCH. It answers nil where there is no such order.
func (s *Service) Renewed(ctx context.Context, channelID int64, old *policy.Policy, order RenewalOrder) (*policy.Policy, error) {
	row, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelID(channelID), insurancepolicy.OrderNo(order.OrderNo)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil // never asked
	}
	if err != nil {
		return nil, fmt.Errorf("look up order: %w", err)
	}
	p, err := s.policies.AsBound(ctx, row)
	if err != nil {
		return nil, err
	}
	differs := s.orders.differingRenewal(p, old, order.Choice)
	if checkPremium(order.ExpectedPremium, p.Premium()) != nil {
		differs = append(differs, "expectedPremium")
	}
	if len(differs) > 0 {
		return nil, fault.RequestMismatch{
			Fault: fault.New(fault.CodeRequestMismatch, "", "orderNo"), FirstSeenAt: row.BoundAt, Differs: differs,
		}
	}
	return p, nil
}
