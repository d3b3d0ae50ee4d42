package claims

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

const (
	paymentsAtOnce = 16 // of one worker
	firstQuestion  = 2 * time.Second
	mostQuestions  = 10 * time.Minute // between two questions about an unknown outcome
)

// paymentKey is what the bank knows the newest attempt at paying a claim by.
func paymentKey(c *ent.Claim) string { return c.Number + "-" + strconv.Itoa(c.Payouts) }

// Pay works on payouts whose time has come, at most so many, and answers how many it took. A new one is ordered from
// the bank. One that was ordered before - its outcome is unknown, or its worker died - is asked for first, and ordered
// again, under the same key, only where the bank has never seen it.
func (o *Service) Pay(ctx context.Context, most int) (int, error) {
	token, ids, err := o.store.Take(ctx, work.Due{Table: payout.Table, Count: payout.FieldTries}, most, hold)
	if err != nil {
		return 0, err
	}
	payments, err := o.payments(ctx, token, ids)
	if err != nil {
		return 0, err
	}
	work.SideBySide(payments, paymentsAtOnce, func(p *payment) {
		if err := o.pay(ctx, p); err != nil {
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

// payments reads the payouts that are still held by a token, with their claims and policies, each kind at once.
func (o *Service) payments(ctx context.Context, token int64, ids []int64) ([]*payment, error) {
	if len(ids) == 0 {
		return nil, nil // nothing was due
	}
	rows, err := o.store.Client.Payout.Query().Where(payout.IDIn(ids...), payout.Lease(token)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read payouts: %w", err)
	}
	list, claimed := make([]*payment, len(rows)), make([]int64, len(rows))
	for i, row := range rows {
		list[i], claimed[i] = &payment{row: row}, row.ClaimID
	}
	claims, err := o.store.Client.Claim.Query().Where(claim.IDIn(claimed...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read claims: %w", err)
	}
	views, err := o.viewed(ctx, claims, func(*ent.Claim) policy.PointInTime { return policy.PointInTime{} })
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

// viewed are the policies of claims, read at once, each from its point of view, by claim.
func (o *Service) viewed(ctx context.Context, rows []*ent.Claim, moment func(*ent.Claim) policy.PointInTime) (map[int64]*policy.Policy, error) {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.PolicyID
	}
	policies, err := o.policies.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	views := make(map[int64]*policy.Policy, len(rows))
	for _, row := range rows {
		policy := policies[row.PolicyID]
		if policy == nil {
			return nil, fmt.Errorf("claim %s has no policy", row.Number)
		}
		if views[row.ID], err = o.policies.View(ctx, policy, moment(row)); err != nil {
			return nil, err
		}
	}
	return views, nil
}

func (o *Service) pay(ctx context.Context, p *payment) error {
	if p.row.State != payout.StateOrdered && p.row.State != payout.StateUnknown {
		return o.store.Client.Payout.Update().Where(payout.ID(p.row.ID), payout.Lease(p.row.Lease)).ClearDueAt().Exec(ctx)
	}
	outcome, err := o.askBank(ctx, p)
	if err != nil {
		return err
	}
	work.Point("pay.bank-answered")
	return o.settle(ctx, p, outcome)
}

// askBank has the payment made, or finds out what became of it.
func (o *Service) askBank(ctx context.Context, p *payment) (PayoutOutcome, error) {
	row, c, policy := p.row, p.claim, p.policy
	bank := o.bank(row.ChannelID)
	if row.Tries > 1 {
		outcome := bank.Find(ctx, row.PaymentKey)
		if outcome.Status != PayoutAbsent {
			return outcome, nil
		}
	}
	references, err := policy.References()
	if err != nil {
		return PayoutOutcome{}, err
	}
	account, err := o.personalFact(c, policy.Product().ClaimFacts(), policy.Product().ClaimPayee())
	if err != nil {
		return PayoutOutcome{}, err
	}
	return bank.Pay(ctx, PayoutOrder{
		Key: row.PaymentKey, ClaimNumber: c.Number, PolicyNumber: policy.Number(), Channel: policy.Channel().Code,
		Payee: references[0], Account: account, Amount: money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)},
	}), nil
}

// Settled takes the bank's own word for a payment: a callback. A key that is none of ours is not found. Whatever is
// told twice, or too late, changes nothing.
func (o *Service) Settled(ctx context.Context, key string, outcome PayoutOutcome) (found bool, err error) {
	row, err := o.store.Client.Payout.Query().Where(payout.PaymentKey(key)).Only(ctx)
	if ent.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("payout %s: %w", key, err)
	}
	return true, o.settle(ctx, &payment{row: row}, outcome)
}

// settle stores what is known of a payment now.
func (o *Service) settle(ctx context.Context, p *payment, outcome PayoutOutcome) error {
	row := p.row
	amount := money.Amount{Minor: row.Amount, Currency: money.Currency(row.Currency)}
	switch {
	case outcome.Status == PayoutPaid && outcome.Paid != nil && *outcome.Paid != amount:
		return o.dispute(ctx, row, outcome)
	case outcome.Status == PayoutPaid:
		return o.paid(ctx, p, outcome)
	case outcome.Status == PayoutDeclined:
		return o.failed(ctx, row, outcome)
	}
	wait := min(firstQuestion<<min(max(row.Tries-1, 0), 12), mostQuestions)
	return o.store.Client.Payout.Update().Where(payout.ID(row.ID), payout.Lease(row.Lease), unsettled).
		SetState(payout.StateUnknown).SetReason(clip(outcome.Reason)).SetDueAt(o.store.Now().Add(wait)).Exec(ctx)
}

// unsettled holds while the outcome of a payout is not known: it is settled once.
var unsettled = payout.StateIn(payout.StateOrdered, payout.StateUnknown)

// dispute stops a payment of which the bank says that it paid another amount: nothing goes on by itself, since paying
// again would double it and calling it paid would be untrue. A person must look.
func (o *Service) dispute(ctx context.Context, row *ent.Payout, outcome PayoutOutcome) error {
	n, err := o.store.Client.Payout.Update().Where(payout.ID(row.ID), unsettled).SetState(payout.StateDisputed).
		SetReference(clip(outcome.Reference)).SetReason("paid " + outcome.Paid.String()).SetSettledAt(o.distribution.Now(row.ChannelID)).
		ClearDueAt().Save(ctx)
	if n > 0 {
		slog.ErrorContext(ctx, "the bank paid another amount", "payment", row.PaymentKey, "ordered", row.Amount, "paid", outcome.Paid.Minor)
	}
	return err
}

// settleRow closes the row of a payout, once.
func settleRow(ctx context.Context, tx *work.Tx, row *ent.Payout, state payout.State, outcome PayoutOutcome, at time.Time) error {
	n, err := tx.Payout.Update().Where(payout.ID(row.ID), unsettled).SetState(state).
		SetReference(clip(outcome.Reference)).SetReason(clip(outcome.Reason)).SetSettledAt(at).ClearDueAt().Save(ctx)
	if err == nil && n == 0 {
		err = errSettled
	}
	return err
}

// errSettled says that the payout is settled already: there is nothing to do.
var errSettled = errors.New("the payout is settled")

// clip keeps what a bank says within its columns.
func clip(text string) string {
	const most = 64
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

// withReason is a stored decision with another reason on top of what it computed.
func withReason(c *ent.Claim, reason string, sentence rule.Text) (string, error) {
	stored := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(c.Decision), &stored); err != nil {
		return "", fmt.Errorf("decision of claim %s: %w", c.Number, err)
	}
	for name, value := range map[string]any{"reason": reason, "sentence": sentence} {
		written, err := json.Marshal(value)
		if err != nil {
			return "", err
		}
		stored[name] = written
	}
	out, err := json.Marshal(stored)
	return string(out), err
}
