package claims_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/engine/number"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/insurance/claims"
	"baodan/insurance/insurancetest"
	lists "baodan/insurance/work"
)

// written is a claim that a test wrote straight into the tables, with what filters look at.
type written struct {
	key, channel, assignee int64
	live                   bool
	code, number, product  string
	state                  claim.State
	reason, currency       string
	score                  int
	claimed                *int64
	submitted, promised    time.Time
	payout                 payout.State // of its newest payout; empty: none
	payouts                int
}

// shelf writes claims: copies of one that was really submitted.
type shelf struct {
	w        *insurancetest.World
	template int64
	policy   string
	channels []half
	serial   uint64
	claims   []*written
}

type half struct {
	id   int64
	code string
	live bool
}

func newBook(t *testing.T, w *insurancetest.World) *shelf {
	t.Helper()
	b := &shelf{w: w, policy: covered(t, w, "acct-1", "BASIC"), serial: 5_000_000}
	b.template = reviewed(t, w, "C-0", b.policy, "3000").Key()
	for _, live := range []bool{true, false} {
		for _, code := range []string{insurancetest.Mall, insurancetest.Pay} {
			c, err := w.Distribution.ChannelByCode(code, live)
			require.NoError(t, err)
			b.channels = append(b.channels, half{c.ID, code, live})
		}
	}
	// The template itself is no claim of the test.
	w.Store.Client.Claim.UpdateOneID(b.template).SetState(claim.StateWithdrawn).ExecX(ctx)
	row := w.Store.Client.Claim.GetX(ctx, b.template)
	b.claims = append(b.claims, &written{
		key: row.ID, channel: row.ChannelID, live: true, code: insurancetest.Pay, number: row.Number, product: row.ProductCode, state: row.State,
		reason: row.Reason, currency: row.Currency, score: row.Score, claimed: row.Claimed, submitted: row.SubmittedAt, promised: row.PromisedAt,
	})
	return b
}

// write stores claims, each as draw says.
func (b *shelf) write(t require.TestingT, n int, draw func(i int, c *written)) {
	var paid []*written
	b.w.Copy(t, claim.Table, b.template, n, func(i int, row map[string]any) {
		b.serial++
		c := &written{key: row["id"].(int64), currency: "CNY", product: "ASI-01", submitted: b.w.Clock.Now()}
		c.number, _ = number.Format(number.Claim, b.serial)
		draw(i, c)
		for key, value := range map[string]any{
			"channel_id": c.channel, "number": c.number, "request_no": c.number, "state": string(c.state), "product_code": c.product,
			"assignee": c.assignee, "score": c.score, "claimed": c.claimed, "currency": c.currency, "reason": c.reason, "live": c.live,
			"submitted_at": c.submitted, "promised_at": c.promised, "payouts": c.payouts, "due_at": nil,
		} {
			row[key] = value
		}
		if b.claims = append(b.claims, c); c.payout != "" {
			paid = append(paid, c)
		}
	})
	insert := lists.Insert{Table: payout.Table, Columns: payout.Columns}
	for i, c := range paid {
		insert.Rows = append(insert.Rows, payoutOf(b.w, c))
		if len(insert.Rows) == 1000 || i == len(paid)-1 {
			require.NoError(t, b.w.Store.InsertAll(ctx, "write payouts", insert))
			insert.Rows = nil
		}
	}
}

func payoutOf(w *insurancetest.World, c *written) []any {
	values := map[string]any{
		payout.FieldID: w.Store.NewKey(), payout.FieldChannelID: c.channel, payout.FieldClaimID: c.key, payout.FieldAttempt: c.payouts,
		payout.FieldPaymentKey: fmt.Sprintf("%s-%d", c.number, c.payouts), payout.FieldState: string(c.payout), payout.FieldCurrency: c.currency,
		payout.FieldAmount: 1, payout.FieldReference: "", payout.FieldReason: "", payout.FieldOrderedAt: c.submitted, payout.FieldTries: 0, payout.FieldLease: 0,
	}
	if c.payout == payout.StateDisputed {
		values[payout.FieldDisputedAt] = c.submitted
	}
	row := make([]any, len(payout.Columns))
	for i, column := range payout.Columns {
		row[i] = values[column]
	}
	return row
}

// fits is what a filter means, said once more without any index.
func (b *shelf) fits(f *claims.Filter, c *written, me int64) bool {
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	is := func(wanted bool, holds bool) bool { return !wanted || holds }
	lost := func(in *money.Input, least bool) bool {
		if in == nil {
			return true
		}
		amount, err := in.Amount.In(money.Currency(in.Currency))
		if err != nil || c.claimed == nil || c.currency != in.Currency {
			return false
		}
		return least && *c.claimed >= amount.Minor || !least && *c.claimed <= amount.Minor
	}
	closed := slices.Contains([]claim.State{claim.StatePaid, claim.StateDeclined, claim.StateWithdrawn}, c.state)
	return among(f.Numbers, c.number) && among(f.PolicyNumbers, b.policy) && among(f.OrderNos, "acct-1") &&
		(len(f.States) == 0 || slices.Contains(f.States, c.state)) && among(f.Reasons, c.reason) && among(f.ProductCodes, c.product) &&
		among(f.ChannelCodes, c.code) && c.live == f.Mode.IsLive() && (f.AssigneeID == nil || c.assignee == int64(*f.AssigneeID)) &&
		is(f.Unassigned, c.assignee == 0) && is(f.Mine, c.assignee == 0 || c.assignee == me) &&
		(f.ScoreFrom == nil || c.score >= int(*f.ScoreFrom)) && (f.ScoreTo == nil || c.score <= int(*f.ScoreTo)) &&
		lost(f.ClaimedFrom, true) && lost(f.ClaimedTo, false) && (len(f.PayoutStates) == 0 || slices.Contains(f.PayoutStates, c.payout)) &&
		f.SubmittedAt.Holds(c.submitted) && f.PromisedAt.Holds(c.promised) && is(f.Disputed, c.payout == payout.StateDisputed) &&
		is(f.Overdue, !closed && c.promised.Before(b.w.Clock.Now()))
}

// found are the numbers that a filter must find, in the order of the list.
func (b *shelf) found(f *claims.Filter, order claims.Order, me int64) []string {
	var fit []*written
	for _, c := range b.claims {
		if b.fits(f, c, me) {
			fit = append(fit, c)
		}
	}
	value := func(c *written) int64 {
		switch order {
		case claims.PromiseFirst, claims.PromiseLast:
			return c.promised.UnixMilli()
		case claims.ScoreLeast, claims.ScoreMost:
			return int64(c.score)
		case claims.LeastFirst, claims.MostFirst:
			if c.claimed == nil {
				return -1
			}
			return *c.claimed
		case claims.Oldest, claims.Newest:
		}
		return c.submitted.UnixMilli()
	}
	slices.SortFunc(fit, func(a, c *written) int { return cmp.Or(cmp.Compare(value(a), value(c)), cmp.Compare(a.key, c.key)) })
	numbers := []string{}
	for _, c := range fit {
		numbers = append(numbers, c.number)
	}
	if strings.HasSuffix(string(order), "_DESC") {
		slices.Reverse(numbers)
	}
	return numbers
}
