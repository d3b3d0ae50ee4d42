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
// PREMIUM_MISMATCH, DUPLICATE_COVER, QUOTA_EXHAUSTED, REQUEST_MISMATCH.
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
	return o.queue(b).Do(ctx, b)
}

// prepare does all of issuing that needs no database: what is bound is decided here.
func (o *Office) prepare(ctx context.Context, caller *access.Caller, in *IssueInput) (*binding, error) {
	channel := caller.Channel.ID
	now := o.directory.Now(channel)
	kept, err := o.keptPrice(in.QuoteToken, channel, now)
	if err != nil {
		return nil, err
	}
	u, err := o.underwrite(ctx, channel, rule.Issue, &in.Risk, now, kept)
	if err != nil {
		return nil, err
	}
	if err := expected(in.ExpectedPremium, u.premium.Result); err != nil {
		return nil, err
	}
	open, hidden := in.Risk.split(u.product, u.facts)
	print, err := o.fingerprint(open, hidden, u.product.Factors())
	if err != nil {
		return nil, err
	}
	if err := kept.holds(print, u.premium.Result); err != nil {
		return nil, err
	}
	row := &ent.InsurancePolicy{ChannelID: channel, OrderNo: in.OrderNo, RequestHash: print.sum, BoundAt: now}
	if err := o.fill(ctx, row, u, &in.Risk, print, hidden.empty()); err != nil {
		return nil, err
	}
	covers, err := coversOf(u, row, caller.Channel.Live, in.Risk.references(), o.store.NewKey)
	marks := o.marksOf(row, u.product, open.Insureds, &hidden, len(covers) > 0)
	if err != nil {
		return nil, err
	}
	shares, err := o.shares(ctx, u, u.premium.Result)
	return &binding{in: in, row: row, covers: covers, marks: marks, sold: u, shares: shares}, err
}

// fill writes what was underwritten into the row of a policy, under a fresh number.
func (o *Office) fill(ctx context.Context, row *ent.InsurancePolicy, u *underwritten, in *RiskInput, print *fingerprint, open bool) error {
	premium := u.premium.Result
	commission, err := premium.Decimal().Mul(u.agreement.Commission).Round(premium.Currency.Digits(), money.HalfUp).In(premium.Currency)
	if err != nil {
		return err
	}
	worksheet, err := worksheets{u.premium, u.sumInsured}.MarshalJSON()
	if err != nil {
		return err
	}
	if row.Number, err = o.numbers.Next(ctx); err != nil {
		return err
	}
	row.ID, row.AgreementID, row.ProductVersionID = o.store.NewKey(), u.agreement.ID, u.product.ID
	row.PlanCode, row.Payer, row.Currency = in.PlanCode, string(in.Payer), string(premium.Currency)
	row.Premium, row.SumInsured, row.Commission = premium.Minor, u.sumInsured.Result.Minor, commission.Minor
	row.State, row.Version = insurancepolicy.StateACTIVE, 1
	row.RatedAt, row.StartAt, row.EndAt = u.ratedAt, u.start, u.end
	row.Risk, row.Worksheet = string(print.open), string(worksheet)
	if !open {
		row.PersonalKey, row.Personal = o.ring.Seal(print.hidden, sealContext(row))
	}
	if notice := u.firstNotice(); notice != nil {
		due := o.directory.Due(row.ChannelID, *notice)
		row.DueAt = &due
	}
	return nil
}

// expected checks the premium that the caller counts on.
func expected(in *MoneyInput, premium money.Amount) error {
	if in == nil || in.Currency == string(premium.Currency) && in.Amount.Equal(premium.Decimal()) {
		return nil
	}
	return fault.PremiumMismatch{Fault: fault.New(fault.WrongPremium, "", "expectedPremium"), Expected: premium}
}
