package claims

import (
	"context"

	"baodan/engine/rule"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/uniquefact"
	"baodan/insurance/catalog"
	"baodan/insurance/work"
)

// uniqueFacts reserves facts by which only one claim of the company is paid.
type uniqueFacts struct {
	halves *halves
	key    *seal.Mac
}

// reserve reserves the unique facts of a claim that is to be paid. It answers the fact that another claim has, or nil.
// Between claims that are approved at the same time the unique key decides.
func (s *uniqueFacts) reserve(ctx context.Context, tx *work.Tx, c *ent.Claim, product *catalog.Version, facts rule.Facts) (*catalog.UniqueFact, error) {
	return s.reserveAll(ctx, tx, c, s.reservations(product, facts))
}

// reservation is a unique fact with the keyed hash of its value.
type reservation struct {
	catalog.UniqueFact
	Hash []byte
}

func (s *uniqueFacts) reservations(product *catalog.Version, facts rule.Facts) (values []reservation) {
	for _, unique := range product.ClaimUniqueFacts() {
		if value, there := unique.Value(facts); there {
			values = append(values, reservation{unique, hashValue(s.key, unique.Fact, value)})
		}
	}
	return values
}

func (s *uniqueFacts) reserveAll(ctx context.Context, tx *work.Tx, c *ent.Claim, values []reservation) (*catalog.UniqueFact, error) {
	for _, unique := range values {
		err := tx.UniqueFact.Create().SetID(tx.NewKey()).SetScope(s.halves.scope(c.ChannelID)).SetFact(unique.Fact).
			SetValue(unique.Hash).SetClaimID(c.ID).Exec(ctx)
		if work.IsDuplicate(err) {
			return &unique.UniqueFact, release(ctx, tx, c.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil // nobody else has them
}

// release gives up the reservations of a claim.
func release(ctx context.Context, tx *work.Tx, claimID int64) error {
	_, err := tx.UniqueFact.Delete().Where(uniquefact.ClaimID(claimID)).Exec(ctx)
	return err
}
