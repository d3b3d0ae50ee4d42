package issuing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/insurance/catalog"
	"baodan/insurance/distribution"
	"baodan/insurance/fault"
)

// underwritten is a risk that agreement, product and rules accept, with its price.
type underwritten struct {
	agreement  *distribution.Agreement
	product    *catalog.Version
	terms      *rule.Terms
	facts      rule.Facts
	current    *distribution.Agreement // the newest version: its permissions and quotas count, whatever a quote was made under
	now        time.Time
	ratedAt    time.Time
	start, end time.Time
	premium    rating.Worksheet
	sumInsured rating.Worksheet
}

// underwrite takes a risk through agreement, product, factors, period, rules and rating (F1, F2). With a price from a
// quote the versions and the instant of the quote count for rules and rating, but agreement and product must still be
// open now. The faults of one stage are answered together.
func (o *Office) underwrite(ctx context.Context, channelID int64, act rule.Act, in *RiskInput, now time.Time, kept *price) (*underwritten, error) {
	if faults := in.check(); len(faults) > 0 {
		return nil, faults
	}
	u, err := o.versions(ctx, channelID, act, in, now, kept)
	if err != nil {
		return nil, err
	}
	if err := o.acceptable(u, act, in); err != nil {
		return nil, err
	}
	if u.start, u.end, err = coverPeriod(u.terms, u.facts, u.product.Location(), in.Period, now); err != nil {
		return nil, err
	}
	c, err := u.rated(act, in.PlanCode, in.Payer, in.Period, len(in.Insureds))
	if err != nil {
		return nil, err
	}
	return u, u.price(c)
}

// acceptable checks plan, terms and factors, and keeps what they are.
func (o *Office) acceptable(u *underwritten, act rule.Act, in *RiskInput) (err error) {
	if _, known := u.product.Plan(in.PlanCode); !known || !u.agreement.Permits(in.PlanCode) || !u.current.Permits(in.PlanCode) {
		return fault.New(fault.NotAgreed, "the agreement has no such plan", "risk", "planCode")
	}
	if u.terms, err = o.directory.Terms(u.product, in.PlanCode, u.agreement); err != nil {
		return err
	}
	if err := permitted(u.terms, act, in); err != nil {
		return err
	}
	var violations []rule.Violation
	if u.facts, violations = u.product.CheckFactors(in.Factors); len(violations) > 0 {
		return violated(violations)
	}
	return nil
}

// operationOf is what an agreement must permit for an act.
func operationOf(act rule.Act) distribution.Operation {
	if act == rule.Renew {
		return distribution.Renew
	}
	return distribution.Issue
}

// versions finds what the risk is sold under.
func (o *Office) versions(ctx context.Context, channelID int64, act rule.Act, in *RiskInput, now time.Time, kept *price) (*underwritten, error) {
	agreement, err := o.directory.Current(channelID, in.AgreementCode, now)
	if err != nil {
		return nil, err
	}
	if err := agreement.Allows(operationOf(act)); err != nil {
		return nil, err
	}
	product, err := o.shelf.OnSale(agreement.ProductCode)
	if err != nil {
		return nil, o.offSale(channelID, agreement, now)
	}
	u := &underwritten{agreement: agreement, product: product, current: agreement, now: now, ratedAt: now}
	if kept == nil {
		return u, nil
	}
	if u.agreement, err = o.directory.Version(ctx, kept.Agreement); err != nil {
		return nil, err
	}
	if u.product, err = o.shelf.Version(ctx, kept.Product); err != nil {
		return nil, err
	}
	u.ratedAt = kept.RatedAt
	return u, nil
}

// price judges a case by the product's rules and rates it.
func (u *underwritten) price(c *catalog.Case) (err error) {
	if faults := refused(u.product.Judge(c)); len(faults) > 0 {
		return faults
	}
	if u.premium, err = u.product.Premium(c); err != nil {
		return declined(err)
	}
	if u.sumInsured, err = u.product.SumInsured(c); err != nil {
		return declined(err)
	}
	return nil
}

// rated is the case as of the instant of its price, so that a stored policy can be rated again with the same result.
func (u *underwritten) rated(act rule.Act, plan string, payer Payer, asked *PeriodInput, insureds int) (*catalog.Case, error) {
	start, end, err := coverPeriod(u.terms, u.facts, u.product.Location(), asked, u.ratedAt)
	if err != nil {
		return nil, err
	}
	return u.caseOf(act, plan, payer, start, end, insureds), nil
}

