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

// of are the values of a claim that velocity rules of its product count, as keyed hashes.
func (s *velocities) of(c *ent.Claim, policy *policy.Policy, facts rule.Facts, at time.Time) ([]*ent.ClaimVelocity, error) {
	rules := policy.Product().ClaimVelocities()
	if len(rules) == 0 {
		return nil, nil // nothing is counted
	}
	factors, err := policy.Factors()
	if err != nil {
		return nil, err
	}
	var velocities []*ent.ClaimVelocity
	for _, v := range rules {
		if value, ok := v.Value(factors, facts); ok {
			velocities = append(velocities, &ent.ClaimVelocity{
				ID: s.store.NewKey(), Scope: s.halves.scope(c.ChannelID), Code: v.Code, Value: hashValue(s.key, v.Code, value), ClaimID: c.ID, At: at,
			})
		}
	}
	return velocities, nil
}

func insertVelocities(ctx context.Context, tx *work.Tx, velocities []*ent.ClaimVelocity) error {
	insert := work.Insert{Table: claimvelocity.Table, Columns: claimvelocity.Columns}
	for _, row := range velocities {
		insert.Rows = append(insert.Rows, []any{row.ID, row.Scope, row.Code, row.Value, row.ClaimID, row.At})
	}
	return tx.Insert(ctx, insert)
}

// count counts, for each velocity rule, the claims with the same value within its period, this claim included. It stops
// where the rule is exceeded. One statement counts all of them.
func (s *velocities) count(ctx context.Context, velocities []*ent.ClaimVelocity, product *catalog.Version) (map[string]int, error) {
	counts := map[string]int{}
	var text strings.Builder
	var values []any
	for _, v := range product.ClaimVelocities() {
		i := slices.IndexFunc(velocities, func(row *ent.ClaimVelocity) bool { return row.Code == v.Code })
		if i < 0 {
			continue
		}
		if text.Len() > 0 {
			text.WriteString(" UNION ALL ")
		}
		text.WriteString("SELECT code FROM (SELECT code FROM claim_velocities WHERE scope = ? AND code = ? AND value = ? AND at > ? AND at <= ? LIMIT ?) seen")
		row := velocities[i]
		values = append(values, row.Scope, row.Code, row.Value, v.Within.SubtractFrom(row.At, product.Location()), row.At, v.More+1)
	}
	if text.Len() == 0 {
		return counts, nil
	}
	rows, err := s.store.Client.QueryContext(ctx, text.String(), values...)
	if err != nil {
		return nil, fmt.Errorf("count velocities: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return nil, fmt.Errorf("count velocities: %w", err)
		}
		counts[code]++
	}
	return counts, rows.Err()
}

func hashValue(key *seal.Mac, code, value string) []byte {
	return key.Sum([]byte(code+"\n"), []byte(value))
}
