package servicing

import (
	"context"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Endorse changes a policy (B3, D6): another plan, or other data of an insured, from a moment on. Whether a channel may,
// what it may change and who pays are terms of the policy; the difference is that of its own product version. The
// request number makes it idempotent for ever: the same content gets the same endorsement, other content
// REQUEST_MISMATCH; refusals leave nothing behind. One of the insurer's people does it on a customer's behalf; see
// acting_for.go. Faults: INVALID_VALUE, REQUIRED, NOT_FOUND, CHANNEL_CLOSED, NOT_AGREED, INVALID_STATE, RULE_REFUSED, PREVIEW_CHANGED,
// REQUEST_MISMATCH.
func (s *Service) Endorse(ctx context.Context, caller *access.Caller, in *EndorseInput) (*Endorsed, error) {
	faults := in.Change.check()
	if !policy.ValidOrderNo(in.RequestNo) {
		faults = append(fault.List{badRequestNo}, faults...)
	}
	if faults = append(faults, checkActingFor(caller, in.Note)...); len(faults) > 0 {
		return nil, faults
	}
	caller, err := s.actingFor(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	r := newRequest(caller, in.RequestNo, in.Note, in.PreviewToken, in.Change.content(in.PolicyNumber, in.EffectiveAt))
	r.prepare = func(ctx context.Context) (*draft, error) { return s.prepareEndorsement(ctx, caller, &r.content) }
	return s.serve(ctx, caller, r)
}

func (in *ChangeInput) check() fault.List {
	switch {
	case (in.PlanCode == nil) == (in.Insured == nil):
		return fault.List{fault.New(fault.CodeInvalidValue, "exactly one change", "change")}
	case in.Insured != nil && !policy.ValidReference(in.Insured.Reference):
		return fault.List{fault.New(fault.CodeInvalidValue, policy.BadReference, "change", "insured", "reference")}
	case in.Insured != nil && len(in.Insured.Party) == 0:
		return fault.List{fault.New(fault.CodeRequired, "say what changes", "change", "insured", "party")}
	}
	return nil
}

// content of a request for a change from a moment on; nil: now.
func (in *ChangeInput) content(policyNo string, at *time.Time) content {
	c := content{Kind: endorsement.KindInsuredChange, Policy: policyNo}
	if at != nil {
		at := at.UTC().Truncate(time.Millisecond)
		c.EffectiveAt = &at
	}
	if in.PlanCode != nil {
		c.Kind, c.Plan = endorsement.KindPlanChange, *in.PlanCode
	} else {
		c.Reference, c.Party = in.Insured.Reference, in.Insured.change()
	}
	return c
}

var badRequestNo = fault.New(fault.CodeInvalidValue, "a request number is 1 to 64 letters, digits, _ and -", "requestNo")

// find reads a policy of the caller's, as it holds now by the channel's clock. Now is never before what is on record:
// clocks of servers differ by milliseconds. Fault: NOT_FOUND.
func (s *Service) find(ctx context.Context, caller *access.Caller, policyNo string) (p *policy.Policy, now time.Time, err error) {
	p, err = s.policies.ByNumber(ctx, caller, policyNo, policy.PointInTime{})
	if err != nil {
		return nil, now, err
	}
	if p == nil {
		return nil, now, fault.New(fault.CodeNotFound, "", "policyNumber")
	}
	now = nowOf(p)
	return p.AsOf(now), now, nil
}

// nowOf is the moment of an act on a policy that was read now.
func nowOf(p *policy.Policy) time.Time {
	now := p.Instant()
	if bound := p.Row().BoundAt; bound.After(now) {
		now = bound
	}
	for _, e := range p.Recorded() {
		if e.RecordedAt.After(now) {
			now = e.RecordedAt
		}
	}
	return now
}

func (s *Service) prepareEndorsement(ctx context.Context, caller *access.Caller, asked *content) (*draft, error) {
	p, now, err := s.find(ctx, caller, asked.Policy)
	if err != nil {
		return nil, err
	}
	return s.draftEndorsement(caller, p, now, asked)
}

// draftEndorsement is an endorsement of a policy as it stands at a moment, with all that could refuse it.
func (s *drafter) draftEndorsement(caller *access.Caller, p *policy.Policy, now time.Time, asked *content) (*draft, error) {
	p, terms, err := s.endorsable(caller, p, now, asked)
	if err != nil {
		return nil, err
	}
	e := s.start(p, now)
	e.Kind, e.EffectiveAt = asked.Kind, p.Instant()
	if asked.Kind == endorsement.KindPlanChange {
		err = s.changePlan(p, terms, e, asked.Plan)
	} else {
		err = s.changeInsured(p, terms, e, asked)
	}
	if err != nil {
		return nil, err
	}
	return &draft{policy: p, row: e}, nil
}

// start begins the row of an endorsement.
func (s *drafter) start(p *policy.Policy, now time.Time) *ent.Endorsement {
	row := p.Row()
	return &ent.Endorsement{
		ID: s.store.NewKey(), ChannelID: row.ChannelID, PolicyID: row.ID, Version: row.Version + 1,
		RecordedAt: now, Currency: row.Currency,
	}
}

// endorsable is a policy as it holds when a change takes effect, with its terms, where agreement, terms and state permit the change.
func (s *drafter) endorsable(caller *access.Caller, p *policy.Policy, now time.Time, asked *content) (*policy.Policy, *rule.Terms, error) {
	if err := s.distribution.MayServe(caller, p.Agreement(), distribution.Endorse); err != nil {
		return nil, nil, err
	}
	effective := now
	if asked.EffectiveAt != nil {
		effective = *asked.EffectiveAt
	}
	p = p.AsOf(effective)
	terms, err := p.Terms()
	if err != nil {
		return nil, nil, err
	}
	return p, terms, permits(caller, p, terms, asked, now)
}

// changeOf a request is how the terms call it.
func changeOf(asked *content) string {
	if asked.Kind == endorsement.KindInsuredChange {
		return "insured"
	}
	return "plan"
}

// permits tells whether terms and state of a policy, as it holds when the change takes effect, permit it.
func permits(caller *access.Caller, p *policy.Policy, terms *rule.Terms, asked *content, now time.Time) error {
	change := changeOf(asked)
	if !terms.Bool("endorse.allowed") {
		return fault.New(fault.CodeNotAgreed, "the terms do not permit endorsements")
	}
	if err := permittedTo(partyOf(caller), terms, rule.Endorse); err != nil {
		return err
	}
	if !slices.Contains(terms.Strings("endorse.changes"), change) {
		return fault.Newf(fault.CodeNotAgreed, "the terms do not permit a change of %s", change).At("change")
	}
	if p.Row().State == insurancepolicy.StateCANCELLED {
		return fault.New(fault.CodeInvalidState, "the policy is cancelled", "policyNumber")
	}
	return within(p, terms, asked.EffectiveAt, now)
}

// within tells whether a change may take effect when it was asked for.
func within(p *policy.Policy, terms *rule.Terms, asked *time.Time, now time.Time) error {
	past, err := terms.Period("endorse.maxPast", nil)
	if err != nil {
		return err
	}
	ahead, err := terms.Period("endorse.maxAhead", nil)
	if err != nil {
		return err
	}
	cover, effective, zone := p.Period(), p.Instant(), p.Product().Location()
	late := func(detail string) error { return fault.New(fault.CodeInvalidValue, detail, "effectiveAt") }
	switch {
	case !effective.Before(cover.End) && !now.Before(cover.End):
		return fault.New(fault.CodeInvalidState, "the policy expired at "+cover.End.Format(time.RFC3339), "policyNumber")
	case asked == nil && effective.Before(cover.Start):
		return fault.New(fault.CodeInvalidState, "cover begins at "+cover.Start.Format(time.RFC3339)+": say from when", "policyNumber")
	case effective.Before(past.SubtractFrom(now, zone)):
		return late("it may not take effect so far back")
	case effective.After(ahead.AddTo(now, zone)):
		return late("it may not take effect so far ahead")
	case effective.Before(cover.Start), !effective.Before(cover.End):
		return late("cover runs from " + cover.Start.Format(time.RFC3339) + " until " + cover.End.Format(time.RFC3339))
	}
	return nil
}

// explain writes how a change of premium came about into the row of an endorsement.
func explain(e *ent.Endorsement, w rating.Worksheet) error {
	text, err := w.MarshalJSON()
	e.Worksheet = string(text)
	return err
}

// charged is the premium that was charged of a policy until now, with all that is on record; of one payer, or of all.
func charged(p *policy.Policy, payers ...policy.Payer) (premium int64) {
	for line := range p.RecordedLines() {
		if len(payers) == 0 || slices.Contains(payers, line.Payer) {
			premium += line.Premium.Minor
		}
	}
	return premium
}

// inMinor is an amount in the policy's currency.
func inMinor(p *policy.Policy, minor int64) money.Amount {
	return money.Amount{Minor: minor, Currency: money.Currency(p.Row().Currency)}
}
