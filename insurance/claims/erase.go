package claims

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimmark"
	"baodan/ent/claimrevision"
	"baodan/ent/file"
	"baodan/ent/personalmark"
	"baodan/insurance/files"
	"baodan/insurance/policy"
	"baodan/insurance/privacy"
	"baodan/insurance/work"
)

// Forget destroys what the claims of a policy and their revisions say of a person (H7): keys, values and marks go, also
// those that bursts are counted by; evidence and what people noted go with them, since nobody can tell what is on a photo
// or in a note. One claimant makes a claim, so all that is personal in it is theirs where any value of it is, or where they are
// alone in the policy. What was decided and paid stays, and so do facts that pay once: they are none of a person.
func (o *Service) Forget(ctx context.Context, tx *work.Tx, policyID int64, who *privacy.Subject) error {
	rows, err := tx.Claim.Query().Where(claim.PolicyID(policyID)).Order(ent.Asc(claim.FieldID)).All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	policy, err := o.policies.ByKey(ctx, policyID, policy.PointInTime{})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := o.forget(ctx, tx, row, policy.Product().ClaimFacts(), who); err != nil {
			return fmt.Errorf("claim %s: %w", row.Number, err)
		}
	}
	return nil
}

func (o *Service) forget(ctx context.Context, tx *work.Tx, row *ent.Claim, declared rule.Factors, who *privacy.Subject) error {
	revisions, err := tx.ClaimRevision.Query().Where(claimrevision.ClaimID(row.ID), claimrevision.PersonalKeyNotNil()).All(ctx)
	if err != nil {
		return err
	}
	theirs := who.Alone
	if !theirs {
		if theirs, err = o.speaksOf(row, revisions, declared, who); err != nil || !theirs {
			return err
		}
	}
	if err := files.Forget(ctx, tx, file.ClaimID(row.ID)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE claim_notes SET text = '' WHERE claim_id = ?", row.ID); err != nil {
		return err
	}
	if err := tx.Claim.Update().Where(claim.ID(row.ID)).ClearPersonalKey().ClearPersonal().Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE claim_revisions SET personal_key = NULL, personal = NULL WHERE claim_id = ?", row.ID); err != nil {
		return err
	}
	if _, err := tx.PersonalMark.Delete().Where(personalmark.PolicyID(row.PolicyID), personalmark.ClaimID(row.ID)).Exec(ctx); err != nil {
		return err
	}
	_, err = tx.ClaimMark.Delete().Where(claimmark.ClaimID(row.ID)).Exec(ctx)
	return err
}

// speaksOf tells whether a claim, or what was sent of it at any time, carries a value of a person.
func (o *Service) speaksOf(row *ent.Claim, revisions []*ent.ClaimRevision, declared rule.Factors, who *privacy.Subject) (bool, error) {
	facts, err := o.factsOf(row, declared)
	if err != nil {
		return false, err
	}
	values := privacy.ValuesOf(declared, facts, "facts")
	for _, r := range revisions {
		text, err := o.ring.Open(r.PersonalKey, r.Personal, sealContext("claim_revisions", r.ChannelID, r.ID))
		if err != nil {
			return false, fmt.Errorf("revision %d: %w", r.Version, err)
		}
		hidden, err := declared.Recall(text)
		if err != nil {
			return false, fmt.Errorf("revision %d: %w", r.Version, err)
		}
		values = append(values, privacy.ValuesOf(declared, hidden, "facts")...)
	}
	return slices.ContainsFunc(values, func(v privacy.Value) bool { return who.Is(v.Class, v.Text) }), nil
}
