package check_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/booking"
	"baodan/ent/insurancepolicy"
	"baodan/ent/settlementaccount"
	"baodan/ent/webhookendpoint"
	"baodan/insurance/check"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
	"baodan/insurance/settlement"
	"baodan/insurance/statement"
	"baodan/insurance/webhooks"
	"baodan/insurance/work"
)

var ctx = context.Background()

// receiver takes every message.
type receiver struct{}

func (receiver) Check(string) error { return nil }

func (receiver) Send(_ context.Context, m webhooks.Message) webhooks.Answer {
	text := string(m.Body)
	if at := strings.Index(text, `"data":`); strings.Contains(text, "endpoint.challenge") && at > 0 {
		return webhooks.Answer{Status: 200, Body: m.Body[at+len(`"data":`) : len(m.Body)-1]}
	}
	return webhooks.Answer{Status: 200}
}

const day = 24 * time.Hour

// business is a company with acts of all kinds.
type business struct {
	t *testing.T
	*insurancetest.World
	mailed int64 // key of the endpoint
}

func newBusiness(t *testing.T, w *insurancetest.World) *business {
	t.Helper()
	w.Sender = receiver{}
	w.Server = w.AddServer()
	w.WithSamples()
	b := &business{t: t, World: w}
	e, _, err := w.Webhooks.Add(ctx, w.Caller(insurancetest.Mall), webhooks.EndpointInput{
		URL: "https://hooks.example.com/", EventTypes: []string{"*"}, Ordering: webhookendpoint.OrderingPerObject, Scheme: "v1a",
	})
	require.NoError(t, err)
	_, _, err = w.Webhooks.Attend(ctx, 0)
	require.NoError(t, err)
	b.mailed = e.ID
	b.settlementAccounts()
	b.freight()
	b.accounts()
	b.settle()
	for {
		n, err := w.Audit.Seal(ctx)
		require.NoError(t, err)
		if n == 0 {
			break
		}
	}
	return b
}

// work lets workers do what is due.
func (b *business) work() {
	b.t.Helper()
	for range 50 {
		decided, err := b.Claims.Adjudicate(ctx, 50)
		require.NoError(b.t, err)
		paid, err := b.Claims.Pay(ctx, 50)
		require.NoError(b.t, err)
		var ready []int64
		b.Webhooks.OnReady(func(endpoint int64) { ready = append(ready, endpoint) })
		done, err := b.Events.Relay(ctx, 0)
		require.NoError(b.t, err)
		for _, endpoint := range ready {
			require.NoError(b.t, b.Webhooks.Deliver(ctx, endpoint))
		}
		if decided+paid+done.Events == 0 {
			return
		}
	}
	b.t.Fatal("work never ends")
}

// freight sells return-freight cover; claims are paid, declined, withdrawn, wait for a correction.
func (b *business) freight() {
	mall := b.Caller(insurancetest.Mall)
	numbers := make([]string, 4)
	for i := range numbers {
		no := fmt.Sprintf("O-%d", i)
		issued, err := b.Issuing.Issue(ctx, mall, &issuing.IssueInput{OrderNo: no, Risk: insurancetest.Freight(no)})
		require.NoError(b.t, err)
		numbers[i] = issued.Policy.Number()
	}
	b.Clock.Set(insurancetest.ReturnTime)
	b.Tracker.Parcels = map[string]claims.Parcel{"YT0000000002": {Found: false}}
	for i, number := range numbers[:3] {
		answer, err := b.Claims.Submit(ctx, mall, &claims.SubmitInput{
			RequestNo: fmt.Sprintf("R-%d", i), PolicyNumber: number, OccurredAt: insurancetest.Epoch.AddDate(0, 0, 3),
			Facts: insurancetest.ReturnFacts(fmt.Sprintf("YT000000000%d", i)),
		})
		require.NoError(b.t, err)
		if i == 1 {
			_, err := b.Claims.Withdraw(ctx, mall, &claims.WithdrawInput{RequestNo: "W-1", ClaimNumber: answer.Claim.Number()})
			require.NoError(b.t, err)
		}
	}
	b.work()
}

