package claims

import (
	"context"
	"fmt"
	"time"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claimmark"
	"baodan/ent/claimonce"
	"baodan/insurance/catalog"
	"baodan/insurance/issuing"
	"baodan/insurance/work"
)

// marksOf are the values of a claim that the product watches for bursts, as keyed hashes.
func (o *Office) marksOf(c *ent.Claim, policy *issuing.Policy, facts rule.Facts, at time.Time) ([]*ent.ClaimMark, error) {
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

func (o *Office) markHash(code, value string) []byte {
	return o.marks.Sum([]byte(code+"\n"), []byte(value))
}

func insertMarks(ctx context.Context, tx *work.Tx, marks []*ent.ClaimMark) error {
	insert := work.Insert{Table: claimmark.Table, Columns: claimmark.Columns}
	for _, m := range marks {
		insert.Rows = append(insert.Rows, []any{m.ID, m.Scope, m.Code, m.Value, m.ClaimID, m.At})
	}
	return tx.Insert(ctx, insert)
}

// watched counts, for each watch, the claims with the same value within its period, this one included; it stops
// counting where the watch has seen enough.
func (o *Office) watched(ctx context.Context, c *ent.Claim, product *catalog.Version) (map[string]int, error) {
	counts := map[string]int{}
	own, err := o.store.Client.ClaimMark.Query().Where(claimmark.ClaimID(c.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("marks of claim %s: %w", c.Number, err)
	}
	for _, w := range product.ClaimWatch() {
		for _, mark := range own {
			if mark.Code != w.Code {
				continue
			}
			since := w.Within.SubtractFrom(mark.At, product.Location())
			ids, err := o.store.Client.ClaimMark.Query().
				Where(claimmark.Scope(mark.Scope), claimmark.Code(w.Code), claimmark.Value(mark.Value), claimmark.AtGT(since), claimmark.AtLTE(mark.At)).
				Limit(w.More + 1).IDs(ctx)
			if err != nil {
				return nil, fmt.Errorf("count %s: %w", w.Code, err)
			}
			counts[w.Code] = len(ids)
		}
	}
	return counts, nil
}

// takeOnce notes that a claim pays by facts that pay once in the whole company. It answers the fact that another claim
// has; the unique key decides between claims that are approved at once.
func (o *Office) takeOnce(ctx context.Context, tx *work.Tx, c *ent.Claim, product *catalog.Version, facts rule.Facts) (*catalog.Once, error) {
	for _, once := range product.ClaimOnce() {
		value, there := once.Value(facts)
		if !there {
			continue
		}
		err := tx.ClaimOnce.Create().SetID(tx.NewKey()).SetScope(o.scope(c.ChannelID)).SetFact(once.Fact).
			SetValue(o.markHash(once.Fact, value)).SetClaimID(c.ID).Exec(ctx)
		if work.IsDuplicate(err) {
			return &once, releaseOnce(ctx, tx, c.ID)
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
