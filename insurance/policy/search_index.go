package policy

import (
	"context"
	"fmt"
	"slices"

	"baodan/engine/rule"
	"baodan/ent"
	"baodan/ent/claim"
	"baodan/ent/insurancepolicy"
	"baodan/ent/searchvalue"
	"baodan/insurance/work"
)

// IndexSearchValues makes the search values that policies of a page and their claims lack: those that were stored before their product
// named what it is searched by. It goes on after a key and answers the last key it looked at, how many policies it looked at
// and how many values it made; a page that looked at nothing is the end. Doing it again makes nothing.
func (s *Reader) IndexSearchValues(ctx context.Context, after int64, page int) (last int64, looked, made int, err error) {
	rows, err := s.store.Client.InsurancePolicy.Query().Where(insurancepolicy.IDGT(after)).
		Order(ent.Asc(insurancepolicy.FieldID)).Limit(page).All(ctx)
	if err != nil || len(rows) == 0 {
		return after, 0, 0, err
	}
	all, err := s.allSearchValues(ctx, rows)
	if err != nil {
		return after, 0, 0, err
	}
	if err := s.dropStored(ctx, &all); err != nil {
		return after, 0, 0, err
	}
	if len(all.Rows) > 0 {
		err = s.store.InsertAll(ctx, "index search values", all)
	}
	return rows[len(rows)-1].ID, len(rows), len(all.Rows), err
}

// allSearchValues are those of policies as they were bound, and of their claims as they are.
func (s *Reader) allSearchValues(ctx context.Context, rows []*ent.InsurancePolicy) (all work.Insert, err error) {
	ids, products := make([]int64, len(rows)), make([]int64, len(rows))
	for i, row := range rows {
		ids[i], products[i] = row.ID, row.ProductVersionID
	}
	if err := s.catalog.Preload(ctx, products); err != nil {
		return all, err
	}
	claims, err := s.store.Client.Claim.Query().Where(claim.PolicyIDIn(ids...)).All(ctx)
	if err != nil {
		return all, fmt.Errorf("claims of policies: %w", err)
	}
	claimsOf := work.Group(claims, func(c *ent.Claim) int64 { return c.PolicyID })
	for _, row := range rows {
		p, err := s.AsBound(ctx, row)
		if err != nil {
			return all, err
		}
		risk, err := p.Risk()
		if err != nil {
			return all, err
		}
		found := []work.Insert{s.SearchValues(row, p.product, risk.Factors)}
		for _, c := range claimsOf[row.ID] {
			var facts rule.Facts
			if facts, err = p.product.ClaimFacts().Recall([]byte(c.Facts)); err != nil {
				return all, fmt.Errorf("facts of claim %s: %w", c.Number, err)
			}
			found = append(found, s.ClaimSearchValues(c, p.product, facts))
		}
		for _, one := range found {
			all.Table, all.Columns, all.Rows = one.Table, one.Columns, append(all.Rows, one.Rows...)
		}
	}
	return all, nil
}

// dropStored takes out what is stored already.
func (s *Reader) dropStored(ctx context.Context, all *work.Insert) error {
	type kept struct {
		value           string
		policyID, claim int64
	}
	var channels []int64
	var values []string
	for _, row := range all.Rows {
		if channel := row[1].(int64); !slices.Contains(channels, channel) {
			channels = append(channels, channel)
		}
		values = append(values, row[2].(string))
	}
	if len(values) == 0 {
		return nil
	}
	stored, err := s.store.Client.SearchValue.Query().
		Where(searchvalue.ChannelIDIn(channels...), searchvalue.ValueIn(values...)).All(ctx)
	if err != nil {
		return fmt.Errorf("stored search values: %w", err)
	}
	there := make(map[kept]bool, len(stored))
	for _, v := range stored {
		there[kept{v.Value, v.PolicyID, v.ClaimID}] = true
	}
	all.Rows = slices.DeleteFunc(all.Rows, func(row []any) bool {
		return there[kept{row[2].(string), row[3].(int64), row[4].(int64)}]
	})
	return nil
}
