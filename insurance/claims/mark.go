package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claimvelocity"
	"baodan/ent/uniquefact"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// velocitiesOf are the values of a claim that the product watches for bursts, as keyed hashes.
func (s *Service) velocitiesOf(c *ent.Claim, policy *policy.Policy, facts rule.Facts, at time.Time) ([]*ent.ClaimVelocity, error) {
	rules := policy.Product().ClaimVelocities()
	if len(rules) == 0 {
		return nil, nil // nothing is watched
	}
	factors, err := policy.Factors()
	if err != nil {
		return nil, err
	}
	var velocities []*ent.ClaimVelocity
	for _, w := range rules {
		if value, ok := w.Value(factors, facts); ok {
			velocities = append(velocities, &ent.ClaimVelocity{
				ID: s.store.NewKey(), Scope: s.scope(c.ChannelID), Code: w.Code, Value: s.hashValue(w.Code, value), ClaimID: c.ID, At: at,
			})
		}
	}
	return velocities, nil
}

func (s *Service) hashValue(code, value string) []byte {
	return s.values.Sum([]byte(code+"\n"), []byte(value))
}

func insertVelocities(ctx context.Context, tx *work.Tx, velocities []*ent.ClaimVelocity) error {
	insert := work.Insert{Table: claimvelocity.Table, Columns: claimvelocity.Columns}
	for _, m := range velocities {
		insert.Rows = append(insert.Rows, []any{m.ID, m.Scope, m.Code, m.Value, m.ClaimID, m.At})
	}
	return tx.Insert(ctx, insert)
}

// count counts, for each watch, the claims with the same value within its period, the present one included; it stops
// counting where the watch has seen enough. All are counted in one round trip.
func (s *Service) count(ctx context.Context, velocities []*ent.ClaimVelocity, product *catalog.Version) (map[string]int, error) {
	counts := map[string]int{}
	var text strings.Builder
	var values []any
	for _, w := range product.ClaimVelocities() {
		i := slices.IndexFunc(velocities, func(m *ent.ClaimVelocity) bool { return m.Code == w.Code })
		if i < 0 {
			continue
		}
		if text.Len() > 0 {
			text.WriteString(" UNION ALL ")
		}
		text.WriteString("SELECT code FROM (SELECT code FROM claim_velocities WHERE scope = ? AND code = ? AND value = ? AND at > ? AND at <= ? LIMIT ?) seen")
		m := velocities[i]
		values = append(values, m.Scope, m.Code, m.Value, w.Within.SubtractFrom(m.At, product.Location()), m.At, w.More+1)
	}
	if text.Len() == 0 {
		return counts, nil
	}
	rows, err := s.store.Client.QueryContext(ctx, text.String(), values...)
	if err != nil {
		return nil, fmt.Errorf("count bursts: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, fmt.Errorf("count bursts: %w", err)
		}
		counts[code]++
	}
	return counts, rows.Err()
}

// reserve notes that a claim pays by facts that pay once in the whole company. It answers the fact that another claim
// has; the unique key decides between claims that are approved at unique.
func (s *Service) reserve(ctx context.Context, tx *work.Tx, c *ent.Claim, product *catalog.Version, facts rule.Facts) (*catalog.UniqueFact, error) {
	return s.reserveAll(ctx, tx, c, s.reservations(product, facts))
}

// reservation is a fact that pays once, with the keyed hash of its value.
type reservation struct {
	catalog.UniqueFact
	Hash []byte
}

func (s *Service) reservations(product *catalog.Version, facts rule.Facts) (values []reservation) {
	for _, unique := range product.ClaimUniqueFacts() {
		if value, there := unique.Value(facts); there {
			values = append(values, reservation{unique, s.hashValue(unique.Fact, value)})
		}
	}
	return values
}

func (s *Service) reserveAll(ctx context.Context, tx *work.Tx, c *ent.Claim, values []reservation) (*catalog.UniqueFact, error) {
	for _, unique := range values {
		err := tx.UniqueFact.Create().SetID(tx.NewKey()).SetScope(s.scope(c.ChannelID)).SetFact(unique.Fact).
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

// release gives the facts of a claim free: it does not pay by them.
func release(ctx context.Context, tx *work.Tx, claimID int64) error {
	_, err := tx.UniqueFact.Delete().Where(uniquefact.ClaimID(claimID)).Exec(ctx)
	return err
}
