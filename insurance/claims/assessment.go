package claims

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Assessment is what a decision on a claim rests on, for the person who would take it now. It comes from what Decide itself looks
// at; Decide counts it again under the lock of the policy.
type Assessment struct {
	Rating        *rating.Worksheet // how the amount is computed, and by what it is reduced; nil: there is none
	Refused       *Reason           // why nothing can be paid or computed; nil: something can
	SumInsured    money.Amount
	EventLimit    money.Amount // what the policy pays for one event at most
	Spent         money.Amount // approved before, of the sum insured
	Left          money.Amount // of the sum insured
	Counted       *work.Period // the policy year whose claims count; nil: all claims count
	Thresholds    []Threshold
	Approvals     *int          // how many others must approve the computed amount; nil: there is none
	ApproverRoles []access.Role // of these others
	Authority     *money.Amount // up to which the caller decides alone; nil: no bound of their own
	Obstacle      fault.Error   // why the caller may not decide at all; nil: they may
	Checks        []Check

	ReviewFromScore, DeclineAboveScore int         // fraud points, by the terms
	Parcel                             *ParcelSeen // nil: none is named, none is asked for, or the carrier does not answer now
}

// Threshold says how many others must approve what is above an amount.
type Threshold struct {
	Above  money.Amount
	Others int
}

// Computed is what the product would pay, limits applied; nil: it cannot say, or its carrier does not answer now.
func (a *Assessment) Computed() *money.Amount {
	if a.Rating == nil {
		return nil
	}
	return &a.Rating.Result
}

// MayDecide tells whether the caller may decide it.
func (a *Assessment) MayDecide() bool { return a.Obstacle == nil }

// DecidesAlone tells whether the caller may have the computed amount paid without anybody else.
func (a *Assessment) DecidesAlone() bool {
	return a.MayDecide() && a.Approvals != nil && *a.Approvals == 0
}

// assessed are the states of claims that somebody or something has still to decide.
var assessed = transitions.decline.from

// Assessments are those of claims that are not decided yet, for a person, by the keys of the claims. What they rest on is read for
// all of them at once; only the carrier is asked for each parcel.
func (s *Desk) Assessments(ctx context.Context, caller *access.Caller, list []*Claim) (map[int64]*Assessment, error) {
	var rows []*ent.Claim
	for _, c := range list {
		if slices.Contains(assessed, c.row.State) {
			rows = append(rows, c.row)
		}
	}
	if len(rows) == 0 {
		return nil, nil // all are decided
	}
	held, err := policiesOf(ctx, s.policies, rows, func(c *ent.Claim) policy.PointInTime { return policy.PointInTime{AsOf: &c.OccurredAt} })
	if err != nil {
		return nil, err
	}
	others, err := s.othersOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	bounds, err := boundsOf(ctx, s.store.Client.ClaimAuthority, caller, productsOf(rows)...)
	if err != nil {
		return nil, err
	}
	obstacles, err := s.obstacles(ctx, caller, rows)
	if err != nil {
		return nil, err
	}
	made, failed := make([]*Assessment, len(rows)), make([]error, len(rows))
	work.ForEach(numbered(rows), parallelClaims, func(i int) {
		r := &review{desk: s, caller: caller, row: rows[i], policy: held[rows[i].ID]}
		made[i], failed[i] = r.assess(ctx, others[rows[i].PolicyID], bounds)
	})
	byKey := map[int64]*Assessment{}
	for i, row := range rows {
		if failed[i] != nil {
			return nil, fmt.Errorf("assess claim %s: %w", row.Number, failed[i])
		}
		if made[i].Obstacle = nil; obstacles[row.ID] != nil {
			made[i].Obstacle = fault.All(obstacles[row.ID])[0]
		}
		byKey[row.ID] = made[i]
	}
	return byKey, nil
}

func numbered[T any](list []T) []int {
	numbers := make([]int, len(list))
	for i := range list {
		numbers[i] = i
	}
	return numbers
}

