package claims

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"baodan/ent"
	"baodan/ent/blindindex"
	"baodan/ent/claim"
	"baodan/ent/claimvelocity"
	"baodan/ent/searchvalue"
	"baodan/insurance/access"
	"baodan/insurance/catalog"
	"baodan/insurance/fault"
	"baodan/insurance/policy"
	"baodan/insurance/work"
)

// Comparison finds claims that have something in common.
type Comparison struct {
	store    *work.Store
	catalog  *catalog.Service
	policies *policy.Service
	reader   *Reader
}

// Similar is another claim that says the same of something.
type Similar struct {
	Claim *Claim
	Same  []string // what: a fact or factor, as a velocity rule of the product counts it; NUMBER; PERSONAL
}

// What similar claims have in common beside what velocity rules count.
const (
	SameNumber   = "NUMBER"   // a value that policies are found by, such as a tracking number
	SamePersonal = "PERSONAL" // something personal, such as an account or a contact
)

const (
	mostSimilar  = 50 // are looked at for each thing that a claim says, the newest
	mostCompared = 40 // things that a claim says
)

// look looks for claims that say the same as some claims, under policies by claim, and tells of each.
type look func(ctx context.Context, list []*Claim, held map[int64]*policy.Policy, tell func(of, other int64, same string)) error

// SimilarTo are other claims of the same half, in the caller's view, that say the same as some claims, at most `first` for each, by the keys of the claims:
// those that were declined first, then those with more in common, then the newest. They are found by the keyed hashes that velocity
// rules count, by blind indexes and by search values, so that nothing personal is read. Fault: INVALID_VALUE.
func (s *Comparison) SimilarTo(ctx context.Context, caller *access.Caller, list []*Claim, first int) (map[int64][]*Similar, error) {
	if first < 1 || first > mostSimilar {
		return nil, fault.Newf(fault.CodeInvalidValue, "1 to %d", mostSimilar).At("first")
	}
	found := map[int64]map[int64][]string{} // by claim, by other claim
	rows := make([]*ent.Claim, len(list))
	for i, c := range list {
		rows[i] = c.row
	}
	held, err := policiesOf(ctx, s.policies, rows, func(c *ent.Claim) policy.PointInTime { return policy.PointInTime{AsOf: &c.OccurredAt} })
	if err != nil {
		return nil, err
	}
	for _, look := range []look{s.byVelocity, s.byBlindIndex, s.bySearchValue} {
		err := look(ctx, list, held, func(of, other int64, same string) {
			if of == other || slices.Contains(found[of][other], same) {
				return
			}
			if found[of] == nil {
				found[of] = map[int64][]string{}
			}
			found[of][other] = append(found[of][other], same)
		})
		if err != nil {
			return nil, err
		}
	}
	var keys []int64
	for _, others := range found {
		for other := range others {
			keys = append(keys, other)
		}
	}
	slices.Sort(keys)
	byKey := map[int64]*ent.Claim{}
	for part := range slices.Chunk(slices.Compact(keys), 400) {
		rows, err := s.store.Client.Claim.Query().Where(claim.IDIn(part...), caller.InView(claim.FieldChannelID)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("similar claims: %w", err)
		}
		for _, row := range rows {
			byKey[row.ID] = row
		}
	}
	similar := make(map[int64][]*Similar, len(list))
	for _, c := range list {
		similar[c.row.ID] = s.ranked(c, found[c.row.ID], byKey, first)
	}
	return similar, nil
}

// ranked are the first of those that are similar to a claim.
func (s *Comparison) ranked(c *Claim, others map[int64][]string, byKey map[int64]*ent.Claim, first int) []*Similar {
	var list []*Similar
	for key, same := range others {
		if row := byKey[key]; row != nil && row.Live == c.row.Live {
			slices.Sort(same)
			list = append(list, &Similar{s.reader.claim(row), same})
		}
	}
	declined := func(one *Similar) int {
		if one.Claim.row.State == claim.StateDeclined {
			return 0
		}
		return 1
	}
	slices.SortFunc(list, func(a, b *Similar) int {
		return cmp.Or(cmp.Compare(declined(a), declined(b)), cmp.Compare(len(b.Same), len(a.Same)), cmp.Compare(b.Claim.Key(), a.Claim.Key()))
	})
	return list[:min(len(list), first)]
}

// each narrows a query to the newest rows that say the same as each of some.
func each[R any](own []R, narrow func(*sql.Selector, R)) func(*sql.Selector) {
	return work.Each(own, func(q *sql.Selector, row R) {
		narrow(q, row)
		q.OrderBy(sql.Desc(q.C("id"))).Limit(mostSimilar)
	})
}

// own narrows a query to some of what each claim says.
func own(list []*Claim, narrow func(*sql.Selector, *Claim)) func(*sql.Selector) {
	return work.Each(list, func(q *sql.Selector, c *Claim) {
		narrow(q, c)
		q.OrderBy(sql.Desc(q.C("id"))).Limit(mostCompared)
	})
}

