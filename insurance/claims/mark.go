package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claimmark"
	"baodan/ent/claimonce"
	"baodan/insurance/catalog"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// marksOf are the values of a claim that the product watches for bursts, as keyed hashes.
func (o *Service) marksOf(c *ent.Claim, policy *policy.Policy, facts rule.Facts, at time.Time) ([]*ent.ClaimMark, error) {
	watches := policy.Product().ClaimWatch()
	if len(watches) == 0 {
		return nil, nil // nothing is watched
	}
	factors, err := policy.Factors()
	if err != nil {
		return nil, err
	}
	var marks []*ent.ClaimMark
	for _, w := range watches {
		if value, ok := w.Value(factors, facts); ok {
			marks = append(marks, &ent.ClaimMark{
				ID: o.store.NewKey(), Scope: o.scope(c.ChannelID), Code: w.Code, Value: o.markHash(w.Code, value), ClaimID: c.ID, At: at,
			})
		}
	}
	return marks, nil
}

func (o *Service) markHash(code, value string) []byte {
	return o.marks.Sum([]byte(code+"\n"), []byte(value))
}

func insertMarks(ctx context.Context, tx *work.Tx, marks []*ent.ClaimMark) error {
	insert := work.Insert{Table: claimmark.Table, Columns: claimmark.Columns}
	for _, m := range marks {
		insert.Rows = append(insert.Rows, []any{m.ID, m.Scope, m.Code, m.Value, m.ClaimID, m.At})
	}
	return tx.Insert(ctx, insert)
}

// watched counts, for each watch, the claims with the same value within its period, the present one included; it stops
// counting where the watch has seen enough. All are counted in one round trip.
func (o *Service) watched(ctx context.Context, marks []*ent.ClaimMark, product *catalog.Version) (map[string]int, error) {
	counts := map[string]int{}
	var text strings.Builder
	var values []any
	for _, w := range product.ClaimWatch() {
		i := slices.IndexFunc(marks, func(m *ent.ClaimMark) bool { return m.Code == w.Code })
		if i < 0 {
			continue
		}
		if text.Len() > 0 {
			text.WriteString(" UNION ALL ")
		}
		text.WriteString("SELECT code FROM (SELECT code FROM claim_marks WHERE scope = ? AND code = ? AND value = ? AND at > ? AND at <= ? LIMIT ?) seen")
		m := marks[i]
		values = append(values, m.Scope, m.Code, m.Value, w.Within.SubtractFrom(m.At, product.Location()), m.At, w.More+1)
	}
	if text.Len() == 0 {
		return counts, nil
	}
	rows, err := o.store.Client.QueryContext(ctx, text.String(), values...)
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

// takeOnce notes that a claim pays by facts that pay once in the whole company. It answers the fact that another claim
// has; the unique key decides between claims that are approved at once.
func (o *Service) takeOnce(ctx context.Context, tx *work.Tx, c *ent.Claim, product *catalog.Version, facts rule.Facts) (*catalog.Once, error) {
	return o.takeValues(ctx, tx, c, o.onceValues(product, facts))
}

// onceValue is a fact that pays once, with the keyed hash of its value.
type onceValue struct {
	catalog.Once
	Hash []byte
}

func (o *Service) onceValues(product *catalog.Version, facts rule.Facts) (values []onceValue) {
	for _, once := range product.ClaimOnce() {
		if value, there := once.Value(facts); there {
			values = append(values, onceValue{once, o.markHash(once.Fact, value)})
		}
	}
	return values
}

func (o *Service) takeValues(ctx context.Context, tx *work.Tx, c *ent.Claim, values []onceValue) (*catalog.Once, error) {
	for _, once := range values {
		err := tx.ClaimOnce.Create().SetID(tx.NewKey()).SetScope(o.scope(c.ChannelID)).SetFact(once.Fact).
			SetValue(once.Hash).SetClaimID(c.ID).Exec(ctx)
		if work.IsDuplicate(err) {
			return &once.Once, releaseOnce(ctx, tx, c.ID)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil // nobody else has them
}

// releaseOnce gives the facts of a claim free: it does not pay by them.
func releaseOnce(ctx context.Context, tx *work.Tx, claimID int64) error {
	_, err := tx.ClaimOnce.Delete().Where(claimonce.ClaimID(claimID)).Exec(ctx)
	return err
}