// accounts sells account cover; it is upgraded, corrected, cancelled and renewed.
func (b *business) accounts() {
	pay := b.Caller(insurancetest.Pay)
	numbers := make([]string, 3)
	for i := range numbers {
		reference := fmt.Sprintf("acct-%d", i)
		risk := insurancetest.Account(reference, "BASIC")
		risk.Payer, risk.Factors["gifted"] = policy.Customer, false
		issued, err := b.Issuing.Issue(ctx, pay, &issuing.IssueInput{OrderNo: "A-" + reference, Risk: risk})
		require.NoError(b.t, err)
		numbers[i] = issued.Policy.Number()
	}
	b.Clock.Advance(10 * day)
	plus := "PLUS"
	_, err := b.Servicing.Endorse(ctx, pay, &servicing.EndorseInput{RequestNo: "E-1", PolicyNumber: numbers[0], Change: servicing.ChangeInput{PlanCode: &plus}})
	require.NoError(b.t, err)
	name := "张三"
	_, err = b.Servicing.Endorse(ctx, pay, &servicing.EndorseInput{RequestNo: "E-2", PolicyNumber: numbers[1], Change: servicing.ChangeInput{
		Insured: &servicing.InsuredChangeInput{Reference: "acct-1", Party: map[string]any{"name": &name}},
	}})
	require.NoError(b.t, err)
	b.Clock.Advance(10 * day)
	_, err = b.Servicing.Cancel(ctx, pay, &servicing.CancelInput{RequestNo: "E-3", PolicyNumber: numbers[0], Reason: "CUSTOMER_REQUEST"})
	require.NoError(b.t, err)
	b.Clock.Advance(330 * day)
	_, err = b.Servicing.Renew(ctx, pay, &servicing.RenewInput{OrderNo: "A-renewed", PolicyNumber: numbers[2]})
	require.NoError(b.t, err)
	b.work()
}

// settlementAccounts are that of the pay channel, which has credit, and one of the mall that pays ahead.
func (b *business) settlementAccounts() {
	for code, in := range map[string]distribution.AccountInput{
		"PAY":  {ChannelCode: insurancetest.Pay, Kind: settlementaccount.KindCredit, CreditDays: 30},
		"MALL": {ChannelCode: insurancetest.Mall, Kind: settlementaccount.KindPrepaid},
	} {
		in.Code, in.Name, in.Currency = code, code, money.CNY
		_, err := b.Distribution.AddAccount(ctx, insurancetest.Command, in)
		require.NoError(b.t, err)
	}
	require.NoError(b.t, b.Cache.Refresh(ctx))
	b.receive("MALL", "B-1", "10.00")
}

func (b *business) receive(account, reference, amount string) {
	_, err := b.Settlement.Receive(ctx, insurancetest.Command, settlement.Input{
		Account: account, Mode: work.Live, Reference: reference, Amount: &money.Input{Amount: money.MustDecimal(amount), Currency: "CNY"},
	})
	require.NoError(b.t, err)
}

// settle receives money, closes a month and makes statements.
func (b *business) settle() {
	b.receive("PAY", "B-2", "0.50")
	_, err := b.Ledger.Close(ctx, insurancetest.Command, 202612)
	require.NoError(b.t, err)
	b.work()
	for channel, agreement := range map[string]string{insurancetest.Mall: insurancetest.MallAgreement, insurancetest.Pay: insurancetest.PayAgreement} {
		_, err := b.Statements.Make(ctx, insurancetest.Command, statement.MakeInput{ChannelCode: channel, AgreementCode: agreement, Month: 202611})
		require.NoError(b.t, err)
	}
}

// run answers what is wrong, as lines.
func (b *business) run(t *testing.T) (found []string, results []check.Result) {
	t.Helper()
	results, err := check.Run(ctx, b.Server, check.Options{Found: func(f check.Finding) { found = append(found, f.String()) }})
	require.NoError(t, err)
	return found, results
}

