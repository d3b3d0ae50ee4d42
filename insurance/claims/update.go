package claims

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimrevision"
	"baodan/ent/claimvelocity"
	"baodan/ent/predicate"
	"baodan/insurance/access"
	"baodan/insurance/event"
	"baodan/insurance/fault"
	"baodan/insurance/work"
)

// correctable are the states in which a claim may be updated; what is being paid must first be paid or fail.
var correctable = append(slices.Clone(transitions.update.from), claim.StateEvidenceNeeded)

// Update corrects a claim that is not closed (A8, D5). The change is stored as a revision and the claim is decided
// again. A claim that a person works on stays with them, with what the product finds now. A claim whose payout failed
// is paid again with the corrected facts. A waiting request to approve its payout becomes void. Faults: INVALID_VALUE,
// REQUIRED, NOT_FOUND, INVALID_STATE for a claim that is closed or being paid, CONFLICT where it has another version
// than expected, REQUEST_MISMATCH.
func (s *Intake) Update(ctx context.Context, caller *access.Caller, in *UpdateInput) (answer *Answer, err error) {
	err = retryOnConflict(ctx, func() error {
		answer, err = s.update(ctx, caller, in)
		return err
	})
	return answer, err
}

func (s *Intake) update(ctx context.Context, caller *access.Caller, in *UpdateInput) (*Answer, error) {
	c, err := s.prepareChange(ctx, caller, in.RequestNo, in.ClaimNumber, claimrevision.KindUpdate)
	if err != nil {
		return nil, err
	}
	caller = c.caller
	declared := c.policy.Product().ClaimFacts()
	correction, err := correctionOf(declared, in.Facts)
	if err != nil {
		return nil, s.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	c.revision.RequestHash = s.requestHash(c.revision.Kind, in.ClaimNumber, string(correction.canonical(declared)), fmt.Sprint(in.FileIDs))
	before, err := s.sealer.open(c.row, declared)
	if err != nil {
		return nil, err
	}
	facts, changed, err := correction.applyTo(declared, before)
	if err != nil {
		return nil, s.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	if err := checkOccurred(c.row.OccurredAt, c.policy.Product(), facts, true); err != nil {
		return nil, s.unlessUsed(ctx, caller, in.RequestNo, err)
	}
	estimated := *c.row
	if reported, _ := c.policy.Product().ClaimReported(facts); reported != nil {
		if estimated.ReportedAt, err = reportTime(nil, c.policy.Product(), facts, c.row.OccurredAt, c.revision.At); err != nil {
			return nil, s.unlessUsed(ctx, caller, in.RequestNo, err)
		}
	}
	if err := s.estimator.estimate(ctx, &estimated, c.policy, facts); err != nil {
		return nil, err
	}
	c.revision.State, c.revision.Claimed, c.revision.Computed = string(c.transition().to), estimated.Claimed, estimated.Computed
	open, hidden := facts.SplitPersonal(declared)
	c.revision.Facts, c.revision.Changed = string(declared.AppendJSON(nil, open)), append([]string{}, changed...)
	copied := s.sealer.seal(declared, hidden, "claim_revisions", c.row.ChannelID, c.revision.ID)
	c.revision.PersonalKey, c.revision.Personal = copied.key, copied.box
	own := s.sealer.seal(declared, hidden, "claims", c.row.ChannelID, c.row.ID)
	velocities, err := s.velocities.of(c.row, c.policy, facts, c.revision.At)
	if err != nil {
		return nil, err
	}
	answer, err := c.store(ctx, "update claim", func(ctx context.Context, tx *work.Tx) error {
		if err := c.check(correctable, in.ExpectedRevision); err != nil {
			return err
		}
		if err := c.replaceFacts(ctx, tx, &estimated, own, velocities); err != nil {
			return err
		}
		found := c.intake.policies.FreshSearchValues(c.row, c.policy.Product(), before, facts)
		if err := tx.Insert(ctx, c.intake.indexes.changed(c.row, declared, hidden, changed), found); err != nil {
			return err
		}
		return attach(ctx, tx, caller, c.row, work.Plain(in.FileIDs))
	})
	if err == nil && !answer.Replayed {
		answer.Claim.row.EventLimit = estimated.EventLimit
	}
	return answer, err
}

// correction is what an update says of the facts: those it sets, checked, and those it removes.
type correction struct {
	set     rule.Facts
	removed []string
}

// correctionOf checks each fact of an update on its own. Faults: INVALID_VALUE.
func correctionOf(declared rule.Factors, raw map[string]any) (*correction, error) {
	c := &correction{}
	given := map[string]any{}
	var named rule.Factors
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if raw[name] == nil {
			c.removed = append(c.removed, name)
			continue
		}
		given[name] = raw[name]
		if i := slices.IndexFunc(declared, func(f rule.Factor) bool { return f.Name == name }); i >= 0 {
			named = append(named, declared[i])
		}
	}
	var violations []rule.Violation
	if c.set, violations = named.Check(given); len(violations) > 0 {
		return nil, violated(violations)
	}
	return c, nil
}

// canonical writes a correction so that the same content gives the same bytes.
func (c *correction) canonical(declared rule.Factors) []byte {
	text := declared.AppendJSON(nil, c.set)
	for _, name := range c.removed {
		text = append(append(text, '-'), name...)
	}
	return text
}

// applyTo applies a correction to facts and names those that it changes. Faults: REQUIRED for one that may not be
// removed, INVALID_VALUE where the facts do not fit together any more.
func (c *correction) applyTo(declared rule.Factors, facts rule.Facts) (merged rule.Facts, changed []string, err error) {
	merged = maps.Clone(facts)
	for name, value := range c.set {
		if !same(merged[name], value) {
			changed = append(changed, name)
		}
		merged[name] = value
	}
	for _, name := range c.removed {
		if _, there := merged[name]; there {
			changed = append(changed, name)
		}
		delete(merged, name)
	}
	slices.Sort(changed)
	decoder := json.NewDecoder(bytes.NewReader(declared.AppendJSON(nil, merged)))
	decoder.UseNumber()
	var raw map[string]any
	if err := decoder.Decode(&raw); err != nil {
		return nil, nil, fmt.Errorf("corrected facts: %w", err)
	}
	checked, violations := declared.Check(raw)
	if len(violations) > 0 {
		return nil, nil, violated(violations)
	}
	return checked, changed, nil
}

// same compares two canonical values.
func same(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	left, err := json.Marshal(a)
	if err != nil {
		return reflect.DeepEqual(a, b)
	}
	right, err := json.Marshal(b)
	return err == nil && bytes.Equal(left, right)
}

func violated(violations []rule.Violation) fault.List {
	var faults fault.List
	for _, v := range violations {
		faults = append(faults, fault.New(fault.Code(v.Code), v.Message, v.Path...).At("facts"))
	}
	return faults
}

// transition of an update: a claim that a person works on stays with them.
func (c *change) transition() transition {
	if c.row.State == claim.StateEvidenceNeeded || c.row.State == claim.StateInReview && c.row.Assignee != 0 {
		return transitions.updateInHand
	}
	return transitions.update
}

// replaceFacts stores the corrected facts and has the claim decided again. Earlier findings stay visible until a worker
// has looked at it.
func (c *change) replaceFacts(ctx context.Context, tx *work.Tx, estimated *ent.Claim, own sealed, velocities []*ent.ClaimVelocity) error {
	_, err := c.transition().move(ctx, tx, move{
		row: c.row, at: c.revision.At, by: c.revision.MadeBy, document: c.revision.RequestNo, guards: []predicate.Claim{claim.Assignee(c.row.Assignee)},
		set: func(next *ent.Claim) {
			due := c.intake.distribution.Due(c.row.ChannelID, c.revision.At)
			next.Facts, next.PersonalKey, next.Personal, next.Decision, next.Score = c.revision.Facts, own.key, own.box, "null", 0
			next.Reason, next.DecidedAt, next.Payable, next.Tries, next.DueAt = "", nil, nil, 0, &due
			next.EventLimit, next.Claimed, next.Computed, next.ReportedAt = estimated.EventLimit, estimated.Claimed, estimated.Computed, estimated.ReportedAt
		},
		event: func(next *ent.Claim) event.Payload {
			return event.ClaimUpdated{
				Claim: snapshot(next, c.policy.Number()), UpdateRequestNo: c.revision.RequestNo, Changed: c.revision.Changed,
			}
		},
	})
	if err != nil {
		return err
	}
	if err := release(ctx, tx, c.row.ID); err != nil {
		return err
	}
	if _, err := tx.ClaimVelocity.Delete().Where(claimvelocity.ClaimID(c.row.ID)).Exec(ctx); err != nil {
		return err
	}
	return insertVelocities(ctx, tx, velocities)
}
