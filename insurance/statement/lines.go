package statement

import (
	"context"
	"fmt"
	"strings"

	"baodan/engine/money"
	"baodan/ent"
	"baodan/ent/schema"
	"baodan/insurance/ledger"
)

// Kinds of lines.
const (
	endorsed  = "ENDORSED"
	claimPaid = "CLAIM_PAID"
	recovered = "RECOVERED"
)

// kinds are how bookings are called on a statement; others are not on it.
var kinds = map[string]string{
	string(ledger.Issue): "NEW", string(ledger.Renewal): "RENEWED", string(ledger.Endorsement): endorsed, string(ledger.Cancellation): "CANCELLED",
	string(ledger.ClaimPaid): claimPaid, string(ledger.ClaimRecovered): recovered,
}

// onStatements names the kinds in a query, and those that an order can have again and again.
const (
	onStatements = "('ISSUE', 'RENEWAL', 'ENDORSEMENT', 'CANCELLATION', 'CLAIM_PAID', 'CLAIM_RECOVERED')"
	repeated     = "('ENDORSEMENT', 'CLAIM_PAID', 'CLAIM_RECOVERED')"
)

// reading goes through the bookings of an agreement and a month.
type reading struct {
	service  *Service
	channel  *ent.Channel
	versions map[int64]*ent.Agreement
	rates    map[int64]string
	month    int
	through  int64 // place
	product  string
	currency string // of its bookings: that of the product

	serials map[serialKey]int
}

// serialKey is what serials are counted by: lines of a kind of a policy.
type serialKey struct {
	policy int64
	kind   string
}

// booked is a line with what it is added up by.
type booked struct {
	schema.StatementLine
	key, policy, agreement int64
	kind                   string
	exact                  int64 // commission
}

const pageOfBookings = 5000

// each gives the lines in the order of their places.
func (r *reading) each(ctx context.Context, do func(*booked) error) error {
	for after := int64(0); ; {
		page, err := r.page(ctx, after)
		if err != nil {
			return err
		}
		if err := r.count(ctx, page); err != nil {
			return err
		}
		for _, b := range page {
			r.serials[serialKey{b.policy, b.kind}]++
			b.Serial = r.serials[serialKey{b.policy, b.kind}]
			if err := do(b); err != nil {
				return err
			}
			after = b.key
		}
		if len(page) < pageOfBookings {
			return nil
		}
	}
}

// page reads the next bookings.
func (r *reading) page(ctx context.Context, after int64) ([]*booked, error) {
	marks, values := make([]string, 0, len(r.versions)), []any{r.channel.ID, r.month, after, (r.through + 1) * ledger.Lines}
	for id := range r.versions {
		marks, values = append(marks, "?"), append(values, id)
	}
	rows, err := r.service.store.Client.QueryContext(ctx, `SELECT id, kind, currency, policy_id, agreement_id, order_no, document, booked_at, day, plan, coverage,
		account, payer, merchant, premium, commission, paid, recovered FROM bookings
		WHERE channel_id = ? AND month = ? AND id > ? AND id < ? AND agreement_id IN (`+strings.Join(marks, ", ")+`) AND kind IN `+onStatements+`
		ORDER BY id LIMIT `+fmt.Sprint(pageOfBookings), values...)
	if err != nil {
		return nil, fmt.Errorf("lines of a statement: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	var list []*booked
	for rows.Next() {
		b := &booked{}
		err := rows.Scan(&b.key, &b.kind, &r.currency, &b.policy, &b.agreement, &b.Order, &b.Document, &b.Booked, &b.Day, &b.Plan, &b.Coverage,
			&b.Account, &b.Payer, &b.Merchant, &b.Premium, &b.exact, &b.Paid, &b.Recovered)
		if err != nil {
			return nil, err
		}
		b.Kind, b.Product, b.Version = kinds[b.kind], r.product, r.versions[b.agreement].Version
		if b.kind == string(ledger.ClaimPaid) || b.kind == string(ledger.ClaimRecovered) {
			b.Account = ""
		}
		b.Booked = b.Booked.UTC()
		list = append(list, b)
	}
	return list, rows.Err()
}

// count finds how many lines of its kind each policy had before the page, where it can have had any.
func (r *reading) count(ctx context.Context, page []*booked) error {
	asked := map[int64]bool{}
	var values []any
	for _, b := range page {
		if strings.Contains(repeated, "'"+b.kind+"'") && !asked[b.policy] {
			asked[b.policy] = true
			values = append(values, b.policy)
		}
	}
	if len(values) == 0 {
		return nil
	}
	marks := strings.Repeat(", ?", len(values))[2:]
	rows, err := r.service.store.Client.QueryContext(ctx, `SELECT policy_id, kind, COUNT(*) FROM bookings
		WHERE policy_id IN (`+marks+`) AND kind IN `+repeated+` AND id < ? GROUP BY policy_id, kind`, append(values, page[0].key)...)
	if err != nil {
		return fmt.Errorf("serials of a statement: %w", err)
	}
	defer rows.Close() //nolint:errcheck // what was read is checked below
	for rows.Next() {
		var key serialKey
		var n int
		if err := rows.Scan(&key.policy, &key.kind, &n); err != nil {
			return err
		}
		r.serials[key] = n
	}
	return rows.Err()
}

// rateOf an agreement version, with six digits after the point.
func rateOf(a *ent.Agreement) (string, error) {
	rate, err := money.ParseDecimal(a.CommissionRate)
	if err != nil {
		return "", err
	}
	text := rate.Round(6, money.HalfUp).String()
	if !strings.Contains(text, ".") {
		text += "."
	}
	return text + strings.Repeat("0", 7-len(text)+strings.Index(text, ".")), nil
}
