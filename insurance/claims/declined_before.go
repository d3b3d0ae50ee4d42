package claims

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/claimnote"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// sameLossWithin is how far apart two occurrences may lie that are taken for one loss.
const sameLossWithin = 7 * 24 * time.Hour

// mostDeclinesShown bounds how many earlier declines a claim shows.
const mostDeclinesShown = 20

// byPerson holds for claims that a person decided, or asked evidence for that never came.
func byPerson(s *sql.Selector) {
	of := sql.Table(claimnote.Table)
	s.Where(sql.Exists(sql.Select(of.C(claimnote.FieldID)).From(of).Where(sql.And(
		sql.ColumnsEQ(of.C(claimnote.FieldClaimID), s.C(claim.FieldID)),
		sql.In(of.C(claimnote.FieldKind), claimnote.KindDecision, claimnote.KindEvidenceRequest)))))
}

// declinedBefore are the other claims of the policy that a person declined, the newest first. One for the same loss - it shares a
// unique fact, or its occurrence lies within seven days - sends this claim to a person: what a person declined no machine
// pays under another claim number. The policy is locked, so no other decline can come in between.
func declinedBefore(ctx context.Context, claims *ent.ClaimClient, row *ent.Claim, held *policy.Policy, facts rule.Facts) ([]catalog.EarlierDecline, error) {
	others, err := claims.Query().
		Where(claim.PolicyID(row.PolicyID), claim.IDNEQ(row.ID), claim.StateEQ(claim.StateDeclined), byPerson).
		Order(ent.Desc(claim.FieldID)).Limit(mostDeclinesShown).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("earlier declines: %w", err)
	}
	product := held.Product()
	list := make([]catalog.EarlierDecline, len(others))
	for i, other := range others {
		said, err := product.ClaimFacts().Recall([]byte(other.Facts))
		if err != nil {
			return nil, fmt.Errorf("facts of claim %s: %w", other.Number, err)
		}
		list[i] = catalog.EarlierDecline{
			Claim: other.Number, Reason: other.Reason, OccurredAt: other.OccurredAt, Shared: shared(product, facts, said),
		}
		list[i].SameLoss = list[i].Shared != "" || row.OccurredAt.Sub(other.OccurredAt).Abs() <= sameLossWithin
	}
	return list, nil
}

// fewestOfReopened is the least version that a claim has which was reopened and changed after that.
const fewestOfReopened = 4

// reopened are the declines of a claim itself: after a person reopened it no machine decides it.
func reopened(ctx context.Context, tx *work.Tx, row *ent.Claim) ([]catalog.EarlierDecline, error) {
	if row.Version < fewestOfReopened {
		return nil, nil // not declined, reopened and changed so far
	}
	was, err := tx.ClaimNote.Query().Where(claimnote.ClaimID(row.ID), claimnote.KindEQ(claimnote.KindReopening)).Exist(ctx)
	if err != nil || !was {
		return nil, err
	}
	return []catalog.EarlierDecline{{Claim: row.Number, Reason: string(claim.StateDeclined), OccurredAt: row.OccurredAt, SameLoss: true}}, nil
}

// shared is a value of a unique fact that two claims have in common; empty: none.
func shared(product *catalog.Version, a, b rule.Facts) string {
	for _, unique := range product.ClaimUniqueFacts() {
		seen := map[string]bool{}
		for _, v := range unique.Values(b) {
			seen[v.Value] = true
		}
		for _, v := range unique.Values(a) {
			if seen[v.Value] {
				return v.Value
			}
		}
	}
	return ""
}
