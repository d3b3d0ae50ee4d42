package claims

import (
	"context"
	"encoding/json"
	"fmt"

	"baodan/engine/money"
	"baodan/engine/rating"
	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/audit"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// DecideInput is what a person decides of a claim.
type DecideInput struct {
	ClaimNumber      string
	ExpectedRevision int
	Outcome          catalog.Outcome // Approve or Decline
	Reason           string          // see ReasonsOf
	Amount           *money.Input
	Note             string // 1 to 500 characters
}

// Decided is a claim after its decision, or with the request for the approval of others that it takes.
type Decided struct {
	Claim    *Claim
	Approval *ent.Approval // nil: none is needed
}

// review is a person's decision that is about to be stored.
type review struct {
	desk   *Desk
	caller *access.Caller
	in     *DecideInput
	row    *ent.Claim
	policy *policy.Policy // as it was when the loss happened
	terms  *rule.Terms
	facts  rule.Facts
	reason *Reason
	named  *money.Amount

	// Of an approval.
	c        *catalog.Case
	standing catalog.Standing
	limit    *money.Amount // of one event
	above    bool          // what is to be paid is more than the product computes
}

// Decide decides a claim that waits for a person (B8). It pays what the product computes, or the amount named, and
// never more than was claimed and than the limits of event, year and sum insured leave. These are counted under the lock
// of the policy. A payout above what the product computes, above the person's own authority or above
// claim.singleReviewLimit becomes a request that another person must approve, one above claim.doubleReviewLimit needs two;
// until then the claim is IN_REVIEW and cannot be decided otherwise. Faults:
// INVALID_VALUE, NOT_FOUND, CONFLICT, INVALID_STATE; FOUR_EYES for a claim that the caller entered or changed;
// RULE_REFUSED, with the limit, where the amount cannot be paid.
func (s *Desk) Decide(ctx context.Context, caller *access.Caller, in *DecideInput) (answer *Decided, err error) {
	if err := checkText(in.Note, maxReasonLength, "note"); err != nil {
		return nil, err
	}
	err = transact(ctx, s.store, func() (func(context.Context, *work.Tx) error, error) {
		r, err := s.prepareReview(ctx, caller, in)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, tx *work.Tx) (err error) {
			answer, err = r.decide(ctx, tx)
			return err
		}, nil
	}, "decide claim")
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// prepareReview checks everything that needs no lock, and asks the carrier where the amount may depend on it.
func (s *Desk) prepareReview(ctx context.Context, caller *access.Caller, in *DecideInput) (*review, error) {
	row, err := s.reader.load(ctx, caller, in.ClaimNumber, in.ExpectedRevision, undecided)
	if err != nil {
		return nil, err
	}
	if err := fourEyes(ctx, s.store.Client.Claim, row.ID, ownEntry, notBy(caller)...); err != nil {
		return nil, err
	}
	r := &review{desk: s, caller: caller, in: in, row: row}
	if r.policy, err = s.policies.ByKey(ctx, row.PolicyID, policy.PointInTime{AsOf: &row.OccurredAt}); err != nil {
		return nil, err
	}
	if r.reason = reasonFor(r.policy.Product(), in.Reason, in.Outcome); r.reason == nil {
		return nil, fault.Newf(fault.CodeInvalidValue, "no reason to %s: see claimReasons", in.Outcome).At("reason")
	}
	if in.Outcome == catalog.Decline {
		if in.Amount != nil {
			return nil, fault.New(fault.CodeInvalidValue, "what is declined has no amount", "amount")
		}
		return r, nil
	}
	if r.named, err = r.namedAmount(); err != nil {
		return nil, err
	}
	return r, r.readCase(ctx)
}

// namedAmount is the amount that the person names; nil: none.
func (r *review) namedAmount() (*money.Amount, error) {
	if r.in.Amount == nil {
		return nil, nil // what the product computes
	}
	amount, err := amountOf(r.in.Amount, r.row.Currency, "amount")
	return &amount, err
}

// amountOf reads an amount that is paid or was paid. Fault: INVALID_VALUE.
func amountOf(in *money.Input, currency, path string) (money.Amount, error) {
	if in.Currency != currency {
		return money.Amount{}, fault.Newf(fault.CodeInvalidValue, "the claim is in %s", currency).At(path, "currency")
	}
	amount, err := in.Amount.In(money.Currency(currency))
	if err != nil || amount.Minor <= 0 {
		return amount, fault.New(fault.CodeInvalidValue, "an amount above zero, without fractions of the smallest unit", path, "amount")
	}
	return amount, nil
}

// readCase reads what an approval depends on.
func (r *review) readCase(ctx context.Context) (err error) {
	s, row, product := r.desk, r.row, r.policy.Product()
	if r.facts, err = s.sealer.open(row, product.ClaimFacts()); err != nil {
		return err
	}
	if r.c, err = s.assessor.caseOf(row, r.policy, r.facts); err != nil {
		return err
	}
	r.terms = r.c.Terms
	if r.standing, err = s.assessor.standing(ctx, &caseFile{row: row, policy: r.policy}); err != nil {
		return err
	}
	limit, err := catalog.EventLimit(r.c, r.standing, product.Currency())
	if err != nil {
		return err
	}
	r.limit = &limit
	if r.c.Tracking, err = s.assessor.track(ctx, row, product, r.facts); err != nil && r.named == nil {
		return fault.New(fault.CodeUnavailable, "the carrier does not answer: try again, or name an amount")
	}
	return nil
}

// decide stores the decision, or the request for approval by others. The policy is locked first, and must still have
// the version that was read.
func (r *review) decide(ctx context.Context, tx *work.Tx) (*Decided, error) {
	s, row, head := r.desk, r.row, r.policy.Row()
	if err := policy.LockAt(ctx, tx, head); err != nil {
		return nil, err
	}
	if err := checkNoRequest(ctx, tx, row); err != nil {
		return nil, err
	}
	d, err := r.decision(ctx, tx)
	if err != nil {
		return nil, err
	}
	if d.Outcome == catalog.Approve {
		needed, err := r.approversNeeded(ctx, tx, d.Payable.Result)
		if err != nil {
			return nil, err
		}
		if needed > 0 {
			return r.requestApproval(ctx, tx, d, needed)
		}
		if err := r.reserve(ctx, tx); err != nil {
			return nil, err
		}
	}
	next, err := (&verdict{row: row, policyNumber: r.policy.Number(), decision: d, limit: r.limit, guards: r.guards(), by: r.caller.Actor()}).apply(ctx, tx, s.distribution)
	if err != nil {
		return nil, err
	}
	if err := addNote(ctx, tx, r.caller, row, claimnote.KindDecision, r.in.Note, s.distribution.Now(row.ChannelID)); err != nil {
		return nil, err
	}
	err = recordAudit(ctx, tx, s.audit, r.caller, decisionRecord(row, d, next.State, r.in.Note))
	return &Decided{Claim: s.reader.claim(next)}, err
}

// guards are the conditions for the caller's decision, beside the version.
func (r *review) guards() []predicate.Claim {
	return append(notBy(r.caller), claim.StateIn(undecided...))
}

// decision is the person's decision, with the findings of the product. Fault: RULE_REFUSED.
func (r *review) decision(ctx context.Context, tx *work.Tx) (*catalog.Decision, error) {
	d := &catalog.Decision{}
	if err := json.Unmarshal([]byte(r.row.Decision), d); err != nil {
		return nil, fmt.Errorf("decision of claim %s: %w", r.row.Number, err)
	}
	d.Outcome, d.Reason, d.Sentence, d.Path, d.Payable = r.in.Outcome, r.reason.Code, r.reason.Sentence, nil, nil
	if d.Outcome == catalog.Decline {
		return d, nil
	}
	var err error
	if r.standing.Spent, err = spent(ctx, tx, r.row, r.policy, r.c); err != nil {
		return nil, err
	}
	w, refused, err := r.policy.Product().Payable(r.c, r.standing, r.named)
	switch {
	case err != nil:
		return nil, err
	case refused != nil:
		return nil, refusal(refused.Code, refused.Sentence, refused.Facts, "outcome")
	case r.named != nil && w.Result.Minor < r.named.Minor:
		return nil, refusal(AboveLimits, sentence(AboveLimits), limits(w), "amount")
	}
	d.Payable = w
	return d, r.compare(w.Result)
}

// compare notes whether an amount that the person named is more than the product computes by the facts. Where the product has
// no rule for the amount, a person computes it.
func (r *review) compare(amount money.Amount) error {
	if r.named == nil {
		return nil
	}
	w, none, err := r.policy.Product().Payable(r.c, r.standing, nil)
	if err != nil {
		return err
	}
	r.above = none != nil && none.Code != catalog.NoAmountRule || none == nil && amount.Minor > w.Result.Minor
	return nil
}

// limits are the limits that an amount was compared with, and what they leave.
func limits(w *rating.Worksheet) []rule.Fact {
	var facts []rule.Fact
	for _, step := range w.Steps {
		facts = append(facts, step.Inputs...)
	}
	return append(facts, rule.Fact{Name: "most", Value: w.Result.Text()})
}

// reserve reserves the unique facts by which the claim is paid. Fault: RULE_REFUSED.
func (r *review) reserve(ctx context.Context, tx *work.Tx) error {
	taken, err := r.desk.unique.reserve(ctx, tx, r.row, r.policy.Product(), r.facts)
	if err == nil && taken != nil {
		err = refusal(taken.Code, taken.Sentence, nil, "outcome")
	}
	return err
}

func refusal(code string, sentence rule.Text, facts []rule.Fact, path string) error {
	return fault.RuleRefused{Fault: fault.New(fault.CodeRuleRefused, "", path), Rule: code, Facts: facts, Sentence: sentence}
}

func decisionRecord(row *ent.Claim, d *catalog.Decision, state claim.State, why string) audit.Entry {
	after := map[string]any{"state": state, "reason": d.Reason}
	if d.Outcome == catalog.Approve {
		after["payable"] = d.Payable.Result.Text()
	}
	return audit.Entry{
		Action: "claim.decide", Object: row.Number, ChannelID: row.ChannelID, Before: map[string]any{"state": row.State}, After: after, Reason: why,
	}
}
