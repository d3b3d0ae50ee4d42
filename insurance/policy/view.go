package policy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/endorsement"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
)

// PointInTime is where a policy is looked at from: as it holds at an instant (AsOf), by what was known at another (KnownAt).
// Nil is now, and everything that is known.
type PointInTime struct{ AsOf, KnownAt *time.Time }

// AsBound is a policy as it was bound.
func (s *Reader) AsBound(ctx context.Context, row *ent.InsurancePolicy) (*Policy, error) {
	p := &Policy{sale: &sale{row: row, reader: s}, version: 1, asOf: row.BoundAt}
	return p, p.load(ctx)
}

// Bound is a policy that is bound at this moment, with what it is sold under.
func (s *Reader) Bound(row *ent.InsurancePolicy, agreement *distribution.Agreement, product *catalog.Version) *Policy {
	return &Policy{sale: &sale{row, s, agreement, product}, version: row.Version, asOf: row.BoundAt}
}

// view is a policy from a point of view; nil where it was not known then.
func (s *Reader) view(ctx context.Context, row *ent.InsurancePolicy, m PointInTime) (*Policy, error) {
	known, err := s.endorsementsOf(ctx, []*ent.InsurancePolicy{row})
	if err != nil {
		return nil, err
	}
	return s.viewWith(ctx, row, m, known[row.ID])
}

// viewWith is view where all endorsements of the policy were read.
func (s *Reader) viewWith(ctx context.Context, row *ent.InsurancePolicy, m PointInTime, all []*ent.Endorsement) (*Policy, error) {
	p := &Policy{sale: &sale{row: row, reader: s}, version: row.Version, asOf: s.distribution.Now(row.ChannelID)}
	if m.AsOf != nil {
		p.asOf = m.AsOf.UTC()
	}
	if m.KnownAt != nil && m.KnownAt.Before(row.BoundAt) {
		return nil, nil // nobody knew of it
	}
	if row.Version > 1 {
		if m.KnownAt != nil {
			all = slices.DeleteFunc(all, func(e *ent.Endorsement) bool { return e.RecordedAt.After(*m.KnownAt) })
			versions, err := versionsAt(ctx, s.store, []string{row.Number}, *m.KnownAt)
			if err != nil {
				return nil, err
			}
			p.version = max(min(versions[row.Number], row.Version), 1)
		}
		p.apply(all)
	}
	return p, p.load(ctx)
}

// endorsementsOf reads the endorsements of policies that changed, by their keys, at once.
func (s *Reader) endorsementsOf(ctx context.Context, rows []*ent.InsurancePolicy) (map[int64][]*ent.Endorsement, error) {
	var ids []int64
	for _, row := range rows {
		if row.Version > 1 {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil // as they were bound
	}
	all, err := s.store.Client.Endorsement.Query().Where(endorsement.PolicyIDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("endorsements of policies: %w", err)
	}
	known := make(map[int64][]*ent.Endorsement, len(ids))
	for _, e := range all {
		known[e.PolicyID] = append(known[e.PolicyID], e)
	}
	return known, nil
}

// StateAt is the state of a policy at an instant; cancelled says that a cancellation counts by then.
func StateAt(row *ent.InsurancePolicy, cancelled bool, at time.Time) State {
	switch {
	case cancelled:
		return Cancelled
	case at.Before(row.StartAt):
		return Pending
	case at.Before(row.EndAt):
		return InForce
	}
	return Expired
}

// apply sets which endorsements are on record, and with it which hold. Two of one moment take effect in the order they were
// made.
func (p *Policy) apply(known []*ent.Endorsement) {
	slices.SortFunc(known, func(a, b *ent.Endorsement) int {
		return cmp.Or(a.EffectiveAt.Compare(b.EffectiveAt), cmp.Compare(a.Version, b.Version))
	})
	p.known = known
	p.applyEffective()
}

// applyEffective sets which endorsements hold at the instant the policy is looked at. A cancellation that holds takes back
// what earlier requests were to change at or after it: these changes of plan are spent, and count as money alone.
func (p *Policy) applyEffective() {
	p.changes, p.spent = p.known, nil
	if i := slices.IndexFunc(p.known, func(e *ent.Endorsement) bool { return e.EffectiveAt.After(p.asOf) }); i >= 0 {
		p.changes = p.known[:i]
	}
	end := p.CancelledFrom()
	if end == nil {
		return
	}
	spent := func(e *ent.Endorsement) bool {
		return e.Kind == endorsement.KindPlanChange && !e.EffectiveAt.Before(*end)
	}
	p.changes = slices.DeleteFunc(slices.Clone(p.changes), spent)
	for _, e := range p.known {
		if spent(e) {
			p.spent = append(p.spent, e)
		}
	}
}

// AsOf is the same policy, by the same knowledge, as it holds at another instant.
func (p *Policy) AsOf(asOf time.Time) *Policy {
	other := *p
	other.asOf = asOf
	other.applyEffective()
	return &other
}

// WithEndorsement is the policy as it will be after an endorsement that is about to be stored, once that has taken effect.
func (p *Policy) WithEndorsement(e *ent.Endorsement) *Policy {
	return p.following(append(slices.Clone(p.known), e), e)
}

func (p *Policy) following(known []*ent.Endorsement, e *ent.Endorsement) *Policy {
	asOf := e.RecordedAt
	if e.EffectiveAt.After(asOf) {
		asOf = e.EffectiveAt
	}
	after := &Policy{sale: p.sale, version: e.Version, asOf: asOf}
	after.apply(known)
	return after
}

// Instant is when the policy is looked at.
func (p *Policy) Instant() time.Time { return p.asOf }

// Recorded are all endorsements that are known, also those that take effect later, in the order they take effect. They
// must not be changed.
func (p *Policy) Recorded() []*ent.Endorsement { return p.known }

// Terms are those it was sold under, of the plan in force.
func (p *Policy) Terms() (*rule.Terms, error) { return p.TermsOf(p.PlanCode()) }

// Case is the policy as rules and rating look at it, for an act at the instant it is looked at.
func (p *Policy) Case(act rule.Act) (*catalog.Case, error) {
	terms, err := p.Terms()
	if err != nil {
		return nil, err
	}
	stored, err := p.Risk()
	if err != nil {
		return nil, err
	}
	return &catalog.Case{
		Act: act, Plan: p.PlanCode(), Payer: p.row.Payer, Now: p.asOf, Start: p.row.StartAt, End: p.row.EndAt,
		Insureds: len(stored.Insureds), Facts: stored.Factors, Terms: terms,
	}, nil
}

// Party is who an insured is, with the changes that hold; nil where nobody was named.
func (p *Policy) Party(reference string) (*Party, error) {
	who, err := p.People()
	if err != nil {
		return nil, err
	}
	return who.Parties[reference], nil
}

// People are applicant and insureds, with the changes that hold.
func (p *Policy) People() (*People, error) {
	hidden, err := p.Personal()
	if err != nil {
		return nil, err
	}
	for _, e := range p.changes {
		if e.Kind != endorsement.KindInsuredChange {
			continue
		}
		party, err := p.reader.sealer.OpenParty(e)
		if err != nil {
			return nil, err
		}
		if hidden.Parties == nil {
			hidden.Parties = map[string]*Party{}
		}
		hidden.Parties[e.Reference] = party
	}
	return &hidden.People, nil
}