func (b *business) exec(statement string) {
	b.t.Helper()
	_, err := b.Store.Client.ExecContext(ctx, statement)
	require.NoError(b.t, err, statement)
}

// A company whose acts all went their way holds every invariant, and each was looked at.
func TestAHealthyCompany(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBusiness(t, w)
		found, results := b.run(t)
		assert.Empty(t, found)
		for _, r := range results {
			assert.Zero(t, r.Wrong, r.Code)
			assert.Positive(t, r.Looked, r.Code)
		}
	})
}

// I3: policies, events, bookings, vouchers and statements come to the same, to the fen.
func TestI3TheBooksAgree(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBusiness(t, w)
		results, totals, err := check.Reconcile(ctx, w.Server, check.Options{Found: func(f check.Finding) { t.Error(f) }})
		require.NoError(t, err)
		assert.Len(t, results, 2)
		require.Len(t, totals, 1)
		sum := totals[0]
		assert.Positive(t, sum.Policies)
		assert.Equal(t, [3]int64{sum.Policies, sum.Policies, sum.Policies}, [3]int64{sum.Events, sum.Bookings, sum.Vouchers})
		assert.Positive(t, sum.Statements)
		assert.Equal(t, sum.Bookings-sum.Statements, sum.Unstated)

		before := w.Store.Client.Booking.Query().Order(ent.Asc(booking.FieldID)).AllX(ctx)
		require.NoError(t, w.Ledger.Rebuild(ctx))
		assert.Zero(t, w.Store.Client.Booking.Query().CountX(ctx))
		b.work()
		assert.Equal(t, values(before), values(w.Store.Client.Booking.Query().Order(ent.Asc(booking.FieldID)).AllX(ctx)), "folded again they come out the same")
		results, err = check.Run(ctx, w.Server, check.Options{Found: func(f check.Finding) { t.Error(f) }})
		require.NoError(t, err)
		assert.Len(t, results, len(check.All))
	})
}

// values are bookings as text.
func values(rows []*ent.Booking) (list []string) {
	for _, row := range rows {
		list = append(list, row.String())
	}
	return list
}

// A database in which nothing happened is whole.
func TestAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		results, err := check.Run(ctx, w.Server, check.Options{Found: func(f check.Finding) { t.Error(f) }})
		require.NoError(t, err)
		assert.Len(t, results, len(check.All))
	})
}

