package catalog

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
)

// Outcome is what becomes of a claim.
type Outcome string

// Outcomes.
const (
	Approve Outcome = "APPROVE" // it is paid
	Correct Outcome = "CORRECT" // the claimant must correct or add something
	Refer   Outcome = "REFER"   // a person decides
	Decline Outcome = "DECLINE" // for good
)

// Scored is the effect of findings that add points of fraud and nothing else.
const Scored rule.Effect = "score"

const mostPoints = 100

// Standing is what stands around a claim and is not in its case.
type Standing struct {
	InForce bool           `json:"inForce"`           // was there cover when the loss happened
	Limit   money.Decimal  `json:"limit"`             // the sum insured then
	Spent   money.Decimal  `json:"spent"`             // of it, approved before within claim.limitPer
	Claimed *money.Decimal `json:"claimed,omitempty"` // as the claimant named it; nil: by the facts
	Watched map[string]int `json:"watched,omitempty"` // how often, by code of the velocity rule, this claim included

	PayeeByHand bool             `json:"payeeByHand,omitempty"` // one of the insurer's people said where to pay
	FactsByHand []string         `json:"factsByHand,omitempty"` // facts of the channel alone that one of the insurer's people stated
	Declined    []EarlierDecline `json:"declined,omitempty"`    // other claims of the policy that a person declined
}

// EarlierDecline is another claim of the policy that a person declined.
type EarlierDecline struct {
	Claim      string    `json:"claim"` // its number
	Reason     string    `json:"reason"`
	OccurredAt time.Time `json:"occurredAt"`
	Shared     string    `json:"shared,omitempty"` // a unique fact that both have, as it is compared
	SameLoss   bool      `json:"sameLoss"`
}

// finding shows an earlier decline; one for the same loss sends the claim to a person.
func (e EarlierDecline) finding() ClaimFinding {
	f := ClaimFinding{
		Code: DeclinedBefore, Effect: Scored, Sentence: generalSentence(DeclinedBefore),
		Facts: []rule.Fact{
			{Name: "claim", Value: e.Claim}, {Name: "reason", Value: e.Reason}, {Name: "occurredAt", Value: e.OccurredAt.UTC().Format(time.RFC3339)},
		},
	}
	if e.Shared != "" {
		f.Facts = append(f.Facts, rule.Fact{Name: "shared", Value: e.Shared})
	}
	if e.SameLoss {
		f.Effect = rule.Refer
	}
	return f
}

// ClaimFinding is something that was found of a claim: by a rule, a velocity rule, a score or the amount.
type ClaimFinding struct {
	Code     string      `json:"code"`
	Effect   rule.Effect `json:"effect"`
	Points   int         `json:"points,omitempty"` // of a score
	Sentence rule.Text   `json:"sentence"`
	Path     []string    `json:"path,omitempty"`
	Facts    []rule.Fact `json:"facts,omitempty"`
	Reason   string      `json:"reason,omitempty"` // EVALUATION_FAILED, or empty
}

// Decision is what a product says of a claim, with why.
type Decision struct {
	Outcome  Outcome           `json:"outcome"`
	Reason   string            `json:"reason"` // a code of the product, or a general one: see ClaimReasons
	Sentence rule.Text         `json:"sentence"`
	Path     []string          `json:"path,omitempty"` // the input to correct
	Findings []ClaimFinding    `json:"findings,omitempty"`
	Score    int               `json:"score"`             // of fraud, 0 to 100
	Payable  *rating.Worksheet `json:"payable,omitempty"` // where it came to that
}

// Adjudicate decides a claim by the product alone, with no clock and no database. In this order: no cover, refused, to be
// corrected, nothing to pay, fraud, referred, above what is paid without a person, approved. A rule that cannot be computed
// never pays and never declines, and nor does a late notice: a person looks. (By article 21 of the insurance law only what the
// late notice left uncertain may be refused, which no rule can tell.) The case's SumInsured is taken from the standing.
func (p *Product) Adjudicate(c *Case, s Standing) (*Decision, error) {
	if _, known := p.Plan(c.Plan); !known || c.Act != rule.Claim || c.Terms == nil || c.Loss.IsZero() || c.Reported.IsZero() {
		return nil, fmt.Errorf("adjudicate %s: the case is no claim, or says not when it happened and was told", p.Code())
	}
	own := *c
	own.SumInsured = s.Limit
	own.Claim = without(own.Claim, s.FactsByHand)
	late, err := isLate(p, &own)
	if err != nil {
		return nil, fmt.Errorf("adjudicate %s: %w", p.Code(), err)
	}
	d := &Decision{}
	if late {
		d.Findings = append(d.Findings, ClaimFinding{Code: ClaimLate, Effect: rule.Refer, Sentence: generalSentence(ClaimLate)})
	}
	d.Findings = append(d.Findings, p.found(&own, s)...)
	for _, f := range d.Findings {
		d.Score = min(d.Score+f.Points, mostPoints)
	}
	switch {
	case !s.InForce:
		d.general(Decline, NoCover)
	case d.first(Decline, rule.Refuse):
	case d.first(Correct, rule.Require, rule.Correct):
	default:
		return d, p.conclude(&own, s, d)
	}
	d.Findings = append(d.Findings, s.around()...)
	return d, nil
}

