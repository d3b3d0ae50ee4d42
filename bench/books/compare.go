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
	"baodan/ent/coverpiece"
	"baodan/ent/schema"
	"baodan/ent/settlementaccount"
	"baodan/insurance/insurancetest"
	"baodan/insurance/ledger"
	"baodan/insurance/statement"
	"baodan/insurance/voucher"
	"baodan/insurance/work"
)

// Bookings folds what was placed and answers the bookings in the columns of the expected table; the place of each is the number of its act.
func (d *Driver) Bookings() []map[string]any {
	d.fold()
	names := d.names()
	pieces := map[int64][][]any{}
	for _, p := range d.Store.Client.CoverPiece.Query().Order(ent.Asc(coverpiece.FieldID)).AllX(d.ctx) {
		sign := map[int]string{1: "+", -1: "-"}[p.Sign]
		pieces[p.ID/100] = append(pieces[p.ID/100], []any{sign, p.Plan, earning.Day(p.FromDay).String(), earning.Day(p.ToDay).String()})
	}
	var list []map[string]any
	lines := map[int]int{}
	for _, b := range d.Store.Client.Booking.Query().Order(ent.Asc(booking.FieldID)).AllX(d.ctx) {
		row := names.row(b)
		place, _ := ledger.PlaceOf(b.ID)
		n := d.actOf(place)
		lines[n]++
		row["place"], row["line"], row["cover"] = n, lines[n], pieces[b.ID]
		if pieces[b.ID] == nil {
			row["cover"] = []any{}
		}
		list = append(list, row)
	}
	return list
}

// actOf is the act that made an entry of the log.
func (d *Driver) actOf(place int64) int {
	i, _ := slices.BinarySearchFunc(d.acts, place, func(a placed, place int64) int { return int(a.last - place) })
	for i > 0 && d.acts[i-1].last >= place {
		i--
	}
	return d.acts[i].n
}

// names are what keys of bookings stand for.
type names struct {
	channels   map[int64]string
	agreements map[int64]*ent.Agreement
	products   map[int64]string
	claims     map[int64]string
}

func (d *Driver) names() names {
	n := names{map[int64]string{}, map[int64]*ent.Agreement{}, map[int64]string{}, map[int64]string{}}
	for _, c := range d.Store.Client.Channel.Query().AllX(d.ctx) {
		n.channels[c.ID] = c.Code
	}
	for _, a := range d.Store.Client.Agreement.Query().AllX(d.ctx) {
		n.agreements[a.ID] = a
	}
	for _, p := range d.Store.Client.ProductVersion.Query().AllX(d.ctx) {
		n.products[p.ID] = p.Code
	}
	for _, c := range d.Store.Client.Claim.Query().AllX(d.ctx) {
		n.claims[c.ID] = c.RequestNo
	}
	return n
}

func (n names) row(b *ent.Booking) map[string]any {
	day := func(d *int) any {
		if d == nil {
			return nil
		}
		return earning.Day(*d).String()
	}
	whole := func(v *int64) any {
		if v == nil {
			return nil
		}
		return *v
	}
	row := map[string]any{
		"kind": b.Kind, "booked": b.BookedAt.In(workday.Zone).Format(time.RFC3339), "day": earning.Day(b.Day).String(), "bound_day": day(b.BoundDay),
		"start_day": day(b.StartDay), "loss_day": day(b.LossDay), "report_day": day(b.ReportDay), "due_day": day(b.DueDay), "channel": n.channels[b.ChannelID],
		"agreement": "", "version": "", "account": b.Account, "payer": b.Payer, "merchant": b.Merchant, "region": b.Region, "category": b.Category,
		"product": n.products[b.ProductVersionID], "plan": b.Plan, "coverage": b.Coverage, "cost": b.Cost, "cause": b.Cause, "reason": b.Reason,
		"order_no": b.OrderNo, "claim": n.claims[b.ClaimID], "doc_no": b.Document, "premium": b.Premium, "commission": b.Commission,
		"sum_insured": b.SumInsured, "reserve": b.Reserve, "payable": b.Payable, "paid": b.Paid, "recovered": b.Recovered, "cash": b.Cash,
		"num": whole(b.Num), "num_now": whole(b.NumNow), "now_on": day(b.NowOn), "seg_from": day(b.SegFrom), "seg_to": day(b.SegTo), "den": whole(b.Den),
	}
	if a := n.agreements[b.AgreementID]; a != nil {
		row["agreement"], row["version"] = a.Code, a.Version
	}
	if b.ClaimID != 0 && b.Kind != string(ledger.ClaimRecovered) { // of a claim, books say the claim's number whatever moved it
		row["doc_no"] = row["claim"]
	}
	return row
}