// corruptions are planted one by one, and what undoes each; every one is found under the name of its invariant.
var corruptions = []struct{ name, plant, invariant, says string }{
	{"a premium", "UPDATE policies SET premium = premium + 1 WHERE order_no = 'O-0'", "I1", "premium: expected {0.73 CNY}, found {0.74 CNY}"},
	{"a premium that cannot come out", "UPDATE policies SET worksheet = '{}' WHERE order_no = 'O-0'", "I3", "rated again"},
	{"an order", "UPDATE policies SET order_no = 'O-X' WHERE order_no = 'O-3'", "I1", "order: expected O-3, found O-X"},
	{"a number", "UPDATE policies SET number = 'P00' WHERE order_no = 'O-3'", "I1", "it is no number of a policy"},
	{"a payout that is lost", "DELETE FROM payouts WHERE state = 'PAID'", "I2", "payouts that are paid: expected 1, found 0"},
	{"a payout of another amount", "UPDATE payouts SET amount = amount + 1 WHERE state = 'PAID'", "I2", "amount of payout"},
	{"a payout under another key", "UPDATE payouts SET payment_key = 'x' WHERE state = 'PAID'", "I2", "key of its payout"},
	{"a claim that was not paid", "UPDATE claims SET state = 'DECLINED' WHERE state = 'PAID'", "I2", "payouts that are paid: expected 0, found 1"},
	{"more came back than went out", "UPDATE claims SET recovered = 100000 WHERE state = 'PAID'", "I2", "was recovered"},
	{"a premium line", `UPDATE endorsements SET premium_lines = '[]' WHERE request_no = 'E-1'`, "I3", "change of premium of its event"},
	{"a premium that lists go by", "UPDATE policies SET listed_premium = 1 WHERE order_no = 'A-acct-0'", "I3", "premium that lists go by"},
	{"an event that is lost", "DELETE FROM events WHERE type = 'claim.approved'", "I4", "sequences of its events"},
	{"an event that is not in the log", "DELETE FROM log_entries WHERE id = 3", "I4", "it does not stand in the log"},
	{"an event twice in the log", "UPDATE log_entries SET event_id = (SELECT id FROM events WHERE type = 'claim.paid') WHERE id = 1", "I4", "1 times too often"},
	{"a counter of the log", "UPDATE counters SET value = value + 1 WHERE name = 'event log'", "I4", "last offset"},
	{"a delivery that came too early", "UPDATE deliveries SET delivered_at = '2026-11-23 00:00:00' WHERE type = 'claim.paid'", "I4", "it arrived before event"},
	{"a delivery that was left behind", "UPDATE deliveries SET state = 'PENDING', delivered_at = NULL WHERE type = 'claim.submitted'", "I4", "is still to be delivered"},
	{"an audit record", "UPDATE audit_records SET action = 'x' WHERE action = 'channel.add'", "I5", "audit record"},
	{"an endorsement of another channel", "UPDATE endorsements SET channel_id = (SELECT id FROM channels WHERE code = 'mall' AND live)", "I6", "channel of endorsement"},
	{"a claim of another channel", "UPDATE claims SET channel_id = (SELECT id FROM channels WHERE code = 'pay' AND live)", "I6", "channel of claim"},
	{"an event of another channel", "UPDATE events SET channel_id = (SELECT id FROM channels WHERE code = 'pay' AND live)", "I6", "channel of event"},
	{"a policy of a sandbox", "UPDATE policies SET live = false WHERE order_no = 'O-0'", "I6", "live: expected true, found false"},
	{"a policy that nobody turns", "UPDATE policies SET turns_at = '2026-01-01 00:00:00' WHERE order_no = 'O-0'", "I7", "it is due since 2026-01-01"},
	{"a claim that waits for ever", "UPDATE claims SET state = 'SUBMITTED', due_at = NULL WHERE state = 'PAID'", "I7", "it waits for a worker, and has no time"},
	{"a claim without its policy", "DELETE FROM policies WHERE order_no = 'O-0'", "I8", "its policy is not there"},
	{"a policy without its event", "DELETE FROM events WHERE type = 'policy.issued'", "I8", "first event: expected policy.issued, found none"},
	{"a count of claims", "UPDATE policies SET open_claims = open_claims + 1 WHERE order_no = 'O-0'", "I8", "count of open claims: expected 0, found 1"},
	{"a cover", "DELETE FROM covers WHERE reference = 'acct-0'", "I8", "covers of its insureds: expected 1, found 0"},
	{"a cancellation by halves", "UPDATE policies SET state = 'ACTIVE' WHERE state = 'CANCELLED'", "I8", "cancelled, by its endorsements"},
	{"an endorsement that is lost", "DELETE FROM endorsements WHERE request_no = 'E-2'", "I8", "endorsements of its events"},
	{"a renewal by halves", "UPDATE policies SET renewed_by = NULL WHERE renewed_by IS NOT NULL", "I8", "renewed, by its events"},
	{"a revision of nothing", "UPDATE claim_revisions SET claim_id = 1 WHERE kind = 'WITHDRAW'", "I8", "its claim 1 is not there"},
	{"a plan", "UPDATE endorsements SET plan_code = 'BASIC' WHERE request_no = 'E-1'", "rebuilt", "plan of version 2 by its events: expected PLUS, found BASIC"},
	{"a claim's amount", "UPDATE claims SET computed = 1 WHERE state = 'PAID'", "rebuilt", "computed by its events"},
	{"a premium in the books", "UPDATE bookings SET premium = premium + 1 WHERE kind = 'ISSUE' AND order_no = 'O-0'", "books", "premium in the books: expected 73, found 74"},
	{"a booking that is lost", "DELETE FROM bookings WHERE kind = 'ENDORSEMENT'", "books", "premium in the books"},
	{"a booking of another payer", "UPDATE bookings SET payer = 'SELLER' WHERE kind = 'ISSUE' AND order_no = 'A-acct-1'", "books", "SELLER: premium in the books"},
	{"a commission in the books", "UPDATE bookings SET commission = commission + 1 WHERE kind = 'CANCELLATION'", "books", "commission in the books"},
	{"a sum insured in the books", "UPDATE bookings SET sum_insured = 0 WHERE kind = 'ISSUE' AND order_no = 'A-acct-1'", "books", "sum insured in the books"},
	{"an earning", "UPDATE bookings SET num = num + 1 WHERE kind = 'ISSUE' AND order_no = 'O-0'", "books", "earned in the end"},
	{"a reserve in the books", "UPDATE bookings SET reserve = reserve + 1 WHERE kind = 'CLAIM_REPORTED'", "books", "reserve in the books: expected 0, found 1"},
	{"a payment in the books", "UPDATE bookings SET paid = paid - 1 WHERE kind = 'CLAIM_PAID'", "books", "paid in the books"},
	{"a line of a statement", "UPDATE bookings SET document = 'X' WHERE kind = 'ISSUE' AND order_no = 'A-acct-1'", "books", "hash of its bookings"},
	{"a frozen line", "DELETE FROM statement_parts", "books", "hash of its lines"},
	{"an open item", "UPDATE open_items SET due = due + 1 WHERE side = 'PREMIUM' AND due_day <> 0 AND account = 'PAY'", "books", "premium due"},
	{"a receipt that settled nothing", "UPDATE open_items SET settled = 0 WHERE side = 'PREMIUM'", "books", "premium settled: expected 48, found 0"},
	{"a balance", "UPDATE counters SET value = value - 1 WHERE name = 'owing MALL LIVE'", "books", "account MALL: balance"},
	{"a sealed value", "UPDATE policies SET personal_key = (SELECT e.personal_key FROM endorsements e WHERE request_no = 'E-2') WHERE order_no = 'O-0'", "sealed", "does not open"},
}