func productsOf(rows []*ent.Claim) []string {
	codes := make([]string, len(rows))
	for i, row := range rows {
		codes[i] = row.ProductCode
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// othersOf are the claims that count towards the limits of others of their policies, by the keys of the policies.
func (s *Desk) othersOf(ctx context.Context, rows []*ent.Claim) (map[int64][]*ent.Claim, error) {
	policies := make([]int64, len(rows))
	for i, row := range rows {
		policies[i] = row.PolicyID
	}
	list, err := s.store.Client.Claim.Query().Where(claim.PolicyIDIn(policies...), claim.StateIn(paying...)).
		Select(claim.FieldID, claim.FieldPolicyID, claim.FieldOccurredAt, claim.FieldPayable).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("other claims of the policies: %w", err)
	}
	return work.Group(list, func(c *ent.Claim) int64 { return c.PolicyID }), nil
}

// assess is what the decision on one claim rests on.
func (r *review) assess(ctx context.Context, others []*ent.Claim, bounds ownBounds) (*Assessment, error) {
	a := &Assessment{ApproverRoles: r.desk.approvalSubject().Roles, SumInsured: r.policy.SumInsured()}
	err := r.readCase(ctx)
	unknown := fault.Has(err, fault.CodeUnavailable)
	if err != nil && !unknown {
		return nil, err
	}
	a.EventLimit = *r.limit
	from, to, err := countedPeriod(r.row, r.policy, r.c)
	if err != nil {
		return nil, err
	}
	if from != nil {
		a.Counted = &work.Period{Start: *from, End: *to}
		others = slices.DeleteFunc(slices.Clone(others), func(c *ent.Claim) bool { return c.OccurredAt.Before(*from) || !c.OccurredAt.Before(*to) })
	}
	a.Spent = payables(others, r.row.Currency)
	a.Left = money.Amount{Minor: max(a.SumInsured.Minor-a.Spent.Minor, 0), Currency: a.SumInsured.Currency}
	r.standing.Spent = a.Spent.Decimal()
	if bound, there := bounds[r.row.ProductCode]; there {
		a.Authority = &bound
	}
	if a.Thresholds, err = thresholds(r.terms, r.facts, a.SumInsured.Currency); err != nil {
		return nil, err
	}
	a.ReviewFromScore, a.DeclineAboveScore = int(r.terms.Int("claim.reviewFromScore")), int(r.terms.Int("claim.declineAboveScore"))
	a.Parcel = r.parcel()
	if !unknown {
		if err := r.compute(a, bounds); err != nil {
			return nil, err
		}
	}
	var stored catalog.Decision
	if err := json.Unmarshal([]byte(r.row.Decision), &stored); err != nil {
		return nil, fmt.Errorf("decision of claim %s: %w", r.row.Number, err)
	}
	a.Checks, err = checksOf(r.policy, r.c, r.standing, stored.Findings)
	return a, err
}

// compute is what the product would pay, and who must agree to it.
func (r *review) compute(a *Assessment, bounds ownBounds) error {
	w, refused, err := r.policy.Product().Payable(r.c, r.standing, nil)
	if err != nil {
		return err
	}
	if refused != nil {
		a.Refused = &Reason{Code: refused.Code, Sentence: refused.Sentence}
		return nil
	}
	a.Rating = r.policy.Product().Explain(w)
	needed, err := r.others(bounds, w.Result)
	a.Approvals = &needed
	return err
}

// thresholds of the terms, the lowest first.
func thresholds(terms *rule.Terms, facts rule.Facts, currency money.Currency) (list []Threshold, err error) {
	for _, over := range reviewLimits {
		limit, err := terms.Decimal(over.key, facts)
		if err != nil {
			return nil, err
		}
		if limit.Sign() <= 0 {
			continue
		}
		above, err := limit.Round(currency.Digits(), money.Down).In(currency)
		if err != nil {
			return nil, err
		}
		list = append(list, Threshold{above, over.others})
	}
	return list, nil
}

// obstacles are why a person may not decide claims now, by the keys of the claims: as Decide refuses them.
func (s *Desk) obstacles(ctx context.Context, caller *access.Caller, rows []*ent.Claim) (map[int64]error, error) {
	list, ids := make([]*Claim, len(rows)), make([]int64, len(rows))
	for i, row := range rows {
		list[i], ids[i] = s.reader.claim(row), row.ID
	}
	foreign, err := s.where(ctx, ids, notBy(caller))
	if err != nil {
		return nil, err
	}
	waiting, err := s.reader.ApprovalsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	found := map[int64]error{}
	for _, row := range rows {
		err := mayDecide(row, foreign[row.ID], waiting[row.ID])
		if err == nil && !caller.HasRole(s.approvalSubject().Roles...) {
			err = fault.Newf(fault.CodeFourEyes, "somebody with one of the roles %v decides it", s.approvalSubject().Roles)
		}
		if err != nil {
			found[row.ID] = err
		}
	}
	return found, nil
}

// Check is something that a claim was held against, with what was seen.
type Check struct {
	Code     string
	Sentence rule.Text
	Fits     bool
	Points   int // of fraud
	Facts    []rule.Fact
}

// passed are the sentences of checks that a claim passes.
var passed = map[string]rule.Text{
	catalog.NoCover:      {Zh: "出险时保障有效", En: "There was cover when the loss happened"},
	catalog.ClaimLate:    {Zh: "在报案时限内", En: "It was reported in time"},
	catalog.LimitReached: {Zh: "保险金额尚有余额", En: "Something is left of the sum insured"},
}

// checksOf a claim: cover, time and limit, and then whatever speaks against it.
func checksOf(p *policy.Policy, c *catalog.Case, s catalog.Standing, findings []catalog.ClaimFinding) ([]Check, error) {
	until, err := catalog.InTimeUntil(p.Product().Product, c)
	if err != nil {
		return nil, err
	}
	period, left := p.Period(), s.Limit.Sub(s.Spent)
	covered := []rule.Fact{moment("occurredAt", c.Loss), moment("start", period.Start), moment("end", period.End)}
	if from := p.CancelledFrom(); from != nil {
		covered = append(covered, moment("cancelledFrom", *from))
	}
	list := []Check{
		check(catalog.NoCover, s.InForce, covered...),
		check(catalog.ClaimLate, !c.Reported.After(until), moment("reportedAt", c.Reported), moment("until", until)),
		check(catalog.LimitReached, left.Sign() > 0, rule.Fact{Name: "sumInsured", Value: s.Limit.String()},
			rule.Fact{Name: "spent", Value: s.Spent.String()}, rule.Fact{Name: "left", Value: left.String()}),
	}
	for _, f := range findings {
		if _, general := passed[f.Code]; !general {
			list = append(list, Check{Code: f.Code, Sentence: f.Sentence, Points: f.Points, Facts: f.Facts})
		}
	}
	return list, nil
}

func check(code string, fits bool, facts ...rule.Fact) Check {
	said := sentence(code)
	if fits {
		said = passed[code]
	}
	return Check{Code: code, Sentence: said, Fits: fits, Facts: facts}
}

func moment(name string, at time.Time) rule.Fact {
	return rule.Fact{Name: name, Value: at.UTC().Format(time.RFC3339)}
}
