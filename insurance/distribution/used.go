package distribution

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/insurancepolicy"
	"baodan/ent/predicate"
	"baodan/insurance/catalog"
	"baodan/insurance/work"
)

// Quotas counts what is used of the quotas of agreements.
type Quotas struct {
	store   *work.Store
	catalog *catalog.Service
	clock   *Clock
}

// Quota is a limit with what is used of it.
type Quota struct {
	QuotaInput
	Used      money.Decimal
	agreement int64 // key of the version
}

// ID of the quota of an agreement version.
func (q *Quota) ID() string {
	return work.Named("quo", work.AgreementID.Of(q.agreement), q.Measure, q.Per)
}

// Left is what may still be issued in the span that runs.
func (q *Quota) Left() money.Decimal {
	left := q.Most.Sub(q.Used)
	if left.Sign() < 0 {
		return money.Decimal{}
	}
	return left
}

// QuotasOf agreement versions, with what is used of each in the span that runs, by the keys of the versions.
func (s *Quotas) QuotasOf(ctx context.Context, rows []*ent.Agreement) (map[int64][]Quota, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row *ent.Agreement) bool { return len(row.Quotas) == 0 })
	if len(rows) == 0 {
		return nil, nil // none
	}
	products, err := s.productsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	versions, err := s.versionsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	limits, all := map[int64][]*Limit{}, []*Limit{}
	for _, row := range rows {
		older := slices.DeleteFunc(slices.Clone(versions[agreementCode{row.ChannelID, row.Code}]), func(v *ent.Agreement) bool { return v.Version > row.Version })
		a := &Agreement{Agreement: row, since: sinceOf(older)}
		limits[row.ID] = a.Limits(s.clock.Now(row.ChannelID), products[row.ProductCode].Location())
		all = append(all, limits[row.ID]...)
	}
	used, err := s.used(ctx, all)
	if err != nil {
		return nil, err
	}
	quotas := make(map[int64][]Quota, len(rows))
	for _, row := range rows {
		currency := products[row.ProductCode].Currency()
		for _, b := range limits[row.ID] {
			quotas[row.ID] = append(quotas[row.ID], Quota{quotaOf(b.Quota, currency), inUnits(b.Measure, used[b.Counter], currency), row.ID})
		}
	}
	return quotas, nil
}

// productsOf agreements, by their codes: what is on sale, or else the newest version that there is.
func (s *Quotas) productsOf(ctx context.Context, rows []*ent.Agreement) (map[string]*catalog.Version, error) {
	products := map[string]*catalog.Version{}
	var off []string
	for _, row := range rows {
		product, err := s.catalog.OnSale(row.ProductCode)
		if err != nil {
			off = append(off, row.ProductCode)
			continue
		}
		products[row.ProductCode] = product
	}
	if len(off) == 0 {
		return products, nil
	}
	newest, err := s.catalog.Newest(ctx, off)
	if err != nil {
		return nil, err
	}
	for _, code := range off {
		if products[code] = newest[code]; newest[code] == nil {
			return nil, fmt.Errorf("there is no product %s", code)
		}
	}
	return products, nil
}

// versionsOf are all versions of the agreements that rows are versions of, newest first.
func (s *Quotas) versionsOf(ctx context.Context, rows []*ent.Agreement) (map[agreementCode][]*ent.Agreement, error) {
	any := make([]predicate.Agreement, len(rows))
	for i, row := range rows {
		any[i] = agreement.And(agreement.ChannelID(row.ChannelID), agreement.Code(row.Code))
	}
	list, err := s.store.Client.Agreement.Query().Where(agreement.Or(any...)).Order(ent.Desc(agreement.FieldVersion)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("versions of agreements: %w", err)
	}
	versions := map[agreementCode][]*ent.Agreement{}
	for _, row := range list {
		key := agreementCode{row.ChannelID, row.Code}
		versions[key] = append(versions[key], row)
	}
	return versions, nil
}

// used of limits, by their counters; where there is no counter yet, what was issued.
func (s *Quotas) used(ctx context.Context, limits []*Limit) (map[string]int64, error) {
	names := make([]string, len(limits))
	for i, b := range limits {
		names[i] = b.Counter
	}
	used, err := s.store.Counters(ctx, names)
	if err != nil {
		return nil, err
	}
	without := slices.DeleteFunc(slices.Clone(limits), func(b *Limit) bool { _, there := used[b.Counter]; return there })
	issued, err := s.issued(ctx, without)
	if err != nil {
		return nil, err
	}
	for counter, n := range issued {
		used[counter] = n
	}
	return used, nil
}

// mostCounts are counted in one statement; the embedded database takes 500 at most.
const mostCounts = 400

// issued counts what was issued under all versions of their agreements in the spans of limits, by their counters.
func (s *Quotas) issued(ctx context.Context, limits []*Limit) (map[string]int64, error) {
	issued := map[string]int64{}
	for part := range slices.Chunk(limits, mostCounts) {
		rows := make([]*ent.Agreement, len(part))
		for i, b := range part {
			rows[i] = b.agreement
		}
		versions, err := s.versionsOf(ctx, rows)
		if err != nil {
			return nil, err
		}
		if err := s.count(ctx, part, versions, issued); err != nil {
			return nil, fmt.Errorf("count what was issued: %w", err)
		}
	}
	return issued, nil
}

// count counts for some limits in one statement.
func (s *Quotas) count(ctx context.Context, limits []*Limit, versions map[agreementCode][]*ent.Agreement, issued map[string]int64) error {
	var counts []string
	var values []any
	measures := map[string]string{}
	for _, b := range limits {
		all := versions[agreementCode{b.agreement.ChannelID, b.agreement.Code}]
		counts = append(counts, "SELECT ? AS counter, COUNT(*) AS policies, COALESCE(SUM(premium), 0) AS premium FROM "+insurancepolicy.Table+
			" WHERE channel_id = ? AND bound_at >= ? AND bound_at < ? AND agreement_id IN (?"+strings.Repeat(",?", len(all)-1)+")")
		values = append(values, b.Counter, b.agreement.ChannelID, b.from, b.to)
		for _, v := range all {
			values = append(values, v.ID)
		}
		measures[b.Counter] = b.Measure
	}
	rows, err := s.store.Client.QueryContext(ctx, strings.Join(counts, " UNION ALL "), values...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var counter string
		var policies, premium int64
		if err := rows.Scan(&counter, &policies, &premium); err != nil {
			return err
		}
		if issued[counter] = premium; measures[counter] == Policies {
			issued[counter] = policies
		}
	}
	return rows.Err()
}
