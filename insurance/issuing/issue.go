package issuing

import (
	"context"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/fault"
)

// Issued is the answer to an issue.
type Issued struct {
	Policy   *Policy
	Replayed bool // an earlier request with this number made it
}

// Issue takes out a policy (A3, B2, D2, F3): agreement, product version, rules, rating, number, then policy, covers
// and event in one transaction. The order number makes it idempotent for ever, on any number of servers: the same
// content gets the same policy, whatever changed since; other content gets REQUEST_MISMATCH. Refusals leave nothing
// behind. Faults: INVALID_VALUE, REQUIRED, CHANNEL_CLOSED, NOT_AGREED, PRODUCT_OFF_SALE, RULE_REFUSED, QUOTE_EXPIRED,
// PREMIUM_MISMATCH, DUPLICATE_COVER, REQUEST_MISMATCH.
func (o *Office) Issue(ctx context.Context, caller *access.Caller, in *IssueInput) (*Issued, error) {
	if !orderNoPattern.MatchString(in.OrderNo) {
		return nil, fault.New(fault.InvalidValue, "an order number is 1 to 64 letters, digits, _ and -", "orderNo")
	}
	b, err := o.prepare(ctx, caller, in)
	if err != nil {
		// What was answered once is answered again, even where it would be refused today.
		earlier, lookup := o.earlier(ctx, caller.Channel.ID, in)
		if earlier != nil || lookup != nil {
			return earlier, lookup
		}
		return nil, err
	}
	return o.binds.Do(ctx, b)
}

// prepare does all of issuing that needs no database: what is bound is decided here.
func (o *Office) prepare(ctx context.Context, caller *access.Caller, in *IssueInput) (*binding, error) {
	now, channel := o.store.Now(), caller.Channel.ID
	kept, err := o.keptPrice(in.QuoteToken, channel, now)
	if err != nil {
		return nil, err
	}
	u, err := o.underwrite(ctx, channel, rule.Issue, &in.Risk, now, kept)
	if err != nil {
		return nil, err
	}
	premium, sum := u.premium.Result, u.sumInsured.Result
	if err := expected(in.ExpectedPremium, premium); err != nil {
		return nil, err
	}
	open, hidden := in.Risk.split(u.product, u.facts)
	print, err := o.fingerprint(open, hidden, u.product.Factors())
	if err != nil {
		return nil, err
	}
	if err := kept.holds(print, premium); err != nil {
		return nil, err
	}
	commission, err := premium.Decimal().Mul(u.agreement.Commission).Round(premium.Currency.Digits(), money.HalfUp).In(premium.Currency)
	if err != nil {
		return nil, err
	}
	worksheet, err := worksheets{u.premium, u.sumInsured}.MarshalJSON()
	if err != nil {
		return nil, err
	}
	number, err := o.numbers.next(ctx)
	if err != nil {
		return nil, err
	}
	row := &ent.InsurancePolicy{
		ID: o.store.NewKey(), ChannelID: channel, OrderNo: in.OrderNo, Number: number, RequestHash: print.sum,
		AgreementID: u.agreement.ID, ProductVersionID: u.product.ID, PlanCode: in.Risk.PlanCode,
		Payer: string(in.Risk.Payer), Currency: string(premium.Currency), Premium: premium.Minor,
		SumInsured: sum.Minor, Commission: commission.Minor, State: insurancepolicy.StateACTIVE, Version: 1,
		BoundAt: now, RatedAt: u.ratedAt, StartAt: u.start, EndAt: u.end, Risk: string(print.open), Worksheet: string(worksheet),
	}
	if !hidden.empty() {
		row.PersonalKey, row.Personal = o.ring.Seal(print.hidden, sealContext(row))
	}
	covers, err := coversOf(u, row, caller.Channel.Live, in.Risk.Insureds, o.store.NewKey)
	return &binding{in: in, row: row, covers: covers, sold: u}, err
}

// expected checks the premium that the caller counts on.
func expected(in *MoneyInput, premium money.Amount) error {
	if in == nil || in.Currency == string(premium.Currency) && in.Amount.Equal(premium.Decimal()) {
		return nil
	}
	return fault.PremiumMismatch{Fault: fault.New(fault.WrongPremium, "", "expectedPremium"), Expected: premium}
}
