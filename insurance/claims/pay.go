package claims

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/audit"
	"baodan/insurance/distribution"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Payouts pays approved claims through the bank, records what became of each payment, and lets people retry and resolve
// those that failed.
type Payouts struct {
	store        *work.Store
	distribution *distribution.Service
	policies     *policy.Service
	audit        *audit.Log
	reader       *Reader
	sealer       *sealer
	halves       *halves
	paidBatch    *work.Batch[*knownOutcome, struct{}] // payments that were made, recorded several at a time
	onPaid       func(after time.Duration)
}

const (
	parallelPayments = 16 // of one worker
	minAskDelay      = 2 * time.Second
	maxAskDelay      = 10 * time.Minute // between two questions about an unknown outcome
)

// paymentKey is the key under which the bank knows the newest attempt at paying a claim.
func paymentKey(c *ent.Claim) string { return c.Number + "-" + strconv.Itoa(c.Payouts) }

// Pay takes at most limit payouts that are due, works on them, and answers how many it took. A new payout is ordered
// from the bank. For one that was ordered before - its outcome is unknown, or its worker died - the bank is asked
// first; it is ordered again, under the same key, only if the bank has never seen the key.
func (s *Payouts) Pay(ctx context.Context, limit int) (int, error) {
	token, ids, err := s.store.Take(ctx, work.Due{Table: payout.Table, Count: payout.FieldTries}, limit, leaseFor)
	if err != nil {
		return 0, err
	}
	payments, err := s.payments(ctx, token, ids)
	if err != nil {
		return 0, err
	}
	work.ForEach(payments, parallelPayments, func(p *payment) {
		if err := s.pay(ctx, p); err != nil {
			slog.ErrorContext(ctx, "a payout was not worked on", "payment", p.row.PaymentKey, "error", err)
		}
	})
	return len(ids), nil
}

// payment is a payout with what it pays.
type payment struct {
	row    *ent.Payout
	claim  *ent.Claim
	policy *policy.Policy
}

// payments reads those payouts whose lease is still this token's, with their claims and policies. Each kind is read by
// one statement.
func (s *Payouts) payments(ctx context.Context, token int64, ids []int64) ([]*payment, error) {
	if len(ids) == 0 {
		return nil, nil // nothing was due
	}
	rows, err := s.store.Client.Payout.Query().Where(payout.IDIn(ids...), payout.Lease(token)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read payouts: %w", err)
	}
	list, claimed := make([]*payment, len(rows)), make([]int64, len(rows))
	for i, row := range rows {
		list[i], claimed[i] = &payment{row: row}, row.ClaimID
	}
	claims, err := s.store.Client.Claim.Query().Where(claim.IDIn(claimed...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	views, err := policiesOf(ctx, s.policies, claims, func(*ent.Claim) policy.PointInTime { return policy.PointInTime{} })
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		i := slices.IndexFunc(claims, func(c *ent.Claim) bool { return c.ID == p.row.ClaimID })
		if i < 0 {
			return nil, fmt.Errorf("payout %s has no claim", p.row.PaymentKey)
		}
		p.claim, p.policy = claims[i], views[claims[i].ID]
	}
	return list, nil
}

// pay makes one payment, or finds out what became of it, and records the outcome.
func (s *Payouts) pay(ctx context.Context, p *payment) error {
	if p.row.State != payout.StateOrdered && p.row.State != payout.StateUnknown {
		return s.store.Client.Payout.Update().Where(payout.ID(p.row.ID), payout.Lease(p.row.Lease)).ClearDueAt().Exec(ctx)
	}
	outcome, err := s.askBank(ctx, p)
	if err != nil {
		return err
	}
	work.Point("pay.bank-answered")
	return s.recordOutcome(ctx, p, outcome)
}

// askBank orders the payment, or asks what became of it.
func (s *Payouts) askBank(ctx context.Context, p *payment) (PayoutOutcome, error) {
	row, c, policy := p.row, p.claim, p.policy
	bank := s.halves.bank(row.ChannelID)
	if row.Tries > 1 {
		outcome := bank.Find(ctx, row.PaymentKey)
		if outcome.Status != PayoutAbsent {
			return outcome, nil
		}
	}
	held, err := s.held(ctx, row)
	if err != nil {
		return PayoutOutcome{}, err
	}
	if held {
		return PayoutOutcome{Status: PayoutUnknown, Reason: "HELD: another payment of the claim is disputed"}, nil
	}
	references, err := policy.References()
	if err != nil {
		return PayoutOutcome{}, err
	}
	account, err := s.sealer.openText(c, policy.Product().ClaimFacts(), policy.Product().ClaimPayee())
	if err != nil {
		return PayoutOutcome{}, err
	}
	return bank.Pay(ctx, PayoutOrder{
		Key: row.PaymentKey, ClaimNumber: c.Number, PolicyNumber: policy.Number(), Channel: policy.Channel().Code,
		Payee: references[0], Account: account, Amount: money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)},
	}), nil
}
