package issuing

import (
	"context"
	"slices"
	"strconv"
	"time"

	"baodan/engine/rule"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
)

// underwriter finds out what a risk is sold under and whether it may be sold at all; rules and rating then price it.
type underwriter struct {
	catalog      *catalog.Service
	distribution *distribution.Service
}

// underwrite takes a risk through agreement, product, factors, period, rules and rating (F1, F2). For a quoted price,
// rules and rating use the versions and the instant of the quote, but agreement and product must still be open now. The
// faults of one stage are answered together.
func (s *underwriter) underwrite(ctx context.Context, channelID int64, act rule.Act, d demand) (*underwritten, error) {
	if d.renews == nil { // what is renewed was checked when it was issued
		if faults := d.in.Risk.check(); len(faults) > 0 {
			return nil, faults
		}
	}
	u, err := s.versions(ctx, channelID, act, d.in.Risk.AgreementCode, d.now, d.quoted)
	if err != nil {
		return nil, err
	}
	if err := s.checkRisk(u, &d.in.Risk); err != nil {
		return nil, err
	}
	if err := u.cover(d); err != nil {
		return nil, err
	}
	return u, u.price(refused)
}

// cover sets the period of cover, and the period that the price is for. They differ only for a quoted price, which is
// rated as of the quote.
func (u *underwritten) cover(d demand) (err error) {
	if d.renews != nil {
		u.period, err = renewedPeriod(u.terms, u.facts, u.product.Location(), d.from)
		u.rated = u.period
		return err
	}
	if u.period, err = coverPeriod(u.terms, u.facts, u.product.Location(), d.in.Risk.Period, d.now); err != nil {
		return err
	}
	u.rated, err = coverPeriod(u.terms, u.facts, u.product.Location(), d.in.Risk.Period, u.ratedAt)
	return err
}

// checkRisk checks plan, terms and factors, and sets them.
func (s *underwriter) checkRisk(u *underwritten, in *RiskInput) (err error) {
	if _, known := u.product.Plan(in.PlanCode); !known || !u.agreement.Permits(in.PlanCode) || !u.current.Permits(in.PlanCode) {
		return fault.New(fault.CodeNotAgreed, "the agreement has no such plan", "risk", "planCode")
	}
	if u.terms, err = s.distribution.Terms(u.product, in.PlanCode, u.agreement); err != nil {
		return err
	}
	if err := checkTerms(u.terms, u.act, in); err != nil {
		return err
	}
	u.plan, u.payer, u.insureds = in.PlanCode, in.payer(), len(in.Insureds)
	var violations []rule.Violation
	if u.facts, violations = u.product.CheckFactors(in.Factors); len(violations) > 0 {
		return violated(violations)
	}
	return nil
}

// operationOf is the operation that an agreement must permit for an act.
func operationOf(act rule.Act) distribution.Operation {
	if act == rule.Renew {
		return distribution.Renew
	}
	return distribution.Issue
}

// versions finds what the risk is sold under.
func (s *underwriter) versions(ctx context.Context, channelID int64, act rule.Act, agreementCode string, now time.Time, quoted *quotedPrice) (*underwritten, error) {
	agreement, err := s.distribution.Current(channelID, agreementCode, now)
	if err != nil {
		return nil, err
	}
	if err := agreement.Allows(operationOf(act)); err != nil {
		return nil, err
	}
	product, err := s.catalog.OnSale(agreement.ProductCode)
	if err != nil {
		return nil, s.offSale(ctx, agreement, now)
	}
	u := &underwritten{act: act, agreement: agreement, product: product, current: agreement, now: now, ratedAt: now}
	if quoted == nil {
		return u, nil
	}
	if u.agreement, err = s.distribution.Version(ctx, quoted.Agreement); err != nil {
		return nil, err
	}
	if u.product, err = s.catalog.Version(ctx, quoted.Product); err != nil {
		return nil, err
	}
	u.ratedAt = quoted.RatedAt
	return u, nil
}