// CompareActs says where the sums of what acts moved are not as they are expected.
func CompareActs(book *Book, expected *Expected, found []map[string]any) (differs []string) {
	sums, reserves := map[any]map[string]int64{}, map[string]map[any]int64{} // by act; by claim and act
	for _, row := range found {
		n := row["place"]
		if sums[n] == nil {
			sums[n] = map[string]int64{}
		}
		for _, name := range []string{"premium", "commission", "payable", "paid", "recovered"} {
			sums[n][name] += row[name].(int64)
		}
		if claim := row["claim"].(string); claim != "" {
			if reserves[claim] == nil {
				reserves[claim] = map[any]int64{}
			}
			reserves[claim][n] += row["reserve"].(int64)
		}
	}
	for i, want := range expected.Acts {
		if book.Acts[i].Do == "quote" {
			continue // a quote books nothing
		}
		if sums[want.N] == nil {
			sums[want.N] = map[string]int64{}
		}
		for n, moved := range reserves[book.Acts[i].Claim] {
			if n.(int) <= want.N {
				sums[want.N]["reserve"] += moved
			}
		}
		for name, amount := range map[string]*int64{
			"premium": want.Premium, "commission": want.Commission, "reserve": want.Reserve, "payable": want.Payable, "paid": want.Paid, "recovered": want.Recovered,
		} {
			if amount != nil && *amount != sums[want.N][name] {
				differs = append(differs, fmt.Sprintf("act %d: %s %d, not %d", want.N, name, sums[want.N][name], *amount))
			}
		}
	}
	slices.Sort(differs)
	return differs
}

// Compare says where bookings are not as they are expected.
func Compare(expected *Expected, found []map[string]any) (differs []string) {
	key := func(row map[string]any) string { return fmt.Sprintf("%05v.%v", row["place"], row["line"]) }
	want, have := map[string]map[string]any{}, map[string]map[string]any{}
	for _, values := range expected.Bookings.Rows {
		row := map[string]any{}
		for i, name := range expected.Bookings.Columns {
			row[name] = values[i]
		}
		want[key(row)] = row
	}
	for _, row := range found {
		have[key(row)] = row
	}
	for _, at := range slices.Sorted(maps.Keys(want)) {
		if have[at] == nil {
			differs = append(differs, fmt.Sprintf("%s %s: missing", at, want[at]["kind"]))
			continue
		}
		var wrong []string
		for _, name := range expected.Bookings.Columns {
			if w, h := text(want[at][name]), text(have[at][name]); w != h && name != "line" {
				wrong = append(wrong, fmt.Sprintf("%s %s, not %s", name, h, w))
			}
		}
		if len(wrong) > 0 {
			differs = append(differs, fmt.Sprintf("%s %s: %s", at, want[at]["kind"], strings.Join(wrong, "; ")))
		}
	}
	for _, at := range slices.Sorted(maps.Keys(have)) {
		if want[at] == nil {
			differs = append(differs, fmt.Sprintf("%s %s: not expected", at, text(have[at])))
		}
	}
	return differs
}

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

// text writes values as JSON does: amounts of books are numbers without a point.
func text(values ...any) string {
	t, err := json.Marshal(values)
	must(err)
	return string(t)
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
