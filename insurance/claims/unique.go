package claims

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

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
func (s *uniqueFacts) reserve(ctx context.Context, tx *work.Tx, c *ent.Claim, product *catalog.Version, facts rule.Facts) (*reservation, error) {
	return s.reserveAll(ctx, tx, c, s.reservations(product, facts))
}

// reservation is a unique fact with the keyed hash of its value, and where that stands in the claim.
type reservation struct {
	catalog.UniqueFact
	Hash []byte
	Path []string
}

// reservations of a claim, each once. Their order is that of the hashes, so that claims that are approved at the same time and
// share several do not wait for each other in a circle.
func (s *uniqueFacts) reservations(product *catalog.Version, facts rule.Facts) (values []reservation) {
	for _, unique := range product.ClaimUniqueFacts() {
		for _, v := range unique.Values(facts) {
			values = append(values, reservation{unique, hashValue(s.key, unique.Fact, v.Value), v.Path})
		}
	}
	order := func(a, b reservation) int {
		return cmp.Or(cmp.Compare(a.Fact, b.Fact), bytes.Compare(a.Hash, b.Hash))
	}
	slices.SortStableFunc(values, order)
	return slices.CompactFunc(values, func(a, b reservation) bool { return order(a, b) == 0 })
}

func (s *uniqueFacts) reserveAll(ctx context.Context, tx *work.Tx, c *ent.Claim, values []reservation) (*reservation, error) {
	for _, unique := range values {
		err := tx.UniqueFact.Create().SetID(tx.NewKey()).SetScope(s.halves.scope(c.ChannelID)).SetFact(unique.Fact).
			SetValue(unique.Hash).SetClaimID(c.ID).Exec(ctx)
		if work.IsDuplicate(err) {
			own, failed := tx.UniqueFact.Query().Where(uniquefact.Scope(s.halves.scope(c.ChannelID)), uniquefact.Fact(unique.Fact),
				uniquefact.Value(unique.Hash), uniquefact.ClaimID(c.ID)).Exist(ctx)
			switch {
			case failed != nil:
				return nil, failed
			case own:
				continue // it was decided a moment ago, and is not as it was read
			}
			return &unique, release(ctx, tx, c.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil //nolint:nilnil // nobody else has them
}

// taken is the first of some facts that another claim has now, without reserving any; nil: none.
func (s *uniqueFacts) taken(ctx context.Context, client *ent.UniqueFactClient, c *ent.Claim, values []reservation) (*reservation, error) {
	for _, unique := range values {
		by, err := client.Query().Where(uniquefact.Scope(s.halves.scope(c.ChannelID)), uniquefact.Fact(unique.Fact),
			uniquefact.Value(unique.Hash), uniquefact.ClaimIDNEQ(c.ID)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("unique facts: %w", err)
		}
		if by {
			return &unique, nil
		}
	}
	return nil, nil //nolint:nilnil // nobody else has them
}

// release gives up the reservations of a claim.
func release(ctx context.Context, tx *work.Tx, claimID int64) error {
	_, err := tx.UniqueFact.Delete().Where(uniquefact.ClaimID(claimID)).Exec(ctx)
	return err
}