// without are facts less some: nothing is decided by what the wrong one stated.
func without(facts rule.Facts, names []string) rule.Facts {
	if len(names) == 0 {
		return facts
	}
	less := maps.Clone(facts)
	for _, name := range names {
		delete(less, name)
	}
	return less
}

// isLate tells whether the claim came after the window; the last instant of the window is not late.
func isLate(p *Product, c *Case) (bool, error) {
	until, err := InTimeUntil(p, c)
	return c.Reported.After(until), err
}

// InTimeUntil is the last instant at which the loss of a claim is reported in time.
func InTimeUntil(p *Product, c *Case) (time.Time, error) {
	window, err := c.Terms.Period("claim.window", c.Facts)
	if err != nil {
		return time.Time{}, err
	}
	since := c.Loss
	if told, ok := c.Claim[p.definition.Claims.Since].(time.Time); ok {
		since = told
	}
	return window.AddTo(since, p.location), nil
}

// found is all that the product finds, whatever decides: who reviews a claim sees it whole.
func (p *Product) found(c *Case, s Standing) []ClaimFinding {
	var found []ClaimFinding
	for _, f := range p.Judge(c) {
		one := ClaimFinding{Code: f.Rule, Effect: f.Effect, Sentence: f.Sentence, Path: f.Path, Facts: f.Facts, Reason: f.Reason}
		if f.Reason != "" {
			one.Effect = rule.Refer
		}
		found = append(found, one)
	}
	for _, o := range p.uniqueFacts {
		if twice := o.doubled(c.Claim); twice != nil {
			found = append(found, *twice)
		}
	}
	scope := c.Scope(p.env)
	for _, each := range p.score {
		holds, err := each.condition.Bool(scope)
		if err == nil && !holds {
			continue
		}
		one := ClaimFinding{
			Code: each.Code, Effect: Scored, Points: each.Points, Sentence: each.Sentence, Facts: scope.See(each.condition.Reads()),
		}
		if err != nil {
			one.Effect, one.Points, one.Reason = rule.Refer, 0, EvaluationFailed
		}
		found = append(found, one)
	}
	for _, w := range p.velocities {
		if often := s.Watched[w.Code]; often > w.More {
			effect := Scored
			if w.Refer {
				effect = rule.Refer
			}
			found = append(found, ClaimFinding{
				Code: w.Code, Effect: effect, Points: w.Points, Sentence: w.Sentence,
				Facts: []rule.Fact{
					{Name: "claims", Value: strconv.Itoa(often)}, {Name: "more", Value: strconv.Itoa(w.More)},
					{Name: "within", Value: w.Within.String()},
				},
			})
		}
	}
	return found
}

// around is what stands around the claim: it decides after all that the product finds and computes of it.
func (s Standing) around() (found []ClaimFinding) {
	for _, e := range s.Declined {
		found = append(found, e.finding())
	}
	for _, name := range s.FactsByHand {
		found = append(found, ClaimFinding{
			Code: FactByHand, Effect: rule.Refer, Sentence: generalSentence(FactByHand), Path: []string{"facts", name},
		})
	}
	return found
}

// conclude decides a claim that nothing refuses and nothing needs correcting in.
func (p *Product) conclude(c *Case, s Standing, d *Decision) error {
	automatic, err := c.Terms.Decimal("claim.automaticLimit", c.Facts)
	if err != nil {
		return err
	}
	limited := p.pay(c, s, d)
	d.Findings = append(d.Findings, s.around()...)
	switch {
	case d.first(Decline, rule.Refuse): // a table
	case d.Payable != nil && d.Payable.Result.Minor == 0 && limited:
		d.general(Decline, LimitReached)
	case d.Payable != nil && d.Payable.Result.Minor == 0:
		d.general(Decline, NothingPayable)
	case int64(d.Score) > c.Terms.Int("claim.declineAboveScore"):
		d.general(Decline, FraudScore)
	case d.first(Refer, rule.Refer): // also where there is no amount
	case int64(d.Score) >= c.Terms.Int("claim.reviewFromScore"):
		d.general(Refer, FraudScore)
	case d.Payable.Result.Decimal().Cmp(automatic) > 0:
		d.general(Refer, AboveAutomaticLimit)
	case s.PayeeByHand:
		d.general(Refer, PayeeByHand)
	default:
		d.general(Approve, Approved)
	}
	return nil
}

