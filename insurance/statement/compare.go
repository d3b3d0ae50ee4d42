package statement

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"baodan/engine/match"
	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/insurancepolicy"
	"baodan/ent/statementpart"
)

// Comparison is how a channel's file differs from a statement.
type Comparison struct {
	Ours, Theirs int                 // lines
	Classes      map[match.Class]int // how many differences
	// Sums of both, in minor units. Commission is compared in sum: the channel rounds it as it likes, line by line.
	Premium, TheirPremium       int64
	Commission, TheirCommission int64
}

// CompareWith compares a statement with a channel's file, and tells each difference. Premium and rate are compared by line, commission in
// sum; claims are on no channel's file. Faults as of ReadTheirs.
func (s *Service) CompareWith(ctx context.Context, row *ent.Statement, file io.Reader, m *FileMapping, tell func(*match.Difference) error) (*Comparison, error) {
	theirs, err := ReadTheirs(file, m, money.Currency(row.Currency))
	if err != nil {
		return nil, err
	}
	ours, err := s.ours(ctx, row)
	if err != nil {
		return nil, err
	}
	c := &Comparison{
		Ours: ours.Len(), Theirs: theirs.Lines.Len(), Classes: map[match.Class]int{}, Premium: row.Totals.Premium, TheirPremium: theirs.Premium,
		Commission: row.Totals.Commission, TheirCommission: theirs.Commission,
	}
	err = match.Compare(ours, theirs.Lines, func(orders []string) ([]*match.Line, error) { return s.elsewhere(ctx, row, orders) }, func(d *match.Difference) error {
		c.Classes[d.Class]++
		return tell(d)
	})
	return c, err
}

// ours are the lines of premium of a statement.
func (s *Service) ours(ctx context.Context, row *ent.Statement) (*match.Side, error) {
	side, no := &match.Side{}, int64(0)
	for number := 0; ; number++ {
		part, err := s.store.Client.StatementPart.Query().Where(statementpart.StatementID(row.ID), statementpart.Number(number)).Only(ctx)
		if ent.IsNotFound(err) {
			return side, nil
		}
		if err != nil {
			return nil, fmt.Errorf("lines of statement %d: %w", row.ID, err)
		}
		lines, err := thaw(part.Lines)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if no++; l.Kind == claimPaid || l.Kind == recovered {
				continue
			}
			rate, _ := money.MustDecimal(row.Totals.Versions[l.Version].Rate).Mul(money.FromInt(1_000_000)).Int64()
			side.Add(&match.Line{
				Order: l.Order, Kind: l.Kind, Serial: l.Serial, Booked: l.Booked.Unix(), Payer: l.Payer, Premium: l.Premium, Rate: rate, Row: no, Month: row.Month,
			})
		}
	}
}

// elsewhere are lines of the same agreement in other months, by order numbers.
func (s *Service) elsewhere(ctx context.Context, row *ent.Statement, orders []string) (list []*match.Line, err error) {
	for i := range orders {
		orders[i] = strings.TrimSpace(orders[i])
	}
	slices.Sort(orders)
	policies, err := s.store.Client.InsurancePolicy.Query().
		Where(insurancepolicy.ChannelID(row.ChannelID), insurancepolicy.OrderNoIn(slices.Compact(orders)...)).IDs(ctx)
	if err != nil || len(policies) == 0 {
		return nil, err
	}
	values := make([]any, len(policies))
	for i, id := range policies {
		values[i] = id
	}
	rows, err := s.store.Client.QueryContext(ctx, `SELECT order_no, kind, policy_id, payer, premium, month FROM bookings
		WHERE policy_id IN (`+strings.Repeat(", ?", len(values))[2:]+`) AND kind IN `+onStatements+` ORDER BY id`, values...)
	if err != nil {
		return nil, fmt.Errorf("lines of other months: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	serials := map[serialKey]int{}
	for rows.Next() {
		l := &match.Line{Rate: -1}
		var key serialKey
		if err := rows.Scan(&l.Order, &key.kind, &key.policy, &l.Payer, &l.Premium, &l.Month); err != nil {
			return nil, err
		}
		serials[key]++
		l.Kind, l.Serial = kinds[key.kind], serials[key]
		if l.Month != row.Month {
			list = append(list, l)
		}
	}
	return list, rows.Err()
}
