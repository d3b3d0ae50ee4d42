package claims

import (
	"context"
	"fmt"
	"slices"

	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/payout"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/approval"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// known is what is looked up of claims, for all of them at once, to tell which acts are possible.
type known struct {
	caller              *access.Caller
	policies            map[int64]*policy.Policy // of declined claims, by claim
	foreign, undecided  map[int64]bool           // the caller neither entered nor changed them; and took no part in their decision
	waiting             map[int64]*ent.Approval
	disputed, hangingOn map[int64]bool // with a payout that is disputed; whose newest payout has no outcome
}

// act is something that a person does with a claim, and what refuses it by the claim alone: the checks of the act itself.
type act struct {
	name  string
	check func(row *ent.Claim, k *known) error
}

// in refuses claims of other states: INVALID_STATE.
func in(row *ent.Claim, states []claim.State) error {
	if slices.Contains(states, row.State) {
		return nil
	}
	return stands(row)
}

func ofStates(states []claim.State) func(*ent.Claim, *known) error {
	return func(row *ent.Claim, _ *known) error { return in(row, states) }
}

// acts of people with claims, by the names of their mutations.
var acts = []act{
	{"assignClaim", ofStates(unclosed)},
	{"decideClaim", func(row *ent.Claim, k *known) error { return mayDecide(row, k.foreign[row.ID], k.waiting[row.ID]) }},
	{"noteClaim", func(*ent.Claim, *known) error { return nil }},
	{"recordRecovery", mayRecover},
	{"reopenClaim", mayReopen},
	{"requestEvidence", func(row *ent.Claim, k *known) error { return mayAsk(row, k.foreign[row.ID]) }},
	{"resolveDisputedPayout", mayResolve},
	{"retryPayout", mayRetry},
	{"takeClaim", func(row *ent.Claim, k *known) error { return mayTake(row, k.caller) }},
	{"updateClaim", ofStates(correctable)},
	{"withdrawClaim", ofStates(withdrawable)},
}

// mayTake refuses a claim that is closed, INVALID_STATE, or that somebody else works on: CONFLICT.
func mayTake(row *ent.Claim, caller *access.Caller) error {
	if err := in(row, unclosed); err != nil {
		return err
	}
	if row.Assignee != 0 && row.Assignee != caller.PersonID() {
		return fault.Changed(work.ClaimID.Of(row.ID), "somebody else works on it", "claimNumber")
	}
	return nil
}

// mayAsk refuses to work on a claim that waits for nobody's decision, INVALID_STATE, or that is the caller's own entry: FOUR_EYES.
func mayAsk(row *ent.Claim, foreign bool) error {
	if err := in(row, undecided); err != nil {
		return err
	}
	if !foreign {
		return refuseFourEyes(ownEntry)
	}
	return nil
}

// mayDecide also refuses a claim whose payout waits for others: INVALID_STATE.
func mayDecide(row *ent.Claim, foreign bool, waiting *ent.Approval) error {
	if err := mayAsk(row, foreign); err != nil || waiting == nil {
		return err
	}
	return waitsForOthers()
}

func mayRecover(row *ent.Claim, _ *known) error {
	return recovers(row, 1)
}

func mayReopen(row *ent.Claim, k *known) error {
	if err := in(row, transitions.reopen.from); err != nil {
		return err
	}
	held := k.policies[row.ID]
	if err := covers(row, held); err != nil {
		return err
	}
	if k.waiting[row.ID] != nil {
		return approval.WaitsAlready(row.Number)
	}
	terms, err := held.Terms()
	if err != nil {
		return err
	}
	head := held.Row()
	if most := terms.Int("claim.most"); !policy.MayOpenClaim(head, most) {
		return tooMany(atMost(most))
	}
	return nil
}

// covers refuses to reopen a claim without cover at its loss: RULE_REFUSED.
func covers(row *ent.Claim, held *policy.Policy) error {
	if standingOf(row, held).InForce {
		return nil
	}
	return refusal(catalog.NoCover, sentence(catalog.NoCover), nil, "claimNumber")
}

func mayRetry(row *ent.Claim, k *known) error {
	if err := in(row, unpaidStates); err != nil || row.State != claim.StateApproved || k.hangingOn[row.ID] {
		return err
	}
	return otherAmount()
}

func otherAmount() error {
	return fault.New(fault.CodeInvalidState, "the bank says that it paid another amount: resolve the dispute", "claimNumber")
}

func mayResolve(row *ent.Claim, k *known) error {
	if err := in(row, disputable); err != nil {
		return err
	}
	switch {
	case !k.disputed[row.ID]:
		return undisputed()
	case !k.undecided[row.ID]:
		return refuseFourEyes(ownDecision)
	}
	return nil
}

func undisputed() error {
	return fault.New(fault.CodeInvalidState, "its payout is not disputed", "claimNumber")
}

// resolves are the conditions for who resolves a dispute.
func resolves(caller *access.Caller) []predicate.Claim {
	return append(notBy(caller), notDecidedBy(caller.PersonID()), notApprovedBy(caller.PersonID()))
}

// Allowed says of claims which acts are possible for a person now, and why others are not, by the keys of the claims. It takes each
// act's own checks; what depends on the input of an act only the act can tell.
func (s *Desk) Allowed(ctx context.Context, caller *access.Caller, list []*Claim) (map[int64][]*access.Act, error) {
	k, err := s.look(ctx, caller, list)
	if err != nil {
		return nil, err
	}
	allowed := make(map[int64][]*access.Act, len(list))
	for _, c := range list {
		for _, a := range acts {
			one, err := access.ActOf(a.name, a.check(c.row, k))
			if err != nil {
				return nil, fmt.Errorf("acts on claim %s: %w", c.row.Number, err)
			}
			allowed[c.row.ID] = append(allowed[c.row.ID], one)
		}
	}
	return allowed, nil
}

// look looks up what acts depend on.
func (s *Desk) look(ctx context.Context, caller *access.Caller, list []*Claim) (k *known, err error) {
	k = &known{caller: caller}
	var declined []*ent.Claim
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.row.ID
		if slices.Contains(transitions.reopen.from, c.row.State) {
			declined = append(declined, c.row)
		}
	}
	if len(declined) > 0 {
		if k.policies, err = policiesOf(ctx, s.policies, declined, func(c *ent.Claim) policy.PointInTime { return policy.PointInTime{AsOf: &c.OccurredAt} }); err != nil {
			return nil, err
		}
	}
	if k.foreign, err = s.where(ctx, ids, notBy(caller)); err != nil {
		return nil, err
	}
	if k.undecided, err = s.where(ctx, ids, resolves(caller)); err != nil {
		return nil, err
	}
	if k.waiting, err = s.reader.ApprovalsOf(ctx, list); err != nil {
		return nil, err
	}
	return k, s.lookAtPayouts(ctx, k, list)
}