// checkTerms checks the switches and limits that terms set.
func checkTerms(terms *rule.Terms, act rule.Act, in *RiskInput) error {
	allowed := "sale." + string(act)
	if act == rule.Renew {
		allowed = "renew.allowed"
	}
	if !terms.Bool(allowed) {
		return fault.Newf(fault.CodeNotAgreed, "the terms do not permit %s", act)
	}
	var faults fault.List
	if !slices.Contains(terms.Strings("payers"), string(in.payer())) {
		faults = append(faults, fault.Newf(fault.CodeNotAgreed, "%s may not pay", in.payer()).At("risk", "payer"))
	}
	if limit := terms.Int("insureds.max"); int64(len(in.Insureds)) > limit {
		faults = append(faults, fault.Newf(fault.CodeInvalidValue, "at most %d insureds", limit).At("risk", "insureds"))
	}
	for i, insured := range in.Insureds {
		found, err := CheckParty(terms, insured.Party.Party(), "risk", "insureds", strconv.Itoa(i), "party")
		if err != nil {
			return err
		}
		faults = append(faults, found...)
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// CheckParty checks the person of an insured as the terms require: REQUIRED, INVALID_VALUE.
func CheckParty(terms *rule.Terms, party *policy.Party, path ...string) (fault.List, error) {
	asked, err := terms.String("insured.party", nil)
	switch {
	case err != nil:
		return nil, err
	case asked == "required" && (party == nil || party.Name == nil):
		return fault.List{fault.New(fault.CodeRequired, "the product asks for a person", path...)}, nil
	case asked == "none" && party != nil:
		return fault.List{fault.New(fault.CodeInvalidValue, "the product asks for no person", path...)}, nil
	}
	return nil, nil
}

func violated(violations []rule.Violation) fault.List {
	var faults fault.List
	for _, v := range violations {
		faults = append(faults, fault.New(fault.Code(v.Code), v.Message, v.Path...).At("risk", "factors"))
	}
	return faults
}

// refused turns the findings of rules into faults. Nobody waits for a person at a checkout: a risk that a person would
// have to look at is refused by the rule that says so.
func refused(findings []rule.Finding) error {
	faults := Refusals(findings, func(path []string) []string { return append([]string{"risk"}, path...) })
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// Refusals turns the findings of rules into faults: REQUIRED, RULE_REFUSED. PathOf answers the input that stands for a
// path in the risk.
func Refusals(findings []rule.Finding, pathOf func(path []string) []string) fault.List {
	var faults fault.List
	for _, f := range findings {
		at := pathOf(f.Path)
		if f.Effect == rule.Require {
			missing := fault.New(fault.CodeRequired, f.Sentence.En, at...)
			missing.Zh = f.Sentence.Zh
			faults = append(faults, missing)
			continue
		}
		if f.Reason != "" { // it could not be evaluated: its own sentence would not be the reason
			f.Facts = append(f.Facts, rule.Fact{Name: "reason", Value: f.Reason})
		}
		faults = append(faults, fault.RuleRefused{
			Fault: fault.New(fault.CodeRuleRefused, f.Sentence.En, at...),
			Rule:  f.Rule, Sentence: f.Sentence, Facts: f.Facts,
		})
	}
	return faults
}

// WithPath is a fault with another path.
func WithPath(f fault.Error, path ...string) fault.Error {
	switch f := f.(type) {
	case fault.Fault:
		f.Path = path
		return f
	case fault.RuleRefused:
		f.Path = path
		return f
	case distribution.OffSale:
		f.Path = path
		return f
	}
	return f
}

// FactorsOnSale are the factors of what an agreement sells now. Faults: CHANNEL_CLOSED, NOT_AGREED, PRODUCT_OFF_SALE.
func (s *Service) FactorsOnSale(ctx context.Context, channelID int64, agreementCode string) (rule.Factors, error) {
	u, err := s.underwriter.versions(ctx, channelID, rule.Issue, agreementCode, s.distribution.Now(channelID), nil)
	if err != nil {
		return nil, err
	}
	return u.product.Factors(), nil
}
