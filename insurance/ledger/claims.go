package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"baodan/engine/earning"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmovement"
	"baodan/ent/endorsement"
	"baodan/ent/event"
	told "baodan/insurance/event"
	"baodan/insurance/work"
)

// claimKinds are how events of claims are booked. Those that only estimate are booked where they move something.
var claimKinds = map[string]Kind{
	told.ClaimSubmitted{}.Type(): ClaimReported, told.ClaimUpdated{}.Type(): ClaimEstimated, told.ClaimWithdrawn{}.Type(): ClaimWithdrawn,
	told.ClaimCorrectionNeeded{}.Type(): ClaimEstimated, told.ClaimInReview{}.Type(): ClaimEstimated, told.ClaimEvidenceNeeded{}.Type(): ClaimEstimated,
	told.ClaimApproved{}.Type(): ClaimApproved, told.ClaimDeclined{}.Type(): ClaimDeclined, told.ClaimPaid{}.Type(): ClaimPaid,
	told.ClaimReopened{}.Type(): ClaimReopened, told.ClaimRecovered{}.Type(): ClaimRecovered,
}

// claimed books what an event of a claim moves.
func (f *folding) claimed(ctx context.Context) error {
	c := f.claims[f.entry.Event.Subject]
	if c == nil {
		return fmt.Errorf("there is no such claim")
	}
	kind := claimKinds[f.entry.Event.Type]
	m, err := f.movement(ctx, c)
	if err != nil {
		return err
	}
	moves := m.Reserve != 0 || m.Payable != 0 || m.Paid != 0 || m.Recovered != 0
	if !moves && (kind == ClaimEstimated || kind == ClaimApproved) { // paid once more, with nothing new
		return nil
	}
	b, err := f.policyBooking(c.policy, kind)
	if err != nil {
		return err
	}
	b.ClaimID, b.Coverage, b.Cost, b.Cause, b.Document = c.ID, m.Coverage, string(claimmovement.CostIndemnity), c.policy.product.Coverage().Cause, m.Document
	b.Plan = c.policy.planAt(c.OccurredAt, c.SubmittedAt)
	b.LossDay, b.ReportDay = dayOf(earning.DayOf(c.OccurredAt, workday.Zone)), dayOf(earning.DayOf(c.SubmittedAt, workday.Zone))
	b.Reserve, b.Payable, b.Paid, b.Recovered, b.Cash = m.Reserve, m.Payable, m.Paid, m.Recovered, m.Recovered-m.Paid
	if kind == ClaimDeclined || kind == ClaimRecovered {
		b.Reason = m.Reason
	}
	if kind == ClaimApproved {
		b.DueDay = &b.Day
	}
	if kind == ClaimPaid {
		b.DueDay = dayOf(earning.DayOf(c.approvedBefore(m.Version, m.At), workday.Zone))
	}
	return nil
}

// movement is what the event moved. A version without one moved nothing; a claim that is older than movements has none of its first
// version: what its events say of it tells what moved.
func (f *folding) movement(ctx context.Context, c *claimSource) (*ent.ClaimMovement, error) {
	version := f.entry.Event.Seq
	coverage := c.Coverage
	if coverage == "" {
		coverage = c.policy.product.Coverage().Code
	}
	still := &ent.ClaimMovement{Version: version, Coverage: coverage, Document: c.RequestNo, At: f.entry.Event.OccurredAt}
	for _, m := range c.movements {
		if m.Version == version {
			return m, nil
		}
	}
	if len(c.movements) > 0 && c.movements[0].Version == 1 {
		return still, nil
	}
	after, err := standingOf(ctx, f.tx, c.Number, version)
	if err != nil {
		return nil, err
	}
	before := standing{}
	if version > 1 {
		if before, err = standingOf(ctx, f.tx, c.Number, version-1); err != nil {
			return nil, err
		}
	}
	still.Reserve, still.Payable, still.Paid, still.Recovered = after.reserve-before.reserve, after.payable-before.payable, after.paid-before.paid, after.came
	still.Reason = after.reason
	return still, nil
}

// approvedBefore is when the amount that a version paid was approved.
func (c *claimSource) approvedBefore(version int, otherwise time.Time) time.Time {
	for _, m := range c.movements {
		if m.Version < version && m.Payable > 0 {
			otherwise = m.At
		}
	}
	return otherwise
}

// planAt is the plan that held at a loss, by what was on record when the claim was reported.
func (p *source) planAt(loss, known time.Time) string {
	plan, newest := p.PlanCode, time.Time{}
	for _, e := range p.endorsements {
		if e.Kind == endorsement.KindPlanChange && !e.RecordedAt.After(known) && !e.EffectiveAt.After(loss) && !e.EffectiveAt.Before(newest) {
			plan, newest = e.PlanCode, e.EffectiveAt
		}
	}
	return plan
}

// standing is how an event tells that a claim stands after it.
type standing struct {
	reserve, payable, paid int64
	came                   int64 // recovered this time
	reason                 string
}

func standingOf(ctx context.Context, tx *work.Tx, number string, version int) (s standing, err error) {
	row, err := tx.Event.Query().Where(event.Subject(number), event.Seq(version)).Only(ctx)
	if err != nil {
		return s, err
	}
	var said struct {
		told.Claim
		Recovery *told.Money `json:"recovery"`
	}
	if err := json.Unmarshal([]byte(row.Payload), &said); err != nil {
		return s, err
	}
	minor := func(m *told.Money) (n int64) {
		if m != nil && err == nil {
			n, err = m.Minor()
		}
		return n
	}
	switch claim.State(said.State) {
	case claim.StateSubmitted, claim.StateCorrectionNeeded, claim.StateInReview, claim.StateEvidenceNeeded:
		s.reserve = minor(said.Computed)
	case claim.StateApproved, claim.StatePayoutFailed:
		s.payable = minor(said.Payable)
	case claim.StatePaid:
		s.paid = minor(said.Payable)
	case claim.StateDeclined, claim.StateWithdrawn:
	}
	s.came, s.reason = minor(said.Recovery), said.Reason
	return s, err
}
