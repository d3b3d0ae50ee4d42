package issuing

import (
	"context"
	"time"

	"baodan/engine/money"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/insurance/access"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// Issued is the answer to an issue.
type Issued struct {
	Policy   *policy.Policy
	Replayed bool // an earlier request with this number made it
}

// Issue takes out a policy (A3, B2, D2, F3): agreement, product version, rules, rating, number, then policy, covers and
// event in one transaction. The order number makes it idempotent for ever, on any number of servers: the same content
// gets the same policy, whatever changed since; other content gets REQUEST_MISMATCH. Refusals store nothing. Faults:
// INVALID_VALUE, REQUIRED, CHANNEL_CLOSED, NOT_AGREED, PRODUCT_OFF_SALE, RULE_REFUSED, QUOTE_EXPIRED, PREMIUM_MISMATCH,
// DUPLICATE_COVER, QUOTA_EXHAUSTED, BALANCE_TOO_LOW, REQUEST_MISMATCH.
func (s *Service) Issue(ctx context.Context, caller *access.Caller, in *IssueInput) (*Issued, error) {
	if !policy.ValidOrderNo(in.OrderNo) {
		return nil, fault.New(fault.CodeInvalidValue, "an order number is 1 to 64 letters, digits, _ and -", "orderNo")
	}
	b, err := s.prepare(ctx, caller, in)
	if err != nil {
		// An order that was issued before is answered again, even where it would be refused today.
		earlier, lookup := s.orders.answerEarlier(ctx, caller.Channel.ID, in)
		if earlier != nil || lookup != nil {
			return earlier, lookup
		}
		return nil, err
	}
	return s.binder.queue(b).Do(ctx, b)
}

// demand is what is asked for: a policy for an order, or the renewal of another policy.
type demand struct {
	in      *IssueInput
	quoted  *quotedPrice   // of a quote; nil: none
	renews  *policy.Policy // nil: none
	chosen  Choice         // of a renewal
	from    time.Time      // of a renewal: when its cover begins
	now     time.Time
	preview bool // it leaves counters of quotas as they are
	dryRun  bool // only to learn what would be answered: it takes no number, and cannot be stored
}

// prepare does all of issuing that needs no database: what is bound is decided here.
func (s *Service) prepare(ctx context.Context, caller *access.Caller, in *IssueInput) (*binding, error) {
	now := s.distribution.Now(caller.Channel.ID)
	quoted, err := s.readToken(in.QuoteToken, caller.Channel.ID, now)
	if err != nil {
		return nil, err
	}
	return s.decide(ctx, caller, rule.Issue, demand{in: in, quoted: quoted, now: now})
}

// decide underwrites what is asked for and makes all rows of the policy that is bound.
func (s *Service) decide(ctx context.Context, caller *access.Caller, act rule.Act, d demand) (*binding, error) {
	u, err := s.underwriter.underwrite(ctx, caller.Channel.ID, act, d)
	if err != nil {
		return nil, err
	}
	if err := checkPremium(d.in.ExpectedPremium, u.premium.Result); err != nil {
		return nil, err
	}
	open, hidden := d.in.Risk.split(u.product, u.facts)
	fingerprint, err := s.orders.fingerprint(open, hidden, u.product.Factors())
	if err != nil {
		return nil, err
	}
	if err := d.quoted.check(fingerprint, u.premium.Result); err != nil {
		return nil, err
	}
	b := &binding{in: d.in, sold: u, row: &ent.InsurancePolicy{
		ChannelID: caller.Channel.ID, OrderNo: d.in.OrderNo, RequestHash: fingerprint.sum, BoundAt: d.now,
		RatedAt: u.ratedAt, StartAt: u.period.Start, EndAt: u.period.End,
	}}
	if d.renews != nil {
		old := d.renews.Row()
		b.row.RequestHash, b.row.Renews, b.renews = s.orders.renewalHash(old.Number, d.chosen), &old.ID, old.Number
	}
	if !d.dryRun {
		if err := s.fill(ctx, b.row, u, fingerprint, hidden.Empty()); err != nil {
			return nil, err
		}
	}
	if b.covers, err = coversOf(u, b.row, caller.Channel.Live, open.Insureds, s.store.NewKey); err != nil {
		return nil, err
	}
	if !d.dryRun {
		b.indexes = s.policies.BlindIndexes(b.row, u.product, open.Insureds, &hidden, len(b.covers) > 0)
		b.values = s.policies.SearchValues(b.row, u.product, u.facts)
	}
	b.uses, err = s.quotas.use(ctx, u, u.premium.Result, !d.preview)
	return b, err
}

// fill writes what was underwritten into the row of a policy, under a fresh number.
func (s *Service) fill(ctx context.Context, row *ent.InsurancePolicy, u *underwritten, fingerprint *fingerprint, open bool) error {
	premium := u.premium.Result
	worksheet, err := policy.Worksheets{Premium: u.premium, SumInsured: u.sumInsured}.MarshalJSON()
	if err != nil {
		return err
	}
	if row.Number, err = s.binder.numbers.Next(ctx); err != nil {
		return err
	}
	row.ID, row.AgreementID, row.ProductVersionID = s.store.NewKey(), u.agreement.ID, u.product.ID
	row.PlanCode, row.Payer, row.Currency = u.plan, string(u.payer), string(premium.Currency)
	row.Premium, row.SumInsured = premium.Minor, u.sumInsured.Result.Minor
	row.State, row.Version = insurancepolicy.StateACTIVE, 1
	row.Risk, row.Worksheet = string(fingerprint.open), string(worksheet)
	if !open {
		s.policies.Seal(row, fingerprint.hidden)
	}
	s.policies.SetHead(row, u.product.Code())
	if notice := u.firstNotice(); notice != nil {
		due := s.distribution.Due(row.ChannelID, *notice)
		row.DueAt = &due
	}
	return nil
}

// checkPremium checks the premium that the caller expects.
func checkPremium(in *money.Input, premium money.Amount) error {
	if in == nil || in.Currency == string(premium.Currency) && in.Amount.Equal(premium.Decimal()) {
		return nil
	}
	return fault.PremiumMismatch{Fault: fault.New(fault.CodePremiumMismatch, "", "expectedPremium"), Expected: premium}
}

// firstNotice is when a policy that may be renewed first announces its end; nil where the terms want no notice.
func (u *underwritten) firstNotice() *time.Time {
	if !u.terms.Bool("renew.allowed") || !u.terms.Bool("renew.announce") {
		return nil
	}
	notice := rule.Period{Days: int(u.terms.Int("renew.noticeDays"))}.SubtractFrom(u.period.End, u.product.Location())
	return &notice
}