func (s *Comparison) byVelocity(ctx context.Context, list []*Claim, held map[int64]*policy.Policy, tell func(of, other int64, same string)) error {
	mine, err := s.store.Client.ClaimVelocity.Query().Where(own(list, func(q *sql.Selector, c *Claim) { claimvelocity.ClaimID(c.row.ID)(q) })).All(ctx)
	if err != nil || len(mine) == 0 {
		return err
	}
	names := countedAs(held)
	key := func(m *ent.ClaimVelocity) string { return fmt.Sprint(m.Scope, " ", m.Code, " ", string(m.Value)) }
	of := work.Group(mine, key)
	for part := range slices.Chunk(mine, 100) {
		rows, err := s.store.Client.ClaimVelocity.Query().Where(each(part, func(q *sql.Selector, m *ent.ClaimVelocity) {
			claimvelocity.And(claimvelocity.Scope(m.Scope), claimvelocity.Code(m.Code), claimvelocity.Value(m.Value))(q)
		})).All(ctx)
		if err != nil {
			return fmt.Errorf("similar claims: %w", err)
		}
		for _, row := range rows {
			for _, m := range of[key(row)] {
				tell(m.ClaimID, row.ClaimID, cmp.Or(names[m.ClaimID][row.Code], row.Code))
			}
		}
	}
	return nil
}

// countedAs is what velocity rules count, by claim and code of the rule.
func countedAs(held map[int64]*policy.Policy) map[int64]map[string]string {
	names := map[int64]map[string]string{}
	for id, p := range held {
		names[id] = map[string]string{}
		for _, v := range p.Product().ClaimVelocities() {
			names[id][v.Code] = v.Of
		}
	}
	return names
}

func (s *Comparison) byBlindIndex(ctx context.Context, list []*Claim, _ map[int64]*policy.Policy, tell func(of, other int64, same string)) error {
	mine, err := s.store.Client.BlindIndex.Query().Where(own(list, func(q *sql.Selector, c *Claim) {
		blindindex.And(blindindex.PolicyID(c.row.PolicyID), blindindex.ClaimID(c.row.ID))(q)
	})).All(ctx)
	if err != nil || len(mine) == 0 {
		return err
	}
	of := work.Group(mine, func(m *ent.BlindIndex) string { return string(m.Hash) })
	for part := range slices.Chunk(mine, 100) {
		rows, err := s.store.Client.BlindIndex.Query().Where(each(part, func(q *sql.Selector, m *ent.BlindIndex) {
			blindindex.And(blindindex.Hash(m.Hash), blindindex.ClaimIDNEQ(0))(q)
		})).All(ctx)
		if err != nil {
			return fmt.Errorf("similar claims: %w", err)
		}
		for _, row := range rows {
			for _, m := range of[string(row.Hash)] {
				tell(m.ClaimID, row.ClaimID, SamePersonal)
			}
		}
	}
	return nil
}

func (s *Comparison) bySearchValue(ctx context.Context, list []*Claim, held map[int64]*policy.Policy, tell func(of, other int64, same string)) error {
	mine, err := s.saidToBeFoundBy(list, held)
	if err != nil || len(mine) == 0 {
		return err
	}
	key := func(m *ent.SearchValue) string { return fmt.Sprint(m.ChannelID, " ", m.Value) }
	of := work.Group(mine, key)
	for part := range slices.Chunk(mine, 100) {
		rows, err := s.store.Client.SearchValue.Query().Where(each(part, func(q *sql.Selector, m *ent.SearchValue) {
			searchvalue.And(searchvalue.ChannelID(m.ChannelID), searchvalue.Value(m.Value), searchvalue.ClaimIDNEQ(0))(q)
		})).All(ctx)
		if err != nil {
			return fmt.Errorf("similar claims: %w", err)
		}
		for _, row := range rows {
			for _, m := range of[key(row)] {
				tell(m.ClaimID, row.ClaimID, SameNumber)
			}
		}
	}
	return nil
}

// saidToBeFoundBy are the search values that claims say, from their facts: no index leads from a claim to them.
func (s *Comparison) saidToBeFoundBy(list []*Claim, held map[int64]*policy.Policy) (mine []*ent.SearchValue, err error) {
	for _, c := range list {
		product := held[c.row.ID].Product()
		facts, err := product.ClaimFacts().Recall([]byte(c.row.Facts))
		if err != nil {
			return nil, fmt.Errorf("facts of claim %s: %w", c.row.Number, err)
		}
		values := s.catalog.SearchValues(product, nil, facts)
		for _, value := range values[:min(len(values), mostCompared)] {
			mine = append(mine, &ent.SearchValue{ChannelID: c.row.ChannelID, Value: value, PolicyID: c.row.PolicyID, ClaimID: c.row.ID})
		}
	}
	return mine, nil
}