// planted are the tables that corruptions are planted in.
var planted = []string{"policies", "endorsements", "covers", "claims", "claim_revisions", "payouts", "events", "log_entries", "counters", "deliveries", "audit_records", "bookings", "open_items", "statement_parts"}

func (b *business) restore() {
	for _, table := range planted {
		b.exec("DELETE FROM " + table)
		b.exec("INSERT INTO " + table + " SELECT * FROM kept_" + table)
	}
}

// A database that was restored without its unique keys may hold an order twice.
func TestAnOrderTwice(t *testing.T) {
	t.Parallel()
	for kind, drop := range map[string]string{dialect.SQLite: "", dialect.MySQL: " ON policies"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			b := newBusiness(t, insurancetest.New(t, kind))
			b.exec("DROP INDEX insurancepolicy_channel_id_order_no" + drop)
			row := b.Store.Client.InsurancePolicy.Query().Where(insurancepolicy.OrderNo("O-3")).OnlyX(ctx)
			b.Copy(t, "policies", row.ID, 1, func(_ int, row map[string]any) { row["number"] = "P000000009999999" })
			found, _ := b.run(t)
			assert.Contains(t, found, "I1 "+row.Number+": rows of order O-3: expected 1, found 2")
		})
	}
}

// Each corruption is found by the name of its invariant.
func TestCorruptionsAreFound(t *testing.T) {
	t.Parallel()
	insurancetest.Each(t, func(t *testing.T, w *insurancetest.World) {
		b := newBusiness(t, w)
		for _, table := range planted {
			b.exec("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table)
		}
		for _, c := range corruptions {
			t.Run(c.name, func(t *testing.T) {
				defer b.restore()
				b.exec(c.plant)
				found, _ := b.run(t)
				for _, line := range found {
					if strings.HasPrefix(line, c.invariant+" ") && strings.Contains(line, c.says) {
						return
					}
				}
				t.Errorf("%s %s is not among:\n%s", c.invariant, c.says, strings.Join(found, "\n"))
			})
		}
	})
}