// where are those of some claims for which conditions hold.
func (s *Desk) where(ctx context.Context, ids []int64, conditions []predicate.Claim) (map[int64]bool, error) {
	found, err := s.store.Client.Claim.Query().Where(claim.IDIn(ids...)).Where(conditions...).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("four eyes: %w", err)
	}
	holds := make(map[int64]bool, len(found))
	for _, id := range found {
		holds[id] = true
	}
	return holds, nil
}

// lookAtPayouts finds out which claims have a payout that is disputed, or whose outcome is open.
func (s *Desk) lookAtPayouts(ctx context.Context, k *known, list []*Claim) error {
	k.disputed, k.hangingOn = map[int64]bool{}, map[int64]bool{}
	newest := map[string]int64{}
	var ids, channels []int64
	for _, c := range list {
		if slices.Contains(disputable, c.row.State) {
			ids, channels = append(ids, c.row.ID), append(channels, c.row.ChannelID)
			newest[paymentKey(c.row)] = c.row.ID
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := s.store.Client.Payout.Query().
		Where(payout.ChannelIDIn(channels...), payout.ClaimIDIn(ids...), payout.Or(payout.StateEQ(payout.StateDisputed), outcomeOpen)).All(ctx)
	if err != nil {
		return fmt.Errorf("payouts of claims: %w", err)
	}
	for _, row := range rows {
		if row.State == payout.StateDisputed {
			k.disputed[row.ClaimID] = true
		} else if id, is := newest[row.PaymentKey]; is {
			k.hangingOn[id] = true
		}
	}
	return nil
}
