package books

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"baodan/engine/money"
	"baodan/ent/claimrevision"
	"baodan/ent/recovery"
	"baodan/ent/settlementaccount"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/claims"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/insurancetest"
	"baodan/insurance/issuing"
	"baodan/insurance/policy"
	"baodan/insurance/servicing"
	"baodan/insurance/settlement"
	"baodan/insurance/work"
)

// Driver plays a book in process, with a clock that stands at each act.
type Driver struct {
	*insurancetest.World
	ctx    context.Context
	orders map[string]string // policy numbers
	claims map[string]string // claim numbers
	fails  bool              // the bank declines
	acts   []placed
	last   int64 // place in the log
}

// placed is an act with the last place that it got in the log.
type placed struct {
	n    int
	last int64
}

// NewDriver makes a world in which a book can be played.
func NewDriver(t testing.TB, kind string, book *Book) *Driver {
	t.Helper()
	d := &Driver{World: insurancetest.New(t, kind), ctx: context.Background(), orders: map[string]string{}, claims: map[string]string{}}
	d.Clock.Set(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
	must(d.Store.Renew(d.ctx))
	d.Bank.Answer = func(order claims.PayoutOrder, _ int) (bool, claims.PayoutOutcome) {
		if d.fails {
			return false, claims.PayoutOutcome{Status: claims.PayoutDeclined, Reason: "ACCOUNT_CLOSED"}
		}
		return true, claims.PayoutOutcome{Status: claims.PayoutPaid, Reference: order.Key, Paid: &order.Amount}
	}
	d.Tracker.Answer = func(number string) claims.Parcel { return parcel(number, d.Clock.Now()) }
	d.Publish(catalog.Seeds(), "rfi-01")
	d.Publish(catalog.Seeds(), "asi-01")
	d.open(book)
	return d
}

// parcel is what a carrier says of a number, by how it begins.
func parcel(number string, now time.Time) claims.Parcel {
	shipped := now.AddDate(0, 0, -3)
	switch {
	case strings.HasPrefix(number, "NOTFOUND"):
		return claims.Parcel{}
	case strings.HasPrefix(number, "TRANSIT"):
		return claims.Parcel{Found: true, ShippedAt: &shipped}
	}
	return claims.Parcel{Found: true, ShippedAt: &shipped, DeliveredAt: &now}
}

// open adds channels, accounts and agreements.
func (d *Driver) open(book *Book) {
	for _, c := range book.Channels {
		_, err := d.Distribution.AddChannel(d.ctx, insurancetest.Command, distribution.ChannelInput{Code: c.Code, Name: c.Code})
		must(err)
	}
	for _, a := range book.Accounts {
		_, err := d.Distribution.AddAccount(d.ctx, insurancetest.Command, distribution.AccountInput{
			Code: a.Code, ChannelCode: a.Channel, Name: a.Code, Currency: money.CNY, Kind: settlementaccount.Kind(a.Kind), CreditDays: a.Days,
		})
		must(err)
	}
	for _, c := range book.Channels {
		for _, a := range c.Agreements {
			for _, v := range a.Versions {
				accounts := map[string]string{"CUSTOMER": c.Account, "SELLER": c.Account, "PLATFORM": c.Account, distribution.Commission: c.Account}
				for payer, account := range v.Accounts {
					accounts[payer] = account
				}
				must(d.Distribution.AddAgreement(d.ctx, insurancetest.Command, distribution.AgreementInput{
					ChannelCode: c.Code, Code: a.Code, ProductCode: a.Product, CommissionRate: v.CommissionRate, Terms: v.Terms, ValidFrom: v.From, Accounts: accounts,
				}))
			}
		}
	}
	must(d.Cache.Refresh(d.ctx))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Refusal is how an act was refused: the rule, where one did, else the code.
func Refusal(err error) string {
	list := fault.All(err)
	if len(list) == 0 {
		return ""
	}
	var by fault.RuleRefused
	if errors.As(list[0], &by) {
		return by.Rule
	}
	return string(list[0].Base().Code)
}

// Play an act: the error is that of the act, where it was refused. What it made is placed in the log.
func (d *Driver) Play(a *Act) error {
	d.Clock.Set(a.At)
	must(d.Store.Renew(d.ctx))
	must(d.Cache.Refresh(d.ctx))
	do := map[string]func(*Act) error{
		"quote": d.quote, "issue": d.issue, "endorse": d.endorse, "renew": d.renew, "cancel": d.cancel, "claim": d.claim, "update": d.update,
		"decide": d.decide, "pay": d.pay, "payoutFailed": d.payoutFailed, "withdraw": d.withdraw, "reopen": d.reopen, "recover": d.recover, "close": d.closeMonth, "payment": d.settle(d.Settlement.Receive), "apply": d.settle(d.Settlement.Apply),
		"refundPaid": d.settle(d.Settlement.PayRefund), "commissionPaid": d.settle(d.Settlement.PayCommission), "offset": d.settle(d.Settlement.SetOff),
		"writeOff": d.settle(d.Settlement.WriteOff),
	}[a.Do]
	err := do(a)
	for n := 1; n > 0; {
		done, failed := d.Events.Place(d.ctx, 0)
		must(failed)
		n = done.Events
		d.last += int64(n)
	}
	d.acts = append(d.acts, placed{a.N, d.last})
	return err
}

func (d *Driver) quote(a *Act) error {
	_, err := d.Issuing.Quote(d.ctx, d.Caller(a.Channel), &issuing.QuoteInput{Risk: d.risk(a)})
	return err
}

// risk of an act. What books leave out is free.
func (d *Driver) risk(a *Act) issuing.RiskInput {
	factors := map[string]any{}
	for name, value := range a.Factors {
		if v, is := value.(float64); is {
			value = json.Number(fmt.Sprint(int64(v)))
		}
		factors[name] = value
	}
	reference := a.Order
	if account, is := factors["accountId"].(string); is {
		reference, factors["openedAt"] = account, "2020-01-01T00:00:00+08:00"
	} else {
		for _, at := range []string{"from", "to"} {
			province := factors[at].(string)
			factors[at] = map[string]any{"province": province, "city": province + "01"}
		}
		factors["buyerId"], factors["payTime"], factors["payAmount"] = "B-"+a.Order, a.At.Add(-time.Minute).Format(time.RFC3339), "100.00"
		factors["carrier"], factors["trackingNo"] = "YTO", "YT-"+a.Order+"-0001"
	}
	if reference == "" {
		reference = "Q"
	}
	risk := issuing.RiskInput{
		AgreementCode: a.Agreement, PlanCode: a.Plan, Payer: policy.Payer(a.Payer), Insureds: []*issuing.InsuredInput{{Reference: reference}}, Factors: factors,
	}
	if a.Period != nil {
		var span [2]time.Time
		must(json.Unmarshal(a.Period, &span))
		risk.Period = &policy.Period{Start: span[0], End: span[1]}
	}
	return risk
}

func (d *Driver) issue(a *Act) error {
	issued, err := d.Issuing.Issue(d.ctx, d.Caller(a.Channel), &issuing.IssueInput{OrderNo: a.Order, Risk: d.risk(a)})
	if err == nil {
		d.orders[a.Order] = issued.Policy.Number()
	}
	return err
}

func (d *Driver) endorse(a *Act) error {
	in := &servicing.EndorseInput{RequestNo: a.Request, PolicyNumber: d.orders[a.Order], EffectiveAt: a.EffectiveAt}
	if a.Insured != nil {
		p, err := d.Policies.ByNumber(d.ctx, d.Caller(a.Channel), in.PolicyNumber, policy.PointInTime{})
		if err != nil {
			return err
		}
		references, err := p.References()
		if err != nil {
			return err
		}
		party := map[string]any{}
		for name, value := range a.Insured {
			party[name] = &value
		}
		in.Change.Insured = &servicing.InsuredChangeInput{Reference: references[0], Party: party}
	} else {
		in.Change.PlanCode = &a.Plan
	}
	_, err := d.Servicing.Endorse(d.ctx, d.Caller(a.Channel), in)
	return err
}

func (d *Driver) renew(a *Act) error {
	issued, err := d.Servicing.Renew(d.ctx, d.Caller(a.Channel), &servicing.RenewInput{OrderNo: a.Order, PolicyNumber: d.orders[a.Of]})
	if err == nil {
		d.orders[a.Order] = issued.Policy.Number()
	}
	return err
}

func (d *Driver) cancel(a *Act) error {
	_, err := d.Servicing.Cancel(d.ctx, d.Caller(a.Channel), &servicing.CancelInput{RequestNo: a.Request, PolicyNumber: d.orders[a.Order], Reason: a.Reason})
	return err
}

func (d *Driver) claim(a *Act) error {
	done, err := d.Claims.Submit(d.ctx, d.Caller(a.Channel), &claims.SubmitInput{
		RequestNo: a.Claim, PolicyNumber: d.orders[a.Order], OccurredAt: a.OccurredAt, Facts: a.Facts,
	})
	if err != nil {
		return err
	}
	d.claims[a.Claim] = done.Claim.Number()
	return d.unlessByMachine(a.Claim)
}

// unlessByMachine lets a worker look at a claim that it puts before a person, or sends back to be corrected. What it decides by itself, it
// decides when the book says so.
func (d *Driver) unlessByMachine(claim string) error {
	row, err := d.Store.Client.ClaimRevision.Query().Where(claimrevision.RequestNo(claim)).Only(d.ctx)
	must(err)
	for _, word := range []string{"NOTFOUND", "TRANSIT", "unclear"} {
		if strings.Contains(row.Facts, word) {
			_, err := d.Claims.Adjudicate(d.ctx, 10)
			return err
		}
	}
	return nil
}

func (d *Driver) update(a *Act) error {
	request := fmt.Sprintf("U%05d", a.N)
	_, err := d.Claims.Update(d.ctx, d.Caller(a.Channel), &claims.UpdateInput{RequestNo: request, ClaimNumber: d.claims[a.Claim], Facts: a.Facts})
	if err != nil {
		return err
	}
	return d.unlessByMachine(request)
}

func (d *Driver) withdraw(a *Act) error {
	_, err := d.Claims.Withdraw(d.ctx, d.Caller(a.Channel), &claims.WithdrawInput{RequestNo: fmt.Sprintf("W%05d", a.N), ClaimNumber: d.claims[a.Claim]})
	return err
}

// look reads a claim as a person does.
func (d *Driver) look(name string) *claims.Claim {
	c, err := d.Claims.ByNumber(d.ctx, d.Person("cleo"), d.claims[name])
	must(err)
	return c
}

func (d *Driver) decide(a *Act) error {
	if _, err := d.Claims.Adjudicate(d.ctx, 100); err != nil {
		return err
	}
	c := d.look(a.Claim)
	if a.By == "MACHINE" {
		if !strings.HasPrefix(string(c.State()), a.Outcome) {
			return fmt.Errorf("the machine leaves it %s", c.State())
		}
		return nil
	}
	in := &claims.DecideInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Outcome: catalog.Outcome(a.Outcome), Reason: cmp.Or(a.Reason, claims.ApprovedByReview), Note: "by the book"}
	if a.Amount != "" {
		in.Amount = &money.Input{Amount: money.MustDecimal(a.Amount), Currency: "CNY"}
	}
	done, err := d.Claims.Decide(d.ctx, d.Person("cleo"), in)
	if err != nil || done.Approval == nil {
		return err
	}
	asked := done.Approval
	for _, who := range []string{"carl", "cora"}[:asked.Needed] {
		asked, err = d.Approvals.Approve(d.ctx, d.Person(who), approval.Decision{ID: work.ApprovalKey(asked.ID), ExpectedRevision: asked.Revision, Comment: "seen"})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Driver) pay(a *Act) error {
	if c := d.look(a.Claim); c.State() == "PAYOUT_FAILED" {
		_, err := d.Claims.RetryPayout(d.ctx, d.Person("fay"), &claims.RetryInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "again"})
		if err != nil {
			return err
		}
	}
	_, err := d.Claims.Pay(d.ctx, 10)
	return err
}

func (d *Driver) payoutFailed(*Act) error {
	d.fails = true
	defer func() { d.fails = false }()
	_, err := d.Claims.Pay(d.ctx, 10)
	return err
}

func (d *Driver) reopen(a *Act) error {
	c := d.look(a.Claim)
	done, err := d.Claims.Reopen(d.ctx, d.Person("cleo"), &claims.ReopenInput{ClaimNumber: c.Number(), ExpectedRevision: c.Revision(), Reason: "by the book"})
	if err != nil {
		return err
	}
	_, err = d.Approvals.Approve(d.ctx, d.Person("carl"), approval.Decision{ID: work.ApprovalKey(done.Approval.ID), ExpectedRevision: done.Approval.Revision, Comment: "seen"})
	return err
}

func (d *Driver) recover(a *Act) error {
	kind := recovery.Kind(a.Kind)
	_, err := d.Claims.Recover(d.ctx, d.Person("fay"), &claims.RecoveryInput{
		RequestNo: a.Request, ClaimNumber: d.claims[a.Claim], Amount: money.Input{Amount: money.MustDecimal(a.Amount), Currency: "CNY"},
		Kind: &kind, Source: "by the book", ReceivedAt: a.At,
	})
	return err
}

func (d *Driver) closeMonth(a *Act) error {
	_, err := d.Ledger.Close(d.ctx, insurancetest.Command, monthOf(a.Month))
	return err
}

// settle is an act of finance. What happened before is booked first.
func (d *Driver) settle(do func(context.Context, *access.Caller, settlement.Input) (*settlement.Recorded, error)) func(*Act) error {
	return func(a *Act) error {
		d.fold()
		in := settlement.Input{Account: a.Account, Mode: work.Live, Reference: cmp.Or(a.BankRef, a.Request), Reason: a.Reason}
		if a.Amount != "" {
			in.Amount = &money.Input{Amount: money.MustDecimal(a.Amount), Currency: "CNY"}
		}
		if a.Period != nil {
			var text string
			must(json.Unmarshal(a.Period, &text))
			month := monthOf(text)
			in.Month = &month
		}
		_, err := do(d.ctx, insurancetest.Command, in)
		return err
	}
}

// monthOf reads 2028-02.
func monthOf(text string) int {
	var year, month int
	_, err := fmt.Sscanf(text, "%d-%d", &year, &month)
	must(err)
	return year*100 + month
}

// fold books what was placed.
func (d *Driver) fold() {
	for _, c := range d.Events.Consumers() {
		if c.Name != "ledger" {
			continue
		}
		must(d.Events.Begin(d.ctx, c))
		for n := 1; n > 0; {
			var err error
			n, err = d.Events.Consume(d.ctx, c, 0)
			must(err)
		}
	}
}