func (u *underwritten) caseOf(act rule.Act, plan string, payer Payer, start, end time.Time, insureds int) *catalog.Case {
	return &catalog.Case{
		Act: act, Plan: plan, Payer: string(payer), Now: u.ratedAt, Start: start, End: end,
		Insureds: insureds, Facts: u.facts, Terms: u.terms,
	}
}

// firstNotice is when a policy that may be renewed first announces its end; nil where the terms want no notice.
func (u *underwritten) firstNotice() *time.Time {
	if !u.terms.Bool("renew.allowed") || !u.terms.Bool("renew.announce") {
		return nil
	}
	notice := rule.Period{Days: int(u.terms.Int("renew.noticeDays"))}.SubtractFrom(u.end, u.product.Location())
	return &notice
}

// permitted checks the switches and bounds that terms set.
func permitted(terms *rule.Terms, act rule.Act, in *RiskInput) error {
	allowed := "sale." + string(act)
	if act == rule.Renew {
		allowed = "renew.allowed"
	}
	if !terms.Bool(allowed) {
		return fault.Newf(fault.NotAgreed, "the terms do not permit %s", act)
	}
	var faults fault.List
	if !slices.Contains(terms.Strings("payers"), string(in.Payer)) {
		faults = append(faults, fault.Newf(fault.NotAgreed, "%s may not pay", in.Payer).At("risk", "payer"))
	}
	if most := terms.Int("insureds.max"); int64(len(in.Insureds)) > most {
		faults = append(faults, fault.Newf(fault.InvalidValue, "at most %d insureds", most).At("risk", "insureds"))
	}
	for i, insured := range in.Insureds {
		found, err := CheckParty(terms, insured.Party, "risk", "insureds", strconv.Itoa(i), "party")
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

// CheckParty finds fault with an insured's person as the terms ask for one: REQUIRED, INVALID_VALUE.
func CheckParty(terms *rule.Terms, party *PartyInput, path ...string) (fault.List, error) {
	asked, err := terms.String("insured.party", nil)
	switch {
	case err != nil:
		return nil, err
	case asked == "required" && (party == nil || party.Name == nil):
		return fault.List{fault.New(fault.Required, "the product asks for a person", path...)}, nil
	case asked == "none" && party != nil:
		return fault.List{fault.New(fault.InvalidValue, "the product asks for no person", path...)}, nil
	}
	return nil, nil
}

// offSale names what the channel may sell instead.
func (o *Office) offSale(channelID int64, agreement *distribution.Agreement, now time.Time) error {
	return distribution.OffSale{
		Fault:        fault.Newf(fault.ProductOffSale, "product %s", agreement.ProductCode).At("risk", "agreementCode"),
		Alternatives: o.directory.Offers(channelID, now),
	}
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
func refused(findings []rule.Finding) fault.List {
	return Refusals(findings, func(path []string) []string { return append([]string{"risk"}, path...) })
}

// Refusals turns the findings of rules into faults: REQUIRED, RULE_REFUSED. Place tells which input of the act stands
// for a path in the risk.
func Refusals(findings []rule.Finding, place func(path []string) []string) fault.List {
	var faults fault.List
	for _, f := range findings {
		at := place(f.Path)
		if f.Effect == rule.Require {
			faults = append(faults, fault.New(fault.Required, f.Sentence.En, at...))
			continue
		}
		if f.Reason != "" { // it could not be evaluated: its own sentence would not be the reason
			f.Facts = append(f.Facts, rule.Fact{Name: "reason", Value: f.Reason})
		}
		faults = append(faults, fault.RuleRefused{
			Fault: fault.New(fault.RuleRefusal, f.Sentence.En, at...),
			Rule:  f.Rule, Sentence: f.Sentence, Facts: f.Facts,
		})
	}
	return faults
}

// declined turns a cell of a table that says decline into a fault.
func declined(err error) error {
	var d *rating.Decline
	if errors.As(err, &d) {
		return fault.RuleRefused{
			Fault: fault.New(fault.RuleRefusal, d.Sentence.En, "risk"),
			Rule:  d.Code, Sentence: d.Sentence, Facts: d.Facts,
		}
	}
	if errors.Is(err, rule.ErrEvaluation) {
		return fault.RuleRefused{
			Fault: fault.New(fault.RuleRefusal, err.Error(), "risk", "factors"), Rule: rule.EvaluationFailed,
			Sentence: rule.Text{Zh: "按所给要素无法计算", En: "it cannot be computed from these factors"},
		}
	}
	return err
}

// Blame gives a fault another path, with all that it carries.
func Blame(f fault.Error, path ...string) fault.Error {
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