// pay computes what is payable, or notes a finding that says why it cannot; limited tells that nothing is left of the
// sum insured.
func (p *Product) pay(c *Case, s Standing, d *Decision) (limited bool) {
	note := func(code string, effect rule.Effect, sentence rule.Text, facts ...rule.Fact) {
		d.Findings = append(d.Findings, ClaimFinding{Code: code, Effect: effect, Sentence: sentence, Facts: facts})
	}
	if p.amount == nil {
		note(NoAmountRule, rule.Refer, generalSentence(NoAmountRule))
		return false
	}
	w, err := p.amount.Rate(c)
	if err == nil {
		limited, err = p.bound(&w, c, s)
	}
	var decline *rating.Decline
	switch {
	case errors.As(err, &decline):
		note(decline.Code, rule.Refuse, decline.Sentence, decline.Facts...)
	case err != nil:
		note(EvaluationFailed, rule.Refer, generalSentence(EvaluationFailed), rule.Fact{Name: "cause", Value: err.Error()})
	default:
		d.Payable = &w
	}
	return limited
}

// bound keeps the amount within what was claimed, the limit of an event, and what is left of the sum insured.
func (p *Product) bound(w *rating.Worksheet, c *Case, s Standing) (limited bool, err error) {
	event, err := eventLimit(c)
	if err != nil {
		return false, err
	}
	value := w.Result.Decimal()
	atMost := func(name string, most money.Decimal, facts ...rule.Fact) {
		if most.Sign() < 0 {
			most = money.Decimal{}
		}
		if value.Cmp(most) > 0 {
			value = most
		}
		w.Steps = append(w.Steps, rating.Step{Rule: "at most " + name, Inputs: facts, Value: value})
	}
	if claimed := stated(p, c, s); claimed != nil {
		atMost("claimed", *claimed, rule.Fact{Name: "claimed", Value: claimed.String()})
	}
	if event.Sign() > 0 {
		atMost("claim.eventLimit", event, rule.Fact{Name: "claim.eventLimit", Value: event.String()})
	}
	before := value
	atMost("left", s.Limit.Sub(s.Spent), rule.Fact{Name: "sumInsured", Value: s.Limit.String()}, rule.Fact{Name: "spent", Value: s.Spent.String()})
	limited = before.Sign() > 0 && value.Sign() == 0
	if cut := value.Round(p.currency.Digits(), money.Down); !cut.Equal(value) { // a limit with fractions is never exceeded
		value = cut
		w.Steps = append(w.Steps, rating.Step{Rule: fmt.Sprintf("round %d %s", p.currency.Digits(), money.Down), Value: value})
	}
	w.Result, err = value.In(p.currency)
	return limited, err
}

// Payable is what a claim pays that a person approves: the amount that they name, or where they name none what the product
// computes, within what was claimed, the limit of an event and what is left of the sum insured. The finding says why there
// is nothing that could be paid. An amount that was named and came out lower is above a limit: the steps say which.
func (p *Product) Payable(c *Case, s Standing, named *money.Amount) (*rating.Worksheet, *ClaimFinding, error) {
	if _, known := p.Plan(c.Plan); !known || c.Act != rule.Claim || c.Terms == nil {
		return nil, nil, fmt.Errorf("payable of %s: the case is no claim", p.Code())
	}
	own := *c
	own.SumInsured = s.Limit
	if !s.InForce {
		return nil, generalFinding(NoCover), nil
	}
	d, limited := &Decision{}, false
	if named == nil {
		limited = p.pay(&own, s, d)
	} else {
		w := rating.Worksheet{Result: *named, Steps: []rating.Step{{Rule: "decided by a person", Value: named.Decimal()}}}
		var err error
		if limited, err = p.bound(&w, &own, s); err != nil {
			return nil, nil, err
		}
		d.Payable = &w
	}
	switch {
	case d.Payable == nil:
		return nil, &d.Findings[0], nil
	case d.Payable.Result.Minor == 0 && limited:
		return nil, generalFinding(LimitReached), nil
	case d.Payable.Result.Minor == 0:
		return nil, generalFinding(NothingPayable), nil
	}
	return d.Payable, nil, nil
}

func generalFinding(code string) *ClaimFinding {
	return &ClaimFinding{Code: code, Effect: rule.Refuse, Sentence: generalSentence(code)}
}

// general decides by a reason that every product has.
func (d *Decision) general(outcome Outcome, code string) {
	d.Outcome, d.Reason, d.Sentence = outcome, code, generalSentence(code)
}

// first decides by the first finding with one of the effects, if there is one.
func (d *Decision) first(outcome Outcome, effects ...rule.Effect) bool {
	i := slices.IndexFunc(d.Findings, func(f ClaimFinding) bool { return slices.Contains(effects, f.Effect) })
	if i < 0 {
		return false
	}
	f := &d.Findings[i]
	d.Outcome, d.Reason, d.Sentence, d.Path = outcome, f.Code, f.Sentence, f.Path
	if f.Reason != "" { // its own sentence would not be the reason
		d.Reason, d.Sentence = f.Reason, generalSentence(f.Reason)
	}
	return true
}
