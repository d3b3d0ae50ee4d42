package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/engine/seal"
	"baodan/ent"
	"baodan/ent/claimvelocity"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// velocities counts how many claims carry the same value within a time, for the velocity rules of products. Only keyed
// hashes of the values are stored.
type velocities struct {
	store  *work.Store
	halves *halves
	key    *seal.Mac
}

// of are the values of a claim that the product watches for bursts, as keyed hashes.
func (s *velocities) of(c *ent.Claim, policy *policy.Policy, facts rule.Facts, at time.Time) ([]*ent.ClaimVelocity, error) {
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
				ID: s.store.NewKey(), Scope: s.halves.scope(c.ChannelID), Code: w.Code, Value: hashValue(s.key, w.Code, value), ClaimID: c.ID, At: at,
			})
		}
	}
	return velocities, nil
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
func (s *velocities) count(ctx context.Context, velocities []*ent.ClaimVelocity, product *catalog.Version) (map[string]int, error) {
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

func hashValue(key *seal.Mac, code, value string) []byte {
	return key.Sum([]byte(code+"\n"), []byte(value))
}
