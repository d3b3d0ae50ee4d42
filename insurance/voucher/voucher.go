// Package voucher turns bookings into vouchers (凭证): double-entry totals per accounting day and account of the general ledger, as a mapping
// says. It reads bookings and nothing else.
package voucher

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"

	"baodan/engine/earning"
	"baodan/insurance/fault"
	"baodan/insurance/ledger"
)

// Voucher is that of an accounting day, or of the closing of a month, on its last day.
type Voucher struct {
	Day     earning.Day
	Closing bool
	Lines   []Line
}

// Line is a total of one account; a negative amount keeps its side (红字).
type Line struct {
	Account       string
	Of            []string // the values of its dimensions
	Debit, Credit int64    // minor units
}

// Row is a group of bookings of a day that go the same way.
type Row struct {
	Day      earning.Day
	Kind     ledger.Kind
	Account  string // settlement account
	Prepaid  bool   // it pays ahead
	DueDay   bool   // has one
	Channel  string
	Coverage string
	// Of the agreement version.
	Agreement, Version, Unit, CommissionAccount string
	// Of the coverage.
	TaxClass, Class, Portfolio string
	// Sums; commission exactly.
	Premium, Commission, Payable, Paid, Recovered, Cash int64
}

// amount of the row.
func (r *Row) amount(of Amount) int64 {
	switch of {
	case Premium:
		return r.Premium
	case Commission:
		return r.Commission
	case Payable:
		return r.Payable
	case Paid:
		return r.Paid
	case Recovered:
		return r.Recovered
	case Cash:
		return r.Cash
	case CashOut:
		return -r.Cash
	}
	return 0
}

// is tells whether the row lies where a rule looks.
func (r *Row) is(where Where) bool {
	switch where {
	case Credit:
		return !r.Prepaid
	case Prepaid:
		return r.Prepaid
	case Due:
		return r.DueDay
	case Ahead:
		return !r.DueDay
	case Everywhere:
	}
	return true
}

// of is the value of a dimension.
func (r *Row) of(by Dimension, commission bool) string {
	switch by {
	case ByAccount:
		if commission {
			return r.CommissionAccount
		}
		return r.Account
	case ByChannel:
		return r.Channel
	case ByCoverage:
		return r.Coverage
	case ByAgreement:
		return r.Agreement
	case ByVersion:
		return r.Version
	case ByTaxClass:
		return r.TaxClass
	case ByUnit:
		return r.Unit
	case ByClass:
		return r.Class
	case ByPortfolio:
		return r.Portfolio
	}
	return ""
}

// separator between the values of dimensions in a key: in none of them.
const separator = "\x1f"

type lineKey struct {
	account, of string
	credit      bool
}

// month makes the vouchers of a month, day by day: what a rate makes of premium is rounded as a running sum within the month.
type month struct {
	*Mapping
	net        map[string]*running // premium without VAT, by the dimensions of its account
	tax        map[string]*running // VAT, by tax class
	commission map[string]*running // by agreement version, in the keys of its account
	day        map[lineKey]int64
}

// running is a sum that is rounded as it grows.
type running struct{ exact, rounded *big.Rat }

// grow adds to the sum and answers by how much its rounded value grew.
func grow(sums map[string]*running, key string, by *big.Rat) int64 {
	s := sums[key]
	if s == nil {
		s = &running{new(big.Rat), new(big.Rat)}
		sums[key] = s
	}
	before := Round(s.exact)
	s.exact.Add(s.exact, by)
	return Round(s.exact) - before
}

// Round rounds half up; the middle goes away from zero.
func Round(exact *big.Rat) int64 {
	doubled := new(big.Int).Mul(new(big.Int).Abs(exact.Num()), big.NewInt(2))
	rounded := doubled.Add(doubled, exact.Denom()).Div(doubled, new(big.Int).Mul(exact.Denom(), big.NewInt(2)))
	return rounded.Int64() * int64(exact.Sign())
}

// OfMonth makes the vouchers of the days of a month. Rows must be those of one month, in the order of their days. Fault: INVALID_STATE for
// an amount that goes to no account, and for sides that are not equal.
func (m *Mapping) OfMonth(rows []*Row) (list []*Voucher, err error) {
	all := &month{Mapping: m, net: map[string]*running{}, tax: map[string]*running{}, commission: map[string]*running{}}
	for i := 0; i < len(rows); {
		day := rows[i].Day
		first := i
		for i < len(rows) && rows[i].Day == day {
			i++
		}
		v, err := all.of(day, rows[first:i])
		if err != nil {
			return nil, err
		}
		if len(v.Lines) > 0 {
			list = append(list, v)
		}
	}
	return list, nil
}

