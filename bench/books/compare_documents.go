package books

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"baodan/engine/earning"
	"baodan/engine/match"
	"baodan/engine/workday"
	"baodan/ent"
	"baodan/ent/agreement"
	"baodan/ent/booking"
	"baodan/ent/schema"
	"baodan/ent/settlementaccount"
	"baodan/insurance/insurancetest"
	"baodan/insurance/statement"
	"baodan/insurance/voucher"
	"baodan/insurance/work"
)

// CompareStatements makes every statement and says where it is not as it is expected, and which were not expected.
func (d *Driver) CompareStatements(expected *Expected) (differs []string) {
	d.Clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	must(d.Store.Renew(d.ctx))
	want := map[string]*Statement{}
	for _, s := range expected.Statements.List {
		want[fmt.Sprint(s.Channel, " ", s.Agreement, " ", monthOf(s.Period))] = s
	}
	for _, a := range d.Store.Client.Agreement.Query().Where(agreement.Version(1)).AllX(d.ctx) {
		channel := d.Distribution.Channel(a.ChannelID)
		if !channel.Live {
			continue
		}
		for month := 202612; month < 203001; month = earning.DayAt(month/100, time.Month(month%100)+1, 1).Month() {
			at := fmt.Sprint(channel.Code, " ", a.Code, " ", month)
			made, err := d.Statements.Make(d.ctx, insurancetest.Command, statement.MakeInput{ChannelCode: channel.Code, AgreementCode: a.Code, Month: month})
			switch {
			case err != nil && want[at] == nil:
			case err != nil:
				differs = append(differs, fmt.Sprintf("%s: %v", at, err))
			case want[at] == nil:
				differs = append(differs, fmt.Sprintf("%s: not expected: %d lines", at, made.Lines))
			default:
				if wrong := d.compareStatement(want[at], expected.Statements.LineColumns, made); wrong != "" {
					differs = append(differs, at+": "+wrong)
				}
			}
		}
	}
	return differs
}

func (d *Driver) compareStatement(want *Statement, columns []string, made *ent.Statement) string {
	t, sums := made.Totals, schema.StatementTotals{
		Kinds: want.Totals, Premium: want.Premium, Commission: want.Commission, Versions: map[int]schema.StatementCommission{}, Payers: want.Payers, Accounts: want.Accounts,
	}
	for version, v := range want.CommissionByVersion {
		sums.Versions[version] = schema.StatementCommission{Rate: v.Rate, Base: v.Base, Exact: v.ExactMillionths, Commission: v.Commission}
	}
	left, err := json.Marshal(t)
	must(err)
	right, err := json.Marshal(sums)
	must(err)
	if string(left) != string(right) {
		return fmt.Sprintf("%s, not %s", left, right)
	}
	lines, err := d.Statements.Lines(d.ctx, made, 0, made.Lines+1)
	must(err)
	if len(lines) != made.Lines || len(lines) != max(want.LineCount, len(want.Lines)) {
		return fmt.Sprintf("%d lines of %d, not %d", len(lines), made.Lines, max(want.LineCount, len(want.Lines)))
	}
	for i, values := range want.Lines {
		l := lines[i]
		found, err := json.Marshal([]any{
			l.Order, l.Kind, l.Serial, l.Document, l.Booked.In(workday.Zone).Format(time.RFC3339), earning.Day(l.Day).String(), l.Product, l.Plan, l.Coverage, l.Version,
			l.Account, l.Payer, l.Merchant, l.Premium, made.Totals.Versions[l.Version].Rate, l.Commission, l.Paid, l.Recovered,
		})
		must(err)
		if len(values) != len(columns) {
			return "another number of columns"
		}
		values[14] = made.Totals.Versions[l.Version].Rate // which totals say
		expected, err := json.Marshal(values)
		must(err)
		if string(found) != string(expected) {
			return fmt.Sprintf("line %d: %s, not %s", i+1, found, expected)
		}
	}
	return ""
}

// CompareVouchers says where vouchers and the sums of their accounts by month are not as they are expected.
func (d *Driver) CompareVouchers(expected *Expected) (differs []string) {
	var lines []string
	debits, credits := map[string]int64{}, map[string]int64{}
	for month := 202612; month < 203001; month = earning.DayAt(month/100, time.Month(month%100)+1, 1).Month() {
		list, err := d.Vouchers.Month(d.ctx, voucher.Shipped(), month)
		must(err)
		for _, v := range list {
			kind := "DAY"
			if v.Closing {
				kind = "CLOSING"
			}
			for _, l := range v.Lines {
				lines = append(lines, text(v.Day.String(), kind, l.Account, strings.Join(l.Of, "/"), l.Debit, l.Credit))
				key := fmt.Sprintf("%d-%02d %s", month/100, month%100, l.Account)
				debits[key] += l.Debit
				credits[key] += l.Credit
			}
		}
	}
	if expected.Vouchers != nil {
		var want []string
		for _, r := range expected.Vouchers.Rows {
			want = append(want, text(r...))
		}
		slices.Sort(want)
		slices.Sort(lines)
		differs = append(differs, setDifference(want, lines, "missing")...)
		differs = append(differs, setDifference(lines, want, "not expected")...)
	}
	seen := map[string]bool{}
	for _, r := range expected.TrialBalance.Rows {
		key := fmt.Sprint(r[0], " ", r[1])
		seen[key] = true
		if found, want := text(debits[key], credits[key]), text(r[2:]...); found != want {
			differs = append(differs, fmt.Sprintf("%s: %s, not %s", key, found, want))
		}
	}
	for key := range debits {
		if !seen[key] && (debits[key] != 0 || credits[key] != 0) {
			differs = append(differs, key+": not expected")
		}
	}
	return differs
}

