package claims

import (
	"context"
	"log/slog"
	"time"

	"baodan/engine/money"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
)

// PreviewInput is a claim that is looked at before it is submitted.
type PreviewInput struct {
	PolicyNumber string
	OccurredAt   time.Time
	ReportedAt   *time.Time
	Claimed      *money.Input
	Facts        map[string]any
}

// Preview is what would become of a claim if it were submitted at this moment.
type Preview struct {
	Limit      money.Amount
	Claimed    *money.Amount
	Computed   *money.Amount
	ReportedAt time.Time
	InTime     bool
	TimelyTo   time.Time // the last instant at which the loss may be reported
	PromisedAt time.Time
	checks     []Check
	// Decision is that of the product; nil: the carrier does not answer now, and nothing is decided without it.
	Decision *catalog.Decision
	// Approvals are how many others must approve what would be paid, besides the person who decides; nil: nothing would be.
	Approvals *int
}

// Outcome is what the product would make of it; nil: it waits for the carrier.
func (p *Preview) Outcome() *catalog.Outcome {
	if p.Decision == nil {
		return nil
	}
	return &p.Decision.Outcome
}

// Reason of the outcome; nil: there is none.
func (p *Preview) Reason() *Reason {
	if p.Decision == nil {
		return nil
	}
	return &Reason{Code: p.Decision.Reason, Sentence: p.Decision.Sentence}
}

// Score is its fraud points, 0 to 100; nil: they are not known.
func (p *Preview) Score() *int {
	if p.Decision == nil {
		return nil
	}
	return &p.Decision.Score
}

// ChecksFor are what it was held against, as a caller sees it: channels see what is general, and never by which rules they are
// looked at.
func (p *Preview) ChecksFor(caller *access.Caller) []Check {
	if _, all := caller.ChannelScope(); all {
		return p.checks
	}
	return p.checks[:len(passed)]
}

// Findings are what would be found.
func (p *Preview) Findings() []catalog.ClaimFinding {
	if p.Decision == nil {
		return nil
	}
	return p.Decision.Findings
}

// Preview says what would become of a claim (B8): Submit's own checks, and then what Adjudicate would find. It writes nothing. Faults
// as Submit.
func (s *Intake) Preview(ctx context.Context, caller *access.Caller, in *PreviewInput) (*Preview, error) {
	caller, err := s.actingUnder(ctx, caller, in.PolicyNumber)
	if err != nil {
		return nil, err
	}
	sub, err := s.prepareSubmission(ctx, caller, &SubmitInput{
		PolicyNumber: in.PolicyNumber, OccurredAt: in.OccurredAt, ReportedAt: in.ReportedAt, Claimed: in.Claimed, Facts: in.Facts,
	})
	if err != nil {
		return nil, err
	}
	if head := sub.policy.Row(); sub.maxClaims > 0 && int64(head.OpenClaims+head.PaidClaims) >= sub.maxClaims {
		return nil, refuseAnother(ctx, s.store.Client.Claim, sub.policy, sub.maxClaims)
	}
	return sub.preview(ctx)
}

// preview is what would become of a claim that may be submitted.
func (sub *submission) preview(ctx context.Context) (*Preview, error) {
	s, row, product := sub.intake, sub.row, sub.policy.Product()
	seen := s.reader.claim(row)
	p := &Preview{
		Limit: seen.Limit(), Claimed: seen.Claimed(), Computed: seen.Computed(), ReportedAt: reportedAt(row), PromisedAt: row.PromisedAt,
	}
	c, err := s.assessor.caseOf(row, sub.policy, sub.facts)
	if err != nil {
		return nil, err
	}
	if p.TimelyTo, err = catalog.InTimeUntil(product.Product, c); err != nil {
		return nil, err
	}
	p.InTime = !p.ReportedAt.After(p.TimelyTo)
	standing, err := sub.standing(ctx, c)
	if err != nil {
		return nil, err
	}
	if c.Tracking, err = s.assessor.track(ctx, row, product, sub.facts); err != nil {
		slog.WarnContext(ctx, "a preview goes without the carrier", "policy", sub.policy.Number(), "error", err)
	} else if err := sub.decide(ctx, p, c, standing); err != nil {
		return nil, err
	}
	p.checks, err = checksOf(sub.policy, c, standing, p.Findings())
	return p, err
}

// standing is what stands around a claim that is not stored: it counts as one more wherever claims are counted.
func (sub *submission) standing(ctx context.Context, c *catalog.Case) (found catalog.Standing, err error) {
	s, row, product := sub.intake, sub.row, sub.policy.Product()
	if found, err = s.assessor.standing(ctx, &caseFile{row: row, policy: sub.policy, velocities: sub.velocities}); err != nil {
		return found, err
	}
	for _, v := range product.ClaimVelocities() {
		for _, counted := range sub.velocities {
			if counted.Code == v.Code {
				found.Watched[v.Code] = min(found.Watched[v.Code]+1, v.More+1)
			}
		}
	}
	if byHand := sub.caller.PersonID() != 0; byHand {
		found.PayeeByHand = sub.facts[product.ClaimPayee()] != nil
		for _, name := range catalog.FactsByChannel(product) {
			if sub.facts[name] != nil {
				found.FactsByHand = append(found.FactsByHand, name)
			}
		}
	}
	if sub.policy.Row().Claims == 0 {
		return found, nil // nothing was approved or declined before
	}
	from, to, err := countedPeriod(row, sub.policy, c)
	if err != nil {
		return found, err
	}
	if found.Spent, err = spentWithin(ctx, s.store.Client.Claim, row, from, to); err != nil {
		return found, err
	}
	found.Declined, err = declinedBefore(ctx, s.store.Client.Claim, row, sub.policy, sub.facts)
	return found, err
}

// decide is what the product would decide, and who must agree to what would be paid.
func (sub *submission) decide(ctx context.Context, p *Preview, c *catalog.Case, standing catalog.Standing) error {
	s, product := sub.intake, sub.policy.Product()
	d, err := product.Adjudicate(c, standing)
	if err != nil {
		return err
	}
	if d.Outcome == catalog.Approve {
		taken, err := s.unique.taken(ctx, s.store.Client.UniqueFact, sub.row, s.unique.reservations(product, sub.facts))
		if err != nil {
			return err
		}
		if taken != nil {
			correct(d, taken)
		}
	}
	p.Decision = d
	if d.Payable == nil {
		return nil
	}
	p.Computed = &d.Payable.Result
	needed := 0
	if d.Outcome != catalog.Approve {
		needed, err = approversByTerms(c.Terms, sub.facts, d.Payable.Result)
	}
	p.Approvals = &needed
	return err
}