// of makes the voucher of a day.
func (m *month) of(day earning.Day, rows []*Row) (*Voucher, error) {
	m.day = map[lineKey]int64{}
	net, tax, commission := map[string]*big.Rat{}, map[string]*big.Rat{}, map[string]*commissionOf{}
	for _, r := range rows {
		for _, amount := range []Amount{Premium, Commission, Payable, Paid, Recovered, Cash} {
			if err := m.post(r, amount, net, tax, commission); err != nil {
				return nil, err
			}
		}
	}
	for key, sum := range net {
		account, of, _ := strings.Cut(key, separator)
		m.day[lineKey{account, of, true}] += grow(m.net, key, sum)
	}
	for class, sum := range tax {
		m.day[lineKey{m.Tax, class, true}] += grow(m.tax, class, sum)
	}
	for key, c := range commission {
		grown := grow(m.commission, key, big.NewRat(c.exact, 1_000_000))
		m.day[c.debit] += grown
		m.day[c.credit] += grown
	}
	var debit, credit int64
	for key, sum := range m.day {
		if key.credit {
			credit += sum
		} else {
			debit += sum
		}
	}
	if len(net) > 0 { // what rounding leaves
		m.day[lineKey{m.Rounding, "", true}] += debit - credit
		credit = debit
	}
	if debit != credit {
		return nil, fault.Newf(fault.CodeInvalidState, "the sides of %s are not equal: %d and %d", day, debit, credit).At("mapping")
	}
	return &Voucher{Day: day, Lines: linesOf(m.day)}, nil
}

// commissionOf an agreement version.
type commissionOf struct {
	exact         int64
	debit, credit lineKey
}

// post adds an amount of a row to the accounts that the rules say.
func (m *month) post(r *Row, amount Amount, net, tax map[string]*big.Rat, commission map[string]*commissionOf) error {
	value := r.amount(amount)
	if value == 0 || amount == Cash && slices.Contains([]ledger.Kind{ledger.ClaimPaid, ledger.ClaimRecovered}, r.Kind) {
		return nil // cash of claims is what was paid, and what came back
	}
	if amount == Payable && r.Kind == ledger.ClaimPaid {
		return nil // what is paid is payable no more
	}
	posted := false
	for _, rule := range m.Rules {
		if !rule.is(amount) || !slices.Contains(rule.Kinds, r.Kind) || !r.is(rule.Where) {
			continue
		}
		posted = true
		switch amount {
		case Premium:
			m.day[m.key(r, rule.Debit, false, false)] += value
			rate := m.rates[r.TaxClass]
			if rate == nil {
				return fault.Newf(fault.CodeInvalidState, "tax class %q has no rate", r.TaxClass).At("mapping")
			}
			gross := new(big.Rat).SetInt64(value)
			without := new(big.Rat).Quo(gross, new(big.Rat).Add(rate, big.NewRat(1, 1)))
			key := m.key(r, rule.Credit, true, false)
			add(net, key.account+separator+key.of, without)
			add(tax, r.TaxClass, new(big.Rat).Sub(gross, without))
		case Commission:
			debit, credit := m.key(r, rule.Debit, false, true), m.key(r, rule.Credit, true, true)
			key := strings.Join([]string{r.Channel, r.Agreement, r.Version, debit.of, credit.of}, separator)
			if commission[key] == nil {
				commission[key] = &commissionOf{debit: debit, credit: credit}
			}
			commission[key].exact += value
		case Payable, Paid, Recovered, Cash, CashOut:
			value := r.amount(rule.Amount)
			if rule.Debit != "" {
				m.day[m.key(r, rule.Debit, false, false)] += value
			}
			if rule.Credit != "" {
				m.day[m.key(r, rule.Credit, true, false)] += value
			}
		}
	}
	if !posted {
		return unmapped(amount, r.Kind, r.Day.String())
	}
	return nil
}

func add(sums map[string]*big.Rat, key string, by *big.Rat) {
	if sums[key] == nil {
		sums[key] = new(big.Rat)
	}
	sums[key].Add(sums[key], by)
}

// key of a line of an account.
func (m *Mapping) key(r *Row, account string, credit, commission bool) lineKey {
	of := make([]string, len(m.accounts[account].By))
	for i, by := range m.accounts[account].By {
		of[i] = r.of(by, commission)
	}
	return lineKey{account, strings.Join(of, separator), credit}
}

// linesOf are the lines that say something: debits first, by account and what they are of.
func linesOf(sums map[lineKey]int64) (lines []Line) {
	keys := slices.SortedFunc(maps.Keys(sums), func(a, b lineKey) int {
		side := map[bool]int{true: 1}
		return cmp.Or(cmp.Compare(side[a.credit], side[b.credit]), cmp.Compare(a.account, b.account), cmp.Compare(a.of, b.of))
	})
	for _, k := range keys {
		if sums[k] == 0 {
			continue
		}
		line := Line{Account: k.account}
		if k.of != "" {
			line.Of = strings.Split(k.of, separator)
		}
		if k.credit {
			line.Credit = sums[k]
		} else {
			line.Debit = sums[k]
		}
		lines = append(lines, line)
	}
	return lines
}