func setDifference(a, b []string, what string) (differs []string) {
	for _, one := range a {
		if !slices.Contains(b, one) {
			differs = append(differs, one+": "+what)
		}
	}
	return differs
}

// CompareOpen says where open items, balances and premium received are not as they are expected after the last act.
func (d *Driver) CompareOpen(expected *Expected) (differs []string) {
	known := expected.AsKnownAt[len(expected.AsKnownAt)-1]
	items, err := d.Settlement.Items(d.ctx, work.Live, earning.DayOf(known.KnownAt, workday.Zone))
	must(err)
	var found []string
	for _, i := range items {
		var day any
		if i.DueDay != nil {
			day = i.DueDay.String()
		}
		found = append(found, text(i.Side, i.Account, day, i.Due, i.Settled, i.Open(), i.AgeDays))
	}
	differs = append(differs, compareRows(known.OpenItems, found)...)

	balances := map[string]*[5]int64{} // received, drawn, refunded, paid back, balance
	for _, a := range d.Store.Client.SettlementAccount.Query().Where(settlementaccount.KindEQ(settlementaccount.KindPrepaid)).AllX(d.ctx) {
		balances[a.Code] = &[5]int64{}
		owing, _, err := d.Store.FindCounter(d.ctx, "owing "+a.Code+" LIVE")
		must(err)
		balances[a.Code][4] = -owing
	}
	for _, b := range d.Store.Client.Booking.Query().Where(booking.AccountIn(slices.Collect(maps.Keys(balances))...)).AllX(d.ctx) {
		sums := balances[b.Account]
		sums[0] += max(b.Cash, 0)
		sums[1] += max(b.Premium, 0)
		sums[2] -= min(b.Premium, 0)
		sums[3] -= min(b.Cash, 0)
	}
	found = nil
	for account, s := range balances {
		found = append(found, text(account, s[0], s[1], s[2], s[3], s[4]))
	}
	differs = append(differs, compareRows(known.Prepaid, found)...)

	received := map[[2]any]int64{}
	for _, r := range d.Store.Client.ReceivedPremium.Query().AllX(d.ctx) {
		received[[2]any{r.Portfolio, r.Year}] += r.Premium
	}
	found = nil
	for group, premium := range received {
		found = append(found, text(group[0], group[1], premium))
	}
	return append(differs, compareRows(known.PremiumReceived, found)...)
}

func compareRows(want *Table, found []string) []string {
	var rows []string
	for _, r := range want.Rows {
		rows = append(rows, text(r...))
	}
	return append(setDifference(rows, found, "missing"), setDifference(found, rows, "not expected")...)
}

// CompareFiles compares the statement of the pay channel for February 2028 with its own file, in both encodings, and says where differences
// are not those that were planted.
func (d *Driver) CompareFiles() (differs []string) {
	mapping := &statement.FileMapping{}
	read(&mapping, "mapping.json")
	var planted []struct{ Class, Order, Kind string }
	read(&planted, "planted.json")
	var want []string
	for _, p := range planted {
		want = append(want, fmt.Sprint(p.Class, " ", strings.TrimSpace(p.Order), " ", p.Kind))
	}
	slices.Sort(want)
	row, err := d.Statements.Make(d.ctx, insurancetest.Command, statement.MakeInput{ChannelCode: "pay", AgreementCode: "PAY-ASI", Month: 202802})
	must(err)
	for _, name := range []string{"theirs.utf8.csv", "theirs.gbk.csv"} {
		file, err := files.ReadFile("testdata/settlement/" + name)
		must(err)
		var found []string
		_, err = d.Statements.CompareWith(d.ctx, row, bytes.NewReader(file), mapping, func(difference *match.Difference) error {
			l := difference.Ours
			if l == nil {
				l = difference.Theirs
			}
			found = append(found, fmt.Sprint(difference.Class, " ", strings.TrimSpace(l.Order), " ", l.Kind))
			return nil
		})
		must(err)
		differs = append(differs, setDifference(want, found, name+": missing")...)
		differs = append(differs, setDifference(found, want, name+": not planted")...)
		if len(found) != len(want) {
			differs = append(differs, fmt.Sprintf("%s: %d differences, not %d", name, len(found), len(want)))
		}
	}
	return differs
}

func read(into any, name string) {
	text, err := files.ReadFile("testdata/settlement/" + name)
	must(err)
	must(json.Unmarshal(text, into))
}
